"""What the interview needs of a terminal, as a protocol: the real one lives in the command line, a scripted twin in `scripted`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Style(StrEnum):
    """What a piece of text is; the terminal decides how that looks, and never by color alone."""

    PLAIN = "plain"
    HEADING = "heading"
    QUESTION = "question"
    QUOTED = "quoted"
    KEY = "key"
    HINT = "hint"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Literal text in one style: nothing in it is markup, and nothing in it can move the cursor."""

    text: str
    style: Style = Style.PLAIN


Line = tuple[Piece, ...]
"""One line on the screen, no wider than the terminal."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that can be put into the line while it is typed.

    `text` takes the place of the last `replaces` characters before the cursor; `note` is shown beside it. Where `text` alone says too
    little, `shown` is what the list shows.
    """

    text: str
    replaces: int = 0
    shown: str = ""
    note: str = ""


Offers = Callable[[str], Sequence[Offer]]
"""Gives what fits the line up to the cursor, best first."""


@dataclass(frozen=True, kw_only=True)
class Aids:
    """What helps while a line is typed: completion, a line at the foot of the screen, and a place for what is not entered yet.

    `hold` is told of the line whenever it changes, so that a window that dies does not take it along.
    """

    offers: Offers = lambda _: ()
    foot: str = ""
    hold: Callable[[str], None] = lambda _: None


NO_AIDS = Aids()


class EndOfInput(Exception):  # noqa: N818 - a signal from the person, not an error
    """The person closed the input: Ctrl-D, or the window is gone."""


class Interrupt(Exception):  # noqa: N818 - a signal from the person, not an error
    """The person pressed Ctrl-C; `typed` is the line that was not entered yet, where the terminal knows it."""

    def __init__(self, typed: str = "") -> None:
        """Keep what was typed."""
        super().__init__()
        self.typed = typed


class Terminal(Protocol):
    """A screen to write lines on, and a keyboard to read lines from."""

    @property
    def width(self) -> int:
        """How many columns there are now; asked again before each paragraph, since windows are resized."""

    @property
    def height(self) -> int:
        """How many lines fit on the screen now."""

    def show(self, line: Line) -> None:
        """Write one line. It is already wrapped; an empty one is a blank line."""

    def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
        """Read one line, without its line end.

        `default` is what Enter alone stands for, to be shown beside the prompt where it is not empty. Enter alone still gives the empty
        string: what that means is for the machine to say, so that a default is never mistaken for something typed. A terminal may leave
        the aids unused. Raises `EndOfInput` or `Interrupt`.
        """

    def edit(self, name: str, guide: Sequence[str], text: str) -> str:
        """Open a text in the person's own editor and give what they made of it.

        `guide` are lines that stand above the text and are no part of it; `name` becomes a part of the file's name. The file stays on
        disk until `drop_edited` is called. Raises `EditorError`, which says how to go on.
        """

    def drop_edited(self) -> None:
        """Remove the file of the last edit: its text is safe elsewhere."""

    def has_pending_input(self) -> bool:
        """Whether more input is there already, without waiting, so that pasted lines can be taken together.

        A last line without line end counts too: otherwise it would end up under the next prompt.
        """
