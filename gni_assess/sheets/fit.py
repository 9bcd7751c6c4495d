"""How wide the columns of a sheet are: as wide as what they hold needs, within what each column allows."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from gni_assess.sheets.book import Column, ColumnKind, Link, Links, Row, Table, Value, Word, text_of
from gni_assess.sheets.measure import column_width, lines_needed

_FILTER_BUTTON = 3
_INDENT = 1.3

_SAMPLE = 1_000  # rows that widths are fitted to
_NUMBER_WIDTH = 10
_WIDE = 20  # columns above this are made narrower where no row gets taller by it
_NARROWER = (0.5, 0.6, 0.7, 0.8, 0.9)
_EASY_TO_READ = 10  # lines of a cell; a column is not made narrower for more


def widths_of(tables: Sequence[tuple[Table, Callable[[], Iterable[Row]]]]) -> tuple[float, ...]:
    """Give the width of each column of a sheet for its tables, each with a way to its rows."""
    widths: list[float] = []
    for table, rows in tables:
        fitted = _fit_table(table, tuple(islice(rows(), _SAMPLE)))
        widths += [0] * (len(fitted) - len(widths))
        widths[: len(fitted)] = map(max, fitted, widths)
    return tuple(widths)


def cell_lines(value: Value, width: float) -> int:
    """Estimate how many lines a value takes in a column of this width."""
    if isinstance(value, str):
        # Blocks of text end with a line end: it stays, but no room is kept for an empty line.
        return lines_needed(value.rstrip("\n"), width)
    return lines_needed(value.text, width, bold=isinstance(value, Word)) if isinstance(value, Word | Link | Links) else 1


def _fit_table(table: Table, rows: Sequence[Row]) -> list[float]:
    cells = list(zip(*rows, strict=True))
    widths = [_fit(column, values, filtered=table.filtered) for column, values in zip(table.columns, cells, strict=True)]
    if not table.filtered or all(width <= _WIDE for width in widths):
        return widths
    lines = [[cell_lines(value, width) for value in values] for values, width in zip(cells, widths, strict=True)]
    tallest = [max(each) for each in zip(*lines, strict=True)]
    return [
        _narrow(column, values, width, _limits(own, tallest)) if width > _WIDE and not column.to_fill_in and max(own) > 1 else width
        for column, values, width, own in zip(table.columns, cells, widths, lines, strict=True)
    ]


def _limits(own: Sequence[int], tallest: Sequence[int]) -> tuple[int, ...]:
    """Give the lines that each cell of a column may take: no row gets taller, and no cell a tall thin strip."""
    return tuple(min(most, max(lines, _EASY_TO_READ)) for lines, most in zip(own, tallest, strict=True))


def _narrow(column: Column, values: Sequence[Value], width: float, limits: Sequence[int]) -> float:
    """Give the least width that keeps to the limits: what a column does not need is room for others."""
    least = max(_WIDE, _heading_width(column, filtered=True))
    for part in _NARROWER:
        tried = round(width * part, 1)
        if tried >= least and all(not value or cell_lines(value, tried) <= most for value, most in zip(values, limits, strict=True)):
            return tried
    return width


def _fit(column: Column, values: Sequence[Value], *, filtered: bool) -> float:
    if column.to_fill_in:
        return column.width
    least = _heading_width(column, filtered=filtered)
    if column.kind in (ColumnKind.DATE, ColumnKind.NUMBER):
        least = max(least, _NUMBER_WIDTH)
    longest = max((_widest(value, bold=column.kind is ColumnKind.ID) for value in values if value is not None), default=0)
    return round(max(least, min(column.width, longest)), 1)


def _heading_width(column: Column, *, filtered: bool) -> float:
    widest = max((column_width(word, bold=True) for word in column.heading.split()), default=1)
    return widest + heading_margin(column, filtered=filtered)


def heading_margin(column: Column, *, filtered: bool) -> float:
    """Give what the button of a filter and the indent of numbers take of a heading's width."""
    return (_FILTER_BUTTON if filtered else 0) + (_INDENT if column.kind is ColumnKind.NUMBER else 0)


def _widest(value: Value, *, bold: bool) -> float:
    bold = bold or isinstance(value, Word)
    return max(column_width(line, bold=bold) for line in text_of(value).split("\n"))
