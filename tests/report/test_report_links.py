import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gni_assess.report.spill import book_texts
from gni_assess.report.writers.columns import links_of
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.html import render_html
from gni_assess.sheets.book import Book, Column, ColumnKind, Link, Links, Sheet, Table, text_of
from gni_assess.sheets.way_back import digest_of_row, read_map
from gni_assess.sheets.write import write_book

IDS = ("POL-100", "POL-101", "POL-999", "POL-103")
REST = Links(tuple(Link(each, "S", each) for each in IDS))
TEXT = "POL-100, POL-101, POL-999, POL-103"


def book_of(rest: Links) -> Book:
    columns = (
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="of1", heading="Of", kind=ColumnKind.LINK),
        Column(key="of2", heading="Of 2", kind=ColumnKind.LINK, width=24),
        Column(key="mine", heading="Mine", to_fill_in=True),
    )
    rows = [(f"POL-{number}", None, None, None) for number in range(100, 104)]
    rows_with_links = (("POL-200", Link("POL-100", "S", "POL-100"), rest, None), *rows)
    table = Table(name="gni_t", columns=columns, rows=rows_with_links, anchor="id", filtered=True)
    return Book(sheets=(Sheet(name="S", title="T", tables=(table,)),), marking="Public", owner="Acme", created=date(2026, 11, 21))


def test_several_links_read_as_one_text_and_are_given_each_for_itself() -> None:
    assert text_of(REST) == TEXT
    assert links_of(REST) == REST.links
    assert links_of(REST.links[0]) == (REST.links[0],)
    assert links_of("POL-100") == links_of(None) == ()
    assert TEXT in [each.text for each in book_texts(book_of(REST))]


def test_in_a_workbook_they_are_one_text_that_finds_the_way_back(tmp_path: Path) -> None:
    write_book(book_of(REST), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["S"]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == TEXT)
    assert cell.hyperlink is None
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height < 40
    assert read_map(tmp_path / "book.xlsx")["gni_t"].digests["POL-200"] == digest_of_row(("POL-200", "POL-100", TEXT))


def test_more_of_them_than_a_cell_holds_go_on_in_the_next_row(tmp_path: Path) -> None:
    many = Links(REST.links * 1_200)
    write_book(book_of(many), tmp_path / "book.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "book.xlsx")["S"].iter_rows(values_only=True)
    assert "".join(str(row[3]) for row in rows if row[0] == "POL-200") == text_of(many)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_on_a_page_each_is_a_link_of_its_own(kind: str) -> None:
    if kind == "html":
        (ids,) = re.findall('<ul class="ids">(.*?)</ul>', render_html(book_of(REST)), re.DOTALL)
        found = re.findall(r'<a [^>]*href="#[^"]+"[^>]*>(POL-\d+)</a>', ids)
        assert "POL-999" in ids
    else:
        with zipfile.ZipFile(io.BytesIO(render_docx(book_of(REST)))) as archive:
            xml = archive.read("word/document.xml").decode()
        links = re.findall(r"<w:hyperlink .*?</w:hyperlink>", xml)
        found = ["".join(re.findall("<w:t [^>]*>(.*?)</w:t>", each)) for each in links]
    assert found == ["POL-100", "POL-100", "POL-101", "POL-103"]
