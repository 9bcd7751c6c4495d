"""What a file says of itself gives no power over what its respondent is not shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Ground, Treatment
from gni_assess.sheets.incoming_values import IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Know = Callable[..., Outside]
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "high", "scope": "low", "irremediability": "low"}
LIMIT = Limit(fields=("action",), ground=Ground.LEGAL_PRIVILEGE, treatment={Audience.RESPONDENT: Treatment.WITHHELD})


@pytest.mark.parametrize(("owner", "is_shown"), [("olga", False), ("lena", True)])
def test_a_gap_that_is_not_shown_is_not_changed_by_who_claims_that_it_was_sent(
    answered: Answered, receive: Receive, row: Row, entered_since: Know, gap: Gap, *, owner: str, is_shown: bool
) -> None:
    record = answered("GOV-01", assignee="lena", gaps=(replace(gap, owner=owner),))
    rows = [row(gap.id, sent={"scale": "high"}, scale="medium", action="Another plan.")]
    receipt = receive(record, gaps=rows)
    (item,) = receipt.of_kind("gap")
    if is_shown:
        assert item.outcome is Outcome.CHANGED
        return
    given_away = entered_since({f"gaps/{gap.id}/owner": ("olga",)})
    assert receive(record, gaps=rows, sent="2026-11-20", known=given_away).counts("gap") == {Outcome.CHANGED: 1}
    guard = "is part of a gap that this respondent is not shown"
    assert (item.outcome, receipt.changes) == (Outcome.CONFLICT, ())
    assert [(each.key, each.guard) for each in item.conflicts] == [("scale", guard), ("action", guard)]
    assert receive(record, gaps=rows, choices=Choices(others=Choice.TAKE)).counts("gap") == {Outcome.CHANGED: 1}

    (item,) = receive(record, gaps=[row(gap.id, sent={"scale": "high"}, scale="high", owner="Somebody else")]).of_kind("gap")
    assert (item.outcome, item.changes, item.remarks) == (Outcome.REJECTED, (), ())


def test_a_field_that_is_not_shown_is_not_changed_by_who_guesses_its_text(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    own = replace(gap, owner="lena", action="Buy it.", limits=(LIMIT,))
    record = answered("GOV-01", assignee="lena", gaps=(own,))
    receipt = receive(record, gaps=[row(gap.id, sent={"action": "Buy it."}, action="Sell it.")])
    assert [(each.key, each.guard) for each in receipt.of_kind("gap")[0].conflicts] == [
        ("action", "has something already that this respondent is not shown")
    ]


@pytest.mark.parametrize(
    ("claimed", "asked_on", "expected"),
    [
        ("2026-11-20", None, date(2026, 11, 20)),
        ("2001-01-01", None, date(2025, 11, 20)),
        ("2001-01-01", date(2026, 11, 18), date(2026, 11, 18)),
        ("2026-11-20", date(2026, 11, 18), date(2026, 11, 20)),
    ],
)
def test_the_day_on_which_it_was_sent_is_believed_within_bounds(
    answered: Answered, receive: Receive, row: Row, outside: Outside, *, claimed: str, asked_on: date | None, expected: date
) -> None:
    days = set()

    def entered(record_id: str, since: date) -> Entered:
        days.add((record_id, since))
        return {}

    known = replace(outside, entered=entered, asked_on=lambda _criterion, _person: asked_on)
    rows = [row("1", **WEAK)]
    evidence = [row("1", questions="GOV-01", title="Charter", kind="policy", summary="One.")] * 2
    receive(answered("GOV-01", assignee="lena"), gaps=rows, evidence=evidence, sent=claimed, known=known)
    assert {since for _, since in days if since != date.min} == {expected}
    assert {record_id[:3] for record_id, since in days if since == expected} == {"GOV", "POL"}
