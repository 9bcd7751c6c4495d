from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.interview.paging import MORE, Paged, read_together, show_paged
from gni_assess.interview.scripted import Paste, ScriptedTerminal, Signal
from gni_assess.interview.terminal import EndOfInput, Interrupt, Line, Piece


def make_lines(count: int) -> list[Line]:
    return [(Piece(text=f"line {number}"),) for number in range(1, count + 1)]


def test_what_fits_is_shown_without_a_pause() -> None:
    terminal = ScriptedTerminal([], height=10)
    assert show_paged(terminal, make_lines(9)) == Paged(shown=9, is_whole=True)
    assert terminal.asked == []


def test_enter_gives_page_after_page() -> None:
    terminal = ScriptedTerminal(["", " "], height=10)
    assert show_paged(terminal, make_lines(27)) == Paged(shown=27, is_whole=True)
    assert terminal.asked == [(MORE, "")] * 2


def test_what_was_shown_before_stays_on_the_screen() -> None:
    terminal = ScriptedTerminal([""], height=10)
    assert show_paged(terminal, make_lines(9), above=1).is_whole
    assert len(terminal.asked) == 1


def test_q_leaves_out_the_rest() -> None:
    terminal = ScriptedTerminal(["q"], height=10)
    assert show_paged(terminal, make_lines(20)) == Paged(shown=9, is_whole=False)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("we have it", ("we have it",)),
        (":g GOV-02", (":g GOV-02",)),
        ("?", ("?",)),
        (Paste("one\r\n\ntwo"), ("one", "", "two")),
        (Paste("q\nx"), ("q", "x")),
    ],
)
def test_anything_else_is_for_the_question(typed: str | Paste, lines: tuple[str, ...]) -> None:
    terminal = ScriptedTerminal([typed], height=10)
    assert show_paged(terminal, make_lines(20)) == Paged(shown=9, is_whole=False, typed=lines)


@pytest.mark.parametrize("typed", ["n", "q ", "r", "next"])
def test_a_single_word_at_a_pause_is_never_an_answer(typed: str) -> None:
    terminal = ScriptedTerminal([typed], height=15)
    assert show_paged(terminal, make_lines(20)) == Paged(shown=20, is_whole=True)


def test_enter_held_down_is_one_page_on() -> None:
    terminal = ScriptedTerminal([Paste("\n\n"), "q"], height=10)
    assert show_paged(terminal, make_lines(30)) == Paged(shown=18, is_whole=False)


def test_a_window_may_change_its_height_between_two_pages() -> None:
    def type_and_resize() -> Iterator[str]:
        terminal.height = 20
        yield ""

    terminal = ScriptedTerminal(type_and_resize(), height=10)
    assert show_paged(terminal, make_lines(28)).is_whole


def test_signals_come_through() -> None:
    with pytest.raises(EndOfInput):
        show_paged(ScriptedTerminal([], height=10), make_lines(20))
    with pytest.raises(Interrupt):
        show_paged(ScriptedTerminal([Signal.INTERRUPT], height=10), make_lines(20))


def test_a_paste_is_read_as_a_whole() -> None:
    assert read_together(ScriptedTerminal([Paste("a\r\nb\rc")]), "note: ").lines == ("a", "b", "c")


@given(count=st.integers(0, 60), height=st.integers(0, 30), above=st.integers(0, 40))
def test_every_line_is_shown_once_and_no_page_is_higher_than_the_screen(count: int, height: int, above: int) -> None:
    marks: list[int] = []

    def note_each_pause() -> Iterator[str]:
        while True:
            marks.append(len(terminal.screen))
            yield ""

    terminal = ScriptedTerminal(note_each_pause(), height=height)
    assert show_paged(terminal, make_lines(count), above=above).is_whole
    assert terminal.screen == [f"line {number}" for number in range(1, count + 1)]
    ends = [*marks, count]
    starts = [0, *marks]
    assert all(end - start <= max(height - 1, 4) for start, end in zip(starts, ends, strict=True))
