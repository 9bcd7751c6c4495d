"""The report as JSON for programs: every value of the book, exactly, with what its tables and columns are called.

The fields are described in `docs/report-json.md`, and by the schema of `json_schema`.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gni_assess.report.writers.columns import Item, is_for_workbooks_only, row_ids, visible_items
from gni_assess.sheets.book import Book, Chart, Link, Links, Row, Sheet, Table, Value, Word

VERSION = 1
"""The version of this JSON; new keys may be added to it, none is changed or removed."""

KIND = "gap-report"
"""What kind of document this is."""

LIST = "links"
"""The kind of a column whose cells are lists: ids, each with where it leads."""

_NOT_ASCII = re.compile("[^\n -~]+")


def render_json(book: Book) -> str:
    """Write a book as one JSON document. The same book gives the same text.

    Every text is exactly what it was; characters that would not be seen, or that could fool a terminal, are written as escapes, which a
    reader of JSON undoes. The columns that the assessor fills in are left out while they are empty.
    """
    text = json.dumps(_Writer.of(book).write(), indent=2, ensure_ascii=False)
    return _NOT_ASCII.sub(lambda match: _escaped(match.group()), text) + "\n"


def _escaped(text: str) -> str:
    return text if text.isprintable() else "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


@dataclass(frozen=True, kw_only=True)
class _Writer:
    book: Book
    targets: Collection[tuple[str, str]]

    @classmethod
    def of(cls, book: Book) -> "_Writer":
        return cls(book=book, targets={(sheet.name, key) for sheet in book.sheets for key in ("", *row_ids(sheet))})

    def write(self) -> dict[str, Any]:
        book = self.book
        return {
            "version": VERSION,
            "kind": KIND,
            "audience": book.audience or None,
            "marking": book.marking,
            "company": book.owner,
            "period": _period(book),
            "created": book.created.isoformat(),
            "tool_version": book.tool_version or None,
            "digest": book.digest or None,
            "properties": dict(book.properties),
            "sheets": [self._sheet(each) for each in book.sheets],
        }

    def _sheet(self, sheet: Sheet) -> dict[str, Any]:
        tables = [self._table(each) for each in sheet.tables if not is_for_workbooks_only(each)]
        return {"name": sheet.name, "title": sheet.title, "notes": list(sheet.notes), "tables": tables}

    def _table(self, table: Table) -> dict[str, Any]:
        items = visible_items(table, table.rows)
        keys = _unique(_key(each) for each in items)
        rows = [dict(zip(keys, (self._cell(each, row) for each in items), strict=True)) for row in table.rows]
        end = len(rows) - table.totals
        return {
            "name": table.name,
            "heading": table.heading,
            "note": table.note,
            "description": table.description,
            "id_column": table.anchor or None,
            "columns": [
                {"key": key, "heading": each.column.heading, "kind": LIST if each.is_list else each.column.kind.value}
                for key, each in zip(keys, items, strict=True)
            ],
            "rows": rows[:end],
            "totals": rows[end:],
            "empty": None if rows else table.empty,
            "chart": _chart(table.chart),
        }

    def _cell(self, item: Item, row: Row) -> object:
        return [self._value(each) for each in item.values(row)] if item.is_list else self._value(row[item.indexes[0]])

    def _value(self, value: Value) -> object:
        if isinstance(value, Word):
            return {"text": value.text, "tone": value.tone.value}
        if isinstance(value, Link):
            if (value.sheet, value.key) not in self.targets:
                return value.text
            return {"text": value.text, "sheet": value.sheet, "id": value.key or None}
        if isinstance(value, Links):
            return [self._value(each) for each in value.links]
        return value.isoformat() if isinstance(value, date) else value


def _key(item: Item) -> str:
    return item.column.key.rstrip("0123456789") if item.is_list else item.column.key


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    """Give each column a key of its own, so that no value takes another's place; in a table of counts a key may be anybody's word."""
    taken: dict[str, None] = {}
    for key in keys:
        free, number = key, 1
        while free in taken:
            number += 1
            free = f"{key} ({number})"
        taken[free] = None
    return tuple(taken)


def _chart(chart: Chart | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    series = {key: tone.value for key, tone in chart.series.items()}
    return {"title": chart.title, "alt": chart.alt, "category": chart.category, "series": series}


def _period(book: Book) -> dict[str, str | None] | None:
    if book.period is None:
        return None
    start, end = book.period
    return {"start": start.isoformat(), "end": None if end is None else end.isoformat()}
