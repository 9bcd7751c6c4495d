"""Writes 100,000 rows of 15 styled cells with gni-assess or with openpyxl, and notes the memory before and after."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import overload

from gni_assess.sheets import colors
from gni_assess.sheets.book import Book, Column, ColumnKind, Link, Row, Sheet, Table, Tone, Value, Word
from gni_assess.sheets.looks import DATE_FORMAT

COUNT = 100_000
_TONES = tuple(Tone)
_HEADINGS = ("Id", "Area", "Status", "Date", "Number", *(f"Text {number}" for number in range(1, 11)))
_KINDS = (ColumnKind.ID, ColumnKind.TEXT, ColumnKind.CHOICE, ColumnKind.DATE, ColumnKind.NUMBER, *([ColumnKind.TEXT] * 10))


class Rows(Sequence[Row]):
    """The rows, made when they are asked for, so that memory is what the writer takes."""

    def __len__(self) -> int:
        return COUNT

    def __iter__(self) -> Iterator[Row]:
        return map(_row, range(COUNT))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return [_row(each) for each in range(COUNT)[at]] if isinstance(at, slice) else _row(range(COUNT)[at])


def _row(at: int) -> tuple[Value, ...]:
    tone = _TONES[at % len(_TONES)]
    fixed = (f"POL-{at:06}", f"Area {at % 8}", Word(tone.value, tone), date(2024, 7, 1) + timedelta(days=at % 700), at)
    return (*fixed, *(f"Text {column} of row {at}, about as long as a short title" for column in range(10)))


def write_with_gni_assess(path: Path, *, checked: bool) -> None:
    """Write as an export does, with or without reading the file back."""
    from gni_assess.sheets.write import render_book, write_book  # noqa: PLC0415 - only what is measured is loaded

    headings = zip(_HEADINGS, _KINDS, strict=True)
    columns = tuple(Column(key=heading, heading=heading, width=30, kind=kind) for heading, kind in headings)
    table = Table(name="Rows", columns=columns, rows=Rows(), filtered=True)
    sheet = Sheet(name="Rows", title="Rows", tables=(table,))
    book = Book(sheets=(sheet,), marking="Benchmark", owner="Example Relay", created=date(2026, 6, 1))
    (write_book if checked else render_book)(book, path)


def write_with_openpyxl(path: Path) -> None:
    """Write the same rows in the way that takes openpyxl least: streamed, with one styled cell a column that takes each value in turn."""
    from openpyxl import Workbook  # noqa: PLC0415 - only what is measured is loaded
    from openpyxl.cell import Cell, WriteOnlyCell  # noqa: PLC0415 - likewise
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - likewise

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    side = Side(style="thin", color=colors.LINE.lstrip("#"))
    box, top = Border(left=side, right=side, top=side, bottom=side), Alignment(wrap_text=True, vertical="top")

    def cell(pair: colors.Pair, *, bold: bool, number: str = "General") -> Cell:
        made: Cell = WriteOnlyCell(sheet)
        made.font = Font(name="Calibri", sz=10, bold=bold, color=pair.ink.lstrip("#"))
        made.border, made.alignment, made.number_format = box, top, number
        if pair.ground != colors.PAGE.ground:
            made.fill = PatternFill("solid", fgColor=pair.ground.lstrip("#"))
        return made

    formats = {ColumnKind.DATE: DATE_FORMAT, ColumnKind.NUMBER: "#,##0"}
    cells = [cell(colors.PAGE, bold=kind is ColumnKind.ID, number=formats.get(kind, "General")) for kind in _KINDS]
    words = {tone: cell(pair, bold=True) for tone, pair in colors.TONES.items()}
    sheet.append([*_HEADINGS])
    for row in Rows():
        line = []
        for value, plain in zip(row, cells, strict=True):
            used = words[value.tone] if isinstance(value, Word) else plain
            used.value = value.text if isinstance(value, Word | Link) else value
            line.append(used)
        sheet.append(line)
    book.save(path)


def memory() -> float:
    """Give the most memory this process has had, in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def main(writer: str, path: Path, facts: Path) -> None:
    """Write with one of the writers; `facts` gets the memory before and after, in MiB."""
    if writer == "openpyxl":
        import openpyxl  # noqa: F401, PLC0415 - so that loading it does not count as memory for writing
    else:
        import xlsxwriter  # noqa: F401, PLC0415 - likewise
    before = memory()
    if writer == "openpyxl":
        write_with_openpyxl(path)
    else:
        write_with_gni_assess(path, checked=writer == "gni-assess-checked")
    facts.write_text(json.dumps({"before": before, "after": memory()}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
