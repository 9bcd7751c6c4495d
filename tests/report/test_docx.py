import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.columns import is_for_workbooks_only
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.docx_check import verify_docx
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Links, Row, Sheet, Table, Tone, Word, text_of
from gni_assess.sheets.texts import visible

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CREATED = date(2026, 5, 4)
NASTY = (
    "=1+1",
    "<w:p/> & <b>bold</b> ]]> {PAGE}",
    "_x0041_ [bold]x[/bold]",
    "two\nlines\n\nand a gap",
    "\u202eright to left\u202c",
    "\u0633\u0644\u0645\u0649 (1)",
    "a\tb",
    "  spaces  ",
    "\x1b[31mred\x00",
    "\ud800 alone",
    "line\r\nend\rlone",
    "x" * 40_000,
)


def make_book(*tables: Table, name: str = "Criteria") -> Book:
    sheet = Sheet(name=name, title=name, tables=tables, notes=("A note.",))
    properties = {"title": "Gap report: A & B", "author": "gni-assess", "company": "A & B"}
    return Book(sheets=(sheet,), marking="Confidential & private", owner="A & B", created=CREATED, properties=properties)


def make_table(*rows: Row, columns: int = 2, **fields: object) -> Table:
    heads = tuple(Column(key=f"k{number}", heading=f"Heading {number}") for number in range(columns))
    return Table(name="gni_some", columns=heads, rows=rows, **fields)  # type: ignore[arg-type] # fields of a table


def parts(data: bytes) -> Mapping[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own file


def text_in(paragraph: ET.Element) -> str:
    return "".join("\t" if each.tag == f"{W}tab" else each.text or "" for each in paragraph.iter() if each.tag in (f"{W}t", f"{W}tab"))


def read(data: bytes) -> str:
    return "\n".join(text_in(each) for each in parts(data)["word/document.xml"].iter(f"{W}p"))


def headings(data: bytes) -> list[tuple[str, str]]:
    found = []
    for each in parts(data)["word/document.xml"].iter(f"{W}p"):
        style = each.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.attrib[f"{W}val"]
        if name.startswith(("Heading", "Title")):
            found.append((name, text_in(each)))
    return found


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("columns", [2, 9])
def test_text_comes_through_as_typed(text: str, columns: int) -> None:
    book = make_book(make_table(("id", text, *["x"] * (columns - 2)), columns=columns))

    assert visible(text).rstrip("\n") in read(render_docx(book))


@given(st.text(st.characters(codec=None), max_size=60))
@settings(deadline=None, max_examples=100)
def test_any_text_comes_through_everywhere(text: str) -> None:
    column = Column(key="id", heading=text)
    table = Table(name="gni_some", columns=(column, column), rows=(("x", text),), heading=text, note=text, description=text)
    book = Book(
        sheets=(Sheet(name="S", title=text, tables=(table,), notes=(text,)),),
        marking=text,
        owner=text,
        created=CREATED,
        properties=dict.fromkeys(("title", "subject", "author", "company", "category", "keywords", "comments"), text),
    )

    assert visible(text).rstrip("\n") in read(render_docx(book))


def test_headings_records_and_links_are_real(report: Callable[..., Book]) -> None:
    book = report(Audience.COMPANY_BOARD)
    data = render_docx(book)
    said = headings(data)
    first = [text for style, text in said if style == "Heading1"]
    assert said[0] == ("Title", "Gap report: P&G Relay & Sons")
    assert first[:5] == ["For the board", "This report", "Summary", "Gaps", "Criteria"]
    assert ("Heading2", "Severe") in said
    assert ("Heading3", "GOV-01 Governance 1") in said
    document = parts(data)["word/document.xml"]
    places = [each.attrib[f"{W}name"] for each in document.iter(f"{W}bookmarkStart")]
    assert len(places) == len(set(places))
    targets = {each.attrib[f"{W}anchor"] for each in document.iter(f"{W}hyperlink")}
    assert targets
    assert targets <= set(places)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Please let us see the minutes.", "REQ-263 Please let us see the minutes."),
        ("Please let us see the minutes.\n", "REQ-263 Please let us see the minutes."),  # as YAML has it after `>`
        ("Please:\n\nthe minutes.\n", "REQ-263"),
        ("\n", "REQ-263"),
    ],
)
def test_a_text_of_one_line_is_the_title_of_its_record(text: str, heading: str) -> None:
    keys = ("id", "text", *(f"k{number}" for number in range(7)))
    columns = tuple(Column(key=key, heading=f"Heading {key}") for key in keys)
    rows: tuple[Row, ...] = (("REQ-263", text, *["x"] * 7),)
    book = make_book(Table(name="gni_requests", columns=columns, anchor="id", rows=rows))
    data = render_docx(book)

    assert headings(data)[-1] == ("Heading2", heading)
    verify_docx(book, data)


@pytest.mark.parametrize("audience", [Audience.COMPANY_BOARD, Audience.ASSESSOR, Audience.PUBLIC, Audience.GNI, Audience.INTERNAL])
def test_every_value_of_the_book_is_in_the_file(report: Callable[..., Book], audience: Audience) -> None:
    book = report(audience)
    text = read(render_docx(book))
    for sheet in book.sheets:
        for table in sheet.tables:
            if not is_for_workbooks_only(table):
                lacking = [each for row in table.rows for each in row if visible(text_of(each)).rstrip("\n") not in text]
                assert lacking == [], table.name


def test_tables_are_tables_with_a_head_that_is_repeated() -> None:
    rows: list[Row] = [("One", 1, Word("done", Tone.GOOD)), ("Total", 1, None)]
    chart = Chart(title="Picture", alt="Bars beside the table", category="k0", series={"k1": Tone.GOOD})
    table = make_table(*rows, columns=3, heading="Counts", totals=1, chart=chart, description="Bars")
    document = parts(render_docx(make_book(table)))["word/document.xml"]
    (drawn,) = document.iter(f"{W}tbl")
    assert [len(list(row.iter(f"{W}tc"))) for row in drawn.iter(f"{W}tr")] == [3, 3, 3]
    assert len(list(drawn.iter(f"{W}tblHeader"))) == 1
    caption = drawn.find(f"{W}tblPr/{W}tblCaption")
    assert caption is not None
    assert caption.attrib[f"{W}val"] == "Counts"
    styles = [each.attrib[f"{W}val"] for each in drawn.iter(f"{W}rStyle")]
    assert styles == ["StatusGood", "Strong", "Strong"]


def test_a_table_without_rows_says_so_and_one_for_the_assessor_is_left_out() -> None:
    for_assessor = (Column(key="number", heading="No."), Column(key="ask", heading="What you ask for", to_fill_in=True))
    new = Table(name="gni_new_requests", columns=for_assessor, rows=((1, None),), heading="New requests")
    seen = Table(
        name="gni_a", columns=(Column(key="id", heading="ID"), Column(key="b", heading="B"), for_assessor[1]), rows=(("POL-1", "b", None),)
    )
    text = read(render_docx(make_book(make_table(empty="None at all."), new, seen)))
    assert "None at all." in text
    assert "POL-1" in text
    assert "New requests" not in text
    assert "What you ask for" not in text


def test_a_link_to_nowhere_is_plain_text() -> None:
    column = Column(key="id", heading="ID", kind=ColumnKind.LINK)
    rows: tuple[Row, ...] = ((Link("POL-1", "Evidence", "POL-1"),), (Link("Criteria", "Criteria"),))
    document = parts(render_docx(make_book(Table(name="gni_a", columns=(column,), rows=rows))))["word/document.xml"]
    assert [text_in(each) for each in document.iter(f"{W}hyperlink")] == ["Criteria"]


def test_every_page_is_marked_and_numbered_and_properties_are_the_books() -> None:
    found = parts(render_docx(make_book(make_table(("a", "b")))))
    assert text_in(found["word/header1.xml"]) == "Confidential & private"
    assert [each.attrib[f"{W}instr"].strip() for each in found["word/footer1.xml"].iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert text_in(found["word/footer1.xml"]).startswith("Gap report: A & B, 2026-05-04")
    core = {each.tag.rpartition("}")[2]: each.text for each in found["docProps/core.xml"]}
    assert core == {
        "title": "Gap report: A & B",
        "creator": "gni-assess",
        "lastModifiedBy": "gni-assess",
        "language": "en-US",
        "created": "2026-05-04T00:00:00Z",
        "modified": "2026-05-04T00:00:00Z",
    }
    assert "python-docx" not in str([each.text for part in found.values() for each in part.iter()])


def test_styles_that_are_used_are_defined(report: Callable[..., Book]) -> None:
    found = parts(render_docx(report(Audience.ASSESSOR)))
    defined = {each.attrib[f"{W}styleId"] for each in found["word/styles.xml"].iter(f"{W}style")}
    used = {
        each.attrib[f"{W}val"]
        for part in found.values()
        for each in part.iter()
        if each.tag in {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle", f"{W}basedOn", f"{W}next"}
    }
    assert used <= defined


def test_text_from_right_to_left_is_set_so() -> None:
    document = parts(render_docx(make_book(make_table(("x", "\u0633\u0644\u0645\u0649"), ("x", "y \u0633")))))["word/document.xml"]
    turned = [text_in(each) for each in document.iter(f"{W}p") if each.find(f"{W}pPr/{W}bidi") is not None]
    assert turned == ["\u0633\u0644\u0645\u0649"]


def test_the_same_book_gives_the_same_bytes_without_any_time_in_them(report: Callable[..., Book]) -> None:
    first = render_docx(report(Audience.COMPANY_BOARD))
    assert first == render_docx(report(Audience.COMPANY_BOARD))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(each.comment or each.extra for each in archive.infolist())


def test_a_second_program_reads_it(report: Callable[..., Book], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "report.docx").write_bytes(render_docx(report(Audience.COMPANY_BOARD)))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    done = subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "report.docx"], check=False, capture_output=True, text=True, timeout=120
    )
    made = tmp_path / "report.txt"
    if not made.exists():
        assert "could not be loaded" in done.stdout + done.stderr
        pytest.skip("LibreOffice is installed without Writer")
    text = re.sub(r"\s+", " ", made.read_text(encoding="utf-8-sig"))
    assert "Gap report: P&G Relay & Sons" in text
    assert "Severe gaps that are open" in text
    assert "_x0041_ [bold]not markup[/bold] [/etc/passwd] <r>x</r>" in text


def test_several_ids_in_a_cell_stand_in_one_line() -> None:
    columns = (Column(key="id", heading="ID"), *(Column(key=f"c{n}", heading="Criterion", kind=ColumnKind.LINK) for n in (1, 2)))
    links = Links((Link("GOV-02", ""), Link("GOV-03", "")))
    book = make_book(Table(name="list", columns=columns, rows=(("a", Link("GOV-01", ""), links), ("b", "not shown", None))))
    data = render_docx(book)
    verify_docx(book, data)
    paragraphs = [text_in(each) for each in parts(data)["word/document.xml"].iter(f"{W}p")]
    assert "GOV-01, GOV-02, GOV-03" in paragraphs
