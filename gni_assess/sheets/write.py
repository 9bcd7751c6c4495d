"""Writing a book as an Excel workbook: all or nothing."""

import contextlib
import copy
import os
import secrets
import tempfile
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from gni_assess.errors import StoreError
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
    """Write a workbook, read it back, compare, and only then put it in place of an older file.

    `progress` is told how many steps are done, of how many. A StoreError says what went wrong; the older file is then as it was.
    """
    book = with_map(book)
    tell = progress or tell_nobody
    # In the same folder, so that the last step is one rename; the name is not guessable, and the file must not exist yet.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        _render_file(book, temporary, tell)
        verify_book(book, temporary, progress=tell)
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot write `{path.name}`: {error.strerror or 'the system refused'}",
            hint="close the file where it is open, check that its folder exists and has room, and run the command again",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def render_book(book: Book, path: Path) -> None:
    """Write a workbook to a new file, without reading it back. The same book gives the same bytes. An OSError where the disk refuses."""
    _render_file(with_map(book), path, tell_nobody)


def _render_file(book: Book, path: Path, tell: Progress) -> None:
    # Imported here: it takes longer than everything that commands without a workbook do.
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        with path.open("xb") as target:
            once = RefusedOnce(target)
            if is_big(book):
                # Streaming needs room for one sheet at a time; not where other users of the machine could come across it.
                with tempfile.TemporaryDirectory(prefix=".gni-assess-", dir=path.parent) as folder:
                    _render(book, once, {"constant_memory": True, "tmpdir": folder}, tell)
            else:
                _render(book, once, {"in_memory": True}, tell)
            target.flush()
            os.fsync(target.fileno())
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
