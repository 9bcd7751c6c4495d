"""What a killed run leaves beside the file that it was writing: told from what another run is writing just now, and removed."""

import contextlib
import os
import re
import shutil
import stat
import sys
from pathlib import Path
from typing import BinaryIO

_A_DAY = 24 * 60 * 60.0
_OURS = "[0-9a-f]{8}"


def claim(stream: BinaryIO) -> bool:
    """Mark a new file as being written, for as long as it is open. False where somebody took it for a leftover in the same moment.

    The mark is a lock that the system gives up with the process, however that ends. Where there is none (some network folders, Windows),
    only the age of a file tells.
    """
    return _try_lock(stream) is not False and (os.name != "posix" or os.fstat(stream.fileno()).st_nlink > 0)


def remove_leftovers(path: Path, since: float) -> None:
    """Remove the temporary files that runs which are no more left for this file, with what belongs to them; `since` is its own age."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.{_OURS}\.tmp")
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
        # Both ages are by the clock of the disk, whichever computer wrote there.
        if is_free is False or (is_free is None and since - about.st_mtime < _A_DAY):
            return
        for folder in temporary.parent.glob(f"{temporary.name}.*"):
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
