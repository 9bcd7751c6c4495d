"""Comparing what a workbook has beside its cells with what its layout asks for: what is hidden, marked, linked, and can be filled in."""

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Column, ColumnKind, Link
from gni_assess.sheets.layout import Layout, Place, find_anchors, is_prose
from gni_assess.sheets.texts import visible

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OF_PARTS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_END_OF_CELLS = re.compile(rb"</sheetData>|<sheetData ?/>")
_START = re.compile(rb"<worksheet\b[^>]*>")
_CHUNK = 1 << 16
_KEPT = 32  # bytes; more than the end of the cells takes
_MOST_LINKS = 65_000  # Excel allows 65,530 on a sheet
_CODE = '&(&|"[^"]*"|[A-Z])'
_UNREADABLE = (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ET.ParseError)


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What a sheet has beside its cells: links by cell, tables with their range, and how often which list or rule begins in a cell."""

    links: Mapping[str, str]
    tables: Mapping[str, str]
    charts: int
    rules: Mapping[tuple[str, str], int]


def verify_parts(layouts: Sequence[Layout], path: Path) -> None:
    """Compare what each sheet has beside its cells with its layout.

    Raises a StoreError that says which sheet differs, and in what.
    """
    anchors = find_anchors(layouts)
    try:
        with zipfile.ZipFile(path) as archive:
            for layout, (part, state) in zip(layouts, _sheets(archive), strict=True):
                _compare(layout, anchors, state, _Sheet(archive, part))
    except _UNREADABLE as error:
        raise differs("a part of it cannot be read") from error


def differs(what: str) -> StoreError:
    """Say what differs between a workbook that was written and the book it was made from, never what stands there."""
    return StoreError(
        f"the workbook that was written is not what it should be: {what}",
        hint="report this as a bug of gni-assess; nothing was put in its place",
    )


def _compare(layout: Layout, anchors: Mapping[tuple[str, str], int], state: str, sheet: "_Sheet") -> None:
    def refuse(what: str) -> NoReturn:
        raise differs(f"in the sheet `{layout.sheet.name}`, {what}")

    if state != ("veryHidden" if layout.sheet.hidden else "visible"):
        raise differs(f"the sheet `{layout.sheet.name}` is shown or hidden otherwise")
    marking = " ".join(visible(layout.marking).split())
    if not layout.sheet.hidden and sheet.markings() != (marking, marking):
        refuse("the marking is missing in the header or the footer")
    wanted, found = _wanted(layout, anchors), sheet.parts()
    if wanted.links != found.links:
        refuse("links are missing or lead elsewhere")
    if wanted.tables != found.tables or sheet.has_filter != (layout.big and layout.filtered is not None and not layout.sheet.hidden):
        refuse("the tables or filters differ")
    if wanted.charts != found.charts:
        refuse(f"the charts number {found.charts} instead of {wanted.charts}")
    if wanted.rules != found.rules:
        refuse("the lists or rules for filling in differ")


def _wanted(layout: Layout, anchors: Mapping[tuple[str, str], int]) -> _Parts:
    if layout.sheet.hidden:
        return _Parts(links=dict(_links(layout, anchors)), tables={}, charts=0, rules={})
    places = [place for place in layout.places if place.table.rows and not is_prose(place.table)]
    return _Parts(
        links=dict(_links(layout, anchors)),
        tables={} if layout.big else {place.table.name: _range(place) for place in places},
        charts=sum(place.table.chart is not None for place in places),
        rules=Counter(rule for place in places for rule in _rules(place)),
    )


def _links(layout: Layout, anchors: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, str]]:
    left = _MOST_LINKS
    for place in layout.places:
        for row, values in enumerate(place.rows(), place.header_row + 1):
            for index, value in enumerate(values):
                if not isinstance(value, Link) or not left:
                    continue
                target = anchors.get((value.sheet, value.key)) if value.key else 0
                if target is not None:
                    left -= 1
                    yield _cell(row, index), "'{}'!A{}".format(value.sheet.replace("'", "''"), target + 1)


def _rules(place: Place) -> Iterator[tuple[str, str]]:
    for index, column in enumerate(place.table.columns):
        if column.to_fill_in and (kind := _rule(column)):
            yield _cell(place.header_row + 1, index), kind


def _rule(column: Column) -> str:
    if column.choices:
        return "list"
    return "date" if column.kind is ColumnKind.DATE else "note" if column.note else ""


def _range(place: Place) -> str:
    return f"A{place.header_row + 1}:{_cell(place.last_row, len(place.table.columns) - 1)}"


def _cell(row: int, index: int) -> str:
    letters, number = "", index + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give the part of each sheet, and whether it is shown."""
    targets = _targets(archive, "xl/workbook.xml")
    for sheet in _parse(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        yield targets[sheet.get(_OF_PARTS, "")], sheet.get("state", "visible")


def _targets(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    each_id = ((each.get("Id", ""), each.get("Target", "")) for each in _parse(archive.read(relations)))
    return {key: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for key, target in each_id}


def _parse(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - a file that this program wrote


class _Sheet:
    """One sheet of a file, without its cells, which may be many."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._archive = archive
        self._part = part
        self._targets = _targets(archive, part)
        self._root = _parse(_without_cells(archive, part))

    @property
    def has_filter(self) -> bool:
        """Whether it has a filter that belongs to no table."""
        return self._root.find(f"{_MAIN}autoFilter") is not None

    def markings(self) -> tuple[str, str]:
        """Give what stands in the middle above each page, and to the left below it."""
        header, footer = (self._root.findtext(f"{_MAIN}headerFooter/{_MAIN}{name}", "") for name in ("oddHeader", "oddFooter"))
        return _section(header, "C"), _section(footer, "L")

    def parts(self) -> _Parts:
        """Give what the layout asks for."""
        links = self._root.findall(f"{_MAIN}hyperlinks/{_MAIN}hyperlink")
        rules = self._root.findall(f"{_MAIN}dataValidations/{_MAIN}dataValidation")
        tables = [self._read(each) for each in self._root.findall(f"{_MAIN}tableParts/{_MAIN}tablePart")]
        return _Parts(
            links={each.get("ref", ""): each.get("location", "") for each in links},
            tables={each.get("displayName", ""): each.get("ref", "") for each in tables},
            charts=sum(map(self._charts, self._root.findall(f"{_MAIN}drawing"))),
            rules=Counter((re.split("[: ]", each.get("sqref", ""))[0], each.get("type", "note")) for each in rules),
        )

    def _read(self, named: ET.Element) -> ET.Element:
        return _parse(self._archive.read(self._targets[named.get(_OF_PARTS, "")]))

    def _charts(self, drawing: ET.Element) -> int:
        part = self._targets[drawing.get(_OF_PARTS, "")]
        charts = _targets(self._archive, part)
        shown = (each.get(_OF_PARTS, "") for each in self._read(drawing).iter() if each.tag.endswith("}chart"))
        return sum(charts[each] in self._archive.namelist() for each in shown)


def _section(text: str, wanted: str) -> str:
    """Give the text of the left, middle or right section (`L`, `C`, `R`) of a header or footer, without codes for how it looks."""
    found, section = "", "C"
    for code, plain in re.findall(f"{_CODE}|([^&]+)", text):
        section = code if code in ("L", "C", "R") else section
        if section == wanted:
            found += "&" if code == "&" else plain
    return found


def _without_cells(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as source:
        read = source.read(_CHUNK)
        start = _START.search(read)
        while (end := _END_OF_CELLS.search(read)) is None:
            more = source.read(_CHUNK)
            if not more or start is None:
                raise ValueError
            read = read[-_KEPT:] + more
        if start is None:
            raise ValueError
        return start.group() + read[end.end() :] + source.read()
