"""What rows of a wide table are called where they are read one by one: an id, and a title where a text is short enough for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gni_assess.report.writers.columns import Item
from gni_assess.sheets.book import Row, Table, text_of

_TITLES = ("title", "summary", "text", "name")
_LONGEST_TITLE = 240


@dataclass(frozen=True, kw_only=True)
class NamedRows:
    """The rows of a table that is read row by row."""

    table: Table
    items: Sequence[Item]
    rows: Sequence[Row]

    def find(self, *keys: str) -> Item | None:
        """Give the first column that is there, of these keys."""
        return next((item for key in keys for item in self.items if item.column.key == key), None)

    @cached_property
    def named_by(self) -> Item:
        """The column with the ids; the first where there is none."""
        return self.find(self.table.anchor) or self.items[0]

    @cached_property
    def titled_by(self) -> Item | None:
        """The column whose texts may be titles."""
        return self.find(*_TITLES)

    def key_of(self, row: Row) -> str:
        """Give the id of a row."""
        return text_of(row[self.named_by.indexes[0]])

    def title_of(self, row: Row) -> str:
        """Give the text that may be the title of a row; "" where it has none, or a long one."""
        item = self.titled_by
        text = text_of(row[item.indexes[0]]) if item is not None and item is not self.named_by else ""
        return text if len(text) <= _LONGEST_TITLE else ""

    def is_first(self, row: Row) -> bool:
        """Whether a row is the one that links to its id lead to, where several have the same."""
        return self._firsts[self.key_of(row)] is row

    @cached_property
    def _firsts(self) -> Mapping[str, Row]:
        return {self.key_of(row): row for row in reversed(self.rows)}
