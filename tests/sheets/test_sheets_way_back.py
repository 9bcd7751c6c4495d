import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.layout import MAX_TABLE_ROWS
from gni_assess.sheets.read import WorkbookFile
from gni_assess.sheets.way_back import MAP_SHEET, digest_of_row, read_map, with_map
from gni_assess.sheets.write import write_book


def make_book(*, comes_back: bool = True) -> Book:
    columns = (
        Column(key="id", heading="Id"),
        Column(key="text", heading="Text"),
        *((Column(key="seen", heading="Seen", to_fill_in=True),) if comes_back else ()),
    )
    texts = ("=1+1", "_x0041_ 漢字\nline \x1b[0m")
    rows = [(f"GOV-0{number}", text, *([None] if comes_back else [])) for number, text in enumerate(texts, start=1)]
    table = Table(name="gni_criteria", columns=columns, rows=rows, anchor="id", filtered=True)
    return Book(sheets=(Sheet(name="Criteria", title="Criteria", tables=(table,)),), marking="m", owner="o", created=date(2026, 11, 21))


def test_the_map_names_columns_and_digests_rows(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    write_book(make_book(), path)
    found = read_map(path)["gni_criteria"]
    assert found.sheet == "Criteria"
    assert found.headings == {"id": "Id", "text": "Text", "seen": "Seen"}
    assert found.digests["GOV-01"] == digest_of_row(("GOV-01", "=1+1"))
    assert found.digests["GOV-02"] == digest_of_row(("GOV-02", "_x0041_ 漢字\nline \\x1b[0m"))


def test_the_map_is_very_hidden_and_holds_nothing_that_the_sheets_do_not(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    write_book(make_book(), path)
    with zipfile.ZipFile(path) as archive:
        assert 'name="_gni" sheetId="2" state="veryHidden"' in archive.read("xl/workbook.xml").decode()
    with WorkbookFile(path) as file:
        cells = {str(cell) for _, row in file.rows(MAP_SHEET) for cell in row.values()}
    assert not any("漢字" in cell or "=1+1" in cell for cell in cells)


def test_where_nothing_comes_back_there_is_no_map(tmp_path: Path) -> None:
    book = make_book(comes_back=False)
    assert with_map(book) == book
    path = tmp_path / "r.xlsx"
    write_book(book, path)
    with pytest.raises(StoreError, match="hidden sheet"):
        read_map(path)


def test_the_map_says_which_columns_are_to_be_filled_in_and_which_holds_the_id(tmp_path: Path) -> None:
    write_book(make_book(), tmp_path / "r.xlsx")
    found = read_map(tmp_path / "r.xlsx")["gni_criteria"]
    assert (found.key, found.to_fill_in) == ("id", ("seen",))


def test_a_text_in_continuation_rows_has_one_digest(tmp_path: Path) -> None:
    book = make_book()
    (sheet,) = book.sheets
    (table,) = sheet.tables
    text = "word " * 10_000
    book = replace(book, sheets=(replace(sheet, tables=(replace(table, rows=(("GOV-01", text, None),)),)),))
    write_book(book, tmp_path / "r.xlsx")
    assert read_map(tmp_path / "r.xlsx")["gni_criteria"].digests == {"GOV-01": digest_of_row(("GOV-01", text))}


def test_the_map_is_read_from_a_file_that_another_program_saved(tmp_path: Path) -> None:
    write_book(make_book(), tmp_path / "r.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "r.xlsx")
    workbook.save(tmp_path / "saved.xlsx")
    assert read_map(tmp_path / "saved.xlsx") == read_map(tmp_path / "r.xlsx")


@pytest.mark.long
def test_a_map_of_ten_thousand_rows_does_not_change_how_the_sheets_are_written(tmp_path: Path) -> None:
    book = make_book()
    (sheet,) = book.sheets
    (table,) = sheet.tables
    rows = tuple((f"GOV-{number}", "text", None) for number in range(MAX_TABLE_ROWS))
    book = replace(book, sheets=(replace(sheet, tables=(replace(table, rows=rows),)),))
    write_book(book, tmp_path / "r.xlsx")
    assert len(read_map(tmp_path / "r.xlsx")["gni_criteria"].digests) == MAX_TABLE_ROWS
    tables = [name for name in zipfile.ZipFile(tmp_path / "r.xlsx").namelist() if "tables/" in name and "_rels" not in name]
    assert tables == ["xl/tables/table1.xml"]
