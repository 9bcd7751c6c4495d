import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.cells import Cell, CellKind, decode_stored, number_text
from gni_assess.sheets.number_formats import Shows, shown_by
from gni_assess.sheets.sheet_reader import Merge
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.write import render_book

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
USUAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("kind", "stored", "shows", "cell"),
    [
        ("", "5", Shows.NUMBER, Cell(CellKind.NUMBER, "5", 5.0)),
        ("n", "5.0", Shows.NUMBER, Cell(CellKind.NUMBER, "5", 5.0)),
        ("n", "0.1", Shows.NUMBER, Cell(CellKind.NUMBER, "0.1", 0.1)),
        ("n", "0.30000000000000004", Shows.NUMBER, Cell(CellKind.NUMBER, "0.3", 0.30000000000000004)),
        ("n", "-1.5E3", Shows.NUMBER, Cell(CellKind.NUMBER, "-1500", -1500.0)),
        ("n", "1.0E-5", Shows.NUMBER, Cell(CellKind.NUMBER, "0.00001", 0.00001)),
        ("n", "1e20", Shows.NUMBER, Cell(CellKind.NUMBER, "1E+20", 1e20)),
        ("n", "-0", Shows.NUMBER, Cell(CellKind.NUMBER, "0", 0.0)),
        ("n", "nan", Shows.NUMBER, Cell(CellKind.ERROR, "nan")),
        ("n", "1_0", Shows.NUMBER, Cell(CellKind.ERROR, "1_0")),
        ("n", "", Shows.NUMBER, Cell(CellKind.TEXT, "")),
        ("n", "46347", Shows.DAY, Cell(CellKind.DAY, "2026-11-21", 46347.0, date(2026, 11, 21))),
        ("n", "46347.604166666664", Shows.DAY, Cell(CellKind.DAY, "2026-11-21 14:30", 46347.604166666664, date(2026, 11, 21))),
        ("n", "46347.99999999", Shows.DAY, Cell(CellKind.DAY, "2026-11-22", 46347.99999999, date(2026, 11, 22))),
        ("n", "46347.00001157", Shows.DAY, Cell(CellKind.DAY, "2026-11-21 00:00:01", 46347.00001157, date(2026, 11, 21))),
        ("n", "1", Shows.DAY, Cell(CellKind.DAY, "1900-01-01", 1.0, date(1900, 1, 1))),
        ("n", "59", Shows.DAY, Cell(CellKind.DAY, "1900-02-28", 59.0, date(1900, 2, 28))),
        ("n", "60", Shows.DAY, Cell(CellKind.NUMBER, "60", 60.0)),
        ("n", "61", Shows.DAY, Cell(CellKind.DAY, "1900-03-01", 61.0, date(1900, 3, 1))),
        ("n", "-3", Shows.DAY, Cell(CellKind.NUMBER, "-3", -3.0)),
        ("n", "99999999", Shows.DAY, Cell(CellKind.NUMBER, "99999999", 99999999.0)),
        ("n", "0.604166666666667", Shows.TIME, Cell(CellKind.NUMBER, "14:30", 0.604166666666667)),
        ("n", "1.5", Shows.TIME, Cell(CellKind.NUMBER, "36:00", 1.5)),
        ("b", "1", Shows.NUMBER, Cell(CellKind.TRUTH, "TRUE")),
        ("b", "0", Shows.NUMBER, Cell(CellKind.TRUTH, "FALSE")),
        ("b", "maybe", Shows.NUMBER, Cell(CellKind.ERROR, "maybe")),
        ("e", "#N/A", Shows.NUMBER, Cell(CellKind.ERROR, "#N/A")),
        ("d", "2026-11-21", Shows.NUMBER, Cell(CellKind.DAY, "2026-11-21", None, date(2026, 11, 21))),
        ("d", "2026-11-21T14:30:00.000Z", Shows.DAY, Cell(CellKind.DAY, "2026-11-21 14:30", None, date(2026, 11, 21))),
        ("d", "2026-02-30", Shows.DAY, Cell(CellKind.ERROR, "2026-02-30")),
        ("str", "_x0041_\r\nb", Shows.NUMBER, Cell(CellKind.TEXT, "A\nb")),
    ],
)
def test_what_is_stored_is_shown_as_a_reader_sees_it(kind: str, stored: str, shows: Shows, cell: Cell) -> None:
    assert decode_stored(kind, stored, shows) == cell


def test_days_may_be_counted_from_1904() -> None:
    assert decode_stored("n", "44885", Shows.DAY, from_1904=True).day == date(2026, 11, 21)
    assert decode_stored("n", "0", Shows.DAY, from_1904=True).day == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("number", "code", "shows"),
    [
        (0, None, Shows.NUMBER), (14, None, Shows.DAY), (22, None, Shows.DAY), (20, None, Shows.TIME), (46, None, Shows.TIME),
        (164, "yyyy\\-mm\\-dd", Shows.DAY), (164, "[$-409]d\\ mmm\\ yyyy;@", Shows.DAY), (164, "yyyy-mm-dd hh:mm:ss", Shows.DAY),
        (164, "mmm", Shows.DAY), (164, "h:mm AM/PM", Shows.TIME), (164, "[h]:mm:ss", Shows.TIME), (164, "mm:ss.0", Shows.TIME),
        (164, '#,##0 "days"', Shows.NUMBER), (164, "[Red]0.00", Shows.NUMBER), (164, "0.00E+00", Shows.NUMBER), (164, "@", Shows.NUMBER),
        (164, "General", Shows.NUMBER), (164, "0\\d", Shows.NUMBER), (14, "0", Shows.NUMBER), (164, "", Shows.NUMBER),
    ],
)  # fmt: skip
def test_the_format_tells_a_day_from_a_number(number: int, code: str | None, shows: Shows) -> None:
    assert shown_by(number, code) is shows


@given(st.floats(-1e300, 1e300))
def test_a_number_is_shown_to_fifteen_digits(number: float) -> None:
    assert float(number_text(number)) == pytest.approx(number, rel=1e-14, abs=1e-300)
    assert not number_text(number).endswith((".0", "."))


def remade(path: Path, **parts: tuple[str, str]) -> Path:
    """Replace texts in the sheet, the book or the styles."""
    names = {"sheet": SHEET, "book": "xl/workbook.xml", "styles": "xl/styles.xml", "strings": "xl/sharedStrings.xml"}
    changes = {names[key]: change for key, change in parts.items()}
    out = path.with_name("remade.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            before, after = changes.get(name, ("", ""))
            assert before in data
            new.writestr(name, data.replace(before, after) if before else data)
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    table = Table(name="t", columns=(Column(key="id", heading="ID"), Column(key="b", heading="B")), rows=(("A-1", "one"),))
    path = tmp_path / "small.xlsx"
    render_book(Book(sheets=(Sheet(name="S", title="T", tables=(table,)),), marking="m", owner="o", created=date(2026, 1, 1)), path)
    return path


def row_of(path: Path, rows: str, **more: tuple[str, str]) -> list[Cell]:
    path = remade(path, sheet=("</sheetData>", f'<row r="100">{rows}</row></sheetData>'), **more)
    with SentWorkbook(path) as file:
        return next(list(cells.values()) for row, cells in file.cells("S") if row == 99)


def test_every_way_to_store_a_text_is_read(small: Path) -> None:
    cells = row_of(
        small,
        '<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
        '<c t="inlineStr"><is><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r></is></c>'
        '<c t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></is></c>'
        '<c t="inlineStr"><is><t>_x0041__x005F_x0042_</t></is></c>'
        '<c t="inlineStr"><is><t>x_x000D_\ny</t></is></c>'
        '<c t="inlineStr"><is/></c><c t="str"><v></v></c><c s="1"/>',
    )
    assert [cell.text for cell in cells] == [" a ", "rich", "漢字", "A_x0042_", "x\ny"]
    assert {cell.kind for cell in cells} == {CellKind.TEXT}


def test_formulas_are_never_followed(small: Path) -> None:
    cells = row_of(
        small,
        '<c><f>1+1</f><v>2</v></c><c t="str"><f>HYPERLINK("http://localhost:1")</f><v>click</v></c><c><f>NOW()</f></c>'
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="b"><f t="shared" si="0"/><v>1</v></c>',
    )
    assert [cell.kind for cell in cells] == [CellKind.FORMULA] * 5
    assert [cell.text for cell in cells] == ["2", "click", "", "#DIV/0!", "TRUE"]


def test_both_namespaces_and_any_prefix_are_read(small: Path) -> None:
    with SentWorkbook(small) as file:
        wanted = list(file.cells("S"))
    with SentWorkbook(remade(small, sheet=(USUAL, STRICT), strings=(USUAL, STRICT), book=(USUAL, STRICT))) as file:
        assert list(file.cells("S")) == wanted
    with zipfile.ZipFile(small) as archive:
        body = archive.read(SHEET).decode()
    prefixed = body.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace(f'xmlns="{USUAL}"', f'xmlns:x="{USUAL}"')
    with SentWorkbook(remade(small, sheet=(body, prefixed))) as file:
        assert list(file.cells("S")) == wanted


def test_a_workbook_of_1904_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = date(2026, 11, 21)
    book.save(tmp_path / "mac.xlsx")
    with SentWorkbook(tmp_path / "mac.xlsx") as file:
        assert [cells[0].text for _, cells in file.cells("Sheet")] == ["2026-11-21"]


def test_dates_may_be_stored_as_texts_of_their_own_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.iso_dates = True
    assert book.active is not None
    book.active["A1"] = date(2026, 11, 21)
    book.save(tmp_path / "iso.xlsx")
    with SentWorkbook(tmp_path / "iso.xlsx") as file:
        assert [(cells[0].kind, cells[0].text) for _, cells in file.cells("Sheet")] == [(CellKind.DAY, "2026-11-21")]


def test_merged_ranges_and_columns_that_are_never_decoded(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for column in range(1, 4):
        sheet.cell(1, column, "x")
    sheet.merge_cells("B2:C5")
    book.save(tmp_path / "merged.xlsx")
    with SentWorkbook(tmp_path / "merged.xlsx") as file:
        assert file.merged("Sheet") == (Merge(1, 1, 4, 2),)
        assert [sorted(cells) for _, cells in file.cells("Sheet", never={1})] == [[0, 2]]
