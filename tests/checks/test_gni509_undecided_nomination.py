from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import NominatedBy, SelectionDecision
from gni_assess.model.cases import Selection
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
MEMBER = NominatedBy.NON_COMPANY_MEMBER
CANDIDATE, SELECTED, DECLINED = SelectionDecision.CANDIDATE, SelectionDecision.SELECTED, SelectionDecision.DECLINED


@pytest.mark.parametrize(
    ("decision", "reason", "message"),
    [
        (CANDIDATE, "", "a nominated case has not been decided on"),
        (CANDIDATE, "Qreason to wait", "a nominated case has not been decided on"),
        (DECLINED, "", "a nominated case was declined without a reason"),
        (DECLINED, " \n", "a nominated case was declined without a reason"),
    ],
)
def test_a_nomination_without_decision_or_reason(find: Find, a_case: Make, decision: SelectionDecision, reason: str, message: str) -> None:
    (found,) = find("GNI509", a_case(selection=Selection(nominated_by=MEMBER, decision=decision, reason=reason)))
    assert (found.record, found.path) == (
        RecordRef(kind=RecordKind.CASE, id="CASE-208"),
        ("selection", "decision" if decision is CANDIDATE else "reason"),
    )
    assert found.message == message


@pytest.mark.parametrize(
    "selection",
    [
        Selection(nominated_by=MEMBER, decision=SELECTED),
        Selection(nominated_by=MEMBER, decision=DECLINED, reason="Qthe member agreed"),
        Selection(decision=CANDIDATE),
        Selection(decision=DECLINED),
        Selection(),
    ],
)
def test_what_was_decided_and_what_the_company_put_forward(find: Find, a_case: Make, selection: Selection) -> None:
    assert find("GNI509", a_case(selection=selection)) == []
