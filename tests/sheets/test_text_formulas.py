from pathlib import Path

import pytest

from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.plain_tables import make_table, read_list


def kind_of(path: Path, text: str) -> CellKind:
    path.write_text(f'Title,Kind\n"{text.replace(chr(34), chr(34) * 2)}",policy\n', encoding="utf-8")
    found = read_list(path)
    (row,) = make_table(found, path.name, lambda each: each in ("Title", "Kind")).rows
    cell = row.cells["Title"].cell
    assert cell.text == text
    return cell.kind


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        " = hyperlink(A1)",
        "=SUM(A1:A9)",
        "=-(SUM(A1))",
        "=A2&B2",
        "=$B$7",
        "='My sheet'!A1",
        "=Register!A1",
        '="001"',
        "=cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "@SUM(1)",
        "+SUM(A1)",
        "-SUM(A1)",
        "=_xlfn.CONCAT(A1)",
    ],
)
def test_what_a_spreadsheet_program_would_reckon_is_a_formula(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path / "list.csv", text) is CellKind.FORMULA


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "- see file",
        "- see file(s) of 2025",
        "-file(s)",
        "+49 30 123456",
        "@legal (team)",
        "= siehe oben (alt)",
        "==",
        "=1+1 [bold]",
        "=> P2P policy",
        "= P2P policy",
        "+ and -",
        "A=SUM(A1)",
    ],
)
def test_words_and_numbers_with_a_sign_before_them_are_text(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path / "list.csv", text) is CellKind.TEXT
