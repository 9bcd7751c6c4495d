import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.csv_report import README, render_csv, zip_csv
from gni_assess.report.writers.csv_text import decode, encode
from gni_assess.sheets.book import Book, Column, ColumnKind, Link, Sheet, Table, Tone, Value, Word, text_of

MakeReport = Callable[..., Book]
ROOT = Path(__file__).parent.parent.parent
SECRET = "Zebra-Quartz-91"  # noqa: S105 - a word that must not get out
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
AWKWARD = (
    "=1+1",
    "+49 30 1234",
    "-5",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "'=1+1",
    "''",
    "x;=1+1;y",
    "x\t=1+1\ty",
    "x,=1+1,y",
    "x|=1+1",
    'he said "=1+1"',
    "first\n- a list\n=HYPERLINK(1)\n  =1+1",
    "first\r\n=1+1",
    "'; =1+1",
    "_x0041_",
    "<b>x</b>",
    "é مرحبا 你好 \U0001f600",
    "a\x00b\x1b[31m",
)
TEXTS = st.text() | st.text("=+-@'\";,|\t\r\n\x0b\u2028 \u00a0a1")
PIECES = re.compile('[,;|\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"]')
BLANK = re.compile("^[\\s\x00-\x1f\u200b-\u200f\ufeff]+")


def book_of(*tables: Table, day: date = date(2026, 11, 21)) -> Book:
    return Book(
        sheets=(Sheet(name="S", title="T", tables=tables),), marking="Confidential: for Anna \u2013 \ud800", owner="Acme", created=day
    )


def table_of(texts: list[Value], name: str = "gni_texts") -> Table:
    return Table(name=name, columns=(Column(key="text", heading="Text"),), rows=[(each,) for each in texts])


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return [list(map(decode, row)) for row in csv.reader(io.StringIO(text[1:], newline=""), strict=True)]


@settings(deadline=None, max_examples=300)
@given(text=TEXTS)
@example(text="'")
@example(text="\r")
@example(text=";\"'=")
def test_every_text_comes_back_and_no_part_of_it_begins_a_formula(text: str) -> None:
    cell = encode(text)
    assert decode(cell) == text
    assert not cell.startswith(("\t", "\r"))
    for part in PIECES.split(cell):
        assert not BLANK.sub("", part).startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


def test_only_what_could_begin_a_formula_gets_an_apostrophe() -> None:
    for text in ("", "in place", "2025-03", "GOV-02-G417", "a = b", "it's 3 - 2", "officer@example.com", "a\nb", "x, y; z"):
        assert encode(text) == text
    assert [encode(each) for each in AWKWARD[:6]] == ["'=1+1", "'+49 30 1234", "'-5", "'@SUM(A1)", "'\t'=1+1", "'\r'=1+1"]


def test_the_rule_of_the_page_gives_the_exact_texts_back() -> None:
    page = (ROOT / "docs" / "report-json.md").read_text(encoding="utf-8")
    code = next(each for each in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def exact" in each)
    names: dict[str, Callable[[str], str]] = {}
    exec(code, names)  # noqa: S102 - our own page
    for text in AWKWARD:
        assert names["exact"](encode(text)) == text


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(TEXTS | st.integers() | st.dates() | st.none(), st.builds(Word, TEXTS, st.just(Tone.GOOD))), max_size=5))
def test_every_value_of_a_table_comes_back(rows: list[tuple[Value, Value]]) -> None:
    table = Table(name="gni_t", columns=(Column(key="a", heading='A "1"'), Column(key="b", heading="=B")), rows=rows)
    files = render_csv(book_of(table))
    assert list(files) == [README, "t.csv"]
    assert read(files["t.csv"].encode().decode()) == [['A "1"', "=B"], *([text_of(value) for value in row] for row in rows)]


def test_lines_end_as_the_standard_says_and_numbers_stay_numbers() -> None:
    table = Table(
        name="gni_t",
        columns=(Column(key="a", heading="ID"), Column(key="b", heading="N"), Column(key="c", heading="D")),
        rows=((Link("A-1", "S", "A-1"), 12, date(2026, 11, 21)), ('two\nlines "x"', None, "2025-03")),
    )
    assert render_csv(book_of(table))["t.csv"] == ('\ufeff"ID","N","D"\r\n"A-1",12,2026-11-21\r\n"two\nlines ""x""","","2025-03"\r\n')


@pytest.mark.parametrize("audience", Audience)
def test_every_table_of_a_report_is_a_file_with_all_its_rows(report: MakeReport, audience: Audience) -> None:
    book = report(audience)
    files = render_csv(book)
    tables = {table.name.removeprefix("gni_") + ".csv": table for sheet in book.sheets for table in sheet.tables}
    assert set(files) - {README} == set(tables) - {"new_requests.csv"}
    for name, text in files.items():
        if name != README:
            kept = [index for index, column in enumerate(tables[name].columns) if not column.for_assessor]
            headings, *rows = read(text)
            assert headings == [tables[name].columns[index].heading for index in kept]
            assert rows == [[text_of(row[index]) for index in kept] for row in tables[name].rows]
            assert f"\n{name} " in files[README]
    assert files[README].startswith(f"\ufeff{book.marking}\r\n")
    if audience is not Audience.INTERNAL:
        assert not [name for name, text in files.items() if SECRET in text]


def test_names_of_files_are_plain_and_none_takes_anothers_place() -> None:
    files = render_csv(book_of(*(table_of([name], name) for name in ("gni_a", "gni_A", "../x y", "README"))))
    assert list(files) == [README, "a.csv", "A-2.csv", "___x_y.csv", "README.csv"]
    assert [read(text)[1] for name, text in files.items() if name != README] == [["gni_a"], ["gni_A"], ["../x y"], ["README"]]


def test_half_a_character_is_shown_as_an_escape() -> None:
    files = render_csv(book_of(table_of(["a\ud800b"])))
    assert read(files["texts.csv"].encode().decode())[1] == [r"a\ud800b"]


def test_the_zip_is_the_same_every_time_and_carries_the_marking(report: MakeReport) -> None:
    book = report(Audience.ASSESSOR)
    data = zip_csv(book)
    assert data == zip_csv(report(Audience.ASSESSOR))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.comment.decode() == book.marking
        assert {name: archive.read(name).decode() for name in archive.namelist()} == render_csv(book)
        assert {each.date_time for each in archive.infolist()} == {(2026, 5, 4, 0, 0, 0)}
    assert zipfile.is_zipfile(io.BytesIO(zip_csv(book_of(table_of(["x"]), day=date(1970, 1, 1)))))


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_no_cell_is_a_formula_in_libreoffice_whatever_it_takes_for_the_separator(tmp_path: Path, separator: str) -> None:
    if not shutil.which("soffice"):
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice must be there in this run")
        pytest.skip("needs LibreOffice Calc")
    texts: list[Value] = [
        *AWKWARD,
        *(f"{before}=1+{number}" for number, before in enumerate(("", "a;", 'a";', "a\n", "a\t", "a,", ";;", '""'))),
    ]
    table = Table(
        name="gni_t",
        columns=(Column(key="a", heading="A"), Column(key="b", heading="B", kind=ColumnKind.TEXT)),
        rows=[(each, each) for each in texts],
    )
    safe = render_csv(book_of(table))["t.csv"]
    (tmp_path / "safe.csv").write_bytes(safe.encode())
    # The same file with nothing done to it shows that this test would see a formula.
    (tmp_path / "raw.csv").write_bytes("".join(f'"{text_of(each)}"{separator}"x"\r\n' for each in texts).encode())
    assert formulas_in(tmp_path, "safe.csv", separator) == []
    assert formulas_in(tmp_path, "raw.csv", separator)


def formulas_in(folder: Path, name: str, separator: str) -> list[str]:
    """Open a file as LibreOffice does when it is told to take formulas for formulas; give those that it found."""
    how = f"CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,0,true"
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        f"--infilter={how}",
        "--convert-to",
        "fods",
    ]
    subprocess.run([*command, "--outdir", str(folder), str(folder / name)], check=True, capture_output=True, timeout=120)
    root = ET.parse((folder / name).with_suffix(".fods")).getroot()  # noqa: S314 - our own file
    cells = list(root.iter(f"{TABLE}table-cell"))
    assert len(cells) > len(AWKWARD)
    return [formula for cell in cells if (formula := cell.get(f"{TABLE}formula"))]
