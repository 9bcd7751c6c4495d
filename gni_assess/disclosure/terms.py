"""Finding protected terms in texts, however they are written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from gni_assess.disclosure.folding import Folded, fold, fold_runs
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm

__all__ = ["Folded", "Match", "Search", "Term", "TermIndex", "fold", "is_weak", "protect"]

WEAK_LENGTH = 3
"""A term of fewer folded characters cannot be matched safely."""

ANYWHERE_LENGTH = 6
"""A term of at least so many folded characters is found anywhere, also inside other words."""

_GRAM = 4
_GRAMS = re.compile("." * _GRAM)
_BROKEN_WORD = re.compile("[-\u00ad\u2010\u2011]\\s*\n\\s*")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")


class Search(StrEnum):
    """How a term is looked for."""

    ANYWHERE = "anywhere"
    """Anywhere in the folded text, also across line breaks and separators."""
    WORD = "word"
    """As a whole word, with white space inside only if the term has some."""
    IDENTIFIER = "identifier"
    """As a whole word, with anything but letters and digits inside."""


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

    Most texts hold none, so a text is first asked cheaply which terms it can hold at all. The folded text is cut into groups of four
    characters; wherever a term of seven or more stands, one of the groups is one of the term's last four (for terms of six the text is
    cut a second time, two characters further on). And where a whole word ends, an unbroken run of letters and digits ends, in which the
    term ends too. Only for the terms found so are positions looked for.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        """Sort the terms by how they are found; a term without letters and digits is never found."""
        self._terms: dict[Term, str] = {term: folded for term in terms if (folded := fold(term.text).folded)}
        self._by_gram: dict[str, list[Term]] = {}
        self._by_either_gram: dict[str, list[Term]] = {}
        self._by_ending: dict[str, list[Term]] = {}
        self._anytime: list[Term] = []
        for term, folded in self._terms.items():
            if term.search is not Search.ANYWHERE:
                _file(self._by_ending, {folded[at:] for at in range(len(folded))}, term)
            elif len(folded) > ANYWHERE_LENGTH:
                # The end of a name or number tells more than its beginning.
                _file(self._by_gram, {folded[at - _GRAM : at] for at in range(len(folded) - _GRAM + 1, len(folded) + 1)}, term)
            elif len(folded) == ANYWHERE_LENGTH:
                _file(self._by_either_gram, {folded[:_GRAM], folded[1 : _GRAM + 1]}, term)
            else:
                self._anytime.append(term)

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._terms)

    def may_find(self, texts: Sequence[str]) -> bool:
        """Whether any of these texts can hold a term: a quick test that may say yes in vain, never no."""
        return any(self._candidates("\n".join(_readings(*texts))))

    def find(self, text: str) -> tuple[Match, ...]:
        """Find every place where a term stands in a text, in the order of the text. Percent-escapes are found undone, as a whole."""
        matches: dict[Match, None] = {}
        for reading in _readings(text):
            for term in self._candidates(reading):
                for start, end in _find_one(fold(reading), term, self._terms[term]):
                    span = (start, end) if reading == text else (0, len(text))
                    matches[Match(term=term, start=span[0], end=span[1])] = None
        return tuple(sorted(matches, key=lambda each: (each.start, each.end, each.term.text, each.term.search)))

    def find_terms(self, text: str) -> frozenset[Term]:
        """Find which terms stand in a text."""
        return frozenset(each.term for each in self.find(text))

    def _candidates(self, text: str) -> Iterator[Term]:
        runs = fold_runs(text)
        folded = "".join(runs)
        possible = set(self._anytime)
        if self._by_gram or self._by_either_gram:
            grams = _GRAMS.findall(folded)
            possible.update(_pick(self._by_gram, grams))
            if self._by_either_gram:
                grams.extend(_GRAMS.findall(folded, _GRAM // 2))
                possible.update(_pick(self._by_either_gram, grams))
        if self._by_ending:
            possible.update(_pick(self._by_ending, runs))
        return (term for term in possible if self._terms[term] in folded)


def _file(shelf: dict[str, list[Term]], keys: Iterable[str], term: Term) -> None:
    for key in keys:
        shelf.setdefault(key, []).append(term)


def _pick(shelf: dict[str, list[Term]], keys: list[str]) -> Iterator[Term]:
    return (term for key in shelf.keys() & keys for term in shelf[key])


def _readings(*texts: str) -> Iterator[str]:
    """Give each text as it stands, and once more without percent-escapes, in which addresses carry letters beyond ASCII."""
    yield from texts
    for text in texts:
        if "%" in text and _ESCAPED.search(text):
            yield unquote(text)


def _find_one(text: Folded, term: Term, needle: str) -> Iterator[tuple[int, int]]:
    at = text.folded.find(needle)
    while at >= 0:
        end = at + len(needle)
        if term.search is Search.ANYWHERE or (text.is_edge(at) and text.is_edge(end) and _is_unbroken(text, term, at, end)):
            yield text.span(at, end)
        at = text.folded.find(needle, at + 1)


def _is_unbroken(text: Folded, term: Term, at: int, end: int) -> bool:
    if term.search is Search.IDENTIFIER or any(char.isspace() for char in term.text.strip()):
        return True
    start, stop = text.span(at, end)
    # A word that was divided at the end of a line is still one word.
    return not any(char.isspace() for char in _BROKEN_WORD.sub("", text.text[start:stop]))
