"""Where links lead: an id for each sheet, and for each row that others name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from gni_assess.report.writers.columns import row_ids
from gni_assess.report.writers.html_nodes import element, shown, words
from gni_assess.sheets.book import Book, Link, Value

_UNSAFE = re.compile("[^A-Za-z0-9-]")


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """The ids of one document. Other ids hold a full stop, which none of these has."""

    sheets: Mapping[str, str]
    rows: Mapping[tuple[str, str], str]

    def show(self, value: Value) -> Element | str:
        """Make what stands for a value; a link only where there is something to lead to."""
        if not isinstance(value, Link):
            return shown(value)
        target = self.rows.get((value.sheet, value.key)) if value.key else self.sheets.get(value.sheet)
        return words(value.text) if target is None else _link(value.text, target)

    def show_all(self, values: Iterable[Value]) -> tuple[Element | str, ...]:
        """Make what stands for the ids that a row names."""
        return tuple(map(self.show, values))


def find_anchors(book: Book) -> Anchors:
    """Give every sheet, and every row that links can lead to, an id of its own."""
    taken: set[str] = set()
    sheets = {sheet.name: _free(_safe(sheet.name.casefold().replace(" ", "-")), taken) for sheet in book.sheets}
    rows: dict[tuple[str, str], str] = {}
    for sheet in book.sheets:
        for key in row_ids(sheet):
            if (sheet.name, key) not in rows:
                rows[sheet.name, key] = _free(f"{sheets[sheet.name]}-{_safe(key)}", taken)
    return Anchors(sheets=sheets, rows=rows)


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"_{ord(match.group()):x}_", text)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name


def _link(text: str, target: str) -> Element:
    return element("a", text, href=f"#{target}", dir="auto")
