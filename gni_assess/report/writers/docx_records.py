"""Rows of wide tables as text under a heading, to be read and edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from gni_assess.report.words import HELD_BACK
from gni_assess.report.writers.columns import Item
from gni_assess.report.writers.docx_markup import paragraph, passage, reads_right_to_left, run
from gni_assess.report.writers.docx_places import Places
from gni_assess.report.writers.row_names import NamedRows
from gni_assess.sheets.book import Row, text_of

_GROUPS = ("area", "severity")
_LONGEST_FACT = 90


@dataclass(frozen=True, kw_only=True)
class Records(NamedRows):
    """The rows of one table, each as a record: a heading, what is short in one line, what is long below its name."""

    sheet: str
    places: Places

    def draw(self) -> Iterator[str]:
        """Draw all records; by area or severity where they have one."""
        group = self._group
        level = 3 if group is not None or self.table.heading else 2
        for said, together in groupby(self.rows, key=lambda row: text_of(row[group.indexes[0]]) if group is not None else ""):
            if group is not None:
                yield passage(f"{said[:1].upper()}{said[1:]}" or HELD_BACK.capitalize(), "Heading2")
            for row in together:
                yield from self._record(row, level)

    def _record(self, row: Row, level: int) -> Iterator[str]:
        key, title = self.key_of(row), self._title(row)
        heading = run(f"{key} {title}" if title else key)
        yield paragraph(self.places.mark(heading, self.sheet, key) if self.is_first(row) else heading, f"Heading{level}")
        said = (self.named_by, self._group, self.titled_by if title else None)
        rest = [item for item in self.items if not any(item is each for each in said) and item.values(row)]
        held_back = [item for item in rest if all(text_of(value) == HELD_BACK for value in item.values(row))]
        known = [item for item in rest if item not in held_back]
        short = [item for item in known if all(not isinstance(value, str) for value in item.values(row))]
        if short:
            yield self._facts(short, row)
        for item in known:
            if item not in short:
                yield from self._text(item, row)
        if held_back:
            names = ", ".join(item.column.heading for item in held_back)
            yield paragraph(run(f"{HELD_BACK.capitalize()}: ", "LabelInLine") + run(names), "Facts")

    def _facts(self, items: Sequence[Item], row: Row) -> str:
        """Put what cannot disturb its neighbors (words of lists, dates, numbers, ids; no typed text) into one paragraph."""
        parts = (_label(item) + run(", ").join(map(self.places.inline, item.values(row))) for item in items)
        return paragraph(run("  \u00b7  ").join(parts), "Facts")

    def _text(self, item: Item, row: Row) -> Iterator[str]:
        values = item.values(row)
        first = text_of(values[0]).rstrip("\n")
        if len(values) == 1 and len(first) <= _LONGEST_FACT and "\n" not in first and not reads_right_to_left(first):
            shown = self.places.inline(first if isinstance(values[0], str) else values[0])
            yield paragraph(_label(item) + shown, "Facts")
            return
        yield paragraph(run(item.column.heading), "Label")
        yield from (self.places.paragraphs(value) for value in values)

    @cached_property
    def _group(self) -> Item | None:
        return self.find(*_GROUPS)

    def _title(self, row: Row) -> str:
        text = self.title_of(row).rstrip("\n")
        return text if "\n" not in text else ""


def _label(item: Item) -> str:
    heading = item.column.heading
    return run(f"{heading} " if heading.endswith("?") else f"{heading}: ", "LabelInLine")
