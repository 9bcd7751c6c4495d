"""Comparing a workbook with the book it was made from: sheets, rows, every text and number, and what stands beside the cells."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import zip_longest
from pathlib import Path

from gni_assess.sheets.book import Book, Value, text_of
from gni_assess.sheets.layout import Layout, lay_out, serial
from gni_assess.sheets.progress import Progress, each_told, tell_nobody
from gni_assess.sheets.read import CellValue, ReadRow, WorkbookFile
from gni_assess.sheets.texts import visible
from gni_assess.sheets.verify_parts import differs, verify_parts
from gni_assess.sheets.way_back import with_map


def verify_book(book: Book, path: Path, *, progress: Progress = tell_nobody) -> None:
    """Read a workbook back and compare it with the book.

    Raises a StoreError that says which sheet and row differ; never what stands there.
    """
    layouts = lay_out(with_map(book))
    with WorkbookFile(path) as file:
        wanted = tuple(layout.sheet.name for layout in layouts)
        if file.sheet_names != wanted:
            raise differs(f"it has {len(file.sheet_names)} sheets instead of {len(wanted)}, or they are named differently")
        for layout, told in each_told(layouts, progress, second=True):
            _compare(layout, file, told)
    verify_parts(layouts, path)


def _compare(layout: Layout, file: WorkbookFile, told: Callable[[int], None]) -> None:
    for wanted, found in zip_longest(expected_rows(layout), file.rows(layout.sheet.name)):
        if wanted is not None and wanted == found:
            told(wanted[0])
            continue
        name, (row, cells) = layout.sheet.name, wanted or found
        if wanted is None or found is None or wanted[0] != found[0]:
            raise differs(f"row {row + 1} of the sheet `{name}` is {'missing' if wanted else 'too many'}")
        columns = sorted(index + 1 for index in cells.keys() | found[1].keys() if cells.get(index) != found[1].get(index))
        raise differs(f"in row {row + 1} of the sheet `{name}`, column {columns[0]} differs")


def expected_rows(layout: Layout) -> Iterator[ReadRow]:
    """Give what a reader must find on a sheet."""
    for line in layout.lines():
        cells = {index: stored for index, value in enumerate(line.values) if (stored := as_stored(value)) is not None}
        if cells:
            yield line.row, cells


def as_stored(value: Value) -> CellValue | None:
    """Give a value as it is stored: visible text, or a number; None for an empty cell."""
    if isinstance(value, date):
        return float(serial(value))
    if isinstance(value, int | float):
        return float(value)
    return visible(text_of(value)) or None


def rows_per_sheet(book: Book) -> Mapping[str, int]:
    """Count the rows of data on each sheet, continuation rows included."""
    return {layout.sheet.name: sum(place.last_row - place.header_row for place in layout.places) for layout in lay_out(book)}
