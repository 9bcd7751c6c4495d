"""What a plain scalar means in the core schema of YAML 1.2 (specification 1.2.2, chapter 10.3)."""

import re
from typing import Final

WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
"""The plain words that are not text. `NO`, `yes` and `on` are text: Norway is a jurisdiction."""

NUMBER_STARTS: Final = frozenset("0123456789+-.")
"""What a number can begin with; anything else need not be looked at."""

MAX_DIGITS: Final = 1_000
"""The most digits of a whole number: reading longer ones takes time that grows with their square."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)")


def resolve_number(text: str) -> str | int | float:
    """Read a plain scalar that begins like a number; it stays text where it is none (dates, `12:30`, `1_000`, `1.2.3`).

    Raises OverflowError for a whole number of more than `MAX_DIGITS` digits.
    """
    for pattern, base in ((_INTEGER, 10), (_OCTAL, 8), (_HEXADECIMAL, 16)):
        if pattern.fullmatch(text):
            if len(text) > MAX_DIGITS and len(text.lstrip("+-")) > MAX_DIGITS:
                raise OverflowError
            return int(text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITY.fullmatch(text):
        return float(text.replace(".", "").lower())
    return float("nan") if _NAN.fullmatch(text) else text


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Read a plain scalar; raises OverflowError as `resolve_number` does."""
    if text in WORDS:
        return WORDS[text]
    return resolve_number(text) if text[0] in NUMBER_STARTS else text


def escape(character: str) -> str:
    """Return a character as an escape that double quotes may hold."""
    return character.encode("unicode_escape").decode("ascii")
