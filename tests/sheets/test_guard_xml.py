import contextlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.sheets.guard import BOUNDS
from gni_assess.sheets.typed_read import SentWorkbook

Refused = Callable[[Path], StoreError]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
Remade = Callable[..., Path]


def sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def text_of(plain: Path, part: str) -> str:
    with zipfile.ZipFile(plain) as archive:
        return archive.read(part).decode()


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))

DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><worksheet {MAIN}>&l11;</worksheet>',
    "outside": f'<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]><worksheet {MAIN}>&l;</worksheet>',
    "blow-up": f'<!DOCTYPE x [<!ENTITY l "{"x" * 50_000}">]><worksheet {MAIN}>{"&l;" * 50_000}</worksheet>',
    "elsewhere": '<!DOCTYPE worksheet SYSTEM "http://localhost:1/evil.dtd"><worksheet/>',
    "late": f"<?a?><!--{'x' * 5000}--><!DOCTYPE x><worksheet {MAIN}/>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "iso-8859-1"])
@pytest.mark.parametrize("name", DOCTYPES)
def test_a_part_with_a_doctype_is_refused_in_any_encoding(remade: Remade, name: str, encoding: str, *, refused: Refused) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-be")}"?>' + DOCTYPES[name]
    data = head.encode(encoding)
    path = remade({SHEET: b"\xfe\xff" + data if encoding.endswith("-be") else data})
    assert "entities" in refused(path).message


@pytest.mark.parametrize("part", [STRINGS, BOOK, RELATIONS, STYLES, "_rels/.rels"])
def test_a_doctype_is_refused_in_every_part_that_is_read(remade: Remade, part: str, *, refused: Refused) -> None:
    assert "entities" in refused(remade({part: DOCTYPES["laughs"]})).message


def test_utf_16_without_a_doctype_is_read(remade: Remade, plain: Path, *, read_all: Callable[[Path], int]) -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    text = text_of(plain, STRINGS).partition("?>")[2]
    assert read_all(remade({STRINGS: (head + text).encode("utf-16")})) == read_all(plain)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="4000000000"><c><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="1e3"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r=""><v>1</v></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c t="s"><v>99999</v></c></row>',
        '<row r="1"><c t="s"><v>-1</v></c></row>',
        '<row r="1"><c t="s"><v>x</v></c></row>',
        '<row r="1"><c t="s"><v>9999999999999999999999</v></c></row>',
        "<row><c><c><v>1</v></c></c></row>",
        "<row><c><row/></c></row>",
        "<row><c>",
    ],
)
def test_impossible_places_and_texts_are_refused(remade: Remade, rows: str, *, refused: Refused) -> None:
    assert "is damaged" in refused(remade({SHEET: sheet(rows)})).message


def test_what_costs_nothing_is_read(remade: Remade, *, read_all: Callable[[Path], int]) -> None:
    empty = f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>'
    assert read_all(remade({SHEET: empty})) > 0
    odd = "".join(
        f"<c{attributes}>{inner}</c>"
        for attributes, inner in (
            ("", "<v>1_000</v>"), ("", "<v>nan</v>"), ("", "<v>1e999</v>"), (' s="99999999999999"', "<v>1</v>"), (' s="-1"', "<v>1</v>"),
            (' t="zzz"', "<v>1</v>"), (' t="s"', ""), (' t="b"', "<v>9</v>"), (' t="d"', "<v>2026-99-99</v>"), ("", "<v>\u0661</v>"),
        )
    )  # fmt: skip
    assert read_all(remade({SHEET: sheet(f"<row>{odd}</row>")})) > 9


def merges(count: int) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="A{number}:XFD{number + 9}"/>' for number in range(1, count)) + "</mergeCells>"


def test_validations_and_merged_ranges_cost_a_bounded_time(remade: Remade, *, read_all: Callable[[Path], int], refused: Refused) -> None:
    lists = "".join(f'<dataValidation sqref="A{number}"><formula1>"{number}"</formula1></dataValidation>' for number in range(100_000))
    assert read_all(remade({SHEET: sheet("", f"<dataValidations>{lists}</dataValidations>")})) > 0
    assert read_all(remade({SHEET: sheet("", merges(BOUNDS.merges))})) > 0
    assert "merged ranges" in refused(remade({SHEET: sheet("", merges(BOUNDS.merges + 9))})).message
    assert read_all(remade({SHEET: sheet("", '<mergeCells><mergeCell ref="A1:"/><mergeCell/><mergeCell ref="1:2:3"/></mergeCells>')})) > 0


def relations(*targets: str, mode: str = "") -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}" {mode}/>' for number, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def book(*names: str) -> str:
    link = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    inner = "".join(f'<sheet name="{name}" r:id="r{number}"/>' for number, name in enumerate(names, start=1))
    return f"<workbook {MAIN} {link}><sheets>{inner}</sheets></workbook>"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({BOOK: None}, "missing"),
        ({RELATIONS: None}, "missing"),
        ({SHEET: None}, "missing"),
        ({STRINGS: None}, "missing"),
        ({"_rels/.rels": None}, "zip file"),
        ({BOOK: book("A"), RELATIONS: relations()}, "is not in it"),
        ({BOOK: book("A"), RELATIONS: relations("../../../etc/passwd")}, "missing"),
        ({BOOK: book("A"), RELATIONS: relations("http://localhost:1/sheet.xml")}, "missing"),
        ({BOOK: book("A"), RELATIONS: relations("http://localhost:1/s.xml", mode='TargetMode="External"')}, "is not in it"),
        ({BOOK: book("A"), RELATIONS: relations("file:///etc/passwd", mode='TargetMode="External"')}, "is not in it"),
        ({BOOK: book("A", "a"), RELATIONS: relations("worksheets/sheet1.xml", "worksheets/sheet2.xml")}, "one name"),
        ({BOOK: book("A", "B"), RELATIONS: relations("worksheets/sheet1.xml", "worksheets/sheet1.xml")}, "are one"),
        ({BOOK: book("A"), RELATIONS: relations("workbook.xml")}, "cannot be brought back"),
        ({BOOK: "<workbook"}, "damaged"),
        ({BOOK: b"\xff\xfe\x00"}, "damaged"),
        ({SHEET: ""}, "cannot be read"),
        ({SHEET: f'<?xml version="1.0" encoding="UTF-9"?>{sheet("")}'}, "damaged"),
        ({SHEET: f'<?xml version="1.0" encoding="hex"?>{sheet("")}'}, "damaged"),
        ({SHEET: "plain text"}, "damaged"),
        ({SHEET: sheet("")[:-5]}, "damaged"),
    ],
)
def test_relations_lead_to_parts_of_the_file_and_nowhere_else(
    remade: Remade, parts: Mapping[str, str], words: str, *, refused: Refused
) -> None:
    assert words in refused(remade(parts)).message


def numbered(text: str) -> str:
    return "".join(text.replace("#", str(number)) for number in range(300_000))


WORST: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "one text of many million characters": lambda: {STRINGS: f"<sst {MAIN}><si><t>NOISE{'x' * 21_000_000}</t></si></sst>"},
    "many texts": lambda: {STRINGS: f"<sst {MAIN}>NOISE{'<si><t>x</t></si>' * 600_000}</sst>"},
    "many elements": lambda: {SHEET: f"<worksheet {MAIN}>NOISE{'<a/>' * 9_000_000}</worksheet>"},
    "deep": lambda: {SHEET: f"<worksheet {MAIN}>NOISE{'<a>' * 1_000_000}"},
    "new names": lambda: {SHEET: f"<worksheet {MAIN}>{numbered('<n#/>')}</worksheet>"},
    "new prefixes": lambda: {SHEET: f"<worksheet {MAIN}>{numbered('<n xmlns:p#=`x`/>')}</worksheet>"},
    "a comment without end": lambda: {SHEET: f"<worksheet {MAIN}><!--NOISE{'ab ' * 9_000_000}--></worksheet>"},
    "an attribute without end": lambda: {SHEET: f"<worksheet {MAIN}><a b='NOISE{'ab ' * 9_000_000}'/></worksheet>"},
    "attributes": lambda: {
        SHEET: f"<worksheet {MAIN}>NOISE{('<a ' + ' '.join(f'a{n}=`1`' for n in range(1000)) + '/>') * 9_000}</worksheet>"
    },
    "cells": lambda: {SHEET: sheet("NOISE" + ("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 6_000)},
}

QUICK = ("deep", "new names", "a comment without end", "one text of many million characters")

MEASURE = """
import sys, time
from pathlib import Path
from gni_assess.errors import StoreError
from gni_assess.sheets.incoming import read_incoming
start = time.process_time()
try:
    read_incoming(Path(sys.argv[1]), kind="questionnaire")
except StoreError as error:
    print(error.message)
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(time.process_time() - start, int(peak) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a system that tells how much memory was used")
@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.long) for name in WORST if name not in QUICK)])
def test_a_hostile_workbook_costs_seconds_and_megabytes(remade: Remade, name: str) -> None:
    noise = os.urandom(250_000).hex()
    path = remade({part: text.replace("NOISE", noise).replace("`", "'") for part, text in WORST[name]().items()})
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, timeout=120, check=True)
    message, figures = done.stdout.splitlines()
    seconds, peak = map(float, figures.split())
    assert message.startswith("`sent.xlsx` is ")
    assert seconds < 10
    assert peak < 300


def test_thousands_of_rows_that_look_like_headings_are_refused(remade: Remade, *, refused: Refused) -> None:
    row = "<row>" + "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("ID", "Text", "Mine")) + "</row>"
    assert "look like headings" in refused(remade({SHEET: sheet(row * 20_000)})).message


@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_the_bytes_it_is_read_or_refused(
    plain: Path, remade: Remade, data: st.DataObject, *, read_all: Callable[[Path], int]
) -> None:
    with zipfile.ZipFile(plain) as archive:
        part = data.draw(st.sampled_from(archive.namelist()))
        content = bytearray(archive.read(part))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        length = data.draw(st.sampled_from([0, 1, 1, 5, 50]))
        content[at : at + length] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"<", b">", b'"', b"&", b"-", b"999999999", b"</c>"])
        )
    with contextlib.suppress(StoreError):
        read_all(remade({part: bytes(content)}))


@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_the_bytes_of_the_file_it_is_read_or_refused(
    plain: Path, tmp_path: Path, data: st.DataObject, *, read_all: Callable[[Path], int]
) -> None:
    content = bytearray(plain.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.sampled_from([0, 1, 4]))] = data.draw(st.binary(max_size=4))
    (tmp_path / "sent.xlsx").write_bytes(content)
    with contextlib.suppress(StoreError):
        read_all(tmp_path / "sent.xlsx")


def test_a_cell_of_far_more_than_a_cell_holds_is_refused_wherever_its_text_is(remade: Remade, *, refused: Refused) -> None:
    for length, is_read in ((BOUNDS.cell_characters, True), (BOUNDS.cell_characters + 1, False)):
        text = "x y " * (length // 4) + "x" * (length % 4)
        for part, xml in (
            (STRINGS, f"<sst {MAIN}>{'<si><t>one</t></si>' * 99}<si><t>{text}</t></si></sst>"),
            (SHEET, sheet(f'<row><c t="inlineStr"><is><r><t>{text[:9]}</t></r><r><t>{text[9:]}</t></r></is></c></row>')),
            (SHEET, sheet(f'<row><c t="str"><v>{text}</v></c></row>')),
        ):
            path = remade({part: xml})
            if is_read:
                with SentWorkbook(path) as file:
                    assert all(cells for name in file.sheet_names for _, cells in file.cells(name))
            else:
                assert "a cell of it has more than 100,000 characters" in refused(path).message
