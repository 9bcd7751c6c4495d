"""The domain's values as plain ones (text, numbers, dates, lists, mappings), as files hold them, and their digests.

A field whose name in a file differs from the name in Python says so in its metadata (`key`); one that is written even at its default
says `always`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.model.dates import PartialDate


def to_plain(record: object) -> dict[str, Any]:
    """Turn a dataclass of the domain into a mapping as a file holds it: without defaults, dates as dates, line ends as line feeds."""
    return {
        key: _plain(value)
        for key, each, default in layout_of(type(record))  # type: ignore[arg-type] # classes can be hashed
        if (value := getattr(record, each.name)) != default or each.metadata.get("always", False)
    }


def digest_of(record: object) -> str:
    """Give the SHA-256 of a record's canonical values (not of the bytes of its file), in hexadecimal."""
    return digest_of_plain(to_plain(record))


def digest_of_plain(plain: object) -> str:
    """Give the SHA-256 of plain values in canonical JSON."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise StoreError("the text holds half a character (a lone surrogate)", hint="remove it, or paste the text again") from error


def keys_of(cls: type) -> tuple[str, ...]:
    """Name the fields of a dataclass as files spell them, in the order in which they are written."""
    return tuple(key for key, _, _ in layout_of(cls))


_FIRST = ("workspace", "id", "kind", "criterion", "title", "summary")


@cache
def layout_of(cls: type) -> tuple[tuple[str, Field[Any], object], ...]:
    """Give name in files, field and default of each field of a dataclass, in the order in which files are written."""
    rows = []
    for each in fields(cls):
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        rows.append((str(each.metadata.get("key", each.name)), each, default))
    rows.sort(key=lambda row: _FIRST.index(row[0]) if row[0] in _FIRST else len(_FIRST))
    return tuple(rows)


def _plain(value: object) -> Any:  # noqa: ANN401, PLR0911 - plain values can be anything; one line each
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, PartialDate):
        return value.exact or value.text
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    return value
