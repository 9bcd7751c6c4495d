"""What could not be saved: put aside on disk, so that a window that dies takes nothing typed with it."""

import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import TOOL_FOLDER, is_there, kind_of_id, leads_out
from gni_assess.store.reading import read_bounded
from gni_assess.store.save import not_written, sync_folder
from gni_assess.store.yaml_reader import MAX_BYTES, YamlError, read_yaml
from gni_assess.store.yaml_writer import dump_document

UNSAVED = f"{TOOL_FOLDER}/unsaved"
"""The folder, relative to the workspace. It is for one person only, and never part of the record."""

_HEADER = "What was typed and could not be saved. `gni-assess interview` tells how to see it again and how to take it away."


def keep_unsaved(root: Path, record_id: str, text: str) -> Path:
    """Put a text that belongs to a record on disk, beside those that stand there already, and say where. Raises StoreError."""
    path = _place(root, record_id)
    present = read_unsaved(path) if path.exists() else ()
    if text not in present:
        _write(path, (*present, text))
    return path


def forget_unsaved(root: Path, record_id: str, text: str = "") -> None:
    """Take away a text that was kept for a record, or all of them where none is named. Raises StoreError."""
    path = _place(root, record_id)
    if not path.exists():
        return
    left = tuple(each for each in read_unsaved(path) if each != text) if text else ()
    if left:
        _write(path, left)
        return
    try:
        path.unlink(missing_ok=True)
        for each in path.parent.glob(f".{path.name}.*.tmp"):  # left by a killed save
            each.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(path, error) from error


def find_unsaved(root: Path) -> tuple[Path, ...]:
    """Find the files that hold what was not saved, by record."""
    folder = root / UNSAVED
    if leads_out(root, UNSAVED) or not is_there(folder, folder=True):
        return ()
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:  # somebody else's
        return ()
    ids = (each.removesuffix(".yaml") for each in names if each.endswith(".yaml"))
    return tuple(folder / f"{each}.yaml" for each in ids if kind_of_id(each) and not leads_out(root, f"{UNSAVED}/{each}.yaml"))


def read_unsaved(path: Path) -> tuple[str, ...]:
    """Read the texts of such a file; one that was edited into something else is one text. Raises StoreError."""
    try:
        data = read_bounded(path)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise StoreError(f"cannot read `{path}`: {why}", hint="check that you may read it") from error
    if len(data) > MAX_BYTES:
        raise StoreError(f"`{path}` is too long to be read", hint="move it elsewhere")
    try:
        value = read_yaml(data).value
    except YamlError:
        value = None
    texts = value.get("unsaved") if isinstance(value, dict) and set(value) == {"unsaved"} else None
    if isinstance(texts, list) and texts and all(isinstance(each, str) for each in texts):
        return tuple(texts)
    return (data.decode(errors="replace"),)


def _place(root: Path, record_id: str) -> Path:
    file = f"{UNSAVED}/{record_id}.yaml"
    if kind_of_id(record_id) is None:
        raise StoreError(f"`{record_id}` is not the id of a record", hint="this is a bug; please report it")
    if leads_out(root, file):
        raise StoreError(f"`{file}` is a link that leads out of the workspace", hint="remove the link; the tool makes the file again")
    return root / file


def _write(path: Path, texts: Sequence[str]) -> None:
    data = dump_document({"unsaved": list(texts)}, _HEADER).encode()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _hide_from_git(path.parent)
        try:
            # Never readable by others, not even for a moment: it may be confidential, and nobody has classified it yet.
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def _hide_from_git(folder: Path) -> None:
    # The list of what git leaves out may be older than this folder.
    own = folder / ".gitignore"
    if not own.exists():
        own.write_text("*\n", encoding="utf-8")
