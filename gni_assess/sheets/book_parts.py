"""Reading the small parts of a workbook that somebody sent: what refers to what, the names of the sheets, the styles."""

from collections.abc import Mapping
from typing import ClassVar

from gni_assess.sheets.guard import too_much
from gni_assess.sheets.number_formats import Shows, shown_by
from gni_assess.sheets.xml_walk import PartReader

_NAMESPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_MOST_FORMATS = 500
_MOST_STYLES = 100_000
_MOST_RELATIONS = 10_000
_MOST_SHEETS = 1_000
_MOST_DIGITS = 9


def tags(*names: str) -> dict[str, str]:
    """Map names of elements as they are met, with their namespace, to plain ones."""
    return {f"{namespace}}}{name}": name for namespace in _NAMESPACES for name in names}


def relation_of(attributes: Mapping[str, str]) -> str:
    """Give the id of the relation that an element names; empty where it names none."""
    return next((attributes[key] for link in _LINKS if (key := f"{link}}}id") in attributes), "")


class RelationsReader(PartReader):
    """Reads what a part refers to: `found` has, by id, the last word of its type, where it is, and whether that is outside the file."""

    TAGS: ClassVar = {"http://schemas.openxmlformats.org/package/2006/relationships}Relationship": "Relationship"}

    def __init__(self) -> None:
        """Start with nothing."""
        self.found: dict[str, tuple[str, str, bool]] = {}

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if len(self.found) >= _MOST_RELATIONS:
            raise too_much(f"a part of it refers to more than {_MOST_RELATIONS:,} others")
        kind = attributes.get("Type", "").rpartition("/")[2]
        # What lies outside the file is never opened.
        self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""), attributes.get("TargetMode") == "External")


class BookReader(PartReader):
    """Reads the list of sheets, as name and id of the relation, and from when days are counted."""

    TAGS = tags("sheet", "workbookPr")

    def __init__(self) -> None:
        """Start with nothing."""
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if tag == "sheet":
            if len(self.sheets) >= _MOST_SHEETS:
                raise too_much(f"it has more than {_MOST_SHEETS:,} sheets")
            self.sheets.append((attributes.get("name", ""), relation_of(attributes)))
        elif tag == "workbookPr":
            self.from_1904 = _is_on(attributes.get("date1904", ""))


class StylesReader(PartReader):
    """Reads which styles show days or times, and which are those of private columns (`private`), as `looks` marks them."""

    TAGS = tags("numFmt", "cellXfs", "xf", "protection")

    def __init__(self) -> None:
        """Start with nothing."""
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._inside = False
        self.private: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if tag == "numFmt" and len(self._codes) < _MOST_FORMATS:
            self._codes.setdefault(_whole(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            if len(self._formats) >= _MOST_STYLES:
                raise too_much(f"it has more than {_MOST_STYLES:,} styles")
            self._formats.append(_whole(attributes.get("numFmtId", "0")))
        elif tag == "protection" and self._inside and self._formats and _is_on(attributes.get("hidden", "")):
            self.private.add(str(len(self._formats) - 1))

    def end(self, tag: str) -> None:
        """See an element end."""
        if tag == "cellXfs":
            self._inside = False

    def shown(self) -> Mapping[str, Shows]:
        """Give what each style shows, by its number."""
        shows = {number: shown_by(number, self._codes.get(number)) for number in set(self._formats)}
        return {str(style): shows[number] for style, number in enumerate(self._formats)}


def _is_on(text: str) -> bool:
    return text in ("1", "true", "on")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
