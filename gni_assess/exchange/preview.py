"""What a change would write, field by field, for whoever decides whether it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from gni_assess.model.changes import Change
from gni_assess.model.leaves import leaves
from gni_assess.model.plain import to_plain

_KEPT_BY_THE_TOOL = frozenset({"updated", "answered", "confirmed_wording", "origin", "skipped", "skip_reason"})
_NAMED_ALREADY = frozenset({"id", "criterion"})
_SINGULAR = {"gaps": "gap"}


@dataclass(frozen=True, kw_only=True)
class WrittenField:
    """A field that a change fills or alters. `name` is in words: `answer`, `gap GOV-01-G417 summary`; an empty text means nothing."""

    record: str
    name: str
    before: str
    after: str


def find_written(changes: Iterable[Change]) -> tuple[WrittenField, ...]:
    """Find the fields that changes would fill or alter, in the order of the files; what the tool itself keeps is left out."""
    return tuple(field for change in changes for field in _fields_of(change))


def _fields_of(change: Change) -> tuple[WrittenField, ...]:
    before, after = ({} if each is None else _texts_of(each) for each in (change.before, change.after))
    paths = [path for path in dict.fromkeys((*after, *before)) if before.get(path, "") != after.get(path, "")]
    return tuple(
        WrittenField(record=change.after.id, name=_in_words(path), before=before.get(path, ""), after=after.get(path, ""))
        for path in paths
        # The day by which somebody was to answer goes with the answer.
        if path.rpartition("/")[2] not in _NAMED_ALREADY and (path != "due" or "due" in after)
    )


def _texts_of(record: object) -> dict[str, str]:
    plain = {key: value for key, value in to_plain(record).items() if key not in _KEPT_BY_THE_TOOL}
    found: dict[str, str] = {}
    for path, text in leaves(plain):
        found[path] = f"{found[path]}, {text}" if path in found else text
    return found


def _in_words(path: str) -> str:
    first, *others = path.replace("_", " ").rstrip("/").split("/")
    return " ".join((_SINGULAR.get(first, first), *others))
