"""Cells of the assessor's workbook that were moved, copied or changed: no private text may come out, and no change go unnoticed."""

import json
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.sheets.sheet_reader import column_letters
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
Edit = Callable[[Any, int, dict[str, int]], None]
REQUEST = {
    "id": "REQ-001",
    "kind": "clarification",
    "text": "Please show the log.",
    "asked_by": "the assessor",
    "asked_on": "2026-10-01",
    "status": "open",
    "due": "2026-12-01",
}


@pytest.fixture
def exported(gni: Run, workspace: Path, tmp_path: Path) -> Path:
    folder = workspace / "evidence/requests"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "REQ-001.yaml").write_text("".join(f"{key}: {value}\n" for key, value in REQUEST.items()), encoding="utf-8")
    assert gni("answer", "GOV-02", "--finding", "in-place", "--text", "We keep a log of all demands.").code == 0
    path = tmp_path / "from-the-assessor.xlsx"
    exported = gni("export", "-o", path)
    assert exported.code == 0, exported.both
    return path


def edit_row(path: Path, name: str, key: str, edit: Edit, *, table: str = "ID") -> None:
    """Edit a row: `edit(sheet, row, columns)` gets the places of the headings above it."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    found: dict[str, int] = {}
    for cells in sheet.iter_rows():
        here = {str(cell.value): cell.column for cell in cells if isinstance(cell.value, str)}
        if table in here:
            found = here
        elif found and str(cells[found[table] - 1].value) == key:
            edit(sheet, cells[0].row or 0, found)
            break
    else:
        raise AssertionError(key)
    book.save(path)


def write(**texts: str) -> Edit:
    def edit(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401 - openpyxl says nothing of its types
        for heading, text in texts.items():
            sheet.cell(row, columns[heading.replace("_", " ")]).value = text

    return edit


def push(heading: str, by: int) -> Edit:
    """Delete the cell under a heading so that those behind it come up (-1), or put one in before it (1), as spreadsheets do."""

    def edit(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        first, last = columns[heading] - min(by, 0), max(columns.values())
        sheet.move_range(f"{column_letters(first - 1)}{row}:{column_letters(last - 1)}{row}", cols=by)

    return edit


def receive(gni: Run, path: Path) -> tuple[Any, Any]:
    shown = gni("requests", "receive", path, "--dry-run")
    told = gni("requests", "receive", path, "--dry-run", "--format", "json")
    assert "Zprivate" not in shown.both + told.both
    return shown, json.loads(told.out)["files"][0]


PRIVATE = {"Private_notes": "Zprivate1", "View": "Zprivate2", "Interview": "Zprivate3"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("heading", "by"),
    [("Title", -1), ("Answered by", -1), ("Seen", -1), ("Seen", 2), ("Good practice to share?", -2), ("Note to the company", -1)],
)
def test_no_private_text_slips_into_what_the_company_reads(gni: Run, workspace: Path, exported: Path, heading: str, by: int) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(**PRIVATE))
    edit_row(exported, "Criteria", "GOV-02", push(heading, by))
    receive(gni, exported)
    assert "Zprivate" not in gni("requests", "receive", exported, "--apply").both
    assert not any("Zprivate" in each.text for each in load_workspace(workspace).require().requests.values())


def test_a_private_text_that_was_copied_with_its_cell_is_held_back_with_a_way_out(gni: Run, workspace: Path, exported: Path) -> None:
    def copy_cell(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        source, target = sheet.cell(row, columns["Private notes"]), sheet.cell(row, columns["Note to the company"])
        source.value = target.value = "Zprivate"
        target.protection = copy(source.protection)

    edit_row(exported, "Criteria", "GOV-02", copy_cell)
    shown, receipt = receive(gni, exported)
    (item,) = receipt["items"]
    assert (item["outcome"], shown.code) == ("rejected", 1)
    assert "into an empty row under New requests" in item["problems"][0]["what"]
    assert len(load_workspace(workspace).require().requests) == 1


def test_a_private_cell_that_was_moved_in_a_row_of_new_requests_is_held_back(gni: Run, exported: Path) -> None:
    cells = {"What_you_ask_for": "A report", "Private_notes": "Zprivate"}
    edit_row(exported, "Requests", "2", write(**cells), table="No.")
    edit_row(exported, "Requests", "2", push("By when", -1), table="No.")
    _, receipt = receive(gni, exported)
    assert [each["outcome"] for each in receipt["items"]] == ["rejected"]


def test_a_note_is_taken_where_a_cell_of_the_company_was_changed_in_its_place(gni: Run, exported: Path) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(Title="Mine", Note_to_the_company="N", Private_notes="Zprivate"))
    _, receipt = receive(gni, exported)
    assert [(each["kind"], each["outcome"]) for each in receipt["items"]] == [("note", "new")]
    assert [each["heading"] for each in receipt["altered"]] == ["Title"]


@pytest.mark.parametrize(
    ("sheet", "key", "heading", "text"),
    [
        ("Requests", "REQ-001", "Status", "answered"),
        ("Requests", "REQ-001", "Due", "2027-01-01"),
        ("Requests", "REQ-001", "Request", "Something else"),
        ("Criteria", "GOV-02", "Finding", "not in place"),
    ],
)
def test_a_cell_of_the_company_that_was_changed_is_told_wherever_it_stands(
    gni: Run, workspace: Path, exported: Path, *, sheet: str, key: str, heading: str, text: str
) -> None:
    edit_row(exported, sheet, key, write(**{heading: text}))
    _, receipt = receive(gni, exported)
    assert not receipt["unread"]
    assert any(f"`{heading}` (sheet `{sheet}`, " in each for each in receipt["notes"])
    assert gni("requests", "receive", exported, "--apply").code == 0
    assert load_workspace(workspace).require().requests["REQ-001"].text == REQUEST["text"]


def test_a_row_of_the_company_that_was_deleted_is_told(gni: Run, exported: Path) -> None:
    edit_row(exported, "Requests", "REQ-001", lambda sheet, row, _: sheet.delete_rows(row))
    _, receipt = receive(gni, exported)
    assert any("1 row that was sent is not on sheet `Requests` any more: REQ-001" in each for each in receipt["notes"])


def test_a_text_typed_below_the_requests_that_were_asked_is_told(gni: Run, exported: Path) -> None:
    def add(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        sheet.cell(row + 1, columns["Request"]).value = "A request in the wrong table"

    edit_row(exported, "Requests", "REQ-001", add)
    _, receipt = receive(gni, exported)
    assert [(each["sheet"], each["count"]) for each in receipt["unread"]] == [("Requests", 1)]


def test_the_name_of_a_sheet_that_the_assessor_added_is_not_shown(gni: Run, exported: Path) -> None:
    book = openpyxl.load_workbook(exported)
    book.create_sheet("Zprivate source")["B3"] = "Zprivate"
    book.copy_worksheet(book["Criteria"]).title = "Zprivate view"
    book.save(exported)
    shown, _ = receive(gni, exported)
    assert "a sheet that was added, row 3, column B" in shown.both.replace("\n    ", " ")


def test_a_cell_that_was_deleted_brings_no_private_text(gni: Run, workspace: Path, exported: Path) -> None:
    def delete(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        sheet.cell(row, columns["Note to the company"]).value, sheet.cell(row, columns["Private notes"]).value = "N", "Zprivate"
        for at in range(columns["Title"], columns["Private notes"] + 1):
            sheet.cell(row, at).value = sheet.cell(row, at + 1).value

    edit_row(exported, "Criteria", "GOV-02", delete)
    received = gni("requests", "receive", exported, "--apply")
    assert (received.code, list(load_workspace(workspace).require().requests)) == (1, ["REQ-001"]), received.both
    assert "cells have been moved" in received.out.replace("\n    ", " ")
    assert "Zprivate" not in received.both + gni("requests", "receive", exported, "--dry-run", "--format", "json").both


def test_the_heading_of_a_column_that_the_assessor_added_is_not_shown(gni: Run, exported: Path) -> None:
    def add(sheet: Any, row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        last = max(columns.values()) + 1
        sheet.cell(row - 1, last).value, sheet.cell(row, last).value = "Zheading", "Zcell"

    edit_row(exported, "Criteria", "CTX-01", add)
    for more in ((), ("--format", "json")):
        received = gni("requests", "receive", exported, "--dry-run", *more)
        assert "where nothing is read" in received.out.replace("\n    ", " ")
        assert "Zheading" not in received.both
        assert "Zcell" not in received.both


CASE = """\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: TR
classification: restricted
protected_terms: [{term: Zqxakov, kind: person}]
"""


def test_a_text_that_names_what_may_not_be_told_is_said_at_once(gni: Run, workspace: Path, exported: Path) -> None:
    (workspace / "evidence/cases/CASE-208.yaml").write_text(CASE, encoding="utf-8")
    edit_row(exported, "Criteria", "GOV-02", write(Request_to_the_company="Ask Zqxakov."))
    received = gni("requests", "receive", exported, "--apply")
    assert received.code == 0
    assert "GNI511" in received.err
    assert "Ask Zqxakov." in {each.text for each in load_workspace(workspace).require().requests.values()}
    again = gni("export", "-o", exported.with_name("again.xlsx"))
    assert again.code == 1
    assert "Zqxakov" not in again.err


def test_a_note_in_an_empty_cell_of_the_company_is_told_without_its_text(gni: Run, exported: Path) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(Exceptions="Zprivate"))
    edit_row(exported, "Requests", "REQ-001", write(Owner="Zprivate"))
    _, receipt = receive(gni, exported)
    assert [each["heading"] for each in receipt["altered"]] == ["Exceptions", "Owner"]


def slide(path: Path, name: str, heading: str) -> None:
    """Delete the cell with a heading, so that those behind it come up and stand above other columns than their own."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    row, headings = next((at, texts) for at, texts in enumerate(sheet.iter_rows(values_only=True), 1) if heading in texts)
    for at in range(headings.index(heading) + 1, len(headings) + 1):
        sheet.cell(row, at).value = sheet.cell(row, at + 1).value
    book.save(path)


@pytest.mark.parametrize("heading", ["View", "Good practice to share?", "Request to the company"])
def test_where_headings_slid_nothing_is_taken_for_something_else(gni: Run, workspace: Path, exported: Path, heading: str) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(Request_to_the_company="Please show it.", Note_to_the_company="Well kept."))
    slide(exported, "Criteria", heading)
    shown, receipt = receive(gni, exported)
    assert shown.code == 1
    assert {each["outcome"] for each in receipt["items"]} == {"rejected"}
    assert "or headings, were changed" in receipt["items"][0]["problems"][0]["what"]
    gni("requests", "receive", exported, "--apply")
    assert list(load_workspace(workspace).require().requests) == ["REQ-001"]


def test_a_column_that_was_deleted_with_its_heading_keeps_nothing_back(gni: Run, exported: Path) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(Request_to_the_company="Please show it."))
    book = openpyxl.load_workbook(exported)
    sheet = book["Criteria"]
    at = next(cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == "View")
    sheet.delete_cols(at)
    for rule in sheet.data_validations.dataValidation:  # as a spreadsheet program does it
        for cells in rule.sqref.ranges:
            cells.shift(col_shift=-(cells.min_col > at))
    sheet.data_validations.dataValidation = [rule for rule in sheet.data_validations.dataValidation if rule.promptTitle != "View"]
    book.save(exported)
    _, receipt = receive(gni, exported)
    assert [(each["kind"], each["outcome"]) for each in receipt["items"]] == [("request", "new")]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("Criteria", {"ID": "Zprivate row", "Note to the company": "N"}),
        ("Criteria", {"ID": "Zprivate row", "Good practice to share?": "Zprivate"}),
        ("Requests", {"No.": "Zprivate row", "Kind": "Zprivate", "Criterion": "Zprivate", "By when": "Zprivate"}),
    ],
)
def test_what_stands_in_a_row_of_the_assessors_own_is_not_repeated(gni: Run, exported: Path, sheet: str, cells: dict[str, str]) -> None:
    def add(page: Any, _row: int, columns: dict[str, int]) -> None:  # noqa: ANN401
        row = page.max_row + 1
        for heading, text in cells.items():
            page.cell(row, columns[heading]).value = text

    key, table = ("20", "No.") if sheet == "Requests" else ("GOV-02", "ID")
    edit_row(exported, sheet, key, add, table=table)
    _, receipt = receive(gni, exported)
    assert [each["outcome"] for each in receipt["items"]] == ["rejected"]
    assert receipt["items"][0]["problems"][0]["row"]


def test_good_practice_that_is_not_taken_does_not_read_as_if_it_were(gni: Run, exported: Path) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(**{"Good_practice_to_share?": "yes, the idea"}))
    shown, _ = receive(gni, exported)
    assert "`yes, the idea` is not `yes` or `no` alone" in shown.both.replace("\n    ", " ")
    assert "sees good practice" not in shown.both


@pytest.mark.parametrize("by", [-1, 1])
def test_where_cells_were_pushed_up_or_down_nothing_is_taken_for_another_rows(gni: Run, exported: Path, by: int) -> None:
    edit_row(exported, "Criteria", "GOV-02", write(Request_to_the_company="Please show it.", Note_to_the_company="Well kept."))
    book = openpyxl.load_workbook(exported)
    sheet = book["Criteria"]
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if rule.promptTitle == "Request to the company"]
    (cells,) = rule.sqref.ranges
    letters = column_letters(cells.min_col - 1)
    sheet.move_range(f"{letters}{cells.min_row + 1}:{letters}{cells.max_row}", rows=by)
    cells.max_row += by  # as LibreOffice does it
    book.save(exported)
    shown, receipt = receive(gni, exported)
    found = {each["kind"]: (each["outcome"], [problem["what"] for problem in each["problems"]]) for each in receipt["items"]}
    assert (shown.code, found["note"]) == (1, ("new", []))
    assert found["request"][0] == "rejected"
    assert "it is not clear whose it is" in found["request"][1][0]
