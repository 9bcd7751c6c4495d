"""Making one row of what stands in several, as texts go on in further rows, and holding each row against what was sent."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.found_tables import Block
from gni_assess.sheets.guard import Bounds, too_much
from gni_assess.sheets.incoming_values import IncomingCell, IncomingRow, IncomingTable, Spot, spot_of
from gni_assess.sheets.layout import PART
from gni_assess.sheets.sheet_reader import column_letters
from gni_assess.sheets.texts import fold_line
from gni_assess.sheets.way_back import TableMap, short_digest

_NOTHING = short_digest("")
_NEVER_TYPED = (CellKind.FORMULA, CellKind.ERROR)


@dataclass(frozen=True, kw_only=True, slots=True)
class PiecedRow:
    """A row of a sheet: its cells by key of column, with the place of the column; `part` says which part of a row it is (`2 of 3`)."""

    sheet: str
    row: int
    block: Block
    cells: Mapping[str, tuple[int, Cell]]
    part: str
    merged: frozenset[str]

    def spot(self, column: int) -> Spot:
        """Give the place of a cell."""
        return spot_of(self.sheet, self.row, column)


class TableRows:
    """Takes the rows of one table, as they come."""

    def __init__(self, name: str, sent: TableMap, bounds: Bounds) -> None:
        """Take what came back of this table."""
        self._name = name
        self._sent = sent
        self._bounds = bounds
        self._ids = {fold_line(key): key for key in sent.digests}
        self._rows: list[IncomingRow] = []
        self._parts: dict[str, list[PiecedRow]] = {}
        self._cells = 0
        self._letters: tuple[Block, Mapping[str, str]] | None = None

    def takes(self, row: PiecedRow) -> bool:
        """Whether a row belongs to the table: one that was sent, or where something can be filled in any other."""
        return bool(row.cells) and (bool(self._sent.to_fill_in) or self._key_of(row) in self._sent.digests)

    def add(self, row: PiecedRow) -> None:
        """Take one row."""
        if row.part:
            self._spend(len(row.cells))
            self._parts.setdefault(self._key_of(row), []).append(row)
        else:
            self._finish(self._key_of(row), (row,))

    def table(self, blocks: Sequence[Block]) -> IncomingTable:
        """Give all that was taken, found under these headings."""
        for key, pieces in self._parts.items():
            for together in _put_together(pieces):
                self._finish(key, together)
        self._parts.clear()
        used = [block for block in blocks if block.is_used]
        doubled = {key: [block.spot(at) for block in used for at in block.doubled.get(key, ())] for block in used for key in block.doubled}
        found = {key for block in used for key in block.columns.values()} - doubled.keys()
        seen = {row.key for row in self._rows}
        lost = [key for key in self._sent.headings if key not in found]
        return IncomingTable(
            name=self._name,
            sheet=used[0].sheet if used else self._sent.sheet,
            rows=tuple(sorted(self._rows, key=lambda row: row.row)),
            ids=tuple(self._sent.digests),
            gone=tuple(key for key in self._sent.digests if key not in seen),
            lost=tuple(self._sent.headings[key] for key in lost if key in self._sent.to_fill_in),
            lost_of_sender=tuple(self._sent.headings[key] for key in lost if key not in self._sent.to_fill_in),
            pushed=frozenset(key for block in used for key in block.pushed),
            doubled={self._sent.headings[key]: tuple(spots) for key, spots in doubled.items()},
            copies=tuple(block.spot(min(block.columns)) for block in blocks if not block.is_used),
        )

    def _key_of(self, row: PiecedRow) -> str:
        typed = row.cells[self._sent.key][1].text.strip() if self._sent.key in row.cells else ""
        return typed if typed in self._sent.digests else self._ids.get(fold_line(typed), typed)

    def _finish(self, key: str, pieces: Sequence[PiecedRow]) -> None:
        cells = dict(self._filled_in(key, pieces))
        self._spend(len(cells))
        if len(self._rows) >= self._bounds.table_rows:
            raise too_much(f"a table of it has more than {self._bounds.table_rows:,} rows")
        altered = tuple(self._altered(key, pieces))
        if not cells and not altered and not key:
            return
        first = pieces[0]
        self._rows.append(
            IncomingRow(
                key=key,
                row=first.row + 1,
                sheet=first.sheet,
                cells=cells,
                altered=tuple((self._sent.headings.get(column, PART.heading), spot) for column, spot, _ in altered),
                sent=self._sent.sent.get(key, {}),
                columns=self._columns_to_fill_in(first.block),
                may_be_moved=self._may_be_moved(key, pieces, [column for column, _, _ in altered]),
                put_in=frozenset(spot for _, spot, was_empty in altered if was_empty),
            )
        )

    def _columns_to_fill_in(self, block: Block) -> Mapping[str, str]:
        if self._letters is None or self._letters[0] is not block:
            found = {key: column_letters(at) for at, key in block.columns.items() if key in self._sent.to_fill_in}
            self._letters = (block, found)
        return self._letters[1]

    def _may_be_moved(self, key: str, pieces: Sequence[PiecedRow], altered: Sequence[str]) -> bool:
        if pieces[0].block.has_slid or any(cell.is_private for piece in pieces for _, cell in piece.cells.values()):
            return True
        sent = self._sent.cells.get(key, {})
        if not altered or not sent:
            return False
        places = {column: at for at, column in pieces[0].block.columns.items()}
        # Cells that are pushed to one side take all with them that stand between: what is still in its place there, and like no other of
        # the row, shows that this one was changed where it stood.
        times = Counter(sent.values())
        firm = [places[each] for each in sent.keys() & places.keys() - set(altered) if sent[each] != _NOTHING and times[sent[each]] == 1]
        changed = {places[each] for each in altered if each in places}
        if len(changed) != 1:
            return len(changed) > 1
        (at,) = changed
        before, behind = max((each for each in firm if each < at), default=-1), min((each for each in firm if each > at), default=math.inf)
        return any(before < places[each] < behind for each in self._sent.to_fill_in if each in places)

    def _spend(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self._bounds.table_cells:
            raise too_much(f"a table of it has more than {self._bounds.table_cells:,} cells filled in")

    def _filled_in(self, key: str, pieces: Sequence[PiecedRow]) -> Iterator[tuple[str, IncomingCell]]:
        for column in self._sent.to_fill_in:
            found = [(piece, *piece.cells[column]) for piece in pieces if column in piece.cells]
            if not found:
                continue
            piece, at, cell = found[0]
            if len(found) > 1:
                # What was sent in one piece and typed in several is several lines.
                between = "" if column in self._sent.split.get(key, ()) else "\n"
                text = between.join(each.text for _, _, each in found)
                # Where a part of it was never typed, none of it is taken, and that part is shown.
                piece, at, cell = next((each for each in found if each[2].kind in _NEVER_TYPED), found[0])
                cell = Cell(cell.kind if cell.kind in _NEVER_TYPED else CellKind.TEXT, text)
            if cell.is_filled:
                is_merged = any(column in each.merged for each, _, _ in found)
                yield column, IncomingCell(cell=cell, spot=piece.spot(at), is_merged=is_merged)

    def _altered(self, key: str, pieces: Sequence[PiecedRow]) -> Iterator[tuple[str, Spot, bool]]:
        """Give the keys of the sender's columns whose cells are no longer as they were sent, their places, and whether they were empty."""
        sent = self._sent.cells.get(key)
        first = pieces[0]
        if (wanted := first.part.rpartition(" ")[2]) and int(wanted) != len(pieces):
            yield PART.key, first.spot(first.block.part or 0), False
        for at, column in sorted(first.block.columns.items()):
            if column in self._sent.to_fill_in or column == self._sent.key:
                continue
            found = [(piece, *piece.cells[column]) for piece in pieces if column in piece.cells]
            before = _NOTHING if sent is None else sent.get(column, "")
            if (short_digest("".join(cell.text for _, _, cell in found)) if found else _NOTHING) != before:
                spot = found[0][0].spot(found[0][1]) if found else first.spot(at)
                yield column, spot, before == _NOTHING


def _put_together(pieces: Sequence[PiecedRow]) -> Iterator[tuple[PiecedRow, ...]]:
    """Put the parts of a row together, however they are sorted; where one is there twice, there are two rows."""
    rows: dict[tuple[str, int], dict[int, PiecedRow]] = {}
    times = Counter[str]()
    for piece in pieces:
        number, _, of = piece.part.partition(" of ")
        rows.setdefault((of, times[piece.part]), {})[int(number)] = piece
        times[piece.part] += 1
    for parts in rows.values():
        yield tuple(parts[number] for number in sorted(parts))
