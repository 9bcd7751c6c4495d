"""How the columns and words of somebody's evidence list stand for fields and words of our records; it can be kept and used again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from gni_assess.errors import UsageError
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.likeness import find_alike
from gni_assess.model.vocabulary import Classification
from gni_assess.sheets.texts import fold_line

VERSION_KEY: Final = "evidence_mapping"
_VERSION = 1
TEXT_WORDS: Final = ("kind", "classification")
"""The fields whose words are ours, so that words of a list must be mapped."""
MAPPED_WORDS: Final = (*TEXT_WORDS, "owner")
"""The fields of which words can be mapped; of `owner` names, which people of the workspace stand in for."""

KINDS: Mapping[str, PolicyKind | SystemKind] = {each.value: each for each in (*PolicyKind, *SystemKind)}
CLASSIFICATIONS: Mapping[str, Classification] = {each.value: each for each in Classification}

FIELDS: Mapping[str, str] = {
    "title": "Title",
    "kind": "Kind",
    "summary": "What it says or does",
    "owner": "Owner",
    "holder": "Who keeps it",
    "place": "Where it is: an address or words",
    "url": "Address on the web",
    "held_at": "Where it is kept, in words",
    "effective.from": "In force from",
    "effective.to": "In force to",
    "last_reviewed": "Last reviewed",
    "next_review": "Next review",
    "version": "Version",
    "supersedes": "Takes the place of",
    "approved_by": "Approved by",
    "entities": "Legal entities",
    "services": "Services",
    "classification": "How confidential",
    "criteria": "Criteria that it is evidence for",
    "where": "Where in it",
    "shows": "What it shows",
    "notes": "Notes",
}
"""The fields that a column can stand for, with their headings. `place` becomes an address or words, cell by cell."""

REQUIRED: Final = ("title", "kind", "summary")
"""What each row must say, unless one value holds for all."""

DATES: Final = ("effective.from", "effective.to", "last_reviewed", "next_review")

LINKS: Final = ("criteria", "where", "shows")
"""What is not of a record itself: which responses lead to it, where in it, and what it shows there."""

_LONG_WAYS = {"from": "effective.from", "to": "effective.to", "criterion": "criteria", "questions": "criteria", "question": "criteria"}


class DateOrder(StrEnum):
    """What 03/04/2025 means in a list."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Rest(StrEnum):
    """What becomes of columns that stand for no field."""

    NOTES = "notes"
    LEAVE = "leave"


@dataclass(frozen=True, kw_only=True)
class EvidenceMap:
    """What a list's columns and words mean.

    `columns` has the name of a column for each field, `defaults` what holds where a cell is empty or there is no column; `words` has for a
    field our word for each of theirs, and for names of owners a person. `left_out` are fields that have no column on purpose. `headings`
    and `sheet` are of the list that it was made for.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: DateOrder | None = None
    rest: Rest | None = None
    left_out: tuple[str, ...] = ()
    sheet: str = ""
    headings: tuple[str, ...] = ()

    @property
    def used(self) -> frozenset[str]:
        """The columns that stand for something."""
        return frozenset(self.columns.values())

    def missing(self) -> tuple[str, ...]:
        """List the required fields for which there is neither a column nor a value for all."""
        return tuple(each for each in REQUIRED if each not in self.columns and each not in self.defaults)

    def with_column(self, key: str, name: str) -> "EvidenceMap":
        """Let a column stand for a field; no column with an empty name."""
        columns = {each: kept for each, kept in self.columns.items() if each != key}
        left_out = tuple(each for each in self.left_out if each != key)
        if not name:
            return replace(self, columns=columns, left_out=(*left_out, key))
        return replace(self, columns={**columns, key: name}, left_out=left_out)

    def with_word(self, key: str, typed: str, word: str) -> "EvidenceMap":
        """Let one of their words stand for one of ours."""
        return replace(self, words={**self.words, key: {**self.words.get(key, {}), typed: word}})


def get_field(text: str, option: str = "") -> str:
    """Get a field by its name (`from` is short for `effective.from`). Raises UsageError."""
    key = text.strip().casefold().replace("-", "_")
    key = _LONG_WAYS.get(key, key)
    if key not in FIELDS:
        near = find_alike(key, FIELDS)
        hint = f"perhaps `{near[0]}`; all: {', '.join(FIELDS)}" if near else f"one of: {', '.join(FIELDS)}"
        raise UsageError(_named(f"there is no field `{text.strip()}`", option), hint=hint)
    return key


def get_column(text: str, columns: Mapping[str, str], option: str = "") -> str:
    """Get the name of a column by its heading in any case, or by its letters. `columns` has letters by name. Raises UsageError."""
    wanted = fold_line(text)
    by_fold = {fold_line(name): name for name in columns}
    by_letters = {f"{start}{letters}".casefold(): name for name, letters in columns.items() for start in ("", "column ")}
    found = by_fold.get(wanted) or by_letters.get(wanted)
    if found is None:
        near = find_alike(wanted, by_fold)
        hint = f"perhaps `{by_fold[near[0]]}`; " if near else ""
        raise UsageError(_named(f"the list has no column `{text.strip()}`", option), hint=f"{hint}it has {', '.join(columns)}")
    return found


def _named(message: str, option: str) -> str:
    return f"`{option}`: {message}" if option else message


def check_word(key: str, text: str, option: str) -> str:
    """Take one of our words of a field with words of its own; any text of others. Raises UsageError."""
    if key in (*LINKS, "supersedes"):
        hint = "leave it out; a column of the list says it row by row"
        raise UsageError(f"`{option}`: `{key}` is never the same for all", hint=hint)
    allowed: Sequence[str] = tuple({"kind": KINDS, "classification": CLASSIFICATIONS}.get(key, {}))
    word = text.strip().casefold()
    if allowed and word not in allowed:
        near = find_alike(word, allowed)
        hint = f"perhaps `{near[0]}`; all: {', '.join(allowed)}" if near else f"one of: {', '.join(allowed)}"
        raise UsageError(f"`{option}`: there is no {key} `{text.strip()}`", hint=hint)
    return word if allowed else text


def map_as_plain(mapping: EvidenceMap) -> Mapping[str, Any]:
    """Give a mapping as its file holds it."""
    plain: dict[str, Any] = {VERSION_KEY: _VERSION}
    values: Mapping[str, Any] = {
        "sheet": mapping.sheet,
        "columns": {key: mapping.columns[key] for key in FIELDS if key in mapping.columns},
        "left_out": list(mapping.left_out),
        "defaults": dict(mapping.defaults),
        "words": {key: dict(words) for key, words in mapping.words.items() if words},
        "dates": mapping.dates.value if mapping.dates else "",
        "rest": mapping.rest.value if mapping.rest else "",
        "headings": list(mapping.headings),
    }
    return {**plain, **{key: value for key, value in values.items() if value}}


def map_from_plain(plain: Mapping[str, Any]) -> EvidenceMap:
    """Take a mapping from what its file holds, which fits the schema `mapping`. Raises UsageError where it contradicts itself."""
    columns = plain.get("columns", {})
    for key in plain.get("left_out", ()):
        if key in columns:
            what = f"the mapping leaves out `{key}`, and names the column `{columns[key]}` for it"
            raise UsageError(what, hint=f"in its file, take `{key}` out of `left_out` or of `columns`")
    return EvidenceMap(
        columns={key: " ".join(name.split()) for key, name in columns.items()},
        defaults=plain.get("defaults", {}),
        words=plain.get("words", {}),
        dates=DateOrder(plain["dates"]) if "dates" in plain else None,
        rest=Rest(plain["rest"]) if "rest" in plain else None,
        left_out=tuple(plain.get("left_out", ())),
        sheet=plain.get("sheet", ""),
        headings=tuple(plain.get("headings", ())),
    )
