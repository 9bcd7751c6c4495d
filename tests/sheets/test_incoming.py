import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from gni_assess.errors import StoreError
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming import Incoming, IncomingRow, Spot, digest_of_text
from gni_assess.sheets.texts import visible

Answers = dict[str, dict[str, str]]
Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
ComeBack = Callable[[Path], Incoming]
Filled = Callable[..., Answers]
RowOf = Callable[..., IncomingRow]


CellValue = Any


def put(cell: Cell | MergedCell, old: tuple[CellValue, str, str]) -> None:
    assert isinstance(cell, Cell)
    cell.value, cell.data_type, cell.number_format = old


def taken(cell: Cell | MergedCell) -> tuple[CellValue, str, str]:
    return cell.value, cell.data_type, cell.number_format


def swap_rows(sheet: Worksheet, first: int, last: int, order: Sequence[int]) -> None:
    rows = [[taken(cell) for cell in row] for row in sheet.iter_rows(first, last)]
    for to, at in enumerate(order):
        for column, old in enumerate(rows[at]):
            put(sheet.cell(first + to, column + 1), old)


def test_what_was_filled_in_comes_back_with_its_places(
    sent: Path, *, edited: Edited, come_back: ComeBack, row_of: RowOf, fill_in: Edit, is_exact: Callable[[Incoming], None]
) -> None:
    incoming = come_back(edited(sent, fill_in))
    is_exact(incoming)
    assert (incoming.file, incoming.kind, len(incoming.sha256), incoming.unread) == ("sent.xlsx", "questionnaire", 64, ())
    spot = row_of(incoming, "GOV-04").cells["answer"].spot
    assert spot == Spot(sheet="Questions", row=8, column="F")
    assert str(spot) == "sheet `Questions`, row 8, column F"
    assert row_of(incoming, "GOV-02").sent == {"answer": digest_of_text("before")}
    assert row_of(incoming, "2", "gni_new").cells["day"].cell.kind is CellKind.DAY


def test_what_nobody_filled_in_is_empty(sent: Path, *, come_back: ComeBack, filled: Filled) -> None:
    incoming = come_back(sent)
    assert filled(incoming) == {"GOV-02": {"answer": "before"}}
    assert [row.key for row in incoming.tables["gni_questions"].rows] == [f"GOV-0{n}" for n in range(1, 6)]
    assert set(incoming.tables) == {"gni_questions", "gni_new"}
    assert incoming.unread == ()


def sort(book: openpyxl.Workbook) -> None:
    swap_rows(book["Questions"], 5, 9, [3, 0, 4, 2, 1])


def sort_with_headings(book: openpyxl.Workbook) -> None:
    swap_rows(book["Questions"], 4, 9, [3, 1, 0, 5, 4, 2])


def insert(book: openpyxl.Workbook) -> None:
    sheet = book["Questions"]
    for column in (1, 4, 7):
        sheet.insert_cols(column)
    for row in (7, 1, 4):
        sheet.insert_rows(row, 2)
    book["Evidence"].insert_rows(1, 3)
    book["Evidence"].insert_cols(2)


def rename_and_move(book: openpyxl.Workbook) -> None:
    book["Questions"].title = "Antworten"
    book["Evidence"].title = "Questions"
    book.move_sheet("Antworten", 2)


def change_headings(book: openpyxl.Workbook) -> None:
    book["Questions"]["F4"] = " ANSWER\u00a0\n"
    book["Questions"]["A4"] = "id"


def change_ids(book: openpyxl.Workbook) -> None:
    for row, text in ((5, "  gov-01 "), (6, "\u00a0GOV-02\u00a0"), (8, "Gov-04\n")):
        book["Questions"].cell(row, 1).value = text


def hide(book: openpyxl.Workbook) -> None:
    sheet = book["Questions"]
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book["Evidence"].sheet_state = "hidden"


def move_columns(book: openpyxl.Workbook) -> None:
    sheet = book["Questions"]
    order = [5, 1, 6, 0, 2, 4, 3]
    for row in range(3, 10):
        cells = [taken(sheet.cell(row, column + 1)) for column in order]
        for column, old in enumerate(cells, start=1):
            put(sheet.cell(row, column), old)


def rich(book: openpyxl.Workbook) -> None:
    book["Questions"]["F8"] = CellRichText("fo", TextBlock(InlineFont(b=True), "ur\nli"), "nes")


def empty_rows(book: openpyxl.Workbook) -> None:
    book["Questions"].insert_rows(6, 40)


EDITS = (sort, sort_with_headings, insert, rename_and_move, change_headings, change_ids, hide, move_columns, rich, empty_rows)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_it_is_exact_whatever_was_done_to_the_sheets(
    sent: Path, edit: Edit, *, edited: Edited, come_back: ComeBack, fill_in: Edit, is_exact: Callable[[Incoming], None]
) -> None:
    edited(sent, fill_in)
    is_exact(come_back(edited(sent, edit)))


def test_it_is_exact_after_everything_at_once(
    sent: Path, *, edited: Edited, come_back: ComeBack, fill_in: Edit, is_exact: Callable[[Incoming], None]
) -> None:
    for edit in (fill_in, sort, change_ids, insert, hide, rename_and_move):
        if edit is change_ids:
            continue
        edited(sent, edit)
    is_exact(come_back(sent))


def test_it_is_exact_after_libreoffice_saved_it(
    sent: Path,
    saved_by_libreoffice: Callable[[Path, str], Path],
    *,
    edited: Edited,
    come_back: ComeBack,
    fill_in: Edit,
    is_exact: Callable[[Incoming], None],
) -> None:
    for edit in (fill_in, sort, insert, rename_and_move):
        edited(sent, edit)
    once = saved_by_libreoffice(sent, "xlsx")
    is_exact(come_back(once))
    opened = saved_by_libreoffice(once, "ods")
    with pytest.raises(StoreError, match="OpenDocument"):
        come_back(opened)
    is_exact(come_back(saved_by_libreoffice(opened, "xlsx")))


def test_a_book_with_long_texts_is_exact_after_libreoffice(
    long_sent: Path,
    saved_by_libreoffice: Callable[[Path, str], Path],
    *,
    long_text: str,
    come_back: ComeBack,
    row_of: RowOf,
) -> None:
    incoming = come_back(saved_by_libreoffice(long_sent, "xlsx"))
    assert not [row.altered for row in incoming.tables["gni_questions"].rows if row.altered]
    assert row_of(incoming, "GOV-02").cells["answer"].cell.text == long_text


def test_texts_in_continuation_rows_are_put_together_however_they_are_sorted(
    long_sent: Path,
    *,
    long_text: str,
    edited: Edited,
    come_back: ComeBack,
    filled: Filled,
    row_of: RowOf,
) -> None:

    def shuffle(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        rows = list(range(sheet.max_row - 4))
        random.Random(4).shuffle(rows)  # noqa: S311 - any order will do
        swap_rows(sheet, 5, sheet.max_row, rows)
        for row in sheet.iter_rows(5):
            if row[0].value == "GOV-01" and str(row[1].value).startswith(("2 of", "3 of")):
                row[6].value = f"typed beside {str(row[1].value)[0]}"

    incoming = come_back(edited(long_sent, shuffle))
    table = incoming.tables["gni_questions"]
    assert [row.key for row in table.rows if row.altered] == []
    assert sorted(row.key for row in table.rows) == [f"GOV-0{n}" for n in range(1, 6)]
    assert filled(incoming) == {"GOV-01": {"answer": "typed beside 2\ntyped beside 3"}, "GOV-02": {"answer": long_text}}
    assert row_of(incoming, "GOV-02").sent["answer"] == digest_of_text(row_of(incoming, "GOV-02").cells["answer"].cell.text)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n"), min_size=1, max_size=40)


@given(texts=st.lists(TEXTS, min_size=5, max_size=5), order=st.permutations(range(5)), columns=st.lists(st.integers(1, 8), max_size=3),
       rows=st.lists(st.integers(1, 10), max_size=3))  # fmt: skip
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_exactly(
    sent: Path, texts: list[str], order: list[int], columns: list[int], rows: list[int], *, come_back: ComeBack, filled: Filled
) -> None:
    book = openpyxl.load_workbook(sent)
    sheet = book["Questions"]
    for row, text in enumerate(texts, start=5):
        sheet.cell(row, 6).value = text
        sheet.cell(row, 6).data_type = "s"
    swap_rows(sheet, 5, 9, order)
    for column in columns:
        sheet.insert_cols(column)
    for row in rows:
        sheet.insert_rows(row)
    book.save(sent.with_name("any.xlsx"))
    incoming = come_back(sent.with_name("any.xlsx"))
    assert filled(incoming) == {f"GOV-0{number}": {"answer": visible(text)} for number, text in enumerate(texts, start=1) if text.strip()}
    assert not [row.altered for row in incoming.tables["gni_questions"].rows if row.altered]
