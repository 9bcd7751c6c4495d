"""Taking the rows of tables out of a workbook that came back, with all that somebody typed there."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.found_tables import Block, Finder, choose
from gni_assess.sheets.guard import Bounds, RefusedError
from gni_assess.sheets.incoming_values import IncomingTable, Unread, spot_of
from gni_assess.sheets.joining import PiecedRow, TableRows
from gni_assess.sheets.layout import CUT_OFF_NOTE
from gni_assess.sheets.sheet_reader import Merge
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.way_back import MAP_SHEET, BookMap, digest_of_text, short_digest

_MOST_PLACES = 200


def read_tables(
    file: SentWorkbook, path: Path, book: BookMap, never: frozenset[str], bounds: Bounds
) -> tuple[Mapping[str, IncomingTable], tuple[Unread, ...]]:
    """Read the tables with something to fill in, by name, and what was typed elsewhere. Raises StoreError where the file cannot be read."""
    sheets = [name for name in file.sheet_names if name != MAP_SHEET]
    try:
        blocks = _find_blocks(file, sheets, book)
        tables = {name: TableRows(name, table, bounds) for name, table in book.tables.items() if table.to_fill_in}
        unread = _Elsewhere(book)
        for sheet in sheets:
            _SheetRows(file, sheet, book, [block for block in blocks if block.sheet == sheet], never).take(tables, unread)
        return {name: rows.table([b for b in blocks if b.table == name]) for name, rows in tables.items()}, unread.told()
    except RefusedError as error:
        raise error.about(path) from error


def _find_blocks(file: SentWorkbook, sheets: Iterable[str], book: BookMap) -> tuple[Block, ...]:
    finder = Finder(book)
    found = (block for sheet in sheets for row, cells in file.cells(sheet) if (block := finder.look(sheet, row, cells)))
    return tuple(choose(found, book))


class _SheetRows:
    """The rows of one sheet, each given to the table whose headings stand above it."""

    def __init__(self, file: SentWorkbook, sheet: str, book: BookMap, blocks: Sequence[Block], never: frozenset[str]) -> None:
        self._file = file
        self._sheet = sheet
        self._book = book
        self._blocks = sorted(blocks, key=lambda block: block.header_row)
        self._headers = [block.header_row for block in self._blocks]
        self._never = never
        self._merges = _merged_columns(file.merged(sheet), {column for block in self._used() for column in block.columns})

    def _used(self) -> Iterator[Block]:
        return (block for block in self._blocks if block.is_used)

    def take(self, tables: Mapping[str, TableRows], unread: "_Elsewhere") -> None:
        """Give the rows to their tables, and everything that is in none to `unread`."""
        is_copy = any(not block.is_used and self._book.tables[block.table].to_fill_in for block in self._blocks)
        hidden = [{column for column, key in block.columns.items() if key in self._never} for block in self._used()]
        # In a column that is private in one table and not in another the rows of the other must still be read.
        never = set.intersection(*hidden) if hidden else set[int]()
        for row, cells in self._file.cells(self._sheet, never=never):
            block = self._block_of(row, cells)
            if block is None or not self._book.tables[block.table].to_fill_in:
                if not is_copy:
                    unread.see(self._sheet, row, cells)
            elif block.is_used and row not in self._headers and not self._is_title(cells):
                self._take_row(tables[block.table], block, row, cells, unread)

    def _block_of(self, row: int, cells: Mapping[int, Cell]) -> Block | None:
        at = bisect_right(self._headers, row) - 1
        if at >= 0:
            return self._blocks[at]
        # Somebody sorted the row of headings down, or put other rows above it: known ids still say whose a row is.
        for block in self._used():
            table = self._book.tables[block.table]
            at = next((column for column, key in block.columns.items() if key == table.key), -1)
            if at in cells and cells[at].text.strip() in table.digests:
                return block
        return None

    def _is_title(self, cells: Mapping[int, Cell]) -> bool:
        return all(cell.text.startswith(CUT_OFF_NOTE) or digest_of_text(cell.text) in self._book.titles for cell in cells.values())

    def _take_row(self, rows: TableRows, block: Block, row: int, cells: Mapping[int, Cell], unread: "_Elsewhere") -> None:
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
        if known:
            rows.add(PiecedRow(sheet=self._sheet, row=row, block=block, cells=known, part=part, merged=frozenset(merged)))

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


@dataclass(slots=True)
class _Count:
    spot: tuple[str, int, int]
    heading: str
    count: int = 0


class _Elsewhere:
    """Counts what somebody typed where nothing is read."""

    def __init__(self, book: BookMap) -> None:
        self._book = book
        self._found: dict[tuple[str, int], _Count] = {}

    def see(self, sheet: str, row: int, cells: Mapping[int, Cell]) -> None:
        """See a row outside all tables: what was not sent there was typed."""
        for column, cell in cells.items():
            if cell.kind is CellKind.TEXT and self._is_new(cell.text):
                self._count((sheet, -1), (sheet, row, column), "")

    def see_column(self, block: Block, row: int, column: int, cell: Cell) -> None:
        """See a cell beside the columns of a table."""
        if cell.text.strip():
            self._count((block.sheet, column), (block.sheet, row, column), block.headings.get(column, ""))

    def _is_new(self, text: str) -> bool:
        is_old = text.startswith(CUT_OFF_NOTE) or short_digest(text) in self._book.words or digest_of_text(text) in self._book.titles
        return bool(text.strip()) and not is_old

    def _count(self, place: tuple[str, int], spot: tuple[str, int, int], heading: str) -> None:
        if place not in self._found and len(self._found) >= _MOST_PLACES:
            place = ("", -1)
        self._found.setdefault(place, _Count(spot, heading)).count += 1

    def told(self) -> tuple[Unread, ...]:
        """Give what was found."""
        return tuple(Unread(spot=spot_of(*each.spot), heading=each.heading, count=each.count) for each in self._found.values())
