"""A file on a disk that may refuse."""

from collections.abc import Callable
from typing import BinaryIO


class RefusedOnce:
    """A file to write that says once that the disk refuses, and then takes everything without keeping it.

    XlsxWriter leaves its archive open when writing fails, and an archive that is thrown away tries to finish itself: without this,
    people would read of an error in a place they never heard of.
    """

    def __init__(self, target: BinaryIO) -> None:
        """Write to this file."""
        self._target = target
        self._refused = False
        self._at = 0

    def write(self, data: bytes) -> int:
        """Write; an OSError the first time that the disk refuses."""
        self._try(lambda: self._target.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, to: int, whence: int = 0) -> int:
        """Go to a place, counted from the start (0) or from here (1)."""
        self._try(lambda: self._target.seek(to, whence))
        self._at = to if whence == 0 else self._at + to
        return self._at

    def tell(self) -> int:
        """Give the place."""
        return self._at

    def flush(self) -> None:
        """Let the disk have what was written."""
        self._try(self._target.flush)

    def seekable(self) -> bool:
        """Whether `seek` works."""
        return True

    def _try(self, do: Callable[[], object]) -> None:
        if self._refused:
            return
        try:
            do()
        except OSError:
            self._refused = True
            raise
