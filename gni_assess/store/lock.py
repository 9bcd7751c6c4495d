"""One writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gni_assess.errors import BusyError, StoreError
from gni_assess.store.layout import LOCK, leads_out
from gni_assess.store.save import not_written

WAIT_SECONDS = 10.0
"""How long to wait for another command that is writing; a save takes about a millisecond."""


@contextmanager
def hold_lock(root: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the workspace's lock.

    Raises BusyError where another command keeps it for longer than `wait` seconds, StoreError where it cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where something is written

    path = root / LOCK
    if leads_out(root, LOCK):
        raise StoreError(f"`{LOCK}` is a link that leads out of the workspace", hint="remove the link; the tool makes the file again")
    try:
        path.parent.mkdir(exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=wait)
    except Timeout as error:
        hint = "wait until the other command has finished, then try again"
        raise BusyError("another command is writing to this workspace; nothing was changed", hint=hint) from error
    except OSError as error:
        raise not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()
