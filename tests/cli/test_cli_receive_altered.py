"""What stands in cells of the company that the assessor changed is shown to a person, and in no log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Run = Callable[..., Any]


def test_the_text_of_a_changed_cell_is_shown_at_a_terminal_alone(
    gni: Run, tmp_path: Path, at_terminal: Callable[..., Any], ended: Callable[[Any], tuple[int | None, str]]
) -> None:
    path = tmp_path / "from-the-assessor.xlsx"
    assert gni("export", "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Criteria"]
    header, title = next(
        (cell.row, cell.column) for row in sheet.iter_rows() if row[0].value == "ID" for cell in row if cell.value == "Title"
    )
    sheet.cell(header + 1, title).value = "Ztext\n\n" + "long " * 200
    sheet.cell(header + 2, title).value = None
    book.save(path)
    for more in ((), ("--format", "json")):
        received = gni("requests", "receive", path, "--dry-run", *more)
        assert received.code == 0, received.both
        assert "Ztext" not in received.both
        assert "`Title` (sheet `Criteria`, row " in received.both.replace("\n    ", " ")
    code, said = ended(at_terminal("requests", "receive", path, "--dry-run"))
    assert code == 0
    assert "), now: Ztext" in said
    assert "(1,007 characters)" in said
    assert "): it is now empty" in said
