"""Small pieces of WordprocessingML. All text goes through here, so that nothing typed is ever taken for markup, a field or a break."""

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

from gni_assess.sheets.book import Tone
from gni_assess.sheets.texts import visible

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TABS = re.compile("(\t)")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def text_xml(text: str) -> str:
    r"""Give text as the content of an element; what XML cannot hold is shown as in a workbook (`\x1b`)."""
    return escape(visible(text))


def attribute(text: str) -> str:
    """Give text as an attribute's value, with its quotes. Line ends and tabs are kept."""
    return quoteattr(visible(text), {"\n": "&#10;", "\t": "&#9;"})


def run(text: str, style: str = "") -> str:
    """Give one stretch of text on one line, in a character style."""
    if not text:
        return ""
    directions = set[str]() if text.isascii() else {unicodedata.bidirectional(each) for each in text}
    is_right_to_left = bool(directions & _RIGHT_TO_LEFT) and "L" not in directions
    named = f"<w:rStyle w:val={attribute(style)}/>" if style else ""
    properties = named + ("<w:rtl/>" if is_right_to_left else "")
    shown = "".join(
        "<w:tab/>" if each == "\t" else f'<w:t xml:space="preserve">{text_xml(each)}</w:t>' for each in _TABS.split(visible(text)) if each
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{shown}</w:r>"


def paragraph(content: str, style: str = "", *, right_to_left: bool = False, before: str = "") -> str:
    """Give a paragraph around runs; `before` are further properties, which stand after the style."""
    named = f"<w:pStyle w:val={attribute(style)}/>" if style else ""
    properties = named + before + ("<w:bidi/>" if right_to_left else "")
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def passage(text: str, style: str = "", run_style: str = "") -> str:
    """Give text as paragraphs, one a line, each set in the direction of its own script. Line ends at the very end are left out."""
    lines = visible(text).rstrip("\n").split("\n")
    return "".join(paragraph(run(each, run_style), style, right_to_left=reads_right_to_left(each)) for each in lines)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that is written from right to left."""
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(each) for each in text)
    return next((each for each in strong if each in {"L", *_RIGHT_TO_LEFT}), "L") != "L"


def link(content: str, bookmark: str) -> str:
    """Give runs that lead to a place in the document."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'


def marked(content: str, number: int) -> str:
    """Give runs that links lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(number)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(number: int) -> str:
    """Name a place in the document. The name says nothing about what stands there."""
    return f"place{number}"


def tone_style(tone: Tone) -> str:
    """Name the character style of a status word."""
    return f"Status{tone.value.capitalize()}"
