"""Reading a page back as a tree, strictly: only what a report is written with is read, and what was not closed is not.

The parser of the standard library reads whatever a browser may be sent, which takes more than twice as long.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder

from gni_assess.errors import StoreError
from gni_assess.report.writers.differing import differing

_IN_LINE = frozenset({"a", "span", "time"})
_VOID = frozenset({"link", "meta"})
_BEGINNING = "<!DOCTYPE html>\n"
_TEXT_AND_TAG = re.compile(r'([^<]*)<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z:-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')


def read_page(data: bytes) -> Element:
    """Read a page. A StoreError where it breaks off, or holds what no report holds."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise differing("it is not UTF-8") from error
    root = _read_tree(text)
    for each in root.iter():
        # Between blocks stand line ends, which no reader sees.
        if each.tag not in _IN_LINE:
            if each.tail is not None and each.tail.strip():
                raise _strange()
            each.tail = None
    return root


def text_in(node: Element) -> str:
    """Give all the text in an element."""
    return "".join(node.itertext())


def is_of(node: Element, tag: str, name: str = "") -> bool:
    """Whether an element is of this kind, and of this class."""
    return node.tag == tag and (not name or name in node.get("class", "").split())


def targets_in(node: Element) -> tuple[str, ...]:
    """Give where the links in an element lead, in order."""
    return tuple(each.get("href", "").removeprefix("#") for each in node.iter("a"))


def _read_tree(page: str) -> Element:
    if not page.startswith(_BEGINNING):
        raise _strange()
    builder, still_open, at, is_whole = TreeBuilder(), list[str](), len(_BEGINNING), False
    while not is_whole:
        found = _TEXT_AND_TAG.match(page, at)
        if found is None:
            raise differing("it breaks off, or holds something that does not belong there")
        text, slash, tag, attributes = found.groups()
        at = found.end()
        if not still_open and (text or tag != "html"):
            raise _strange()
        if text:
            # Styles are read by browsers as they stand.
            builder.data(text if still_open[-1] == "style" else unescape(text))
        if not slash:
            builder.start(tag, _read_attributes(attributes))
            still_open.append(tag)
        if slash or tag in _VOID:
            if not still_open or still_open.pop() != tag or (slash and attributes):
                raise _strange()
            builder.end(tag)
            is_whole = not still_open
    if page[at:].strip():
        raise _strange()
    return builder.close()


def _read_attributes(attributes: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(attributes)
    named = {name: unescape(value) for name, value in pairs}
    if len(named) != len(pairs):
        raise _strange()
    return named


def _strange() -> StoreError:
    return differing("it holds something that does not belong there")
