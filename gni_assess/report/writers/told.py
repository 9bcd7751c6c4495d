"""What a reader must find of each row of a table, for checking what was written: worked out from the book alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gni_assess.report.writers.columns import links_of, visible_items
from gni_assess.report.writers.differing import differing
from gni_assess.sheets.book import Link, Links, Row, Sheet, Table, Value, Word, text_of

_TITLES = ("title", "summary", "text", "name")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFUSED_OR_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BYTE = 0xFF

AsRead = Callable[[str], str]
"""How a text of the book reads in the file."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one row tells under one heading: a value, or a list of ids."""

    key: str
    heading: str
    texts: tuple[str, ...]
    links: tuple[Link, ...]
    is_list: bool
    is_word: bool

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.texts)


@dataclass(frozen=True, kw_only=True)
class ToldTable:
    """What a reader must find of a table. `rows` have nothing for what is empty; `columns` maps keys of columns to headings."""

    sheet: Sheet
    table: Table
    place: str
    columns: Mapping[str, str]
    rows: tuple[tuple[Told, ...], ...]

    def key_of(self, row: Sequence[Told]) -> Told | None:
        """Give the id of a row, which is its first value where it has none."""
        wanted = self.table.anchor or next(iter(self.columns))
        return next((each for each in row if each.key == wanted), None)

    def title_of(self, row: Sequence[Told]) -> Told | None:
        """Give what of a row its title may say."""
        by_key = {each.key: each for each in row}
        return next((by_key[key] for key in _TITLES if key in by_key), None)

    def row_place(self, number: int) -> str:
        """Name a row, counted from 1."""
        return f"row {number} of {self.place}"


def must_be_told(sheet: Sheet) -> tuple[Table, ...]:
    """Give the tables of a sheet that no file for readers may leave out: all but those for workbooks, and rows that wait to be filled in.

    Such rows have nothing in the columns to fill in, and beside them at most one column, which numbers the rows or names them. Worked out
    here and not asked of the writers, so that a table that they leave out by mistake is missed.
    """
    return tuple(each for each in sheet.tables if not each.workbook_only and not _waits_to_be_filled_in(each))


def _waits_to_be_filled_in(table: Table) -> bool:
    others = sum(not each.to_fill_in for each in table.columns)
    filled = (text_of(value) for row in table.rows for column, value in zip(table.columns, row, strict=True) if column.to_fill_in)
    return others < len(table.columns) and others <= 1 and not any(filled)


def told_tables(sheet: Sheet, as_read: AsRead) -> tuple[ToldTable, ...]:
    """Give what must be found of each table of a sheet. A StoreError where something of it would be left out."""
    return tuple(_told_table(sheet, table, as_read) for table in must_be_told(sheet))


def read_as(text: str, *, refused: re.Pattern[str]) -> str:
    r"""Give a text as a reader sees it: line ends are `\n`, and what a file cannot hold is written out (`\x1b`)."""
    if text.isprintable():
        return text
    return refused.sub(_written_out, text.replace("\r\n", "\n").replace("\r", "\\x0d"))


def read_on_page(text: str) -> str:
    """Give a text as it reads on a page of HTML, which may go to a terminal."""
    return read_as(text, refused=_REFUSED_OR_OBEYED)


def read_in_document(text: str) -> str:
    """Give a text as it reads in a Word file."""
    return read_as(text, refused=_REFUSED)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code <= _BYTE else f"\\u{code:04x}"


def _told_table(sheet: Sheet, table: Table, as_read: AsRead) -> ToldTable:
    place = f"the table `{table.name}`"
    rows = [row for row in table.rows if any(text_of(value) for value in row)]
    items = visible_items(table, rows)
    left_out = set(range(len(table.columns))).difference(*(item.indexes for item in items))
    if any(text_of(row[index]) for index in left_out for row in rows):
        raise differing(f"a column of {place} is missing")

    def told(row: Row) -> tuple[Told, ...]:
        return tuple(
            Told(
                key=item.column.key,
                heading=as_read(item.column.heading),
                texts=tuple(as_read(text) for value in values for text in _texts(value)),
                links=tuple(link for value in values for link in links_of(value)),
                is_list=item.is_list,
                is_word=isinstance(values[0], Word),
            )
            for item in items
            if (values := tuple(row[index] for index in item.indexes if text_of(row[index])))
        )

    columns = {item.column.key: as_read(item.column.heading) for item in items}
    return ToldTable(sheet=sheet, table=table, place=place, columns=columns, rows=tuple(map(told, rows)))


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(each.text for each in value.links) if isinstance(value, Links) else (text_of(value),)
