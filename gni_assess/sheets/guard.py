"""Opening zipped files that somebody sent: nothing that stands in them may cost more than seconds and megabytes.

A file is read into memory once, and everything that is asked of it later is asked of these bytes. Nothing is ever unpacked to the disk,
no link is opened, no formula or macro is followed.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from gni_assess.errors import StoreError

MIB = 1 << 20
SAVE_AS = "open it in a spreadsheet program, save it as an Excel workbook (.xlsx), and use that file"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a file may hold at most; far more than anybody types, and far less than a machine can bear.

    `ratio` is how many times smaller a part of more than 1 MiB may be packed. `marks` are the characters that
    make XML cost time, in all that is read, what is read twice counted twice;
    `strings` and `characters` are the texts that are kept while reading, `cell_characters` those of one cell, three
    times what Excel holds. `table_rows` and `table_cells` are what is taken from tables, `fact_characters` and `fact_words` what is
    taken from the map about the file as a whole.
    """

    file_bytes: int = 32 * MIB
    parts: int = 2_000
    part_bytes: int = 128 * MIB
    total_bytes: int = 256 * MIB
    ratio: int = 400
    rows: int = 1_048_576
    columns: int = 16_384
    cells: int = 500_000
    merges: int = 20_000
    marks: int = 6_000_000
    strings: int = 500_000
    characters: int = 20_000_000
    cell_characters: int = 100_000
    table_rows: int = 50_000
    table_cells: int = 100_000
    fact_characters: int = 32_767
    fact_words: int = 1_000


BOUNDS = Bounds()


class RefusedError(ValueError):
    """Why a file is not read, in words that follow its name (`is too big`), with a way out."""

    def __init__(self, what: str, hint: str = "") -> None:
        """Keep the words."""
        super().__init__(what)
        self.what = what
        self.hint = hint or "ask for the file again, or open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)"

    def about(self, path: Path) -> StoreError:
        """Say it of a file."""
        return StoreError(f"`{path.name}` {self.what}", hint=self.hint)


UNREADABLE = (OSError, LookupError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError)
"""What the libraries raise for damaged files."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CENTRAL_HEADER = b"PK\x01\x02"
_LOCAL_HEADER_BYTES = 30
_PROLOG_BYTES = 1 << 16
_KINDS = {
    "mimetype": ("is an OpenDocument file, not an Excel workbook", SAVE_AS),
    "xl/workbook.bin": ("is a binary workbook (.xlsb)", SAVE_AS),
    "word/document.xml": ("is a Word file, not a workbook", ""),
    "ppt/presentation.xml": ("is a presentation, not a workbook", ""),
    "index/document.iwa": ("is a Numbers file, not an Excel workbook", "export it from Numbers as an Excel workbook (.xlsx), and use that"),
}


def damaged(what: str = "is damaged") -> RefusedError:
    """Say that a file is not as the program that saved it meant it."""
    return RefusedError(what)


def too_much(what: str) -> RefusedError:
    """Say that a file holds more than is read."""
    return RefusedError(f"is not read: {what}", "ask for a workbook that holds only what was asked for")


def read_guarded(path: Path, bounds: Bounds = BOUNDS) -> bytes:
    """Read a file whole. A StoreError where it is no plain file (a symbolic link to one is fine), empty or too big, or cannot be read."""
    try:
        _refuse_special(path.stat())
        # Between the two looks it may have become something on which a program waits for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:  # noqa: PTH123 - it is open already
            _refuse_special(os.fstat(handle))
            data = file.read(bounds.file_bytes + 1)
    except OSError as error:
        raise StoreError(
            f"cannot read `{path.name}`: {error.strerror or 'the system refused'}", hint="check the name of the file"
        ) from error
    except RefusedError as error:
        raise error.about(path) from error
    if not data:
        raise RefusedError("is empty", "ask for the file again").about(path)
    if len(data) > bounds.file_bytes:
        raise too_much(f"it is bigger than {bounds.file_bytes // MIB} MiB").about(path)
    return data


def _refuse_special(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("is a folder", "name a workbook in it")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("is no plain file", "name a workbook (.xlsx)")


def unzip_guarded(data: bytes, path: Path, bounds: Bounds = BOUNDS) -> zipfile.ZipFile:
    """Open the bytes of a workbook that somebody sent; `path` is what errors name.

    Raises a StoreError that says what it is where it is no workbook, or why it is not read.
    """
    try:
        _refuse_other_formats(data)
        if data.count(_CENTRAL_HEADER) > 2 * bounds.parts:
            # Asked before the list of parts is read, because that alone could fill the memory.
            raise too_much(f"it has more than {bounds.parts} parts")
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_parts(archive.infolist(), len(data), bounds)
        _refuse_others_than_workbooks(archive)
    except RefusedError as error:
        raise error.about(path) from error
    except UNREADABLE as error:
        raise damaged("is damaged: it is not a whole Excel workbook").about(path) from error
    return archive


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedError("is protected with a password", "open it, take the password away, save it, and use that file")
        raise RefusedError("is a file of an old version of Excel (.xls)", SAVE_AS)
    if data.startswith(b"%PDF"):
        raise RefusedError("is a PDF file, not a workbook", "ask for the workbook itself")
    if not data.startswith(b"PK"):
        is_text = b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise RefusedError("is a text file (such as .csv), not an Excel workbook" if is_text else "is not an Excel workbook", SAVE_AS)


def _refuse_parts(parts: Sequence[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    if len(parts) > bounds.parts:
        raise too_much(f"it has more than {bounds.parts} parts")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise damaged("is damaged: two of its parts have one name")
    for part in parts:
        if part.flag_bits & 0x1:
            raise RefusedError("is protected with a password", "open it, take the password away, save it, and use that file")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged("is damaged: it is packed in a way that no spreadsheet program uses")
        if part.filename.startswith("/") or "\\" in part.filename or ".." in part.filename.split("/"):
            raise damaged("is damaged: one of its parts would lie outside it")
        if part.file_size > bounds.part_bytes:
            raise too_much(f"a part of it is bigger than {bounds.part_bytes // MIB} MiB when unpacked")
        if part.file_size > max(MIB, bounds.ratio * part.compress_size):
            raise too_much(f"a part of it is packed more than {bounds.ratio} times smaller than it is, as no workbook is")
    if sum(part.file_size for part in parts) > bounds.total_bytes:
        raise too_much(f"it is bigger than {bounds.total_bytes // MIB} MiB when unpacked")
    _refuse_overlaps(parts, size)


def _refuse_overlaps(parts: Sequence[zipfile.ZipInfo], size: int) -> None:
    end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end:
            raise damaged("is damaged: its parts lie over each other")
        end = part.header_offset + _LOCAL_HEADER_BYTES + part.compress_size
    if end > size:
        raise damaged("is damaged: it is not a whole Excel workbook")


def _refuse_others_than_workbooks(archive: zipfile.ZipFile) -> None:
    names = {name.casefold() for name in archive.namelist()}
    for name, (what, hint) in _KINDS.items():
        if name in names:
            raise RefusedError(what, hint or "ask for the workbook itself")
    if "[content_types].xml" not in names or "_rels/.rels" not in names:
        raise RefusedError("is a zip file, not an Excel workbook", "take the workbook out of it, and use that file")


def open_xml(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a part that holds XML; one with a DOCTYPE, the only door to entities, is refused, whatever its encoding.

    Raises RefusedError, or what the libraries raise for damaged files (`UNREADABLE`).
    """
    source = archive.open(name)
    parser = expat.ParserCreate()
    seen: list[str] = []
    parser.StartElementHandler = lambda name, _: seen.append(name)
    refuse_doctypes(parser)
    read = 0
    # What stands before the first element; no DOCTYPE can follow it.
    while not seen:
        chunk = source.read(4096)
        read += len(chunk)
        if not chunk or read > _PROLOG_BYTES:
            raise damaged(f"is damaged: its part `{name}` cannot be read")
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no names
    source.seek(0)
    return source


def refuse_doctypes(parser: expat.XMLParserType) -> None:
    """Make a parser stop at a DOCTYPE, before anything of it is taken."""

    def refuse(*_: object) -> None:
        raise RefusedError("is not read: it declares entities, as no workbook does", "do not trust this file; ask its sender about it")

    parser.StartDoctypeDeclHandler = refuse
