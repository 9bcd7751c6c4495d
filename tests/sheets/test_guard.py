import contextlib
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.guard import BOUNDS, MIB, open_guarded
from gni_assess.sheets.incoming import read_incoming
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.write import render_book

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)

Remade = Callable[..., Path]


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    columns = (Column(key="id", heading="ID"), Column(key="text", heading="Text"), Column(key="mine", heading="Mine", to_fill_in=True))
    table = Table(name="gni_a", columns=columns, rows=(("A-1", "one", None), ("A-2", "two", "x")), anchor="id")
    sheets = (Sheet(name="List", title="The list", tables=(table,)), Sheet(name="Other", title="Nothing here", tables=()))
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    render_book(Book(sheets=sheets, marking="m", owner="o", created=date(2026, 11, 21), facts={"kind": "questionnaire"}), path)
    return path


@pytest.fixture
def remade(plain: Path, tmp_path: Path) -> Remade:
    def remake(parts: Mapping[str, str | bytes | None], **more: object) -> Path:
        path = tmp_path / "sent.xlsx"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in {**dict.fromkeys(old.namelist()), **parts}:
                if (data := parts.get(name, old.read(name) if name in old.namelist() else None)) is not None:
                    new.writestr(name, data, **more)  # type: ignore[arg-type]
        return path

    return remake


def sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def text_of(plain: Path, part: str) -> str:
    with zipfile.ZipFile(plain) as archive:
        return archive.read(part).decode()


def read_all(path: Path) -> int:
    with SentWorkbook(path) as file:
        count = sum(len(cells) for name in file.sheet_names for _, cells in file.cells(name))
        for name in file.sheet_names:
            file.merged(name)
    read_incoming(path, kind="questionnaire")
    return count


def refused(path: Path) -> StoreError:
    start = time.perf_counter()
    with pytest.raises(StoreError) as caught:
        read_all(path)
    assert time.perf_counter() - start < 20
    assert caught.value.message.startswith((f"`{path.name}` ", "cannot read "))
    assert caught.value.hint
    assert len(caught.value.message) < 200
    return caught.value


def test_a_workbook_of_ours_is_read(plain: Path) -> None:
    assert read_all(plain) > 10


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (OLE, "old version of Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"ID,Text\nA-1,one\n", r"text file \(such as .csv\)"),
        ("ID,Text\n".encode("utf-16"), "text file"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not an Excel workbook"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"PK\x05\x06" + bytes(18), "zip file, not an Excel workbook"),
    ],
)
def test_other_files_are_named_with_a_way_out(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "sent.xlsx").write_bytes(data)
    assert re.search(words, refused(tmp_path / "sent.xlsx").message)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("mimetype", "OpenDocument"),
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word file"),
        ("Index/Document.iwa", "Numbers"),
        ("readme.txt", "zip file"),
    ],
)
def test_other_zipped_files_are_named_with_a_way_out(tmp_path: Path, part: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "sent.xlsx", "w") as archive:
        archive.writestr(part, "x")
    assert words in refused(tmp_path / "sent.xlsx").message


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message
    assert "cannot read" in refused(tmp_path / "missing.xlsx").message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_what_is_no_plain_file_is_never_read(plain: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    done: list[str] = []
    thread = threading.Thread(target=lambda: done.append(refused(tmp_path / "pipe.xlsx").message), daemon=True)
    thread.start()
    thread.join(10)
    assert done
    assert "is no plain file" in done[0]
    assert "is no plain file" in refused(Path("/dev/zero")).message
    (tmp_path / "link.xlsx").symlink_to(plain)
    assert read_all(tmp_path / "link.xlsx") == read_all(plain)


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "sent.xlsx").open("wb") as file:
        file.truncate(BOUNDS.file_bytes + 1)
    assert "bigger than 32 MiB" in refused(tmp_path / "sent.xlsx").message


def test_parts_that_unpack_to_too_much_are_not_unpacked(remade: Remade) -> None:
    assert "packed more than 400 times" in refused(remade({SHEET: b" " * (8 * MIB)})).message
    noise = os.urandom(8192).hex().encode() * 64
    assert "bigger than 128 MiB" in refused(remade({"x": noise * 130})).message
    assert "bigger than 256 MiB" in refused(remade({"x": noise * 90, "y": noise * 90, "z": noise * 90})).message
    assert "more than 2000 parts" in refused(remade({f"x{number}": "" for number in range(10_000)})).message


def test_parts_inside_parts_are_never_opened(remade: Remade, plain: Path) -> None:
    assert read_all(remade({"xl/embeddings/inner.zip": plain.read_bytes()})) == read_all(plain)


def test_sizes_that_are_not_true_cost_nothing(remade: Remade, tmp_path: Path) -> None:
    path = remade({SHEET: sheet("<row><c><v>1</v></c></row>" * 50_000)})
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    (tmp_path / "lying.xlsx").write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    refused(tmp_path / "lying.xlsx")
    (tmp_path / "lying.xlsx").write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", size + 1000)))
    assert read_all(tmp_path / "lying.xlsx") == read_all(path)


def test_parts_that_lie_over_each_other_are_refused(remade: Remade) -> None:
    path = remade({"xl/worksheets/sheet9.xml": "<a/>" * 100})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    at = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
    struct.pack_into("<I", data, at[-1] + 42, entries[0].header_offset)
    path.write_bytes(data)
    assert "lie over each other" in refused(path).message


def test_two_parts_of_one_name_are_refused(plain: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(plain, tmp_path / "sent.xlsx"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), "x")
    assert "one name" in refused(path).message


def test_parts_outside_the_file_are_refused(remade: Remade) -> None:
    for name in ("../evil.xml", "/etc/passwd", "..\\evil.xml"):
        assert "outside" in refused(remade({name: "x"})).message


def test_a_file_with_a_wrong_sum_or_a_password_on_its_parts_is_refused(plain: Path, tmp_path: Path) -> None:
    data = bytearray(plain.read_bytes())
    with zipfile.ZipFile(plain) as archive:
        entry = archive.getinfo(SHEET)
    data[entry.header_offset + 100] ^= 0xFF
    (tmp_path / "sum.xlsx").write_bytes(data)
    refused(tmp_path / "sum.xlsx")
    data = bytearray(plain.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.xlsx").write_bytes(data)
    assert "password" in refused(tmp_path / "locked.xlsx").message
    (tmp_path / "cut.xlsx").write_bytes(plain.read_bytes()[:-100])
    assert "damaged" in refused(tmp_path / "cut.xlsx").message


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
def test_a_part_with_a_doctype_is_refused_in_any_encoding(remade: Remade, name: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-be")}"?>' + DOCTYPES[name]
    data = head.encode(encoding)
    path = remade({SHEET: b"\xfe\xff" + data if encoding.endswith("-be") else data})
    assert "entities" in refused(path).message


@pytest.mark.parametrize("part", [STRINGS, BOOK, RELATIONS, STYLES, "_rels/.rels"])
def test_a_doctype_is_refused_in_every_part_that_is_read(remade: Remade, part: str) -> None:
    assert "entities" in refused(remade({part: DOCTYPES["laughs"]})).message


def test_utf_16_without_a_doctype_is_read(remade: Remade, plain: Path) -> None:
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
def test_impossible_places_and_texts_are_refused(remade: Remade, rows: str) -> None:
    assert "is damaged" in refused(remade({SHEET: sheet(rows)})).message


def test_what_costs_nothing_is_read(remade: Remade) -> None:
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


def test_validations_and_merged_ranges_cost_a_bounded_time(remade: Remade) -> None:
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
def test_relations_lead_to_parts_of_the_file_and_nowhere_else(remade: Remade, parts: Mapping[str, str], words: str) -> None:
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


def test_thousands_of_rows_that_look_like_headings_are_refused(remade: Remade) -> None:
    row = "<row>" + "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("ID", "Text", "Mine")) + "</row>"
    assert "look like headings" in refused(remade({SHEET: sheet(row * 20_000)})).message


@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_the_bytes_it_is_read_or_refused(plain: Path, remade: Remade, data: st.DataObject) -> None:
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
def test_whatever_is_done_to_the_bytes_of_the_file_it_is_read_or_refused(plain: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(plain.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.sampled_from([0, 1, 4]))] = data.draw(st.binary(max_size=4))
    (tmp_path / "sent.xlsx").write_bytes(content)
    with contextlib.suppress(StoreError):
        read_all(tmp_path / "sent.xlsx")


def test_an_open_archive_is_given_to_others_who_need_one(plain: Path) -> None:
    with open_guarded(plain) as archive:
        assert SHEET in archive.namelist()


def test_a_cell_of_far_more_than_a_cell_holds_is_refused_wherever_its_text_is(remade: Remade) -> None:
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
