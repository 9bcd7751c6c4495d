from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.write import write_book


def pages_down(path: Path, table: Table, *, notes: int = 0) -> int:
    sheet = Sheet(name="List", title="List", tables=(table,), notes=("Note.",) * notes)
    write_book(Book(sheets=(sheet,), marking="Confidential", owner="Acme", created=date(2026, 5, 4), properties={}), path)
    found = openpyxl.load_workbook(path)["List"].page_setup.fitToHeight
    return 1 if found is None else int(found)  # what is not written is 1


def make_table(rows: int, *, width: int = 40, is_form: bool = False) -> Table:
    columns = (Column(key="id", heading="ID", width=width), Column(key="mine", heading="Mine", width=width, to_fill_in=is_form))
    wide = "0" * width
    return Table(name="gni_list", columns=columns, rows=((wide, wide),) * rows, filtered=not is_form, is_form=is_form)


@pytest.mark.parametrize(("rows", "pages"), [(5, 0), (22, 0), (33, 1), (50, 0), (62, 2), (101, 0)])
def test_a_page_that_would_be_nearly_empty_is_spared(tmp_path: Path, rows: int, pages: int) -> None:
    assert pages_down(tmp_path / "book.xlsx", make_table(rows)) == pages


def test_letters_do_not_get_too_small_for_it(tmp_path: Path) -> None:
    assert pages_down(tmp_path / "book.xlsx", make_table(36, width=90)) == 0


def test_what_grows_by_what_is_filled_in_takes_what_it_takes(tmp_path: Path) -> None:
    assert pages_down(tmp_path / "book.xlsx", make_table(33, is_form=True)) == 0


def test_a_sheet_of_notes_alone_is_left_as_it_is(tmp_path: Path) -> None:
    assert pages_down(tmp_path / "book.xlsx", make_table(0), notes=3) == 0
