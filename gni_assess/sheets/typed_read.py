"""Reading a workbook that somebody sent: its sheets by name, their cells by kind, a row at a time; guarded, with nothing kept but texts.

Written for what Excel, LibreOffice, Google Sheets and others save: either of the two namespaces of the format, any prefix, rows and cells
with or without their place.
"""

import hashlib
import posixpath
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.sheets.book_parts import BookReader, RelationsReader, StylesReader
from gni_assess.sheets.cells import Cell
from gni_assess.sheets.guard import BOUNDS, UNREADABLE, Bounds, RefusedError, damaged, read_guarded, unzip_guarded
from gni_assess.sheets.heading_reader import HeadingReader, find_likely
from gni_assess.sheets.link_reader import LinkReader
from gni_assess.sheets.open_book import OpenBook
from gni_assess.sheets.sheet_reader import Merge, Prompt, Shared, SheetReader, StringsReader
from gni_assess.sheets.xml_walk import PartReader, Walker


class SentWorkbook(OpenBook):
    """An open workbook that somebody sent; use it with `with`."""

    def __init__(self, path: Path, bounds: Bounds = BOUNDS) -> None:
        """Open the file; a StoreError where it is no workbook, or not one that is read."""
        data = read_guarded(path, bounds)
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._zip = unzip_guarded(data, path, bounds)
        self._path = path
        self._bounds = bounds
        self._walker = Walker(self._zip, bounds)
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self._merges: dict[str, tuple[Merge, ...]] = {}
        self._prompts: dict[str, tuple[Prompt, ...]] = {}
        self._likely: tuple[Container[str], frozenset[int]] | None = None
        try:
            self._open_book()
        except (*UNREADABLE, StoreError) as error:
            self._zip.close()
            raise self._error(error) from error

    def cells(self, sheet: str, *, never: Container[int] = ()) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """Give the rows of a sheet that hold something, from the top: the number of the row from 0, and its cells by column, from 0.

        Empty cells are left out, and so are the columns `never`, of which nothing is kept. Raises StoreError where it cannot be read.
        """
        yield from self._rows(sheet, SheetReader(self._shared, self._bounds, never))

    def heading_rows(self, sheet: str, words: Container[str]) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """Give the rows of a sheet that may hold headings, with their short texts only; of the others nothing is made.

        These are the rows with two texts that are, folded, among the words. Raises StoreError where the sheet cannot be read.
        """
        if self._likely is None or self._likely[0] is not words:
            self._likely = (words, find_likely(self._shared.strings, words))
        yield from self._rows(sheet, HeadingReader(self._shared, self._bounds, *self._likely))

    def _rows(self, sheet: str, reader: SheetReader) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        try:
            for _ in self._walker.walk(self._sheets[sheet], reader):
                ready, reader.ready = reader.ready, []
                yield from ready
            self._merges[sheet] = tuple(reader.merges)
            self._prompts[sheet] = tuple(reader.prompts)
        except (*UNREADABLE, StoreError) as error:
            raise self._error(error) from error

    def merged(self, sheet: str) -> tuple[Merge, ...]:
        """Give the merged ranges of a sheet."""
        self._read_once(sheet)
        return self._merges[sheet]

    def prompts(self, sheet: str) -> tuple[Prompt, ...]:
        """Give what is shown at the cells of a sheet when they are chosen."""
        self._read_once(sheet)
        return self._prompts[sheet]

    def _read_once(self, sheet: str) -> None:
        if sheet not in self._merges:
            for _ in self.cells(sheet):
                pass

    def links(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Give where the links behind cells lead, by row and column from 0. They are read as texts, and nothing is opened."""
        try:
            part = self._sheets[sheet]
            reader = LinkReader(self._bounds)
            self._run(part, reader)
            if not reader.found:
                return {}
            relations = self._read_relations(part).found
        except (*UNREADABLE, StoreError) as error:
            raise self._error(error) from error
        leads = {key: target for key, (kind, target, is_outside) in relations.items() if kind == "hyperlink" and is_outside}
        return {place: leads[relation] for place, relation in reader.found.items() if relation in leads}

    def _error(self, error: Exception) -> StoreError:
        if isinstance(error, StoreError):
            return error
        known = error if isinstance(error, RefusedError) else damaged("is damaged: it is not a whole Excel workbook")
        return known.about(self._path)

    def _open_book(self) -> None:
        book = next((target for kind, target in self._relations("").values() if kind == "officeDocument"), None)
        if book is None:
            raise damaged("is not an Excel workbook")
        found = BookReader()
        self._run(book, found)
        relations = self._relations(book)
        if any(relation not in relations for _, relation in found.sheets):
            # Not named: whoever added it may have named it after what nobody is to know.
            raise damaged("is damaged: one of its sheets is not in it")
        self._sheets = {name: relations[relation][1] for name, relation in found.sheets}
        if len({name.casefold() for name, _ in found.sheets}) < len(found.sheets):
            raise damaged("is damaged: two of its sheets have one name")
        if len(set(self._sheets.values())) < len(self._sheets):
            raise damaged("is damaged: two of its sheets are one")
        kinds = {kind: target for kind, target in relations.values() if kind in ("sharedStrings", "styles")}
        styles, strings = StylesReader(), StringsReader(self._bounds)
        for kind, reader in (("styles", styles), ("sharedStrings", strings)):
            if kind in kinds:
                self._run(kinds[kind], reader)
        self._shared = Shared(strings=strings.strings, styles=styles.shown(), private=styles.private, from_1904=found.from_1904)

    def _run(self, part: str, reader: PartReader) -> None:
        for _ in self._walker.walk(part, reader):
            pass

    def _relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Give what a part refers to in this file, by id: the last word of its type, and its name."""
        folder = posixpath.dirname(part)
        wanted = ("officeDocument", "worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "sharedStrings", "styles")
        return {
            key: (kind, self._find(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")))
            for key, (kind, target, is_outside) in self._read_relations(part).found.items()
            if kind in wanted and not is_outside
        }

    def _read_relations(self, part: str) -> RelationsReader:
        folder, name = posixpath.split(part)
        reader = RelationsReader()
        self._run(self._find(posixpath.join(folder, "_rels", f"{name}.rels")), reader)
        return reader

    def _find(self, name: str) -> str:
        found = self._names.get(name.casefold())
        if found is None:
            raise damaged("is damaged: a part of it is missing")
        return found
