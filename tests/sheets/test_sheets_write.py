import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Paper, Sheet, Table, Tone, Value, Word
from gni_assess.sheets.draw import READY_ROWS
from gni_assess.sheets.layout import CUT_OFF_HEIGHT, MAX_TABLE_ROWS, lay_out
from gni_assess.sheets.read import WorkbookFile
from gni_assess.sheets.texts import visible
from gni_assess.sheets.verify import rows_per_sheet, verify_book
from gni_assess.sheets.write import render_book, write_book

COLUMNS = (
    Column(key="id", heading="ID", kind=ColumnKind.ID),
    Column(key="text", heading="Text", width=60),
    Column(key="day", heading="Day", kind=ColumnKind.DATE),
    Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
    Column(key="word", heading="Word"),
    Column(key="link", heading="Link", kind=ColumnKind.LINK),
    Column(key="seen", heading="Seen", kind=ColumnKind.CHOICE, to_fill_in=True, choices=("file", "not available"), note="How you saw it."),
)
DAY = date(2026, 5, 4)


def make_table(*texts: str) -> Table:
    rows = [
        (f"POL-{number}", text, DAY, number, Word("open", Tone.OPEN), Link("POL-0", "List", "POL-0"), None)
        for number, text in enumerate(texts)
    ]
    return Table(name="gni_list", columns=COLUMNS, rows=rows, anchor="id", filtered=True, description="A list.")


def make_book(table: Table) -> Book:
    sheet = Sheet(name="List", title="The list", tables=(table,), paper=Paper.A3)
    return Book(
        sheets=(sheet,),
        marking="P&G: confidential",
        owner="P&G & Sons [Picture] &[Picture] &G",
        created=DAY,
        properties={"title": "A\x1b&<B>"},
    )


def cell_texts(path: Path) -> list[str]:
    with WorkbookFile(path) as file:
        return [value for _, cells in file.rows("List") for value in cells.values() if isinstance(value, str)]


@given(
    st.lists(st.text(st.characters(codec=None)) | st.text(st.sampled_from("_x0041F5<r>/ &\x1b\r\n\t=+-@'\ud800")), min_size=1, max_size=8)
)
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back_as_it_was_shown(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "book.xlsx"
    write_book(make_book(make_table(*texts)), path)
    found = cell_texts(path)
    for text in texts:
        assert visible(text) in found or not text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "1.10", "TRUE", "https://example.com", " lead\ntrail ", "<r>x</r>", "_x0041_x0042_"]
)
def test_a_second_reader_finds_the_same_text_and_no_formula(tmp_path: Path, text: str) -> None:
    write_book(make_book(make_table(text)), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["List"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert cell.data_type == "s"


def test_an_edited_cell_that_starts_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_book(make_book(make_table("=1+1", "plain")), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["List"]
    quoted = {cell.value: cell.quotePrefix for row in sheet.iter_rows() for cell in row}
    assert quoted["=1+1"]
    assert not quoted["plain"]


def test_long_text_goes_on_in_rows_that_repeat_the_id(tmp_path: Path) -> None:
    text = "\U0001f600word " * 9_000
    book = make_book(make_table("short", text))
    write_book(book, tmp_path / "book.xlsx")
    with WorkbookFile(tmp_path / "book.xlsx") as file:
        rows = [dict(cells) for _, cells in file.rows("List") if cells.get(0) == "POL-1"]
    assert [row[1] for row in rows] == [f"{number} of {len(rows)}" for number in range(1, len(rows) + 1)]
    assert "".join(str(row[2]) for row in rows) == text
    assert 4 in rows[0]
    assert 4 not in rows[1]
    assert rows_per_sheet(book) == {"List": 1 + len(rows)}


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    book = make_book(make_table("one", "two"))
    write_book(book, tmp_path / "one.xlsx")
    write_book(book, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    # The time of writing would show here.
    assert {entry.date_time for entry in zipfile.ZipFile(tmp_path / "one.xlsx").infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b">2026-05-04T00:00:00Z<" in zipfile.ZipFile(tmp_path / "one.xlsx").read("docProps/core.xml")


@pytest.mark.long
def test_a_big_table_is_streamed_with_a_filter_and_the_same_bytes(tmp_path: Path) -> None:
    table = make_table("=1", "_x0041_x0042_", "<r>x</r>", "plain")
    book = make_book(replace(table, rows=[table.rows[number % 4] for number in range(MAX_TABLE_ROWS + 1)]))
    write_book(book, tmp_path / "one.xlsx")
    write_book(book, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    names = zipfile.ZipFile(tmp_path / "one.xlsx").namelist()
    assert not any("tables" in name for name in names)
    assert b"<autoFilter" in zipfile.ZipFile(tmp_path / "one.xlsx").read("xl/worksheets/sheet1.xml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.xlsx", "two.xlsx"]


def test_a_table_has_filter_frozen_header_lists_and_print_set_up(tmp_path: Path) -> None:
    write_book(make_book(make_table("one", "two")), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["List"]
    assert sheet.tables["gni_list"].ref == "A4:G6"
    assert sheet.tables["gni_list"].autoFilter is not None
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'List'!$A$1:$F$6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["F5"].hyperlink.location == "'List'!A5"
    assert sheet["C5"].value.date() == DAY
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"file,not available"', "G5:G6")
    assert sheet["G3"].value == "For the assessor to fill in"
    assert sheet["G4"].fill.fgColor.rgb != sheet["F4"].fill.fgColor.rgb
    assert not sheet.merged_cells.ranges


def test_lists_go_on_below_the_rows_that_stand_ready_to_be_filled(tmp_path: Path) -> None:
    columns = (Column(key="number", heading="No.", kind=ColumnKind.NUMBER), COLUMNS[-1])
    ready = Table(name="gni_new", columns=columns, rows=((1, None), (2, None)), heading="New")
    book = make_book(make_table("one"))
    write_book(replace(book, sheets=(replace(book.sheets[0], tables=(make_table("one"), ready)),)), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["List"]
    records, new = sorted(str(rule.sqref) for rule in sheet.data_validations.dataValidation)[::-1]
    assert records == "G5"
    assert new == f"B10:B{11 + READY_ROWS}"


def test_the_properties_name_the_language(tmp_path: Path) -> None:
    write_book(make_book(make_table("one")), tmp_path / "book.xlsx")
    properties = zipfile.ZipFile(tmp_path / "book.xlsx").read("docProps/custom.xml").decode()
    assert 'name="Language"><vt:lpwstr>en-US<' in properties


def test_page_headers_keep_ampersands(tmp_path: Path) -> None:
    write_book(make_book(make_table("one")), tmp_path / "book.xlsx")
    xml = zipfile.ZipFile(tmp_path / "book.xlsx").read("xl/worksheets/sheet1.xml").decode()
    header = xml.partition("<oddHeader>")[2].partition("</oddHeader>")[0].replace("&amp;", "&").replace("&quot;", '"')
    assert header.startswith('&LP&&&"-,Regular"G && Sons [Picture] &&&"-,Regular"[Picture] ')
    assert "P&&" in header.partition("&C")[2]


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    book = make_book(Table(name="gni_list", columns=COLUMNS, filtered=True, heading="Nothing", empty="None yet."))
    write_book(book, tmp_path / "book.xlsx")
    assert "None yet." in cell_texts(tmp_path / "book.xlsx")
    assert rows_per_sheet(book) == {"List": 0}
    assert not openpyxl.load_workbook(tmp_path / "book.xlsx")["List"].tables


def test_a_link_without_a_row_is_plain_text(tmp_path: Path) -> None:
    table = make_table("one")
    row: list[Value] = list(table.rows[0])
    row[5] = Link("POL-9", "List", "POL-9")
    write_book(make_book(replace(table, rows=[row])), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["List"]
    assert sheet["F5"].value == "POL-9"
    assert sheet["F5"].hyperlink is None


def test_a_chart_has_words_beside_it(tmp_path: Path) -> None:
    chart = Chart(title="Counts", alt="Bars: one for each row.", category="text", series={"count": Tone.GOOD})
    write_book(make_book(replace(make_table("one", "two"), chart=chart)), tmp_path / "book.xlsx")
    archive = zipfile.ZipFile(tmp_path / "book.xlsx")
    assert 'descr="Bars: one for each row."' in archive.read("xl/drawings/drawing1.xml").decode()
    assert '<c:grouping val="stacked"/>' in archive.read("xl/charts/chart1.xml").decode()


def test_rows_are_as_tall_as_their_text_and_a_text_beyond_any_row_takes_little_room() -> None:
    (layout,) = lay_out(make_book(make_table("short", "word " * 100, "word " * 6_000)))
    heights = [line.height or 0 for line in layout.lines() if line.table == 0][-3:]
    assert heights[0] < heights[1] < heights[2] == CUT_OFF_HEIGHT
    assert any("more text than Excel shows" in note for note in layout.sheet.notes)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (make_table("one"), "row 6 of the sheet `List` is too many"),
        (make_table("one", "two", "three"), "row 7 of the sheet `List` is missing"),
        (make_table("one", "changed"), "in row 6 of the sheet `List`, column 2 differs"),
    ],
)
def test_a_workbook_that_is_not_what_it_should_be_is_refused(tmp_path: Path, wanted: Table, message: str) -> None:
    table = make_table("one", "two")
    render_book(make_book(table), tmp_path / "book.xlsx")
    verify_book(make_book(table), tmp_path / "book.xlsx")
    with pytest.raises(StoreError, match=message):
        verify_book(make_book(wanted), tmp_path / "book.xlsx")


def test_what_is_no_workbook_cannot_be_verified(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_text("no workbook")
    with pytest.raises(StoreError, match=r"cannot read the workbook `book.xlsx`"):
        verify_book(make_book(make_table("one")), tmp_path / "book.xlsx")


def test_progress_grows_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    table = make_table(*map(str, range(3_000)))
    write_book(make_book(table), tmp_path / "book.xlsx", progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert len(told) > 8
    assert {of for _, of in told} == {told[-1][0]}


def test_reading_aids_of_japanese_text_are_no_part_of_it(tmp_path: Path) -> None:
    write_book(make_book(make_table("漢字", "plain")), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as old, zipfile.ZipFile(tmp_path / "saved.xlsx", "w") as new:
        for name in old.namelist():
            aid = '漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh>'
            new.writestr(name, old.read(name).decode().replace("漢字</t>", aid))
    assert "漢字" in cell_texts(tmp_path / "saved.xlsx")


def test_a_damaged_sheet_is_an_error_and_not_a_crash(tmp_path: Path) -> None:
    write_book(make_book(make_table("one")), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as old, zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b't="s"><v>0<', b't="s"><v>999<'))
    with pytest.raises(StoreError, match=r"cannot read the workbook `damaged.xlsx`"):
        cell_texts(tmp_path / "damaged.xlsx")
