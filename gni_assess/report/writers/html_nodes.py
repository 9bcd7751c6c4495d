"""Building HTML as a tree: text goes in as text, and only the serializer writes markup, so nothing typed is ever read as markup."""

import re
from datetime import date
from xml.etree.ElementTree import Element, tostring

from gni_assess.sheets.book import Value, Word, text_of
from gni_assess.sheets.texts import visible

_C1 = re.compile("[\x7f-\x9f]")
_INLINE = frozenset({"a", "bdi", "caption", "span", "strong", "text", "time", "title"})


def element(tag: str, *children: Element | str | None, **attributes: str) -> Element:
    """Make an element. An attribute's `_` stands for `-`, and one at its end for nothing: `class_`, `aria_label`.

    What HTML cannot hold, such as a control character, is shown as a visible escape, as in a workbook.
    """
    made = Element(tag, {name.rstrip("_").replace("_", "-"): seen(value) for name, value in attributes.items()})
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + seen(child)
            else:
                last.tail = (last.tail or "") + seen(child)
        elif child is not None:
            made.append(child)
            last = child
    if tag not in _INLINE:
        made.tail = "\n"
    return made


def raw_style(css: str) -> Element:
    """Make the one element whose text is written as it is; the styles hold no `<`, because what is typed goes in as escapes."""
    made = Element("style")
    made.text = css
    made.tail = "\n"
    return made


def serialize(root: Element) -> str:
    """Write a whole document."""
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html")


def words(text: str) -> Element:
    """Make a short text that somebody may have typed: its direction is its own, and its spaces and line ends stay."""
    return element("span", text, class_="typed", dir="auto")


def passage(text: str) -> Element:
    """Make a text of any length that somebody may have typed."""
    return element("div", text, class_="typed", dir="auto")


def shown(value: Value) -> Element | str:
    """Make what stands for one value that is no link."""
    if isinstance(value, Word):
        return element("span", value.text, class_=f"word t-{value.tone.value}", dir="auto")
    if isinstance(value, date):
        return element("time", value.isoformat(), datetime=value.isoformat())
    if isinstance(value, int | float) or value is None:
        return text_of(value)
    return words(text_of(value))


def seen(text: str) -> str:
    """Give the text as a page shows it: what no page can hold, or a terminal would obey, is a visible escape."""
    if text.isprintable():
        return text
    # A page may go to a terminal, which would obey these; in a workbook and in JSON they stay as they are.
    return _C1.sub(lambda found: f"\\x{ord(found.group()):02x}", visible(text))
