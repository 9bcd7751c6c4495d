"""Telling how far the writing of a workbook is: each row is written, and then read back."""

from collections.abc import Callable, Iterator, Sequence

from gni_assess.sheets.layout import Layout

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""

_EVERY = 1_000  # rows; telling takes longer than writing a cell


def tell_nobody(_done: int, _of: int) -> None:
    """Tell nobody."""


def each_told(layouts: Sequence[Layout], tell: Progress, *, second: bool) -> Iterator[tuple[Layout, Callable[[int], None]]]:
    """Give each sheet with what is to be called for each of its rows; `second` is the time that the rows are read back."""
    half = sum(layout.size for layout in layouts)
    done = half if second else 0
    for layout in layouts:
        yield layout, _row_teller(done, 2 * half, tell)
        done += layout.size
        tell(done, 2 * half)


def _row_teller(before: int, of: int, tell: Progress) -> Callable[[int], None]:
    def told(row: int) -> None:
        if row and not row % _EVERY:
            tell(before + row, of)

    return told
