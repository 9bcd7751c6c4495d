"""What came back in a file, item by item: what it would change, what is in the way, and where that stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from gni_assess.errors import ReportError
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.sheets.incoming_values import Spot, Unread


class Outcome(StrEnum):
    """What becomes of one item of a file, in the words that are shown."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "not filled in"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class Choice(StrEnum):
    """How a conflict is settled: keep what the record says, take what the file says, or one after the other."""

    KEEP = "keep"
    TAKE = "take"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a cell cannot be taken, or what is to be known about it.

    `what` goes on after the place and the value, begins with a small letter, has no full stop and never repeats the value. `allowed` are
    the words that can stand there, `nearest` the one that is most like the value.
    """

    what: str
    spot: Spot | None = None
    value: str = ""
    allowed: tuple[str, ...] = ()
    nearest: str = ""


@dataclass(frozen=True, kw_only=True)
class FieldConflict:
    """A field that was changed here and in the file. `key` names it for programs, `field` is its heading.

    `sent` is the text that went out; None where it is no longer known. `theirs` is in the record now, `mine` in the file. `can_join`:
    the two are texts that can stand one after the other. `was_sent`: the file is one that went out; a list that somebody keeps is not.
    `is_as_sent`: the record still says what was sent. `guard` says why nothing is changed silently, going on after "it": "belongs to …".
    """

    key: str
    field: str
    sent: str | None
    theirs: str
    mine: str
    can_join: bool = True
    was_sent: bool = True
    is_as_sent: bool = False
    guard: str = ""
    spot: Spot | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """How it can be settled."""
        return tuple(Choice) if self.can_join else (Choice.KEEP, Choice.TAKE)


def name_conflict(kind: str, key: str, conflict: FieldConflict) -> str:
    """Name a conflict by the kind and key of its item and the key of its field: `question GOV-01 answer`."""
    return f"{kind} {key} {conflict.key}"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How conflicts are settled: some one by one, by their names, all the others in one way, or not (None)."""

    single: Mapping[str, Choice] = field(default_factory=dict)
    others: Choice | None = None

    def find(self, kind: str, key: str, conflict: FieldConflict) -> Choice | None:
        """Find how a conflict is settled; None where it is not, or in a way that it cannot be."""
        found = self.single.get(name_conflict(kind, key, conflict), self.others)
        return found if found in conflict.choices else None


UNSETTLED = Choices()
"""Nothing is settled yet."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of a file: a question that was asked, a row that was filled in.

    `kind` is a word such as `question`, `evidence`, `gap`, `request`, `note`, `good practice` or `row`; `key` an id or a place. `problems`
    keep it from being taken, `remarks` do not. `conflicts` are those that are not settled. `changes` are to be made one after the other,
    after those of the items before; an item with problems or conflicts has none.
    """

    kind: str
    key: str
    outcome: Outcome
    title: str = ""
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    remarks: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_left(self) -> bool:
        """Whether something of it would not come into the record."""
        return self.outcome in (Outcome.CONFLICT, Outcome.REJECTED)


@dataclass(frozen=True, kw_only=True)
class AlteredCell:
    """A cell of the sender's that is no longer as it was sent; nothing of it is taken.

    `text` is what stands there now. It is empty where that is not known or may not be shown, and `instead` says why. It may be a value of
    the record, so it is for a person at a terminal alone.
    """

    spot: Spot
    heading: str
    text: str = ""
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What one file brings. `asked` is how many questions it was to answer; `notes` are whole sentences about the file.

    `filled` is how many rows the file has for a kind of item, where that was counted apart from them. `unread` are the places where
    something stands that is not read; the notes say it too. `is_cut` where tables or columns to fill in are not in the file any more, or
    are there twice, so that something may not have been read. `altered` are cells of the sender's that were changed.
    """

    file: str
    sha256: str
    items: tuple[Item, ...]
    asked: int = 0
    notes: tuple[str, ...] = ()
    filled: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    is_cut: bool = False
    altered: tuple[AlteredCell, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its items, in order of appearance."""
        return tuple(dict.fromkeys(each.kind for each in self.items))

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """Give the items of a kind."""
        return tuple(each for each in self.items if each.kind == kind)

    def count(self, kind: str, outcome: Outcome) -> int:
        """Count items."""
        return sum(each.kind == kind and each.outcome is outcome for each in self.items)

    def counts(self, kind: str) -> Mapping[Outcome, int]:
        """Count the items of a kind by what becomes of them; what does not occur is left out."""
        return {each: number for each in Outcome if (number := self.count(kind, each))}

    @property
    def adds_up(self) -> bool:
        """Whether each question that was asked, and each row that the file has, is counted once."""
        questions = self.of_kind("question")
        is_each_once = len({each.key for each in questions}) == len(questions) == self.asked
        return is_each_once and all(len(self.of_kind(kind)) == number for kind, number in self.filled.items())

    @property
    def is_left(self) -> bool:
        """Whether something of it would not come into the record: an item, what was typed where nothing is read, or what was cut off."""
        return self.is_cut or any(each.is_left for each in self.items) or any(each.may_be_meant for each in self.unread)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that is to be written: one change a record, from before the first item that changes it to after the last.

        Raises ReportError where the items do not add up to what the file holds.
        """
        if not self.adds_up:
            raise ReportError(
                f"the items of `{self.file}` do not add up to what was asked and filled in",
                hint="nothing was written; report this as a bug of gni-assess",
            )
        return squash(change for item in self.items for change in item.changes)


def squash(changes: Iterator[Change] | Sequence[Change]) -> tuple[Change, ...]:
    """Make one change a record of changes that follow each other; a record that ends as it was is left out."""
    found: dict[tuple[RecordKind, str], tuple[Record | None, Record]] = {}
    for each in changes:
        ref = (each.after.kind, each.after.id)
        found[ref] = (found[ref][0] if ref in found else each.before, each.after)
    return tuple(Change(before=before, after=after) for before, after in found.values() if before != after)


def put_changes(assessment: Assessment, changes: Sequence[Change]) -> Assessment:
    """Give the record as it will be after changes."""
    of_kind: dict[RecordKind, dict[str, Record]] = {}
    for each in changes:
        records = of_kind.setdefault(each.after.kind, dict(assessment.of_kind(each.after.kind)))
        records[each.after.id] = each.after
    fields: dict[str, Any] = {RECORD_FIELDS[kind]: records for kind, records in of_kind.items()}
    return replace(assessment, **fields)
