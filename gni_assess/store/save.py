"""Writing a file so that after a crash it is either the old one or the new one."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from gni_assess.errors import StoreError


def save_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, flushed to the disk before it takes the old one's place. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(_mode_for(path))
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def append_durably(path: Path, line: bytes) -> None:
    """Append one line to a file and flush it to the disk. A line that a crash left unfinished is closed first. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
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
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems have no such thing for folders
            raise
    finally:
        os.close(handle)


def remove_leftovers(path: Path) -> None:
    """Remove temporary files that a killed save of the same file left behind. Only called under the workspace's lock."""
    for each in path.parent.glob(f".{path.name}.*.tmp"):
        with contextlib.suppress(OSError):
            each.unlink()


def not_written(path: Path, error: OSError) -> StoreError:
    """Say that a file could not be written, and why."""
    why = error.strerror or "unknown reason"
    return StoreError(
        f"cannot write `{path}`: {why}; the file is as it was", hint="check the folder's permissions and the space on the disk"
    )


def _mode_for(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
