from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import CaseResponse, CaseResult, Challenge
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-07"


@pytest.fixture
def find_glory(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        return find("GNI507", *records, criteria=(a_criterion(ID),), **more)

    return run


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"challenge": Challenge.WON, "result": CaseResult.LIMITED_HARM},
        {"response": CaseResponse.COMPLIED_IN_FULL, "result": CaseResult.UNKNOWN},
        {"hard": True},
        {"hard": True, "hard_reason": " \n"},
        {"hard": True, "hard_reason": "TODO"},
        {"hard": True, "hard_reason": "..."},
        {"hard_reason": "Qreason without the mark"},
    ],
)
def test_successes_and_routine(find_glory: Find, a_selected: Make, changes: dict[str, Any]) -> None:
    (found,) = find_glory(a_selected(**changes))
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "no selected case was lost, harmful or hard, and at least 1 should be"


@pytest.mark.parametrize(
    "changes", [{"challenge": Challenge.LOST}, {"result": CaseResult.ADVERSE}, {"hard": True, "hard_reason": "Qstaff were threatened"}]
)
def test_one_that_was_lost_or_hard_is_enough(find_glory: Find, a_selected: Make, a_case: Make, changes: dict[str, Any]) -> None:
    assert find_glory(a_selected(), a_selected("CASE-2", **changes)) == []
    assert len(find_glory(a_selected(), a_case("CASE-2", **changes))) == 1


def test_the_workspace_may_choose_another_figure(find_glory: Find, a_selected: Make) -> None:
    (found,) = find_glory(a_selected(challenge=Challenge.LOST), case_selection={"min_hard_cases": ChosenFigure(value=2, reason="Qwhy")})
    assert found.message.startswith("only 1 selected case was ")


def test_only_what_says_in_place_is_wrong(find_glory: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_glory(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_glory(a_selected(), a_response(ID, finding=Finding.NOT_IN_PLACE)) == []
    assert find_glory(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []
