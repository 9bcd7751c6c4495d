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

from gni_assess.errors import StoreError
from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.csv_check import verify_csv
from gni_assess.report.writers.csv_report import README, render_csv, zip_csv
from gni_assess.report.writers.csv_text import decode, encode
from gni_assess.sheets.book import Book, Column, ColumnKind, Link, Links, Sheet, Table, Tone, Value, Word, text_of

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
    verify_csv(book_of(table), zip_csv(book_of(table)))
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
    verify_csv(book, zip_csv(book))
    every = (table for sheet in book.sheets for table in sheet.tables if not table.workbook_only)
    tables = {table.name.removeprefix("gni_") + ".csv": table for table in every}
    assert set(files) - {README} == set(tables) - {"new_requests.csv"}
    for name, text in files.items():
        if name != README:
            kept = [index for index, column in enumerate(tables[name].columns) if not column.to_fill_in]
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


def test_several_ids_of_a_cell_stand_in_one_text() -> None:
    files = render_csv(book_of(table_of([Links((Link("A-1", "S", "A-1"), Link("A-2", "S", "A-2")))])))
    assert read(files["texts.csv"])[1] == ["A-1, A-2"]


def changed_zip(data: bytes, *, comment: bytes | None = None, **texts: str | None) -> bytes:
    """The same zip with other texts in some files; None takes a file out, and one that is not there is added."""
    target = io.BytesIO()
    named = {name.replace("_", "."): text for name, text in texts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w") as after:
        for name in dict.fromkeys([*before.namelist(), *named]):
            text = named[name] if name in named else before.read(name).decode()
            if text is not None:
                after.writestr(name, text)
        after.comment = before.comment if comment is None else comment
    return target.getvalue()


def test_whatever_is_changed_in_the_csv_the_check_finds_it() -> None:
    rows: list[tuple[Value, Value]] = [("=Quartz", 1), ("b", 1), ('c "', None), ("=Quartz", date(2026, 1, 1))]
    table = Table(name="gni_t", columns=(Column(key="a", heading="A"), Column(key="b", heading="B")), rows=rows)
    book = book_of(table, table_of(["x"]))
    data, text = zip_csv(book), render_csv(book)["t.csv"]
    verify_csv(book, data)
    verify_csv(book, changed_zip(data))
    first, *lines = text.split("\r\n")
    pieces = (text.replace("'=", "="), text.replace(",1", ',"1"'), text.replace('""', '"'), text.replace("Quartz", "quartz"), text + '"x"')
    orders = ([*lines[::-1][1:], ""], lines[1:], [*lines[:1], *lines], [lines[1], lines[0], *lines[2:]], [f"{lines[0]},1", *lines[1:]])
    texts = [*pieces, *("\r\n".join([first, *order]) for order in orders), text[1:], text[:-1], text[:-2], text[:-9], "", "\ufeff"]
    others = [changed_zip(data, t_csv=each) for each in texts]
    others += [changed_zip(data, t_csv=None), changed_zip(data, u_csv=text), changed_zip(data, t_csv=None, u_csv=text)]
    others += [changed_zip(data, README_txt=None), changed_zip(data, README_txt="\ufeffx"), changed_zip(data, comment=b"Public")]
    others += [data[:-40], data[: len(data) // 2], b"", b"x"]
    for other in others:
        with pytest.raises(StoreError, match="not what it should be") as refused:
            verify_csv(book, other)
        assert not re.search("Quartz|Public", str(refused.value))
    with pytest.raises(StoreError, match="in row 2 of the table `gni_t`, column 1 differs"):
        verify_csv(book, changed_zip(data, t_csv=text.replace('"b"', '"B"')))
    with pytest.raises(StoreError, match="row 4 of the table `gni_t` is missing"):
        verify_csv(book, changed_zip(data, t_csv="\r\n".join([first, *lines[:-2], ""])))


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


@pytest.mark.long
@pytest.mark.parametrize(
    "separator",
    [
        pytest.param(",", id="comma"),
        pytest.param(";", id="semicolon", marks=pytest.mark.long),
        pytest.param("\t", id="tab", marks=pytest.mark.long),
    ],
)
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
