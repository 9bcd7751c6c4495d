"""Fit paragraphs to the width of the terminal, showing what people typed literally."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gni_assess.interview.terminal import Line, Piece, Style
from gni_assess.model.columns import count_columns, cut_columns
from gni_assess.model.visible import visible_text

_NARROWEST = 12
"""Below this, wrapping makes text unreadable; the terminal folds the lines itself."""

_HANG = 4
"""How far a text stands in below a key that leaves no room beside it."""

_JOINT = "\0"
"""Stands for a blank at which a line must not end; text that is made visible never has it."""

_TO_TYPE = re.compile(r"`[^`\n]+`")


@dataclass(frozen=True, kw_only=True)
class Para:
    """A paragraph: an optional lead (a key, a bullet) and text that hangs beside it. Line ends in the text are kept."""

    text: str = ""
    style: Style = Style.PLAIN
    lead: str = ""
    indent: int = 0


BLANK = Para()
"""An empty line."""


def plain(text: str) -> Para:
    """Make a paragraph in the plain style."""
    return Para(text=text)


def hint(text: str) -> Para:
    """Make a paragraph that says how to go on."""
    return Para(text=text, style=Style.HINT)


def good(text: str) -> Para:
    """Make a paragraph that says that something was done."""
    return Para(text=text, style=Style.GOOD)


def warning(text: str) -> Para:
    """Make a paragraph that says that something was not understood or is missing."""
    return Para(text=text, style=Style.WARNING)


def heading(text: str) -> Para:
    """Make a heading."""
    return Para(text=text, style=Style.HEADING)


def choice(key: str, text: str) -> Para:
    """Make one line of a list to choose from."""
    return Para(text=text, lead=f"{key}  ", indent=2)


def bullet(text: str) -> Para:
    """Make one item of a list."""
    return Para(text=text, lead="- ", indent=2)


def quoted(text: str) -> Para:
    """Make a paragraph of what somebody typed."""
    return Para(text=text, style=Style.QUOTED, lead="| ", indent=2)


def shorten(text: str, lines: int = 8) -> str:
    """Give the beginning of a long text, and say how much more there is."""
    first = "\n".join(text.split("\n")[:lines])[: lines * 80]
    return text if first == text else f"{first}\n… ({len(text) - len(first)} more characters)"


def lay_out(para: Para, width: int) -> Iterator[Line]:
    """Give the lines of a paragraph, each at most `width` columns wide; no character is dropped but blanks at the breaks."""
    lead = visible_text(para.lead).replace("\n", " ")
    margin = para.indent + count_columns(lead)
    if para.style is not Style.QUOTED and width - margin < _NARROWEST <= width - para.indent - _HANG and lead.strip():
        # Beside a long key there is no room for what it means: it goes below.
        yield (Piece(text=" " * para.indent + lead.rstrip(), style=Style.KEY),)
        yield from lay_out(replace(para, lead="", indent=para.indent + _HANG), width)
        return
    # A quotation repeats its bar on every line, so that it is clear where somebody's text ends.
    follow = lead if para.style is Style.QUOTED else " " * count_columns(lead)
    room = max(width - margin, _NARROWEST)
    text = visible_text(para.text).expandtabs(4)
    whole = text if para.style is Style.QUOTED else _keep_whole(text, room * 3 // 4)
    rows = (row.replace(_JOINT, " ") for line in whole.split("\n") for row in _fold(line, room))
    for number, row in enumerate(rows):
        before = " " * para.indent + (lead if number == 0 else follow)
        line = (
            (Piece(text=before, style=Style.KEY), Piece(text=row, style=para.style))
            if before.strip()
            else (Piece(text=before + row, style=para.style),)
        )
        yield line if (before + row).strip() else ()


def _keep_whole(text: str, most: int) -> str:
    # What is to be typed, such as `:g GOV-02`, is not torn apart at the end of a line.
    return _TO_TYPE.sub(lambda found: found[0].replace(" ", _JOINT) if len(found[0]) <= most else found[0], text)


def _fold(line: str, width: int) -> Iterator[str]:
    while count_columns(line) > width:
        end = max(len(cut_columns(line, width)), 1)
        space = line.rfind(" ", 1, end + 1)
        cut = space if line[: max(space, 0)].strip() else end
        yield line[:cut].rstrip(" ")
        line = line[cut:].lstrip(" ")
    yield line
