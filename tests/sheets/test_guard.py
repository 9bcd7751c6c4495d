import os
import re
import shutil
import struct
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.guard import BOUNDS, MIB

Refused = Callable[[Path], StoreError]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)

Remade = Callable[..., Path]


def sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def test_a_workbook_of_ours_is_read(plain: Path, *, read_all: Callable[[Path], int]) -> None:
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
def test_other_files_are_named_with_a_way_out(tmp_path: Path, data: bytes, words: str, *, refused: Refused) -> None:
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
def test_other_zipped_files_are_named_with_a_way_out(tmp_path: Path, part: str, words: str, *, refused: Refused) -> None:
    with zipfile.ZipFile(tmp_path / "sent.xlsx", "w") as archive:
        archive.writestr(part, "x")
    assert words in refused(tmp_path / "sent.xlsx").message


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path, *, refused: Refused) -> None:
    assert "is a folder" in refused(tmp_path).message
    assert "cannot read" in refused(tmp_path / "missing.xlsx").message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_what_is_no_plain_file_is_never_read(plain: Path, tmp_path: Path, *, read_all: Callable[[Path], int], refused: Refused) -> None:
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


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path, *, refused: Refused) -> None:
    with (tmp_path / "sent.xlsx").open("wb") as file:
        file.truncate(BOUNDS.file_bytes + 1)
    assert "bigger than 32 MiB" in refused(tmp_path / "sent.xlsx").message


def test_parts_that_unpack_to_too_much_are_not_unpacked(remade: Remade, *, refused: Refused) -> None:
    assert "packed more than 400 times" in refused(remade({SHEET: b" " * (8 * MIB)})).message
    noise = os.urandom(8192).hex().encode() * 64
    assert "bigger than 128 MiB" in refused(remade({"x": noise * 130})).message
    assert "bigger than 256 MiB" in refused(remade({"x": noise * 90, "y": noise * 90, "z": noise * 90})).message
    assert "more than 2000 parts" in refused(remade({f"x{number}": "" for number in range(10_000)})).message


def test_parts_inside_parts_are_never_opened(remade: Remade, plain: Path, *, read_all: Callable[[Path], int]) -> None:
    assert read_all(remade({"xl/embeddings/inner.zip": plain.read_bytes()})) == read_all(plain)


def test_sizes_that_are_not_true_cost_nothing(remade: Remade, tmp_path: Path, *, read_all: Callable[[Path], int], refused: Refused) -> None:
    path = remade({SHEET: sheet("<row><c><v>1</v></c></row>" * 50_000)})
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    (tmp_path / "lying.xlsx").write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    refused(tmp_path / "lying.xlsx")
    (tmp_path / "lying.xlsx").write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", size + 1000)))
    assert read_all(tmp_path / "lying.xlsx") == read_all(path)


def test_parts_that_lie_over_each_other_are_refused(remade: Remade, *, refused: Refused) -> None:
    path = remade({"xl/worksheets/sheet9.xml": "<a/>" * 100})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    at = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
    struct.pack_into("<I", data, at[-1] + 42, entries[0].header_offset)
    path.write_bytes(data)
    assert "lie over each other" in refused(path).message


def test_two_parts_of_one_name_are_refused(plain: Path, tmp_path: Path, *, refused: Refused) -> None:
    path = Path(shutil.copy(plain, tmp_path / "sent.xlsx"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), "x")
    assert "one name" in refused(path).message


def test_parts_outside_the_file_are_refused(remade: Remade, *, refused: Refused) -> None:
    for name in ("../evil.xml", "/etc/passwd", "..\\evil.xml"):
        assert "outside" in refused(remade({name: "x"})).message


def test_a_file_with_a_wrong_sum_or_a_password_on_its_parts_is_refused(plain: Path, tmp_path: Path, *, refused: Refused) -> None:
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
