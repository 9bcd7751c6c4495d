"""Which windows are open: a running session holds a lock, so that another leaves alone what it has on disk."""

import contextlib
import os
import secrets
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gni_assess.errors import StoreError
from gni_assess.store.private import list_private, make_private_folder, private_place

if TYPE_CHECKING:  # loaded where something is kept
    from filelock import BaseFileLock

_FOLDER = "sessions"


class PrivateSession:
    """One window of one person. The system itself lets go of the lock when the program ends, however it ends."""

    def __init__(self, root: Path, owner: str) -> None:
        """Take `owner`, a folder as `own_folder` gives it, for what this window keeps; nothing is on disk before `begin`."""
        self.root = root
        self.owner = owner
        self.id = secrets.token_hex(4)
        self._lock: BaseFileLock | None = None

    def begin(self) -> None:
        """Hold the lock from now on; to be called before anything is kept. Never raises: without one a copy too many is offered."""
        if self._lock is not None:
            return
        with _quietly():
            path = _lock_file(self.root, self.owner, self.id)
            make_private_folder(self.root, path.parent)
            lock = _make_lock(path)
            lock.acquire(timeout=1.0)
            self._lock = lock

    def end(self) -> None:
        """Let go of it; what is still on disk is for the next session."""
        lock, self._lock = self._lock, None
        if lock is not None:
            with _quietly():
                lock.release()
                _lock_file(self.root, self.owner, self.id).unlink(missing_ok=True)


def is_running(root: Path, owner: str, session: str) -> bool:
    """Whether a session still runs, on whichever computer; what a dead one left of its lock is removed."""
    from filelock import Timeout  # noqa: PLC0415 - only where something was left

    with _quietly():
        path = _lock_file(root, owner, session)
        if not os.path.lexists(path):
            return False
        try:
            with _make_lock(path).acquire(timeout=0):
                pass
        except Timeout:
            return True
        path.unlink(missing_ok=True)
    return False


def forget_dead_sessions(root: Path, owner: str) -> None:
    """Remove what dead sessions left of their locks. Never raises."""
    for each in list_private(root, f"{owner}/{_FOLDER}"):
        if each.suffix == ".lock":
            is_running(root, owner, each.stem)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    # A disk may have no locks, and say so in its own way: then all sessions count as dead, which loses nothing.
    with warnings.catch_warnings(), contextlib.suppress(StoreError, OSError, NotImplementedError):
        warnings.simplefilter("ignore")
        yield


def _lock_file(root: Path, owner: str, session: str) -> Path:
    return private_place(root, f"{owner}/{_FOLDER}/{session}.lock")


def _make_lock(path: Path) -> "BaseFileLock":
    from filelock import FileLock  # noqa: PLC0415 - only where something is kept

    return FileLock(path, mode=0o600)
