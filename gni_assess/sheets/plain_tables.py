"""Lists that somebody keeps anywhere: workbooks and text files (.csv) of any shape, as a table with headings. Nothing is followed."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gni_assess.errors import StoreError, UsageError
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.guard import BOUNDS, Bounds, read_guarded, too_much
from gni_assess.sheets.incoming_values import IncomingCell, Spot, spot_of
from gni_assess.sheets.sheet_reader import Merge, column_index, column_letters
from gni_assess.sheets.text_tables import read_text_rows
from gni_assess.sheets.texts import fold_line
from gni_assess.sheets.typed_read import SentWorkbook

MOST_ROWS, MOST_COLUMNS = 20_000, 300
_MOST_BLANK = 1_000
_MOST_COVERED = 2_000_000
_SEARCHED, _LONGEST_HEADING = 40, 120
_FEWEST_KNOWN = 2

Grid = Sequence[tuple[int, Mapping[int, Cell]]]
"""The rows that hold something: number from 0, and cells by column from 0."""

Links = Mapping[tuple[int, int], str]


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A file with one list or more. `grids` are the sheets that hold something, by name; `notes` are sentences on how it was read.

    `links` has, by sheet, where the links behind its cells lead, by row and column from 0.
    """

    file: str
    sha256: str
    grids: Mapping[str, Grid]
    merges: Mapping[str, tuple[Merge, ...]]
    notes: tuple[str, ...] = ()
    links: Mapping[str, Links] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainColumn:
    """A column: `name` is its heading, or `column F` where it has none; no two have the same."""

    letters: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PlainRow:
    """A row that holds something: its cells by name of column. `spread` are cells that are merged over several columns.

    `links` has where the links behind its cells lead, by name of column.
    """

    row: int
    cells: Mapping[str, IncomingCell]
    spread: tuple[Spot, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainTable:
    """A list with headings. `blank` are the numbers of rows between others that hold nothing; `above` counts cells over the headings."""

    sheet: str
    heading_row: int
    columns: tuple[PlainColumn, ...]
    rows: tuple[PlainRow, ...]
    blank: tuple[int, ...] = ()
    above: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(each.name for each in self.columns)

    def spot(self, row: int, name: str) -> Spot:
        """Give the place of a cell, whether it holds something or not."""
        letters = next((each.letters for each in self.columns if each.name == name), "A")
        return Spot(sheet=self.sheet, row=row, column=letters)


def read_list(path: Path, bounds: Bounds = BOUNDS) -> ListFile:
    """Read a workbook (.xlsx) or a text file (.csv), whichever it is, whatever its name ends with. Raises StoreError."""
    data = read_guarded(path, bounds)
    is_text = not data.startswith((b"PK", b"%PDF", bytes.fromhex("d0cf11e0a1b11ae1")))
    if is_text:
        found = read_text_rows(data, path, columns=MOST_COLUMNS, rows=2 * MOST_ROWS)
        grid = _bounded(found.grid, path)
        digest = hashlib.sha256(data).hexdigest()
        return ListFile(file=path.name, sha256=digest, grids={path.name: grid} if grid else {}, merges={}, notes=found.notes)
    with SentWorkbook(path, bounds) as book:
        grids = {sheet: _bounded(tuple(book.cells(sheet)), path) for sheet in book.sheet_names}
        merges = {sheet: book.merged(sheet) for sheet in book.sheet_names}
        filled = {name: grid for name, grid in grids.items() if grid}
        notes: tuple[str, ...] = ()
        try:
            links = {sheet: book.links(sheet) for sheet in filled}
        except StoreError:  # its cells could be read, and they are the list
            links, notes = {}, ("the links behind its cells cannot be read, or are too many; put the addresses themselves into a column",)
        return ListFile(file=path.name, sha256=book.sha256, grids=filled, merges=merges, notes=notes, links=links)


def _bounded(grid: Grid, path: Path) -> Grid:
    filled = tuple((row, kept) for row, cells in grid if (kept := {at: cell for at, cell in cells.items() if _holds_something(cell)}))
    if len(filled) > MOST_ROWS:
        raise too_much(f"it has more than {MOST_ROWS:,} rows").about(path)
    if any(max(cells) >= MOST_COLUMNS for _, cells in filled):
        raise too_much(f"it has more than {MOST_COLUMNS} columns").about(path)
    return filled


def _holds_something(cell: Cell) -> bool:
    # Of a formula that never showed a value, and of an error, it must be said that they are there.
    return bool(cell.text.strip()) or cell.kind is not CellKind.TEXT


def make_table(found: ListFile, sheet: str, is_heading: Callable[[str], bool], *, heading_row: int | None = None) -> PlainTable:
    """Make a table of a sheet: its headings are in the row (from 1) that is given, or else found.

    That is the row, near the top, with the most headings that are known; where none has two of them, the first that is as wide as most
    rows are. Raises UsageError where the given row holds nothing, StoreError where there is no row of headings.
    """
    grid = found.grids[sheet]
    at = _find_headings(grid, is_heading) if heading_row is None else heading_row - 1
    headings = dict(grid).get(at) if at is not None else None
    if at is None or headings is None:
        if heading_row is not None:
            raise UsageError(f"row {heading_row} of `{sheet}` holds nothing", hint="give the row that holds the headings, as in the file")
        raise StoreError(f"no headings are found in `{sheet}`", hint="give their row with `--heading-row`; the first row of all is 1")
    below = [(row, cells) for row, cells in grid if row > at]
    merges = [each for each in found.merges.get(sheet, ()) if each.last_row > at]
    columns = _name_columns(headings, sorted({*headings, *(column for _, cells in below for column in cells)}))
    names = {column_index(each.letters): each.name for each in columns}
    covered = _covered(dict(below), merges)
    wide: dict[int, list[int]] = {}
    for each in merges:
        if each.last_column > each.first_column:
            wide.setdefault(each.first_row, []).append(each.first_column)
    rows = tuple(_make_row(sheet, row, cells, names, covered, wide.get(row, ())) for row, cells in below)
    if links := found.links.get(sheet):
        rows = tuple(_with_links(each, columns, links) for each in rows)
    present = {row for row, _ in below}
    gaps = [row + 1 for row in range(at + 1, max(present, default=at)) if row not in present] if _is_dense(present, at) else []
    above = sum(len(cells) for row, cells in grid if row < at)
    return PlainTable(sheet=sheet, heading_row=at + 1, columns=columns, rows=rows, blank=tuple(gaps), above=above)


def _with_links(row: PlainRow, columns: Sequence[PlainColumn], links: Links) -> PlainRow:
    places = {each.name: (row.row - 1, column_index(each.letters)) for each in columns if each.name in row.cells}
    return replace(row, links={name: links[place] for name, place in places.items() if place in links})


def _is_dense(present: set[int], at: int) -> bool:
    # A cell that strayed to the last row of a sheet would make a million blank rows.
    return bool(present) and max(present) - at - len(present) <= _MOST_BLANK


def _find_headings(grid: Grid, is_heading: Callable[[str], bool]) -> int | None:
    top = grid[:_SEARCHED]
    known = {row: sum(is_heading(cell.text) for cell in cells.values() if len(cell.text) <= _LONGEST_HEADING) for row, cells in top}
    best = max(known.values(), default=0)
    if best >= _FEWEST_KNOWN:
        return next(row for row, number in known.items() if number == best)
    widths = sorted(len(cells) for _, cells in top)
    usual = widths[len(widths) // 2] if widths else 0
    return next((row for row, cells in top if len(cells) >= usual and all(each.text.strip() for each in cells.values())), None)


def _name_columns(headings: Mapping[int, Cell], columns: Sequence[int]) -> tuple[PlainColumn, ...]:
    named: list[PlainColumn] = []
    texts = {column: " ".join(headings[column].text.split()) if column in headings else "" for column in columns}
    for column in columns:
        letters = column_letters(column)
        is_alone = sum(fold_line(each) == fold_line(texts[column]) for each in texts.values()) == 1
        name = f"column {letters}" if not texts[column] else texts[column] if is_alone else f"{texts[column]} ({letters})"
        named.append(PlainColumn(letters=letters, name=name))
    return tuple(named)


def _covered(below: Mapping[int, Mapping[int, Cell]], merges: Sequence[Merge]) -> Mapping[tuple[int, int], Cell]:
    """Find what shows through in cells that are merged over several rows: the text of the first of them."""
    found = {}
    numbers = sorted(below)
    left = _MOST_COVERED
    for each in merges:
        first = below.get(each.first_row, {}).get(each.first_column)
        if first is None or each.last_row == each.first_row:
            continue
        for row in numbers[bisect_left(numbers, each.first_row) : bisect_right(numbers, each.last_row)]:
            found[row, each.first_column] = first
        left -= each.last_row - each.first_row
        if left < 0:
            raise StoreError("the list is not read: too many of its cells are merged", hint="unmerge them, and use that file")
    return found


def _make_row(  # noqa: PLR0917 - all of one row
    sheet: str,
    row: int,
    cells: Mapping[int, Cell],
    names: Mapping[int, str],
    covered: Mapping[tuple[int, int], Cell],
    wide: Sequence[int],
) -> PlainRow:
    made = {
        name: IncomingCell(cell=cell, spot=spot_of(sheet, row, column), is_merged=(row, column) in covered)
        for column, name in names.items()
        if (cell := covered.get((row, column), cells.get(column))) is not None
    }
    return PlainRow(row=row + 1, cells=made, spread=tuple(spot_of(sheet, row, column) for column in wide if column in cells))
