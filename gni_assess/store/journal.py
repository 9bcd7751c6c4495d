"""The journal of a record: what changed in it, when, by whom. Append-only, one JSON object a line.

Entries form a graph by `parents`: a fork is two branches merged, a missing link is an edit by hand; both are information.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.model.plain import digest_of_plain
from gni_assess.store.layout import JOURNAL
from gni_assess.store.save import append_durably


def journal_file(root: Path, record_id: str) -> Path:
    """Give the path of a record's journal."""
    return root / JOURNAL / f"{record_id}.jsonl"


def append_entry(
    root: Path,
    record_id: str,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    by: str,
    via: str,
    at: datetime,
) -> None:
    """Append what is about to change. Written before the record, so that nothing typed is lost should the record not be written."""
    path = journal_file(root, record_id)
    old = before or {}
    changed = [key for key in (*old, *(key for key in after if key not in old)) if old.get(key) != after.get(key)]
    entry = {
        "at": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "by": by,
        "via": via,
        "changes": [{"field": key, "old": old.get(key), "new": after.get(key)} for key in changed],
        "before": None if before is None else digest_of_plain(before),
        "after": digest_of_plain(after),
        "parents": _heads(path),
    }
    append_durably(path, _line(entry))


def read_entries(path: Path) -> dict[str, dict[str, Any]]:
    """Read a journal: entries by their ids, in the order of the file. Raises StoreError.

    The id, by which later entries name one as parent, is the start of the SHA-256 of its line. A line that a crash left unfinished, or
    that someone spoiled, is passed over.
    """
    if not path.is_file():
        return {}
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read `{path}`: {error.strerror}", hint="check that you may read it") from error
    return {hashlib.sha256(line).hexdigest()[:16]: entry for line in data.split(b"\n") if (entry := _parse(line)) is not None}


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, default=str).encode()


def _heads(path: Path) -> list[str]:
    entries = read_entries(path)
    lists = (parents for entry in entries.values() if isinstance(parents := entry.get("parents"), list))
    named = {parent for parents in lists for parent in parents if isinstance(parent, str)}
    return [each for each in entries if each not in named]
