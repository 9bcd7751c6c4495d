"""How much room text takes in a cell, so that rows and columns fit what they hold.

The typeface is Arial, and what stands in for it everywhere has the same widths (Liberation Sans, Nimbus Sans, Arimo), so an estimate holds
in every program. Widths are in hundredths of the height of the type (em).
"""

import math
import unicodedata

FONT = "Arial"
FONT_SIZE = 9
LINE_HEIGHT = 11.4
"""The height of a line of text, in points."""

_EM_PIXELS = FONT_SIZE * 96 / 72
_UNIT_PIXELS = 7  # the unit of a column's width: a digit of the workbook's default font, Arial 10
_PER_UNIT = 100 * _UNIT_PIXELS / _EM_PIXELS
_SAFE = 0.96  # at some sizes of the screen letters run wider than on paper
_BOLD = 1.09
_LONG = 1_500  # characters of one line; above, words are not looked at one by one
_RAGGED = 130  # the end of a line that stays empty because the next word is too long for it
_WIDE = 44  # what a letter of East Asia takes more than an unknown one
_FIRST_WIDE = "\u1100"

_BY_WIDTH = {
    19: "'",
    22: "ijl",
    26: "|",
    28: " !,./:;I[]\\ft",
    33: "()-`r{}",
    36: '"',
    39: "*",
    47: "^",
    50: "Jcksvxyz",
    56: "\t0123456789#$?L_abdeghnopqu",
    58: "+<=>~",
    61: "FTZ",
    67: "&ABEKPSVXY",
    72: "CDHNRUw",
    78: "GOQ",
    83: "Mm",
    89: "%",
    94: "W",
    102: "@",
}
_OF_LETTER = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_WIDTHS = bytes(_OF_LETTER.get(chr(code), 60) for code in range(256))


def text_width(line: str, *, bold: bool = False) -> float:
    """Measure one line."""
    width: float = sum(line.encode("latin-1", "replace").translate(_WIDTHS))
    if not line.isascii() and max(line) >= _FIRST_WIDE:
        width += _WIDE * sum(unicodedata.east_asian_width(each) in "WF" for each in line)
    return width * _BOLD if bold else width


def column_width(line: str, *, bold: bool = False) -> float:
    """Give how wide a column must be to show a line without a break."""
    return text_width(line, bold=bold) / _PER_UNIT / _SAFE + 1


def lines_needed(text: str, width: float, *, bold: bool = False) -> int:
    """Estimate in how many lines a column of this width shows a text."""
    room = max(100.0, width * _PER_UNIT * _SAFE)
    return sum(_lines_of(line, room, bold=bold) for line in text.split("\n"))


def _lines_of(line: str, room: float, *, bold: bool) -> int:
    width = text_width(line, bold=bold)
    if width <= room:
        return 1
    if len(line) > _LONG:
        return math.ceil(width / max(room / 2, room - _RAGGED))
    lines, used = 1, 0.0
    space = text_width(" ", bold=bold)
    for word in line.split(" "):
        wide = text_width(word, bold=bold)
        if used + wide <= room:
            used += wide + space
            continue
        # A word too long for any line is broken.
        lines += (used > 0) + max(0, math.ceil(wide / room) - 1)
        used = wide % room + space
    return lines
