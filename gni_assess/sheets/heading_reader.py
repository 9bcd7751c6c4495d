"""Finding the rows of a sheet that may hold headings, without making anything of the others: private texts may stand there."""

from collections.abc import Container, Sequence

from gni_assess.sheets.cells import text_cell
from gni_assess.sheets.guard import Bounds
from gni_assess.sheets.sheet_reader import Shared, SheetReader, to_index
from gni_assess.sheets.texts import decode, fold_line

LONGEST_HEADING = 300
FEWEST_HEADINGS = 2
"""One word may stand anywhere; two headings side by side are a row of headings."""


def find_likely(strings: Sequence[str], words: Container[str]) -> frozenset[int]:
    """Find which of the texts that cells share are, folded, among the words."""
    return frozenset(at for at, text in enumerate(strings) if len(text) <= LONGEST_HEADING and fold_line(text) in words)


class HeadingReader(SheetReader):
    """Reads one sheet: `ready` has the rows with enough texts that are among the words, with their short texts."""

    def __init__(self, shared: Shared, bounds: Bounds, words: Container[str], likely: Container[int]) -> None:
        """Look for these words, which are the shared texts `likely`."""
        super().__init__(shared, bounds, never=())
        self._words = words
        self._likely = likely
        self._numbers: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._hits = 0

    def _end_cell(self) -> None:
        if self._is_formula:
            return
        if self._kind == "s":
            number = to_index(self._stored(), first=0)
            if 0 <= number < len(self._shared.strings):
                self._numbers[self._column] = number
                self._hits += number in self._likely
        elif self._kind in ("inlineStr", "str"):
            text = self._whole_text() if self._kind == "inlineStr" else decode(self._stored())
            if text and len(text) <= LONGEST_HEADING:
                self._texts[self._column] = text
                self._hits += fold_line(text) in self._words

    def _end_row(self) -> None:
        if self._hits >= FEWEST_HEADINGS:
            texts = {column: self._shared.strings[number] for column, number in self._numbers.items()} | self._texts
            cells = {column: text_cell(texts[column]) for column in sorted(texts) if 0 < len(texts[column]) <= LONGEST_HEADING}
            self.ready.append((self._row, cells))
        self._numbers.clear()
        self._texts.clear()
        self._hits = 0
