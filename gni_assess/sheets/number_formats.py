"""What the number formats of a workbook show: a plain number, a day or a time. Only the format tells a day from a number."""

import re
from enum import Enum, auto


class Shows(Enum):
    """What a reader sees in a cell that stores a number."""

    NUMBER = auto()
    DAY = auto()
    TIME = auto()


# ECMA-376 part 1, 18.8.30, with those that depend on the language (27 to 36 and 50 to 58 are days in East Asian ones).
_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_TIMES = frozenset({*range(18, 22), *range(32, 36), *range(45, 48)})

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|am/pm|a/p', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]?")
_MINUTES = re.compile(r"h+[^a-z]*m+|m+[^a-z]*s", re.IGNORECASE)
_LONGEST = 255


def shown_by(number: int, code: str | None) -> Shows:
    """Tell what a format shows, by its number and, where the workbook has one of its own, its code."""
    if code is None:
        return Shows.DAY if number in _DAYS else Shows.TIME if number in _TIMES else Shows.NUMBER
    first = _LITERAL.sub("", code[:_LONGEST]).split(";")[0]
    if "general" in first.lower():
        return Shows.NUMBER
    if _ELAPSED.search(first):
        return Shows.TIME
    first = _BRACKET.sub("", first)
    has_clock = bool(re.search("[hs]", first, re.IGNORECASE))
    without_minutes = _MINUTES.sub("", first)
    if re.search("[ydg]", without_minutes, re.IGNORECASE) or re.search("m", without_minutes, re.IGNORECASE):
        # E stands for the year in East Asian formats, and for the exponent elsewhere; a day has other letters beside it.
        return Shows.DAY
    return Shows.TIME if has_clock else Shows.NUMBER
