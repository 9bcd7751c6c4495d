"""A session ends anywhere, in any way, and the next one goes on there with the same record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.errors import StoreError
from gni_assess.interview.forms.draft import Draft
from gni_assess.interview.place import read_place, write_place
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal, Typed, Unentered
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import SILENT_STEPS, Spot, Step, put_response
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.store.records import build_checked

GAP = ("n", "No.", "", "a", "No rule.")
POLICY = ("i", "Yes.", "+p", "policy", "Charter", "It says so.", "", "", "", "", "unknown")
WAYS: dict[Step, tuple[str, ...]] = {
    Step.FINDING: (),
    Step.REASON: ("a",),
    Step.ANSWER: ("i",),
    Step.EVIDENCE: ("i", "Yes."),
    Step.LINK_WHERE: ("i", "Yes.", "POL-417"),
    Step.LINK_SHOWS: ("i", "Yes.", "POL-417", "page 4"),
    Step.MISSING: ("i", "Yes.", ""),
    Step.NO_INSTANCE: ("i", "Yes.", "", "n"),
    Step.ALTERNATIVE: ("i", "Yes.", "", "o"),
    Step.GAPS: GAP[:3],
    Step.GAP_SUMMARY: GAP[:4],
    Step.GAP_SCALE: GAP,
    Step.GAP_SCOPE: (*GAP, "l"),
    Step.GAP_IRREMEDIABILITY: (*GAP, "l", "l"),
    Step.GAP_IMPACT: (*GAP, "l", "l", "l"),
    Step.GAP_ACTION: (*GAP, "l", "l", "l", "p"),
    Step.GAP_OWNER: (*GAP, "l", "l", "l", "p", "Write."),
    Step.GAP_DUE: (*GAP, "l", "l", "l", "p", "Write.", "olga"),
    Step.GAP_MISSING: ("p", "So.", "", "g", "No rule.", "l", "l", "l", "p", "Write.", "olga", ""),
    Step.SKIP_KIND: (":s",),
    Step.SKIP_REASON: (":s", "d"),
    Step.ASSIGN: (":s", "d", "Asked."),
    Step.NEW_KIND: ("i", "Yes.", "+"),
    Step.FORM: POLICY,
    Step.NOTE: ("i", ":k"),
}
"""How to come to each question about GOV-01."""


def run(record: MemoryRecord, *typed: Typed, walk: Sequence[str] = ()) -> ScriptedTerminal:
    """Begin a session with what the one before left."""
    record.maker = build_checked
    terminal = ScriptedTerminal(typed)
    run_interview(
        terminal,
        record,
        walk=walk or [each.id for each in record.assessment.applicable],
        person_id="olga",
        today=date(2026, 11, 21),
        place=record.place,
        left=record.collect(),
        drafts=tuple(record.drafts.values()),
    )
    return terminal


def prompts(terminal: ScriptedTerminal) -> list[str]:
    return [each for each, _ in terminal.asked]


def test_every_question_is_reached() -> None:
    assert set(WAYS) == set(Step) - SILENT_STEPS


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT, ":q", Unentered("Half a", Signal.END)])
def test_the_next_session_asks_the_same(record: MemoryRecord, step: Step, end: Typed) -> None:
    first = run(record, *WAYS[step], end)
    held = record.assessment, dict(record.drafts)
    second = run(record)
    assert second.asked[0] == first.asked[-1]
    assert second.asked[0][0] == ("GOV-01 new policy until: " if step is Step.FORM else f"GOV-01 {step}: ")
    assert (record.assessment, record.drafts) == held


@pytest.mark.parametrize("step", WAYS)
def test_from_there_back_leads_to_the_first_question(record: MemoryRecord, step: Step) -> None:
    run(record, *WAYS[step])
    terminal = run(record, ":b", ":b")
    assert prompts(terminal)[-1] == "GOV-01 finding: "
    assert "This is the first question." in terminal.text


@pytest.mark.parametrize("step", WAYS)
def test_from_there_one_can_leave_again(record: MemoryRecord, step: Step) -> None:
    run(record, *WAYS[step])
    assert len(run(record, ":q", "never typed").asked) == 1


@pytest.mark.parametrize("step", [Step.ANSWER, Step.LINK_SHOWS, Step.GAP_SUMMARY, Step.GAP_ACTION, Step.NOTE])
@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT])
def test_half_a_line_is_offered_there_and_used(record: MemoryRecord, step: Step, end: Signal) -> None:
    run(record, *WAYS[step], Unentered("Half [a] line", end))
    assert "Half [a] line" not in str(record.assessment)
    terminal = run(record, ":p", "")
    assert "  | Half [a] line" in terminal.screen
    assert "Half [a] line" in str(record.assessment.responses["GOV-01"])
    assert record.unsaved == []


@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT])
def test_half_a_line_of_a_form_is_offered_there_and_used(record: MemoryRecord, end: Signal) -> None:
    run(record, *POLICY[:5], Unentered("It says so.", end))
    assert record.drafts["GOV-01"].fields == {"kind": "policy", "title": "Charter"}
    run(record, ":p", "")
    assert record.drafts["GOV-01"].fields["summary"] == "It says so."
    assert record.unsaved == []


@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT])
def test_half_a_line_at_a_pause_between_pages_is_kept(record: MemoryRecord, end: Signal) -> None:
    terminal = ScriptedTerminal(["i", ":?", Unentered("The board decides it", end)], height=12)
    run_interview(terminal, record, walk=["GOV-01"], person_id="olga", today=date(2026, 11, 21))
    assert terminal.asked[-1][0].startswith("More")
    assert [each.text for each in record.collect()] == ["The board decides it"]


def test_several_lines_that_were_not_ended_are_offered(record: MemoryRecord) -> None:
    run(record, "i", "Old.", ":b", Paste("New\ntext"), Signal.END)
    run(record, ":p", "")
    assert record.assessment.responses["GOV-01"].answer == "New\ntext"
    assert record.unsaved == []


def test_a_text_of_an_editor_is_kept_once_when_it_is_used(record: MemoryRecord) -> None:
    record.unsaved.append(UnsavedText(criterion="GOV-01", text="From the editor.\n", place="unsaved/editing/GOV-01-answer.md"))
    run(record, "i", ":p", "")
    assert record.assessment.responses["GOV-01"].answer == "From the editor."
    assert record.unsaved == []


def test_a_text_of_an_editor_that_was_not_stored_is_offered_again(record: MemoryRecord) -> None:
    record.unsaved.append(UnsavedText(criterion="GOV-01", text="From the editor.\n", place="unsaved/editing/GOV-01-answer.md"))
    run(record, "i", ":p", Signal.END)
    assert {each.text.rstrip("\n") for each in record.unsaved} == {"From the editor."}


def test_the_only_copy_of_a_text_stays_where_no_other_can_be_made(record: MemoryRecord) -> None:
    def refuse(criterion_id: str, text: str) -> str:
        raise StoreError(f"no room for {criterion_id}, {len(text)} letters")

    record.unsaved.append(UnsavedText(criterion="GOV-01", text="From the editor.\n", place="unsaved/editing/GOV-01-answer.md"))
    record.keep = refuse  # type: ignore[method-assign]
    run(record, "i", ":p", Signal.END)
    assert [each.text for each in record.unsaved] == ["From the editor.\n"]


def test_what_one_session_left_for_one_criterion_is_not_offered_at_another(record: MemoryRecord) -> None:
    run(record, "i", Unentered("Half a line"))
    terminal = run(record, ":g GOV-02", "i", ":p")
    assert "`:p` is not possible here" in terminal.text


def test_a_place_outside_of_what_was_chosen_is_not_gone_to(record: MemoryRecord) -> None:
    run(record, "i")
    assert prompts(run(record, walk=["GOV-02"])) == ["GOV-02 finding: "]


def test_a_place_whose_gap_is_gone_is_not_gone_to(record: MemoryRecord) -> None:
    run(record, *WAYS[Step.GAP_ACTION])
    record.assessment = put_response(record.assessment, "GOV-01", None)
    assert prompts(run(record)) == ["GOV-01 finding: "]


def test_a_place_whose_draft_is_gone_is_not_gone_to(record: MemoryRecord) -> None:
    run(record, *POLICY)
    record.drafts.clear()
    assert prompts(run(record)) == ["GOV-01 evidence: "]


@pytest.mark.parametrize("place", ["", "{", "[]", "null", '{"criterion": "GOV-01"}', '{"criterion": "GOV-99", "step": "ANSWER"}'])
def test_a_place_that_says_nothing_is_left_alone(record: MemoryRecord, place: str) -> None:
    record.place = place
    assert prompts(run(record)) == ["GOV-01 finding: "]


@pytest.mark.parametrize("step", [step for step in Step if step not in WAYS or step in (Step.LINK_WHERE, Step.FORM, Step.GAP_SCALE)])
def test_a_place_that_asks_nothing_is_not_gone_to(record: MemoryRecord, step: Step) -> None:
    record.place = write_place(Spot(criterion="GOV-01", step=step))
    assert prompts(run(record)) == ["GOV-01 evidence: " if step is Step.FORM else "GOV-01 finding: "]


@pytest.mark.parametrize("step", Step)
def test_a_place_is_read_as_it_was_written(step: Step) -> None:
    spot = Spot(criterion="GOV-01", step=step, gap="GOV-01-G417", links=("POL-417", "SYS-122"), field="steps.0.on")
    assert read_place(write_place(spot)) == spot


def test_an_answered_criterion_is_not_asked_for_again(assessment: Assessment) -> None:
    answered = Response(criterion="GOV-01", finding=Finding.IN_PLACE, answer="Yes.")
    record = MemoryRecord(put_response(assessment, "GOV-01", answered), place=write_place(Spot(criterion="GOV-01")))
    assert prompts(run(record)) == ["GOV-02 finding: "]


@pytest.mark.parametrize(("typed", "label"), [("=CASE-208", "CASE-208 title"), ("=POL-417", "POL-417 kind"), ("+s", "new system kind")])
def test_a_form_at_its_first_question_is_gone_on_with(record: MemoryRecord, typed: str, label: str) -> None:
    run(record, "i", "Yes.", typed)
    assert prompts(run(record)) == [f"GOV-01 {label}: "]


def test_of_a_case_that_may_not_be_written_down_yet_nothing_is_kept(record: MemoryRecord) -> None:
    run(record, "i", "Yes.", "+c")
    assert record.drafts == {}
    assert prompts(run(record)) == ["GOV-01 evidence: "]


def test_a_draft_of_another_criterion_stays_where_it_is(record: MemoryRecord) -> None:
    draft = Draft(kind=RecordKind.POLICY, criterion="GOV-02", fields={"title": "Charter"}, passed=("kind", "title"))
    record.drafts["GOV-02"] = draft
    terminal = run(record, "i", "Yes.", "+p")
    assert prompts(terminal)[-1] == "GOV-01 new policy kind: "
    assert record.drafts["GOV-02"] == draft
    assert "Begun at GOV-02" in terminal.text


def test_a_finished_draft_is_gone_on_with_at_its_last_question(record: MemoryRecord) -> None:
    run(record, *POLICY, *[""] * 7, Signal.END)
    draft = record.drafts["GOV-01"]
    done = replace(draft, passed=(*draft.passed, "approved_by", "last_reviewed", "next_review", "classification", "notes"))
    record.drafts["GOV-01"], record.place = done, write_place(Spot(criterion="GOV-01", step=Step.EVIDENCE))
    terminal = run(record, "+", "g", "")
    assert prompts(terminal)[-2:] == ["GOV-01 new policy notes: ", "GOV-01 where: "]
    assert [each.title for each in record.assessment.policies.values()].count("Charter") == 1
