"""Answers that were typed beside what is read: in a copy of the sheet, in a column that was added, under a heading that is there twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.exchange.answer_words import QUESTION_HEADINGS
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
FINDING, ANSWER = QUESTION_HEADINGS["finding"], QUESTION_HEADINGS["answer"]


def find_headings(path: Path) -> tuple[int, dict[str, int]]:
    for row in openpyxl.load_workbook(path)["Questions"].iter_rows():
        found = {str(cell.value): int(cell.column) for cell in row if isinstance(cell.value, str)}
        if FINDING in found:
            return int(row[0].row or 0), found
    raise AssertionError(FINDING)


def receive(gni: Run, path: Path, expected: int = 1) -> tuple[str, list[dict[str, Any]]]:
    told = gni("questionnaire", "receive", path, "--dry-run", "--format", "json")
    done = gni("questionnaire", "receive", path, "--apply")
    assert (told.code, done.code) == (expected, expected), done.both
    return " ".join(done.both.split()), json.loads(told.out)["files"][0]["unread"]


def test_a_copy_of_the_sheet_that_was_filled_in_is_not_passed_over(gni: Run, send: Callable[..., Path], put: Callable[..., None]) -> None:
    path = send("GOV-01", "GOV-02")
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["Questions"]).title = "Questions (2)"
    book.save(path)
    put(path, "Questions (2)", "GOV-01", {FINDING: "in place", ANSWER: "Typed in the copy."})
    said, unread = receive(gni, path)
    assert "2 asked: 2 not filled in" in said
    assert sorted((each["sheet"], each["count"]) for each in unread) == [("Questions (2)", 1), ("Questions (2)", 1)]


@pytest.mark.parametrize("heading", ["Comment", None])
def test_a_text_in_a_column_that_was_added_is_not_passed_over(
    gni: Run, workspace: Path, send: Callable[..., Path], put: Callable[..., None], heading: str | None
) -> None:
    path = send("GOV-01", "GOV-02")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "We have a charter."})
    header, columns = find_headings(path)
    book = openpyxl.load_workbook(path)
    at = max(columns.values()) + 1
    book["Questions"].cell(header, at).value = heading
    book["Questions"].cell(header + 1, at).value = "Important: ask Ana."
    book.save(path)
    _, unread = receive(gni, path)
    assert [each["count"] for each in unread] == [1]
    assert load_workspace(workspace).require().responses["GOV-01"].answer == "We have a charter."


def test_of_a_heading_that_is_there_twice_neither_column_is_taken(gni: Run, workspace: Path, send: Callable[..., Path]) -> None:
    path = send("GOV-01", "GOV-02")
    _, columns = find_headings(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Questions"]
    sheet.insert_cols(columns[ANSWER])
    header, _ = find_headings(path)
    sheet.cell(header, columns[ANSWER]).value = ANSWER
    sheet.cell(header + 1, columns[ANSWER]).value = "A draft, not to be sent."
    sheet.cell(header + 1, columns[ANSWER] + 1).value = "The true answer."
    book.save(path)
    said, unread = receive(gni, path)
    assert f"the heading `{ANSWER}` stands 2 times: sheet `Questions`, row {header}, column " in said
    assert len({each["column"] for each in unread}) == len(unread) == 2
    response = load_workspace(workspace).require().responses.get("GOV-01")
    assert response is None or "draft" not in response.answer
