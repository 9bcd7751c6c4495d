"""What a change would write, field by field, for whoever decides whether it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import takewhile
from typing import Any

from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.leaves import leaves
from gni_assess.model.plain import to_plain
from gni_assess.model.vocabulary import RecordKind

_KEPT_BY_THE_TOOL = frozenset({"updated", "answered", "confirmed_wording", "origin", "skipped", "skip_reason"})
_NAMED_ALREADY = frozenset({"id", "criterion"})
_LINKS, _GAPS = "evidence", "gaps"
_NEW = "this new record"
_WORDS = frozenset({"finding", "impact", "kind", "classification"})
_COUNTED_BY_THE_TOOL = frozenset({"due_moves", "original_due"})


@dataclass(frozen=True, kw_only=True)
class WrittenField:
    """A field that a change fills or alters. `name` is in words: `answer`, `gap GOV-01-G417 summary`; an empty text means nothing.

    Ids that are drawn for what is new are not said, as others may be drawn when it is written: `record` is empty then.
    """

    record: str
    name: str
    before: str
    after: str


def find_written(changes: Sequence[Change]) -> tuple[WrittenField, ...]:
    """Find the fields that changes would fill or alter, in the order of the files; what the tool itself keeps is left out."""
    new = frozenset(each.after.id for each in changes if each.before is None and each.after.kind is not RecordKind.RESPONSE)
    return tuple(field for change in changes for field in _fields_of(change, new))


def _fields_of(change: Change, new: frozenset[str]) -> Iterator[WrittenField]:
    before, after = (_texts_of(each) for each in _without_the_same(change))
    record = "" if change.after.id in new else change.after.id
    for path in dict.fromkeys((*after, *before)):
        was, becomes = before.get(path, ""), after.get(path, "")
        # The day by which somebody was to answer goes with the answer.
        if was == becomes or (path == "due" and not becomes):
            continue
        if (name := _in_words(path, before, new)) == _LINKS:
            was, becomes = (_NEW if each in new else each for each in (was, becomes))
        if name:
            yield WrittenField(record=record, name=name, before=_say(path, was), after=_say(path, becomes))


def _without_the_same(change: Change) -> tuple[Record | None, Record]:
    """Leave out how two lists begin alike: a list of evidence links thousands of rows from one response, each time with all before it."""
    if change.before is None:
        return None, change.after
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for each in fields(change.after):
        first, second = getattr(change.before, each.name), getattr(change.after, each.name)
        if isinstance(first, tuple) and isinstance(second, tuple) and not isinstance(next(iter(second), ""), str):
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
            old[each.name], new[each.name] = first[same:], second[same:]
    return replace(change.before, **old), replace(change.after, **new)


def _texts_of(record: Record | None) -> dict[str, str]:
    if record is None:
        return {}
    plain = {key: value for key, value in to_plain(record).items() if key not in _KEPT_BY_THE_TOOL}
    found: dict[str, str] = {}
    for path, text in leaves(plain):
        found[path] = f"{found[path]}, {text}" if path in found else text
    return found


def _in_words(path: str, before: Mapping[str, str], new: frozenset[str]) -> str:
    """Say which field a path is; empty where another field says the same."""
    first, *others = path.rstrip("/").split("/")
    last = others[-1] if others else first
    if first == _LINKS and others[1:] == ["id"]:
        return first
    if last in _NAMED_ALREADY or last in _COUNTED_BY_THE_TOOL:
        return ""
    if first == _LINKS and others and others[0] in new:
        others = others[1:]
    if first == _GAPS and others:
        is_new = f"{_GAPS}/{others[0]}/id" not in before
        if is_new and last == "status":
            return ""
        first, others = ("new gap", others[1:]) if is_new else ("gap", others)
    return " ".join((first, *others)).replace("unsure", "not sure").replace("_", " ")


def _say(path: str, text: str) -> str:
    if text in ("True", "False"):
        return "yes" if text == "True" else "no"
    return text.replace("-", " ") if path.rpartition("/")[2] in _WORDS else text
