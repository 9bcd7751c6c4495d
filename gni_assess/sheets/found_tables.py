"""Where the tables of a workbook stand now: found by their headings, on whatever sheet, row and column they are."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gni_assess.sheets.cells import Cell
from gni_assess.sheets.guard import too_much
from gni_assess.sheets.heading_reader import FEWEST_HEADINGS
from gni_assess.sheets.incoming_values import Spot, spot_of
from gni_assess.sheets.texts import fold_line
from gni_assess.sheets.way_back import BookMap

_MOST_LOOKS = 10_000
PART_HEADING = "part"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A row with the headings of a table, and what is below it up to the next such row.

    `columns` has the keys of the columns by their place now, `part` is the place of the column that counts continuation rows.
    `is_used` is False for a table that stands there a second time, on another sheet, and for one of which only the headings are known.
    `doubled` are the columns to fill in whose headings stand there more than once, with all their places; they are not in `columns`.
    `has_slid`: a heading is gone, and others stand above cells that are not theirs. `pushed` are the columns of which cells were pushed up
    or down.
    """

    table: str
    sheet: str
    header_row: int
    columns: Mapping[int, str]
    headings: Mapping[int, str]
    part: int | None
    likeness: float
    is_used: bool = False
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    has_slid: bool = False
    pushed: frozenset[str] = frozenset()

    def spot(self, column: int) -> Spot:
        """Give the place of a heading."""
        return spot_of(self.sheet, self.header_row, column)


class Finder:
    """Finds rows with the headings of tables, one row at a time."""

    def __init__(self, book: BookMap, never: Collection[str]) -> None:
        """Look for the tables of this book; `never` are the keys of private columns."""
        self._never = never
        self._tables = book.tables
        self._exact = {name: {text: key for key, text in table.headings.items()} for name, table in book.tables.items()}
        self._folded = {name: {fold_line(text): key for key, text in table.headings.items()} for name, table in book.tables.items()}
        self.words = frozenset(word for words in self._folded.values() for word in words)
        self._left = _MOST_LOOKS

    def look(self, sheet: str, row: int, cells: Mapping[int, Cell]) -> Block | None:
        """Tell which table's headings a row of texts holds, out of those that hold some of the `words`; None where it holds none."""
        texts = {column: cell.text for column, cell in cells.items()}
        folded = {column: word for column, text in texts.items() if (word := fold_line(text)) in self.words}
        self._left -= 1
        if self._left < 0:
            raise too_much(f"more than {_MOST_LOOKS:,} rows of it look like headings")
        found = [block for name in self._tables if (block := self._match(name, sheet, row, folded, texts))]
        # Most headings first: one of which columns were deleted is more like a small table, and still has more of its own.
        return max(found, key=lambda each: (len(each.columns), self._tables[each.table].sheet == sheet, each.likeness), default=None)

    def _match(self, name: str, sheet: str, row: int, folded: Mapping[int, str], texts: Mapping[int, str]) -> Block | None:
        table = self._tables[name]
        columns: dict[int, str] = {}
        taken: set[str] = set()
        # Exactly first, so that of two headings that differ in case only each finds its own.
        for wanted, found in ((self._exact[name], texts), (self._folded[name], folded)):
            for column in sorted(folded):
                key = wanted.get(found[column])
                if key is not None and column not in columns and key not in taken:
                    columns[column] = key
                    taken.add(key)
        if len(columns) < FEWEST_HEADINGS or (table.key not in taken and 2 * len(columns) < len(table.headings)):
            return None
        part = next((column for column, text in sorted(texts.items()) if column not in columns and fold_line(text) == PART_HEADING), None)
        others = len(texts) - len(columns) - (part is not None)
        likeness = len(columns) / (len(table.headings) + others)
        doubled = self._part_doubled(name, columns, folded)
        return Block(
            table=name, sheet=sheet, header_row=row, columns=columns, headings=texts, part=part, likeness=likeness, doubled=doubled
        )

    def _part_doubled(self, name: str, columns: dict[int, str], folded: Mapping[int, str]) -> Mapping[str, tuple[int, ...]]:
        """Take the columns to fill in out of `columns` whose headings stand there more than once: which of them is meant is not known.

        Of private columns all stay in it, so that none of them is read.
        """
        again: dict[str, list[int]] = {}
        for column, word in folded.items():
            key = self._folded[name].get(word, "")
            if column not in columns and key in self._tables[name].to_fill_in:
                again.setdefault(key, []).append(column)
        places = {key: column for column, key in columns.items()}
        for key, others in again.items():
            if key in self._never:
                columns.update(dict.fromkeys(others, key))
            else:
                del columns[places[key]]
        return {key: tuple(sorted((places[key], *others))) for key, others in again.items() if key not in self._never}


def choose(found: Iterable[Block], book: BookMap) -> Iterator[Block]:
    """Tell apart which of the blocks are used: those on one sheet for each table, and none that is far less like it than the best."""
    blocks = tuple(found)
    for name, table in book.tables.items():
        own = [block for block in blocks if block.table == name]
        most = max((len(block.columns) for block in own), default=0)
        own = [block for block in own if 2 * len(block.columns) >= most]
        at_home = [block for block in own if block.sheet == table.sheet]
        best = max(at_home or own, key=lambda block: len(block.columns), default=None)
        for block in own:
            yield replace(block, is_used=best is not None and block.sheet == best.sheet and table.is_read)
