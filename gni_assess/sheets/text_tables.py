"""Lists in text files: cells divided by commas, semicolons, tabs or bars, in the encodings that spreadsheet programs write."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.sheets.cells import Cell, CellKind, text_cell
from gni_assess.sheets.guard import BOUNDS, MIB, RefusedError, too_much

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LOOKED_AT = 60
_LOOKED_FOR_TAGS = 40
_NO_LISTS = ("<!doctype", "<html", "<table", "<?xml", "<head", "{\n", '{"')
_MOST_BYTES = 8 * MIB
# After = + - or @ a function or a program; after = another cell or a text, too. `=1+1`, `-5` and `- see file` are text.
_FORMULA = re.compile(
    r"""\s*(?:=\s*[-+@(]*\s*(?i:["']|[A-Z_][\w.]*[(!|]|\$?[A-Z]{1,3}\$?[0-9]+(?![\w.]))|[-+@](?:[A-Z][A-Z0-9.]*\(|\w+\|))"""
)
_SAVE_AGAIN = "open it in a spreadsheet program, and save it as an Excel workbook (.xlsx) or as CSV UTF-8"


@dataclass(frozen=True, kw_only=True)
class TextRows:
    """The rows that hold something, and sentences on how the file was read."""

    grid: tuple[tuple[int, Mapping[int, Cell]], ...]
    notes: tuple[str, ...] = ()


def read_text_rows(data: bytes, path: Path, *, columns: int, rows: int, cells: int = BOUNDS.cells) -> TextRows:
    """Read a list of text. What looks like a formula is one, as in a workbook, and is not followed.

    Raises StoreError where it is no text, or more than the bounds.
    """
    try:
        text, notes = _decode(data)
        separator, text = _find_separator(text)
        grid = []
        left = cells
        for number, row in enumerate(_split(text, separator)):
            if number >= rows:
                raise too_much(f"it has more than {rows:,} rows")
            if len(row) > columns and any(each.strip() for each in row[columns:]):
                raise too_much(f"row {number + 1} has more than {columns} columns")
            if any(len(each) > BOUNDS.cell_characters for each in row):
                raise too_much(f"a cell in row {number + 1} has more than {BOUNDS.cell_characters:,} characters")
            filled = {at: _make_cell(each) for at, each in enumerate(row) if each.strip()}
            left -= len(filled)
            if left < 0:
                raise too_much(f"it has more than {cells:,} cells")
            if filled:
                grid.append((number, filled))
    except RefusedError as error:
        raise error.about(path) from error
    except csv.Error as error:
        what = f"`{path.name}` is damaged: its cells cannot be told apart ({error})"
        raise StoreError(what, hint=f"perhaps a quotation mark is missing; {_SAVE_AGAIN}") from error
    return TextRows(grid=tuple(grid), notes=(*notes, f"the cells are divided by {_SEPARATORS[separator]}"))


def _make_cell(text: str) -> Cell:
    return Cell(CellKind.FORMULA, text) if _FORMULA.match(text) else text_cell(text)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    if len(data) > _MOST_BYTES:
        raise too_much(f"it has more than {_MOST_BYTES // MIB} MiB of text")
    text, notes = _decode_any(data)
    if text.lstrip()[:_LOOKED_FOR_TAGS].casefold().startswith(_NO_LISTS):
        # Some programs export web pages that they call workbooks.
        raise RefusedError("is a web page, XML or JSON, not a list", _SAVE_AGAIN)
    return text, notes


def _decode_any(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        elif b"\0" in data:
            raise RefusedError("is neither text nor an Excel workbook", _SAVE_AGAIN)
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_old(data)
    if "\0" in text:
        raise RefusedError("is neither text nor an Excel workbook", _SAVE_AGAIN)
    return text, ()


def _decode_old(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise RefusedError("is damaged: it is not whole", _SAVE_AGAIN)
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise RefusedError("is text in an encoding that is not known here", _SAVE_AGAIN) from error
    note = "the file is not in UTF-8; it is read as Windows-1252, so look whether letters such as \u00e9 or \u00df are right"
    return text, (note,)


def _find_separator(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    named = first.strip('\r\n"')
    if named[:4].casefold() == "sep=" and named[4:] in _SEPARATORS:  # as Excel writes it; it is not counted as a row
        return named[4:], rest
    found = {each: _score(text, each) for each in _SEPARATORS}
    return max(found, key=lambda each: found[each]), text


def _score(text: str, separator: str) -> tuple[bool, float, int]:
    """Say how well a text divides: whether it does, how many of the first rows are as wide as most are, and how wide that is."""
    try:
        widths = [len(cells) for cells in itertools.islice(_split(text, separator), _LOOKED_AT) if any(each.strip() for each in cells)]
    except csv.Error:
        return (False, 0.0, 0)
    width, number = max(Counter(each for each in widths if each > 1).items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return (width > 1, round(number / len(widths), 1) if widths else 0.0, width)


def _split(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
