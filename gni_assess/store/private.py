"""Files for one person alone: what was typed and is in no record yet, and where they left. Never in git, never readable by others."""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import TOOL_FOLDER, leads_out, passes_links
from gni_assess.store.save import confirming, not_written, sync_folder

UNSAVED = f"{TOOL_FOLDER}/unsaved"
"""The folder, relative to the workspace, with a folder for each person below. It is never part of the record."""

_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TAKEN = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|drafts|editing|lines|places")
_IGNORE = b"*\n"


def own_folder(person_id: str, purpose: str = "") -> str:
    """Give the folder of a person, relative to that for private files; `purpose` names one of its own below, such as for reviews.

    Two ids never share one, also where the disk takes capitals for small letters, and none leads elsewhere.
    """
    if _PLAIN_ID.fullmatch(person_id) and not _TAKEN.fullmatch(person_id):
        name = person_id
    else:
        # What is no plain name, means something else on some system, or to an older version, is told apart by the dot.
        readable = re.sub(r"[^a-z0-9]+", "-", person_id.lower()).strip("-")[:40] or "person"
        name = f"{readable}.{hashlib.sha256(person_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    return f"{name}/{purpose}" if purpose else name


def private_place(root: Path, file: str) -> Path:
    """Give the place of a private file, relative to the folder for them. Raises StoreError where a link is on the way."""
    place = f"{UNSAVED}/{file}"
    if leads_out(root, place):
        raise StoreError(f"`{place}` is a link that leads out of the workspace", hint="remove the link; the tool makes the file again")
    # Inside of the workspace a link may lead to what others read. Windows cannot tell, and makes no links by accident.
    if os.name != "nt" and passes_links(root, place.split("/")):
        raise StoreError(f"`{place}` is behind a link", hint="remove the link; the tool makes what it leads to again")
    return root / place


def list_private(root: Path, folder: str) -> tuple[Path, ...]:
    """Give the files in a private folder by their names; none where there is no such folder, or it may not be read."""
    try:
        return tuple(sorted(each for each in private_place(root, folder).iterdir() if each.is_file() and not each.is_symlink()))
    except (StoreError, OSError):
        return ()


def write_private(root: Path, path: Path, data: bytes, *, durably: bool = True) -> None:
    """Write a file that only its owner may read, in place of what is there. Raises StoreError.

    Without `durably` it outlives the program, but not a loss of power: for what is written at every key.
    """
    with _writing(root, path):
        _write_whole(path, data, durably=durably)


def create_private(root: Path, path: Path, data: bytes) -> bool:
    """Write such a file where none is yet; tell whether that was so. Raises StoreError."""
    with _writing(root, path):
        try:
            os.close(_create(path))
        except FileExistsError:
            if os.path.lexists(path):
                return False
            raise
        try:
            _write_whole(path, data, durably=True)
        except StoreError:  # it is whole, and only not safe from a loss of power
            raise
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
    return True


def make_private_folder(root: Path, folder: Path) -> None:
    """Make a private folder with those above it, unseen by git. Raises StoreError."""
    with _writing(root, folder / "file"):
        pass


def remove_private(path: Path) -> None:
    """Remove such a file, and what a killed save left beside it. Raises StoreError."""
    for each in (path, *path.parent.glob(f".{path.name}.*.tmp")):
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            why = error.strerror or "unknown reason"
            raise StoreError(f"cannot remove `{each}`: {why}", hint="check the folder's permissions, then remove it yourself") from error


@contextlib.contextmanager
def _writing(root: Path, path: Path) -> Iterator[None]:
    private_place(root, path.relative_to(root / UNSAVED).as_posix())
    try:
        _make_folders(root, path.parent)
        _hide_from_git(root / UNSAVED)
        yield
    except OSError as error:
        raise not_written(path, error) from error


def _make_folders(root: Path, folder: Path) -> None:
    # Each level by itself: a mode given for a whole path holds for the last folder alone.
    (root / TOOL_FOLDER).mkdir(exist_ok=True)
    levels = [each for each in (folder, *folder.parents) if each.is_relative_to(root / UNSAVED)]
    for each in reversed(levels):
        each.mkdir(mode=0o700, exist_ok=True)


def _hide_from_git(folder: Path) -> None:
    # The list of what git leaves out may be older than this folder. What else stands here would let private texts into git.
    own = folder / ".gitignore"
    with contextlib.suppress(OSError):
        if not own.is_symlink() and own.is_file() and own.read_bytes().split() == [b"*"]:
            return
    _write_whole(own, _IGNORE, durably=False)


def _write_whole(path: Path, data: bytes, *, durably: bool) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(_create(temporary), "wb") as stream:
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
        with confirming(path):
            sync_folder(path.parent)


def _create(path: Path) -> int:
    # Never readable by others, not even for a moment: it may be confidential, and nobody has classified it yet.
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
