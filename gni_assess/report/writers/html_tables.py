"""Tables as tables: with a caption, headings with a scope, and a place of their own that scrolls where a screen is narrow."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from gni_assess.report.writers.columns import Item
from gni_assess.report.writers.html_anchors import Anchors
from gni_assess.report.writers.html_nodes import element
from gni_assess.sheets.book import Column, ColumnKind, Link, Row, Table, Value, Word, text_of

CONTENTS = "contents"
"""The class of what lists the parts of the report: where the screen is narrow, the navigation right above says the same."""

_PAIR = 2
_MANY = 8
_LONGEST_WORD = 16  # as many as fit a column of paper
_LONGEST_ID = 16
_SIZES = ((14, "s"), (24, "m"), (40, "l"))


def draw_table(table: Table, items: Sequence[Item], rows: Sequence[Row], anchors: Anchors, *, labeled_by: str) -> Element:
    """Draw a table that is not too wide to be read as one."""
    body, totals = (rows[: len(rows) - table.totals], rows[len(rows) - table.totals :]) if table.totals else (rows, ())
    made = element(
        "table",
        element("caption", table.description or table.heading or table.name, class_="unseen"),
        element("thead", element("tr", *(_heading(item.column) for item in items))),
        element("tbody", *(_row(items, row, anchors) for row in body)),
        element("tfoot", *(_row(items, row, anchors) for row in totals)) if totals else None,
        class_="pair" if len(items) == _PAIR else "grid",
    )
    look = f"scroll {CONTENTS}" if is_contents(table) else "scroll"
    return element("div", made, class_=look, role="group", aria_labelledby=labeled_by, tabindex="0")


def is_contents(table: Table) -> bool:
    """Whether a table lists the parts of the report: each of its rows begins with a link to a sheet as a whole."""
    return bool(table.rows) and all(isinstance(row[0], Link) and bool(row[0].sheet) and not row[0].key for row in table.rows)


def draw_sentences(items: Sequence[Item], rows: Sequence[Row], anchors: Anchors) -> Element:
    """Draw a table of one column as what it is: sentences below each other."""
    lines = (element("li", *(anchors.show(value) for value in items[0].values(row))) for row in rows)
    return element("ul", *lines, class_="sentences")


def _heading(column: Column) -> Element:
    return element("th", column.heading, scope="col", class_=_size(column))


def _row(items: Sequence[Item], row: Row, anchors: Anchors) -> Element:
    return element("tr", *(_cell(item, row, anchors, is_first=number == 0) for number, item in enumerate(items)))


def _cell(item: Item, row: Row, anchors: Anchors, *, is_first: bool) -> Element:
    values = item.values(row)
    shown = anchors.show_all(values) if item.is_list else tuple(anchors.show(value) for value in values)
    spaced = tuple(each for one in shown for each in (one, " "))[:-1]
    look = " ".join((_size(item.column), *_wrapping(values)))
    if is_first and values:
        return element("th", *spaced, scope="row", class_=look)
    return element("td", *spaced, class_=look)


def _wrapping(values: Sequence[Value]) -> tuple[str, ...]:
    """Say where a cell may wrap: within words only where one is so long that it could leave the page."""
    texts = [text_of(value) for value in values]
    if any(len(word) > _LONGEST_WORD for text in texts for word in text.replace("-", " ").split()):
        return ()
    is_one = all(len(text_of(value)) <= _LONGEST_ID and (isinstance(value, Word) or " " not in text_of(value)) for value in values)
    return ("whole", "id") if is_one else ("whole",)


def is_wide(items: Sequence[Item]) -> bool:
    """Whether a table is easier to read on paper turned on its side."""
    return len(items) > _MANY


def _size(column: Column) -> str:
    if column.kind is ColumnKind.NUMBER:
        return "number"
    return next((name for most, name in _SIZES if column.width <= most), "xl")
