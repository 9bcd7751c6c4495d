from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.exchange.assessor_requests import receive_requests
from gni_assess.exchange.receipt import Choice, Choices, Item, Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.exchange.request_origins import Origin, Place
from gni_assess.model.assessment import Assessment
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.sheets.incoming_values import Incoming, IncomingRow

Back = Callable[..., Incoming]
Only = Callable[[Receipt], Item]
Made = Callable[[Receipt], list[Request]]
After = Callable[[Assessment, Receipt], Assessment]


Row = Callable[..., IncomingRow]

Take = Callable[..., Receipt]


def test_the_same_file_again_brings_nothing_whatever_the_order_of_its_rows(
    assessment: Assessment, row: Row, take: Take, *, back: Back, after: After
) -> None:
    rows = [row("1", text="A"), row("2", text="A", criteria="GOV-01"), row("", text="B"), row("x", text="C"), row("", text="B")]
    criteria = [row("GOV-01", request="R", note="N"), row("GOV-02", good_practice="yes")]
    first = take(assessment, back(new_requests=rows, criteria=criteria))
    assert [each.outcome for each in first.items].count(Outcome.NEW) == 7
    record = after(assessment, first)
    again = take(record, back(new_requests=rows[::-1], criteria=criteria[::-1]))
    assert {each.outcome for each in again.items} == {Outcome.SAME}
    assert (len(again.items), again.changes, again.notes) == (8, (), ())


def test_what_the_assessor_changed_changes_the_record_and_opens_it_again(
    assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only, made: Made, after: After
) -> None:
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


def test_a_new_day_alone_does_not_open_it_again(
    assessment: Assessment, row: Row, take: Take, *, back: Back, made: Made, after: After
) -> None:
    record = after(assessment, take(assessment, back(new_requests=[row("1", text="T")])))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, status=RequestStatus.ANSWERED)})
    (changed,) = made(take(record, back(new_requests=[row("1", text="T", due="2026-12-01")])))
    assert (changed.status, changed.due) == (RequestStatus.ANSWERED, date(2026, 12, 1))


@pytest.fixture
def both_changed(assessment: Assessment, row: Row, take: Take, *, back: Back, after: After) -> tuple[Assessment, Incoming, str]:
    record = after(assessment, take(assessment, back(criteria=[row("GOV-01", request="First")])))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, text="Ours")})
    return record, back(criteria=[row("GOV-01", request="Theirs")]), request.id


def test_what_both_changed_is_a_conflict(both_changed: tuple[Assessment, Incoming, str], take: Take, *, only: Only) -> None:
    record, file, request_id = both_changed
    receipt = take(record, file)
    (conflict,) = only(receipt).conflicts
    assert (only(receipt).outcome, only(receipt).key) == (Outcome.CONFLICT, request_id)
    assert (conflict.field, conflict.theirs, conflict.mine) == ("Request to the company", "Ours", "Theirs")
    assert not receipt.changes


@pytest.mark.parametrize(("choice", "texts"), [(Choice.KEEP, ["Ours"]), (Choice.TAKE, ["Theirs"]), (Choice.BOTH, ["Ours", "Theirs"])])
def test_a_settled_conflict_stays_settled(
    both_changed: tuple[Assessment, Incoming, str], take: Take, choice: Choice, texts: list[str], *, only: Only, after: After
) -> None:
    record, file, _ = both_changed
    receipt = take(record, file, Choices(others=choice))
    settled = after(record, receipt)
    assert [each.text for each in settled.requests.values()] == texts
    again = take(settled, file)
    assert (only(again).outcome, again.changes) == (Outcome.SAME, ())


def test_a_day_that_was_agreed_stays_while_the_assessor_leaves_theirs(
    assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only, after: After
) -> None:
    file = back(new_requests=[row("1", text="T", due="2026-12-01")])
    record = after(assessment, take(assessment, file))
    (request,) = record.requests.values()
    record = replace(record, requests={request.id: replace(request, due=date(2027, 1, 15))})
    assert only(take(record, file)).outcome is Outcome.SAME
    moved = take(record, back(new_requests=[row("1", text="T", due="2026-12-24")]))
    assert [each.key for each in only(moved).conflicts] == ["due"]


def test_an_older_workbook_takes_nothing_back(
    assessment: Assessment, row: Row, drawing: Outside, *, back: Back, only: Only, after: After
) -> None:
    older = back(new_requests=[row("1", text="T", kind="document", criteria="GOV-01", due="2026-12-01")])
    newer = back(new_requests=[row("1", text="T, and U", kind="interview", criteria="GOV-02", due="2026-12-24")])
    first = after(assessment, receive_requests(older, assessment, drawing))
    (request,) = first.requests.values()
    journal = replace(drawing, entered=lambda _id, _since: {"origin": {request.origin}})
    record = after(first, receive_requests(newer, first, journal))
    again = receive_requests(older, record, journal)
    assert (only(again).outcome, again.changes) == (Outcome.SAME, ())
    assert len([each for each in only(again).remarks if "it was changed since, and stays as it is now" in each.what]) == 4
    longer = back(new_requests=[row("1", text="T, and U, and V", kind="document", criteria="GOV-02", due="2026-12-24")])
    (changed,) = [each.after for each in receive_requests(longer, record, journal).changes]
    assert isinstance(changed, Request)
    assert (changed.text, changed.kind_of) == ("T, and U, and V", RequestKind.INTERVIEW)


def test_what_was_taken_out_is_said_and_stays(assessment: Assessment, row: Row, take: Take, *, back: Back, after: After) -> None:
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
    one_left = take(record, back(criteria=rows["criteria"])).notes[0]
    assert one_left.startswith("1 request or note received before is not in it any more, and stays in the record: REQ-")
    emptied = take(record, back(criteria=rows["criteria"], new_requests=[row("1", text="T")]))
    assert "`Kind` was filled in before and is empty now" in emptied.items[-1].remarks[0].what
    lost = take(
        record, back(lost=("Request to the company",), criteria=[row("GOV-01", good_practice="yes")], new_requests=rows["new_requests"])
    )
    assert not [each for each in lost.notes if "received before" in each]
    assert "`Request to the company`" in lost.notes[0]


def test_a_newer_workbook_with_the_same_texts_brings_nothing_twice(
    assessment: Assessment, row: Row, take: Take, *, back: Back, after: After
) -> None:
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


def test_what_was_written_down_by_hand_is_found_again(assessment: Assessment, row: Row, take: Take, *, back: Back, only: Only) -> None:
    typed = Request(id="REQ-7", text="Please show it.", asked_by="E-mail", asked_on=date(2026, 1, 1), kind_of=RequestKind.DOCUMENT)
    record = replace(assessment, requests={"REQ-7": replace(typed, criteria=("GOV-01",))})
    assert only(take(record, back(criteria=[row("GOV-01", request="Please show it. ")]))).outcome is Outcome.SAME
    assert only(take(record, back(criteria=[row("GOV-02", request="Please show it.")]))).outcome is Outcome.NEW


def test_two_copies_of_one_workbook_that_differ_are_a_conflict(
    assessment: Assessment, row: Row, take: Take, *, back: Back, after: After
) -> None:
    first = take(assessment, back(criteria=[row("GOV-01", request="One"), row("GOV-02", request="Same")]))
    both = after(assessment, first)
    second = take(both, back(criteria=[row("GOV-01", request="Two"), row("GOV-02", request="Same")]), base=assessment)
    assert [each.outcome for each in second.items] == [Outcome.CONFLICT, Outcome.SAME]


def test_origins_are_read_as_they_were_written_and_others_are_none() -> None:
    origin = Origin(place=Place(export="a1", table="gni_cases", row="CASE-1", column="note"), received={"text": "12", "due": "34"})
    assert Origin.parse(origin.write()) == origin
    assert [Origin.parse(each) for each in ("", "x", "a/b", "by e-mail")] == [None] * 4


@pytest.fixture
def two_assessors(assessment: Assessment, row: Row, take: Take, *, back: Back, after: After) -> tuple[Assessment, Incoming, Incoming]:
    """The record with what the first wrote, their file, and that of the second, who wrote in a copy of the same workbook."""
    first = back(criteria=[row("GOV-02", request="A on GOV-02")], new_requests=[row("1", text="A asks", kind="document")])
    second = back(criteria=[row("GOV-02", request="B on GOV-02")], new_requests=[row("1", text="B asks", due="2026-12-01")])
    return after(assessment, take(assessment, first)), first, second


def test_a_second_assessor_writes_nothing_over_the_first(
    two_assessors: tuple[Assessment, Incoming, Incoming], take: Take, *, after: After
) -> None:
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
    two_assessors: tuple[Assessment, Incoming, Incoming], row: Row, take: Take, *, back: Back, made: Made, after: After
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
    assessment: Assessment, row: Row, take: Take, *, old: str, new: str, outcome: Outcome, back: Back, only: Only, after: After
) -> None:
    record = after(assessment, take(assessment, back(criteria=[row("GOV-01", note=old)])))
    assert only(take(record, back(criteria=[row("GOV-01", note=new)]))).outcome is outcome


@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.CLOSED])
def test_what_is_asked_again_after_it_was_settled_is_new(
    assessment: Assessment, row: Row, take: Take, status: RequestStatus, *, back: Back, after: After
) -> None:
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
    assessment: Assessment,
    row: Row,
    take: Take,
    *,
    new: list[Any],
    criteria: list[Any],
    order: Random,
    ids: Mapping[str, tuple[str, ...]],
    back: Back,
    after: After,
) -> None:
    rows = [row(key, text=text, kind=kind, criteria=about) for key, text, kind, about in new]
    of_criteria = [row(key, request=asked, note=note, good_practice=good) for key, asked, note, good in criteria]
    first = take(assessment, back(new_requests=rows, criteria=of_criteria))
    filled = [cells for _, *cells in new if any(each.strip() for each in cells)]
    added = [cells for key, *cells in criteria if key not in ids["gni_criteria"] and any(each.strip() for each in cells)]
    known = [(key, cells) for key, *cells in criteria if key in ids["gni_criteria"]]
    beside = {(key, at) for key, cells in known for at, each in enumerate(cells) if each.strip() not in ("", "no")}
    assert len(first.items) == len(filled) + len(added) + len(beside)
    record = after(assessment, first)
    order.shuffle(rows)
    order.shuffle(of_criteria)
    again = take(record, back(new_requests=rows, criteria=of_criteria))
    assert not again.changes
    assert Counter(each.kind for each in again.items) == Counter(each.kind for each in first.items)
    assert {each.outcome for each in again.items} <= {Outcome.SAME, Outcome.REJECTED}
