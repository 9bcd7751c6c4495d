"""Counting what somebody typed in a workbook where nothing is read."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.found_tables import Block
from gni_assess.sheets.incoming_values import IncomingRow, IncomingTable, Spot, Unread, spot_of
from gni_assess.sheets.layout import CUT_OFF_NOTE
from gni_assess.sheets.way_back import BookMap, digest_of_text, short_digest

_MOST_PLACES = 200


@dataclass(slots=True)
class _Count:
    spot: Spot
    heading: str
    may_be_meant: bool
    count: int = 0


class Elsewhere:
    """Counts the cells that were filled in and are not read, by sheet and column."""

    def __init__(self, book: BookMap, never: Collection[str], nameless: Collection[str], *, is_worked_in: bool) -> None:
        """Count in a workbook with these private columns; the names of the sheets `nameless` are not told.

        In one that `is_worked_in`, what stands beside all tables is its reader's own.
        """
        self._book = book
        self._never = never
        self._nameless = nameless
        self._is_worked_in = is_worked_in
        self._found: dict[tuple[str, str], _Count] = {}
        self._of_title = {digest: name for name, digest in book.sheets.items()}
        self._sent_as = {name: name for name in book.sheets}
        self._times = Counter[tuple[str, str]]()

    def see(self, sheet: str, row: int, cells: Mapping[int, Cell], block: Block | None) -> None:
        """See a row that is in no table that is read, but may stand under the headings of one: what was not sent there was typed."""
        for column, cell in cells.items():
            if cell.is_filled and not self._is_sent(sheet, cell):
                # Numbers and formulas below a table of the company are sums that its reader made.
                is_below = block is not None and column in block.columns and cell.kind is CellKind.TEXT
                self._count((sheet, ""), _Count(spot_of(sheet, row, column), "", not self._is_worked_in or is_below))

    def see_column(self, block: Block, row: int, column: int, cell: Cell) -> None:
        """See a cell beside the columns of a table."""
        if cell.is_filled:
            found = set(block.columns.values())
            # Where a heading was changed, what stands below it was meant for the sender.
            is_lost = any(key not in found and key not in self._never for key in self._book.tables[block.table].to_fill_in)
            spot = spot_of(block.sheet, row, column)
            self._count((block.sheet, spot.column), _Count(spot, block.headings.get(column, ""), not self._is_worked_in or is_lost))

    def see_copies(self, copies: IncomingTable, read: IncomingTable) -> None:
        """See the rows of a table that stands there again: what was filled in there and neither sent so nor read in its place."""
        if not copies.rows:
            return
        headings = self._book.tables[read.name].headings
        known = {place for row in read.rows for place in _filled_in(row)}
        for row in copies.rows:
            for place in _filled_in(row):
                if place not in known and row.sent.get(place[1]) != place[2]:
                    spot = row.cells[place[1]].spot
                    self._count((spot.sheet, spot.column), _Count(spot, headings[place[1]], may_be_meant=True))
            for heading, spot in row.altered:
                self._count((spot.sheet, spot.column), _Count(spot, heading, not self._is_worked_in))

    def _is_sent(self, sheet: str, cell: Cell) -> bool:
        """Whether a text was sent on this sheet, which may have another name by now or be a copy, no more often than it stands there."""
        if cell.kind is not CellKind.FORMULA:
            digest = digest_of_text(cell.text)
            if name := self._of_title.get(digest):
                self._sent_as.setdefault(sheet, name)
            if digest in self._book.titles or cell.text.startswith(CUT_OFF_NOTE):
                return True
        word = short_digest(cell.text)
        words = self._book.words.get(self._sent_as.get(sheet, ""))
        if words is None or word not in words:
            return False
        self._times[sheet, word] += 1
        return self._times[sheet, word] <= words[word]

    def _count(self, place: tuple[str, str], first: _Count) -> None:
        if place not in self._found and len(self._found) >= _MOST_PLACES:
            place = ("", "")
        found = self._found.setdefault(place, first)
        found.count += 1
        found.may_be_meant |= first.may_be_meant

    def told(self) -> tuple[Unread, ...]:
        """Give what was found."""
        return tuple(
            Unread(
                spot=replace(each.spot, sheet="") if each.spot.sheet in self._nameless else each.spot,
                heading=each.heading,
                count=each.count,
                may_be_meant=each.may_be_meant,
            )
            for each in self._found.values()
        )


def _filled_in(row: IncomingRow) -> Iterable[tuple[str, str, str]]:
    return ((row.key, column, digest_of_text(cell.cell.text)) for column, cell in row.cells.items())
