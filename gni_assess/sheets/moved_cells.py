"""Telling from what is shown at cells when they are chosen that cells were moved: it goes with them, and names the heading above."""

from collections import Counter
from collections.abc import Iterable, Iterator

from gni_assess.sheets.found_tables import Block
from gni_assess.sheets.layout import MOST_OF_A_TITLE
from gni_assess.sheets.sheet_reader import Merge, Prompt
from gni_assess.sheets.way_back import TableMap


def has_slid(block: Block, table: TableMap, prompts: Iterable[Prompt]) -> bool:
    """Tell whether headings moved to one side without their columns, as they do where the cell of one of them is deleted.

    Where a whole column was deleted, all others still have what was shown at their cells.
    """
    if set(table.to_fill_in).issubset(block.columns.values()):
        return False
    rows: dict[int, Counter[str]] = {}
    for column, key, each in _places(block, table, prompts):
        first = block.header_row + 1
        count = min(each.last_row + 1, first + len(table.digests)) - max(each.first_row, first)
        rows.setdefault(column, Counter())[key] += max(0, count)
    return any(times[block.columns[column]] < max(times.values()) for column, times in rows.items())


def find_pushed(block: Block, table: TableMap, prompts: Iterable[Prompt]) -> frozenset[str]:
    """Find the columns to fill in of which cells were pushed up or down, as they are where one is deleted or put in among them.

    What is shown at the cells of such a column ends on another row than that of the columns beside it. Where as many end on one row as on
    another, nobody knows which of them were pushed.
    """
    ends: dict[str, int] = {}
    for column, key, each in _places(block, table, prompts):
        if block.columns[column] == key and each.last_row > block.header_row:
            ends[key] = max(ends.get(key, 0), each.last_row)
    (most, times), *others = Counter(ends.values()).most_common() or [(0, 0)]
    is_clear = all(number < times for _, number in others)
    return frozenset(key for key, end in ends.items() if others and (end != most or not is_clear))


def _places(block: Block, table: TableMap, prompts: Iterable[Prompt]) -> Iterator[tuple[int, str, Merge]]:
    """Give the columns of a table at which headings of columns to fill in are shown, with the key of the heading and the range."""
    keys = {table.headings[key][:MOST_OF_A_TITLE]: key for key in table.to_fill_in}
    for prompt in prompts:
        if prompt.title in keys:
            for each in prompt.ranges:
                for column in sorted(block.columns.keys() & range(each.first_column, each.last_column + 1)):
                    yield column, keys[prompt.title], each
