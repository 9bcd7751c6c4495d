"""The map for the way back: one very hidden sheet that says which cells are whose, however the visible ones are sorted or moved later."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Row, Sheet, Table, text_of
from gni_assess.sheets.read import WorkbookFile
from gni_assess.sheets.texts import visible

MAP_SHEET = "_gni"
FORMAT = "1"
_DIGEST = "SHA-256 of the texts of the company's cells, as a JSON list, first 32 hexadecimal digits"
_KEY, _COMPANY, _TO_FILL_IN, _ROW = "key", "column", "column to fill in", "row"
_COLUMNS = ("what", "table", "sheet", "key", "value")


@dataclass(frozen=True, kw_only=True)
class TableMap:
    """Where a table stands and what is in it: headings by the key of their column, digests by the id of their row.

    `key` is the column with the ids. `to_fill_in` are the columns that were empty for the reader; the digests are of the others, in the
    order of `headings`, with the parts of a text that goes on in further rows put together again.
    """

    sheet: str
    key: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    to_fill_in: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)


def with_map(book: Book) -> Book:
    """Add the map of every table that somebody else fills in; a book without such a table stays as it is.

    It holds ids, headings and digests of what the visible sheets hold, and nothing else.
    """
    rows = [row for sheet in book.sheets for table in sheet.tables if _comes_back(table) for row in _rows_of(sheet, table)]
    if not rows or any(sheet.name == MAP_SHEET for sheet in book.sheets):
        return book
    columns = tuple(Column(key=each, heading=each, width=40) for each in _COLUMNS)
    table = Table(name="gni_map", columns=columns, rows=(("format", "", "", FORMAT, _DIGEST), *rows))
    return replace(book, sheets=(*book.sheets, Sheet(name=MAP_SHEET, title=MAP_SHEET, tables=(table,), hidden=True)))


def digest_of_row(texts: tuple[str, ...]) -> str:
    """Digest the company's cells of one row, as a reader sees them."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()[:32]


def read_map(path: Path) -> Mapping[str, TableMap]:
    """Read the map out of a workbook, by the name of the table. Raises StoreError where there is none, or one of another format."""
    with WorkbookFile(path) as file:
        if MAP_SHEET not in file.sheet_names:
            raise StoreError(f"`{path.name}` was not written by `gni-assess export`, or its hidden sheet is gone", hint="export it again")
        rows = [tuple(str(cells.get(index, "")) for index in range(len(_COLUMNS))) for _, cells in file.rows(MAP_SHEET)]
    if not any(what == "format" and key in (FORMAT, f"{FORMAT}.0") for what, _, _, key, _ in rows):
        raise StoreError(f"`{path.name}` comes from another version of gni-assess", hint="export it again with this version")
    return {name: _read_table(of_table) for name, of_table in _by_table(rows).items()}


def _by_table(rows: Iterable[tuple[str, ...]]) -> Mapping[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        if row[0] in (_KEY, _COMPANY, _TO_FILL_IN, _ROW):
            found.setdefault(row[1], []).append(row)
    return found


def _read_table(rows: Sequence[tuple[str, ...]]) -> TableMap:
    return TableMap(
        sheet=rows[0][2],
        key=next((key for what, _, _, key, _ in rows if what == _KEY), ""),
        headings={key: heading for what, _, _, key, heading in rows if what in (_COMPANY, _TO_FILL_IN)},
        to_fill_in=tuple(key for what, _, _, key, _ in rows if what == _TO_FILL_IN),
        digests={key: digest for what, _, _, key, digest in rows if what == _ROW},
    )


def _comes_back(table: Table) -> bool:
    return bool(table.rows) and any(column.for_assessor for column in table.columns)


def _rows_of(sheet: Sheet, table: Table) -> Iterator[Row]:
    key = table.index_of(table.anchor) if table.anchor else 0
    yield _KEY, table.name, sheet.name, table.columns[key].key, ""
    for column in table.columns:
        yield _TO_FILL_IN if column.for_assessor else _COMPANY, table.name, sheet.name, column.key, column.heading
    own = [index for index, column in enumerate(table.columns) if not column.for_assessor]
    for row in table.rows:
        texts = tuple(visible(text_of(row[index])) for index in own)
        yield _ROW, table.name, sheet.name, text_of(row[key]), digest_of_row(texts)
