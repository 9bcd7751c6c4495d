from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.exchange.assessor_requests import receive_requests
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, Item, Outcome, Receipt, put_changes
from gni_assess.exchange.received_desk import Outside
from gni_assess.exchange.request_origins import Origin, Place
from gni_assess.exchange.request_words import KIND_WORDS, NEVER, READ
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.model.vocabulary import Audience
from gni_assess.report.assessor_columns import on_criteria, on_evidence, on_new_requests
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable, Spot, Unread

Row = Callable[..., IncomingRow]
IDS: Mapping[str, tuple[str, ...]] = {
    "gni_criteria": ("GOV-01", "GOV-02", "GOV-03"),
    "gni_evidence": ("POL-417",),
    "gni_cases": ("CASE-175",),
    "gni_new_requests": tuple(map(str, range(1, 21))),
}
SHEETS = {"gni_criteria": "Criteria", "gni_evidence": "Evidence", "gni_cases": "Cases", "gni_new_requests": "Requests"}


def back(digest: str = "a", *, gone: Collection[str] = (), lost: Collection[str] = (), **rows: Any) -> Incoming:  # noqa: ANN401 - rows
    """Give a workbook that came back: rows by the name of the table, without `gni_`; `digest` is one letter."""
    tables = {
        name: IncomingTable(
            name=name, sheet=SHEETS[name], rows=tuple(rows.get(name.removeprefix("gni_"), ())), ids=ids, gone=tuple(gone), lost=tuple(lost)
        )
        for name, ids in IDS.items()
    }
    facts = {"digest": digest * 64, "created": "2026-05-04", "company": "Acme"}
    return Incoming(file="back.xlsx", sha256="cd" * 32, kind="gap-report", facts=facts, tables=tables)


@pytest.fixture
def drawing(outside: Outside) -> Outside:
    numbers = iter(range(100, 10_000))
    return replace(outside, draw_record=lambda kind, _taken: f"{'REQ' if kind.value == 'request' else '?'}-{next(numbers)}")


@pytest.fixture
def take(drawing: Outside) -> Callable[..., Receipt]:
    def receive(record: Assessment, file: Incoming, choices: Choices = UNSETTLED, **more: Any) -> Receipt:  # noqa: ANN401 - as it takes it
        return receive_requests(file, record, drawing, choices, **more)

    return receive


Take = Callable[..., Receipt]


def only(receipt: Receipt) -> Item:
    (item,) = receipt.items
    return item


def made(receipt: Receipt) -> list[Request]:
    return [each.after for each in receipt.changes if isinstance(each.after, Request)]


def after(record: Assessment, receipt: Receipt) -> Assessment:
    return put_changes(record, receipt.changes)


def test_every_column_of_the_assessor_is_either_read_or_never_kept() -> None:
    columns = {
        "gni_criteria": on_criteria(Audience.ASSESSOR),
        "gni_evidence": on_evidence(Audience.ASSESSOR),
        "gni_cases": on_evidence(Audience.ASSESSOR),
        "gni_new_requests": on_new_requests(),
    }
    for table, found in columns.items():
        assert {each.key: each.heading for each in found if each.key not in NEVER} == dict(READ[table])
        assert not NEVER & set(READ[table])
    kinds = next(each.choices for each in on_new_requests() if each.key == "kind")
    assert kinds == tuple(KIND_WORDS.values())


def test_requests_notes_and_good_practice_become_records_about_their_row(assessment: Assessment, row: Row, take: Take) -> None:
    text = "  Please show it.\n\n=1+1 "
    file = back(criteria=[row("GOV-01", request=text), row("GOV-02", note="Well kept."), row("GOV-03", good_practice="Yes")])
    receipt = take(assessment, file)
    asked, note, practice = made(receipt)
    assert (asked.kind_of, asked.text, asked.criteria, asked.status) == (RequestKind.CLARIFICATION, text, ("GOV-01",), RequestStatus.OPEN)
    assert (note.kind_of, note.text, note.criteria, note.status) == (RequestKind.NOTE, "Well kept.", ("GOV-02",), RequestStatus.CLOSED)
    assert (practice.kind_of, practice.criteria, practice.status) == (RequestKind.GOOD_PRACTICE, ("GOV-03",), RequestStatus.OPEN)
    assert "GOV-03, “Governance 3”" in practice.text
    assert {(each.asked_by, each.asked_on) for each in made(receipt)} == {("the assessor", date(2026, 11, 21))}
    assert [(each.kind, each.outcome) for each in receipt.items] == [
        ("request", Outcome.NEW),
        ("note", Outcome.NEW),
        ("good practice", Outcome.NEW),
    ]
    plan = replace(assessment.workspace.plan, assessor="Example Assurance LLP")
    named = replace(assessment, workspace=replace(assessment.workspace, plan=plan))
    assert {each.asked_by for each in made(take(named, file))} == {"Example Assurance LLP"}


def test_a_no_to_good_practice_asks_nothing(assessment: Assessment, row: Row, take: Take) -> None:
    assert not take(assessment, back(criteria=[row("GOV-01", good_practice="no")])).items
    wrong = only(take(assessment, back(criteria=[row("GOV-01", good_practice="perhaps")])))
    assert (wrong.outcome, wrong.problems[0].value, wrong.problems[0].allowed) == (Outcome.REJECTED, "", ("yes", "no"))


def test_a_note_on_evidence_is_linked_to_it_and_kept_in_words_where_it_is_gone(assessment: Assessment, row: Row, take: Take) -> None:
    in_force = Effective(from_=PartialDate("2025-01-01"))
    policy = Policy(id="POL-417", kind_of=next(iter(PolicyKind)), title="P", summary="S", owner="olga", effective=in_force)
    file = back(evidence=[row("POL-417", note="Page 4 is missing.")])
    (linked,) = made(take(replace(assessment, policies={"POL-417": policy}), file))
    assert ([each.id for each in linked.evidence], linked.kind_of) == (["POL-417"], RequestKind.NOTE)
    receipt = take(assessment, file)
    (kept,) = made(receipt)
    assert (kept.evidence, kept.text) == ((), "Page 4 is missing.")
    assert "POL-417" in kept.notes
    assert "not in the record any more" in only(receipt).remarks[0].what


def test_new_requests_have_kind_criteria_and_date(assessment: Assessment, row: Row, take: Take) -> None:
    first = row("3", kind="Good Practice", text="Minutes", criteria="gov-02; GOV-01", due=date(2026, 12, 1))
    second = row("4", text="How many?")
    third = row("5", kind="note", text="Thanks")
    one, two, three = made(take(assessment, back(new_requests=[first, second, third])))
    assert (one.kind_of, one.criteria, one.due) == (RequestKind.GOOD_PRACTICE, ("GOV-02", "GOV-01"), date(2026, 12, 1))
    assert (two.kind_of, two.status) == (RequestKind.CLARIFICATION, RequestStatus.OPEN)
    assert (three.kind_of, three.status) == (RequestKind.NOTE, RequestStatus.CLOSED)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"text": "x", "kind": "documnt"}, ("documnt", "none of the words", "document")),
        ({"text": "x", "criteria": "GOV-09"}, ("GOV-09", "no id of a criterion", "GOV-01")),
        ({"text": "x", "criteria": "minutes"}, ("MINUTES", "no id of a criterion", "an ID such as GOV-01")),
        ({"text": "x", "due": "soon"}, ("soon", "no clear day", "a day such as 2026-12-31")),
        ({"text": "x", "due": "2016-12-01"}, ("2016-12-01", "is more than a year before 2026-05-04, when the workbook was made", None)),
        ({"text": Cell(CellKind.FORMULA, "x")}, ("x", "is a formula", None)),
        ({"kind": "document"}, ("", "nothing under `What you ask for`", None)),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_place(
    assessment: Assessment, row: Row, take: Take, cells: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    value, what, allowed = expected
    receipt = take(assessment, back(new_requests=[row("3", at=17, **cells)]))
    problem = only(receipt).problems[0]
    assert (only(receipt).outcome, problem.value) == (Outcome.REJECTED, value)
    assert what in problem.what
    assert problem.spot == Spot(sheet="Sheet", row=17, column="D")
    assert allowed is None or allowed in problem.allowed
    assert not receipt.changes


def test_a_day_that_has_passed_is_no_impossible_date(assessment: Assessment, row: Row, take: Take) -> None:
    receipt = take(assessment, back(new_requests=[row("1", text="x", due="2026-03-01")]))
    (request,) = made(receipt)
    assert (request.due, request.asked_on) == (date(2026, 3, 1), date(2026, 3, 1))
    assert "overdue" in only(receipt).remarks[0].what


def test_the_same_file_again_brings_nothing_whatever_the_order_of_its_rows(assessment: Assessment, row: Row, take: Take) -> None:
    rows = [row("1", text="A"), row("2", text="A", criteria="GOV-01"), row("", text="B"), row("x", text="C"), row("", text="B")]
    criteria = [row("GOV-01", request="R", note="N"), row("GOV-02", good_practice="yes")]
    first = take(assessment, back(new_requests=rows, criteria=criteria))
    assert [each.outcome for each in first.items].count(Outcome.NEW) == 7
    record = after(assessment, first)
    again = take(record, back(new_requests=rows[::-1], criteria=criteria[::-1]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}
    assert (len(again.items), again.changes, again.notes) == (8, (), ())


def test_what_the_assessor_changed_changes_the_record_and_opens_it_again(assessment: Assessment, row: Row, take: Take) -> None:
    record = after(assessment, take(assessment, back(new_requests=[row("1", text="Old", kind="document")])))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, status=RequestStatus.ANSWERED, answer="Here.")})
    receipt = take(record, back(new_requests=[row("1", text="Old. New", kind="document", due="2026-12-01")]))
    (changed,) = made(receipt)
    assert (changed.id, changed.text, changed.due, changed.answer) == (request.id, "Old. New", date(2026, 12, 1), "Here.")
    assert changed.status is RequestStatus.OPEN
    assert "was answered and is open again" in only(receipt).remarks[0].what
    later = take(after(record, receipt), back(new_requests=[row("1", text="Old. New", kind="document", due="2026-12-02")]))
    assert made(later)[0].due == date(2026, 12, 2)


def test_a_new_day_alone_does_not_open_it_again(assessment: Assessment, row: Row, take: Take) -> None:
    record = after(assessment, take(assessment, back(new_requests=[row("1", text="T")])))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, status=RequestStatus.ANSWERED)})
    (changed,) = made(take(record, back(new_requests=[row("1", text="T", due="2026-12-01")])))
    assert (changed.status, changed.due) == (RequestStatus.ANSWERED, date(2026, 12, 1))


@pytest.fixture
def both_changed(assessment: Assessment, row: Row, take: Take) -> tuple[Assessment, Incoming, str]:
    record = after(assessment, take(assessment, back(criteria=[row("GOV-01", request="First")])))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, text="Ours")})
    return record, back(criteria=[row("GOV-01", request="Theirs")]), request.id


def test_what_both_changed_is_a_conflict(both_changed: tuple[Assessment, Incoming, str], take: Take) -> None:
    record, file, request_id = both_changed
    receipt = take(record, file)
    (conflict,) = only(receipt).conflicts
    assert (only(receipt).outcome, only(receipt).key) == (Outcome.CONFLICT, request_id)
    assert (conflict.field, conflict.theirs, conflict.mine) == ("Request to the company", "Ours", "Theirs")
    assert not receipt.changes


@pytest.mark.parametrize(("choice", "texts"), [(Choice.KEEP, ["Ours"]), (Choice.TAKE, ["Theirs"]), (Choice.BOTH, ["Ours", "Theirs"])])
def test_a_settled_conflict_stays_settled(
    both_changed: tuple[Assessment, Incoming, str], take: Take, choice: Choice, texts: list[str]
) -> None:
    record, file, _ = both_changed
    receipt = take(record, file, Choices(others=choice))
    settled = after(record, receipt)
    assert [each.text for each in settled.requests.values()] == texts
    again = take(settled, file)
    assert (only(again).outcome, again.changes) == (Outcome.SAME, ())


def test_a_day_that_was_agreed_stays_while_the_assessor_leaves_theirs(assessment: Assessment, row: Row, take: Take) -> None:
    file = back(new_requests=[row("1", text="T", due="2026-12-01")])
    record = after(assessment, take(assessment, file))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, due=date(2027, 1, 15))})
    assert only(take(record, file)).outcome is Outcome.SAME
    moved = take(record, back(new_requests=[row("1", text="T", due="2026-12-24")]))
    assert [each.key for each in only(moved).conflicts] == ["due"]


def test_what_was_taken_out_is_said_and_stays(assessment: Assessment, row: Row, take: Take) -> None:
    rows: dict[str, Any] = {
        "criteria": [row("GOV-01", request="R", good_practice="yes")],
        "new_requests": [row("1", text="T", kind="document")],
    }
    record = after(assessment, take(assessment, back(**rows)))
    cleared = take(record, back(criteria=[row("GOV-01", good_practice="no")], new_requests=[row("1", kind="document")]))
    assert (cleared.items, cleared.changes) == ((), ())
    nothing, note = cleared.notes
    assert nothing == "the assessor wrote nothing in it that goes to the company"
    assert note.startswith("3 requests and notes received before are not in it any more, and stay in the record: REQ-")
    emptied = take(record, back(criteria=rows["criteria"], new_requests=[row("1", text="T")]))
    assert "`Kind` was filled in before and is empty now" in emptied.items[-1].remarks[0].what
    lost = take(
        record, back(lost=("Request to the company",), criteria=[row("GOV-01", good_practice="yes")], new_requests=rows["new_requests"])
    )
    assert not [each for each in lost.notes if "received before" in each]
    assert "`Request to the company`" in lost.notes[0]


def test_rows_that_were_not_sent_and_rows_there_twice(assessment: Assessment, row: Row, take: Take) -> None:
    unknown = row("GOV-1", at=9, request="R")
    nameless = row("", at=10, note="N")
    receipt = take(assessment, back(criteria=[unknown, nameless, row("GOV-07", private="never here")]))
    assert [(each.kind, each.outcome) for each in receipt.items] == [("added row", Outcome.REJECTED)] * 2
    assert (receipt.items[0].problems[0].value, receipt.items[0].problems[0].nearest) == ("GOV-1", "GOV-01")
    assert receipt.items[1].problems[0].spot == Spot(sheet="Sheet", row=10, column="D")
    same = take(assessment, back(criteria=[row("GOV-01", request="R"), row("GOV-01", request="R"), row("GOV-01")]))
    assert only(same).outcome is Outcome.NEW
    differs = only(take(assessment, back(criteria=[row("GOV-01", at=9, request="R"), row("GOV-01", at=12, request="S")])))
    assert differs.outcome is Outcome.REJECTED
    assert "row 12" in differs.problems[0].what
    in_case = only(take(assessment, back(criteria=[row("GOV-01", note="us"), row("GOV-01", note="US")])))
    assert in_case.outcome is Outcome.REJECTED


def test_a_number_that_is_there_twice_loses_nothing(assessment: Assessment, row: Row, take: Take) -> None:
    record = after(assessment, take(assessment, back(new_requests=[row("3", text="A")])))
    receipt = take(record, back(new_requests=[row("3", text="B"), row("3", text="A")]))
    assert sorted((each.outcome.value, each.title) for each in receipt.items) == [("new", "B"), ("same", "A")]
    again = take(after(record, receipt), back(new_requests=[row("3", text="A"), row("3", text="B")]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}


def test_a_newer_workbook_with_the_same_texts_brings_nothing_twice(assessment: Assessment, row: Row, take: Take) -> None:
    rows: dict[str, Any] = {
        "criteria": [row("GOV-01", request="R", note="R")],
        "new_requests": [row("1", text="A  b"), row("2", text="A b")],
    }
    record = after(assessment, take(assessment, back(**rows)))
    assert len(record.requests) == 4
    newer = take(
        record, back("b", criteria=rows["criteria"], new_requests=[row("7", text="A b"), row("8", text="A b"), row("9", text="A b")])
    )
    assert [each.outcome for each in newer.items] == [*[Outcome.SAME] * 4, Outcome.NEW]


def test_what_was_written_down_by_hand_is_found_again(assessment: Assessment, row: Row, take: Take) -> None:
    typed = Request(id="REQ-7", text="Please show it.", asked_by="E-mail", asked_on=date(2026, 1, 1), kind_of=RequestKind.DOCUMENT)
    record = replace(assessment, requests={"REQ-7": replace(typed, criteria=("GOV-01",))})
    assert only(take(record, back(criteria=[row("GOV-01", request="Please show it. ")]))).outcome is Outcome.SAME
    assert only(take(record, back(criteria=[row("GOV-02", request="Please show it.")]))).outcome is Outcome.NEW


def test_two_copies_of_one_workbook_that_differ_are_a_conflict(assessment: Assessment, row: Row, take: Take) -> None:
    first = take(assessment, back(criteria=[row("GOV-01", request="One"), row("GOV-02", request="Same")]))
    both = after(assessment, first)
    second = take(both, back(criteria=[row("GOV-01", request="Two"), row("GOV-02", request="Same")]), base=assessment)
    assert [each.outcome for each in second.items] == [Outcome.CONFLICT, Outcome.SAME]


def test_what_cannot_be_stored_is_refused(assessment: Assessment, row: Row, drawing: Outside) -> None:
    strict = replace(drawing, check=lambda _record: ("cannot be kept: too long",))
    receipt = receive_requests(back(criteria=[row("GOV-01", request="R")]), assessment, strict)
    assert (only(receipt).outcome, only(receipt).problems[0].what, receipt.changes) == (Outcome.REJECTED, "cannot be kept: too long", ())


def test_changed_cells_of_the_company_are_told_and_not_taken(assessment: Assessment, row: Row, take: Take) -> None:
    first, second = Spot(sheet="Criteria", row=12, column="C"), Spot(sheet="Criteria", row=12, column="F")
    changed = [replace(row("GOV-01"), altered=(("Title", first),)), replace(row("GOV-02"), altered=(("Answer", second),))]
    receipt = take(assessment, back(criteria=changed), altered={first: "[bold]Mine"})
    assert not receipt.items
    assert receipt.notes[1:] == (
        "2 cells that the company had filled were changed; nothing of that is taken",
        "changed, not taken: sheet `Criteria`, row 12, column C, under `Title`: it now says `[bold]Mine`",
        "changed, not taken: sheet `Criteria`, row 12, column F, under `Answer`: it is now empty",
    )


def test_what_is_not_read_and_other_criteria_are_told(assessment: Assessment, row: Row, take: Take) -> None:
    file = back(gone=["GOV-03"], criteria=[row("GOV-01")])
    spot = Spot(sheet="Criteria", row=3, column="Z")
    facts = {**file.facts, "pack": "other", "edition": "2027.1"}
    told = replace(file, facts=facts, unread=(Unread(spot=spot, heading="Mine", count=2),))
    notes = take(assessment, told).notes
    assert "it was exported with the criteria of other 2027.1, and this workspace uses pack 2024.1" in notes[1]
    assert any("GOV-03; nothing is taken out of the record" in each for each in notes)
    assert notes[-1] == "2 cells stand where nothing is read (first: sheet `Criteria`, row 3, column Z)"


def test_origins_are_read_as_they_were_written_and_others_are_none() -> None:
    origin = Origin(place=Place(export="a1", table="gni_cases", row="CASE-1", column="note"), received={"text": "12", "due": "34"})
    assert Origin.parse(origin.write()) == origin
    assert [Origin.parse(each) for each in ("", "x", "a/b", "by e-mail")] == [None] * 4


@pytest.fixture
def two_assessors(assessment: Assessment, row: Row, take: Take) -> tuple[Assessment, Incoming, Incoming]:
    """The record with what the first wrote, their file, and that of the second, who wrote in a copy of the same workbook."""
    first = back(criteria=[row("GOV-02", request="A on GOV-02")], new_requests=[row("1", text="A asks", kind="document")])
    second = back(criteria=[row("GOV-02", request="B on GOV-02")], new_requests=[row("1", text="B asks", due="2026-12-01")])
    return after(assessment, take(assessment, first)), first, second


def test_a_second_assessor_writes_nothing_over_the_first(two_assessors: tuple[Assessment, Incoming, Incoming], take: Take) -> None:
    record, _, second = two_assessors
    receipt = take(record, second)
    assert ([each.outcome for each in receipt.items], receipt.changes) == ([Outcome.CONFLICT] * 2, ())
    assert [(each.theirs, each.mine, each.was_sent) for item in receipt.items for each in item.conflicts] == [
        ("A on GOV-02", "B on GOV-02", False),
        ("A asks", "B asks", False),
    ]
    assert all("a copy of the same workbook" in each.remarks[0].what for each in receipt.items)
    kept = after(record, take(record, second, Choices(others=Choice.KEEP)))
    assert [(each.text, each.kind_of, each.due) for each in kept.requests.values()] == [
        (each.text, each.kind_of, each.due) for each in record.requests.values()
    ]
    assert {each.outcome for each in take(kept, second).items} == {Outcome.SAME}


def test_both_of_two_assessors_are_two_records_that_are_found_again(
    two_assessors: tuple[Assessment, Incoming, Incoming], row: Row, take: Take
) -> None:
    record, first, second = two_assessors
    receipt = take(record, second, Choices(others=Choice.BOTH))
    assert [each.outcome for each in receipt.items] == [Outcome.NEW] * 2
    both = after(record, receipt)
    assert [each.text for each in both.requests.values()] == ["A on GOV-02", "A asks", "B on GOV-02", "B asks"]
    assert [each.due for each in both.requests.values()] == [None, None, None, date(2026, 12, 1)]
    for file in (first, second):
        again = take(both, file)
        assert ({each.outcome for each in again.items}, again.changes, again.notes) == ({Outcome.SAME}, (), ())
    more = take(both, back(criteria=second.tables["gni_criteria"].rows, new_requests=[row("1", text="B asks. More.", due="2026-12-01")]))
    assert [(each.before and each.before.id, made(more)[0].text) for each in more.changes] == [([*both.requests][3], "B asks. More.")]
    third = back(criteria=[row("GOV-02", request="C")], new_requests=second.tables["gni_new_requests"].rows)
    assert [each.outcome for each in take(both, third).items] == [Outcome.CONFLICT, Outcome.SAME]


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("Show it.", "Show it. And the annex.", Outcome.CHANGED),
        ("Show it", "Show it, please", Outcome.CHANGED),
        ("Show it\n", "Show it\n\nAnd more", Outcome.CHANGED),
        ("A", "Another report", Outcome.CONFLICT),
        ("Show it. And the annex.", "Show it.", Outcome.CONFLICT),
        ("Show it.", "Show nothing.", Outcome.CONFLICT),
    ],
)
def test_only_a_text_that_goes_on_is_taken_silently(
    assessment: Assessment, row: Row, take: Take, *, old: str, new: str, outcome: Outcome
) -> None:
    record = after(assessment, take(assessment, back(criteria=[row("GOV-01", note=old)])))
    assert only(take(record, back(criteria=[row("GOV-01", note=new)]))).outcome is outcome


@pytest.mark.parametrize("created", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "soon", ""])
def test_a_day_of_making_that_cannot_be_is_no_day(assessment: Assessment, row: Row, take: Take, created: str) -> None:
    file = back(new_requests=[row("1", text="x", due="2026-12-01"), row("2", text="y", due="0001-01-01")])
    receipt = take(assessment, replace(file, facts={**file.facts, "created": created}))
    assert made(receipt)[0].due == date(2026, 12, 1)


def test_what_stands_in_a_row_whose_cells_were_moved_is_neither_taken_nor_shown(assessment: Assessment, row: Row, take: Take) -> None:
    first, second = Spot(sheet="Criteria", row=12, column="C"), Spot(sheet="Criteria", row=12, column="F")
    altered = (("Title", first), ("Answer", second))
    moved = replace(row("GOV-01", at=12, note="Zprivate", good_practice="Zview"), altered=altered)
    receipt = take(assessment, back(criteria=[moved, row("GOV-02", note="N")]), altered={first: "Zshown", second: "Zshown"})
    assert [each.outcome for each in receipt.items] == [Outcome.REJECTED, Outcome.REJECTED, Outcome.NEW]
    assert all("cells have been moved" in each.problems[0].what and each.problems[0].spot for each in receipt.items[:2])
    assert not any(text in repr((receipt.notes, receipt.items)) for text in ("Zprivate", "Zshown", "Zview"))
    assert sum("its text is not shown" in each for each in receipt.notes) == 2
    before = replace(row("GOV-01", note="N", good_practice="yes"), altered=())
    record = after(assessment, take(assessment, back(criteria=[before])))
    again = take(record, back(criteria=[replace(before, altered=altered)]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}


def test_a_long_text_under_a_day_is_not_shown(assessment: Assessment, row: Row, take: Take) -> None:
    receipt = take(assessment, back(new_requests=[row("1", text="T", due="Zprivate: I do not believe a word of it")]))
    assert only(receipt).outcome is Outcome.REJECTED
    assert "Zprivate" not in repr(receipt)


@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.CLOSED])
def test_what_is_asked_again_after_it_was_settled_is_new(assessment: Assessment, row: Row, take: Take, status: RequestStatus) -> None:
    rows: dict[str, Any] = {"new_requests": [row("1", text="T")], "criteria": [row("GOV-01", note="N", good_practice="yes")]}
    record = after(assessment, take(assessment, back(**rows)))
    settled = replace(record, requests={key: replace(each, status=status) for key, each in record.requests.items()})
    assert {each.outcome for each in take(settled, back(**rows)).items} == {Outcome.SAME}
    newer = take(settled, back("b", **rows))
    assert [each.outcome for each in newer.items] == [Outcome.SAME, Outcome.SAME, Outcome.NEW]
    assert f", which is {status.value}, and is asked again" in newer.items[-1].remarks[0].what
    asked = after(settled, newer)
    assert {each.outcome for each in take(asked, back("b", **rows)).items} == {Outcome.SAME}
    assert {each.outcome for each in take(asked, back("c", **rows)).items} == {Outcome.SAME}


CELLS = st.sampled_from(["", " ", "A", "a ", "[bold]", "=1+1", "A\n\nA", "GOV-01"])
KEYS = st.sampled_from(["1", "2", "3", "", "GOV-01", "GOV-02", "x"])


@given(
    new=st.lists(st.tuples(KEYS, CELLS, st.sampled_from(["", "note", "what"]), st.sampled_from(["", "GOV-01", "GOV-9"])), max_size=6),
    criteria=st.lists(st.tuples(KEYS, CELLS, CELLS, st.sampled_from(["", "yes", "no"])), max_size=6),
    order=st.randoms(use_true_random=False),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_is_counted_once_and_only_once(
    assessment: Assessment, row: Row, take: Take, *, new: list[Any], criteria: list[Any], order: Random
) -> None:
    rows = [row(key, text=text, kind=kind, criteria=about) for key, text, kind, about in new]
    of_criteria = [row(key, request=asked, note=note, good_practice=good) for key, asked, note, good in criteria]
    first = take(assessment, back(new_requests=rows, criteria=of_criteria))
    filled = [cells for _, *cells in new if any(each.strip() for each in cells)]
    added = [cells for key, *cells in criteria if key not in IDS["gni_criteria"] and any(each.strip() for each in cells)]
    known = [(key, cells) for key, *cells in criteria if key in IDS["gni_criteria"]]
    beside = {(key, at) for key, cells in known for at, each in enumerate(cells) if each.strip() not in ("", "no")}
    assert len(first.items) == len(filled) + len(added) + len(beside)
    record = after(assessment, first)
    order.shuffle(rows)
    order.shuffle(of_criteria)
    again = take(record, back(new_requests=rows, criteria=of_criteria))
    assert not again.changes
    assert Counter(each.kind for each in again.items) == Counter(each.kind for each in first.items)
    assert {each.outcome for each in again.items} <= {Outcome.SAME, Outcome.REJECTED}
