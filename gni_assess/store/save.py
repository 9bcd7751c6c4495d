"""Writing a file so that after a crash it is either the old one or the new one."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from gni_assess.errors import StoreError


def save_atomically(path: Path, data: bytes, *, is_locked: bool = False) -> None:
    """Write a file by way of a temporary one beside it, flushed to the disk before it takes the old one's place. Raises StoreError.

    `is_locked` says that nobody else can write the same file now. The temporary one then has a name that the next save of this file uses
    again, so that what a killed save left behind does not stay.
    """
    try:
        make_folder(path.parent)
        temporary = path.with_name(f".{path.name}.tmp") if is_locked else path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            if is_locked:
                temporary.unlink(missing_ok=True)
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o777)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


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
        if size is None:
            sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


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
    return StoreError(
        f"cannot write `{path}`: {why}; the file is as it was", hint="check the folder's permissions and the space on the disk"
    )


def _find_blocking(path: Path, error: OSError) -> Path | None:
    named = Path(os.fspath(error.filename)) if isinstance(error.filename, str | os.PathLike) else path.parent
    return next((each for each in (named, *named.parents) if os.path.lexists(each) and not each.is_dir()), None)
