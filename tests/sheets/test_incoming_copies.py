"""What was typed in a copy of a sheet, of which nothing is read."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from gni_assess.sheets.incoming import Incoming, read_incoming
from gni_assess.sheets.write import write_book

Answers = dict[str, dict[str, str]]
Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
ComeBack = Callable[[Path], Incoming]
Filled = Callable[..., Answers]
MakeBook = Callable[..., object]


def copied(book: openpyxl.Workbook, sheet: str = "Questions", **cells: str) -> None:
    twin = book.copy_worksheet(book[sheet])
    for place, text in cells.items():
        twin[place] = text


def places(incoming: Incoming) -> list[tuple[str, int, bool]]:
    return [(str(each.spot), each.count, each.may_be_meant) for each in incoming.unread]


def test_what_was_filled_in_in_a_copy_is_counted_with_its_place(sent: Path, *, edited: Edited, come_back: ComeBack, filled: Filled) -> None:
    incoming = come_back(edited(sent, lambda book: copied(book, F5="one", F8="four", E8="in place", G7="secret")))
    assert filled(incoming) == {"GOV-02": {"answer": "before"}}
    assert places(incoming) == [
        ("sheet `Questions Copy`, row 5, column F", 2, True),
        ("sheet `Questions Copy`, row 8, column E", 1, True),
    ]
    assert {each.heading for each in incoming.unread} == {"Answer", "Finding"}
    assert "secret" not in repr(incoming)


def test_a_copy_that_says_what_was_sent_or_what_is_read_anyway_has_nothing_unread(
    sent: Path, *, edited: Edited, come_back: ComeBack, fill_in: Edit
) -> None:
    assert places(come_back(edited(sent, copied))) == []
    edited(sent, fill_in)
    assert places(come_back(edited(sent, lambda book: copied(book, "Questions")))) == []


def test_an_answer_that_was_changed_in_a_copy_is_counted(sent: Path, *, edited: Edited, come_back: ComeBack, fill_in: Edit) -> None:
    edited(sent, fill_in)
    assert places(come_back(edited(sent, lambda book: copied(book, F5="another")))) == [
        ("sheet `Questions Copy`, row 5, column F", 1, True)
    ]


def test_a_long_text_in_a_copy_is_one_text(long_sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    assert places(come_back(edited(long_sent, copied))) == []


@pytest.mark.parametrize("place", ["B10", "H5", "B2"])
def test_what_stands_below_and_beside_a_copied_table_is_counted(sent: Path, place: str, *, edited: Edited, come_back: ComeBack) -> None:
    incoming = come_back(edited(sent, lambda book: copied(book, **{place: "typed"})))
    assert [count for _, count, _ in places(incoming)] == [1]


def test_a_copied_sheet_of_several_tables_is_looked_through(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    edited(sent, lambda book: copied(book, "Evidence"))
    assert places(come_back(sent)) == []

    def fill(book: openpyxl.Workbook) -> None:
        sheet = book["Evidence Copy"]
        row = next(cells[0].row or 0 for cells in sheet.iter_rows() if cells[0].value == "No.")
        sheet.cell(row + 2, 2, "A new policy")

    assert [(each.heading, each.spot.sheet, each.count) for each in come_back(edited(sent, fill)).unread] == [("Title", "Evidence Copy", 1)]


def test_a_request_in_a_copied_sheet_of_a_gap_report_may_be_meant_and_a_private_note_is_nothing(
    tmp_path: Path, *, make_book: MakeBook, edited: Edited
) -> None:
    path = tmp_path / "report.xlsx"
    book = make_book()
    book.facts["kind"] = "gap-report"  # type: ignore[attr-defined]
    write_book(book, path)  # type: ignore[arg-type]
    edited(path, lambda book: copied(book, F5="a request", G5="Zprivate", B6="Zchanged"))
    incoming = read_incoming(path, kind="gap-report", never=("private",))
    assert places(incoming) == [("a sheet that was added, row 5, column F", 1, True), ("a sheet that was added, row 6, column B", 1, False)]
    assert "Zprivate" not in repr(incoming)
    assert "Questions Copy" not in repr(incoming)
