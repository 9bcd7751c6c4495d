"""A terminal that reads from a list, and a record without files: for tests, and for trying out a pack of criteria."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

from gni_assess.errors import ConflictError
from gni_assess.interview.state import put_response
from gni_assess.interview.terminal import EndOfInput, Interrupt, Line
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.plain import to_plain
from gni_assess.model.response import Response


class Signal(Enum):
    """What a person can do at a prompt other than typing a line."""

    END = "Ctrl-D"
    INTERRUPT = "Ctrl-C"


@dataclass(frozen=True)
class Paste:
    """Several lines that arrive at once."""

    text: str


@dataclass
class ScriptedTerminal:
    """Gives the inputs one by one and remembers the screen; at the end of the list the input is closed.

    `screen` has every line shown, `asked` every prompt with its default.
    """

    inputs: Iterable[str | Paste | Signal]
    width: int = 80
    screen: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    _pending: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the inputs only as they are asked for: a test may decide on the next when it sees the prompt."""
        self._left = iter(self.inputs)

    @property
    def text(self) -> str:
        """Everything shown so far."""
        return "\n".join(self.screen)

    def show(self, line: Line) -> None:
        """Remember the line."""
        self.screen.append("".join(piece.text for piece in line))

    def ask(self, prompt: str, default: str = "") -> str:
        """Give the next line."""
        self.asked.append((prompt, default))
        if self._pending:
            return self._pending.pop(0)
        given = next(self._left, Signal.END)
        if given is Signal.END:
            raise EndOfInput
        if given is Signal.INTERRUPT:
            raise Interrupt
        if isinstance(given, Paste):
            first, *self._pending = given.text.split("\n")
            return first
        return str(given)

    def has_pending_input(self) -> bool:
        """Whether the rest of a paste is still to be read."""
        return bool(self._pending)


@dataclass
class MemoryRecord:
    """A record without files, which refuses to save over a change as the store does.

    `before_save` is called first and may change `assessment`, as a colleague would, or raise an error.
    """

    assessment: Assessment
    before_save: Callable[["MemoryRecord", Change], None] = lambda _record, _change: None
    saves: list[Change] = field(default_factory=list)
    unsaved: list[UnsavedText] = field(default_factory=list)

    def load(self) -> Assessment:
        """Give the record as it is now."""
        return self.assessment

    def save(self, change: Change) -> Record:
        """Put a response in its place. Raises ConflictError where it is no longer the one that was read."""
        self.before_save(self, change)
        if not isinstance(change.after, Response):
            raise TypeError(change.after)
        theirs = self.assessment.responses.get(change.after.id)
        if theirs != change.before:
            raise ConflictError(
                f"`{change.after.id}` was changed",
                hint="look at both",
                record_id=change.after.id,
                mine=_text_of(change.after),
                theirs=None if theirs is None else _text_of(theirs),
            )
        self.assessment = put_response(self.assessment, change.after.id, change.after)
        self.saves.append(change)
        return change.after

    def keep(self, criterion_id: str, text: str) -> str:
        """Put a text aside."""
        kept = UnsavedText(criterion=criterion_id, text=text, place=f"unsaved/{criterion_id}.yaml")
        if kept not in self.unsaved:
            self.unsaved.append(kept)
        return kept.place

    def forget(self, criterion_id: str, text: str) -> None:
        """Take it away again."""
        self.unsaved = [each for each in self.unsaved if (each.criterion, each.text) != (criterion_id, text)]


def _text_of(response: Response) -> str:
    return "\n".join(f"{key}: {value}" for key, value in to_plain(response).items())
