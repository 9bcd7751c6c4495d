"""Reading the long parts of a workbook that somebody sent, its texts and its sheets, piece by piece."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from gni_assess.sheets.book_parts import tags
from gni_assess.sheets.cells import Cell, CellKind, decode_stored, text_cell
from gni_assess.sheets.guard import Bounds, damaged, too_much
from gni_assess.sheets.number_formats import Shows
from gni_assess.sheets.texts import decode
from gni_assess.sheets.xml_walk import PartReader

_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = re.compile("[0-9]{1,9}")
_MOST_PROMPTS, _LONGEST_PROMPT = 500, 4_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of cells that look like one; rows and columns from 0, the last ones included. Only the first cell holds something."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """What is shown at some cells when they are chosen: its title, and ranges of the cells."""

    title: str
    ranges: tuple[Merge, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """What the sheets of a workbook share: texts, what each style shows, which styles are those of private columns, and the first day.

    Styles go by their numbers, as cells have them.
    """

    strings: list[str]
    styles: Mapping[str, Shows]
    private: Container[str]
    from_1904: bool


class _TextReader(PartReader):
    """Puts together the runs of a text: each is decoded alone, and how Japanese text is read aloud is no part of it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._characters = 0
        self._pieces: list[str] = []
        self._runs: list[str] = []
        self._collects = False
        self._aside = False

    def text(self, text: str) -> None:
        if self._collects:
            self._characters += len(text)
            if self._characters > self._bounds.characters:
                raise too_much(f"it has more than {self._bounds.characters:,} characters")
            self._pieces.append(text)

    def _bounded(self, text: str) -> str:
        if len(text) > self._bounds.cell_characters:
            raise too_much(f"a cell of it has more than {self._bounds.cell_characters:,} characters")
        return text

    def _stored(self) -> str:
        if not self._pieces:
            return ""
        stored = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces.clear()
        return stored

    def _whole_text(self) -> str:
        if not self._runs:
            return ""
        text = self._runs[0] if len(self._runs) == 1 else "".join(self._runs)
        self._runs.clear()
        return text

    def _start_text(self, tag: str) -> None:
        if tag == "t":
            self._collects = not self._aside
        elif tag == "rPh":
            self._aside = True

    def _end_text(self, tag: str) -> None:
        if tag == "t":
            if self._collects:
                self._runs.append(decode(self._stored()))
            self._collects = False
        elif tag == "rPh":
            self._aside = False


class StringsReader(_TextReader):
    """Reads the texts that cells share."""

    TAGS = tags("si", "t", "rPh")

    def __init__(self, bounds: Bounds) -> None:
        """Start with nothing."""
        super().__init__(bounds)
        self.strings: list[str] = []

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        self._start_text(tag)

    def end(self, tag: str) -> None:
        """See an element end."""
        self._end_text(tag)
        if tag == "si":
            if len(self.strings) >= self._bounds.strings:
                raise too_much(f"it has more than {self._bounds.strings:,} texts")
            self.strings.append(self._bounded(self._whole_text()))


class SheetReader(_TextReader):
    """Reads one sheet: `ready` has the rows that are whole, `merges` the merged ranges, once all was seen."""

    TAGS = tags("row", "c", "v", "f", "t", "rPh", "mergeCell", "dataValidation")

    def __init__(self, shared: Shared, bounds: Bounds, never: Container[int]) -> None:
        """Read with the texts and styles of the workbook; of the columns `never` nothing is kept."""
        super().__init__(bounds)
        self.ready: list[tuple[int, Mapping[int, Cell]]] = []
        self.merges: list[Merge] = []
        self.prompts: list[Prompt] = []
        self._shared = shared
        self._never = never
        self._row = self._column = -1
        self._cells: dict[int, Cell] = {}
        self._count = 0
        self._is_open = self._is_wanted = self._is_formula = False
        self._kind = self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._collects = self._is_wanted
        elif tag == "row":
            self._start_row(attributes.get("r"))
        elif tag == "f":
            self._is_formula = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "dataValidation":
            self._prompt(attributes.get("promptTitle", ""), attributes.get("sqref", ""))
        elif self._is_wanted:
            self._start_text(tag)

    def end(self, tag: str) -> None:
        """See an element end."""
        if tag == "c":
            if self._is_wanted:
                self._end_cell()
            self._is_open = self._is_wanted = self._collects = False
        elif tag == "v":
            self._collects = False
        elif tag == "row":
            self._end_row()
        elif self._is_wanted:
            self._end_text(tag)

    def _end_row(self) -> None:
        if self._cells:
            self.ready.append((self._row, self._cells))
            self._cells = {}

    def _start_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else to_index(number)
        if not self._row < row < self._bounds.rows or self._is_open:
            raise damaged(f"is damaged: a row of it is numbered `{(number or '')[:12]}`")
        self._row, self._column = row, -1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1
        if reference is not None:
            place = _REFERENCE.fullmatch(reference)
            column = column_index(place[1]) if place and int(place[2]) == self._row + 1 else -1
        if not self._column < column < self._bounds.columns or self._is_open:
            raise damaged(f"is damaged: a cell of it stands at `{(reference or '')[:12]}`")
        self._column = column
        self._pieces.clear()
        self._runs.clear()
        self._aside = False
        self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._is_open, self._is_wanted, self._is_formula = True, column not in self._never, False

    def _end_cell(self) -> None:
        if self._kind == "inlineStr":
            cell = text_cell(self._whole_text())
        else:
            stored = self._stored()
            if self._kind == "s":
                index = to_index(stored, first=0) if stored else -1
                if index >= len(self._shared.strings) or (stored and index < 0):
                    raise damaged("is damaged: a text of it is missing")
                cell = text_cell(self._shared.strings[index] if stored else "")
            else:
                shows = self._shared.styles.get(self._style or "0", Shows.NUMBER)
                cell = decode_stored(self._kind, stored, shows, from_1904=self._shared.from_1904)
        if self._is_formula:
            cell = Cell(CellKind.FORMULA, cell.text, cell.number, cell.day)
        if cell.text or self._is_formula:
            self._count += 1
            if self._count > self._bounds.cells:
                raise too_much(f"a sheet of it has more than {self._bounds.cells:,} cells")
            self._bounded(cell.text)
            if self._style in self._shared.private:
                cell = replace(cell, is_private=True)
            self._cells[self._column] = cell

    def _merge(self, reference: str) -> None:
        if len(self.merges) >= self._bounds.merges:
            raise too_much(f"a sheet of it has more than {self._bounds.merges:,} merged ranges")
        if (found := _read_range(reference)) is not None:
            self.merges.append(found)

    def _prompt(self, title: str, references: str) -> None:
        # Of very many nothing is told: without them only less is known of where a column was.
        if title and len(self.prompts) < _MOST_PROMPTS and len(references) <= _LONGEST_PROMPT:
            ranges = tuple(found for each in references.split() if (found := _read_range(each)) is not None)
            self.prompts.append(Prompt(title=title, ranges=ranges))


def _read_range(reference: str) -> Merge | None:
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    corners = [(int(end[2]) - 1, column_index(end[1])) for end in ends if end]
    return Merge(*min(corners), *max(corners)) if len(ends) == len(corners) in (1, 2) else None


def column_letters(index: int) -> str:
    """Give the letters of a column, counted from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1_024)
def column_index(letters: str) -> int:
    """Give the number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def to_index(text: str, *, first: int = 1) -> int:
    """Read a number that counts from `first` as one that counts from 0; -1 where it is none."""
    return int(text) - first if _DIGITS.fullmatch(text) else -1
