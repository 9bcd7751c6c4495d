from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming import Incoming, IncomingRow

Answers = dict[str, dict[str, str]]
Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
ComeBack = Callable[[Path], Incoming]
Filled = Callable[..., Answers]
RowOf = Callable[..., IncomingRow]


def test_a_continuation_row_that_is_gone_or_there_twice_is_seen(
    long_sent: Path,
    *,
    long_text: str,
    edited: Edited,
    come_back: ComeBack,
    row_of: RowOf,
) -> None:

    def cut(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "GOV-02" and str(row[1].value).startswith("2 of"))
        sheet.delete_rows(row)

    row = row_of(come_back(edited(long_sent, cut)), "GOV-02")
    assert [heading for heading, _ in row.altered] == ["Part"]
    assert len(row.cells["answer"].cell.text) < len(long_text)


def test_deleted_rows_and_columns_are_told(sent: Path, *, edited: Edited, come_back: ComeBack, filled: Filled, fill_in: Edit) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        book["Questions"].delete_rows(6)
        book["Questions"].delete_cols(5)
        book["Questions"].delete_cols(3)

    incoming = come_back(edited(edited(sent, fill_in), cut))
    table = incoming.tables["gni_questions"]
    assert (table.gone, table.lost, table.lost_of_sender) == (("GOV-02",), ("Finding",), ("Asked on",))
    assert filled(incoming) == {"GOV-01": {"answer": "one"}, "GOV-04": {"answer": "four\nlines"}}
    assert not [row.altered for row in table.rows if row.altered]


def test_a_table_is_found_by_two_headings(
    sent: Path, *, answers: Answers, edited: Edited, come_back: ComeBack, filled: Filled, fill_in: Edit
) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        book["Questions"].delete_cols(7)
        book["Questions"].delete_cols(2, 4)

    assert filled(come_back(edited(edited(sent, fill_in), cut))) == {key: {"answer": cells["answer"]} for key, cells in answers.items()}


def test_a_table_or_sheet_that_is_gone_is_told(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    edited(sent, lambda book: book.remove(book["Questions"]))
    table = come_back(sent).tables["gni_questions"]
    assert (table.rows, table.gone) == ((), table.ids)
    assert table.lost == ("Finding", "Answer", "Private notes")


def test_a_heading_that_was_changed_is_lost_and_its_cells_are_told(
    sent: Path, *, edited: Edited, come_back: ComeBack, fill_in: Edit
) -> None:
    edited(sent, fill_in)
    incoming = come_back(edited(sent, lambda book: book["Questions"].__setitem__("F4", "Reply")))
    assert incoming.tables["gni_questions"].lost == ("Answer",)
    assert [(each.heading, each.count, each.spot.column) for each in incoming.unread] == [("Reply", 3, "F")]


def test_a_copy_of_a_table_is_told_and_the_one_in_its_place_is_read(
    sent: Path, *, answers: Answers, edited: Edited, come_back: ComeBack, filled: Filled, fill_in: Edit
) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        twin = book.copy_worksheet(book["Questions"])
        twin["F5"] = "in the copy"
        book.move_sheet(twin, -3)

    incoming = come_back(edited(edited(sent, fill_in), copy))
    table = incoming.tables["gni_questions"]
    assert table.sheet == "Questions"
    assert [str(spot) for spot in table.copies] == ["sheet `Questions Copy`, row 4, column A"]
    assert filled(incoming) == answers


def test_rows_that_were_added_doubled_or_have_unknown_ids_are_given(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        for column, value in ((1, "GOV-99"), (6, "unknown")):
            sheet.cell(12, column, value)
        sheet.cell(13, 6, "without an id")
        sheet.cell(14, 1, "GOV-01")
        sheet.cell(14, 6, "doubled")
        sheet.cell(15, 2, "in a column of the sender")

    rows = come_back(edited(sent, add)).tables["gni_questions"].rows
    added = [(row.key, row.row, {key: cell.cell.text for key, cell in row.cells.items()}) for row in rows if row.row > 9]
    assert added == [("GOV-99", 12, {"answer": "unknown"}), ("", 13, {"answer": "without an id"}), ("GOV-01", 14, {"answer": "doubled"}),
                     ("", 15, {})]  # fmt: skip
    assert [[heading for heading, _ in row.altered] for row in rows if row.row == 15] == [["Question"]]


def test_rows_typed_below_the_numbered_ones_are_given(sent: Path, *, edited: Edited, come_back: ComeBack, filled: Filled) -> None:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book["Evidence"]
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == 5)
        sheet.insert_rows(row + 1, 2)
        sheet.cell(row + 1, 2, "sixth")
        sheet.cell(row + 2, 1, 7)
        sheet.cell(row + 2, 2, "seventh")

    incoming = come_back(edited(sent, add))
    assert filled(incoming, "gni_new") == {"": {"title": "sixth"}, "7": {"title": "seventh"}}
    assert incoming.unread == ()


def test_cells_of_the_sender_that_were_changed_are_told_and_not_taken(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        sheet["B5"] = "another question"
        sheet["C6"] = None
        sheet["D7"] = 99
        sheet["B9"] = "=Question 5?\r\nline \n"
        sheet["B9"].data_type = "s"

    rows = come_back(edited(sent, change)).tables["gni_questions"].rows
    assert {row.key: [(heading, spot.row, spot.column) for heading, spot in row.altered] for row in rows if row.altered} == {
        "GOV-01": [("Question", 5, "B")],
        "GOV-02": [("Asked on", 6, "C")],
        "GOV-03": [("Count", 7, "D")],
    }


def test_what_was_typed_elsewhere_is_counted(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    def scribble(book: openpyxl.Workbook) -> None:
        book["Questions"]["J6"] = "beside"
        book["Questions"]["J7"] = "beside too"
        book["Questions"]["J4"] = "My column"
        book["Start here"]["A9"] = "a word to the sender"
        book.create_sheet("Mine")["B2"] = "more"

    unread = come_back(edited(sent, scribble)).unread
    assert {(str(each.spot), each.heading, each.count) for each in unread} == {
        ("sheet `Questions`, row 6, column J", "My column", 2),
        ("sheet `Start here`, row 9, column A", "", 1),
        ("sheet `Mine`, row 2, column B", "", 1),
    }


def test_every_kind_of_cell_is_given_as_what_it_is(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        sheet["F5"], sheet["F6"], sheet["F7"], sheet["F8"], sheet["F9"] = True, 2026, date(2026, 11, 21), "=1+1", "#N/A"
        sheet.cell(9, 5).value = "   \u00a0"

    rows = come_back(edited(sent, fill)).tables["gni_questions"].rows
    assert [(row.cells["answer"].cell.kind, row.cells["answer"].cell.text) for row in rows] == [
        (CellKind.TRUTH, "TRUE"), (CellKind.NUMBER, "2026"), (CellKind.DAY, "2026-11-21"), (CellKind.FORMULA, ""), (CellKind.ERROR, "#N/A"),
    ]  # fmt: skip
    assert "finding" not in rows[4].cells


def test_a_cell_that_is_one_with_cells_of_other_rows_says_so(
    sent: Path, *, edited: Edited, come_back: ComeBack, row_of: RowOf, fill_in: Edit
) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Questions"].merge_cells("F5:F7")
        book["Questions"].merge_cells("E8:F8")

    incoming = come_back(edited(edited(sent, fill_in), merge))
    assert row_of(incoming, "GOV-01").cells["answer"].is_merged
    assert not row_of(incoming, "GOV-04").cells["finding"].is_merged


@pytest.mark.parametrize(
    ("part", "value", "kind"), [("1", "=1+1", CellKind.FORMULA), ("2", "=1+1", CellKind.FORMULA), ("2", "#REF!", CellKind.ERROR)]
)
def test_a_part_that_nobody_typed_keeps_the_whole_from_being_text(
    long_sent: Path,
    part: str,
    value: str,
    kind: CellKind,
    *,
    edited: Edited,
    come_back: ComeBack,
    row_of: RowOf,
) -> None:
    row: int | None = None

    def fill(book: openpyxl.Workbook) -> None:
        nonlocal row
        for cells in book["Questions"].iter_rows(5):
            if cells[0].value == "GOV-01" and (number := str(cells[1].value)[0]) in "12":
                cells[6].value = value if number == part else "typed"
                row = cells[6].row if number == part else row

    answer = row_of(come_back(edited(long_sent, fill)), "GOV-01").cells["answer"]
    assert (answer.cell.kind, answer.spot.row) == (kind, row)
