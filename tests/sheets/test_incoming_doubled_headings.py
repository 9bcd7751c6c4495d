"""Headings of columns to fill in that stand there twice: which column is meant cannot be known."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from gni_assess.sheets.incoming import Incoming

Answers = dict[str, dict[str, str]]
Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
ComeBack = Callable[[Path], Incoming]
Filled = Callable[..., Answers]


@pytest.mark.parametrize(("heading", "column"), [("Answer", "H"), (" ANSWER ", "J"), ("Answer", "C")])
def test_nothing_of_a_column_whose_heading_stands_there_twice_is_taken(
    sent: Path, heading: str, column: str, *, edited: Edited, come_back: ComeBack, filled: Filled, fill_in: Edit
) -> None:
    def double(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        sheet[f"{column}4"], sheet[f"{column}5"] = heading, "a draft"

    incoming = come_back(edited(edited(sent, fill_in), double))
    table = incoming.tables["gni_questions"]
    assert filled(incoming) == {"GOV-04": {"finding": "in place"}}
    assert table.lost == ("Answer",)
    first, second = sorted(("F", column))
    assert [(each, [str(spot) for spot in spots]) for each, spots in table.doubled.items()] == [
        ("Answer", [f"sheet `Questions`, row 4, column {first}", f"sheet `Questions`, row 4, column {second}"])
    ]
    assert {each.spot.column for each in incoming.unread if each.may_be_meant} == {"F", column}


def test_a_heading_of_the_sender_or_of_a_private_column_may_stand_there_twice(
    sent: Path, *, answers: Answers, edited: Edited, come_back: ComeBack, filled: Filled, fill_in: Edit
) -> None:
    def double(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        for column, heading in (("H", "Question"), ("I", "Private notes")):
            sheet[f"{column}4"], sheet[f"{column}5"] = heading, "Zprivate"

    incoming = come_back(edited(edited(sent, fill_in), double))
    assert filled(incoming) == answers
    assert not incoming.tables["gni_questions"].doubled
    assert [each.spot.column for each in incoming.unread] == ["H"]
    assert "Zprivate" not in repr(incoming)


def test_a_table_that_was_copied_beside_itself_is_held_back(sent: Path, *, edited: Edited, come_back: ComeBack, filled: Filled) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        for row in range(4, 10):
            for column in range(1, 8):
                sheet.cell(row, column + 8, sheet.cell(row, column).value).data_type = sheet.cell(row, column).data_type
        sheet["N5"] = "typed in the copy"

    incoming = come_back(edited(sent, copy))
    assert filled(incoming) == {}
    assert set(incoming.tables["gni_questions"].doubled) == {"Finding", "Answer"}
