"""The one writer: takes changes, holds the lock, checks for conflicts, keeps the journal, and saves."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gni_assess.errors import ConflictError, StoreError
from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.plain import digest_of_plain, to_plain
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.journal import append_entry, journal_file
from gni_assess.store.layout import LINK_OUT, SCHEMAS, leads_out, record_file
from gni_assess.store.lock import hold_lock
from gni_assess.store.reading import parse_bytes, read_file
from gni_assess.store.save import refuse_read_only, save_atomically
from gni_assess.store.structure import RECORD_TYPES, build
from gni_assess.store.yaml_writer import dump_document, rewrite_keys


@dataclass(frozen=True, kw_only=True)
class _Save:
    """One save, ready to be carried out."""

    ref: RecordRef
    path: Path
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    data: bytes
    record: Record


def apply_changes(
    root: Path, changes: Sequence[Change], *, by: str, via: str, at: datetime, broken: Collection[RecordRef] = ()
) -> tuple[Record, ...]:
    """Write changes to the workspace and give the records as they are now on disk.

    `by` is a person of the workspace, `via` the command or the digest of the imported file, `at` the time with its zone. `broken`
    names records that stand somewhere on disk but could not be loaded; they are never made a second time. Every change is checked before
    the first is written. Raises ConflictError where a record is no longer the one that was read, BusyError where another
    command is writing, StoreError where a file cannot be read or written.
    """
    with hold_lock(root):
        saves = [_prepare(root, each, broken) for each in changes]
        _refuse_twice(saves)
        for save in saves:
            if save.before == save.after:
                continue
            append_entry(root, save.ref.id, before=save.before, after=save.after, by=by, via=via, at=at)
            save_atomically(save.path, save.data, is_locked=True)
    return tuple(each.record for each in saves)


def _prepare(root: Path, change: Change, broken: Collection[RecordRef]) -> _Save:
    ref = RecordRef(kind=change.after.kind, id=change.after.id)
    file = record_file(ref)
    for each in (file, journal_file(Path(), ref.id).as_posix()):
        if leads_out(root, each):
            raise StoreError(f"`{each}` leads out of the workspace by a link; nothing was saved", hint=LINK_OUT)
    after = to_plain(change.after)
    before = None if change.before is None else to_plain(change.before)
    on_disk = _read(root, file, ref)
    _refuse_second(root, ref, on_disk, broken)
    if _digest(on_disk) != _digest(before):
        raise _conflict(file, ref, after, on_disk)
    data = _new_text(root, file, on_disk, after).encode()
    record = _read_back(data, file, ref, after)
    # A link that stays inside goes on being one: what it leads to is what changes.
    path = Path(os.path.realpath(root / file)) if (root / file).is_symlink() else root / file
    if before != after:
        refuse_read_only(path)
        refuse_read_only(journal_file(root, ref.id))
    return _Save(ref=ref, path=path, before=before, after=after, data=data, record=record)


def _refuse_twice(saves: Sequence[_Save]) -> None:
    # Both were checked against the same file, so the second would be saved over the first.
    seen: dict[RecordRef, Mapping[str, Any]] = {}
    for each in saves:
        if each.ref in seen and seen[each.ref] != each.after:
            raise _conflict(record_file(each.ref), each.ref, each.after, seen[each.ref])
        seen[each.ref] = each.after


def _read(root: Path, file: str, ref: RecordRef) -> Mapping[str, Any] | None:
    path = root / file
    if not os.path.lexists(path):
        return None
    if path.is_symlink() and not path.exists():
        hint = "make that file available again (a drive that is not connected?), or remove the link"
        raise StoreError(f"`{file}` is a link to a file that is not there; nothing was saved", hint=hint)
    read = read_file(root, file, ref.kind.value, record=ref)
    if read.value is None:
        first = read.problems[0]
        raise StoreError(f"`{file}` cannot be read, so it was not changed: {first.message}", hint=first.fix)
    return to_plain(build(RECORD_TYPES[ref.kind], read.value))


def _refuse_second(root: Path, ref: RecordRef, on_disk: Mapping[str, Any] | None, broken: Collection[RecordRef]) -> None:
    file = record_file(ref)
    if on_disk is None and ref in broken:
        message = f"{ref.id} is in a file that could not be loaded as it is; nothing was saved, so that there are not two of it"
        raise StoreError(message, hint="mend that file first; `gni-assess validate` shows it")
    name, present = Path(file).name, _names_in((root / file).parent)
    # Some file systems open the file in spite of its name, others would get a second one.
    if name not in present and any(each.casefold() == name.casefold() for each in present):
        message = f"there is a file already whose name differs from `{file}` in upper and lower case alone; nothing was saved"
        raise StoreError(message, hint=f"rename it to `{name}`")
    if on_disk is not None and on_disk.get("criterion" if ref.kind is RecordKind.RESPONSE else "id", ref.id) != ref.id:
        raise StoreError(f"`{file}` holds a record with another id; nothing was saved", hint="rename the file, or correct the id in it")


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - only the names
    except OSError:  # not there yet; or one may write in it, but not look
        return []


def _digest(plain: Mapping[str, Any] | None) -> str:
    return "" if plain is None else digest_of_plain(plain)


def _new_text(root: Path, file: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    if before is None:
        return dump_document(dict(after), header_for(file))
    changed = {key: value for key, value in after.items() if key not in before or before[key] != value}
    removed = [key for key in before if key not in after]
    return rewrite_keys((root / file).read_bytes().decode(), changed, removed, order=tuple(after))


def header_for(file: str) -> str:
    """Give the first line of a file: where editors find its schema."""
    up = "../" * file.count("/")
    kind = {"policies": "policy"}.get(folder := file.split("/")[-2], folder.removesuffix("s")) if "/" in file else "workspace"
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{kind}.json\n"


def _read_back(data: bytes, file: str, ref: RecordRef, after: Mapping[str, Any]) -> Record:
    # What is about to replace the old file is read back by the strict reader first.
    read = parse_bytes(data, file, ref.kind.value, record=ref)
    if read.value is None:
        first = read.problems[0]
        raise StoreError(f"`{file}` was not changed: {first.message}", hint=first.fix)
    record = build(RECORD_TYPES[ref.kind], read.value)
    if _digest(to_plain(record)) != _digest(after):
        raise StoreError(f"`{file}` was not changed: the new text would not read back the same", hint="this is a bug; please report it")
    return record


def _conflict(file: str, ref: RecordRef, after: Mapping[str, Any], on_disk: Mapping[str, Any] | None) -> ConflictError:
    if on_disk is None:
        message = f"`{file}` was removed since it was read; nothing was saved"
    else:
        message = f"`{file}` was changed by someone else since it was read; it was not saved over"
    return ConflictError(
        message,
        hint="look at both versions, then enter yours again or keep theirs",
        record_id=ref.id,
        mine=dump_document(dict(after), ""),
        theirs=None if on_disk is None else dump_document(dict(on_disk), ""),
    )
