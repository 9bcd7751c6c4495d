"""Writing a file so that after a crash it is either the old one or the new one."""

import contextlib
import errno
import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from gni_assess.errors import StoreError
from gni_assess.store.leftovers import claim, ending_tidily, remove_leftovers

_ASKING = threading.Lock()


def save_atomically(path: Path, data: bytes, *, is_locked: bool = False) -> None:
    """Write a file by way of a temporary one beside it, flushed to the disk before it takes the old one's place. Raises StoreError.

    `is_locked` says that nobody else can write the same file now. The temporary one then has a name that the next save of this file uses
    again, so that what a killed save left behind does not stay.
    """
    with replacing(path, is_locked=is_locked) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def replacing(path: Path, *, is_locked: bool = False, if_taken: Callable[[Path], Path] | None = None, family: str = "") -> Iterator[Path]:
    """Give an empty file beside this one to be written; it takes its place, with its rights, once all went well. Raises StoreError.

    With `if_taken` nothing is ever replaced: where something has the name by then, it is asked for another one, or raises. Where anything
    goes wrong, the old file is as it was and the new one is removed, also where the program is told to end. What a killed run left behind
    beside the same file, or beside one whose name begins with `family`, is removed as well, once the new one is in its place; never what
    another run is writing.
    """
    with ending_tidily() as ignore_signals:
        try:
            make_folder(path.parent)
            mode = path.stat().st_mode & 0o777 if if_taken is None and path.exists() else None
            stream = _begin(path, is_locked=is_locked)
            temporary = Path(stream.name)
            try:
                yield temporary
                path = _put(stream, temporary, path, mode, if_taken)
            except BaseException:
                ignore_signals()
                with contextlib.suppress(OSError):
                    stream.close()
                with contextlib.suppress(OSError):
                    temporary.unlink()
                raise
        except OSError as error:
            raise not_written(path, error) from error
        with confirming(path):
            stream.close()
            sync_folder(path.parent)
        if not is_locked:
            with contextlib.suppress(OSError):
                remove_leftovers(path, path.stat().st_mtime, family=family)


def _begin(path: Path, *, is_locked: bool) -> BinaryIO:
    if is_locked:
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.unlink(missing_ok=True)
        return open(temporary, "xb", opener=_open_for_us_alone)
    while True:
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        stream = open(temporary, "xb", opener=_open_for_us_alone)  # noqa: SIM115 - as above
        if claim(stream):
            return stream
        stream.close()


def _open_for_us_alone(name: str, flags: int) -> int:
    # A run that is killed leaves it behind, under a name that nobody looks for.
    return os.open(name, flags, 0o600)


def _put(stream: BinaryIO, temporary: Path, path: Path, mode: int | None, if_taken: Callable[[Path], Path] | None) -> Path:
    os.fsync(stream.fileno())
    if mode is not None:
        temporary.chmod(mode)
    else:
        with contextlib.suppress(PermissionError):  # some disks keep no rights of their own
            temporary.chmod(_usual_rights())
    if os.name != "posix":  # elsewhere nothing that is open can be renamed
        stream.close()
    if if_taken is None:
        temporary.replace(path)
        return path
    while True:
        try:
            _put_new(temporary, path)
        except FileExistsError:
            path = if_taken(path)
        else:
            return path


def _put_new(temporary: Path, path: Path) -> None:
    """Give a file its name. Raises FileExistsError where something has it, even if that came there only now."""
    if os.name != "posix":
        temporary.rename(path)  # which replaces nothing there
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # not every disk has links: an empty file of our own keeps the name until the whole one is there
        path.open("xb").close()
        try:
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
    else:
        temporary.unlink()


def _usual_rights() -> int:
    # It can only be asked for by setting it. What another thread makes in that moment is for us alone, rather than for all.
    with _ASKING:
        mask = os.umask(0o077)
        os.umask(mask)
    return 0o666 & ~mask


@contextlib.contextmanager
def confirming(path: Path) -> Iterator[None]:
    """Do what makes sure of a file that is written already. Raises StoreError that says so where that fails."""
    try:
        yield
    except OSError as error:
        message = f"`{path}` is written, but it may not outlast a power cut: {error.strerror or 'unknown reason'}"
        raise StoreError(message, hint="check the disk, then look whether the file is whole") from error


def append_durably(path: Path, line: bytes) -> None:
    """Append one line to a file and flush it to the disk. A line that a crash left unfinished is closed first. Raises StoreError."""
    try:
        make_folder(path.parent)
        size = path.stat().st_size if path.exists() else None
        try:
            _append(path, line)
        except OSError:
            _cut_back(path, size)
            raise
    except OSError as error:
        raise not_written(path, error) from error
    if size is None:
        with confirming(path):
            sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, and flush the names of the new ones to the disk. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        sync_folder(each.parent)


def refuse_read_only(path: Path) -> None:
    """Refuse to change a file that somebody protected from writing; renaming another over it would work all the same. Raises StoreError."""
    # The bits, since there is a user who may write everything.
    if path.is_file() and not path.stat().st_mode & stat.S_IWUSR:
        hint = "allow writing to it again if it is meant to change"
        raise StoreError(f"`{path}` is protected from writing; nothing was saved", hint=hint)


def _append(path: Path, line: bytes) -> None:
    with path.open("ab+") as stream:
        if stream.tell() > 0:
            stream.seek(-1, os.SEEK_END)
            line = line if stream.read(1) == b"\n" else b"\n" + line
        stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _cut_back(path: Path, size: int | None) -> None:
    # On a full disk part of a line may have been written.
    with contextlib.suppress(OSError):
        if size is None:
            path.unlink()
        else:
            os.truncate(path, size)


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries to the disk, where the system has that."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder in which one may write but not look
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems have no such thing for folders
            raise
    finally:
        os.close(handle)


def not_written(path: Path, error: OSError) -> StoreError:
    """Say that a file could not be written, and why."""
    if isinstance(error, FileExistsError | NotADirectoryError) and (blocking := _find_blocking(path, error)) is not None:
        message = f"cannot write `{path}`: a file stands where a folder is needed: `{blocking}`"
        return StoreError(message, hint="move that file elsewhere, or remove it; the folder is made anew")
    if isinstance(error, IsADirectoryError):
        return StoreError(f"cannot write `{path}`: a folder stands where a file is needed", hint="move the folder elsewhere, or remove it")
    why = error.strerror or "unknown reason"
    now = "the file is as it was" if os.path.lexists(path) else "nothing was written"
    return StoreError(
        f"cannot write `{path}`: {why}; {now}",
        hint="close it where it is open; check the folder's permissions and the space on the disk",
    )


def _find_blocking(path: Path, error: OSError) -> Path | None:
    named = Path(os.fspath(error.filename)) if isinstance(error.filename, str | os.PathLike) else path.parent
    return next((each for each in (named, *named.parents) if os.path.lexists(each) and not each.is_dir()), None)
