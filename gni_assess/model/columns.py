"""How many columns text takes on a terminal."""

import textwrap
import unicodedata

_FILLER = "\0"
_LEAST = 20


def count_columns(text: str) -> int:
    """Count the columns of a text: two for wide characters, none for combining ones and joiners."""
    if text.isascii():
        return len(text)
    return sum(_width_of(char) for char in text)


def cut_columns(text: str, most: int) -> str:
    """Give the start of a text that takes no more than some columns."""
    used = 0
    for index, char in enumerate(text):
        used += _width_of(char)
        if used > most:
            return text[:index]
    return text


def _width_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap_columns(text: str, width: int, *, first: str = "", later: str = "") -> list[str]:
    """Wrap text at word ends to a terminal of some width; `first` and `later` begin the first and the following lines."""
    # Wrapping counts characters; a filler before each wide one makes them as many as the columns, but for one at a break.
    filled = text if text.isascii() else "".join(f"{_FILLER}{each}" if _width_of(each) > 1 else each for each in text)
    lines = textwrap.wrap(filled, max(width - 1, _LEAST), initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
    return [each.replace(_FILLER, "") for each in lines]


def unwrap(text: str) -> str:
    """Join the lines of each paragraph: packs are wrapped for editors, and a terminal or a cell has a width of its own."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))
