"""Files for one person alone: what was typed and is in no record yet, and where they left. Never in git, never readable by others."""

import contextlib
import os
import secrets
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import TOOL_FOLDER, leads_out
from gni_assess.store.save import not_written, sync_folder

UNSAVED = f"{TOOL_FOLDER}/unsaved"
"""The folder, relative to the workspace. It is for one person only, and never part of the record."""


def private_place(root: Path, file: str) -> Path:
    """Give the place of a private file, relative to the folder for them. Raises StoreError where it leads out of the workspace."""
    place = f"{UNSAVED}/{file}"
    if leads_out(root, place):
        raise StoreError(f"`{place}` is a link that leads out of the workspace", hint="remove the link; the tool makes the file again")
    return root / place


def write_private(root: Path, path: Path, data: bytes, *, durably: bool = True) -> None:
    """Write a file that only its owner may read, in place of what is there. Raises StoreError.

    Without `durably` it outlives the program, but not a loss of power: for what is written at every key.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _hide_from_git(root / UNSAVED)
        try:
            # Never readable by others, not even for a moment: it may be confidential, and nobody has classified it yet.
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                if durably:
                    os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        if durably:
            sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def remove_private(path: Path) -> None:
    """Remove such a file, and what a killed save left beside it. Raises StoreError."""
    try:
        path.unlink(missing_ok=True)
        for each in path.parent.glob(f".{path.name}.*.tmp"):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(path, error) from error


def _hide_from_git(folder: Path) -> None:
    # The list of what git leaves out may be older than this folder.
    own = folder / ".gitignore"
    if not own.exists():
        own.write_text("*\n", encoding="utf-8")
