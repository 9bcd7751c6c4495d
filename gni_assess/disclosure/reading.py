"""A text read as a person would copy it: one form for every way to write a letter, digit, hyphen, dot or space; with the way back."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Self

_DOTS = frozenset("\u3002\u00b7\u2022\u2219\u22c5\u30fb\u06d4")
_HYPHENS = frozenset("\u2212\u2043\u00af\u02d7")
_SLASHES = frozenset("\u2044\u2215\u29f8")

# "name (at) example [dot] org", "192.0.2[.]1", and "name at example dot com": written so that machines overlook them.
_BRACKETED = re.compile(r" ?[\[({<] ?(at|dot|punkt|@|\.|:) ?[\])}>] ?")
# Not those that are words: `is`, `no`, `to`.
_TOP = "com|org|net|int|edu|gov|info|io|eu|de|uk|fr|tr|br|nl|se|dk|fi|es|pt|pl|ch|ru|ua|cn|jp|kr|ca|au|nz|mx|ar|gr|cz|za|app|dev"
_DOMAIN = rf"[\w-]{{1,63}}(?: dot [\w-]{{1,63}}){{0,4}} dot (?:{_TOP})\b"
_SPELLED = re.compile(rf"(?<=\w) (at) (?={_DOMAIN})|(?<=\w) (?:dot) (?=\w)")
_SPELLED_ADDRESS = re.compile(rf"\w at {_DOMAIN}")
_SIGNS = {"at": "@", "dot": ".", "punkt": "."}


@dataclass(frozen=True)
class Reading:
    """A text and its plain form, in which everything is found. `spans` is there where it is not made character by character."""

    text: str
    plain: str
    spans: tuple[tuple[int, int], ...] | None = None

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        if self.spans is not None:
            return self.spans
        if len(self.text) == len(self.plain) and self.text.isascii():
            return tuple((at, at + 1) for at in range(len(self.text)))
        return tuple((at, at + 1) for at, char in enumerate(self.text) for _ in _PLAIN[ord(char)] or "")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the text that a stretch of the plain form comes from; `end` is exclusive and after `start`."""
        return self._spans[start][0], self._spans[end - 1][1]

    def replace(self, pattern: re.Pattern[str], signs: dict[str, str]) -> Self:
        """Put a sign in place of each word of a pattern (its first group)."""
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        at = 0
        for found in pattern.finditer(self.plain):
            word = found[1] or "dot"
            pieces += [self.plain[at : found.start()], signs.get(word, word)]
            spans += [*self._spans[at : found.start()], self.span(*found.span())]
            at = found.end()
        return type(self)(self.text, "".join((*pieces, self.plain[at:])), (*spans, *self._spans[at:])) if pieces else self


def read_plainly(text: str) -> Reading:
    """Read a text: small letters without accents, digits as ASCII, no invisible characters, spelled-out signs as signs."""
    reading = Reading(text, text.translate(_PLAIN))
    if any(each in reading.plain for each in ("[", "(", "{", "<")):
        reading = reading.replace(_BRACKETED, _SIGNS)
    if " dot " in reading.plain and _SPELLED_ADDRESS.search(reading.plain):
        reading = reading.replace(_SPELLED, _SIGNS)
    return reading


class _PlainTable(dict[int, str | None]):
    """What each character is read as (None: nothing), filled as characters are met."""

    def __missing__(self, code: int) -> str | None:
        plain = self[code] = "".join(map(_read_part, unicodedata.normalize("NFKD", chr(code)).casefold())) or None
        return plain


def _read_part(char: str) -> str:
    category = unicodedata.category(char)
    if category.startswith("M") or category == "Cf":
        return ""
    if category.startswith("Z") or char in "\n\r\t\v\f\x85":
        return " "
    if category == "Pd" or char in _HYPHENS:
        return "-"
    if char in _DOTS:
        return "."
    if char in _SLASHES:
        return "/"
    digit = unicodedata.decimal(char, None)
    return str(digit) if digit is not None else "i" if char == "\N{LATIN SMALL LETTER DOTLESS I}" else char


_PLAIN = _PlainTable()
for _code in range(128):
    # Filled beforehand so that text in ASCII never leaves the interpreter's fast path.
    _ = _PLAIN[_code]
