"""Reading a workbook back, with nothing but the standard library, so that export need not load a second Excel library.

It reads what `write` writes, also after Excel or LibreOffice saved it again: text exactly as it was before any escaping, numbers, and dates
as the numbers they are stored as. It trusts the file: what somebody sent is read with `typed_read.SentWorkbook`.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from gni_assess.errors import StoreError
from gni_assess.sheets.open_book import OpenBook
from gni_assess.sheets.texts import decode

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RUN_TEXT = f"{_MAIN}t"
_INLINE = f"{_MAIN}is"
_READING_AID = f"{_MAIN}rPh"  # how Japanese text is read aloud; no part of the text

_NO_NUMBERS = ("str", "e", "b", "d")  # what a formula gives, an error, a truth value, a date as text
_UNREADABLE = (OSError, KeyError, IndexError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ET.ParseError)

CellValue = str | float
ReadRow = tuple[int, Mapping[int, CellValue]]
"""The number of a row, from 0, and what its cells hold by column, from 0; empty cells are left out."""


class WorkbookFile(OpenBook):
    """An open workbook file that this program wrote just now; use it with `with`."""

    def __init__(self, path: Path) -> None:
        """Open the file; a StoreError where it is no workbook."""
        try:
            self._zip = zipfile.ZipFile(path)
            self._sheets = self._sheet_paths()
            self._strings = self._shared_strings()
        except _UNREADABLE as error:
            raise _unreadable(path) from error
        self._path = path

    def rows(self, sheet: str) -> Iterator[ReadRow]:
        """Give the rows of a sheet that hold something, from the top, one at a time; a StoreError where it cannot be read."""
        try:
            with self._zip.open(self._sheets[sheet]) as source:
                for row in _elements(source, f"{_MAIN}row"):
                    cells = {_column(cell.get("r", "")): value for cell in row if (value := self._value(cell)) is not None}
                    if cells:
                        yield int(row.get("r", "0")) - 1, cells
        except _UNREADABLE as error:
            raise _unreadable(self._path) from error

    def _value(self, cell: ET.Element) -> CellValue | None:
        kind = cell.get("t")
        if kind == "inlineStr":
            return _text(cell)
        stored = cell.findtext(f"{_MAIN}v")
        if stored is None:
            return None
        if kind == "s":
            # Other programs also keep empty texts; an empty cell is empty.
            return self._strings[int(stored)] or None
        return decode(stored) if kind in _NO_NUMBERS else float(stored)

    def _sheet_paths(self) -> Mapping[str, str]:
        relations = ET.fromstring(self._zip.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - a file that this program wrote
        targets = {each.get("Id"): each.get("Target", "") for each in relations.iter(f"{_PACKAGE}Relationship")}
        book = ET.fromstring(self._zip.read("xl/workbook.xml"))  # noqa: S314
        sheets = book.iter(f"{_MAIN}sheet")
        # Some programs write paths from the top of the archive.
        return {each.get("name", ""): posixpath.join("/xl", targets[each.get(_RELATION)]).lstrip("/") for each in sheets}

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        with self._zip.open("xl/sharedStrings.xml") as source:
            return [_text(each) for each in _elements(source, f"{_MAIN}si")]


def _elements(source: IO[bytes], tag: str) -> Iterator[ET.Element]:
    parents: list[ET.Element] = []
    for event, element in ET.iterparse(source, events=("start", "end")):  # noqa: S314 - a file that this program wrote
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if element.tag == tag:
            yield element
            # What was read is dropped, so that a long sheet takes no memory.
            parents[-1].clear()


def _text(element: ET.Element) -> str:
    inner = element[0] if len(element) == 1 and element[0].tag == _INLINE else element
    if len(inner) == 1 and inner[0].tag == _RUN_TEXT:
        return decode(inner[0].text or "")
    # Each run is decoded alone: an escape never spans two runs.
    aids = {run for aid in element.iter(_READING_AID) for run in aid}
    return "".join(decode(run.text or "") for run in element.iter(_RUN_TEXT) if run not in aids)


def _unreadable(path: Path) -> StoreError:
    return StoreError(
        f"cannot read the workbook `{path.name}`", hint="write it again, or open it in a spreadsheet program and save it again"
    )


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if letter.isdigit():
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
