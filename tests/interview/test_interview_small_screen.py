from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.interview.layout import hint, lay_out, quoted
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]
TITLE = "[2 of 4] GOV-02 Title of GOV-02"


@pytest.mark.parametrize(
    "typed",
    [("",), ("i", ""), ("i", ":m", "."), (":w",), (":x",), ("i", ":w"), (":s", ""), ("n", "No.", "", "a", "Gap.", ""), (Signal.END,)],
)
@pytest.mark.parametrize("end", [":q", Signal.END, Signal.INTERRUPT])
def test_no_two_empty_lines_follow_each_other(interview: Interview, typed: tuple[str | Signal, ...], end: str | Signal) -> None:
    terminal, _ = interview(*typed, end, start="GOV-02")
    assert ("", "") not in list(zip(terminal.screen, terminal.screen[1:], strict=False))


@pytest.mark.parametrize("before", [(), ("i",), (":s",), ("n", "No.", "", "a", "Gap.")])
def test_enter_alone_shows_the_question_again(interview: Interview, before: tuple[str, ...]) -> None:
    once, _ = interview(*before, start="GOV-02")
    again, _ = interview(*before, "", start="GOV-02")
    assert again.asked[-1] == once.asked[-1]
    assert again.screen.count(TITLE) == once.screen.count(TITLE) + 1


@pytest.mark.parametrize("command", [":w", ":x"])
def test_after_a_long_help_the_question_is_below_it(interview: Interview, command: str) -> None:
    terminal, _ = interview(command, ":q", start="GOV-02")
    assert terminal.screen.count(TITLE) == 2
    assert "  i  in place: it exists and works, and you can show it" in terminal.screen[-14:]


def test_the_findings_are_explained_once_and_then_on_demand(interview: Interview) -> None:
    terminal, _ = interview("i", "Yes.", "", "", ":w", start="GOV-02")
    explained = [number for number, line in enumerate(terminal.screen) if line.startswith("  p  partly in place: ")]
    short = [
        number for number, line in enumerate(terminal.screen) if line.startswith("Type `i` in place, `p` partly in place, `l` planned")
    ]
    assert (len(explained), len(short)) == (2, 2)
    assert explained[0] < short[0] < explained[1] < short[1]
    assert "`a`" not in terminal.screen[short[0]]


def test_what_is_to_be_typed_is_not_torn_apart() -> None:
    text = "The next interview, `:g GOV-02`, goes on with it and with `:f CTX-01` that goes."
    for width in range(20, 80):
        lines = ["".join(piece.text for piece in line) for line in lay_out(hint(text), width)]
        assert " ".join(lines) == text
        assert any("`:g GOV-02`" in line for line in lines)
        assert any("`:f CTX-01`" in line for line in lines)


def test_what_somebody_typed_is_not_taken_for_something_to_type() -> None:
    lines = ["".join(piece.text for piece in line) for line in lay_out(quoted("one two `three four` five"), 20)]
    assert lines == ["  | one two `three", "  | four` five"]


def test_marks_and_joiners_take_no_column() -> None:
    text = "\u2764\ufe0f" * 16
    assert len(list(lay_out(hint(text), 16))) == 1


def test_only_what_differs_is_shown_of_two_versions(record: MemoryRecord, interview: Interview) -> None:
    old = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Old.", alternative="A long interview.", notes="Long notes.")
    record.assessment = put_response(record.assessment, "GOV-02", old)
    theirs = [replace(old, notes="Theirs.")]

    def meddle(there: MemoryRecord, _: Change) -> None:
        if theirs:
            there.assessment = put_response(there.assessment, "GOV-02", theirs.pop())

    record.before_save = meddle
    terminal, summary = interview("", "Mine.", start="GOV-02")
    shown = terminal.screen[terminal.screen.index("On disk now:") :]
    shown = shown[: shown.index("(What is the same in both is not shown.)")]
    assert "  | answer: Old." in shown
    assert "  | notes: Theirs." in shown
    assert "  | notes: Long notes." in shown
    assert "A long interview." not in "\n".join(shown)
    assert "A long interview." in summary.unsaved[0]


def test_whoever_presses_enter_after_a_paste_is_told_how_it_ends(interview: Interview) -> None:
    told = "A line with only `.` ends the text."
    terminal, _ = interview("i", Paste("One\nTwo"), "", "", start="GOV-02")
    assert terminal.screen.count(told) == 1
    assert told not in interview("i", ":m", "One", "", "Two", ".", start="GOV-02")[0].screen


def test_go_without_a_place_says_what_to_type(interview: Interview) -> None:
    terminal, _ = interview(":g")
    assert "type where to go, such as `:g GOV-01`" in terminal.screen
