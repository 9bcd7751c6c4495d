"""Rows of wide tables as articles that can be read: a heading, the words that stand for a status, and what else is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from gni_assess.report.words import HELD_BACK
from gni_assess.report.writers.columns import Item
from gni_assess.report.writers.html_anchors import Anchors
from gni_assess.report.writers.html_nodes import element, passage, words
from gni_assess.report.writers.row_names import NamedRows
from gni_assess.sheets.book import Row, Table, Word, text_of

_MOST_COLUMNS = 7
_WIDEST_FACT = 36
_LONGEST_FACT = 44
_MOST_LINES = 3
_FEW_IDS = 3
_MANY_HELD_BACK = 3
_SAID_FIRST = frozenset({"basis", "kind", "limit"})


def is_read_as_records(table: Table, items: Sequence[Item]) -> bool:
    """Whether a table is better read row by row: its rows are what links lead to, or it is too wide."""
    return bool(table.anchor) or sum(item.column.kind != "number" for item in items) > _MOST_COLUMNS


@dataclass(frozen=True, kw_only=True)
class Records(NamedRows):
    """The rows of a table as articles. `level` is the level of the first headings below the table's own."""

    sheet: str
    anchors: Anchors
    level: int

    def draw(self) -> tuple[Element, ...]:
        """Draw a way to find each, then all of them: by area, where they have one."""
        area = self.find("area")
        if area is None:
            return (self._contents(), *(self._article(row, self.level) for row in self.rows))
        made: list[Element] = [self._contents()]
        for text, group in groupby(self.rows, key=lambda row: text_of(row[area.indexes[0]])):
            made += [element(f"h{self.level}", words(text or area.column.heading), class_="area")]
            made += [self._article(row, self.level + 1) for row in group]
        return tuple(made)

    def _contents(self) -> Element:
        entries = (element("li", *self._entry(row)) for row in self.rows)
        count = len(self.rows)
        label = f"List of the {count} entries in this part" if count > 1 else "The entry in this part"
        return element("details", element("summary", label), element("ul", *entries), class_="finder")

    def _entry(self, row: Row) -> tuple[Element | str, ...]:
        key, title = self.key_of(row), self._title(row)
        target = self.anchors.rows.get((self.sheet, key))
        made: list[Element | str] = [element("a", key, href=f"#{target}", dir="auto") if target else words(key)]
        if title:
            made += [" ", words(title)]
        first = next((value for item in self.items for value in item.values(row) if isinstance(value, Word)), None)
        return (*made, " ", self.anchors.show(first)) if first else tuple(made)

    def _article(self, row: Row, level: int) -> Element:
        key, title = self.key_of(row), self._title(row)
        target = self.anchors.rows.get((self.sheet, key), "") if self.is_first(row) else ""
        said = (self.named_by, self.find("area"), self.titled_by if title else None)
        rest = [item for item in self.items if not any(item is each for each in said) and item.values(row)]
        held_back = [item for item in rest if _is_held_back(item, row)]
        if len(held_back) < _MANY_HELD_BACK:
            held_back = []
        status = [item for item in rest if item not in held_back and _is_status(item, row)]
        facts = [item for item in rest if item not in status and item not in held_back]
        heading = element(f"h{level}", element("span", words(key), class_="key"), *((" ", words(title)) if title else ()))
        return element(
            "article",
            heading,
            element("ul", *(self._status(item, row) for item in status), class_="status") if status else None,
            element("dl", *self._facts(facts, row), _not_shown(held_back)) if facts or held_back else None,
            **({"id": target} if target else {}),
        )

    def _status(self, item: Item, row: Row) -> Element:
        return element("li", element("span", item.column.heading, class_="label"), " ", self.anchors.show(item.values(row)[0]))

    def _facts(self, items: Sequence[Item], row: Row) -> Iterable[Element]:
        """Draw what is known: short facts beside each other, all else, and what would stand alone, over the whole width."""
        kinds = ["question" if item.column.key == "question" else "fact" if self._is_short(item, row) else "long" for item in items]
        for number, (item, kind) in enumerate(zip(items, kinds, strict=True)):
            is_alone = "fact" not in (*kinds[max(number - 1, 0) : number], *kinds[number + 1 : number + 2])
            body = element("dd", *self._body(item, row))
            yield element("div", element("dt", item.column.heading), body, class_="long" if kind == "fact" and is_alone else kind)

    def _is_short(self, item: Item, row: Row) -> bool:
        values = item.values(row)
        return len(self.anchors.show_all(values)) <= _FEW_IDS if item.is_list else _is_fact(item, text_of(values[0]))

    def _body(self, item: Item, row: Row) -> tuple[Element | str, ...]:
        values = item.values(row)
        if item.is_list:
            return (element("ul", *(element("li", each) for each in self.anchors.show_all(values)), class_="ids"),)
        value = values[0]
        return (passage(value) if isinstance(value, str) else self.anchors.show(value),)

    def _title(self, row: Row) -> str:
        text = self.title_of(row)
        return text if text.count("\n") < _MOST_LINES else ""


def _is_held_back(item: Item, row: Row) -> bool:
    return all(text_of(value) == HELD_BACK for value in item.values(row))


def _not_shown(items: Sequence[Item]) -> Element | None:
    """Say once what is not shown: twenty times the same two words would hide what is."""
    if not items:
        return None
    names = "; ".join(item.column.heading for item in items)
    return element("div", element("dt", HELD_BACK.capitalize()), element("dd", names), class_="long")


def _is_status(item: Item, row: Row) -> bool:
    value = item.values(row)[0]
    return isinstance(value, Word) or (item.column.key in _SAID_FIRST and _is_fact(item, text_of(value)))


def _is_fact(item: Item, text: str) -> bool:
    lines = text.split("\n")
    return item.column.width <= _WIDEST_FACT and len(lines) <= _MOST_LINES and all(len(line) <= _LONGEST_FACT for line in lines)
