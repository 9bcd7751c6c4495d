"""What the interview needs of a terminal, as a protocol: the real one lives in the command line, a scripted twin in `scripted`."""

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


class EndOfInput(Exception):  # noqa: N818 - a signal from the person, not an error
    """The person closed the input: Ctrl-D, or the window is gone."""


class Interrupt(Exception):  # noqa: N818 - a signal from the person, not an error
    """The person pressed Ctrl-C."""


class Terminal(Protocol):
    """A screen to write lines on, and a keyboard to read lines from."""

    @property
    def width(self) -> int:
        """How many columns there are now; asked again before each paragraph, since windows are resized."""

    def show(self, line: Line) -> None:
        """Write one line. It is already wrapped; an empty one is a blank line."""

    def ask(self, prompt: str, default: str = "") -> str:
        """Read one line, without its line end.

        `default` is what Enter alone stands for, to be shown beside the prompt where it is not empty. Enter alone still gives the empty
        string: what that means is for the machine to say, so that a default is never mistaken for something typed. Raises `EndOfInput`
        or `Interrupt`.
        """

    def has_pending_input(self) -> bool:
        """Whether more input is there already, without waiting, so that pasted lines can be taken together.

        A last line without line end counts too: otherwise it would end up under the next prompt.
        """
