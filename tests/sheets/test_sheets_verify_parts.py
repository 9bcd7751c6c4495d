import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Sheet, Table, Tone
from gni_assess.sheets.layout import MAX_TABLE_ROWS
from gni_assess.sheets.verify import verify_book
from gni_assess.sheets.write import render_book, write_book

DAY = date(2026, 5, 4)
COLUMNS = (
    Column(key="id", heading="ID", kind=ColumnKind.ID),
    Column(key="link", heading="Link", kind=ColumnKind.LINK),
    Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
    Column(key="seen", heading="Seen", kind=ColumnKind.CHOICE, to_fill_in=True, choices=("file", "no")),
    Column(key="day", heading="Day", kind=ColumnKind.DATE, to_fill_in=True),
    Column(key="note", heading="Note", to_fill_in=True, note="Write here."),
    Column(key="free", heading="Free", to_fill_in=True),
)
FIRST, SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


def made(rows: int = 2, name: str = "It's all") -> Book:
    chart = Chart(title="Counts", alt="Bars.", category="id", series={"count": Tone.GOOD})
    values = [
        (f"A-{at}", Link("A-0", name, "A-0") if at % 2 else Link("none", name, "A-9x"), at, None, None, None, None) for at in range(rows)
    ]
    records = Table(name="gni_list", columns=COLUMNS, rows=values, anchor="id", filtered=True, chart=chart)
    prose = Table(name="gni_words", heading="Words", columns=(Column(key="text", heading="Text"),), rows=(("Said.",),))
    front = Table(name="gni_front", columns=COLUMNS[:2], rows=(("1", Link("all", name)), ("2", Link("one", name, "A-1"))))
    sheets = (
        Sheet(name="Front", title="Front", tables=(prose, front, Table(name="gni_none", columns=COLUMNS))),
        Sheet(name=name, title="The list", tables=(records,)),
    )
    return Book(sheets=sheets, marking="P&G: confidential", owner="P&G: confidential & Sons", created=DAY)


def changed(path: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """Write the same file with one thing changed in some parts (a pattern and what takes its place)."""
    other = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name in changes:
                pattern, new = changes[name]
                data, count = re.subn(pattern.encode(), new.encode(), data, count=1, flags=re.DOTALL)
                assert count == 1, (name, pattern)
            after.writestr(name, data)
    return other


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({FIRST: ("<hyperlinks>.*</hyperlinks>", "")}, "in the sheet `Front`, links are missing or lead elsewhere"),
        ({FIRST: ("<hyperlink [^>]*>", "")}, "in the sheet `Front`, links are missing"),
        ({FIRST: ('!A1"', '!A2"')}, "in the sheet `Front`, links are missing or lead elsewhere"),
        ({SECOND: ("<hyperlinks>.*</hyperlinks>", "")}, "in the sheet `It.s all`, links are missing"),
        ({SECOND: ("<drawing [^>]*>", "")}, "in the sheet `It.s all`, the charts number 0 instead of 1"),
        ({"xl/drawings/drawing1.xml": ("<xdr:graphicFrame.*</xdr:graphicFrame>", "")}, "the charts number 0 instead of 1"),
        ({SECOND: ("<dataValidations.*</dataValidations>", "")}, "the lists or rules for filling in differ"),
        ({SECOND: ('<dataValidation [^>]*type="list".*?</dataValidation>', "")}, "the lists or rules for filling in differ"),
        ({SECOND: ('type="date"', 'type="list"')}, "the lists or rules for filling in differ"),
        ({SECOND: ("<tableParts.*</tableParts>", "")}, "in the sheet `It.s all`, the tables or filters differ"),
        ({FIRST: ("<tableParts.*</tableParts>", "")}, "in the sheet `Front`, the tables or filters differ"),
        ({"xl/tables/table2.xml": ('(<table [^>]*ref="A[0-9]+:G)[0-9]', r"\g<1>9")}, "the tables or filters differ"),
        ({"xl/workbook.xml": (' state="veryHidden"', "")}, "the sheet `_gni` is shown or hidden otherwise"),
        ({"xl/workbook.xml": ("veryHidden", "hidden")}, "the sheet `_gni` is shown or hidden otherwise"),
        ({"xl/workbook.xml": ('name="Front"', 'name="Front" state="hidden"')}, "the sheet `Front` is shown or hidden otherwise"),
        ({FIRST: ("<oddHeader>.*</oddHeader>", "")}, "in the sheet `Front`, the marking is missing in the header or the footer"),
        ({FIRST: ("<oddFooter>.*</oddFooter>", "")}, "the marking is missing"),
        ({SECOND: ("<headerFooter>.*</headerFooter>", "")}, "in the sheet `It.s all`, the marking is missing"),
        # The owner's name beside it may hold the same words.
        ({FIRST: ("&amp;C&amp;B.*?&amp;B", "&amp;C&amp;B&amp;B")}, "the marking is missing"),
        ({"xl/tables/table2.xml": ("</table>", "")}, "a part of it cannot be read"),
    ],
)
def test_whatever_is_missing_beside_the_cells_is_found(tmp_path: Path, changes: Mapping[str, tuple[str, str]], message: str) -> None:
    write_book(made(), tmp_path / "book.xlsx")
    with pytest.raises(StoreError, match=message):
        verify_book(made(), changed(tmp_path / "book.xlsx", changes))


def test_what_is_too_many_beside_the_cells_is_found(tmp_path: Path) -> None:
    book = made()
    front, records = book.sheets
    render_book(book, tmp_path / "book.xlsx")
    fewer = replace(records, tables=(replace(records.tables[0], chart=None),))
    with pytest.raises(StoreError, match="the charts number 1 instead of 0"):
        verify_book(replace(book, sheets=(front, fewer)), tmp_path / "book.xlsx")


@pytest.mark.long
def test_a_streamed_table_has_its_filter_and_its_links(tmp_path: Path) -> None:
    book = made(MAX_TABLE_ROWS + 1)
    write_book(book, tmp_path / "book.xlsx")
    with pytest.raises(StoreError, match="the tables or filters differ"):
        verify_book(book, changed(tmp_path / "book.xlsx", {SECOND: ("<autoFilter [^>]*>", "")}))
    with pytest.raises(StoreError, match="links are missing"):
        verify_book(book, changed(tmp_path / "book.xlsx", {SECOND: ("<hyperlink [^>]*>", "")}))


@pytest.mark.parametrize("marking", ["A & B", "&[Picture] &G &P", "  two   blanks ", 'C&D &"x"', "a\x1bb <c>", "R", "5 &8 6"])
def test_any_marking_is_found_in_header_and_footer(tmp_path: Path, marking: str) -> None:
    write_book(replace(made(), marking=marking), tmp_path / "book.xlsx")
