"""Entries of lists, known by something that stays when others come and go: what a position in a list cannot be."""

import hashlib
from collections.abc import Iterator, Mapping

from gni_assess.model.assessment import Assessment
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, RecordRef
from gni_assess.model.limits import Limit
from gni_assess.model.plain import layout_of
from gni_assess.model.response import ScopedFinding

_LISTS_OF_IDS = frozenset({"evidence", "criteria", "services", "entities"})
_SHORT = 16


def digest_entries(assessment: Assessment, record: RecordRef, path: KeyPath) -> str:
    """Give a digest of the entries that a path passes; empty where it passes none that has a name of its own.

    An entry is known by its id (of a gap, or of what is linked), a limit by its ground. A person may have typed them, so they are never
    given in clear. What could only be told by a text or a date (a step, an option, a protected term) has no name.
    """
    if not any(isinstance(each, int) for each in path):
        return ""
    value = assessment.workspace if record == WORKSPACE_REF else assessment.of_kind(record.kind).get(record.id)
    names = tuple(_names(value, path))
    text = "\0".join((record.kind.value, record.id, *names))
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:_SHORT] if names else ""


def _names(value: object, path: KeyPath) -> Iterator[str]:
    key = ""
    for step in path:
        if isinstance(step, str):
            key, value = step, _field(value, step)
        elif isinstance(value, tuple) and step < len(value):
            value = value[step]
            if name := _name(value, key):
                yield name
        else:
            return


def _field(value: object, key: str) -> object:
    if isinstance(value, Mapping):
        return value.get(key)
    if not hasattr(value, "__dataclass_fields__"):
        return None
    return next((getattr(value, each.name) for name, each, _ in layout_of(type(value)) if name == key), None)  # type: ignore[arg-type] # classes can be hashed


def _name(entry: object, key: str) -> str:
    if isinstance(entry, str):
        return entry if key in _LISTS_OF_IDS else ""
    if isinstance(entry, Limit):
        return entry.ground or ""
    if isinstance(entry, ScopedFinding):
        return f"{entry.entity}/{entry.service}"
    return str(getattr(entry, "id", ""))
