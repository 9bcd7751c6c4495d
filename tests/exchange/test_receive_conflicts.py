from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.exchange.receipt import FieldConflict, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.exchange.three_ways import Field, merge_fields
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, ScopedFinding
from gni_assess.model.vocabulary import Audience, Classification, Finding, GapStatus, Ground, Treatment
from gni_assess.sheets.incoming_values import IncomingRow
from gni_assess.sheets.way_back import digest_of_text

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Know = Callable[..., Outside]

POLICY = Policy(
    id="POL-417",
    kind_of=PolicyKind.POLICY,
    title="Charter",
    summary="Old.",
    owner="lena",
    effective=Effective(from_=PartialDate("unknown")),
    classification=Classification.INTERNAL,
)
NEW_GAP = {"question": "GOV-01", "summary": "No log", "scale": "high", "scope": "low", "irremediability": "low"}


def told(receipt: Receipt) -> list[tuple[str, str, bool]]:
    return [(each.key, each.guard, each.is_as_sent) for item in receipt.items for each in item.conflicts]


@pytest.mark.parametrize(("now", "is_as_sent"), [("Was sent.", True), ("Another.", False)])
def test_what_was_emptied_says_whether_the_record_is_as_it_was_sent(
    answered: Answered, receive: Receive, row: Row, now: str, *, is_as_sent: bool
) -> None:
    record = answered("GOV-01", assignee="lena", finding=Finding.PLANNED, answer=now)
    receipt = receive(record, [row("GOV-01", finding="planned", sent={"finding": "planned", "answer": "Was sent."})], asked="GOV-01")
    assert told(receipt) == [("answer", "", is_as_sent)]


def test_why_a_field_is_kept_is_said_only_where_it_is_so() -> None:
    def conflict(theirs: str, *, guard: str = "", already: str = "") -> FieldConflict:
        field = Field(key="a", heading="A", theirs=theirs, mine="Mine.", guard=guard, already=already)
        return merge_fields([field], {"a": digest_of_text("Sent.")}, {}, lambda _: None).conflicts[0]

    assert [conflict("Sent.", guard="is closed").guard, conflict("Now.", already="was there").guard] == ["is closed", "was there"]
    free = Field(key="a", heading="A", theirs="Sent.", mine="Mine.", already="was there")
    assert merge_fields([free], {"a": digest_of_text("Sent.")}, {}, lambda _: None).texts == {"a": "Mine."}, "it keeps nothing back"


@pytest.mark.parametrize(
    ("assignee", "guard"),
    [("lena", ""), ("carl", "has something already that this respondent is not shown")],
)
def test_an_answer_that_the_respondent_was_not_shown(
    *, answered: Answered, receive: Receive, row: Row, entered_since: Know, assignee: str, guard: str
) -> None:
    record = answered("GOV-01", assignee=assignee, answer="Theirs.")
    rows = [row("GOV-01", answer="Mine.")]
    assert told(receive(record, rows)) == [("answer", guard, False)]
    assert told(receive(record, rows, assignee="")) == [("answer", "has something already that this respondent is not shown", False)]
    later = {"sent": "2026-11-20", "known": entered_since({"answer": ("Theirs.",)})}
    assert told(receive(record, rows, **later)) == [("answer", "", False)], "it came in since the file was sent"


def test_a_part_that_is_withheld_from_the_respondent(answered: Answered, receive: Receive, row: Row) -> None:
    limit = Limit(ground=Ground.SECURITY, treatment={Audience.RESPONDENT: Treatment.WITHHELD}, fields=("reason",))
    record = answered("GOV-01", assignee="lena", finding=Finding.PLANNED, reason="Hidden.", limits=(limit,))
    rows = [row("GOV-01", finding="planned", reason="Mine.", sent={"finding": "planned"})]
    assert told(receive(record, rows)) == [("reason", "has something already that this respondent is not shown", False)]
    limit = replace(limit, fields=("exceptions",))
    theirs = ScopedFinding(entity="nordics", finding=Finding.PLANNED, note="Hidden.")
    record = answered("GOV-01", assignee="lena", exceptions=(theirs,), limits=(limit,))
    rows = [row("GOV-01", finding="planned", answer="Mine.")]
    assert told(receive(record, rows, entity="nordics")) == [("answer", "has something already that this respondent is not shown", False)]


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({}, "says something else already"),
        ({"owner": "carl"}, "belongs to Carl Counsel"),
        ({"owner": ""}, "belongs to nobody"),
    ],
)
def test_registered_evidence_says_whose_it_is(
    *, answered: Answered, receive: Receive, row: Row, entered_since: Know, values: dict[str, Any], guard: str
) -> None:
    record = replace(answered("GOV-01", assignee="lena"), policies={"POL-417": replace(POLICY, **values)})
    rows = [row("1", questions="GOV-01", registered="POL-417", summary="Mine.")]
    assert told(receive(record, evidence=rows)) == [("summary", guard, False)]
    later = {"sent": "2026-11-20", "known": entered_since({"summary": ("Old.",)})}
    guard = "" if guard.startswith("says") else guard
    assert told(receive(record, evidence=rows, **later)) == [("summary", guard, False)]


def test_hidden_evidence_says_that_it_is_hidden(answered: Answered, receive: Receive, row: Row) -> None:
    hidden = replace(POLICY, owner="carl", classification=Classification.RESTRICTED)
    record = replace(answered("GOV-01", evidence=(EvidenceLink(id="POL-417"),)), policies={"POL-417": hidden})
    receipt = receive(record, evidence=[row("1", questions="GOV-01", title="Charter", kind="policy", summary="Mine.", shows="It.")])
    guard = "is part of a record that this respondent is not shown"
    assert told(receipt) == [("summary", guard, False), ("shows:GOV-01", guard, True)]


def test_gaps_say_why_nothing_is_changed_in_them(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    own = replace(gap, owner="lena", action="Theirs.")
    sent = {**NEW_GAP, "action": "Theirs."}
    known = [row("GOV-01-G417", sent=sent, **{**sent, "action": "Mine."})]
    new = [row("1", **NEW_GAP, action="Mine.")]

    def receive_with(changed: Gap, rows: list[IncomingRow]) -> list[tuple[str, str, bool]]:
        return told(receive(answered("GOV-01", assignee="lena", gaps=(changed,)), gaps=rows))

    assert receive_with(replace(own, status=GapStatus.DONE), known) == [("action", "is part of a gap that is closed", True)]
    assert receive_with(own, new) == [("action", "says something else already", False)]
    assert receive_with(replace(own, action="Changed."), known) == [("action", "", False)]
    limit = Limit(ground=Ground.SECURITY, treatment={Audience.RESPONDENT: Treatment.WITHHELD}, fields=("action",))
    without = [row("GOV-01-G417", sent=NEW_GAP, **NEW_GAP, action="Mine.")]
    found = receive_with(replace(own, limits=(limit,)), without)
    assert found == [("action", "has something already that this respondent is not shown", False)]
