from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind, Right
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-02"


@pytest.fixture
def find_sides(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        return find("GNI502", *records, criteria=(a_criterion(ID),), **more)

    return run


def test_a_right_with_too_few_cases(find_sides: Find, a_case_set: Make) -> None:
    assert find_sides(*a_case_set()) == []
    (found,) = find_sides(*a_case_set(rights=(Right.PRIVACY,)))
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "no selected case is about freedom of expression, and at least 3 should be"


def test_one_problem_for_both_rights(find_sides: Find, a_selected: Make) -> None:
    (found,) = find_sides(a_selected(rights=(Right.EXPRESSION, Right.PRIVACY)))
    assert found.message == (
        "only 1 selected case is about freedom of expression, and only 1 selected case is about privacy; at least 3 should be about each"
    )


def test_a_case_about_both_counts_for_each(find_sides: Find, a_case_set: Make) -> None:
    assert find_sides(*a_case_set(rights=(Right.EXPRESSION, Right.PRIVACY))[:3]) == []


def test_only_what_says_in_place_is_wrong(find_sides: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_sides(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_sides(a_selected(), a_response(ID, finding=Finding.PARTLY_IN_PLACE)) == []
    assert find_sides(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []


def test_the_workspace_may_choose_another_figure(find_sides: Find, a_selected: Make) -> None:
    case = a_selected(rights=(Right.EXPRESSION, Right.PRIVACY))
    assert find_sides(case, case_selection={"min_per_right": ChosenFigure(value=1, reason="Qreason")}) == []
