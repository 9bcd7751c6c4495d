"""Walking through XML that somebody sent, with bounds on everything that could be made to grow, and without ever building a tree."""

import zipfile
from collections.abc import Iterator, Mapping
from typing import ClassVar
from xml.parsers import expat

from gni_assess.sheets.guard import Bounds, damaged, open_xml, refuse_doctypes, too_much

_CHUNK = 1 << 16
_MOST_DEPTH = 200
_MOST_NAMES = 2_000
_MOST_PREFIXES = 200
_MOST_TOKEN = 1 << 19
_MARKS = (b"<", b"=", b"&", b"\n", b"\r")


class PartReader:
    """What is told while walking; nothing by itself. `TAGS` has the elements to be told of, with their namespace and a `}` before them."""

    TAGS: ClassVar[Mapping[str, str]] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""

    def end(self, tag: str) -> None:
        """See an element end."""

    def text(self, text: str) -> None:
        """See text."""


class Walker:
    """Walks through the parts of one archive; what all its walks together may cost is bounded."""

    def __init__(self, archive: zipfile.ZipFile, bounds: Bounds) -> None:
        """Walk through this archive."""
        self._archive = archive
        self._left = bounds.marks

    def walk(self, part: str, reader: PartReader) -> Iterator[None]:
        """Tell a reader what is in a part; comes back after each piece, so that what was found can be taken away.

        Raises RefusedError, or what the libraries raise for damaged files.
        """
        parser = _parser(reader)
        fed = 0
        with open_xml(self._archive, part) as source:
            while chunk := source.read(_CHUNK):
                fed += len(chunk)
                # Counted before anything is made of them: each costs time, and may cost memory.
                self._left -= sum(map(chunk.count, _MARKS))
                if self._left < 0:
                    raise too_much("it has more cells or other elements than anybody fills in")
                parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no names
                # A piece of XML that never ends would be looked at again with every chunk; ever new names would all be kept.
                if fed - parser.CurrentByteIndex > _MOST_TOKEN or len(parser.intern) > _MOST_NAMES:
                    raise damaged(f"is damaged: its part `{part}` is not what a spreadsheet program writes")
                yield
            parser.Parse(b"", True)  # noqa: FBT003
        yield


def _parser(reader: PartReader) -> expat.XMLParserType:
    tags, prefixes = reader.TAGS, set[str | None]()
    deep = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep > _MOST_DEPTH:
            raise damaged("is damaged: its parts are nested as in no workbook")
        if tag := tags.get(name):
            reader.start(tag, attributes)

    def end(name: str) -> None:
        nonlocal deep
        deep -= 1
        if tag := tags.get(name):
            reader.end(tag)

    def declared(prefix: str | None, _uri: str) -> None:
        prefixes.add(prefix)
        if len(prefixes) > _MOST_PREFIXES:
            raise damaged("is damaged: it declares more namespaces than any workbook")

    parser = expat.ParserCreate(namespace_separator="}")
    refuse_doctypes(parser)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartNamespaceDeclHandler = declared
    return parser
