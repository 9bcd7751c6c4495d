"""Evidence is registered or changed in the middle of a criterion: everything said arrives, and nothing else changes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.errors import StoreError
from gni_assess.interview.edits import rebase
from gni_assess.interview.forms.catalogue import FORMS
from gni_assess.interview.forms.draft import get_field
from gni_assess.interview.layout import choice, lay_out
from gni_assess.interview.pending_gap import PendingGap, read_pending, with_pending
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal, Typed
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import put_record, put_response
from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import Case
from gni_assess.model.changes import Change
from gni_assess.model.columns import count_columns
from gni_assess.model.dates import Stamp
from gni_assess.model.evidence import Policy
from gni_assess.model.plain import to_plain
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Level, RecordKind
from gni_assess.store.records import build_checked

TODAY = date(2026, 11, 21)
TO_EVIDENCE = ("i", "Yes.")
KINDS = {"+p": RecordKind.POLICY, "+s": RecordKind.SYSTEM, "+c": RecordKind.CASE}
MUST: Mapping[str, str] = {
    "": "yes",
    "kind": "1",
    "title": "Charter",
    "summary": "It says so.",
    "effective.from": "2023-02",
    "type": "user-data",
    "rights": "both",
    "jurisdiction": "Norway",
    "classification": "internal",
}
MORE: Mapping[str, str] = {
    **MUST,
    **dict.fromkeys(["hard", "users_told.told", "secrecy.order", "series"], "yes"),
    **dict.fromkeys(["dates.received", "dates.decided", "steps.0.on", "effective.to", "last_reviewed", "next_review"], "2024-03-01"),
    **dict.fromkeys(["dates.escalated", "dates.carried_out", "dates.closed"], "unknown"),
    **dict.fromkeys(["steps.0.step", "authority.kind", "channel", "decided_by.level", "response", "challenge", "result"], "1"),
    **dict.fromkeys(["data_categories", "selection.nominated_by", "selection.decided_by"], "1"),
    "selection.decision": "selected",
    "secrecy.expires": "2027-01-01",
    "figures.0.value": "402",
    "url": "https://example.com/a",
    "file": "evidence/files/a.pdf",
    "supersedes": "",
    "owner": "carl",
    "evidence": "POL-417",
    "criteria": "GOV-02",
    **dict.fromkeys(["steps.1.step", "options.1.option", "figures.1.name"], ""),
}


def run(record: MemoryRecord, *typed: Typed, answers: Mapping[str, str] | None = None, default: str = "") -> ScriptedTerminal:
    """Type, then answer what the form asks, by the keys of its questions."""

    def type_all() -> object:
        yield from typed
        for _ in range(100):
            if answers is None or '"FORM"' not in record.place:
                return
            key = record.place.partition('"field": "')[2].partition('"')[0]
            yield answers.get(key, default)

    record.maker = build_checked
    terminal = ScriptedTerminal(type_all())  # type: ignore[arg-type]
    run_interview(
        terminal,
        record,
        walk=[each.id for each in record.assessment.applicable],
        person_id="olga",
        today=TODAY,
        start="GOV-01",
        drafts=tuple(record.drafts.values()),
        left=record.collect(),
    )
    return terminal


def evidence_of(record: MemoryRecord) -> list[str]:
    return [each.id for each in record.assessment.responses["GOV-01"].evidence]


@pytest.mark.parametrize("typed", KINDS)
def test_leaving_out_what_can_wait_registers_and_links_the_rest(record: MemoryRecord, typed: str) -> None:
    terminal = run(record, *TO_EVIDENCE, typed, answers=MUST)
    (saved,) = [each.after for each in record.saves if not isinstance(each.after, Response)]
    assert evidence_of(record) == [saved.id]
    assert terminal.asked[-1][0] == "GOV-01 where: "
    assert record.drafts == {}
    asked = {each.key for each in FORMS[KINDS[typed]]({}, record.assessment)}
    required = {key.partition(".")[0] for key in MUST if key and key in asked}
    # A case gets the criterion that it was registered for; a document gets who answers for it.
    assert set(to_plain(saved)) == {"id", *required, "criteria" if typed == "+c" else "owner"}
    if isinstance(saved, Case):
        assert saved.criteria == ("GOV-01",)


@pytest.mark.parametrize("typed", KINDS)
def test_answering_everything_stores_everything(record: MemoryRecord, typed: str) -> None:
    run(record, *TO_EVIDENCE, typed, answers=MORE, default="About it")
    (saved,) = [each.after for each in record.saves if not isinstance(each.after, Response)]
    assert evidence_of(record) == [saved.id]
    plain = to_plain(saved)
    unsaid = {each.key for each in FORMS[saved.kind](plain, record.assessment) if each.key and get_field(plain, each.key) is None}
    assert unsaid <= {"supersedes", "selection.nominated_by", "steps.1.step", "options.1.option", "figures.1.name"}
    if isinstance(saved, Case):
        assert set(saved.criteria) == {"GOV-01", "GOV-02"}


@pytest.mark.parametrize("typed", KINDS)
def test_enough_is_taken_as_soon_as_all_that_must_be_said_is_there(record: MemoryRecord, typed: str) -> None:
    before = dict.fromkeys(["file", "url", "held_at", "holder"], "")
    run(record, *TO_EVIDENCE, typed, answers={**MUST, **before}, default=".")
    assert len(evidence_of(record)) == 1


def test_an_answer_that_makes_another_needless_does_not_lose_it(record: MemoryRecord) -> None:
    run(record, *TO_EVIDENCE, "+c", "yes", "Order", "user-data", "both", "NO", "internal", "", "", "", "", "", "", "content")
    assert record.drafts["GOV-01"].fields["data_categories"] == ["content"]
    again = run(record, *TO_EVIDENCE, "+c", *[":b"] * 3, answers=None)
    assert again.asked
    record.place = ""
    run(record, "", "", "+c", Signal.END)
    terminal = run(record, "", "", "+c", ":g GOV-01", "", "", "+c", ".")
    case = next(each for each in record.assessment.cases.values() if each.title == "Order")
    assert [str(each) for each in case.data_categories] == ["content"]
    assert terminal.asked[-1][0] == "GOV-01 where: "


def test_a_question_that_only_followed_from_another_is_asked_as_long_as_it_is_answered(record: MemoryRecord) -> None:
    said = ("yes", "Order", "user-data", "both", "NO", "internal", "", "", "", "", "", "", "content")
    back = (*[":b"] * 10, "expression", *[""] * 9)
    terminal = run(record, *TO_EVIDENCE, "+c", *said, *back)
    assert record.drafts["GOV-01"].fields["rights"] == ["expression"]
    assert record.drafts["GOV-01"].fields["data_categories"] == ["content"]
    assert terminal.asked[-2:] == [("GOV-01 new case data: ", "content"), ("GOV-01 new case received: ", "")]


def test_a_case_that_may_not_be_written_down_leaves_nothing(record: MemoryRecord) -> None:
    terminal = run(record, *TO_EVIDENCE, "+c", "no")
    assert record.drafts == {}
    assert terminal.asked[-1][0] == "GOV-01 evidence: "
    assert "ask counsel first" in terminal.text


def stored(record: MemoryRecord) -> Policy:
    return record.assessment.policies["POL-417"]


def add_policy(record: MemoryRecord) -> Policy:
    old = replace(stored(record), last_reviewed=date(2025, 6, 30), notes="Ask Kim.", updated=Stamp(on=date(2025, 7, 1), by="carl"))
    record.assessment = put_record(record.assessment, old)
    return old


def test_a_change_changes_only_what_was_changed(record: MemoryRecord) -> None:
    old = add_policy(record)
    run(record, *TO_EVIDENCE, "=pol-417", "", "New charter", ".")
    assert stored(record) == replace(old, title="New charter")
    assert evidence_of(record) == []  # whoever corrects a record has not said that it shows anything


@pytest.mark.parametrize("evidence_id", ["POL-417", "SYS-122", "CASE-208"])
def test_a_change_without_a_change_saves_nothing(record: MemoryRecord, evidence_id: str) -> None:
    add_policy(record)
    run(record, *TO_EVIDENCE, f"={evidence_id}", answers={})
    assert all(isinstance(each.after, Response) for each in record.saves)
    assert evidence_of(record) == []


def test_a_case_that_is_changed_is_not_asked_whether_it_may_be_written_down(record: MemoryRecord) -> None:
    terminal = run(record, *TO_EVIDENCE, "=CASE-208")
    assert terminal.asked[-1] == ("GOV-01 CASE-208 title: ", "Blocked site")
    run(record, "", "", "=CASE-208", "Another title", ".")
    assert record.assessment.cases["CASE-208"].criteria == ()


def test_what_a_colleague_changed_meanwhile_stays(record: MemoryRecord) -> None:
    old = add_policy(record)
    record.load = meddling(record, replace(old, summary="Theirs."), after=3)  # type: ignore[method-assign]
    run(record, *TO_EVIDENCE, "=POL-417", "", "New charter", ".")
    assert stored(record) == replace(old, title="New charter", summary="Theirs.")


def test_where_both_changed_the_same_both_are_shown_before_mine_goes_in(record: MemoryRecord) -> None:
    old = add_policy(record)
    record.load = meddling(record, replace(old, title="Their charter"), after=3)  # type: ignore[method-assign]
    terminal = run(record, *TO_EVIDENCE, "=POL-417", "", "My charter", ".")
    assert stored(record).title == "Their charter"
    assert {"  | Their charter", "  | My charter"} <= set(terminal.screen)
    assert terminal.asked[-1][0] == "GOV-01 POL-417 summary: "
    assert record.drafts["GOV-01"].fields == {"title": "My charter"}
    run(record, "", "", "+", "g", ".")
    assert stored(record).title == "My charter"


def meddling(record: MemoryRecord, theirs: Policy, *, after: int) -> Callable[[], Assessment]:
    """Let a colleague save something before the record is read again for the so many-th time."""
    reads = iter(range(1000))

    def load() -> Assessment:
        if next(reads) == after - 1:
            record.assessment = put_record(record.assessment, theirs)
        return record.assessment

    return load


def test_a_change_in_the_very_moment_of_saving_is_not_overwritten(record: MemoryRecord) -> None:
    old = add_policy(record)
    left = [replace(old, title="Their charter")]

    def meddle(there: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Policy) and left:
            there.assessment = put_record(there.assessment, left.pop())

    record.before_save = meddle
    terminal = run(record, *TO_EVIDENCE, "=POL-417", "", "My charter", ".", ".")
    assert stored(record).title == "Their charter"
    assert terminal.screen.count("  | Their charter") == 1
    run(record, "", "", "+", "g", ".")
    assert stored(record).title == "My charter"


@pytest.mark.parametrize("typed", KINDS)
def test_a_save_that_fails_keeps_all_and_can_be_tried_again(record: MemoryRecord, typed: str) -> None:
    errors = [StoreError("the disk is full", hint="make room")]

    def fail(_record: MemoryRecord, change: Change) -> None:
        if not isinstance(change.after, Response) and errors:
            raise errors.pop()

    record.before_save = fail
    terminal = run(record, *TO_EVIDENCE, typed, answers=MUST)
    assert "the disk is full" in terminal.screen
    assert len(evidence_of(record)) == 1
    assert record.drafts == {}


def test_after_a_failed_save_it_is_gone_on_with_from_the_evidence(record: MemoryRecord) -> None:
    def fail(_record: MemoryRecord, change: Change) -> None:
        if not isinstance(change.after, Response):
            raise StoreError("the disk is full")

    record.before_save = fail
    form = ("1", "Charter", "It says so.", "", "", "", "", "2023-02", "", "", "", "", "", "", "", "", "")
    terminal = run(record, *TO_EVIDENCE, "+p", *form, ":g GOV-01", "", "", "+", "g")
    assert terminal.asked[-1][0] == "GOV-01 new policy notes: "
    record.before_save = lambda _record, _change: None
    run(record, "", "", "+p", "")
    assert evidence_of(record) == ["POL-100"]


def test_back_after_a_conflict_about_the_link_does_not_link(record: MemoryRecord) -> None:
    def meddle(there: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Response) and change.after.evidence:
            theirs = replace(there.assessment.responses["GOV-01"], notes="Theirs.")
            there.assessment = put_response(there.assessment, "GOV-01", theirs)

    record.before_save = meddle
    terminal = run(record, *TO_EVIDENCE, "+p", "1", "Charter", "It says so.", "", "", "", "", "2023-02", ".", "t", ":b")
    assert evidence_of(record) == []
    assert terminal.asked[-1][0] == "GOV-01 evidence: "


@pytest.mark.parametrize("typed", ["The board of it decides.", Paste("Two\nlines")])
@pytest.mark.parametrize("choice", ["m", "t"])
def test_a_text_typed_at_mine_or_theirs_is_kept(record: MemoryRecord, typed: str | Paste, choice: str) -> None:
    left = [Response(criterion="GOV-01", notes="Theirs.")]

    def meddle(there: MemoryRecord, _change: Change) -> None:
        if left:
            there.assessment = put_response(there.assessment, "GOV-01", left.pop())

    record.before_save = meddle
    run(record, "i", typed, choice)
    assert [each.text for each in record.unsaved] == [typed.text if isinstance(typed, Paste) else typed]


def test_a_note_that_cannot_be_saved_is_kept(record: MemoryRecord) -> None:
    def fail(_record: MemoryRecord, _change: Change) -> None:
        raise StoreError("the disk is full")

    record.before_save = fail
    run(record, ":k Ask Kim again.")
    assert [each.text for each in record.unsaved] == ["Ask Kim again."]


def note(own: str, gap: str = "") -> str:
    return with_pending(own, PendingGap(summary=gap, scale=Level.LOW) if gap else None)


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "own", "gap"),
    [
        ("", note("Mine."), "", "Mine.", ""),
        ("", note("Mine."), note("Theirs."), "Theirs.\nMine.", ""),
        ("Old.", note("Old.\nMine."), note("Old.\nTheirs."), "Old.\nTheirs.\nMine.", ""),
        ("Old.", note("Mine."), note("Old."), "Mine.", ""),
        ("", note("Mine."), note("", "Their gap."), "Mine.", "Their gap."),
        ("", note("", "My gap."), note("Theirs."), "Theirs.", "My gap."),
        (note("", "My gap."), "", note("Theirs.", "My gap."), "Theirs.", ""),
        (note("", "My gap."), "", note("", "Their gap."), "", "Their gap."),
        ("", note("", "My gap."), note("", "Their gap."), "Somebody else began a gap: Their gap.", "My gap."),
    ],
)
def test_notes_of_two_people_both_stay(was: str, mine: str, theirs: str, own: str, gap: str) -> None:
    before, after, there = (Response(criterion="GOV-01", notes=each) for each in (was, mine, theirs))
    merged = rebase(before, replace(after, unsure=True), there).notes
    pending = read_pending(merged)
    assert (with_pending(merged, None), pending.summary if pending else "") == (own, gap)


def test_two_who_link_the_same_keep_what_each_said_of_it() -> None:
    before = Response(criterion="GOV-01")
    mine = replace(before, evidence=(EvidenceLink(id="POL-417", where="page 4"),))
    theirs = replace(before, evidence=(EvidenceLink(id="POL-417", shows="That it is so."),))
    assert rebase(before, mine, theirs).evidence == (EvidenceLink(id="POL-417", where="page 4", shows="That it is so."),)


@pytest.mark.parametrize("width", range(20, 60))
def test_a_long_key_leaves_room_for_what_it_means(width: int) -> None:
    lines = ["".join(piece.text for piece in line) for line in lay_out(choice(f"{'a-long-word':<16}", "what it means, in words"), width)]
    assert all(count_columns(line) <= max(width, 20) for line in lines)
    assert " ".join(" ".join(lines).split()) == "a-long-word what it means, in words"
