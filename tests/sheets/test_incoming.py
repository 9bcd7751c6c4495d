import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
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
from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming import Incoming, IncomingRow, Spot, digest_of_text, read_incoming
from gni_assess.sheets.texts import visible
from gni_assess.sheets.way_back import read_map
from gni_assess.sheets.write import write_book

DAY = date(2026, 5, 4)
LONG = "".join(f"word {number} " for number in range(9_000))
QUESTIONS = Table(
    name="gni_questions",
    anchor="id",
    filtered=True,
    columns=(
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="question", heading="Question", width=60),
        Column(key="asked", heading="Asked on", kind=ColumnKind.DATE),
        Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        Column(key="finding", heading="Finding", choices=("in place", "planned"), to_fill_in=True),
        Column(key="answer", heading="Answer", to_fill_in=True),
        Column(key="private", heading="Private notes", to_fill_in=True),
    ),
    rows=tuple((f"GOV-0{n}", f"=Question {n}?\nline", DAY, n, None, "before" if n == 2 else None, None) for n in range(1, 6)),
    fill_heading="For you to fill in",
)
REGISTERED = Table(
    name="gni_registered",
    heading="Registered already",
    columns=(Column(key="id", heading="ID"), Column(key="title", heading="Title")),
    rows=(("POL-1", "A policy"), ("POL-2", "Another")),
    anchor="id",
)
NEW = Table(
    name="gni_new",
    heading="New evidence",
    note="One a line.",
    columns=(
        Column(key="number", heading="No.", kind=ColumnKind.NUMBER),
        Column(key="title", heading="Title", to_fill_in=True),
        Column(key="day", heading="In force from", kind=ColumnKind.DATE, to_fill_in=True),
    ),
    rows=tuple((number, None, None) for number in range(1, 6)),
)
AFTER = replace(REGISTERED, name="gni_after", heading="For reference", rows=(("SYS-1", "A system"),))


def make_book(questions: Table = QUESTIONS) -> Book:
    return Book(
        sheets=(
            Sheet(name="Start here", title="Please answer", tables=(), notes=("Fill in the white cells.",)),
            Sheet(name="Questions", title="Questions", tables=(questions,)),
            Sheet(name="Evidence", title="Evidence", tables=(REGISTERED, NEW, AFTER)),
        ),
        marking="Confidential",
        owner="o",
        created=DAY,
        facts={"kind": "questionnaire", "assignee": "lena", "odd": "=1+1\nline"},
    )


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(), path)
    return path


CellValue = Any
Edit = Callable[[openpyxl.Workbook], None]


def edited(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path, rich_text=True)
    edit(book)
    book.save(path)
    return path


def come_back(path: Path) -> Incoming:
    return read_incoming(path, kind="questionnaire", never=("private",))


def filled(incoming: Incoming, table: str = "gni_questions") -> dict[str, dict[str, str]]:
    return {row.key: {key: cell.cell.text for key, cell in row.cells.items()} for row in incoming.tables[table].rows if row.cells}


def row_of(incoming: Incoming, key: str, table: str = "gni_questions") -> IncomingRow:
    (row,) = [row for row in incoming.tables[table].rows if row.key == key]
    return row


HEADER = 4  # the row with the headings on the sheet Questions, from 1
ANSWERS = {"GOV-01": {"answer": "one"}, "GOV-02": {"answer": "before"}, "GOV-04": {"answer": "four\nlines", "finding": "in place"}}


def fill_in(book: openpyxl.Workbook) -> None:
    sheet = book["Questions"]
    assert sheet["A4"].value == "ID"
    sheet["F5"] = "one"
    sheet["F8"] = "four\nlines"
    sheet["E8"] = "in place"
    sheet["G8"] = "secret of the reader"
    evidence = book["Evidence"]
    row = next(row[0].row for row in evidence.iter_rows() if row[0].value == "No.")
    evidence.cell(row + 2, 2, "A new policy")
    evidence.cell(row + 2, 3, datetime(2026, 1, 2)).number_format = "dd/mm/yyyy"  # noqa: DTZ001 - spreadsheets know no time zones


def is_exact(incoming: Incoming) -> None:
    assert filled(incoming) == ANSWERS
    assert filled(incoming, "gni_new") == {"2": {"title": "A new policy", "day": "2026-01-02"}}
    for table in incoming.tables.values():
        assert (table.gone, table.lost, table.lost_of_sender, table.copies) == ((), (), (), ())
        assert not [row.altered for row in table.rows if row.altered]
    assert "secret of the reader" not in repr(incoming)
    assert incoming.facts == make_book().facts


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


def test_what_was_filled_in_comes_back_with_its_places(sent: Path) -> None:
    incoming = come_back(edited(sent, fill_in))
    is_exact(incoming)
    assert (incoming.file, incoming.kind, len(incoming.sha256), incoming.unread) == ("sent.xlsx", "questionnaire", 64, ())
    spot = row_of(incoming, "GOV-04").cells["answer"].spot
    assert spot == Spot(sheet="Questions", row=8, column="F")
    assert str(spot) == "sheet `Questions`, row 8, column F"
    assert row_of(incoming, "GOV-02").sent == {"answer": digest_of_text("before")}
    assert row_of(incoming, "2", "gni_new").cells["day"].cell.kind is CellKind.DAY


def test_what_nobody_filled_in_is_empty(sent: Path) -> None:
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
def test_it_is_exact_whatever_was_done_to_the_sheets(sent: Path, edit: Edit) -> None:
    edited(sent, fill_in)
    is_exact(come_back(edited(sent, edit)))


def test_it_is_exact_after_everything_at_once(sent: Path) -> None:
    for edit in (fill_in, sort, change_ids, insert, hide, rename_and_move):
        if edit is change_ids:
            continue
        edited(sent, edit)
    is_exact(come_back(sent))


@pytest.fixture
def saved_by_libreoffice(tmp_path: Path) -> Callable[[Path, str], Path]:
    if not shutil.which("soffice"):
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice must be there in this run")
        pytest.skip("needs LibreOffice Calc")

    def save(path: Path, kind: str) -> Path:
        folder = tmp_path / f"as-{kind}"
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{kind}"

    return save


def test_it_is_exact_after_libreoffice_saved_it(sent: Path, saved_by_libreoffice: Callable[[Path, str], Path]) -> None:
    for edit in (fill_in, sort, insert, rename_and_move):
        edited(sent, edit)
    once = saved_by_libreoffice(sent, "xlsx")
    is_exact(come_back(once))
    opened = saved_by_libreoffice(once, "ods")
    with pytest.raises(StoreError, match="OpenDocument"):
        come_back(opened)
    is_exact(come_back(saved_by_libreoffice(opened, "xlsx")))


def test_a_book_with_long_texts_is_exact_after_libreoffice(tmp_path: Path, saved_by_libreoffice: Callable[[Path, str], Path]) -> None:
    write_book(make_book(long_table()), tmp_path / "sent.xlsx")
    incoming = come_back(saved_by_libreoffice(tmp_path / "sent.xlsx", "xlsx"))
    assert not [row.altered for row in incoming.tables["gni_questions"].rows if row.altered]
    assert row_of(incoming, "GOV-02").cells["answer"].cell.text == LONG


def long_table() -> Table:
    rows = [list(row) for row in QUESTIONS.rows]
    rows[0][1] = LONG + LONG
    rows[1][5] = LONG
    return replace(QUESTIONS, rows=tuple(map(tuple, rows)))


def test_texts_in_continuation_rows_are_put_together_however_they_are_sorted(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(long_table()), path)

    def shuffle(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        rows = list(range(sheet.max_row - 4))
        random.Random(4).shuffle(rows)  # noqa: S311 - any order will do
        swap_rows(sheet, 5, sheet.max_row, rows)
        for row in sheet.iter_rows(5):
            if row[0].value == "GOV-01" and str(row[1].value).startswith(("2 of", "3 of")):
                row[6].value = f"typed beside {str(row[1].value)[0]}"

    incoming = come_back(edited(path, shuffle))
    table = incoming.tables["gni_questions"]
    assert [row.key for row in table.rows if row.altered] == []
    assert sorted(row.key for row in table.rows) == [f"GOV-0{n}" for n in range(1, 6)]
    assert filled(incoming) == {"GOV-01": {"answer": "typed beside 2\ntyped beside 3"}, "GOV-02": {"answer": LONG}}
    assert row_of(incoming, "GOV-02").sent["answer"] == digest_of_text(row_of(incoming, "GOV-02").cells["answer"].cell.text)


def test_a_continuation_row_that_is_gone_or_there_twice_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(long_table()), path)

    def cut(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "GOV-02" and str(row[1].value).startswith("2 of"))
        sheet.delete_rows(row)

    row = row_of(come_back(edited(path, cut)), "GOV-02")
    assert [heading for heading, _ in row.altered] == ["Part"]
    assert len(row.cells["answer"].cell.text) < len(LONG)


def test_deleted_rows_and_columns_are_told(sent: Path) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        book["Questions"].delete_rows(6)
        book["Questions"].delete_cols(5)
        book["Questions"].delete_cols(3)

    incoming = come_back(edited(edited(sent, fill_in), cut))
    table = incoming.tables["gni_questions"]
    assert (table.gone, table.lost, table.lost_of_sender) == (("GOV-02",), ("Finding",), ("Asked on",))
    assert filled(incoming) == {"GOV-01": {"answer": "one"}, "GOV-04": {"answer": "four\nlines"}}
    assert not [row.altered for row in table.rows if row.altered]


def test_a_table_is_found_by_two_headings(sent: Path) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        book["Questions"].delete_cols(7)
        book["Questions"].delete_cols(2, 4)

    assert filled(come_back(edited(edited(sent, fill_in), cut))) == {key: {"answer": cells["answer"]} for key, cells in ANSWERS.items()}


def test_a_table_or_sheet_that_is_gone_is_told(sent: Path) -> None:
    edited(sent, lambda book: book.remove(book["Questions"]))
    table = come_back(sent).tables["gni_questions"]
    assert (table.rows, table.gone) == ((), table.ids)
    assert table.lost == ("Finding", "Answer", "Private notes")


def test_a_heading_that_was_changed_is_lost_and_its_cells_are_told(sent: Path) -> None:
    edited(sent, fill_in)
    incoming = come_back(edited(sent, lambda book: book["Questions"].__setitem__("F4", "Reply")))
    assert incoming.tables["gni_questions"].lost == ("Answer",)
    assert [(each.heading, each.count, each.spot.column) for each in incoming.unread] == [("Reply", 3, "F")]


def test_a_copy_of_a_table_is_told_and_the_one_in_its_place_is_read(sent: Path) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        twin = book.copy_worksheet(book["Questions"])
        twin["F5"] = "in the copy"
        book.move_sheet(twin, -3)

    incoming = come_back(edited(edited(sent, fill_in), copy))
    table = incoming.tables["gni_questions"]
    assert table.sheet == "Questions"
    assert [str(spot) for spot in table.copies] == ["sheet `Questions Copy`, row 4, column A"]
    assert filled(incoming) == ANSWERS


def test_rows_that_were_added_doubled_or_have_unknown_ids_are_given(sent: Path) -> None:
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


def test_rows_typed_below_the_numbered_ones_are_given(sent: Path) -> None:
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


def test_cells_of_the_sender_that_were_changed_are_told_and_not_taken(sent: Path) -> None:
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


def test_what_was_typed_elsewhere_is_counted(sent: Path) -> None:
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


def test_every_kind_of_cell_is_given_as_what_it_is(sent: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book["Questions"]
        sheet["F5"], sheet["F6"], sheet["F7"], sheet["F8"], sheet["F9"] = True, 2026, date(2026, 11, 21), "=1+1", "#N/A"
        sheet.cell(9, 5).value = "   \u00a0"

    rows = come_back(edited(sent, fill)).tables["gni_questions"].rows
    assert [(row.cells["answer"].cell.kind, row.cells["answer"].cell.text) for row in rows] == [
        (CellKind.TRUTH, "TRUE"), (CellKind.NUMBER, "2026"), (CellKind.DAY, "2026-11-21"), (CellKind.FORMULA, ""), (CellKind.ERROR, "#N/A"),
    ]  # fmt: skip
    assert "finding" not in rows[4].cells


def test_a_cell_that_is_one_with_cells_of_other_rows_says_so(sent: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Questions"].merge_cells("F5:F7")
        book["Questions"].merge_cells("E8:F8")

    incoming = come_back(edited(edited(sent, fill_in), merge))
    assert row_of(incoming, "GOV-01").cells["answer"].is_merged
    assert not row_of(incoming, "GOV-04").cells["finding"].is_merged


@pytest.mark.parametrize(
    ("part", "value", "kind"), [("1", "=1+1", CellKind.FORMULA), ("2", "=1+1", CellKind.FORMULA), ("2", "#REF!", CellKind.ERROR)]
)
def test_a_part_that_nobody_typed_keeps_the_whole_from_being_text(tmp_path: Path, part: str, value: str, kind: CellKind) -> None:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(long_table()), path)
    row: int | None = None

    def fill(book: openpyxl.Workbook) -> None:
        nonlocal row
        for cells in book["Questions"].iter_rows(5):
            if cells[0].value == "GOV-01" and (number := str(cells[1].value)[0]) in "12":
                cells[6].value = value if number == part else "typed"
                row = cells[6].row if number == part else row

    answer = row_of(come_back(edited(path, fill)), "GOV-01").cells["answer"]
    assert (answer.cell.kind, answer.spot.row) == (kind, row)


def test_the_other_kind_of_file_is_refused_with_its_command(sent: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="a questionnaire, not a gap report") as caught:
        read_incoming(sent, kind="gap-report")
    assert "gni-assess questionnaire receive" in caught.value.hint
    write_book(replace(make_book(), facts={"kind": "gap-report"}), tmp_path / "report.xlsx")
    with pytest.raises(StoreError, match="a gap report, not a questionnaire") as caught:
        come_back(tmp_path / "report.xlsx")
    assert "gni-assess requests receive" in caught.value.hint
    write_book(replace(make_book(), facts={}), tmp_path / "none.xlsx")
    with pytest.raises(StoreError, match="does not know"):
        come_back(tmp_path / "none.xlsx")


def test_a_workbook_without_its_map_or_with_another_is_refused(sent: Path) -> None:
    edited(sent, lambda book: [book["_gni"].cell(5, 4).__setattr__("value", "1"), None][1])
    assert openpyxl.load_workbook(sent)["_gni"]["A5"].value == "format"
    with pytest.raises(StoreError, match="another version"):
        come_back(sent)
    edited(sent, lambda book: book.remove(book["_gni"]))
    with pytest.raises(StoreError, match="hidden sheet"):
        come_back(sent)


def test_a_map_with_far_more_than_was_sent_is_refused(sent: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        for number in range(30):
            book["_gni"].append(["column", f"gni_{number}", "Questions", "id", "ID"])

    with pytest.raises(StoreError, match="not as it was sent"):
        come_back(edited(sent, add))


@pytest.mark.parametrize("fact", ["x" * 32_768, "A-1 " * 1_001, "A," * 1_001])
def test_facts_that_say_far_more_than_was_sent_are_refused(tmp_path: Path, fact: str) -> None:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(), path)

    def add(book: openpyxl.Workbook) -> None:
        row = next(row for row in book["_gni"].iter_rows() if row[0].value == "fact" and row[3].value == "kind")
        book["_gni"].append(["fact", None, None, "questions", fact[:1_000]])
        assert row[4].value == "questionnaire"

    assert len(come_back(edited(path, add)).facts["questions"]) == 1_000
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).replace(fact[:1_000].encode(), fact.encode()) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    with pytest.raises(StoreError, match="far more than was sent"):
        come_back(path)


def test_the_map_knows_what_was_sent(sent: Path) -> None:
    table = read_map(sent)["gni_questions"]
    assert (table.key, table.to_fill_in) == ("id", ("finding", "answer", "private"))
    assert table.sent["GOV-02"] == {"answer": digest_of_text("before")}
    assert list(table.cells["GOV-01"]) == ["id", "question", "asked", "count"]


def test_a_digest_does_not_see_how_lines_end() -> None:
    assert digest_of_text("a\r\nb \n\n") == digest_of_text("a\nb")
    assert digest_of_text("a\nb") != digest_of_text("a b")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n"), min_size=1, max_size=40)


@given(texts=st.lists(TEXTS, min_size=5, max_size=5), order=st.permutations(range(5)), columns=st.lists(st.integers(1, 8), max_size=3),
       rows=st.lists(st.integers(1, 10), max_size=3))  # fmt: skip
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_exactly(sent: Path, texts: list[str], order: list[int], columns: list[int], rows: list[int]) -> None:
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
