"""Shelves of folded terms: each says which of its terms a folded text holds, at a cost that depends on the text, not on their number.

All that they give stands in the text letter for letter; whether it stands there as the term asks (as a whole word, say) is not theirs to
judge. They look for it step by step: only where a part of a text is a part of some term is the next, longer part looked up.
"""

import re
from collections.abc import Iterator, Sequence

ANYWHERE_LENGTH = 6
"""A term of at least so many folded characters is found anywhere, also inside other words."""

NUMBERED = re.compile(r"(.*[^0-9])([0-9]+)")
"""What a folded identifier with a number at its end looks like: what it begins with, and the number."""

_GRAM = 4
_GRAMS = re.compile("." * _GRAM)
_TAIL = ANYWHERE_LENGTH + 1
_FEW = 32


class AnywhereShelf:
    """Terms that are found anywhere.

    The text is cut into groups of four characters. Wherever a term of seven or more stands, one of the groups is one of the term's last
    four; for terms of six the text is cut a second time, two characters further on. Shorter terms are few: each is looked for, until they
    are so many that looking up every stretch of the text is less.
    """

    def __init__(self) -> None:
        """Begin without terms."""
        self._terms: set[str] = set()
        self._grams: set[str] = set()
        self._lengths: dict[str, set[int]] = {}
        self._even_grams: set[str] = set()
        self._short: set[str] = set()

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._terms)

    def add(self, term: str) -> None:
        """File a folded term."""
        self._terms.add(term)
        length = len(term)
        if length > ANYWHERE_LENGTH:
            # The end of a name or number tells more than its beginning.
            self._grams.update(term[at - _GRAM : at] for at in range(length - _GRAM + 1, length + 1))
            self._lengths.setdefault(term[-_TAIL:], set()).add(length)
        elif length == ANYWHERE_LENGTH:
            self._even_grams.update((term[:_GRAM], term[1 : _GRAM + 1]))
        else:
            self._short.add(term)

    def pick(self, folded: str) -> Iterator[str]:
        """Give the terms that a folded text holds, some more than once."""
        if self._grams:
            yield from self._pick_long(folded)
        if self._even_grams:
            yield from self._pick_six(folded)
        if len(self._short) <= _FEW:
            yield from (each for each in self._short if each in folded)
        else:
            for length in range(1, ANYWHERE_LENGTH):
                yield from self._short.intersection(folded[at : at + length] for at in range(len(folded)))

    def _pick_long(self, folded: str) -> Iterator[str]:
        for end in _find_grams(self._grams, folded, 0):
            for last in range(end, end + _GRAM):
                for length in self._lengths.get(folded[last - _TAIL : last], ()):
                    if (term := folded[last - length : last]) in self._terms:
                        yield term

    def _pick_six(self, folded: str) -> Iterator[str]:
        for offset in (0, _GRAM // 2):
            for end in _find_grams(self._even_grams, folded, offset):
                for last in (end + 1, end + 2):
                    if (term := folded[last - ANYWHERE_LENGTH : last]) in self._terms:
                        yield term


class WordShelf:
    """Terms that are found as whole words: as a run of letters and digits, or as several in a row.

    From each run that some term begins with, the text is followed for as long as a term goes on like it.
    """

    def __init__(self) -> None:
        """Begin without terms."""
        self._terms: set[str] = set()
        self._beginnings: set[str] = set()

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._terms)

    def add(self, term: str) -> None:
        """File a folded term."""
        self._terms.add(term)
        self._beginnings.update(term[:end] for end in range(1, len(term) + 1))

    def pick(self, runs: Sequence[str]) -> Iterator[str]:
        """Give the terms that a folded text holds, from its runs; some more than once."""
        met = self._beginnings.intersection(runs)
        if met:
            for at, run in enumerate(runs):
                if run in met:
                    yield from self._follow(runs, at)

    def _follow(self, runs: Sequence[str], start: int) -> Iterator[str]:
        text = ""
        for at in range(start, len(runs)):
            text += runs[at]
            if text not in self._beginnings:
                return
            if text in self._terms:
                yield text


class NumberShelf:
    """Identifiers that end in a number, such as `case208`: few beginnings, and any number of numbers.

    Only where a text has a number, and one of the beginnings stands before it, is the identifier looked up.
    """

    def __init__(self) -> None:
        """Begin without identifiers."""
        self._terms: set[str] = set()
        self._lengths: dict[str, set[int]] = {}
        self._sizes: set[int] = set()
        self._numbers = re.compile("[0-9]+")
        self._shortest = 0

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._terms)

    def add(self, term: str) -> None:
        """File a folded identifier. Raises ValueError where it has no number at its end."""
        parts = NUMBERED.fullmatch(term)
        if not parts:
            raise ValueError(term)
        beginning, length = parts[1], len(parts[2])
        self._terms.add(term)
        self._lengths.setdefault(beginning, set()).add(length)
        self._sizes.add(len(beginning))
        if not 0 < self._shortest <= length:
            self._shortest = length
            # Spelled out, so that the search jumps from digit to digit.
            self._numbers = re.compile("[0-9]" * length + "[0-9]*")

    def pick(self, folded: str) -> Iterator[str]:
        """Give the identifiers that a folded text holds, some more than once."""
        for number in self._numbers.finditer(folded):
            start = number.start()
            for size in self._sizes:
                for length in self._lengths.get(folded[max(start - size, 0) : start], ()):
                    term = folded[start - size : start + length]
                    if term in self._terms:
                        yield term


def find_all(part: str, text: str) -> Iterator[int]:
    """Give every position of a text at which a part of it stands; they may overlap."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _find_grams(wanted: set[str], folded: str, offset: int) -> Iterator[int]:
    """Give where those groups of characters end that are wanted, in a text cut into groups from an offset on."""
    grams = _GRAMS.findall(folded, offset)
    met = wanted.intersection(grams)
    if met:
        yield from (offset + _GRAM * at for at, gram in enumerate(grams, 1) if gram in met)
