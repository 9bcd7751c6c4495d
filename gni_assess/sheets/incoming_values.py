"""What came back in a workbook, as plain values with their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gni_assess.sheets.cells import Cell
from gni_assess.sheets.sheet_reader import column_letters


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where a cell is, as the spreadsheet shows it: the name of the sheet, the number of the row, the letters of the column.

    The name is empty where it may be private: of a sheet that was added by somebody who has private columns.
    """

    sheet: str
    row: int
    column: str

    def __str__(self) -> str:
        """Say it to a person."""
        sheet = f"sheet `{self.sheet}`" if self.sheet else "a sheet that was added"
        return f"{sheet}, row {self.row}, column {self.column}"


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingCell:
    """A cell that was filled in; `is_merged` where it is one with cells of other rows, so that it may be meant for them too."""

    cell: Cell
    spot: Spot
    is_merged: bool = False


@dataclass(frozen=True, kw_only=True)
class IncomingRow:
    """A row, with the rows that its texts go on in.

    `key` is its id as it was sent; an id that was not sent stands there as typed, and a row without one has "".
    `cells` are the columns to fill in, by key; empty cells are absent. `altered` are headings and places of the sender's cells that are no
    longer as they were sent, or that were filled in in a row that was added; `put_in` are those of these places that were empty. `sent`
    has digests of what stood in columns to fill in when it was sent (`way_back.digest_of_text`). `columns` are the letters of the columns
    to fill in, by key, as they stand now.

    `may_be_moved` says that cells of the row may have been moved to one side, so that any text may stand under any heading: a cell bears
    the mark of a private column, or one of the sender's was changed and none beside it shows that it is still in its place; or headings
    were moved.
    """

    key: str
    row: int
    sheet: str
    cells: Mapping[str, IncomingCell]
    altered: tuple[tuple[str, Spot], ...] = ()
    sent: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    may_be_moved: bool = False
    put_in: frozenset[Spot] = frozenset()


@dataclass(frozen=True, kw_only=True)
class IncomingTable:
    """A table, on the sheet where it was found.

    `ids` were sent; `gone` are those of them that are no more there. `lost` are the headings of columns to fill in that are gone,
    `lost_of_sender` of the others. `doubled` are headings of columns to fill in that stand there more than once, with their places: none
    of these columns was read, and they are in `lost` too. `copies` are places where the table stands a second time: of what was
    typed there, `Incoming.unread` has the places.
    `pushed` are the keys of columns to fill in of which cells were pushed up or down, so that each may stand in another's row.
    """

    name: str
    sheet: str
    rows: tuple[IncomingRow, ...]
    ids: tuple[str, ...]
    gone: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    lost_of_sender: tuple[str, ...] = ()
    doubled: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    pushed: frozenset[str] = frozenset()
    copies: tuple[Spot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Cells that somebody filled in where nothing is read: in a column that was added (`heading` is what stands above), or elsewhere.

    `spot` is the first of them. `may_be_meant` is False where it is a column or sheet that somebody keeps for themselves, and True where
    it may have been meant to be read: in a copy of a table, right below a table, in a column whose heading was changed, and anywhere in
    a file of which nobody keeps a part for themselves.
    """

    spot: Spot
    heading: str
    count: int
    may_be_meant: bool = True


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A workbook that came back. `tables` are those with ids or something to fill in, by name; also those that are gone altogether."""

    file: str
    sha256: str
    kind: str
    facts: Mapping[str, str]
    tables: Mapping[str, IncomingTable]
    unread: tuple[Unread, ...] = ()


def spot_of(sheet: str, row: int, column: int) -> Spot:
    """Give a place from its numbers, which count from 0."""
    return Spot(sheet=sheet, row=row + 1, column=column_letters(column))
