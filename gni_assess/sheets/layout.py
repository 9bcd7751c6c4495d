"""Where everything stands on a sheet: rows, widths, heights. Used for writing a book and for checking what was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, auto

from gni_assess.sheets.book import Book, Column, ColumnKind, Links, Row, Sheet, Table, Value, text_of
from gni_assess.sheets.fit import cell_lines, heading_margin, widths_of
from gni_assess.sheets.measure import LINE_HEIGHT, lines_needed
from gni_assess.sheets.texts import MAX_UNITS, parts, visible

MAX_TABLE_ROWS = 10_000
"""Above this a table is streamed, and is a filtered range instead of an Excel table."""

MAX_HEIGHT = 409.0
"""The tallest row that Excel shows, in points."""

CUT_OFF_HEIGHT = 300.0
"""How tall a row is that could not show all its text even at its tallest: the text is read above the sheet, and the next row stays near."""

CUT_OFF_NOTE = "Rows that hold more text than Excel shows in a cell"
"""How the note about them begins, which stands on their sheet."""

MOST_OF_A_TITLE = 32
"""So many signs of a heading are shown where a cell is chosen."""

PART = Column(key="part", heading="Part", width=8)

_PADDING = 4.4
_LEAST_HEIGHT = 16.0


class Role(StrEnum):
    """What a line of a sheet is."""

    TITLE = auto()
    MARKING = auto()
    NOTE = auto()
    HEADING = auto()
    GROUP = auto()
    HEADER = auto()
    DATA = auto()
    TOTAL = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet, counted from 0. `height` is None where the viewer decides."""

    role: Role
    row: int
    values: Row
    table: int = -1
    height: float | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A table on its sheet: with a column for parts where texts go on in further rows, and the rows it takes.

    `header_row` is the row above the first of its rows, also where sentences have no header of their own.
    """

    table: Table
    heading_row: int
    header_row: int
    last_row: int
    split: bool

    @property
    def first_to_fill_in(self) -> int | None:
        """The position of the first column to fill in."""
        return next((index for index, column in enumerate(self.table.columns) if column.to_fill_in), None)

    def rows(self) -> Iterator[Row]:
        """Give the rows as they are placed, in the order of the table; texts too long for a cell go on in further rows."""
        return self.table.rows.__iter__() if not self.split else self._split_rows()

    def _split_rows(self) -> Iterator[Row]:
        key = self.table.index_of(self.table.anchor) if self.table.anchor else 0
        for row in self.table.rows:
            yield from _continued(row, key)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One sheet, laid out."""

    sheet: Sheet
    marking: str
    places: tuple[Place, ...]
    widths: tuple[float, ...]
    big: bool

    @property
    def filtered(self) -> Place | None:
        """The table whose header stays in view."""
        return next((place for place in self.places if place.table.filtered and place.table.rows), None)

    @property
    def size(self) -> int:
        """How many rows the sheet has."""
        return self.places[-1].last_row + 1 if self.places else 2 + len(self.sheet.notes)

    def lines(self) -> Iterator[Line]:
        """Give every line that holds something, from the top."""
        yield Line(Role.TITLE, 0, (self.sheet.title,), height=24)
        yield Line(Role.MARKING, 1, (self.marking,))
        for row, note in enumerate(self.sheet.notes, 2):
            yield Line(Role.NOTE, row, (note,))
        for index, place in enumerate(self.places):
            yield from self._table_lines(index, place)

    def _table_lines(self, index: int, place: Place) -> Iterator[Line]:
        table = place.table
        row = place.heading_row
        for role, text in ((Role.HEADING, table.heading), (Role.NOTE, table.note)):
            if text:
                yield Line(role, row, (text,), index)
                row += 1
        if not table.rows:
            yield Line(Role.EMPTY, row, (table.empty,), index)
            return
        if (first := place.first_to_fill_in) is not None:
            yield Line(Role.GROUP, place.header_row - 1, (*[None] * first, table.fill_heading), index)
        if not is_prose(table):
            headings = tuple(column.heading for column in table.columns)
            yield Line(Role.HEADER, place.header_row, headings, index, self._header_height(table))
        totals_from = place.last_row - table.totals
        for at, values in enumerate(place.rows(), place.header_row + 1):
            height = None if self.big else self._height(values)
            yield Line(Role.DATA if at <= totals_from else Role.TOTAL, at, values, index, height)

    def _header_height(self, table: Table) -> float:
        lines = (
            lines_needed(column.heading, width - heading_margin(column, filtered=table.filtered), bold=True)
            for column, width in zip(table.columns, self.widths, strict=False)
        )
        return max(30.0 if table.filtered else 18.0, round(max(lines) * LINE_HEIGHT + 2 * _PADDING, 1))

    def _height(self, values: Row) -> float:
        full = self.full_height(values)
        return CUT_OFF_HEIGHT if full > MAX_HEIGHT else max(_LEAST_HEIGHT, full)

    def full_height(self, values: Row) -> float:
        """Estimate how tall a row must be to show all its text, in points; it may be more than a row can be."""
        needed = max((cell_lines(value, width) for value, width in zip(values, self.widths, strict=False) if value), default=1)
        return round(needed * LINE_HEIGHT + _PADDING, 1)

    def cut_off(self) -> int:
        """Count the rows that hold more text than the tallest row shows."""
        if self.big:
            return 0
        return sum(self.full_height(values) > MAX_HEIGHT for place in self.places for values in place.rows())


def is_prose(table: Table) -> bool:
    """Whether a table is sentences below each other: one column of text, with a heading of its own."""
    return len(table.columns) == 1 and bool(table.heading) and not table.filtered and table.columns[0].kind is ColumnKind.TEXT


def is_big(book: Book) -> bool:
    """Whether the book must be streamed."""
    return any(len(table.rows) > MAX_TABLE_ROWS for sheet in book.sheets if not sheet.hidden for table in sheet.tables)


def lay_out(book: Book) -> tuple[Layout, ...]:
    """Lay out every sheet of a book."""
    big = is_big(book)
    return tuple(_lay_out_noting(sheet, book.marking, big=big) for sheet in book.sheets)


def _lay_out_noting(sheet: Sheet, marking: str, *, big: bool) -> Layout:
    layout = _lay_out(sheet, marking, big=big)
    count = layout.cut_off()
    if not count:
        return layout
    note = f"{CUT_OFF_NOTE}: {count}. Select such a cell to read all of it above the sheet."
    return _lay_out(replace(sheet, notes=(*sheet.notes, note)), marking, big=big)


def _lay_out(sheet: Sheet, marking: str, *, big: bool) -> Layout:
    row = 2 + len(sheet.notes)
    places: list[Place] = []
    for table in sheet.tables:
        # The line above the columns to fill in keeps the distance by itself, but not of a heading from the table above it.
        keeps = table.rows and any(column.to_fill_in for column in table.columns) and not (places and (table.heading or table.note))
        place = place_table(table, row + (not keeps))
        places.append(place)
        row = place.last_row + 1
    return Layout(
        sheet=sheet,
        marking=marking,
        places=tuple(places),
        widths=widths_of([(place.table, place.rows) for place in places if place.table.rows]),
        big=big,
    )


def place_table(table: Table, heading_row: int) -> Place:
    """Give a table its place, from this row on."""
    header_row = heading_row + bool(table.heading) + bool(table.note)
    if not table.rows:
        return Place(table=table, heading_row=heading_row, header_row=header_row, last_row=header_row, split=False)
    header_row += any(column.to_fill_in for column in table.columns)
    # Sentences stand right below what is above them: they need no header.
    header_row -= is_prose(table)
    split = any(_is_long(value) for row in table.rows for value in row)
    count = len(table.rows)
    if split:
        key = table.index_of(table.anchor) if table.anchor else 0
        table = replace(table, columns=(*table.columns[: key + 1], PART, *table.columns[key + 1 :]))
        count = sum(1 for row in table.rows for _ in _continued(row, key))
    return Place(table=table, heading_row=heading_row, header_row=header_row, last_row=header_row + count, split=split)


def _is_long(value: Value) -> bool:
    # Half the limit: a character may take two units, and an escape several characters.
    text = value.text if isinstance(value, Links) else value
    return isinstance(text, str) and len(text) > MAX_UNITS // 8 and len(parts(visible(text))) > 1


def _continued(row: Row, key: int) -> Iterator[Row]:
    """Give a row with its continuation rows: they repeat the id, count the parts and hold the rest of long texts."""
    texts = {index: parts(visible(text_of(value))) for index, value in enumerate(row) if _is_long(value)}
    count = max(map(len, texts.values()), default=1)
    for number in range(count):
        values = [_part_of(value, texts.get(index), number, repeat=index == key) for index, value in enumerate(row)]
        values.insert(key + 1, f"{number + 1} of {count}" if count > 1 else None)
        yield values


def _part_of(value: Value, texts: tuple[str, ...] | None, number: int, *, repeat: bool) -> Value:
    if texts is None:
        return value if number == 0 or repeat else None
    return texts[number] if number < len(texts) else None


def find_anchors(layouts: Sequence[Layout]) -> Mapping[tuple[str, str], int]:
    """Find the row of every id that links may lead to, by sheet and id."""
    anchors: dict[tuple[str, str], int] = {}
    for layout in layouts:
        for place in layout.places:
            if place.table.anchor and place.table.rows:
                index = place.table.index_of(place.table.anchor)
                for at, values in enumerate(place.rows(), place.header_row + 1):
                    anchors.setdefault((layout.sheet.name, text_of(values[index])), at)
    return anchors


def serial(day: date) -> int:
    """Give a date as the number that a workbook stores."""
    return (day - date(1899, 12, 30)).days
