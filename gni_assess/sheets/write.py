"""Writing a book as an Excel workbook."""

import contextlib
import copy
import tempfile
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from gni_assess.sheets.book import Book
from gni_assess.sheets.draw import SheetWriter
from gni_assess.sheets.layout import find_anchors, is_big, lay_out
from gni_assess.sheets.looks import DEFAULTS, Looks
from gni_assess.sheets.progress import Progress, each_told, tell_nobody
from gni_assess.sheets.refusing import RefusedOnce
from gni_assess.sheets.texts import visible
from gni_assess.sheets.verify import verify_book
from gni_assess.sheets.way_back import with_map

_PROPERTIES = ("title", "subject", "author", "company", "category", "keywords", "comments")
_MAX_PROPERTY = 255

LANGUAGE = "en-US"
"""The language of headings, words and notes, for programs that ask the file's properties."""


def write_book(book: Book, path: Path, *, progress: Progress | None = None) -> None:
    """Write a workbook, read it back and compare. The same book gives the same bytes.

    Whoever has something to lose in that place writes beside it and lets the new file take its place afterwards. `progress` is told how
    many steps are done, of how many. An OSError where the disk refuses; a StoreError where the file is not what it should be.
    """
    tell = progress or tell_nobody
    _render_file(with_map(book), path, tell)
    verify_book(book, path, progress=tell)


def render_book(book: Book, path: Path) -> None:
    """Write a workbook without reading it back. An OSError where the disk refuses."""
    _render_file(with_map(book), path, tell_nobody)


def _render_file(book: Book, path: Path, tell: Progress) -> None:
    # Imported here: it takes longer than everything that commands without a workbook do.
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        with path.open("wb") as target:
            once = RefusedOnce(target)
            if is_big(book):
                # Streaming needs room for one sheet at a time; not where other users of the machine could come across it.
                with tempfile.TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as folder:
                    _render(book, once, {"constant_memory": True, "tmpdir": folder}, tell)
            else:
                _render(book, once, {"in_memory": True}, tell)
            target.flush()
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", ())) from error


def _render(book: Book, target: Any, options: Mapping[str, object], tell: Progress) -> None:  # noqa: ANN401 - it has no types
    from xlsxwriter import Workbook  # noqa: PLC0415

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # XlsxWriter changes what it is given.
    workbook = Workbook(target, {**plain, **copy.deepcopy(DEFAULTS), **options})
    try:
        _fill(workbook, book, tell)
        workbook.close()
    except BaseException:
        for worksheet in workbook.worksheets():
            # What a streamed sheet keeps its rows in.
            with contextlib.suppress(OSError):
                if worksheet.row_data_fh is not None:
                    worksheet.row_data_fh.close()
        raise


def _fill(workbook: Any, book: Book, tell: Progress) -> None:  # noqa: ANN401
    properties: dict[str, object] = {key: visible(text)[:_MAX_PROPERTY] for key, text in book.properties.items() if key in _PROPERTIES}
    workbook.set_properties({**properties, "created": datetime.combine(book.created, time())})
    workbook.set_custom_property("Language", LANGUAGE)
    looks = Looks(workbook)
    layouts = lay_out(book)
    anchors = find_anchors(layouts)
    for layout, told in each_told(layouts, tell, second=False):
        SheetWriter(workbook, looks, layout, anchors).write(owner=book.owner, told=told)
