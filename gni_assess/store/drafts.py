"""Records that are being entered, kept for one person until the record itself is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import private_place, remove_private, write_private
from gni_assess.store.reading import read_bounded
from gni_assess.store.yaml_reader import YamlError, read_yaml
from gni_assess.store.yaml_writer import dump_document

_FOLDER = "drafts"
_HEADER = "# Evidence that is being entered in an interview. `gni-assess interview` goes on with it."


@dataclass(frozen=True, kw_only=True)
class StoredDraft:
    """What is on disk of a record that is being entered; see `interview.forms.draft.Draft` for the fields."""

    kind: RecordKind
    criterion: str
    fields: Mapping[str, object] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    record_id: str = ""


def keep_draft(root: Path, person_id: str, draft: StoredDraft) -> Path:
    """Put a draft on disk, in place of what is there of it. Raises StoreError."""
    path = _place(root, person_id, draft.criterion)
    plain = {
        "kind": draft.kind.value,
        "record": draft.record_id,
        "passed": list(draft.passed),
        "emptied": list(draft.emptied),
        "fields": dict(draft.fields),
    }
    write_private(root, path, dump_document(plain, _HEADER).encode())
    return path


def forget_draft(root: Path, person_id: str, criterion_id: str) -> None:
    """Take a draft away. Raises StoreError."""
    remove_private(_place(root, person_id, criterion_id))


def find_drafts(root: Path, person_id: str) -> tuple[StoredDraft, ...]:
    """Read the drafts of a person; what is no draft, or cannot be read, is left alone."""
    try:
        folder = private_place(root, f"{_FOLDER}/{person_id}")
        paths = sorted(folder.glob("*.yaml"))
    except (StoreError, OSError):
        return ()
    return tuple(found for each in paths if (found := _read(each)) is not None)


def _read(path: Path) -> StoredDraft | None:
    try:
        value: Any = read_yaml(read_bounded(path)).value
        return StoredDraft(
            kind=RecordKind(value["kind"]),
            criterion=path.stem,
            fields=value["fields"] if isinstance(value["fields"], dict) else {},
            passed=tuple(str(each) for each in value["passed"]),
            emptied=tuple(str(each) for each in value["emptied"]),
            record_id=str(value["record"]),
        )
    except (OSError, YamlError, KeyError, TypeError, ValueError):
        return None


def _place(root: Path, person_id: str, criterion_id: str) -> Path:
    if kind_of_id(criterion_id) is not RecordKind.RESPONSE:
        raise StoreError(f"`{criterion_id}` is not the id of a criterion", hint="this is a bug; please report it")
    return private_place(root, f"{_FOLDER}/{person_id}/{criterion_id}.yaml")
