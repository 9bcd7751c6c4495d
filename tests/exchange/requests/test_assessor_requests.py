from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.assessor_requests import receive_requests
from gni_assess.exchange.receipt import Item, Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.exchange.request_words import KIND_WORDS, NEVER, READ
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.model.vocabulary import Audience
from gni_assess.report.assessor_columns import on_criteria, on_evidence, on_new_requests
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, Spot, Unread

Back = Callable[..., Incoming]
Only = Callable[[Receipt], Item]
Made = Callable[[Receipt], list[Request]]
After = Callable[[Assessment, Receipt], Assessment]


Row = Callable[..., IncomingRow]

Take = Callable[..., Receipt]


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
        assert {each.key for each in found if each.is_private} == {each.key for each in found} & NEVER
    kinds = next(each.choices for each in on_new_requests() if each.key == "kind")
    assert kinds == tuple(KIND_WORDS.values())


def test_requests_notes_and_good_practice_become_records_about_their_row(
    assessment: Assessment, row: Row, take: Take, *, back: Back, made: Made
) -> None:
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


def test_a_no_to_good_practice_asks_nothing(assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only) -> None:
    assert not take(assessment, back(criteria=[row("GOV-01", good_practice="no")])).items
    wrong = only(take(assessment, back(criteria=[row("GOV-01", good_practice="perhaps")])))
    assert (wrong.outcome, wrong.problems[0].value, wrong.problems[0].allowed) == (Outcome.REJECTED, "", ("yes", "no"))


def test_a_note_on_evidence_is_linked_to_it_and_kept_in_words_where_it_is_gone(
    assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only, made: Made
) -> None:
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


def test_new_requests_have_kind_criteria_and_date(assessment: Assessment, row: Row, take: Take, *, back: Back, made: Made) -> None:
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
        ({"text": "x", "criteria": "minutes"}, ("", "no id of a criterion", "an ID such as GOV-01")),
        ({"text": "x", "due": "soon"}, ("soon", "no clear day", "a day such as 2026-12-31")),
        ({"text": "x", "due": "2016-12-01"}, ("2016-12-01", "is more than a year before 2026-05-04, when the workbook was made", None)),
        ({"text": Cell(CellKind.FORMULA, "x")}, ("x", "is a formula", None)),
        ({"kind": "document"}, ("", "nothing under `What you ask for`", None)),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_place(
    assessment: Assessment, row: Row, take: Take, cells: dict[str, Any], expected: tuple[str, str, str | None], *, back: Back, only: Only
) -> None:
    value, what, allowed = expected
    receipt = take(assessment, back(new_requests=[row("3", at=17, **cells)]))
    problem = only(receipt).problems[0]
    assert (only(receipt).outcome, problem.value) == (Outcome.REJECTED, value)
    assert what in problem.what
    assert problem.spot == Spot(sheet="Sheet", row=17, column="D")
    assert allowed is None or allowed in problem.allowed
    assert not receipt.changes


def test_a_day_that_has_passed_is_no_impossible_date(
    assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only, made: Made
) -> None:
    receipt = take(assessment, back(new_requests=[row("1", text="x", due="2026-03-01")]))
    (request,) = made(receipt)
    assert (request.due, request.asked_on) == (date(2026, 3, 1), date(2026, 3, 1))
    assert "overdue" in only(receipt).remarks[0].what


def test_rows_that_were_not_sent_and_rows_there_twice(assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only) -> None:
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


def test_a_number_that_is_there_twice_loses_nothing(assessment: Assessment, row: Row, take: Take, *, back: Back, after: After) -> None:
    record = after(assessment, take(assessment, back(new_requests=[row("3", text="A")])))
    receipt = take(record, back(new_requests=[row("3", text="B"), row("3", text="A")]))
    assert sorted((each.outcome.value, each.title) for each in receipt.items) == [("new", "B"), ("same", "A")]
    again = take(after(record, receipt), back(new_requests=[row("3", text="A"), row("3", text="B")]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}


def test_what_cannot_be_stored_is_refused(assessment: Assessment, row: Row, drawing: Outside, *, back: Back, only: Only) -> None:
    strict = replace(drawing, check=lambda _record: ("cannot be kept: too long",))
    receipt = receive_requests(back(criteria=[row("GOV-01", request="R")]), assessment, strict)
    assert (only(receipt).outcome, only(receipt).problems[0].what, receipt.changes) == (Outcome.REJECTED, "cannot be kept: too long", ())


def test_changed_cells_of_the_company_are_told_and_not_taken(assessment: Assessment, row: Row, take: Take, *, back: Back) -> None:
    first, second = Spot(sheet="Criteria", row=12, column="C"), Spot(sheet="Criteria", row=12, column="F")
    changed = [replace(row("GOV-01"), altered=(("Title", first),)), replace(row("GOV-02"), altered=(("Answer", second),))]
    receipt = take(assessment, back(criteria=changed), altered={first: "[bold]Mine"})
    assert not receipt.items
    (note,) = receipt.notes[1:]
    assert note == (
        "2 cells that the company had filled were changed; nothing of that is taken: "
        "`Title` (sheet `Criteria`, row 12, column C); `Answer` (sheet `Criteria`, row 12, column F)"
    )
    assert [(each.spot, each.heading, each.text, each.instead) for each in receipt.altered] == [
        (first, "Title", "[bold]Mine", ""),
        (second, "Answer", "", "it is now empty"),
    ]


def test_what_is_not_read_and_other_criteria_are_told(assessment: Assessment, row: Row, take: Take, *, back: Back) -> None:
    file = back(gone=["GOV-03"], criteria=[row("GOV-01")])
    spot = Spot(sheet="Criteria", row=3, column="Z")
    facts = {**file.facts, "pack": "other", "edition": "2027.1"}
    told = replace(file, facts=facts, unread=(Unread(spot=spot, heading="Mine", count=2),))
    notes = take(assessment, told).notes
    assert "it was exported with the criteria of other 2027.1, and this workspace uses pack 2024.1" in notes[1]
    assert any("GOV-03; nothing is taken out of the record" in each for each in notes)
    assert notes[-1] == "2 cells stand where nothing is read (first: sheet `Criteria`, row 3, column Z)"


@pytest.mark.parametrize("created", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "soon", ""])
def test_a_day_of_making_that_cannot_be_is_no_day(
    assessment: Assessment, row: Row, take: Take, created: str, *, back: Back, made: Made
) -> None:
    file = back(new_requests=[row("1", text="x", due="2026-12-01"), row("2", text="y", due="0001-01-01")])
    receipt = take(assessment, replace(file, facts={**file.facts, "created": created}))
    assert made(receipt)[0].due == date(2026, 12, 1)


def test_what_stands_in_a_row_whose_cells_were_moved_is_neither_taken_nor_shown(
    assessment: Assessment, row: Row, take: Take, *, back: Back, after: After
) -> None:
    first, second = Spot(sheet="Criteria", row=12, column="C"), Spot(sheet="Criteria", row=12, column="F")
    altered = (("Title", first), ("Answer", second))
    moved = replace(row("GOV-01", at=12, note="Zprivate", good_practice="Zview"), altered=altered)
    receipt = take(assessment, back(criteria=[moved, row("GOV-02", note="N")]), altered={first: "Zshown", second: "Zshown"})
    assert [each.outcome for each in receipt.items] == [Outcome.REJECTED, Outcome.REJECTED, Outcome.NEW]
    assert all("cells have been moved" in each.problems[0].what and each.problems[0].spot for each in receipt.items[:2])
    assert not any(text in repr((receipt.notes, receipt.items)) for text in ("Zprivate", "Zshown", "Zview"))
    assert [(each.text, "its text is not shown" in each.instead) for each in receipt.altered] == [("", True), ("", True)]
    before = replace(row("GOV-01", note="N", good_practice="yes"), altered=())
    record = after(assessment, take(assessment, back(criteria=[before])))
    again = take(record, back(criteria=[replace(before, altered=altered)]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}


def test_one_changed_cell_holds_a_row_back_where_nothing_shows_that_the_others_are_in_their_places(
    assessment: Assessment, row: Row, take: Take, *, back: Back
) -> None:
    altered = (("Reviewed by", Spot(sheet="Criteria", row=12, column="X")),)
    known = row("GOV-01", at=12, note="Zprivate")
    receipt = take(assessment, back(criteria=[replace(known, altered=altered, may_be_moved=True)]), altered={altered[0][1]: "Zshown"})
    assert [each.outcome for each in receipt.items] == [Outcome.REJECTED]
    assert not any(text in repr(receipt) for text in ("Zprivate", "Zshown"))
    receipt = take(assessment, back(criteria=[replace(known, altered=altered)]), altered={altered[0][1]: "Zshown"})
    assert [each.outcome for each in receipt.items] == [Outcome.NEW]
    assert [each.text for each in receipt.altered] == ["Zshown"]
    slid = replace(row("1", text="T", due="Zprivate"), may_be_moved=True)
    receipt = take(assessment, back(new_requests=[slid]))
    assert ([each.outcome for each in receipt.items], "Zprivate" in repr(receipt)) == ([Outcome.REJECTED], False)


def test_what_is_new_is_told_by_its_place_as_its_id_is_drawn_anew(assessment: Assessment, row: Row, take: Take, *, back: Back) -> None:
    file = back(criteria=[row("GOV-01", request="R")], new_requests=[row("3", text="T"), row("4", text="U", criteria="GOV-02")])
    first, second = take(assessment, file), take(assessment, file)
    assert [each.key for each in first.items] == ["GOV-01", "no. 3", "GOV-02"]
    assert [(each.key, each.title) for each in first.items] == [(each.key, each.title) for each in second.items]


def test_a_long_text_under_a_day_is_not_shown(assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only) -> None:
    receipt = take(assessment, back(new_requests=[row("1", text="T", due="Zprivate: I do not believe a word of it")]))
    assert only(receipt).outcome is Outcome.REJECTED
    assert "Zprivate" not in repr(receipt)
