"""The Word file that was written is read back: whatever differs is refused, and the message never says what stands there."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.docx_check import verify_docx
from gni_assess.sheets.book import Book

DOCUMENT = "word/document.xml"
TRIED = 25
"""How many places of the document are changed, over all of it."""
BETWEEN = "  \u00b7  "


@pytest.fixture(scope="module")
def book(report: Callable[..., Book]) -> Book:
    return report(Audience.COMPANY_BOARD)


@pytest.fixture(scope="module")
def data(book: Book) -> bytes:
    return render_docx(book)


def read(data: bytes, name: str = DOCUMENT) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def change(data: bytes, text: str, name: str = DOCUMENT) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            new.writestr(each, text if each == name else old.read(each))
    return made.getvalue()


def refuse(book: Book, data: bytes) -> str:
    with pytest.raises(StoreError, match="is not what it should be") as caught:
        verify_docx(book, data)
    return caught.value.message


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.COMPANY_BOARD])
def test_what_was_written_is_found_again(report: Callable[..., Book], audience: Audience) -> None:
    verify_docx(report(audience), render_docx(report(audience)))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.9999])
def test_a_file_that_breaks_off_is_refused(book: Book, data: bytes, share: float) -> None:
    refuse(book, data[: int(len(data) * share)])


@pytest.mark.parametrize("at", [0, 77, 1_234, 9_999])
def test_a_damaged_part_is_refused(book: Book, data: bytes, at: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo(DOCUMENT)
    place = part.header_offset + 30 + len(part.filename) + at % part.compress_size
    refuse(book, data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])


def test_every_text_counts(book: Book, data: bytes) -> None:
    parts = re.split("(<w:t [^>]*>[^<]*</w:t>)", read(data))
    texts = [index for index, part in enumerate(parts) if index % 2 and f">{BETWEEN}<" not in part]
    for at in texts[:: len(texts) // TRIED]:
        changed = parts[at].replace("</w:t>", "Zebra</w:t>")
        assert "Zebra" not in refuse(book, change(data, "".join((*parts[:at], changed, *parts[at + 1 :]))))


@pytest.mark.long
@pytest.mark.parametrize("tag", ["w:p", "w:tr"])
def test_the_order_counts(book: Book, data: bytes, tag: str) -> None:
    document = read(data)
    found = [each for each in re.finditer(f"<{tag}>.*?</{tag}>", document, re.DOTALL) if "<w:t " in each.group()]
    for one, other in list(pairwise(found))[:: max(1, len(found) // 8)]:
        if one.group() != other.group():
            middle = document[one.end() : other.start()]
            refuse(book, change(data, document[: one.start()] + other.group() + middle + one.group() + document[other.end() :]))
        refuse(book, change(data, document[: one.start()] + document[one.end() :]))
        refuse(book, change(data, document[: one.end()] + one.group() + document[one.end() :]))


def test_a_link_that_leads_to_another_row_is_refused(book: Book, data: bytes) -> None:
    document = read(data)
    anchors = re.findall('w:anchor="(place[0-9]+)"', document)
    first, other = anchors[-1], next(each for each in anchors if each != anchors[-1])
    at = document.rindex(f'w:anchor="{first}"')
    assert "leads elsewhere" in refuse(book, change(data, document[:at] + document[at:].replace(first, other, 1)))


@pytest.mark.parametrize("name", ["word/header1.xml", "word/footer1.xml", "docProps/core.xml"])
def test_what_stands_on_every_page_counts(book: Book, data: bytes, name: str) -> None:
    text = read(data, name)
    for said in (book.marking, book.owner):
        text = text.replace(said.replace("&", "&amp;"), "Zebra")
    assert "differs" in refuse(book, change(data, text, name))


def test_a_part_too_many_is_refused(book: Book, data: bytes) -> None:
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/comments.xml", "<x/>")
    assert "too many" in refuse(book, made.getvalue())


def test_a_book_with_one_row_less_or_more_is_told_apart(book: Book) -> None:
    sheets = [each for each in book.sheets if each.name == "Gaps"]
    table = sheets[0].tables[0]
    shorter = replace(sheets[0], tables=(replace(table, rows=table.rows[:-1]),))
    less = replace(book, sheets=tuple(shorter if each is sheets[0] else each for each in book.sheets))
    refuse(less, render_docx(book))
    refuse(book, render_docx(less))
