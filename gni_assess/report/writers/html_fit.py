"""How densely a sheet that is meant for one page of paper is set, so that it fits: reckoned from its texts, as no script may."""

from collections.abc import Iterator, Sequence

from gni_assess.report.writers.columns import is_for_workbooks_only, visible_items, visible_rows
from gni_assess.sheets.book import Sheet, Table, text_of

PERCENTS = (100, 95, 90, 85, 80, 75, 70)
"""To how much the styles can shrink a sheet. What does not fit at the least can still be read, and goes on overleaf."""

_HEIGHT = 690  # points, reckoned as below, that fit the lower of the two usual papers below the title of the report
_TABLE_LINE, _TEXT_LINE = 102, 96  # characters on the narrower of them, in a wide typeface
_CELL = 2  # what the edges of a cell take, in characters
_ROW_HIGH, _ROW_EDGES = 10.7, 3.5
_SENTENCE_HIGH, _SENTENCE_EDGES = 12.9, 2
_HEADING, _NOTE, _TITLE = 25, 17, 32


def paper_of(sheet: Sheet) -> str:
    """Give the classes of a sheet for one page: that it is one, and the largest size at which it fits."""
    fitting = (each for each in PERCENTS if _height(sheet, each / 100) * each / 100 <= _HEIGHT)
    return f"one-page fit-{next(fitting, PERCENTS[-1])}"


def _height(sheet: Sheet, zoom: float) -> float:
    tables = (each for each in sheet.tables if not is_for_workbooks_only(each))
    return _TITLE + _NOTE * len(sheet.notes) + sum(sum(_heights_in_table(each, zoom)) for each in tables)


def _heights_in_table(table: Table, zoom: float) -> Iterator[float]:
    rows = visible_rows(table)
    items = visible_items(table, rows)
    yield _HEADING * bool(table.heading) + _NOTE * bool(table.note)
    if not rows or not items:
        yield _NOTE
    elif len(items) == 1:
        for row in rows:
            yield _SENTENCE_EDGES + _SENTENCE_HIGH * _lines(text_of(row[items[0].indexes[0]]), _TEXT_LINE / zoom)
    else:
        texts = [[", ".join(map(text_of, item.values(row))) for item in items] for row in rows]
        texts.insert(0, [item.column.heading for item in items])
        rooms = _rooms(texts, _TABLE_LINE / zoom - _CELL * len(items))
        for line in texts:
            yield _ROW_EDGES + _ROW_HIGH * max(map(_lines, line, rooms))


def _rooms(texts: Sequence[Sequence[str]], whole: float) -> Sequence[float]:
    """Share a line among columns as browsers do: each has its longest word, and of the rest as much as its longest text wants."""
    columns = list(zip(*texts, strict=True))
    least = [max(len(word) for text in column for word in ["", *text.split()]) for column in columns]
    most = [max(map(len, column)) for column in columns]
    wanted = sum(most) - sum(least)
    share = min(max(whole - sum(least), 0) / wanted, 1) if wanted else 0
    return [low + (high - low) * share for low, high in zip(least, most, strict=True)]


def _lines(text: str, room: float) -> int:
    return sum(max(-(-len(line) // max(int(room), 1)), 1) for line in text.split("\n"))
