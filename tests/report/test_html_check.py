"""The page that was written is read back: whatever differs is refused, and the message never says what stands there."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.html import render_html
from gni_assess.report.writers.html_check import verify_html
from gni_assess.sheets.book import Book

TRIED = 25
"""How many places of the page are changed, over all of it."""

# Words that stand on every page, whatever the report, and that nobody loses anything with.
FIXED = ("Skip to the report", "Contents", "Back to the contents", "List of the ", "The entry in ")


@pytest.fixture(scope="module")
def book(report: Callable[..., Book]) -> Book:
    return report(Audience.COMPANY_BOARD)


@pytest.fixture(scope="module")
def page(book: Book) -> str:
    return render_html(book)


def cut(page: str) -> list[str]:
    return re.split("(<[^>]*>)", page)


def refuse(book: Book, page: str) -> str:
    with pytest.raises(StoreError, match="is not what it should be") as caught:
        verify_html(book, page.encode())
    return caught.value.message


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.ASSESSOR])
def test_what_was_written_is_found_again(report: Callable[..., Book], audience: Audience) -> None:
    verify_html(report(audience), render_html(report(audience)).encode())


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.9999])
def test_a_page_that_breaks_off_is_refused(book: Book, page: str, share: float) -> None:
    refuse(book, page[: int(len(page) * share)])


@pytest.mark.parametrize("more", ["x", "<p>x</p>", "<!-- x -->", "<?x?>"])
def test_more_at_the_end_is_refused(book: Book, page: str, more: str) -> None:
    refuse(book, page + more)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("<main ", "<MAIN "),
        ("<main ", '<main class="x" class="y" '),
        ("<main ", "<main hidden "),
        ("<main ", "<main class=x "),
        ("</main>", "</main ></main>"),
        ("</main>", '</main class="x">'),
        ("</main>", "<!-- x --></main>"),
        ("</main>", "<br/></main>"),
        ("</main>", "<![CDATA[x]]></main>"),
        ("</main>", "a < b</main>"),
        ("</main>", "<script>x</script></main>"),
        ("</main>", ""),
        ("<!DOCTYPE html>", "<!DOCTYPE html><!DOCTYPE html>"),
        ("<!DOCTYPE html>", ""),
        ("</html>", "</html></html>"),
    ],
)
def test_what_no_report_is_written_with_is_refused(book: Book, page: str, written: str, instead: str) -> None:
    assert page.count(written) == 1
    refuse(book, page.replace(written, instead))


def test_every_text_counts(book: Book, page: str) -> None:
    parts = cut(page)
    texts = [index for index, part in enumerate(parts) if index % 2 == 0 and part.strip() and not part.startswith(FIXED)]
    for at in texts[:: len(texts) // TRIED]:
        assert "Zebra" not in refuse(book, "".join((*parts[:at], parts[at], "Zebra", *parts[at + 1 :])))


@pytest.mark.parametrize("tag", ["article", "tr", "li", "section"])
def test_the_order_counts(book: Book, page: str, tag: str) -> None:
    found = list(re.finditer(rf"<{tag}(?: [^>]*)?>.*?</{tag}>\n?", page, re.DOTALL))
    for one, other in list(pairwise(found))[:: max(1, len(found) // 5)]:
        if one.group() != other.group():
            swapped = page[: one.start()] + other.group() + page[one.end() : other.start()] + one.group() + page[other.end() :]
            refuse(book, swapped)
        refuse(book, page[: one.start()] + page[one.end() :])
        refuse(book, page[: one.end()] + one.group() + page[one.end() :])


def test_a_link_that_leads_to_another_row_is_refused(book: Book, page: str) -> None:
    link = re.search('<dd><ul class="ids"><li><a href="#evidence-([^"]+)"', page)
    assert link is not None
    other = next(each for each in re.findall('id="evidence-([^".]+)"', page) if each != link[1])
    assert "leads elsewhere" in refuse(book, page.replace(link.group(), link.group().replace(link[1], other), 1))


def test_other_styles_are_refused(book: Book, page: str) -> None:
    assert "styles" in refuse(book, page.replace("</style>", "article { display: none; }</style>"))


def test_bytes_that_are_no_text_are_refused(book: Book, page: str) -> None:
    with pytest.raises(StoreError, match="UTF-8"):
        verify_html(book, page.encode()[:-1] + b"\xff")


def test_a_book_with_one_row_less_or_more_is_told_apart(book: Book) -> None:
    sheets = [each for each in book.sheets if each.name == "Gaps"]
    table = sheets[0].tables[0]
    shorter = replace(sheets[0], tables=(replace(table, rows=table.rows[:-1]),))
    less = replace(book, sheets=tuple(shorter if each is sheets[0] else each for each in book.sheets))
    assert f"row {len(table.rows)} of the table `{table.name}` is too many" in refuse(less, render_html(book))
    assert f"row {len(table.rows)} of the table `{table.name}` is missing" in refuse(book, render_html(less))
