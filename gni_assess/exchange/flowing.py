"""Text as it flows in a cell: records are wrapped for editors, and a cell has a width of its own."""

import re
from itertools import pairwise
from typing import Final

_WIDTHS: Final = range(40, 161)
"""How long the longest line is where an editor wrapped a paragraph, in characters."""

_ITEM: Final = re.compile(r"\s|[-*+•]\s|\(?(?:\d{1,3}|[A-Za-z])[.)]\s")
_ENDS: Final = (".", "!", "?", ":", ";")


def flow(text: str) -> str:
    """Join the lines of paragraphs that an editor wrapped; lists, and lines that end where somebody ended them, stay as they are."""
    return "\n\n".join(map(_flow_paragraph, text.rstrip("\n").split("\n\n")))


def _flow_paragraph(paragraph: str) -> str:
    lines = paragraph.split("\n")
    longest = max(map(len, lines))
    if longest not in _WIDTHS or any(not line.strip() or _ITEM.match(line) for line in lines):
        return paragraph
    # Wrapped is what breaks only where the next word has no room, and at least once in the middle of a sentence.
    has_no_room = all(len(line) + 1 + len(after.split()[0]) > longest for line, after in pairwise(lines))
    is_wrapped = has_no_room and any(not line.rstrip().endswith(_ENDS) for line in lines[:-1])
    return " ".join(line.strip() for line in lines) if is_wrapped else paragraph
