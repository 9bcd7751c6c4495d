"""Words without their endings, so that `notify` finds `notified` and `policies` finds `policy`."""

import re
import unicodedata
from functools import cache

Stems = tuple[str, ...]
"""A word, or the words of a phrase, without their endings."""

_CUT = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ors", "or", "ers", "er", "ed", "es", "al", "e", "s")
_ENDINGS = (("ications", "y"), ("ication", "y"), ("ies", "y"), ("ied", "y"), *((each, "") for each in _CUT))
"""What is taken off a word, and what is put in its place. Not a plain `y`: `policy` must stay apart from `police`."""

_LEAST = 4
"""So many letters of a word stay at least; shorter words are compared whole."""


def stems_of(text: str) -> Stems:
    """Give the words of a text without letter case, accents and endings."""
    return tuple(map(_stem, re.findall(r"\w+", folded(text))))


def folded(text: str) -> str:
    """Take letter case and accents out of a text."""
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(each))


def sentence_with(text: str, stems: Stems) -> str:
    """Give the first sentence of a text that has these words in a row, on one line; the whole text where they cross its sentences."""
    for each in re.split(r"(?<=[.?!])\s+", text.strip()):
        if stands_in(stems, stems_of(each)):
            return " ".join(each.split())
    return " ".join(text.split())


def stands_in(stems: Stems, text: Stems) -> bool:
    """Whether some words stand in a text, in a row."""
    return any(text[start : start + len(stems)] == stems for start, each in enumerate(text) if each == stems[0])


@cache
def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _LEAST:
            return word.removesuffix(ending) + instead
    return word
