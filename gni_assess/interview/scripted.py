"""A terminal that reads from a list, and a record without files: for tests, and for trying out a pack of criteria."""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from gni_assess.errors import ConflictError, EditorError, UsageError
from gni_assess.interview.forms.draft import Draft, Plain
from gni_assess.interview.state import put_record, put_response
from gni_assess.interview.terminal import NO_AIDS, Aids, EndOfInput, Interrupt, Line, Offer
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.changes import Change
from gni_assess.model.plain import to_plain
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind

_PREFIXES: Mapping[RecordKind, str] = {RecordKind.POLICY: "POL", RecordKind.SYSTEM: "SYS", RecordKind.CASE: "CASE"}


class Signal(Enum):
    """What a person can do at a prompt other than typing a line."""

    END = "Ctrl-D"
    INTERRUPT = "Ctrl-C"


@dataclass(frozen=True)
class Paste:
    """Several lines that arrive at once."""

    text: str


@dataclass(frozen=True)
class Unentered:
    """A line that is typed and not entered when the person presses Ctrl-C, or when the window is gone."""

    text: str
    signal: Signal = Signal.INTERRUPT


Typed = str | Paste | Signal | Unentered
"""What a person does at a prompt."""


@dataclass
class ScriptedTerminal:
    """Gives the inputs one by one and remembers the screen; at the end of the list the input is closed.

    `screen` has every line shown, `asked` every prompt with its default, `aids` what helped at the last one. `edits` are what the editor
    gives back (or makes of the text), or what goes wrong with it; `edited` is what it was given: the name, the guide and the text.
    """

    inputs: Iterable[Typed]
    width: int = 80
    height: int = 10_000
    screen: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    edits: list[str | EditorError | Callable[[str], str]] = field(default_factory=list)
    edited: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)
    sheets: int = 0
    aids: Aids = NO_AIDS
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

    def edit(self, name: str, guide: Sequence[str], text: str) -> str:
        """Give the next of the edits; without one the text comes back as it is."""
        self.edited.append((name, tuple(guide), text))
        given = self.edits.pop(0) if self.edits else text
        if isinstance(given, EditorError):
            raise given
        self.sheets += 1
        return given if isinstance(given, str) else given(text)

    def drop_edited(self) -> None:
        """Forget the sheet of the last edit."""
        self.sheets = 0

    def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
        """Give the next line."""
        self.asked.append((prompt, default))
        self.aids = aids
        if self._pending:
            return self._pending.pop(0)
        given = next(self._left, Signal.END)
        if isinstance(given, Unentered):
            aids.hold(given.text)
            if given.signal is Signal.INTERRUPT:
                raise Interrupt(given.text)
            raise EndOfInput
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
    """A workplace without files, which refuses to save over a change as the store does.

    `before_save` is called first and may change `assessment`, as a colleague would, or raise an error. `maker` makes records of plain
    fields; `held` (with its criterion, `held_at`), `drafts` and `place` are what a session leaves behind.
    """

    assessment: Assessment
    before_save: Callable[["MemoryRecord", Change], None] = lambda _record, _change: None
    maker: Callable[[RecordKind, Plain], Record] | None = None
    today: date = date(2026, 11, 21)
    saves: list[Change] = field(default_factory=list)
    unsaved: list[UnsavedText] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    held: str = ""
    held_at: str = ""
    place: str = ""
    countries: Mapping[str, str] = field(default_factory=lambda: {"NO": "Norway", "TR": "Türkiye"})

    def load(self) -> Assessment:
        """Give the record as it is now."""
        return self.assessment

    def save(self, change: Change) -> Record:
        """Put a response in its place. Raises ConflictError where it is no longer the one that was read."""
        self.before_save(self, change)
        if not isinstance(change.after, Response):
            if self.assessment.find_evidence(change.after.id) != change.before:
                raise ConflictError(f"`{change.after.id}` was changed", hint="look at it", record_id=change.after.id, mine="", theirs="")
            self.assessment = put_record(self.assessment, change.after)
            self.saves.append(change)
            return change.after
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

    def facts(self, _assessment: Assessment) -> Facts:
        """Know the day alone."""
        return Facts(today=self.today)

    def build(self, kind: RecordKind, plain: Plain) -> Record:
        """Make a record with the maker that was given."""
        if self.maker is None:
            raise UsageError("nothing can be registered here", hint="give a maker")
        return self.maker(kind, plain)

    def hold(self, criterion_id: str, text: str) -> None:
        """Note the line that is being typed."""
        self.held, self.held_at = text, criterion_id

    def collect(self) -> tuple[UnsavedText, ...]:
        """Give what the next session is told of: the texts put aside, and the line that was being typed."""
        if self.held:
            self.keep(self.held_at, self.held)
            self.held = ""
        return tuple(self.unsaved)

    def keep_draft(self, draft: Draft) -> None:
        """Put a draft aside."""
        self.drafts[draft.criterion] = draft

    def forget_draft(self, criterion_id: str) -> None:
        """Take it away again."""
        self.drafts.pop(criterion_id, None)

    def keep_place(self, place: str) -> None:
        """Note where the person is."""
        self.place = place

    def draw_gap_id(self, criterion_id: str, taken: frozenset[str]) -> str:
        """Give the first free id."""
        return _first_free(f"{criterion_id}-G", taken)

    def draw_record_id(self, assessment: Assessment, kind: RecordKind) -> str:
        """Give the first free id."""
        return _first_free(f"{_PREFIXES[kind]}-", assessment.of_kind(kind))

    def measure(self, path: str) -> Plain:
        """Take any path for a file."""
        return {"file": path, "sha256": "0" * 64, "size": 0}

    def find_paths(self, _typed: str) -> Sequence[Offer]:
        """Know no files."""
        return ()


def _first_free(prefix: str, taken: Collection[str]) -> str:
    return next(drawn for number in itertools.count(100) if (drawn := f"{prefix}{number}") not in taken)


def _text_of(response: Response) -> str:
    return "\n".join(f"{key}: {value}" for key, value in to_plain(response).items())
