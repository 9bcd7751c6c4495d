import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from gni_assess.interview.pending_gap import read_pending
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.state import SILENT_STEPS, Step, put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.response import Response

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]

GAP = ("n", "No.", "", "a", "No rule.")
WAYS: dict[Step, tuple[str, ...]] = {
    Step.FINDING: (),
    Step.NOTE: (":k",),
    Step.NEW_KIND: ("i", "Yes.", "+"),
    Step.REASON: ("a",),
    Step.ANSWER: ("i",),
    Step.EVIDENCE: ("i", "Yes."),
    Step.LINK_WHERE: ("i", "Yes.", "POL-417"),
    Step.LINK_SHOWS: ("i", "Yes.", "POL-417", "page 4"),
    Step.MISSING: ("i", "Yes.", ""),
    Step.NO_INSTANCE: ("i", "Yes.", "", "n"),
    Step.ALTERNATIVE: ("i", "Yes.", "", "o"),
    Step.GAPS: ("n", "No.", ""),
    Step.GAP_SUMMARY: GAP[:4],
    Step.GAP_SCALE: GAP,
    Step.GAP_SCOPE: (*GAP, "l"),
    Step.GAP_IRREMEDIABILITY: (*GAP, "l", "l"),
    Step.GAP_IMPACT: (*GAP, "l", "l", "l"),
    Step.GAP_ACTION: (*GAP, "l", "l", "l", "p"),
    Step.GAP_OWNER: (*GAP, "l", "l", "l", "p", "Write."),
    Step.GAP_DUE: (*GAP, "l", "l", "l", "p", "Write.", "olga"),
    Step.GAP_MISSING: ("p", "So.", "", "g", "No rule.", "l", "l", "l", "p", "Write.", "olga", "2027-01-01", ""),
    Step.SKIP_KIND: (":s",),
    Step.SKIP_REASON: (":s", "d"),
    Step.ASSIGN: (":s", "d", "Asked."),
}
"""How to come to each question about GOV-01."""

TEXT_STEPS = [
    Step.REASON,
    Step.ANSWER,
    Step.LINK_WHERE,
    Step.LINK_SHOWS,
    Step.NO_INSTANCE,
    Step.ALTERNATIVE,
    Step.GAP_SUMMARY,
    Step.GAP_ACTION,
    Step.SKIP_REASON,
    Step.NOTE,
]
PROMPT = re.compile(r"(GOV|CAS)-\d+ (?P<label>.+?)( \.\.|:) ")
KEY_STEPS = [step for step in WAYS if step not in TEXT_STEPS and step is not Step.EVIDENCE]


def last(terminal: ScriptedTerminal) -> str:
    return terminal.asked[-1][0]


def test_every_question_is_reached() -> None:
    assert set(WAYS) == set(Step) - SILENT_STEPS - {Step.FORM}


@pytest.mark.parametrize("step", WAYS)
def test_each_way_leads_to_its_question(interview: Interview, step: Step) -> None:
    terminal, _ = interview(*WAYS[step])
    assert last(terminal) == f"GOV-01 {step}: "


@pytest.mark.parametrize(
    ("step", "typed", "following"),
    [
        (Step.FINDING, "i", "GOV-01 answer"),
        (Step.FINDING, "a", "GOV-01 reason"),
        (Step.REASON, "None.", "GOV-02 finding"),
        (Step.REASON, "", "GOV-01 reason"),
        (Step.ANSWER, "", "GOV-01 answer"),
        (Step.ANSWER, "Yes.", "GOV-01 evidence"),
        (Step.EVIDENCE, "", "GOV-01 not shown yet"),
        (Step.EVIDENCE, "POL-417", "GOV-01 where"),
        (Step.EVIDENCE, "charter", "GOV-01 evidence"),
        (Step.LINK_WHERE, "", "GOV-01 shows"),
        (Step.LINK_SHOWS, "It.", "GOV-01 evidence"),
        (Step.MISSING, "", "GOV-01 gaps"),
        (Step.MISSING, "l", "GOV-01 evidence"),
        (Step.MISSING, "n", "GOV-01 no case"),
        (Step.MISSING, "o", "GOV-01 instead"),
        (Step.MISSING, "g", "GOV-01 gap"),
        (Step.MISSING, "q", "GOV-01 not shown yet"),
        (Step.NO_INSTANCE, "None.", "GOV-01 not shown yet"),
        (Step.ALTERNATIVE, "Ask.", "GOV-01 gaps"),
        (Step.GAPS, "", "GOV-02 finding"),
        (Step.GAPS, "a", "GOV-01 gap"),
        (Step.GAPS, "1", "GOV-01 gaps"),
        (Step.GAP_SUMMARY, "", "GOV-01 gaps"),
        (Step.GAP_SUMMARY, "It.", "GOV-01 how grave"),
        (Step.GAP_SCALE, "h", "GOV-01 how many people"),
        (Step.GAP_SCALE, "", "GOV-01 how grave"),
        (Step.GAP_SCOPE, "h", "GOV-01 how hard to undo"),
        (Step.GAP_SCOPE, "x", "GOV-01 how many people"),
        (Step.GAP_IRREMEDIABILITY, "h", "GOV-01 impact"),
        (Step.GAP_IMPACT, "", "GOV-01 action"),
        (Step.GAP_IMPACT, "maybe", "GOV-01 impact"),
        (Step.GAP_ACTION, "", "GOV-01 owner"),
        (Step.GAP_OWNER, "", "GOV-01 due date"),
        (Step.GAP_OWNER, "nobody", "GOV-01 owner"),
        (Step.GAP_OWNER, "carl", "GOV-01 due date"),
        (Step.GAP_DUE, "", "GOV-01 gaps"),
        (Step.GAP_MISSING, "", "GOV-01 gaps"),
        (Step.GAP_MISSING, "p c", "GOV-01 gaps"),
        (Step.GAP_MISSING, "z", "GOV-01 explains missing"),
        (Step.SKIP_KIND, "", "GOV-01 skip"),
        (Step.SKIP_KIND, "c", "GOV-01 skip reason"),
        (Step.SKIP_REASON, "", "GOV-01 who knows"),
        (Step.ASSIGN, "", "GOV-02 finding"),
        (Step.ASSIGN, "olga", "GOV-02 finding"),
        (Step.ASSIGN, "car", "GOV-01 who knows"),
    ],
)
def test_what_follows(interview: Interview, step: Step, typed: str, following: str) -> None:
    terminal, _ = interview(*WAYS[step], typed)
    assert last(terminal) == f"{following}: "


@pytest.mark.parametrize("step", WAYS)
def test_commands_that_show_or_mark_stay_at_the_question(record: MemoryRecord, interview: Interview, step: Step) -> None:
    empty = Response(criterion="GOV-01")
    interview(*WAYS[step])
    before = record.assessment.responses.get("GOV-01", empty)
    record.assessment = put_response(record.assessment, "GOV-01", None)
    terminal, _ = interview(*WAYS[step], ":w", ":x", ":?", ":zzz", ":", ":e", ":a", ":a nobody", ":g GOV-99", ":u", ":U")
    assert last(terminal) == f"GOV-01 {step}: "
    after = record.assessment.responses.get("GOV-01", empty)
    assert replace(after, updated=None) == replace(before, updated=None)
    assert "The committee of the fictional company decides." in terminal.text
    assert "`:zzz` is no command" in terminal.text


@pytest.mark.parametrize("step", WAYS)
def test_back_leads_through_all_questions_to_the_first(interview: Interview, step: Step) -> None:
    terminal, _ = interview(*WAYS[step], *[":b"] * (len(WAYS[step]) + 1))
    assert last(terminal) == "GOV-01 finding: "
    assert "This is the first question." in terminal.text


@pytest.mark.parametrize("step", [step for step in WAYS if step is not Step.FINDING])
def test_back_shows_what_was_typed_and_enter_keeps_it(record: MemoryRecord, interview: Interview, step: Step) -> None:
    interview(*WAYS[step])
    before = record.assessment.responses
    record.assessment = put_response(record.assessment, "GOV-01", None)
    interview(*WAYS[step], ":b", "")
    assert record.assessment.responses == before


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT, ":q"])
def test_leaving_anywhere_keeps_what_was_accepted(record: MemoryRecord, interview: Interview, step: Step, end: Signal | str) -> None:
    terminal, summary = interview(*WAYS[step], end)
    assert summary.interrupted is (end is Signal.INTERRUPT)
    assert "Next: `gni-assess interview` goes on" in terminal.text
    assert bool(record.saves) is (WAYS[step] not in ((), (":s",), (":k",)))
    assert summary.unsaved == ()


@pytest.mark.parametrize("step", TEXT_STEPS)
def test_a_colon_is_typed_with_two(record: MemoryRecord, interview: Interview, step: Step) -> None:
    interview(*WAYS[step], "::q is a command")
    assert ":q is a command" in str(record.assessment.responses["GOV-01"])
    assert "::" not in str(record.assessment.responses["GOV-01"])


@pytest.mark.parametrize("step", TEXT_STEPS)
def test_a_paste_is_one_text(record: MemoryRecord, interview: Interview, step: Step) -> None:
    text = "  One, [bold]\n\n:q\n.\n=1+1 \u202e\x1b[31m"
    terminal, _ = interview(*WAYS[step], Paste(f"{text}\n"), "more")
    assert last(terminal) == f"GOV-01 {step} .. "
    stored = record.assessment.responses["GOV-01"]
    texts = {*_texts_in(stored), *(pending.summary for pending in [read_pending(stored.notes)] if pending)}
    assert f"{text}\n\nmore" in texts


TYPED: tuple[str | Paste, ...] = (
    *("", "x", "a", "1", "-", ".", "+", "+p", "+c", "=POL-417", "=POL-999", "POL-417", "charter", "2027-01-01", "end of Q2", "olga", "::b"),
    *("The board of the company decides.", "::a whole sentence of it", Paste("Two\nlines"), Paste("POL-417\nSYS-122"), Paste(":m\nOne\n.")),
)
COMMANDED = (":b", ":n", ":s", ":u", ":a olga", ":a x", ":w", ":x", ":g CAS-01", ":g", ":e", ":l", ":m", ":+", ":p", ":k", ":k A note.")
COMMANDS = (*COMMANDED, ":d", ":r", ":o", ":f GOV-01", ":?", "?", ":zzz", ":")
FORM_WAYS: dict[str, tuple[str, ...]] = {
    "new policy kind": ("+p",),
    "new policy title": ("+p", "1"),
    "new policy summary": ("+p", "1", "Charter"),
    "new policy file": ("+p", "1", "Charter", "So."),
    "new policy since": ("+p", "1", "Charter", "So.", "", "", "", ""),
    "new policy owner": ("+p", "1", "Charter", "So.", "", "", "", "", "unknown", ""),
    "new case may be written": ("+c",),
    "new case type": ("+c", "y", "Order"),
    "new case rights": ("+c", "y", "Order", "1"),
    "POL-417 kind": ("=POL-417",),
    "CASE-208 title": ("=CASE-208",),
    "what is it": ("+p", "1", ":b", ":b", "+"),
}
"""Questions about evidence that is registered or changed, from the evidence on."""
ALL_WAYS = {**{str(step): way for step, way in WAYS.items()}, **{label: ("i", "Yes.", *way) for label, way in FORM_WAYS.items()}}
LABELS = {*ALL_WAYS, *(str(each) for each in Step), "new policy kept at", "new policy until", "new policy version", "new policy holder"}
LABELS |= {"new policy address", "POL-417 title", "CASE-208 type", "new system kind", "new case title", "new case country"}


@pytest.mark.parametrize("label", ALL_WAYS)
def test_whatever_is_typed_leads_to_a_known_question(record: MemoryRecord, interview: Interview, label: str) -> None:
    empty = record.assessment
    for typed in (*TYPED, *COMMANDS):
        record.assessment, record.held = empty, ""
        record.drafts.clear()
        record.unsaved.clear()
        terminal, summary = interview(*ALL_WAYS[label], typed)
        place = PROMPT.fullmatch(last(terminal))
        assert place, (typed, last(terminal))
        assert place["label"] in LABELS, typed
        assert not summary.interrupted
        assert f"GOV-01 {label}: " in [prompt for prompt, _ in terminal.asked]
        text = typed.text if isinstance(typed, Paste) else typed
        kept = f"{record.assessment.responses} {record.drafts} {summary.unsaved}"
        assert len(text.split()) < 4 or text.removeprefix(":") in kept, typed


@pytest.mark.parametrize("label", ALL_WAYS)
def test_from_everywhere_one_can_leave_and_go_back_to_the_start(record: MemoryRecord, interview: Interview, label: str) -> None:
    empty = record.assessment
    for typed in ("", "The board of the company decides.", ":m", ":k", ":g CAS-01", Paste("Two\nlines")):
        record.assessment = empty
        record.drafts.clear()
        record.unsaved.clear()
        terminal, _ = interview(*ALL_WAYS[label], typed, *[":b"] * 20)
        assert last(terminal) == "GOV-01 finding: ", typed
        assert "This is the first question." in terminal.text
        record.assessment = empty
        record.drafts.clear()
        terminal, _ = interview(*ALL_WAYS[label], typed, ":q", "never typed")
        assert "never typed" not in str((record.assessment.responses, record.drafts))
        assert len(terminal.asked) == len(ALL_WAYS[label]) + (3 if isinstance(typed, Paste) else 2)


def _texts_in(response: Response) -> Iterator[str]:
    yield from (response.answer, response.reason, response.no_instance, response.alternative, response.skip_reason, response.notes)
    yield from (each for link in response.evidence for each in (link.where, link.shows))
    yield from (each for gap in response.gaps for each in (gap.summary, gap.action))


@pytest.mark.parametrize("step", KEY_STEPS)
def test_a_paste_where_one_line_is_asked_is_set_aside(record: MemoryRecord, interview: Interview, step: Step) -> None:
    terminal, summary = interview(*WAYS[step], Paste("i\nl\na"))
    assert last(terminal) == f"GOV-01 {step}: "
    assert "nothing was taken" in terminal.text
    assert summary.unsaved == ("i\nl\na",)
    assert "i\nl\na" not in str(record.assessment.responses)


def test_what_was_set_aside_can_be_used_where_a_text_is_asked(record: MemoryRecord, interview: Interview) -> None:
    _, summary = interview("The board of the company decides.", "i", ":p", "")
    assert record.assessment.responses["GOV-01"].answer == "The board of the company decides."
    assert summary.unsaved == ()


def test_a_paste_that_starts_like_a_command_is_neither_obeyed_nor_taken(record: MemoryRecord, interview: Interview) -> None:
    terminal, summary = interview("i", Paste(":q\nOur answer"))
    assert last(terminal) == "GOV-01 answer: "
    assert record.assessment.responses["GOV-01"].answer == ""
    assert summary.unsaved == (":q\nOur answer",)


def test_several_lines_are_typed_and_saved_line_by_line(record: MemoryRecord, interview: Interview) -> None:
    interview("i", ":m", "One", "", "::Three", Signal.INTERRUPT)
    assert record.assessment.responses["GOV-01"].answer == "One\n\n:Three"
    terminal, _ = interview("", ":+", "Four", ".", start="GOV-01")
    assert record.assessment.responses["GOV-01"].answer == "One\n\n:Three\nFour"
    assert last(terminal) == "GOV-01 evidence: "


def test_several_lines_pasted_after_their_command(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", Paste(":m\nOne\nTwo\n."))
    assert record.assessment.responses["GOV-01"].answer == "One\nTwo"
    assert last(terminal) == "GOV-01 evidence: "


@pytest.mark.parametrize("text", ["One\rTwo", "One\r\nTwo\r", "One\nTwo\r"])
def test_line_ends_of_other_systems_are_line_ends(record: MemoryRecord, interview: Interview, text: str) -> None:
    interview("i\r", Paste(text))
    assert record.assessment.responses["GOV-01"].answer == "One\nTwo"


def test_bytes_that_are_no_text_are_refused(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", "half \ud800")
    assert last(terminal) == "GOV-01 answer: "
    assert record.assessment.responses["GOV-01"].answer == ""


def test_ids_pasted_on_lines_are_linked(record: MemoryRecord, interview: Interview) -> None:
    interview("i", "Yes.", Paste("POL-417\nSYS-122"))
    assert [each.id for each in record.assessment.responses["GOV-01"].evidence] == ["POL-417", "SYS-122"]


def test_a_text_can_be_taken_out(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", "Yes.", "POL-417", "page 4", ":b", ":d", "")
    assert record.assessment.responses["GOV-01"].evidence[0].where == ""
    assert last(terminal) == "GOV-01 shows: "
