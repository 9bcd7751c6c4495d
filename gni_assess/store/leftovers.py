"""What a killed run leaves beside the file that it was writing: told from what another run is writing just now, and removed."""

import contextlib
import glob
import os
import re
import shutil
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

_AN_HOUR = 60 * 60.0
_A_DAY = 24 * _AN_HOUR
_OURS = "[0-9a-f]{8}"


def claim(stream: BinaryIO) -> bool:
    """Mark a new file as being written, for as long as it is open. False where somebody took it for a leftover in the same moment.

    The mark is a lock that the system gives up with the process, however that ends. Where there is none (some network folders, Windows),
    only the age of a file tells.
    """
    return _try_lock(stream) is not False and (os.name != "posix" or os.fstat(stream.fileno()).st_nlink > 0)


def remove_leftovers(path: Path, since: float, *, family: str = "") -> None:
    """Remove the temporary files that runs which are no more left for this file, with what belongs to them; `since` is its own age.

    With `family`, also those for every file in the same folder whose name begins so.
    """
    names = re.escape(path.name) + (f"|{re.escape(family)}.*" if family else "")
    ours = re.compile(rf"\.(?:{names})\.{_OURS}\.tmp", re.DOTALL)
    with contextlib.suppress(OSError):
        for each in [each for each in path.parent.iterdir() if ours.fullmatch(each.name)]:
            with contextlib.suppress(OSError):
                _remove_if_left(each, since)


def _remove_if_left(temporary: Path, since: float) -> None:
    about = temporary.lstat()
    if not stat.S_ISREG(about.st_mode):
        return
    with temporary.open("r+b") as stream:
        is_free = _try_lock(stream)
        # Both ages are by the clock of the disk, whichever computer wrote there. On network disks a lock may be lost before its time.
        if is_free is False or since - about.st_mtime < (_A_DAY if is_free is None else _AN_HOUR):
            return
        for folder in temporary.parent.glob(f"{glob.escape(temporary.name)}.*"):
            shutil.rmtree(folder, ignore_errors=True)
        if os.name == "posix":
            temporary.unlink()
    # Windows removes nothing that is open, not even by us.
    temporary.unlink(missing_ok=True)


def _try_lock(stream: BinaryIO) -> bool | None:
    """Lock an open file; whether that was possible, or None where the system cannot tell."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 - not there on Windows

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextlib.contextmanager
def ending_tidily() -> Iterator[Callable[[], None]]:
    """Let a signal to end the program be an exception meanwhile, so that what is being written is removed on the way out.

    Gives a function that lets no further one disturb the removing. Signals for which somebody else has taken care are left alone: a
    program that ignores them, as under `nohup`, goes on ignoring them. Only the main thread can do this; elsewhere nothing changes.
    """
    names = ("SIGTERM", "SIGHUP") if threading.current_thread() is threading.main_thread() else ()
    all_there = [each for name in names if (each := getattr(signal, name, None)) is not None]
    ours = [each for each in all_there if signal.getsignal(each) is signal.SIG_DFL]

    def handle(how: Callable[[int, object], None] | signal.Handlers) -> None:
        for each in ours:
            signal.signal(each, how)

    try:
        handle(_leave)
        yield lambda: handle(signal.SIG_IGN)
    finally:
        handle(signal.SIG_DFL)


def _leave(number: int, _: object) -> None:
    # As a shell tells of a program that a signal ended.
    raise SystemExit(128 + number)
