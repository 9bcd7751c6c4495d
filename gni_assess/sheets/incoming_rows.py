"""Taking the rows of tables out of a workbook that came back, with all that somebody typed there."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gni_assess.sheets.cells import Cell
from gni_assess.sheets.elsewhere import Elsewhere
from gni_assess.sheets.found_tables import Block, Finder, choose
from gni_assess.sheets.guard import Bounds, RefusedError
from gni_assess.sheets.incoming_values import IncomingTable, Unread
from gni_assess.sheets.joining import PiecedRow, TableRows
from gni_assess.sheets.layout import CUT_OFF_NOTE
from gni_assess.sheets.moved_cells import find_pushed, has_slid
from gni_assess.sheets.sheet_reader import Merge
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.way_back import MAP_SHEET, BookMap, digest_of_text


def read_tables(
    file: SentWorkbook, path: Path, book: BookMap, never: frozenset[str], bounds: Bounds, *, is_worked_in: bool
) -> tuple[Mapping[str, IncomingTable], tuple[Unread, ...]]:
    """Read the tables with ids or something to fill in, by name, and what was typed elsewhere.

    A file that `is_worked_in` has columns and sheets that somebody keeps for themselves. Raises StoreError where the file cannot be read.
    """
    sheets = [name for name in file.sheet_names if name != MAP_SHEET]
    try:
        blocks = _find_blocks(file, sheets, book, never)
        tables = {name: TableRows(name, table, bounds) for name, table in book.tables.items() if table.is_read}
        copies = {name: TableRows(name, book.tables[name], bounds) for name in tables}
        used = {block.sheet for block in blocks if block.is_used}
        # The name of a sheet that somebody added for themselves may be what nobody is to know.
        nameless = frozenset(each for each in sheets if is_worked_in and each not in book.sheets and each not in used)
        unread = Elsewhere(book, never, nameless, is_worked_in=is_worked_in)
        for sheet in sheets:
            _SheetRows(file, sheet, book, [block for block in blocks if block.sheet == sheet], never).take(tables, copies, unread)
        shown = [replace(block, sheet="") if block.sheet in nameless else block for block in blocks]
        read = {name: rows.table([each for each in shown if each.table == name]) for name, rows in tables.items()}
        for name, rows in copies.items():
            unread.see_copies(rows.table(()), read[name])
        return read, unread.told()
    except RefusedError as error:
        raise error.about(path) from error


def _find_blocks(file: SentWorkbook, sheets: Iterable[str], book: BookMap, never: frozenset[str]) -> tuple[Block, ...]:
    finder = Finder(book, never)
    found = (
        block for sheet in sheets for row, cells in file.heading_rows(sheet, finder.words) if (block := finder.look(sheet, row, cells))
    )
    chosen = [(each, (each, book.tables[each.table], file.prompts(each.sheet))) for each in tuple(choose(found, book))]
    return tuple(replace(each, has_slid=has_slid(*known), pushed=find_pushed(*known)) for each, known in chosen)


class _SheetRows:
    """The rows of one sheet, each given to the table whose headings stand above it."""

    def __init__(self, file: SentWorkbook, sheet: str, book: BookMap, blocks: Sequence[Block], never: frozenset[str]) -> None:
        self._file = file
        self._sheet = sheet
        self._book = book
        self._blocks = sorted(blocks, key=lambda block: block.header_row)
        self._headers = [block.header_row for block in self._blocks]
        self._never = never
        known = [block for block in self._blocks if book.tables[block.table].is_read]
        self._known = sorted(known, key=lambda block: not block.is_used)
        self._merges = _merged_columns(file.merged(sheet), {column for block in known for column in block.columns})

    def take(self, tables: Mapping[str, TableRows], copies: Mapping[str, TableRows], unread: Elsewhere) -> None:
        """Give the rows to their tables, or to the copies of these, and everything that is in none to `unread`."""
        hidden = [{column for column, key in block.columns.items() if key in self._never} for block in self._known]
        # In a column that is private in one table and not in another the rows of the other must still be read.
        never = set.intersection(*hidden) if hidden else set[int]()
        for row, cells in self._file.cells(self._sheet, never=never):
            block = self._block_of(row, cells)
            if block is None or not self._book.tables[block.table].is_read:
                unread.see(self._sheet, row, cells, block)
            elif row not in self._headers and not self._is_title(cells):
                self._take_row((tables if block.is_used else copies)[block.table], block, row, cells, unread)

    def _block_of(self, row: int, cells: Mapping[int, Cell]) -> Block | None:
        at = bisect_right(self._headers, row) - 1
        if at >= 0:
            return self._blocks[at]
        # Somebody sorted the row of headings down, or put other rows above it: known ids still say whose a row is.
        for block in self._known:
            table = self._book.tables[block.table]
            at = next((column for column, key in block.columns.items() if key == table.key), -1)
            if at in cells and cells[at].text.strip() in table.digests:
                return block
        return None

    def _is_title(self, cells: Mapping[int, Cell]) -> bool:
        return all(cell.text.startswith(CUT_OFF_NOTE) or digest_of_text(cell.text) in self._book.titles for cell in cells.values())

    def _take_row(self, rows: TableRows, block: Block, row: int, cells: Mapping[int, Cell], unread: Elsewhere) -> None:
        known: dict[str, tuple[int, Cell]] = {}
        part = ""
        merged: set[str] = set()
        for column, cell in cells.items():
            key = block.columns.get(column)
            if key is not None:
                if key not in self._never:
                    known[key] = (column, cell)
                    if self._is_merged(row, column):
                        merged.add(key)
            elif column == block.part and _is_part(cell):
                part = cell.text.strip()
            else:
                unread.see_column(block, row, column, cell)
        pieced = PiecedRow(sheet=self._sheet, row=row, block=block, cells=known, part=part, merged=frozenset(merged))
        if rows.takes(pieced):
            rows.add(pieced)
        else:
            unread.see(self._sheet, row, dict(known.values()), block)

    def _is_merged(self, row: int, column: int) -> bool:
        starts, ends = self._merges.get(column, ((), ()))
        at = bisect_right(starts, row) - 1
        return at >= 0 and row <= ends[at]


def _is_part(cell: Cell) -> bool:
    first, of, last = cell.text.strip().partition(" of ")
    return bool(of) and all(each.isascii() and each.isdigit() and len(each) < 6 for each in (first, last))  # noqa: PLR2004


def _merged_columns(merges: Iterable[Merge], wanted: set[int]) -> Mapping[int, tuple[Sequence[int], Sequence[int]]]:
    """Give for each column the ranges of rows that are merged there, where they are of several rows: their first and last rows."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    for merge in merges:
        if merge.last_row > merge.first_row:
            for column in wanted:
                if merge.first_column <= column <= merge.last_column:
                    ranges.setdefault(column, []).append((merge.first_row, merge.last_row))
    result = {}
    for column, found in ranges.items():
        starts: list[int] = []
        ends: list[int] = []
        for first, last in sorted(found):
            starts.append(first)
            # Ranges that lie over each other are one.
            ends.append(max(last, ends[-1] if ends else last))
        result[column] = (starts, ends)
    return result
