"""Reading a page back as a tree, with nothing but the standard library, and strictly: what was not closed is not read."""

from html.parser import HTMLParser
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder

from gni_assess.report.writers.differing import differing

_IN_LINE = frozenset({"a", "span", "time"})
_VOID = frozenset({"link", "meta"})
_DOCTYPE = "DOCTYPE html"


def read_page(data: bytes) -> Element:
    """Read a page. A StoreError where it breaks off, or holds what no report holds."""
    reader = _Reader()
    try:
        reader.feed(data.decode())
    except UnicodeDecodeError as error:
        raise differing("it is not UTF-8") from error
    reader.close()
    return reader.root()


def text_in(node: Element) -> str:
    """Give all the text in an element."""
    return "".join(node.itertext())


def is_of(node: Element, tag: str, name: str = "") -> bool:
    """Whether an element is of this kind, and of this class."""
    return node.tag == tag and (not name or name in node.get("class", "").split())


def targets_in(node: Element) -> tuple[str, ...]:
    """Give where the links in an element lead, in order."""
    return tuple(each.get("href", "").removeprefix("#") for each in node.iter("a"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._open: list[str] = []
        self._declared = self._ended = False

    def root(self) -> Element:
        if not self._ended or not self._declared or self.rawdata:
            raise differing("it breaks off")
        root = self._builder.close()
        for each in root.iter():
            # Between blocks stand line ends, which no reader sees.
            if each.tag not in _IN_LINE:
                if each.tail is not None and each.tail.strip():
                    self._refuse()
                each.tail = None
        return root

    def handle_decl(self, decl: str) -> None:
        if self._declared or self._open or decl != _DOCTYPE:
            self._refuse()
        self._declared = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if self._ended or (not self._open and tag != "html") or len(set(names)) != len(names):
            self._refuse()
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self._refuse()
        self._builder.end(tag)
        self._ended = not self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self._builder.data(data)
        elif data.strip():
            self._refuse()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - given so by the parser
        self._refuse()

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - given so by the parser
        self._refuse()

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - given so by the parser
        self._refuse()

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - given so by the parser
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise differing("it holds something that does not belong there")
