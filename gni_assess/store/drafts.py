"""Records that are being entered, kept for one person until the record itself is there."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import list_private, private_place, remove_private, write_private
from gni_assess.store.private_session import PrivateSession, is_running
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
    drawn: str = ""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The drafts of a person: those that this window has now, those that wait, and those that are open in another window."""

    taken: tuple[StoredDraft, ...] = ()
    waiting: tuple[StoredDraft, ...] = ()
    elsewhere: tuple[StoredDraft, ...] = ()


def keep_draft(session: PrivateSession, draft: StoredDraft) -> Path:
    """Put a draft on disk, in place of what is there of it; never over that of another window. Raises StoreError."""
    path = _place(session, draft.criterion)
    plain = {
        "kind": draft.kind.value,
        "record": draft.record_id,
        "drawn": draft.drawn,
        "passed": list(draft.passed),
        "emptied": list(draft.emptied),
        "fields": dict(draft.fields),
    }
    data = dump_document(plain, _HEADER).encode()
    session.begin()
    write_private(session.root, path, data)
    return path


def forget_draft(session: PrivateSession, criterion_id: str) -> None:
    """Take away what this window has on disk of a draft. Raises StoreError."""
    remove_private(_place(session, criterion_id))


def find_drafts(root: Path, owner: str) -> tuple[StoredDraft, ...]:
    """Read the drafts of a person, in whichever window; what is no draft is left alone."""
    return tuple(draft for path in _files(root, owner) if (draft := _read(path)) is not None)


def take_drafts(session: PrivateSession) -> Begun:
    """Take over the last draft at each criterion from sessions that are gone; what is no draft is left alone. Never raises."""
    taken: dict[str, StoredDraft] = {}
    waiting: list[StoredDraft] = []
    elsewhere: list[StoredDraft] = []
    # What is this window's already comes first: nothing may be put over it.
    for path in sorted(_files(session.root, session.owner), key=lambda each: _session_of(each) != session.id):
        draft, of = _read(path), _session_of(path)
        if draft is None:
            continue
        if of != session.id and of and is_running(session.root, session.owner, of):
            elsewhere.append(draft)
        elif draft.criterion in taken:
            waiting.append(draft)
        elif _take(session, path):
            taken[draft.criterion] = draft
        else:
            elsewhere.append(draft)
    return Begun(taken=tuple(taken.values()), waiting=tuple(waiting), elsewhere=tuple(elsewhere))


def _take(session: PrivateSession, path: Path) -> bool:
    session.begin()
    # Where the disk refuses it, the person goes on with the draft all the same; the file stays as it is.
    with contextlib.suppress(StoreError, OSError):
        try:
            path.replace(_place(session, _criterion_of(path)))
        except FileNotFoundError:  # of two windows that are opened at once, one comes first
            return False
    return True


def _read(path: Path) -> StoredDraft | None:
    try:
        value: Any = read_yaml(read_bounded(path)).value
        if kind_of_id(_criterion_of(path)) is not RecordKind.RESPONSE:
            return None
        return StoredDraft(
            kind=RecordKind(value["kind"]),
            criterion=_criterion_of(path),
            fields=value["fields"] if isinstance(value["fields"], dict) else {},
            passed=tuple(str(each) for each in value["passed"]),
            emptied=tuple(str(each) for each in value["emptied"]),
            record_id=str(value["record"]),
            drawn=str(value.get("drawn", "")),
        )
    except (OSError, YamlError, KeyError, TypeError, ValueError):
        return None


def _files(root: Path, owner: str) -> tuple[Path, ...]:
    """Give the files of drafts by criterion, the one that was changed last first."""

    def order(path: Path) -> tuple[str, float, str]:
        with contextlib.suppress(OSError):
            return _criterion_of(path), -path.stat().st_mtime, path.name
        return _criterion_of(path), 0.0, path.name

    return tuple(sorted((each for each in list_private(root, f"{owner}/{_FOLDER}") if each.suffix == ".yaml"), key=order))


def _criterion_of(path: Path) -> str:
    return path.name.partition(".")[0]


def _session_of(path: Path) -> str:
    return path.name.removesuffix(".yaml").partition(".")[2]


def _place(session: PrivateSession, criterion_id: str) -> Path:
    """Give the file for the draft of this window at a criterion."""
    if kind_of_id(criterion_id) is not RecordKind.RESPONSE:
        raise StoreError(f"`{criterion_id}` is not the id of a criterion", hint="this is a bug; please report it")
    return private_place(session.root, f"{session.owner}/{_FOLDER}/{criterion_id}.{session.id}.yaml")
