"""Reading a report back from its JSON, and comparing it with the book it was made from.

What must be found is worked out from the book alone: of the writer only names are known here.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.json_report import KIND, LIST, VERSION
from gni_assess.report.writers.told import must_be_told
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Links, Row, Sheet, Table, Value, Word, text_of

_MISBUILT = (KeyError, TypeError, AttributeError, IndexError)


def verify_json(book: Book, data: bytes) -> None:
    """Compare what was written with the book: sheets, tables, rows, every value, and where each id leads.

    Raises a StoreError that says which table and row differ; never what stands there.
    """
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once)
    except ValueError as error:
        raise differing("it is no JSON, or names something twice") from error
    try:
        _compare(book, found)
    except _MISBUILT as error:
        raise differing("a part of it is missing, or is not built as it should be") from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _compare(book: Book, found: Any) -> None:  # noqa: ANN401 - JSON
    start, end = book.period or (None, None)
    wanted = {
        "version": VERSION,
        "kind": KIND,
        "audience": book.audience or None,
        "marking": book.marking,
        "company": book.owner,
        "period": None if start is None else {"start": str(start), "end": None if end is None else str(end)},
        "created": str(book.created),
        "tool_version": book.tool_version or None,
        "digest": book.digest or None,
        "properties": dict(book.properties),
    }
    for key, value in wanted.items():
        if not _is_same(found[key], value):
            raise differing(f"`{key}` differs")
    if [each["name"] for each in found["sheets"]] != [each.name for each in book.sheets]:
        raise differing("it has other parts, or in another order")
    targets = set(_targets(found))
    for sheet, written in zip(book.sheets, found["sheets"], strict=True):
        _compare_sheet(sheet, written, targets)


def _targets(found: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    """Give what links can lead to in this document: sheets, and ids of rows."""
    for sheet in found["sheets"]:
        yield sheet["name"], ""
        for table in sheet["tables"]:
            if (key := table["id_column"]) is not None:
                cells = (row[key] for row in (*table["rows"], *table["totals"]))
                yield from ((sheet["name"], str(each["text"] if isinstance(each, dict) else each)) for each in cells if each)


def _compare_sheet(sheet: Sheet, written: Any, targets: Collection[tuple[str, str]]) -> None:  # noqa: ANN401 - JSON
    if not _is_same([written["title"], written["notes"]], [sheet.title, list(sheet.notes)]):
        raise differing(f"the title or the notes of `{sheet.name}` differ")
    tables = must_be_told(sheet)
    if [each["name"] for each in written["tables"]] != [each.name for each in tables]:
        raise differing(f"`{sheet.name}` has other tables, or in another order")
    for table, of_table in zip(tables, written["tables"], strict=True):
        _compare_around(table, of_table)
        _Rows(table=table, written=of_table, targets=targets).compare()


def _compare_around(table: Table, written: Any) -> None:  # noqa: ANN401 - JSON
    wanted = {
        "heading": table.heading,
        "note": table.note,
        "description": table.description,
        "id_column": table.anchor or None,
        "empty": None if table.rows else table.empty,
        "chart": _chart(table.chart),
    }
    for key, value in wanted.items():
        if not _is_same(written[key], value):
            raise differing(f"`{key}` of the table `{table.name}` differs")
    if len(written["totals"]) != (table.totals if table.rows else 0):
        raise differing(f"the table `{table.name}` has other totals")


def _chart(chart: Chart | None) -> object:
    if chart is None:
        return None
    series = {key: tone.value for key, tone in chart.series.items()}
    return {"title": chart.title, "alt": chart.alt, "category": chart.category, "series": series}


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The rows of a table beside what was written of them."""

    table: Table
    written: Any
    targets: Collection[tuple[str, str]]

    def compare(self) -> None:
        spans = tuple(self._spans())
        keys = [column["key"] for column in self.written["columns"]]
        for number, (row, cells) in enumerate(zip_longest(self.table.rows, (*self.written["rows"], *self.written["totals"])), 1):
            where = f"row {number} of the table `{self.table.name}`"
            if row is None or cells is None:
                raise differing(f"{where} is {'missing' if cells is None else 'too many'}")
            if list(cells) != keys:
                raise differing(f"{where} has other columns, or in another order")
            wanted = [self._cell(row, indexes, is_list=is_list) for indexes, is_list in spans]
            if not _is_same(list(cells.values()), wanted):
                at = next(at for at, (one, other) in enumerate(zip(cells.values(), wanted, strict=True), 1) if not _is_same(one, other))
                raise differing(f"in {where}, column {at} differs")

    def _spans(self) -> Iterator[tuple[Sequence[int], bool]]:
        """Give the columns of the table that each written column holds, and whether it holds lists; all but empty ones must be held."""
        columns, rows = self.table.columns, self.table.rows
        left = [at for at, column in enumerate(columns) if not column.to_fill_in or any(text_of(row[at]) for row in rows)]
        for number, written in enumerate(self.written["columns"], 1):
            is_list, at = written["kind"] == LIST, left.pop(0)
            indexes = [at]
            while is_list and left and _stem(columns[left[0]]) == _stem(columns[at]) != "":
                indexes.append(left.pop(0))
            key = _stem(columns[at]) if is_list else columns[at].key
            is_its_key = written["key"] == key or re.fullmatch(rf"{re.escape(key)} \([0-9]+\)", written["key"])
            if not is_its_key or written["heading"] != columns[at].heading or (not is_list and written["kind"] != columns[at].kind):
                raise differing(f"the heading, the key or the kind of column {number} of the table `{self.table.name}` differs")
            yield indexes, is_list
        if left:
            raise differing(f"the table `{self.table.name}` lacks a column")

    def _cell(self, row: Row, indexes: Sequence[int], *, is_list: bool) -> object:
        if not is_list:
            return self._value(row[indexes[0]])
        values = [value for index in indexes if text_of(value := row[index])]
        return [self._value(each) for value in values for each in (value.links if isinstance(value, Links) else (value,))]

    def _value(self, value: Value) -> object:
        if isinstance(value, Word):
            return {"text": value.text, "tone": value.tone.value}
        if isinstance(value, Links):
            return [self._value(each) for each in value.links]
        if isinstance(value, Link):
            is_there = (value.sheet, value.key) in self.targets
            return {"text": value.text, "sheet": value.sheet, "id": value.key or None} if is_there else value.text
        return str(value) if isinstance(value, date) else value


def _stem(column: Column) -> str:
    """Give the key of a numbered column for ids without its number; "" for any other column."""
    stem = column.key.rstrip("0123456789")
    return stem if column.kind is ColumnKind.LINK and stem != column.key else ""


def _is_same(found: object, wanted: object) -> bool:
    # Written out, because to Python 1, 1.0 and True are the same, and two halves of a character are not the character.
    return json.dumps(found, sort_keys=True) == json.dumps(wanted, sort_keys=True)
