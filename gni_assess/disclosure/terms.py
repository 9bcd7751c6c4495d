"""Finding protected terms in texts, however they are written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from gni_assess.disclosure.folding import Folded, fold, fold_runs
from gni_assess.disclosure.shelves import ANYWHERE_LENGTH, NUMBERED, AnywhereShelf, NumberShelf, WordShelf, find_all
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm

__all__ = ["Folded", "Match", "Search", "Term", "TermIndex", "fold", "is_weak", "protect"]

WEAK_LENGTH = 3
"""A term of fewer folded characters cannot be matched safely."""

_BROKEN_WORD = re.compile("[-\u00ad\u2010\u2011]\\s*\n\\s*")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")


class Search(StrEnum):
    """How a term is looked for."""

    ANYWHERE = "anywhere"
    """Anywhere in the folded text, also across line breaks and separators."""
    WORD = "word"
    """As a whole word, with white space inside only if the term has some."""
    IDENTIFIER = "identifier"
    """As a whole word, with anything but letters and digits inside; letters may be stuck to the number at its end (`CASE-208b`)."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A text to look for."""

    text: str
    search: Search


@dataclass(frozen=True, kw_only=True)
class Match:
    """Where a term stands in the original text; `end` is exclusive."""

    term: Term
    start: int
    end: int


def is_weak(term: ProtectedTerm) -> bool:
    """Whether a protected term is too short to be matched safely (GNI513); it is still looked for as a whole word."""
    return len(fold(term.term).folded) < WEAK_LENGTH


def protect(term: ProtectedTerm) -> Term:
    """Turn a protected term into what is looked for: long terms, and those that say so, anywhere; the others as whole words."""
    length = len(fold(term.term).folded)
    anywhere = length >= ANYWHERE_LENGTH or (term.match is TermMatch.ANYWHERE and length >= WEAK_LENGTH)
    return Term(text=term.term, search=Search.ANYWHERE if anywhere else Search.WORD)


class TermIndex:
    """Terms made ready to be found in many texts.

    Most texts hold none, so a text is first asked which terms it holds letter for letter; the work for that grows with the text, and not
    with the number of terms. Only for those are positions looked for.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        """Sort the terms by how they are found; a term without letters and digits is never found."""
        self._terms: dict[str, list[Term]] = {}
        self._anywhere, self._words, self._numbered = AnywhereShelf(), WordShelf(), NumberShelf()
        for term in dict.fromkeys(terms):
            folded = fold(term.text).folded
            if not folded:
                continue
            self._terms.setdefault(folded, []).append(term)
            if term.search is Search.ANYWHERE:
                self._anywhere.add(folded)
            elif term.search is Search.IDENTIFIER and NUMBERED.fullmatch(folded):
                self._numbered.add(folded)
            else:
                self._words.add(folded)

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._terms)

    def may_find(self, texts: Sequence[str]) -> bool:
        """Whether any of these texts can hold a term: a quick test that may say yes in vain, never no."""
        return any(True for _ in self._candidates("\n".join(_readings(*texts))))

    def find(self, text: str) -> tuple[Match, ...]:
        """Find every place where a term stands in a text, in the order of the text. Percent-escapes are found undone, as a whole."""
        matches: dict[Match, None] = {}
        for reading in _readings(text):
            for term, start, end in self._find_in(reading):
                span = (start, end) if reading == text else (0, len(text))
                matches[Match(term=term, start=span[0], end=span[1])] = None
        return tuple(sorted(matches, key=lambda each: (each.start, each.end, each.term.text, each.term.search)))

    def find_terms(self, text: str) -> frozenset[Term]:
        """Find which terms stand in a text."""
        return frozenset(term for reading in _readings(text) for term, _, _ in self._find_in(reading))

    def _find_in(self, reading: str) -> Iterator[tuple[Term, int, int]]:
        found = set(self._candidates(reading))
        text = fold(reading) if found else Folded("", "")
        for needle in found:
            for term in self._terms[needle]:
                yield from ((term, *span) for span in _find_one(text, term, needle))

    def _candidates(self, text: str) -> Iterator[str]:
        """Give folded terms that stand in a text letter for letter, among them all that `find` finds."""
        if self._words:
            runs = fold_runs(text)
            yield from self._words.pick(runs)
            folded = "".join(runs)
        else:
            folded = fold(text).folded
        if self._anywhere:
            yield from self._anywhere.pick(folded)
        if self._numbered:
            yield from self._numbered.pick(folded)


def _readings(*texts: str) -> Iterator[str]:
    """Give each text as it stands, and once more without percent-escapes, in which addresses carry letters beyond ASCII."""
    yield from texts
    for text in texts:
        if "%" in text and _ESCAPED.search(text):
            yield unquote(text)


def _find_one(text: Folded, term: Term, needle: str) -> Iterator[tuple[int, int]]:
    for at in find_all(needle, text.folded):
        end = at + len(needle)
        if term.search is Search.ANYWHERE or (text.is_edge(at) and _is_whole(text, term, at, end)):
            yield text.span(at, end)


def _is_whole(text: Folded, term: Term, at: int, end: int) -> bool:
    """Whether a term that begins with a word ends with one, and has nothing inside that it may not have."""
    if term.search is Search.IDENTIFIER:
        return text.is_edge(end) or _is_only_lettered(text, at, end)
    return text.is_edge(end) and (any(char.isspace() for char in term.text.strip()) or _is_unbroken(text, at, end))


def _is_only_lettered(text: Folded, at: int, end: int) -> bool:
    """Whether letters are stuck to an identifier's number, which itself stands in one piece: `CASE-208b`, not `2081` or `20 8b`."""
    parts = NUMBERED.fullmatch(text.folded, at, end)
    return parts is not None and not text.folded[end].isdecimal() and not any(map(text.is_edge, range(parts.start(2) + 1, end)))


def _is_unbroken(text: Folded, at: int, end: int) -> bool:
    start, stop = text.span(at, end)
    # A word that was divided at the end of a line is still one word.
    return not any(char.isspace() for char in _BROKEN_WORD.sub("", text.text[start:stop]))
