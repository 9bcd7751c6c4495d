"""Text that goes into cells: exactly as typed wherever a workbook can hold it, and visibly changed where it cannot.

A workbook stores text as XML, in which `_x0041_` stands for `A`. The XML writer escapes one such sequence, but not the second of two
that share an underscore, and it takes text from `<r>` to `</r>` for ready-made XML. `pieces` cuts such text so that neither happens.
"""

import re
from itertools import pairwise

MAX_UNITS = 32_767
"""The most UTF-16 units that Excel holds in one cell."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STORED_ESCAPE = re.compile("_x([0-9a-fA-F]{4})_")
_ESCAPE_START = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_OVERLAP = re.compile("(?<=_x[0-9a-fA-F]{4})_(?=x[0-9a-fA-F]{4}_)")
_RUN_XML = 300  # more than the XML around one run of rich text
_SPLIT_WINDOW = 2_000  # how far back a better place to split is looked for


def fold_line(text: str) -> str:
    """Give a heading or an id without what people do not see or mean: case, and white space around and between words."""
    return " ".join(text.split()).casefold()


def visible(text: str) -> str:
    r"""Give the text that a cell will show.

    Unchanged, but for line ends (`\r\n` becomes `\n`) and for what XML or Excel refuses: control characters, lone surrogates, U+FFFE and
    U+FFFF are shown as `\x1b` or `\ufffe`, a lone carriage return as `\x0d`.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\\x0d")
    return _REFUSED.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - what fits in two hexadecimal digits


def units(text: str) -> int:
    """Count UTF-16 units, which is how Excel counts characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str) -> tuple[str, ...]:
    """Split visible text into parts that fit one cell each; joined they are the text again."""
    result: list[str] = []
    rest = text
    while units(rest) > MAX_UNITS:
        end = _fit(rest)
        result.append(rest[:end])
        rest = rest[end:]
    result.append(rest)
    return tuple(small for part in result for small in _halves(part))


def _fit(text: str) -> int:
    end = MAX_UNITS
    while (excess := units(text[:end]) - MAX_UNITS) > 0:
        end -= (excess + 1) // 2
    for gap in ("\n", " "):
        found = text.rfind(gap, end - _SPLIT_WINDOW, end)
        if found > 0:
            return found + 1
    return end


def _halves(part: str) -> tuple[str, ...]:
    """Split text whose XML would be too long for the XML writer, which counts a rich text with its tags."""
    runs = pieces(part)
    size = sum(units(run) + 4 * sum(map(run.count, "&<>")) + _RUN_XML for run in runs)
    if len(runs) == 1 or size <= MAX_UNITS:
        return (part,)
    middle = len(part) // 2
    return (*_halves(part[:middle]), *_halves(part[middle:]))


def pieces(text: str) -> tuple[str, ...]:
    """Cut text where the XML writer would change it; nearly always it is one piece."""
    ready_made = text.startswith("<r>") and text.endswith("</r>")
    if not ready_made and not _OVERLAP.search(text):
        return (text,)
    # In text of several pieces the XML writer escapes twice, so no piece may hold anything to escape: each such sequence is cut open.
    cuts = sorted({0, 1, *(match.end() for match in _ESCAPE_START.finditer(text)), len(text)})
    return tuple(text[start:end] for start, end in pairwise(cuts))


def decode(stored: str) -> str:
    """Undo the escapes of one piece of stored text."""
    return _STORED_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), stored) if "_x" in stored else stored
