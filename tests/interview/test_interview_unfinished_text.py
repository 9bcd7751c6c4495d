from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from gni_assess.errors import StoreError
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.changes import Change
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Finding, Level, Skipped

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]

ANSWERED = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Old.\nWhole.")
GAP = Gap(id="GOV-02-G417", summary="Old.", scale=Level.LOW, scope=Level.LOW, irremediability=Level.LOW, action="Old.")
PLACE = "unsaved/GOV-02.yaml"
WAYS: dict[str, tuple[Response, tuple[str, ...]]] = {
    "answer": (ANSWERED, ("",)),
    "reason": (Response(criterion="GOV-02", finding=Finding.NOT_APPLICABLE, reason="Old."), ("",)),
    "shows": (replace(ANSWERED, evidence=(EvidenceLink(id="POL-417", shows="Old."),)), ("", "", "POL-417", "")),
    "gap": (replace(ANSWERED, gaps=(GAP,)), ("", "", "", "1")),
    "action": (replace(ANSWERED, gaps=(GAP,)), ("", "", "", "1", "", "", "", "", "")),
    "skip reason": (Response(criterion="GOV-02", skipped=Skipped.COME_BACK_LATER, skip_reason="Old."), (":s", "c")),
}
"""A record with a finished text, and how to come to the question it answers."""


class Killed(BaseException):
    """The program is killed at a prompt: nothing more is run."""


def put(record: MemoryRecord, response: Response) -> None:
    record.assessment = put_response(record.assessment, "GOV-02", response)


def get(record: MemoryRecord) -> Response:
    return record.assessment.responses["GOV-02"]


def texts(record: MemoryRecord) -> list[str]:
    return [each.text for each in record.unsaved]


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT, ":q"])
@pytest.mark.parametrize("typed", [(":m", "Half."), (":m", "Half", "a text."), (Paste("Half\na text."),), (Paste(":m\nHalf."),)])
def test_a_finished_text_stays_until_the_new_one_is_ended(
    record: MemoryRecord, interview: Interview, step: str, end: Signal | str, typed: tuple[str | Paste, ...]
) -> None:
    response, way = WAYS[step]
    put(record, response)
    terminal, summary = interview(*way, *typed, end, start="GOV-02")
    half = "Half\na text." if "a text." in str(typed) else "Half."
    assert terminal.asked[-1][0] == f"GOV-02 {step} .. "
    assert get(record) == response
    assert [(each.criterion, each.text) for each in record.unsaved] == [("GOV-02", half)]
    assert (summary.changed, summary.unsaved, summary.places) == ((), (half,), (PLACE,))
    assert "Until then the text that is there stays." in " ".join(terminal.screen)
    again, _ = interview(":o")
    assert "What was typed for GOV-02 in an earlier session is not in the record." in " ".join(again.screen)
    assert f"  | {half.splitlines()[0]}" in again.screen


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("typed", [(":m", "New", "text.", "."), (Paste("New\ntext."), "."), (Paste("New\ntext.\n."),)])
def test_ended_it_replaces_the_old_one_and_nothing_is_kept(
    record: MemoryRecord, interview: Interview, step: str, typed: tuple[str | Paste, ...]
) -> None:
    response, way = WAYS[step]
    put(record, response)
    _, summary = interview(*way, *typed, start="GOV-02")
    assert "'New\\ntext.'" in str(get(record))
    assert len(record.saves) == 1
    assert (record.unsaved, summary.unsaved) == ([], ())


def test_a_kill_in_the_middle_leaves_the_old_text_and_keeps_the_lines(record: MemoryRecord, interview: Interview) -> None:
    def type_and_die() -> Iterator[str]:
        yield from ("", ":m", "One", "Two")
        raise Killed

    put(record, ANSWERED)
    with pytest.raises(Killed):
        interview(script=type_and_die(), start="GOV-02")
    assert get(record) == ANSWERED
    assert texts(record) == ["One\nTwo"]


def test_adding_lines_saves_each_at_once(record: MemoryRecord, interview: Interview) -> None:
    put(record, ANSWERED)
    _, summary = interview("", ":+", "More.", Signal.INTERRUPT, start="GOV-02")
    assert get(record).answer == "Old.\nWhole.\nMore."
    assert (record.unsaved, summary.unfinished) == ([], "GOV-02")


@pytest.mark.parametrize(("typed", "unfinished"), [(("One",), "GOV-02"), (("One", "."), ""), ((), "")])
def test_a_first_text_is_saved_line_by_line_and_said_to_be_unfinished(
    record: MemoryRecord, interview: Interview, typed: tuple[str, ...], unfinished: str
) -> None:
    terminal, summary = interview("i", ":m", *typed, Signal.INTERRUPT, start="GOV-02")
    assert get(record).answer == "".join(typed[:1])
    assert (summary.unfinished, texts(record)) == (unfinished, [])
    assert ("The text of GOV-02 was not ended with `.`" in " ".join(terminal.screen)) is bool(unfinished)


@pytest.mark.parametrize("command", [":b", ":n", ":g GOV-03", ":s"])
def test_going_elsewhere_sets_the_lines_aside_and_says_so(record: MemoryRecord, interview: Interview, command: str) -> None:
    put(record, ANSWERED)
    terminal, summary = interview("", ":m", "Half.", command, start="GOV-02")
    assert "it replaced nothing" in " ".join(terminal.screen)
    assert (get(record), summary.unsaved, texts(record)) == (ANSWERED, ("Half.",), ["Half."])


def test_what_was_set_aside_is_used_after_all(record: MemoryRecord, interview: Interview) -> None:
    put(record, ANSWERED)
    interview("", ":m", "Half.", ":b", "", ":p", "", start="GOV-02")
    assert (get(record).answer, record.unsaved) == ("Half.", [])


def test_a_command_that_stays_keeps_the_lines_too(record: MemoryRecord, interview: Interview) -> None:
    put(record, ANSWERED)
    interview("", ":m", "Half.", ":u", ":w", Signal.INTERRUPT, start="GOV-02")
    assert (get(record).answer, get(record).unsure) == (ANSWERED.answer, True)
    assert texts(record) == ["Half."]
    interview("", ":m", "Half.", ":u", "Whole.", ".", start="GOV-02")
    assert get(record).answer == "Half.\nWhole."


def test_where_the_save_at_the_end_fails_all_is_kept(record: MemoryRecord, interview: Interview) -> None:
    def fail(_record: MemoryRecord, _change: Change) -> None:
        raise StoreError("the disk is full")

    put(record, ANSWERED)
    record.before_save = fail
    interview("", ":m", "One", "Two", ".", start="GOV-02")
    assert (get(record), texts(record)) == (ANSWERED, ["One\nTwo"])


@pytest.mark.parametrize(("choice", "answer"), [("m", "One\nTwo"), ("t", "Theirs.")])
def test_after_mine_or_theirs_nothing_is_left(record: MemoryRecord, interview: Interview, choice: str, answer: str) -> None:
    left = [replace(ANSWERED, answer="Theirs.")]

    def meddle(there: MemoryRecord, _change: Change) -> None:
        if left:
            put(there, left.pop())

    put(record, ANSWERED)
    record.before_save = meddle
    _, summary = interview("", ":m", "One", "Two", ".", choice, ":q", start="GOV-02")
    assert (get(record).answer, record.unsaved, summary.unsaved) == (answer, [], ())


@pytest.mark.parametrize("choice", ["m", "t"])
def test_mine_or_theirs_about_a_mark_leaves_the_lines(record: MemoryRecord, interview: Interview, choice: str) -> None:
    left = [replace(ANSWERED, unsure=True)]

    def meddle(there: MemoryRecord, _change: Change) -> None:
        if left:
            put(there, replace(left.pop(), notes="Theirs."))

    put(record, ANSWERED)
    record.before_save = meddle
    interview("", ":m", "One", ":u", choice, Signal.INTERRUPT, start="GOV-02")
    assert (get(record).answer, texts(record)) == (ANSWERED.answer, ["One"])
