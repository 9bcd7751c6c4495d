"""More lines than the screen has: shown page by page, and nothing typed between two pages is lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from gni_assess.interview.terminal import NO_AIDS, Aids, EndOfInput, Interrupt, Line, Terminal

MORE = "More: Enter; q goes to the question: "
"""What is asked between two pages."""

_FEWEST = 4
"""A page has at least this many lines, however low the window is."""


@dataclass(frozen=True, kw_only=True)
class Paged:
    """How far the pages were shown.

    `typed` is what was entered at a pause and is more than a single word, or a command, as the lines that arrived together (None: nothing
    was); it is to be taken as typed at the question. `shown` counts the lines that were shown, `is_whole` says that none is left.
    """

    shown: int
    is_whole: bool
    typed: tuple[str, ...] | None = None


def show_paged(terminal: Terminal, lines: Iterable[Line], *, above: int = 0, aids: Aids = NO_AIDS) -> Paged:
    """Show lines with a pause whenever the screen is full.

    `above` counts the lines that were shown since something was last typed: they are not to be pushed off the screen either. The lines
    are taken one by one, and the height is asked for at each page, so that a window may be resized between two pages. Raises `EndOfInput`
    or `Interrupt`, as the terminal does.
    """
    shown = 0
    on_page = above
    for line in lines:
        if on_page >= _count_room(terminal):
            on_page = 0
            typed = read_together(terminal, MORE, aids=aids).lines
            if typed == ("q",):
                return Paged(shown=shown, is_whole=False)
            # A single word may be a key meant for the pause (`n` for next): it must not become somebody's judgment.
            if len(" ".join(typed).split()) > 1 or typed[0].startswith((":", "?")):
                return Paged(shown=shown, is_whole=False, typed=typed)
        terminal.show(line)
        shown += 1
        on_page += 1
    return Paged(shown=shown, is_whole=True)


@dataclass(frozen=True, kw_only=True)
class Together:
    """The lines that were entered together. `is_whole` says that the terminal gave them as one text, which Enter ended."""

    lines: tuple[str, ...]
    is_whole: bool


def read_together(terminal: Terminal, prompt: str, default: str = "", *, aids: Aids = NO_AIDS) -> Together:
    """Read a line, and all that was pasted with it; line ends of other systems become plain ones. Raises as the terminal does."""
    raw = _read_raw(terminal, prompt, default, aids)
    lines = tuple(_split("\n".join(each.removesuffix("\r") for each in raw)))
    return Together(lines=lines, is_whole=len(raw) == 1 and "\n" in raw[0])


def _read_raw(terminal: Terminal, prompt: str, default: str, aids: Aids) -> list[str]:
    lines = [terminal.ask(prompt, default, aids)]
    # The lines that were read already are in hand too, until the last of them is there.
    rest = Aids(hold=lambda typed: aids.hold("\n".join([*lines, typed])))
    while terminal.has_pending_input():
        aids.hold("\n".join(lines))
        try:
            lines.append(terminal.ask("", aids=rest))
        except EndOfInput:
            break
        except Interrupt as stop:
            # What was read already is in hand too.
            raise Interrupt("\n".join([*lines, stop.typed]).rstrip("\n")) from stop
    return lines


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _count_room(terminal: Terminal) -> int:
    # The last line of the screen is for the prompt.
    return max(terminal.height - 1, _FEWEST)
