import codecs
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import StoreError, UsageError
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.plain_tables import MOST_ROWS, PlainTable, make_table, read_list
from gni_assess.sheets.text_tables import read_text_rows

Make = Callable[..., Path]
HEADINGS = frozenset({"title", "kind", "owner"})
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


def known(text: str) -> bool:
    return text.casefold() in HEADINGS


def only_table(path: Path, **more: Any) -> PlainTable:  # noqa: ANN401 - as make_table takes it
    found = read_list(path)
    return make_table(found, next(iter(found.grids)), known, **more)


def texts(table: PlainTable) -> list[dict[str, str]]:
    return [{name: cell.cell.text for name, cell in row.cells.items()} for row in table.rows]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a workbook of rows, with ranges to be merged."""

    def make_book(rows: Sequence[Sequence[object]], *merged: str) -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column).value = value  # type: ignore[assignment]
        for each in merged:
            sheet.merge_cells(each)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return make_book


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers(make: Make) -> None:
    table = only_table(make([["Register of the legal department"], [], ["Title", "Kind"], ["A", "policy"], [], ["B", date(2025, 3, 1)]]))
    assert (table.heading_row, table.names, table.above, table.blank) == (3, ("Title", "Kind"), 1, (5,))
    assert [row.row for row in table.rows] == [4, 6]
    assert table.rows[1].cells["Kind"].cell.day == date(2025, 3, 1)
    assert str(table.rows[1].cells["Kind"].spot) == "sheet `Sheet`, row 6, column B"


def test_headings_that_nobody_knows_are_the_first_row_as_wide_as_most(make: Make) -> None:
    table = only_table(make([["Liste"], ["Eins", "Zwei", "Drei"], ["a", "b", "c"], ["d", "e", "f"]]))
    assert (table.heading_row, len(table.rows)) == (2, 2)


def test_the_row_of_headings_can_be_named(make: Make) -> None:
    path = make([["a", "b"], ["x", "y"], ["c", "d"]])
    assert only_table(path, heading_row=2).names == ("x", "y")
    with pytest.raises(UsageError, match="holds nothing"):
        only_table(path, heading_row=9)


def test_columns_without_a_heading_or_with_the_same_get_names_of_their_own(make: Make) -> None:
    table = only_table(make([["Title", "Owner", None, "OWNER"], ["A", "b", "c", "d"]]))
    assert table.names == ("Title", "Owner (B)", "column C", "OWNER (D)")


def test_merged_cells_are_marked_in_each_row_that_they_cover(make: Make) -> None:
    table = only_table(make([["Title", "Owner"], ["A", "olga"], ["B", None], ["Part two", None]], "B2:B3", "A4:B4"))
    assert [row.cells["Owner"].is_merged for row in table.rows[:2]] == [True, True]
    assert table.rows[1].cells["Owner"].cell.text == "olga"
    assert [len(row.spread) for row in table.rows] == [0, 0, 1]


def test_formulas_without_a_value_and_errors_are_not_lost(make: Make) -> None:
    table = only_table(make([["Title", "Kind"], ["=1+1", "#REF!"]]))
    assert [cell.cell.kind for cell in table.rows[0].cells.values()] == [CellKind.FORMULA, CellKind.ERROR]


def test_a_cell_that_strayed_far_down_makes_no_million_blank_rows(make: Make) -> None:
    path = make([["Title", "Kind"], ["A", "policy"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(1_048_576, 1).value = "x"
    book.save(path)
    table = only_table(path)
    assert ([row.row for row in table.rows], table.blank) == ([2, 1_048_576], ())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_and_with_the_separators_of_spreadsheets(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "list.txt"
    rows = [["Title", "Kind", "Owner"], ["Café, 1; a|b\tc", "=1+1", 'say "no"\nand go'], ["", "", ""], ["x", "y", "z"]]
    text = "\r\n".join(separator.join('"' + each.replace('"', '""') + '"' for each in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    table = only_table(path)
    assert texts(table) == [dict(zip(rows[0], row, strict=True)) for row in (rows[1], rows[3])]
    assert (table.blank, table.rows[1].row) == ((3,), 4)
    assert all(cell.cell.kind is CellKind.TEXT for row in table.rows for cell in row.cells.values())
    assert any("Windows-1252" in note for note in read_list(path).notes) == (encoding == "cp1252")


def test_a_line_that_names_the_separator_is_obeyed_and_no_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nTitle;Kind\na,b,c;d,e,f\n")
    table = only_table(path)
    assert (table.heading_row, texts(table)) == (1, [{"Title": "a,b,c", "Kind": "d,e,f"}])


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_is_written_is_read(rows: list[tuple[str, str]], separator: str) -> None:
    lines = [separator.join('"' + each.replace('"', '""') + '"' for each in row) for row in [("Title", "Kind"), *rows]]
    found = read_text_rows(codecs.BOM_UTF8 + f"sep={separator}\r\n".encode() + "\r\n".join(lines).encode(), Path("x"), columns=9, rows=99)
    expected = [{at: each for at, each in enumerate(row) if each.strip()} for row in rows]
    assert [{at: cell.text for at, cell in cells.items()} for _, cells in found.grid[1:]] == [each for each in expected if each]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Title,Kind\n" + b"a,b\n" * (2 * MOST_ROWS + 1), "rows"),
        (b"Title,Kind\n" + b"a,b\n" * (MOST_ROWS + 1), "rows"),
        (b"Title,Kind\n" + b",".join([b"a"] * 400), "columns"),
        (b"Title,Kind\na," + b"x" * 100_001, "characters"),
        (b"Title,Kind\na," + b"x" * 200_000, "cannot be told apart"),
        (b'Title,Kind\na,"never closed\nb,c\n', "cannot be told apart"),
        (b"Title,Kind\n" + (b"a," * 299 + b"a\n") * 1_700, "cells"),
        (b"\xef\xbb\xbf\r\n<html><table><tr><td>Title", "web page"),
        (b"Title,Kind\n" + b"," * 9_000_000, "MiB of text"),
        (b"\x89PNG\0\0\0", "neither text nor"),
        (codecs.BOM_UTF16_LE + b"a", "not whole"),
        (b"Title\x81,Kind\xff\n", "encoding"),
        (b"", "empty"),
        (b"PK\x03\x04rest", "damaged"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=words) as refused:
        read_list(path)
    assert refused.value.hint


def test_a_list_that_holds_nothing_has_no_sheets(make: Make) -> None:
    assert read_list(make([["  "]])).grids == {}
