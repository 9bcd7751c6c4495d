from datetime import date
from pathlib import Path

import openpyxl

from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.write import write_book


def test_sentences_stand_below_their_heading_without_a_header(tmp_path: Path) -> None:
    sentences = (("All is well.",), ("=1+1",))
    prose = Table(name="gni_said", heading="Where we stand", columns=(Column(key="said", heading="In words", width=60),), rows=sentences)
    after = Table(
        name="gni_after", heading="After", columns=(Column(key="a", heading="A"), Column(key="b", heading="B")), rows=(("x", "y"),)
    )
    sheet = Sheet(name="One", title="One", tables=(prose, after))
    write_book(Book(sheets=(sheet,), marking="M", owner="O", created=date(2026, 5, 4)), tmp_path / "a.xlsx")

    worksheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["One"]
    assert [row[0].value for row in worksheet.iter_rows(min_row=3)] == [
        None,
        "Where we stand",
        "All is well.",
        "=1+1",
        None,
        "After",
        "A",
        "x",
    ]
    assert list(worksheet.tables) == ["gni_after"]


def test_what_stays_in_view_leaves_room_on_a_small_screen(tmp_path: Path) -> None:
    columns = (Column(key="a", heading="A"), Column(key="b", heading="B"))
    frozen = {}
    for count in (2, 20):
        above = Table(name="gni_above", heading="Above", columns=columns, rows=(("x", "y"),) * count)
        below = Table(name="gni_below", heading="Below", columns=columns, rows=(("x", "y"),), filtered=True)
        sheet = Sheet(name="One", title="One", tables=(above, below))
        write_book(Book(sheets=(sheet,), marking="M", owner="O", created=date(2026, 5, 4)), tmp_path / f"{count}.xlsx")
        frozen[count] = openpyxl.load_workbook(tmp_path / f"{count}.xlsx")["One"].freeze_panes

    assert frozen == {2: "B11", 20: "B1"}
