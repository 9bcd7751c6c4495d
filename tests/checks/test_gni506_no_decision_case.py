from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-06"


@pytest.fixture
def find_none(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        return find("GNI506", *records, criteria=(a_criterion(ID),), **more)

    return run


def test_demands_alone(find_none: Find, a_selected: Make) -> None:
    (found,) = find_none(a_selected())
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "no selected case shows a product, market or deal decision, and at least 1 should"


@pytest.mark.parametrize("kind", [CaseType.PRODUCT_DECISION, CaseType.MARKET_DECISION, CaseType.TRANSACTION])
def test_a_decision_of_one_s_own(find_none: Find, a_selected: Make, a_case: Make, kind: CaseType) -> None:
    assert find_none(a_selected(), a_selected("CASE-2", type=kind)) == []
    assert len(find_none(a_selected(), a_case("CASE-2", type=kind))) == 1


def test_the_workspace_may_choose_another_figure(find_none: Find, a_selected: Make) -> None:
    chosen = {"min_decision_cases": ChosenFigure(value=3, reason="Qreason")}
    cases = [a_selected(f"CASE-{number}", type=CaseType.TRANSACTION) for number in range(3)]
    assert find_none(*cases, case_selection=chosen) == []
    (found,) = find_none(*cases[1:], case_selection=chosen)
    assert found.message == "only 2 selected cases show a product, market or deal decision, and at least 3 should"
    (found,) = find_none(cases[0], case_selection=chosen)
    assert found.message.startswith("only 1 selected case shows a ")


def test_only_what_says_in_place_is_wrong(find_none: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_none(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_none(a_selected(), a_response(ID, finding=Finding.NOT_IN_PLACE)) == []
    assert find_none(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []
