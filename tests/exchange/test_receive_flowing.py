"""Texts that went out with their lines joined, and came back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.exchange.flowing import flow
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Outcome
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import Finding, Level
from gni_assess.sheets.way_back import digest_of_text

WRAPPED = "The committee of the board looks at it twice a year, and hears\nthe lead of the team, whose report goes to all directors.\n"
SENT = {"finding": "in place", "answer": flow(WRAPPED)}
Make = Callable[..., Any]


@pytest.fixture
def record(answered: Callable[..., Assessment]) -> Assessment:
    """Give a record in which an editor wrapped the answer."""
    return answered("GOV-01", assignee="lena", finding=Finding.IN_PLACE, answer=WRAPPED)


@pytest.mark.parametrize("typed", [flow(WRAPPED), WRAPPED, f"{flow(WRAPPED)}\n"])
def test_what_was_not_changed_is_the_same(record: Assessment, row: Make, receive: Make, typed: str) -> None:
    (item,) = receive(record, [row("GOV-01", sent=SENT, finding="in place", answer=typed)], asked="GOV-01").items
    assert (item.outcome, item.changes) == (Outcome.SAME, ())


def test_what_was_changed_is_no_conflict(record: Assessment, row: Make, receive: Make, apply: Make) -> None:
    typed = flow(WRAPPED).replace("twice", "three times")
    receipt = receive(record, [row("GOV-01", sent=SENT, finding="in place", answer=typed)], asked="GOV-01")
    assert [each.outcome for each in receipt.items] == [Outcome.CHANGED]
    assert apply(record, receipt).responses["GOV-01"].answer == typed


def test_a_conflict_knows_what_was_sent(record: Assessment, row: Make, incoming: Make, outside: Outside) -> None:
    earlier = replace(outside, past=lambda _id: {digest_of_text(WRAPPED): WRAPPED})
    now = replace(record, responses={"GOV-01": replace(record.responses["GOV-01"], answer="Somebody else said this.")})
    file = incoming([row("GOV-01", sent=SENT, finding="in place", answer="Mine.")], asked="GOV-01")
    (item,) = receive_questionnaire(file, now, earlier).items
    (conflict,) = item.conflicts
    assert (conflict.sent, conflict.theirs, conflict.mine) == (flow(WRAPPED), "Somebody else said this.", "Mine.")


def test_a_gap_is_changed_in_the_same_way(answered: Make, row: Make, receive: Make, apply: Make) -> None:
    low = Level.LOW
    old = Gap(id="GOV-01-G417", summary=WRAPPED, owner="lena", cause=WRAPPED, scale=low, scope=low, irremediability=low)
    record = answered("GOV-01", assignee="lena", gaps=(old,))
    sent = {"question": "GOV-01", "summary": flow(WRAPPED), "cause": flow(WRAPPED)}
    changed = row("GOV-01-G417", sent=sent, question="GOV-01", summary=flow(WRAPPED), cause="Another one.")
    receipt = receive(record, [], gaps=[changed], asked="GOV-01")
    assert [each.outcome for each in receipt.items if each.kind == "gap"] == [Outcome.CHANGED]
    (gap,) = apply(record, receipt).responses["GOV-01"].gaps
    assert (gap.summary, gap.cause) == (WRAPPED, "Another one.")
