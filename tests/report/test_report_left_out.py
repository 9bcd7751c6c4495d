import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers import csv_check, docx_check, html_check, json_check, told
from gni_assess.report.writers.csv_report import zip_csv
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.html import render_html
from gni_assess.report.writers.json_report import render_json
from gni_assess.report.writers.told import must_be_told
from gni_assess.sheets.book import Book

MakeReport = Callable[..., Book]
FORMATS: dict[str, tuple[Callable[[Book], bytes | str], Callable[[Book, bytes], None]]] = {
    "json": (render_json, json_check.verify_json),
    "csv": (zip_csv, csv_check.verify_csv),
    "html": (render_html, html_check.verify_html),
    "docx": (render_docx, docx_check.verify_docx),
}


def left_out(book: Book) -> set[str]:
    return {table.name for sheet in book.sheets for table in sheet.tables if table not in must_be_told(sheet)}


def without(book: Book, name: str) -> Book:
    """The same book, with one table that the writers leave out."""
    sheets = tuple(
        replace(sheet, tables=tuple(replace(each, workbook_only=each.workbook_only or each.name == name) for each in sheet.tables))
        for sheet in book.sheets
    )
    return replace(book, sheets=sheets)


@pytest.mark.parametrize("audience", Audience)
def test_only_what_makes_sense_in_workbooks_may_be_missing(report: MakeReport, audience: Audience) -> None:
    expected = {"gni_working", "gni_new_requests"} if audience is Audience.ASSESSOR else {"gni_working"}
    assert left_out(report(audience)) == expected


@pytest.mark.parametrize("name", ["gni_evidence", "gni_gaps", "gni_criteria", "gni_counts"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_table_that_a_writer_leaves_out_is_missed(report: MakeReport, kind: str, name: str) -> None:
    render, verify = FORMATS[kind]
    book = report(Audience.ASSESSOR)
    whole, less = render(book), render(without(book, name))
    verify(book, whole.encode() if isinstance(whole, str) else whole)
    with pytest.raises(StoreError, match="not what it should be"):
        verify(book, less.encode() if isinstance(less, str) else less)


@pytest.mark.parametrize("module", [json_check, csv_check, html_check, docx_check, told])
def test_no_check_asks_the_writers_what_they_leave_out(module: object) -> None:
    source = Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8")
    names = {alias.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not names & {"is_for_workbooks_only", "row_ids", "visible_rows"}
