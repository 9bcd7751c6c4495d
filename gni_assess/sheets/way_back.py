"""The map for the way back: one very hidden sheet that says which cells are whose, however the visible ones are sorted or moved later."""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Row, Sheet, Table, Value, text_of
from gni_assess.sheets.cells import number_text
from gni_assess.sheets.layout import place_table
from gni_assess.sheets.texts import fold_line, parts, visible
from gni_assess.sheets.typed_read import SentWorkbook

MAP_SHEET = "_gni"
FORMAT = "2"
_DIGEST = "row: SHA-256 of the texts of the sender's cells, as a JSON list, first 32 hexadecimal digits; cells: of each, first 8"
_FACT, _SHEET, _TITLE, _WORDS = "fact", "sheet", "title", "words"
_KEY, _SENDER, _TO_FILL_IN, _ROW = "key", "column", "column to fill in", "row"
_COLUMNS = ("what", "table", "sheet", "key", "value", "cells", "sent")
_LONG, _SHORT = 32, 8  # hexadecimal digits
_WORDS_A_CELL = 2_000
_SPLIT = "*"
_MOST_TABLES, _MOST_COLUMNS = 20, 200


@dataclass(frozen=True, kw_only=True)
class TableMap:
    """Where a table stood and what was in it: headings by the key of their column; the others by the id of their row.

    `key` is the column with the ids. `digests` are of the sender's cells, in the order of `headings`, with the parts of a text that goes on
    in further rows put together again; `cells` has one for each of them. `sent` has digests of what already stood in columns to fill in,
    `split` those of them whose text went on in further rows.
    """

    sheet: str
    key: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    to_fill_in: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sent: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    split: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_read(self) -> bool:
        """Whether its rows are looked at when it comes back; of others only the headings are known."""
        return bool(self.to_fill_in or self.digests)


@dataclass(frozen=True, kw_only=True)
class BookMap:
    """What is known of a book that was sent: its facts, and the tables with ids or something to fill in.

    `sheets` has digests of their titles by name; `titles` digests of all texts around tables, `words` short ones of all other texts that
    were sent and that nobody was to change: by the name of their sheet, with how often each stands there.
    """

    facts: Mapping[str, str]
    tables: Mapping[str, TableMap]
    sheets: Mapping[str, str]
    titles: frozenset[str]
    words: Mapping[str, Counter[str]]


def with_map(book: Book) -> Book:
    """Add the map to a book that somebody else fills in; a book without anything to fill in stays as it is.

    It knows every table with something to fill in, and every other with ids, so that what was changed there is seen. It holds ids,
    headings and digests of what the visible sheets hold, and the facts of the book, and nothing else.
    """
    is_filled_in = any(_is_filled_in(table) for sheet in book.sheets for table in sheet.tables)
    if not is_filled_in or any(sheet.name == MAP_SHEET for sheet in book.sheets):
        return book
    columns = tuple(Column(key=each, heading=each, width=40) for each in _COLUMNS)
    rows = (("format", "", "", FORMAT, _DIGEST), *_rows(book))
    blank = ("",) * len(_COLUMNS)
    table = Table(name="gni_map", columns=columns, rows=tuple((*row, *blank[len(row) :]) for row in rows))
    return replace(book, sheets=(*book.sheets, Sheet(name=MAP_SHEET, title=MAP_SHEET, tables=(table,), hidden=True)))


def digest_of_text(text: str) -> str:
    r"""Digest a text as a reader sees it: lines end with `\n`, and white space at the end of the whole text does not count."""
    return hashlib.sha256(visible(text).rstrip().encode()).hexdigest()[:_LONG]


def short_digest(text: str) -> str:
    """Digest a text in few digits, to see whether it was changed."""
    return digest_of_text(text)[:_SHORT]


def digest_of_row(texts: tuple[str, ...]) -> str:
    """Digest the sender's cells of one row, as a reader sees them."""
    seen = [visible(text).rstrip() for text in texts]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()[:_LONG]


def read_map(path: Path) -> Mapping[str, TableMap]:
    """Read the tables out of the map of a workbook, by name. Raises StoreError where there is none, or one of another format."""
    with SentWorkbook(path) as file:
        return read_book_map(file, path).tables


def read_book_map(file: SentWorkbook, path: Path) -> BookMap:
    """Read the map out of an open workbook. Raises StoreError where there is none, or one of another format."""
    if MAP_SHEET not in file.sheet_names:
        raise StoreError(
            f"`{path.name}` cannot be brought back: gni-assess did not make it for filling in, or its hidden sheet `{MAP_SHEET}` is gone",
            hint="fill in the file that was sent, not a copy of its cells in a new workbook",
        )
    rows = [tuple(cell.text if (cell := cells.get(index)) else "" for index in range(len(_COLUMNS))) for _, cells in file.cells(MAP_SHEET)]
    if not any(what == "format" and key == FORMAT for what, _, _, key, *_ in rows):
        raise StoreError(f"`{path.name}` comes from another version of gni-assess", hint="make and send it again with this version")
    tables = {name: _read_table(of_table) for name, of_table in _by_table(rows).items()}
    if len(tables) > _MOST_TABLES or any(len(table.headings) > _MOST_COLUMNS for table in tables.values()):
        raise StoreError(f"the hidden sheet of `{path.name}` is not as it was sent", hint="do not trust this file; ask its sender about it")
    return BookMap(
        facts={row[3]: row[4] for row in rows if row[0] == _FACT},
        tables=tables,
        sheets={row[2]: row[4] for row in rows if row[0] == _SHEET},
        titles=frozenset(row[4] for row in rows if row[0] == _TITLE),
        words=_read_words(rows),
    )


def _read_words(rows: Iterable[tuple[str, ...]]) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        if row[0] == _WORDS:
            found.setdefault(row[2], Counter()).update(row[4].split())
    return found


def _by_table(rows: Iterable[tuple[str, ...]]) -> Mapping[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        if row[0] in (_KEY, _SENDER, _TO_FILL_IN, _ROW):
            found.setdefault(row[1], []).append(row)
    return found


def _read_table(rows: Sequence[tuple[str, ...]]) -> TableMap:
    to_fill_in = tuple(row[3] for row in rows if row[0] == _TO_FILL_IN)
    headings = {row[3]: row[4] for row in rows if row[0] in (_SENDER, _TO_FILL_IN)}
    senders = [key for key in headings if key not in to_fill_in]
    own = [row for row in rows if row[0] == _ROW]
    sent = {row[3]: tuple(each.partition(":")[::2] for each in row[6].split()) for row in own}
    return TableMap(
        sheet=rows[0][2],
        key=next((row[3] for row in rows if row[0] == _KEY), ""),
        headings=headings,
        to_fill_in=to_fill_in,
        digests={row[3]: row[4] for row in own},
        cells={row[3]: dict(zip(senders, row[5].split(), strict=False)) for row in own},
        sent={key: {column.rstrip(_SPLIT): digest for column, digest in pairs} for key, pairs in sent.items()},
        split={key: frozenset(column.rstrip(_SPLIT) for column, _ in pairs if column.endswith(_SPLIT)) for key, pairs in sent.items()},
    )


def _is_filled_in(table: Table) -> bool:
    return bool(table.rows) and any(column.to_fill_in for column in table.columns)


def _find_known(book: Book) -> frozenset[str]:
    """Find the tables whose rows can be found again: those to be filled in, and others with ids that no table is just like."""
    tables = [table for sheet in book.sheets for table in sheet.tables if table.rows]
    times = Counter(_headings(table) for table in tables)
    return frozenset(table.name for table in tables if _is_filled_in(table) or (times[_headings(table)] == 1 and _has_ids(table)))


def _headings(table: Table) -> frozenset[str]:
    return frozenset(fold_line(column.heading) for column in table.columns)


def _has_ids(table: Table) -> bool:
    if not table.anchor:
        return False
    at = table.index_of(table.anchor)
    return len({_seen(row[at]) for row in table.rows}) == len(table.rows)


def _rows(book: Book) -> Iterator[tuple[str, ...]]:
    for name, fact in book.facts.items():
        yield _FACT, "", "", name, fact
    for sheet in book.sheets:
        yield _SHEET, "", sheet.name, "", digest_of_text(sheet.title)
    for digest in sorted({digest_of_text(text) for sheet in book.sheets for text in _titles(book, sheet) if text}):
        yield _TITLE, "", "", "", digest
    known = _find_known(book)
    for sheet in book.sheets:
        yield from _words_of(sheet, known)
        if any(table.name in known for table in sheet.tables):
            for table in sheet.tables:
                if table.rows:
                    yield from _columns_of(sheet, table)
                if table.name in known:
                    yield from _rows_of(sheet, table)


def _titles(book: Book, sheet: Sheet) -> Iterator[str]:
    yield from (sheet.title, book.marking, *sheet.notes)
    for table in sheet.tables:
        yield from (table.heading, table.note, table.fill_heading if table.rows else table.empty)


def _words_of(sheet: Sheet, known: Container[str]) -> Iterator[tuple[str, ...]]:
    words = sorted(map(short_digest, _words(sheet, known)))
    for start in range(0, len(words), _WORDS_A_CELL):
        yield _WORDS, "", sheet.name, "", " ".join(words[start : start + _WORDS_A_CELL])


def _words(sheet: Sheet, known: Container[str]) -> Iterator[str]:
    for table in sheet.tables:
        place = place_table(table, 0)
        yield from (column.heading for column in place.table.columns)
        if table.name not in known:
            yield from (text for row in place.rows() for value in row if (text := _seen(value)))


def _key_of(table: Table) -> int:
    return table.index_of(table.anchor) if table.anchor else 0


def _columns_of(sheet: Sheet, table: Table) -> Iterator[tuple[str, ...]]:
    yield _KEY, table.name, sheet.name, table.columns[_key_of(table)].key
    for column in table.columns:
        yield _TO_FILL_IN if column.to_fill_in else _SENDER, table.name, sheet.name, column.key, column.heading


def _rows_of(sheet: Sheet, table: Table) -> Iterator[tuple[str, ...]]:
    key = _key_of(table)
    own = [index for index, column in enumerate(table.columns) if not column.to_fill_in]
    for row in table.rows:
        texts = tuple(_seen(row[index]) for index in own)
        cells = " ".join(map(short_digest, texts))
        yield _ROW, table.name, sheet.name, _seen(row[key]), digest_of_row(texts), cells, " ".join(_sent(table, row))


def _sent(table: Table, row: Row) -> Iterator[str]:
    for column, value in zip(table.columns, row, strict=True):
        if column.to_fill_in and (text := _seen(value)):
            yield f"{column.key}{_SPLIT if len(parts(visible(text))) > 1 else ''}:{digest_of_text(text)}"


def _seen(value: Value) -> str:
    """Give a value as `cells` reads it back."""
    return number_text(float(value)) if isinstance(value, int | float) else text_of(value)
