"""What of a table is shown on a page: the columns that hold something for a reader, and the ids of one kind together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gni_assess.sheets.book import Column, ColumnKind, Row, Table, Value, text_of

_NUMBERED = re.compile("(.+?)[0-9]+")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a reader sees of a row: one column, or the columns that hold one id each."""

    column: Column
    indexes: tuple[int, ...]

    def values(self, row: Row) -> tuple[Value, ...]:
        """Give what a row holds of it."""
        return tuple(row[index] for index in self.indexes if text_of(row[index]))

    @property
    def is_list(self) -> bool:
        """Whether it is a list of ids."""
        return self.column.kind is ColumnKind.LINK and _NUMBERED.fullmatch(self.column.key) is not None


def visible_rows(table: Table) -> tuple[Row, ...]:
    """Give the rows that hold something: rows ready to be filled in make sense in a workbook only."""
    return tuple(row for row in table.rows if any(text_of(value) for value in row))


def visible_items(table: Table, rows: Sequence[Row]) -> tuple[Item, ...]:
    """Give what is shown of each row; columns that the assessor fills in only where somebody has."""
    kept = [
        (index, column) for index, column in enumerate(table.columns) if not column.for_assessor or any(text_of(row[index]) for row in rows)
    ]
    groups = (list(group) for _, group in groupby(kept, key=lambda each: _group(*each)))
    return tuple(Item(column=group[0][1], indexes=tuple(index for index, _ in group)) for group in groups)


def is_for_filling_in(table: Table) -> bool:
    """Whether a table holds nothing but room for the assessor to write in, and at most numbers or ids beside it."""
    columns = [index for index, column in enumerate(table.columns) if column.for_assessor]
    is_empty = not any(text_of(row[index]) for row in table.rows for index in columns)
    return bool(columns) and is_empty and len(table.columns) - len(columns) <= 1


def _group(index: int, column: Column) -> tuple[str, int]:
    numbered = _NUMBERED.fullmatch(column.key) if column.kind is ColumnKind.LINK else None
    return (numbered.group(1), -1) if numbered else (column.key, index)
