"""A book of plain values: what every writer is given. Nothing here knows a file format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """What a colored word means; writers choose the colors. The word always says the same as the color."""

    GOOD = "good"
    PARTLY = "partly"
    PLANNED = "planned"
    BAD = "bad"
    OPEN = "open"
    INFO = "info"
    HIDDEN = "hidden"
    QUIET = "quiet"


class ColumnKind(StrEnum):
    """What a column holds, which decides how its cells look and behave."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    ID = "id"
    CHOICE = "choice"
    LINK = "link"


class Paper(StrEnum):
    """The paper that a sheet is printed on."""

    A4 = "A4"
    A3 = "A3"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that stands for a status, with its tone."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to the row with the id `key` on a sheet, or to the sheet where `key` is empty.

    A link whose row does not exist is shown as plain text.
    """

    text: str
    sheet: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Several links in one cell. In a workbook, whose cells hold one link at most, they stand there as text."""

    links: tuple[Link, ...]

    @property
    def text(self) -> str:
        """The texts of the links, one after the other."""
        return ", ".join(each.text for each in self.links)


Value = str | int | float | date | Word | Link | Links | None
"""What one cell holds. None is an empty cell."""

Row = Sequence[Value]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table. `width` is the widest it gets, in characters.

    `to_fill_in` marks a column that the reader fills in: it is empty or holds what the reader may change, looks different and, where it is
    empty, is left out on paper. `choices` are offered there as a list; `note` is shown when such a cell is chosen.
    The cells of an `is_private` column are never read when the workbook comes back, and can be told from others wherever they are moved.
    """

    key: str
    heading: str
    width: int = 14
    kind: ColumnKind = ColumnKind.TEXT
    choices: tuple[str, ...] = ()
    to_fill_in: bool = False
    note: str = ""
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Stacked bars: one bar a row of its table, one part of it a column. `series` maps columns to tones.

    `alt` says in words what the picture shows.
    """

    title: str
    alt: str
    category: str
    series: Mapping[str, Tone]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of values under headings.

    `name` is unique in the book. `anchor` is the key of the column whose values links lead to. `filtered` tables can be sorted and
    filtered; one of them to a sheet keeps its header in view. The last `totals` rows are sums: they are no part of the chart.
    `empty` is shown instead of a table without rows. A `workbook_only` table tells what is true of a workbook alone, such as how it is
    filled in; other formats leave it out. `fill_heading` stands above the columns to fill in. An `is_form` table is printed
    with the columns to fill in, and its rows grow with what is typed.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row] = ()
    heading: str = ""
    note: str = ""
    description: str = ""
    anchor: str = ""
    empty: str = "None."
    filtered: bool = False
    totals: int = 0
    chart: Chart | None = None
    workbook_only: bool = False
    fill_heading: str = "For the assessor to fill in"
    is_form: bool = False

    def index_of(self, key: str) -> int:
        """Give the position of a column."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: its tables below each other, under a title and notes (one line each); `one_page` puts it all on one page of paper.

    A `hidden` sheet is for programs alone: no reader is offered to show it.
    """

    name: str
    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    paper: Paper = Paper.A4
    one_page: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Book:
    """All sheets in order, with what stands on each page and in the file's properties.

    `properties` may have `title`, `subject`, `author`, `company`, `category`, `keywords` and `comments`. `created` is what the file gives
    as its date, so that the same values make the same bytes.

    `audience` is the word for whom it is for. `period` is what it is about: from a day to another, or to no end yet. `digest` is the
    SHA-256 of the values. `facts` go with a workbook that comes back, so that it can be told what it is (`kind`) and what it was made for.
    They are for programs; what a reader is to see of them stands on a sheet.
    """

    sheets: tuple[Sheet, ...]
    marking: str
    owner: str
    created: date
    properties: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    period: tuple[date, date | None] | None = None
    tool_version: str = ""
    digest: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def find_table(self, name: str) -> Table | None:
        """Find a table by name."""
        return next((table for sheet in self.sheets for table in sheet.tables if table.name == name), None)


def text_of(value: Value) -> str:
    """Give a value as the words that a reader sees; dates as `2026-05-04`."""
    if value is None:
        return ""
    if isinstance(value, Word | Link | Links):
        return value.text
    return value if isinstance(value, str) else str(value)
