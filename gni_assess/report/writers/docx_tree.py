"""Reading a Word file back, with nothing but the standard library: its parts, and its paragraphs and tables in order."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from gni_assess.report.writers.differing import differing

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH_PROPERTIES, _PARAGRAPH_STYLE = f"{_W}pPr", f"{_W}pStyle"
_RUN_PROPERTIES, _RUN_STYLE = f"{_W}rPr", f"{_W}rStyle"
_TEXT, _TAB, _VALUE = f"{_W}t", f"{_W}tab", f"{_W}val"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, ET.ParseError)


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text with its style. `anchor` is the place that it leads to."""

    text: str
    style: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph. `places` are what links can lead to in it."""

    style: str
    runs: tuple[Run, ...]
    places: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(each.text for each in self.runs)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Where its links lead."""
        return tuple(each.anchor for each in self.runs if each.anchor)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: of each row the cells, of each cell the paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


Block = Paragraph | Grid


def read_parts(data: bytes) -> Mapping[str, ET.Element]:
    """Read all parts of the file. A StoreError where one is damaged or named twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise differing("a part of the file is there twice")
            return {name: ET.fromstring(archive.read(name)) for name in names}  # noqa: S314 - a file that this program wrote
    except _UNREADABLE as error:
        raise differing("it cannot be read back") from error


def read_blocks(document: ET.Element) -> tuple[Block, ...]:
    """Give the paragraphs and tables of the document, in order."""
    body = document.find(f"{_W}body")
    return tuple(_read_block(each) for each in (() if body is None else body) if each.tag != f"{_W}sectPr")


def text_in(part: ET.Element | None) -> str:
    """Give all the text of a part, such as a header."""
    return "" if part is None else "".join(each.text or "" for each in part.iter(_TEXT))


def joined(paragraphs: Sequence[Paragraph]) -> str:
    """Give the text of paragraphs, one a line."""
    return "\n".join(each.text for each in paragraphs)


def _read_block(element: ET.Element) -> Block:
    if element.tag == f"{_W}p":
        return _read_paragraph(element)
    if element.tag != f"{_W}tbl":
        raise differing("it holds something that does not belong there")
    rows = element.findall(f"{_W}tr")
    return Grid(rows=tuple(tuple(tuple(map(_read_paragraph, cell.findall(f"{_W}p"))) for cell in row.findall(f"{_W}tc")) for row in rows))


def _read_paragraph(element: ET.Element) -> Paragraph:
    runs: list[Run] = []
    places: list[str] = []
    for each in element:
        if each.tag == f"{_W}bookmarkStart":
            places.append(each.get(f"{_W}name", ""))
        elif each.tag == f"{_W}hyperlink":
            runs += [_read_run(run, each.get(f"{_W}anchor", "")) for run in each.findall(f"{_W}r")]
        elif each.tag == f"{_W}r":
            runs.append(_read_run(each))
    return Paragraph(style=_read_style(element, _PARAGRAPH_PROPERTIES, _PARAGRAPH_STYLE), runs=tuple(runs), places=tuple(places))


def _read_run(element: ET.Element, anchor: str = "") -> Run:
    texts = ("\t" if each.tag == _TAB else each.text or "" for each in element if each.tag in (_TEXT, _TAB))
    return Run(text="".join(texts), style=_read_style(element, _RUN_PROPERTIES, _RUN_STYLE), anchor=anchor)


def _read_style(element: ET.Element, properties: str, style: str) -> str:
    # One step after the other: a path of several takes as long as all else of the reading together.
    held = element.find(properties)
    named = None if held is None else held.find(style)
    return "" if named is None else named.get(_VALUE, "")
