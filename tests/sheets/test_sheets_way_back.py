from datetime import date
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.read import WorkbookFile
from gni_assess.sheets.way_back import MAP_SHEET, digest_of_row, read_map, with_map
from gni_assess.sheets.write import write_book


def make_book(*, comes_back: bool = True) -> Book:
    columns = (
        Column(key="id", heading="Id"),
        Column(key="text", heading="Text"),
        *((Column(key="seen", heading="Seen", for_assessor=True),) if comes_back else ()),
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
    import zipfile  # noqa: PLC0415 - one test

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


def test_progress_is_told_to_the_end_and_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_book(make_book(), tmp_path / "a.xlsx", progress=lambda done, of: told.append((done, of)))
    write_book(make_book(), tmp_path / "b.xlsx")
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
