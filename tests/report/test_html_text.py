"""The HTML report says what the book says, and nothing that anybody typed is read as markup."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.model.vocabulary import Audience
from gni_assess.report.words import MARKINGS
from gni_assess.report.writers.columns import is_for_workbooks_only
from gni_assess.report.writers.html import render_html
from gni_assess.report.writers.html_nodes import seen
from gni_assess.report.writers.html_styles import css_text
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Links, Sheet, Table, Tone, Value, Word, text_of

SECRET = "Zebra-Quartz-91"  # noqa: S105 - the word that the fixtures hide
VOID = {"meta", "link"}
TAGS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "nav", "main", "footer", "section", "article", "div", "span"),
    *("a", "h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "time", "strong"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "svg", "desc", "g", "rect", "text"),
}
HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</style></title><svg onload=alert(1)>",
    "<!-- --> ]]> &lt; &amp; &#60;",
    "javascript:alert(1)",
    "=1+1 _x0041_ [bold]x[/bold] [/etc/passwd]",
    "\u202eright to left\u202c مرحبا 你好 e\u0301",
    "  two  spaces\n\n\ttab and lines\r\nend ",
    "nul \x00 escape \x1b[31m return \r bell \x07 lone \ud800 last \uffff",
)


class Page(HTMLParser):
    """A document as a browser would read it: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.text = "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def make_book(text: str, *, filled: Value = None) -> Book:
    columns = (
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="area", heading="Area"),
        Column(key="title", heading=text or "Title", width=20),
        Column(key="question", heading="Question", width=40),
        Column(key="finding", heading="Finding"),
        Column(key="evidence1", heading="Evidence", kind=ColumnKind.LINK),
        Column(key="evidence2", heading="Evidence 2", kind=ColumnKind.LINK),
        Column(key="on", heading="On", kind=ColumnKind.DATE),
        Column(key="note", heading="For you alone", to_fill_in=True),
    )
    more = (Link("R-2", "Rows", "R-2"), Links((Link("R-1", "Rows", "R-1"), Link("R-2", "Rows", "R-2"))), date(2026, 5, 4))
    rows = (
        ("R-1", text, text, text, Word(text or "open", Tone.OPEN), *more, filled),
        ("R-2", text, "Second", text, Word("done", Tone.GOOD), Link(text, "Nowhere", text), None, None, None),
    )
    counts = Table(
        name="gni_counts",
        heading=text,
        note=text,
        description=text,
        columns=(Column(key="label", heading="Area"), Column(key="open", heading=text, kind=ColumnKind.NUMBER)),
        rows=((text, 3), ("Total", 3)),
        totals=1,
        chart=Chart(title=text, alt=text, category="label", series={"open": Tone.OPEN}),
    )
    return Book(
        sheets=(
            Sheet(name=text or "Counts", title=text, notes=(text,), tables=(counts,)),
            Sheet(name="Rows", title="Rows", tables=(Table(name="gni_rows", columns=columns, rows=rows, anchor="id"),)),
        ),
        marking=f"Marked {text}",
        owner=text,
        created=date(2026, 5, 4),
        properties={"title": f"Title {text}", "subject": text},
    )


def texts_of(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        yield from (sheet.name, *sheet.notes)
        for table in sheet.tables:
            if is_for_workbooks_only(table):
                continue
            yield from (table.heading, table.note, *(() if table.rows else (table.empty,)))
            for row in table.rows:
                for value in row:
                    yield from map(seen, (each.text for each in value.links) if isinstance(value, Links) else (text_of(value),))


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.RESPONDENT])
def test_says_every_text_of_the_book(report: Callable[..., Book], audience: Audience) -> None:
    book = report(audience)
    page = Page(render_html(book))
    assert [text for text in texts_of(book) if text not in page.text] == []
    assert page.text.count(MARKINGS[audience]) >= 3
    assert not page.open


@pytest.mark.parametrize("audience", [Audience.ASSESSOR, Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC])
def test_says_nothing_that_only_another_audience_gets(report: Callable[..., Book], audience: Audience) -> None:
    book = report(audience)
    html = render_html(book)
    own = "\n".join(texts_of(book))
    others = {text for text in texts_of(report(Audience.INTERNAL)) if len(text) > 12 and text not in own}
    page = Page(html)
    assert SECRET not in html
    assert others
    # What is left of them stands in the book's own titles, properties and marking.
    around = "\n".join((book.marking, book.owner, *book.properties.values(), *(sheet.title for sheet in book.sheets)))
    assert [text for text in others if text in page.text and text not in around] == []


@pytest.mark.parametrize("audience", [Audience.ASSESSOR, Audience.PUBLIC])
def test_links_lead_to_one_place_inside_the_page(report: Callable[..., Book], audience: Audience) -> None:
    page = Page(render_html(report(audience)))
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    targets = [href for href in page.attributes("href") if href != "data:,"]
    assert targets
    assert [href for href in targets if not href.startswith("#") or href[1:] not in ids] == []
    named = {each for name in ("aria-labelledby",) for value in page.attributes(name) for each in value.split()}
    assert named <= set(ids)


def test_links_from_a_criterion_to_its_gap(report: Callable[..., Book]) -> None:
    page = Page(render_html(report(Audience.ASSESSOR)))
    assert "#gaps-GOV-02-G417" in page.attributes("href")
    assert ("article", {"id": "gaps-GOV-02-G417"}) in page.tags


def test_leaves_out_what_the_assessor_would_fill_in() -> None:
    assert "For you alone" not in render_html(make_book("plain"))
    assert "For you alone" in render_html(make_book("plain", filled="Seen in the room"))


def test_puts_the_ids_of_a_row_together() -> None:
    page = Page(render_html(make_book("plain")))
    assert "Evidence 2" not in page.text
    assert page.attributes("href").count("#rows-R-2") == 3  # the list of entries, and both ways that the row R-1 names it


def test_says_once_what_is_not_shown() -> None:
    columns = tuple(Column(key=f"c{number}", heading=f"Heading {number}") for number in range(6))
    table = Table(name="t", columns=columns, rows=(("R-1", *("not shown",) * 5),), anchor="c0")
    book = Book(sheets=(Sheet(name="S", title="S", tables=(table,)),), marking="M", owner="O", created=date(2026, 5, 4))
    text = Page(render_html(book)).text
    assert text.count("Not shown") == 1
    assert "Heading 1; Heading 2; Heading 3; Heading 4; Heading 5" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_shows_hostile_text_as_text_everywhere(text: str) -> None:
    _check_harmless(text)


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_shows_any_text_as_text(text: str) -> None:
    _check_harmless(text)


def _check_harmless(text: str) -> None:
    html = render_html(make_book(text))
    html.encode()  # no half of a surrogate pair is left
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name in {"style", "src"}]
    assert all(href == "data:," or href.startswith("#") for href in page.attributes("href"))
    assert page.text.count(seen(text)) >= 8
    assert not re.search("[\x00-\x08\x0b-\x1f]", html)


@given(st.text())
def test_no_text_ends_a_string_of_the_styles(text: str) -> None:
    styled = css_text(text)
    assert re.fullmatch(r'"(?:[0-9A-Za-z]|\\[0-9a-f]{6})*"', styled)
    assert "".join(_css_characters(styled)) == text


def _css_characters(styled: str) -> Iterator[str]:
    for code, letter in re.findall(r"\\([0-9a-f]{6})|([0-9A-Za-z])", styled):
        yield letter or chr(int(code, 16))


def test_headings_skip_no_level(report: Callable[..., Book]) -> None:
    page = Page(render_html(report(Audience.ASSESSOR)))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_same_book_same_bytes(report: Callable[..., Book]) -> None:
    assert render_html(report(Audience.ASSESSOR)) == render_html(report(Audience.ASSESSOR))


def test_a_very_long_answer_is_there_in_full() -> None:
    text = "\n".join(f"line {number} of the answer" for number in range(10_000))
    assert text in Page(render_html(make_book(text))).text
