"""Lists of evidence that somebody keeps, as files, and what becomes of them."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.store.load import load_workspace

Rows = Sequence[Sequence[str]]


@pytest.fixture
def uneven() -> list[list[str]]:
    """Give a list with a title above, and headings and words of its own."""
    return [
        ["Evidence register, legal department"],
        [],
        ["Ref", "Document", "Category", "What is in it", "Responsible", "Where", "Valid from", "Marking"],
        ["D-1", "Policy on demands", "Policy", "What we do.", "Olga Officer", "https://example.com/1", "03/04/2025", "Internal"],
        ["D-2", "Demand handling", "SOP", "Steps.", "Legal", "Vault, folder 12", "25/05/2025", "C3"],
        ["D-3", "Memo of May", "Memo", "They wrote.", "carl", "Vault, folder 13", "", ""],
    ]


@pytest.fixture
def record() -> Callable[[Path], Assessment]:
    """Read the record of a workspace."""
    return lambda workspace: load_workspace(workspace).require()


@pytest.fixture
def titles(record: Callable[[Path], Assessment]) -> Callable[[Path], set[str]]:
    """Give the titles of all policies and systems of a workspace."""

    def find(workspace: Path) -> set[str]:
        found = record(workspace)
        return {each.title for each in (*found.policies.values(), *found.systems.values())}

    return find


@pytest.fixture
def write_book() -> Callable[..., Path]:
    """Write a workbook with some sheets."""

    def write(path: Path, *sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        for number, rows in enumerate(sheets):
            sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"Sheet {number + 1}")
            for row in rows:
                sheet.append(list(row))
        book.save(path)
        return path

    return write


@pytest.fixture
def write_text() -> Callable[..., Path]:
    """Write a text file."""

    def write(path: Path, rows: Rows, delimiter: str = ",") -> Path:
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
        return path

    return write
