"""A bar on anything that takes longer than a second: on stderr, only at a terminal, and gone when the work is done."""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gni_assess.cli.shared import Shared

if TYPE_CHECKING:
    from rich.progress import Progress

SOON = 1.0
"""After how many seconds the bar comes up: what is quicker needs none."""

_EACH = 0.1


class Steps:
    """Long work, step by step. This one tells nobody."""

    def begin(self, what: str) -> None:
        """Say what is being done from now on."""

    def count(self, done: int, of: int) -> None:
        """Say how much of it is done, where that is known."""


class _DrawnSteps(Steps):
    def __init__(self, bar: "Progress") -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)

    def begin(self, what: str) -> None:
        self._bar.update(self._task, description=what, completed=0)
        self._bar.tasks[0].total = None  # nothing else takes a total back

    def count(self, done: int, of: int) -> None:
        self._bar.update(self._task, completed=done, total=of)


@contextlib.contextmanager
def show_progress(shared: Shared, *, after: float = SOON) -> Iterator[Steps]:
    """Give what is told of the steps of long work; it draws a bar once that took so many seconds, even if it is told nothing then.

    Nothing is drawn with `--quiet`, or where stderr is no terminal that can take a line back. Nothing else may be written to the terminal
    meanwhile.
    """
    if shared.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Steps()
        return
    bar = _make_bar(no_color=shared.no_color)
    steps = _DrawnSteps(bar)
    ended = threading.Event()
    # A single long step must show and move, too. Rich would do that by a thread that it does not wait for at the end.
    drawing = threading.Thread(target=_draw, args=(bar, ended, after), daemon=True)
    if after <= 0:
        bar.start()
    drawing.start()
    try:
        yield steps
    finally:
        ended.set()
        drawing.join()
        bar.stop()


def _draw(bar: "Progress", ended: threading.Event, after: float) -> None:
    if ended.wait(max(after, 0)):
        return
    bar.start()
    while not ended.wait(_EACH):
        bar.refresh()


def _make_bar(*, no_color: bool) -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - only at a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - likewise

    class WithCursor(Console):
        def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002 - as in rich
            """Leave the cursor as it is: after a kill nobody could bring it back."""
            return False

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=WithCursor(stderr=True, no_color=no_color or None),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
