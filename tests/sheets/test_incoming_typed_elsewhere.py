"""What was typed where nothing is read: whatever its kind, and also where it is a word that was sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.incoming import Incoming, read_incoming
from gni_assess.sheets.write import write_book

Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
MakeBook = Callable[..., Book]

WORDS = Table(
    name="gni_words",
    columns=(
        Column(key="word", heading="Word"),
        Column(key="means", heading="What it means", width=60),
        Column(key="count", heading="Times", kind=ColumnKind.NUMBER),
        Column(key="since", heading="Since", kind=ColumnKind.DATE),
    ),
    rows=(
        ("in place", "It is done.", 2, date(2026, 1, 2)),
        ("planned", "There is a plan.", 12.5, date(2026, 1, 2)),
        ("long", "word " * 9_000, 5.0, None),
    ),
)


@pytest.fixture
def helped(make_book: MakeBook, tmp_path: Path) -> Path:
    """Give a questionnaire with words that are explained on a sheet of their own."""
    book = make_book()
    path = tmp_path / "helped.xlsx"
    write_book(replace(book, sheets=(*book.sheets, Sheet(name="Help", title="Words", tables=(WORDS,)))), path)
    return path


def receive(path: Path) -> Incoming:
    return read_incoming(path, kind="questionnaire", never=("private",))


def put(sheet: str, place: str, value: Any) -> Edit:  # noqa: ANN401 - whatever a cell can hold
    return lambda book: book[sheet].__setitem__(place, value)


def test_of_what_was_sent_nothing_is_told(helped: Path, *, edited: Edited) -> None:
    assert receive(helped).unread == ()
    assert receive(edited(helped, lambda _book: None)).unread == ()


@pytest.mark.parametrize("value", [date(2027, 1, 1), 12.5, 42, True, "=A1", "#N/A", "in place", "Word", "Question", "GOV-01"])
@pytest.mark.parametrize("sheet", ["Start here", "Help"])
def test_what_was_typed_is_counted_whatever_it_is(helped: Path, sheet: str, value: object, *, edited: Edited) -> None:
    (unread,) = receive(edited(helped, put(sheet, "B20", value))).unread
    assert (str(unread.spot), unread.count, unread.may_be_meant) == (f"sheet `{sheet}`, row 20, column B", 1, True)


@pytest.mark.parametrize(("place", "value"), [("C5", 3), ("D5", date(2026, 1, 3)), ("A5", "planned")])
def test_a_cell_of_the_sender_that_was_changed_is_counted(helped: Path, place: str, value: object, *, edited: Edited) -> None:
    assert [each.count for each in receive(edited(helped, put("Help", place, value))).unread] == [1]


def test_a_formula_in_a_column_that_was_added_is_counted(helped: Path, *, edited: Edited) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book["Questions"]["H4"], book["Questions"]["H5"], book["Questions"]["H6"] = "Comment", "=F5", "Ask Ana."

    (unread,) = receive(edited(helped, add)).unread
    assert (unread.heading, unread.count, unread.may_be_meant) == ("Comment", 2, True)


def test_sheets_that_were_renamed_moved_or_sorted_have_nothing_new(helped: Path, *, edited: Edited) -> None:
    def move(book: openpyxl.Workbook) -> None:
        book["Help"].title = "My words"
        book["Start here"].title = "Beginning"
        book.move_sheet("My words", -3)
        book["My words"].insert_rows(1, 3)
        book["My words"].insert_cols(1)

    assert receive(edited(helped, move)).unread == ()


def test_a_copy_of_a_sheet_without_anything_to_fill_in_has_nothing_new(helped: Path, *, edited: Edited) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Help"])

    edited(helped, copy)
    assert receive(helped).unread == ()
    (unread,) = receive(edited(helped, put("Help Copy", "B20", "in place"))).unread
    assert str(unread.spot) == "sheet `Help Copy`, row 20, column B"


def test_nothing_is_new_after_libreoffice_saved_it(helped: Path, saved_by_libreoffice: Callable[[Path, str], Path]) -> None:
    assert receive(saved_by_libreoffice(helped, "xlsx")).unread == ()


@pytest.mark.parametrize(("value", "may_be_meant"), [("=SUM(A1:A9)", False), (12, False), ("A text", True)])
def test_below_a_table_of_the_company_a_text_may_be_meant_and_a_sum_is_somebodys_own(
    tmp_path: Path, make_book: MakeBook, value: str | int, *, may_be_meant: bool, edited: Edited
) -> None:
    path = tmp_path / "report.xlsx"
    write_book(replace(make_book(), facts={"kind": "gap-report"}), path)

    def add(book: openpyxl.Workbook) -> None:
        book["Evidence"].cell(book["Evidence"].max_row + 1, 2).value = value

    (unread,) = read_incoming(edited(path, add), kind="gap-report", never=("private",)).unread
    assert (unread.count, unread.may_be_meant) == (1, may_be_meant)
