"""A progress bar on anything that takes longer than a second: on stderr, and only at a terminal."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from gni_assess.cli.shared import Shared

_SOON = 1.0


@contextlib.contextmanager
def show_progress(shared: Shared, what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how many steps are done, of how many; it draws a bar once a second has passed.

    Nothing is drawn with `--quiet`, or where stderr is no terminal.
    """
    if shared.quiet or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415 - only at a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - likewise

    console = Console(stderr=True, no_color=shared.no_color)
    bar = Progress(TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), console=console, transient=True)
    task = bar.add_task(what, total=None)
    begun = time.monotonic()
    drawn = False

    def tell(done: int, of: int) -> None:
        nonlocal drawn
        bar.update(task, completed=done, total=of)
        if not drawn and time.monotonic() - begun > _SOON:
            drawn = True
            bar.start()

    try:
        yield tell
    finally:
        if drawn:
            bar.stop()
