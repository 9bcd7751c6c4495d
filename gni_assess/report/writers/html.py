"""The report as one HTML file: no network, no script, the same tables as the workbook, set for reading on any screen and on paper."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from gni_assess.report.writers.columns import is_for_workbooks_only, visible_items, visible_rows
from gni_assess.report.writers.html_anchors import Anchors, find_anchors
from gni_assess.report.writers.html_charts import draw_chart
from gni_assess.report.writers.html_fit import paper_of
from gni_assess.report.writers.html_nodes import element, passage, raw_style, serialize, words
from gni_assess.report.writers.html_records import Records, is_read_as_records
from gni_assess.report.writers.html_styles import style_sheet
from gni_assess.report.writers.html_tables import CONTENTS, draw_sentences, draw_table, is_contents, is_wide
from gni_assess.sheets.book import Book, Sheet, Table

_MAIN, _TOP = "main.content", "page.top"


def render_html(book: Book) -> str:
    """Write a book as one HTML document. The same book gives the same text.

    The columns that the assessor fills in, and rows ready for it, are left out while they are empty: nobody can fill them in here.
    """
    anchors = find_anchors(book)
    title = book.properties.get("title") or book.owner
    css = style_sheet(book)
    body = element(
        "body",
        element("a", "Skip to the report", href=f"#{_MAIN}", class_="skip"),
        element("header", element("p", words(book.marking), class_="marking"), element("h1", words(title)), id=_TOP),
        element("div", _navigation(book, anchors), _content(book, anchors, title), class_="page"),
        element("footer", element("p", words(book.marking), class_="marking")),
    )
    # Browsers that cannot repeat the marking on each page by style print the document's title there.
    return serialize(element("html", _head(book, f"{title} ({book.marking})", css), body, lang="en"))


def _head(book: Book, title: str, css: str) -> Element:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    known = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
        "robots": "noindex, nofollow, noarchive",
        "generator": "gni-assess",
        "dcterms.created": book.created.isoformat(),
    }
    given = {name: text for name, text in book.properties.items() if name != "title"}
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", title),
        *(element("meta", name=name, content=text) for name, text in {**given, **known}.items()),
        element("link", rel="icon", href="data:,"),
        raw_style(css),
    )


def _navigation(book: Book, anchors: Anchors) -> Element:
    entries = (element("li", element("a", sheet.name, href=f"#{anchors.sheets[sheet.name]}", dir="auto")) for sheet in book.sheets)
    return element("nav", element("h2", "Contents", id="page.contents"), element("ol", *entries), aria_labelledby="page.contents")


def _content(book: Book, anchors: Anchors, title: str) -> Element:
    sections = (_section(sheet, anchors, title) for sheet in book.sheets)
    return element("main", *sections, id=_MAIN, tabindex="-1")


def _section(sheet: Sheet, anchors: Anchors, title: str) -> Element:
    name = anchors.sheets[sheet.name]
    heading = f"{name}.heading"
    # The document's own title is not said twice.
    said = sheet.name if sheet.title == title else sheet.title
    shows_name = sheet.name.casefold() not in said.casefold()
    return element(
        "section",
        element("p", words(sheet.name), class_="name") if shows_name else None,
        element("h2", words(said), id=heading),
        *(element("p", words(note), class_="note") for note in sheet.notes),
        *(part for table in sheet.tables if not is_for_workbooks_only(table) for part in _table(table, sheet, anchors, heading)),
        element("p", element("a", "Back to the contents", href=f"#{_TOP}"), class_="back"),
        id=name,
        aria_labelledby=heading,
        class_=paper_of(sheet) if sheet.one_page else "wide" if any(map(_is_wide, sheet.tables)) else "tall",
    )


def _is_wide(table: Table) -> bool:
    """Whether a table is drawn as a table, and is easier to read on paper turned on its side."""
    items = visible_items(table, visible_rows(table))
    return not is_read_as_records(table, items) and is_wide(items)


def _table(table: Table, sheet: Sheet, anchors: Anchors, heading: str) -> Iterable[Element]:
    look = {"class_": CONTENTS} if is_contents(table) else {}
    if table.heading:
        heading = f"{table.name}.heading"
        yield element("h3", words(table.heading), id=heading, **look)
    if table.note:
        yield element("div", passage(table.note), class_="note")
    rows = visible_rows(table)
    items = visible_items(table, rows)
    if not rows or not items:
        yield element("p", words(table.empty), class_="empty")
    elif is_read_as_records(table, items):
        level = 4 if table.heading else 3
        yield from Records(table=table, items=items, rows=rows, sheet=sheet.name, anchors=anchors, level=level).draw()
    elif len(items) == 1:
        yield draw_sentences(items, rows, anchors)
    else:
        yield from _with_chart(table, draw_table(table, items, rows, anchors, labeled_by=heading))


def _with_chart(table: Table, drawn: Element) -> Sequence[Element]:
    return (drawn,) if table.chart is None else (element("div", drawn, draw_chart(table, table.chart), class_="with-chart"),)
