"""Columns with the way to their values: each table is defined once, for every writer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from gni_assess.report.view import View
from gni_assess.report.words import HELD_BACK, NOT_SHOWN, is_held_back
from gni_assess.sheets.book import Column, ColumnKind, Link, Links, Row, Value, text_of

R = TypeVar("R")

_WIDTH_OF_REST = 24


@dataclass(frozen=True, kw_only=True)
class Field(Generic[R]):
    """One column of a table, and how its value follows from what a row is about."""

    column: Column
    value: Callable[[View, R], Value]


def field(key: str, heading: str, width: int, value: Callable[[View, R], Value], kind: ColumnKind = ColumnKind.TEXT) -> Field[R]:
    """Describe one column."""
    return Field(column=Column(key=key, heading=heading, width=width, kind=kind), value=value)


@dataclass(frozen=True, kw_only=True)
class Ids(Generic[R]):
    """Columns for the ids that a row names, one a column, because a cell holds only one link.

    There are as many as the row with the most ids needs, but no more than `most`; the last, then wider, holds all the rest.
    """

    key: str
    heading: str
    give: Callable[[View, R], Sequence[str]]
    width: int = 12
    most: int = 5

    def fields(self, view: View, items: Iterable[R]) -> tuple[Field[R], ...]:
        """Make the columns that these rows need."""
        needed = max((len(self.give(view, item)) for item in items), default=1)
        columns = max(1, min(needed, self.most))
        return tuple(self._field(number, holds_rest=number == columns < needed) for number in range(1, columns + 1))

    def _field(self, number: int, *, holds_rest: bool) -> Field[R]:
        def value(view: View, item: R) -> Value:
            ids = self.give(view, item)
            if number > len(ids):
                return None
            return _together(view, ids[number - 1 :]) if number == self.most and number < len(ids) else view.link(ids[number - 1])

        suffix = "" if number == 1 else f" {number}"
        width = max(self.width, _WIDTH_OF_REST) if holds_rest else self.width
        return field(f"{self.key}{number}", f"{self.heading}{suffix}", width, value, ColumnKind.LINK)


def _together(view: View, ids: Sequence[str]) -> Links:
    values = map(view.link, ids)
    return Links(tuple(each if isinstance(each, Link) else Link(text_of(each), "") for each in values))


def spread(fields: Iterable[Field[R] | Ids[R]], view: View, items: Sequence[R]) -> tuple[Field[R], ...]:
    """Replace columns for ids by as many as these rows need."""
    return tuple(each for item in fields for each in (item.fields(view, items) if isinstance(item, Ids) else (item,)))


def telling(fields: Sequence[Field[R]], view: View, items: Sequence[R]) -> tuple[Field[R], ...]:
    """Leave out, for readers who get little, the columns that say nothing in any row but that something is not shown.

    It follows from what stands in the cells alone, so a column that is left out tells no more than one full of "not shown".
    """
    if view.gets_everything:
        return tuple(fields)
    return tuple(each for each in fields if each.column.kind is ColumnKind.ID or any(_tells(each.value(view, item)) for item in items))


def _tells(value: Value) -> bool:
    return value is not None and any(map(_is_told, text_of(value).split("\n")))


def _is_told(line: str) -> bool:
    return bool(line) and line not in (HELD_BACK, NOT_SHOWN.text) and not is_held_back(line)


def to_fill_in(
    key: str, heading: str, width: int, note: str, *, choices: tuple[str, ...] = (), kind: ColumnKind = ColumnKind.TEXT
) -> Column:
    """Describe a column that the assessor fills in."""
    kind = ColumnKind.CHOICE if choices else kind
    return Column(key=key, heading=heading, width=width, kind=kind, choices=choices, to_fill_in=True, note=note)


def make_rows(fields: Iterable[Field[R]], view: View, items: Iterable[R], *, blank: int = 0) -> tuple[Row, ...]:
    """Compute the rows of a table, with `blank` empty cells at the end of each."""
    fields, rest = tuple(fields), (None,) * blank
    return tuple((*(each.value(view, item) for each in fields), *rest) for item in items)
