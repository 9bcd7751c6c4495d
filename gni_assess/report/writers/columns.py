"""What of a table is shown on a page: the columns that hold something for a reader, and the ids of one kind together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from gni_assess.sheets.book import Column, ColumnKind, Link, Links, Row, Sheet, Table, Value, text_of

_NUMBERED = re.compile("(.+?)[0-9]+")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a reader sees of a row: one column, or the columns that hold one id each."""

    column: Column
    indexes: tuple[int, ...]

    def values(self, row: Row) -> tuple[Value, ...]:
        """Give what a row holds of it; of several links in one cell each for itself, where it is a list."""
        found = tuple(row[index] for index in self.indexes if text_of(row[index]))
        return tuple(each for value in found for each in links_of(value) or (value,)) if self.is_list else found

    @cached_property
    def is_list(self) -> bool:
        """Whether it is a list of ids."""
        return self.column.kind is ColumnKind.LINK and _NUMBERED.fullmatch(self.column.key) is not None


def visible_rows(table: Table) -> tuple[Row, ...]:
    """Give the rows that hold something: rows ready to be filled in make sense in a workbook only."""
    return tuple(row for row in table.rows if any(text_of(value) for value in row))


def visible_items(table: Table, rows: Sequence[Row]) -> tuple[Item, ...]:
    """Give what is shown of each row; columns that the assessor fills in only where somebody has."""
    kept = ((index, table.columns[index]) for index in kept_columns(table, rows))
    groups = (list(group) for _, group in groupby(kept, key=lambda each: _group(*each)))
    return tuple(Item(column=group[0][1], indexes=tuple(index for index, _ in group)) for group in groups)


def kept_columns(table: Table, rows: Sequence[Row]) -> tuple[int, ...]:
    """Give the positions of the columns that hold something for a reader: those that the assessor fills in only where somebody has."""
    columns = enumerate(table.columns)
    return tuple(index for index, column in columns if not column.to_fill_in or any(text_of(row[index]) for row in rows))


def links_of(value: Value) -> tuple[Link, ...]:
    """Give the links that a value holds, each for itself; none where it is no link."""
    if isinstance(value, Links):
        return value.links
    return (value,) if isinstance(value, Link) else ()


def row_ids(sheet: Sheet) -> Iterator[str]:
    """Give the ids of the rows of a sheet that links can lead to, in order; some may come twice."""
    for table in sheet.tables:
        if table.anchor and not is_for_workbooks_only(table):
            index = table.index_of(table.anchor)
            yield from (key for row in table.rows if (key := text_of(row[index])))


def is_for_workbooks_only(table: Table) -> bool:
    """Whether a table makes sense in a workbook only: it says so itself, or holds nothing but room for the assessor to write in."""
    return table.workbook_only or _is_for_filling_in(table)


def _is_for_filling_in(table: Table) -> bool:
    """Whether a table holds nothing but empty columns for the assessor, and at most one with numbers or ids beside them."""
    columns = [index for index, column in enumerate(table.columns) if column.to_fill_in]
    is_empty = not any(text_of(row[index]) for row in table.rows for index in columns)
    return bool(columns) and is_empty and len(table.columns) - len(columns) <= 1


def _group(index: int, column: Column) -> tuple[str, int]:
    numbered = _NUMBERED.fullmatch(column.key) if column.kind is ColumnKind.LINK else None
    return (numbered.group(1), -1) if numbered else (column.key, index)
