"""Counting what somebody typed in a workbook where nothing is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.found_tables import Block
from gni_assess.sheets.incoming_values import Unread, spot_of
from gni_assess.sheets.layout import CUT_OFF_NOTE
from gni_assess.sheets.way_back import BookMap, digest_of_text, short_digest

_MOST_PLACES = 200


@dataclass(slots=True)
class _Count:
    spot: tuple[str, int, int]
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
        self._found: dict[tuple[str, int], _Count] = {}

    def see(self, sheet: str, row: int, cells: Mapping[int, Cell], block: Block | None) -> None:
        """See a row that is in no table that is read, but may stand under the headings of one: what was not sent there was typed."""
        for column, cell in cells.items():
            if cell.kind is CellKind.TEXT and self._is_new(cell.text):
                may_be_meant = column in block.columns if block is not None else not self._is_worked_in
                self._count((sheet, -1), _Count((sheet, row, column), "", may_be_meant))

    def see_column(self, block: Block, row: int, column: int, cell: Cell) -> None:
        """See a cell beside the columns of a table."""
        if cell.text.strip():
            found = set(block.columns.values())
            # Where a heading was changed, what stands below it was meant for the sender.
            may_be_meant = any(key not in found and key not in self._never for key in self._book.tables[block.table].to_fill_in)
            self._count((block.sheet, column), _Count((block.sheet, row, column), block.headings.get(column, ""), may_be_meant))

    def _is_new(self, text: str) -> bool:
        is_old = text.startswith(CUT_OFF_NOTE) or short_digest(text) in self._book.words or digest_of_text(text) in self._book.titles
        return bool(text.strip()) and not is_old

    def _count(self, place: tuple[str, int], first: _Count) -> None:
        if place not in self._found and len(self._found) >= _MOST_PLACES:
            place = ("", -1)
        found = self._found.setdefault(place, first)
        found.count += 1
        found.may_be_meant |= first.may_be_meant

    def told(self) -> tuple[Unread, ...]:
        """Give what was found."""
        return tuple(
            Unread(
                spot=spot_of("" if each.spot[0] in self._nameless else each.spot[0], *each.spot[1:]),
                heading=each.heading,
                count=each.count,
                may_be_meant=each.may_be_meant,
            )
            for each in self._found.values()
        )
