from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.guard import BOUNDS
from gni_assess.sheets.incoming import Incoming, IncomingRow, read_incoming
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.write import write_book

Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
RowOf = Callable[..., IncomingRow]

EVIDENCE = Table(
    name="gni_evidence",
    anchor="id",
    filtered=True,
    columns=(
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="title", heading="Title"),
        Column(key="owner", heading="Owner"),
        Column(key="supports", heading="Supports"),
        Column(key="seen", heading="Seen", to_fill_in=True, is_private=True),
        Column(key="note", heading="Note", to_fill_in=True),
        Column(key="private", heading="Private notes", to_fill_in=True, is_private=True),
    ),
    rows=(("POL-1", "A policy", "olga", "GOV-01", None, None, None), ("POL-2", "Another", "olga", None, None, None, None)),
)
REQUESTS = Table(
    name="gni_requests",
    heading="Asked",
    anchor="id",
    columns=(Column(key="id", heading="ID"), Column(key="text", heading="Request"), Column(key="status", heading="Status")),
    rows=(("REQ-1", "Show it.", "open"), ("REQ-2", "That too.", "answered")),
)
NEW = Table(
    name="gni_new",
    heading="New requests",
    columns=(Column(key="number", heading="No.", kind=ColumnKind.NUMBER), Column(key="text", heading="Request", to_fill_in=True)),
    rows=((1, None), (2, None)),
)
GAPS = Table(
    name="gni_gaps",
    anchor="id",
    filtered=True,
    columns=(Column(key="id", heading="ID"), Column(key="summary", heading="Summary"), Column(key="severity", heading="Severity")),
    rows=(("GOV-01-G1", "No log", "severe"), ("GOV-01-G2", "No list", "minor")),
)
HEADER, FIRST, SECOND = 4, 5, 6  # rows of the sheet Evidence, from 1


def make_book(*tables: Table) -> Book:
    sheets = (
        Sheet(name="Evidence", title="Evidence", tables=(EVIDENCE,)),
        Sheet(name="Requests", title="Requests", tables=(REQUESTS, NEW)),
        Sheet(name="Gaps", title="Gaps", tables=tables or (GAPS,)),
    )
    return Book(sheets=sheets, marking="m", owner="o", created=date(2026, 5, 4), facts={"kind": "gap-report"})


@pytest.fixture
def report(tmp_path: Path) -> Path:
    write_book(make_book(), tmp_path / "report.xlsx")
    return tmp_path / "report.xlsx"


def receive(path: Path) -> Incoming:
    return read_incoming(path, kind="gap-report", never=("seen", "private"))


def put(sheet: str, **cells: Any) -> Edit:  # noqa: ANN401 - whatever a cell can hold
    def edit(book: openpyxl.Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return edit


def test_every_table_with_ids_is_known_and_what_was_changed_there_is_told(report: Path, *, edited: Edited) -> None:
    assert set(receive(report).tables) == {"gni_evidence", "gni_requests", "gni_new", "gni_gaps"}

    def change(book: openpyxl.Workbook) -> None:
        for sheet, old, new in (("Requests", "open", "answered"), ("Gaps", "severe", None), ("Gaps", "No list", "Mine")):
            next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == old).value = new

    incoming = receive(edited(report, change))
    altered = {row.key: [heading for heading, _ in row.altered] for table in incoming.tables.values() for row in table.rows if row.altered}
    assert altered == {"REQ-1": ["Status"], "GOV-01-G1": ["Severity"], "GOV-01-G2": ["Summary"]}
    assert incoming.unread == ()


def test_a_table_that_another_is_just_like_is_known_by_its_words_alone(tmp_path: Path, *, edited: Edited) -> None:
    twin = replace(GAPS, name="gni_twin", heading="Accepted", filtered=False, rows=(("GOV-02-G1", "No plan", "minor"),))
    write_book(make_book(replace(GAPS, heading="Open", filtered=False), twin), tmp_path / "report.xlsx")
    incoming = receive(tmp_path / "report.xlsx")
    assert "gni_gaps" not in incoming.tables
    assert incoming.unread == ()

    def change(book: openpyxl.Workbook) -> None:
        next(cell for row in book["Gaps"].iter_rows() for cell in row if cell.value == "No plan").value = "Changed"

    assert [each.count for each in receive(edited(tmp_path / "report.xlsx", change)).unread] == [1]


def test_a_table_of_which_columns_were_deleted_is_not_taken_for_a_smaller_one(report: Path, *, edited: Edited, row_of: RowOf) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        book["Evidence"].cell(FIRST, 6, "a note")
        book["Evidence"].delete_cols(3, 3)

    incoming = receive(edited(report, cut))
    assert row_of(incoming, "POL-1", "gni_evidence").cells["note"].cell.text == "a note"
    assert incoming.tables["gni_gaps"].gone == ()


def test_columns_to_fill_in_are_told_where_they_stand_now(report: Path, *, edited: Edited, row_of: RowOf) -> None:
    incoming = receive(edited(report, lambda book: book["Evidence"].insert_cols(3)))
    assert row_of(incoming, "POL-1", "gni_evidence").columns == {"seen": "F", "note": "G", "private": "H"}


@pytest.mark.parametrize(
    ("cells", "may_be_moved"),
    [
        ({}, False),
        ({"B5": "Changed"}, False),
        ({"C5": "Changed"}, False),
        ({"D5": "Changed"}, True),
        ({"D5": None}, True),
        ({"B5": "Changed", "D5": "Changed"}, True),
    ],
)
def test_a_row_is_firm_where_a_cell_beside_the_changed_one_is_in_its_place(
    report: Path, *, cells: dict[str, Any], may_be_moved: bool, edited: Edited, row_of: RowOf
) -> None:
    assert row_of(receive(edited(report, put("Evidence", **cells))), "POL-1", "gni_evidence").may_be_moved is may_be_moved


def test_an_empty_cell_beside_it_is_no_firm_ground(report: Path, *, edited: Edited, row_of: RowOf) -> None:
    assert row_of(receive(edited(report, put("Evidence", B6="Changed"))), "POL-2", "gni_evidence").may_be_moved is False
    assert row_of(receive(edited(report, put("Evidence", C6="Changed"))), "POL-2", "gni_evidence").may_be_moved is True


@pytest.mark.parametrize(("first", "by"), [("C", -1), ("F", -1), ("G", -1), ("E", 1)])
def test_a_private_cell_is_known_wherever_it_was_pushed(report: Path, *, first: str, by: int, edited: Edited, row_of: RowOf) -> None:
    def push(book: openpyxl.Workbook) -> None:
        sheet = book["Evidence"]
        sheet["E6"] = "Zseen"
        sheet["G6"] = "Zprivate"
        sheet.move_range(f"{first}6:G6", cols=by)

    row = row_of(receive(edited(report, push)), "POL-2", "gni_evidence")
    assert row.may_be_moved


def test_of_private_columns_nothing_leaves_but_where_it_stands(report: Path, *, edited: Edited) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book["Evidence"]
        for row in (FIRST, SECOND, 8):
            sheet.cell(row, 5, "Zprivate seen")
            sheet.cell(row, 7, "Zprivate note")
        sheet["K7"] = "ID"  # one word of the headings beside it
        book.copy_worksheet(sheet)

    edited(report, fill)
    assert "Zprivate" not in repr(receive(report))
    with SentWorkbook(report) as file:
        words = frozenset({"id", "title", "note", "private notes"})
        found = [(row, cells) for sheet in file.sheet_names for row, cells in file.heading_rows(sheet, words)]
        assert [row + 1 for row, _ in found if row + 1 == HEADER] == [HEADER, HEADER]
        assert "Zprivate" not in repr(found)


def test_of_a_file_that_is_refused_no_private_text_is_told(report: Path, *, edited: Edited) -> None:
    edited(report, put("Evidence", E5="Zprivate", G5="Zprivate", F5="Zprivate", F6="Zprivate"))
    with pytest.raises(StoreError, match="has more than 1 cell") as caught:
        read_incoming(report, kind="gap-report", never=("seen", "private"), bounds=replace(BOUNDS, table_cells=1))
    error: BaseException | None = caught.value
    while error is not None:
        assert "Zprivate" not in repr(error.args) + repr(vars(error))
        error = error.__cause__ or error.__context__


def test_a_sheet_that_was_added_is_told_without_its_name(report: Path, *, edited: Edited) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Zname")["B2"] = "more"
        book.copy_worksheet(book["Gaps"]).title = "Zcopy"
        book["Requests"].title = "Renamed"

    incoming = receive(edited(report, add))
    assert [str(each.spot) for each in incoming.unread] == ["a sheet that was added, row 2, column B"]
    assert [str(spot) for spot in incoming.tables["gni_gaps"].copies] == ["a sheet that was added, row 4, column A"]
    assert incoming.tables["gni_requests"].sheet == "Renamed"
    assert not any(name in repr(incoming) for name in ("Zname", "Zcopy"))


def test_what_may_have_been_meant_to_be_read_is_told_apart(report: Path, *, edited: Edited) -> None:
    def scribble(book: openpyxl.Workbook) -> None:
        book["Evidence"]["J5"] = "a column of my own"
        book["Gaps"]["B8"] = "below the gaps"
        book.create_sheet("Mine")["A1"] = "a sheet of my own"

    unread = receive(edited(report, scribble)).unread
    assert {each.spot.sheet: each.may_be_meant for each in unread} == {"Evidence": False, "Gaps": True, "": False}

    def rename(book: openpyxl.Workbook) -> None:
        book["Evidence"]["F4"], book["Evidence"]["F5"] = "My notes", "a note"

    unread = receive(edited(report, rename)).unread
    assert {(each.heading, each.may_be_meant) for each in unread if each.spot.sheet == "Evidence"} >= {("My notes", True)}


def test_a_private_cell_is_known_after_libreoffice_saved_it(
    report: Path, saved_by_libreoffice: Callable[[Path, str], Path], *, edited: Edited, row_of: RowOf
) -> None:
    def push(book: openpyxl.Workbook) -> None:
        book["Evidence"]["G6"] = "Zprivate"
        book["Evidence"].move_range("G6:G6", cols=-1)

    incoming = receive(saved_by_libreoffice(edited(report, push), "xlsx"))
    assert [row_of(incoming, key, "gni_evidence").may_be_moved for key in ("POL-1", "POL-2")] == [False, True]
