"""Folding: the same text for every way to write the same letters and digits, with the way back to the original."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Letters by category that are not read as such: stretching strokes, fillers that show nothing, and marks written as apostrophes.
_UNREAD = frozenset(
    [
        *("\u0640", "\u07fa", "\u115f", "\u1160", "\u3164", "\uffa0", "\u02ec", "\u02ee", "\ua78b", "\ua78c"),
        *(chr(code) for code in range(0x02B9, 0x02C2)),
        *(chr(code) for code in range(0x02C6, 0x02D2)),
    ]
)

# Scripts that are written without spaces between words, or (Hangul) with particles joined to names.
_UNSPACED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x19E0, 0x19FF), (0x2E80, 0x2FDF), (0x3005, 0x3007)),
    *((0x3021, 0x3029), (0x3038, 0x303B), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F)),
    *((0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x1B000, 0x1B16F), (0x20000, 0x323AF)),
)


@dataclass(frozen=True)
class Folded:
    """A folded text: one form for all texts that differ only in letter case, accents, width, separators, or the script of digits."""

    text: str
    folded: str

    @cached_property
    def origins(self) -> tuple[int, ...]:
        """For each folded character, the position in the text of the character it comes from."""
        if self.text.isascii():
            return tuple(at for at, char in enumerate(self.text) if char.isalnum())
        return tuple(at for at, char in enumerate(self.text) for _ in char.translate(_TABLE))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the text that a stretch of the folded text comes from; `end` is exclusive and after `start`."""
        return self.origins[start], self.origins[end - 1] + 1

    def is_edge(self, at: int) -> bool:
        """Whether a word can begin or end before this position of the folded text."""
        if at in (0, len(self.folded)) or is_unspaced(self.folded[at - 1]) or is_unspaced(self.folded[at]):
            return True
        before, after = self.origins[at - 1], self.origins[at]
        return any(not _is_ignorable(char) for char in self.text[before + 1 : after])


def fold(text: str) -> Folded:
    """Fold a text: NFKC and case folding, digits as ASCII, and everything but letters and digits dropped."""
    return Folded(text, text.translate(_TABLE))


def fold_runs(text: str) -> list[str]:
    """Fold a text into its unbroken runs of letters and digits; each character of a script without spaces is a run.

    Joined they are the folded text.
    """
    return text.translate(_SPACED_TABLE).split()


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script in which words are not set apart by spaces."""
    if char < "\u0e00":
        return False
    code = ord(char)
    return any(first <= code <= last for first, last in _UNSPACED)


class _FoldTable(dict[int, str | None]):
    """What each character folds to (None: nothing), filled as characters are met."""

    def __missing__(self, code: int) -> str | None:
        folded = self[code] = _fold_char(chr(code)) or None
        return folded


class _SpacedTable(dict[int, str | None]):
    """The same, with a space for what sets words apart and around characters that stand alone."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded = _TABLE[code]
        if folded is None:
            spaced = None if _is_ignorable(char) else " "
        else:
            spaced = "".join(f" {each} " if is_unspaced(each) else each for each in folded)
        self[code] = spaced
        return spaced


def _fold_char(char: str) -> str:
    if char in _UNREAD:
        return ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(_fold_part(each) for each in folded)


def _fold_part(char: str) -> str:
    if char == "\N{LATIN SMALL LETTER DOTLESS I}":
        return "i"
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return char if char.isalnum() and char not in _UNREAD else ""


def _is_ignorable(char: str) -> bool:
    category = unicodedata.category(char)
    return category.startswith("M") or category == "Cf" or char in _UNREAD


_TABLE = _FoldTable()
_SPACED_TABLE = _SpacedTable()
for _code in range(128):
    # Filled beforehand so that text in ASCII never leaves the interpreter's fast path.
    _ = _TABLE[_code], _SPACED_TABLE[_code]
