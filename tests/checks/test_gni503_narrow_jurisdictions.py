from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-03"


@pytest.fixture
def find_narrow(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        more = {"markets": ("US", "NO", "TR", "GB", "DE"), "jurisdictions_of_concern": ("TR",), **more}
        return find("GNI503", *records, criteria=(a_criterion(ID),), **more)

    return run


def test_too_few_jurisdictions(find_narrow: Find, a_case_set: Make) -> None:
    assert find_narrow(*a_case_set()) == []
    (found,) = find_narrow(*a_case_set(jurisdiction="TR"))
    assert (found.record, found.path, found.about, found.detail) == (WORKSPACE_REF, ("assessment", "pack"), ID, "")
    assert found.message == "the selected cases come from only 1 jurisdiction, where at least 4 are asked for"


def test_places_of_concern_that_are_left_out_are_named_in_the_detail_only(find_narrow: Find, a_case_set: Make) -> None:
    (found,) = find_narrow(*a_case_set(), jurisdictions_of_concern=("TR", "Qe", "Qf"))
    assert found.message == "the selected cases come from only 1 jurisdiction of concern, where at least 2 are asked for"
    assert found.detail == "none from Qe, Qf"


def test_one_problem_for_both(find_narrow: Find, a_selected: Make) -> None:
    (found,) = find_narrow(a_selected(jurisdiction="US"))
    assert found.message == (
        "the selected cases come from only 1 jurisdiction, where at least 4 are asked for, "
        "and from no jurisdiction of concern, where at least 1 is asked for"
    )


def test_a_company_with_few_markets_needs_few(find_narrow: Find, a_selected: Make) -> None:
    assert find_narrow(a_selected(), markets=("US",)) == []


def test_only_what_says_in_place_is_wrong(find_narrow: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_narrow(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_narrow(a_selected(), a_response(ID, finding=Finding.NOT_IN_PLACE)) == []
    assert find_narrow(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []


def test_the_workspace_may_choose_other_figures(find_narrow: Find, a_selected: Make) -> None:
    figures = {"min_jurisdictions": ChosenFigure(value=1, reason="Qwhy"), "min_concern_share": ChosenFigure(value=0, reason="Qwhy")}
    assert find_narrow(a_selected(jurisdiction="US"), case_selection=figures) == []
