"""A real browser opens the HTML report: it asks for nothing, says nothing on its console, and can be read by everybody."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from gni_assess.model.vocabulary import Audience
from gni_assess.report.words import MARKINGS
from gni_assess.report.writers.html import render_html
from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.texts import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PACKAGES = ("playwright", "axe_playwright_python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WAIT = 60_000
HOSTILE = (
    "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"; } @import 'https://example.com/x.css'; * { display: none } /* \\",
    "\x1b[31m & \u202eright to left\u202c\n  two",
)
PHONE, DESKTOP = (360, 740), (1280, 900)

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or not all(map(find_spec, PACKAGES)):
        needed = "Chromium, playwright and axe-playwright-python"
        if os.environ.get("GNI_ASSESS_REQUIRE_CHROMIUM"):
            pytest.fail(f"{needed} must be there in this run")
        pytest.skip(f"needs {needed}")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not everywhere

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, timeout=WAIT)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: "Browser", report: Callable[..., Book], tmp_path: Path) -> Iterator[Open]:
    said: list[str] = []
    asked: list[str] = []
    opened = []

    def run(
        audience: Audience = Audience.ASSESSOR,
        *,
        book: Book | None = None,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
    ) -> "Page":
        path = tmp_path / "report.html"
        path.write_text(render_html(book or report(audience)), encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        opened.append(context)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        assert asked.pop() == path.as_uri()
        return page

    yield run
    for context in opened:
        context.close()
    assert said == []
    assert asked == []


def _violations(page: "Page") -> list[tuple[str, Any]]:
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("size", "scheme", "medium"),
    [
        (DESKTOP, "light", "screen"),
        pytest.param(DESKTOP, "dark", "screen", marks=pytest.mark.long),
        pytest.param(PHONE, "light", "screen", marks=pytest.mark.long),
        (PHONE, "dark", "screen"),
        pytest.param(DESKTOP, "light", "print", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(
    open_page: Open, size: tuple[int, int], scheme: Literal["light", "dark"], medium: Literal["screen", "print"]
) -> None:
    page = open_page(size=size, scheme=scheme)
    page.emulate_media(media=medium)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert _violations(page) == []


@pytest.mark.long
@pytest.mark.parametrize(
    "audience",
    [
        pytest.param(Audience.INTERNAL, marks=pytest.mark.long),
        pytest.param(Audience.COMPANY_BOARD, marks=pytest.mark.long),
        Audience.PUBLIC,
    ],
)
def test_axe_finds_nothing_for_other_audiences(open_page: Open, audience: Audience) -> None:
    assert _violations(open_page(audience)) == []


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_scrolls_sideways_but_tables_in_their_regions(open_page: Open, width: int) -> None:
    page = open_page(size=(width, 740))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = """[...document.querySelectorAll('main *:not(svg *)')].filter((each) =>
        !each.closest('.scroll, .unseen') && each.clientWidth && each.scrollWidth > each.clientWidth + 1)"""
    assert page.evaluate(f"{cut}.map((each) => each.outerHTML.slice(0, 200))") == []


def test_keys_lead_into_the_report_and_through_it(open_page: Open) -> None:
    page = open_page(size=PHONE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    stops = int(
        page.evaluate(
            "document.querySelectorAll('main a:not(.finder ul a, .contents a), main summary, main .scroll:not(.contents)').length"
        )
    )
    reached = 1
    while page.evaluate("document.activeElement !== document.body") and reached <= stops + 1:
        page.keyboard.press("Tab")
        reached += 1
    assert reached == stops + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing(open_page: Open, text: str) -> None:
    page = open_page(book=_hostile(text))
    for place in ("h1", ".marking", "caption", "td", ".name", "main h3", "article h3", "article dd"):
        assert visible(text) in (page.locator(place).first.text_content() or "")
    assert page.evaluate("document.querySelectorAll('script, img, iframe, object, form, [onload], [onerror]').length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.marking')).fontWeight") == "700"  # the styles are whole


def _hostile(text: str) -> Book:
    columns = tuple(Column(key=key, heading=text, width=40) for key in ("id", "title", "text"))
    small = Table(name="small", columns=columns, rows=(("A", text, text),), heading=text, description=text)
    records = Table(name="records", columns=columns, rows=((text, "", f"{text} {text}"),), anchor="id")
    sheets = (Sheet(name="One", title=text, tables=(small,)), Sheet(name=text, title="Two", tables=(records,)))
    return Book(sheets=sheets, marking=text, owner=text, created=date(2026, 5, 4), properties={"title": text, "subject": text})


def test_links_are_followed_inside_the_page(open_page: Open) -> None:
    page = open_page()
    page.locator("article#criteria-GOV-02 a", has_text="GOV-02-G417").click()
    assert page.evaluate("document.querySelector(':target').id") == "gaps-GOV-02-G417"


def test_numbers_fit_their_bars(open_page: Open) -> None:
    page = open_page()
    bars = """[...document.querySelectorAll('svg text.count')].every((text) => {
        const [inner, outer] = [text, text.previousElementSibling].map((each) => each.getBoundingClientRect());
        return inner.left >= outer.left && inner.right <= outer.right;
    })"""
    assert page.evaluate(bars)
    names = """[...document.querySelectorAll('svg text:not(.count)')].every((text) =>
        text.getBoundingClientRect().right <= text.ownerSVGElement.getBoundingClientRect().right)"""
    assert page.evaluate(names)


def test_each_page_of_paper_is_marked_and_numbered(open_page: Open, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler")
    path = tmp_path / "report.pdf"
    open_page(scheme="dark").pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    printed = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True, encoding="utf-8")
    pages = printed.stdout.split("\f")[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.count(MARKINGS[Audience.ASSESSOR]) >= 2
        assert f"Page {number} of {len(pages)}" in page
        assert "P&G Relay & Sons" in page


def test_wide_tables_are_printed_on_pages_turned_on_their_side(open_page: Open, tmp_path: Path) -> None:
    if not shutil.which("pdfinfo"):
        pytest.skip("needs poppler")
    columns = tuple(Column(key=f"c{number}", heading=f"Place {number}", kind=ColumnKind.NUMBER) for number in range(14))
    wide = Table(name="wide", columns=columns, rows=(("Service", *range(13)),))
    small = Table(name="small", columns=columns[:3], rows=(("Service", 1, 2),))
    sheets = tuple(Sheet(name=each.name, title=each.name, tables=(each,)) for each in (small, wide))
    path = tmp_path / "report.pdf"
    page = open_page(book=Book(sheets=sheets, marking="Marked", owner="Owner", created=date(2026, 5, 4)))
    page.pdf(path=str(path), prefer_css_page_size=True, format="A4")
    told = subprocess.run(["pdfinfo", "-l", "2", str(path)], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    sizes = [line.split(":")[1].split() for line in told.splitlines() if "size:" in line and line.startswith("Page")]
    assert [float(size[0]) > float(size[2]) for size in sizes] == [False, True]


def test_paper_is_white_where_the_screen_is_dark(open_page: Open) -> None:
    page = open_page(scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) != "rgb(255, 255, 255)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.long
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("gaps", [1, 5, 10])
def test_the_page_for_the_board_is_one_page_of_paper(open_page: Open, tmp_path: Path, paper: str, gaps: int) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler")
    columns = tuple(
        Column(key=key, heading=key.capitalize(), width=width) for key, width in (("gap", 98), ("id", 13), ("owner", 40), ("due", 12))
    )
    row = (
        "Nobody knows what to do when a demand comes at night, and no one asks. " + "x" * 6,
        "GOV-02-G417",
        "Head of trust",
        "2026-12-01",
    )
    tables = tuple(Table(name=name, heading=name, columns=columns, rows=(row,) * gaps) for name in ("Severe", "Overdue", "Improved"))
    sentences = Table(name="standing", heading="Standing", columns=columns[:1], rows=((row[0] * 2,),) * 5)
    board = Sheet(name="Board", title="First page", tables=(sentences, *tables), one_page=True)
    after = Sheet(name="After", title="Second page", tables=(tables[0],))
    path = tmp_path / "board.pdf"
    book = Book(sheets=(board, after), marking="Marked", owner="Owner", created=date(2026, 5, 4), properties={"title": "Gap report"})
    open_page(book=book).pdf(path=str(path), format=paper)
    printed = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    pages = printed.split("\f")
    assert "First page" in pages[0]
    assert "Second page" in pages[1]


def test_a_phone_gets_one_list_of_contents_and_sees_that_a_table_goes_on(open_page: Open) -> None:
    page = open_page(Audience.PUBLIC, size=(390, 740))
    assert page.locator("nav").is_visible()
    assert [each.is_visible() for each in page.locator(".contents").all()] == [False, False]
    assert "gradient" in page.evaluate("getComputedStyle(document.querySelector('.scroll:not(.contents)')).backgroundImage")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert [each.is_visible() for each in page.locator(".contents").all()] == [True, True]
    page.set_viewport_size({"width": 390, "height": 740})
    page.emulate_media(media="print")
    assert page.locator("div.contents").is_visible()


def test_an_address_in_a_table_of_two_columns_is_not_cut_on_a_phone(open_page: Open) -> None:
    columns = (Column(key="item", heading="Item", width=28), Column(key="details", heading="Details", width=100))
    row = ("Stage, as the company says", "https://globalnetworkinitiative.org")
    sheet = Sheet(name="One", title="One", tables=(Table(name="t", columns=columns, rows=(row,)),))
    page = open_page(book=Book(sheets=(sheet,), marking="Marked", owner="Owner", created=date(2026, 5, 4)), size=(390, 740))
    assert page.evaluate("document.querySelector('td span').getClientRects().length") == 1
    assert _violations(page) == []
