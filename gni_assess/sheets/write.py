"""Writing a book as an Excel workbook: all or nothing."""

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book
from gni_assess.sheets.draw import SheetWriter
from gni_assess.sheets.layout import find_anchors, is_big, lay_out
from gni_assess.sheets.looks import Looks
from gni_assess.sheets.texts import visible
from gni_assess.sheets.verify import verify_book
from gni_assess.sheets.way_back import with_map

_PROPERTIES = ("title", "subject", "author", "company", "category", "keywords", "comments")
_MAX_PROPERTY = 255

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""


def write_book(book: Book, path: Path, *, progress: Progress | None = None) -> None:
    """Write a workbook, read it back, compare, and only then put it in place of an older file.

    `progress` is told how many steps are done, of how many. A StoreError says what went wrong; the older file is then as it was.
    """
    book = with_map(book)
    tell, of = progress or _tell_nobody, len(book.sheets) + 1
    # In the same folder, so that the last step is one rename; the name is not guessable, and the file must not exist yet.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        _render_file(book, temporary, lambda done: tell(done, of))
        verify_book(book, temporary)
        temporary.replace(path)
        tell(of, of)
    except OSError as error:
        raise StoreError(
            f"cannot write `{path.name}`: {error.strerror or 'the system refused'}",
            hint="close the file where it is open, check that its folder exists and has room, and run the command again",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def render_book(book: Book, path: Path) -> None:
    """Write a workbook to a new file, without reading it back. The same book gives the same bytes."""
    _render_file(with_map(book), path, lambda _: None)


def _tell_nobody(_done: int, _of: int) -> None:
    pass


def _render_file(book: Book, path: Path, tell: Callable[[int], None]) -> None:
    # Imported here: it takes longer than everything that commands without a workbook do.
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        with path.open("xb") as target:
            if is_big(book):
                # Streaming needs room for one sheet at a time; not where other users of the machine could come across it.
                with tempfile.TemporaryDirectory(prefix=".gni-assess-", dir=path.parent) as folder:
                    _render(book, target, {"constant_memory": True, "tmpdir": folder}, tell)
            else:
                _render(book, target, {"in_memory": True}, tell)
            target.flush()
            os.fsync(target.fileno())
    except FileCreateError as error:
        raise StoreError(f"cannot write `{path.name}`", hint="check that its folder has room, and run the command again") from error


def _render(book: Book, target: Any, options: Mapping[str, object], tell: Callable[[int], None]) -> None:  # noqa: ANN401 - it has no types
    from xlsxwriter import Workbook  # noqa: PLC0415

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(target, {**plain, **options})
    properties: dict[str, object] = {key: visible(text)[:_MAX_PROPERTY] for key, text in book.properties.items() if key in _PROPERTIES}
    workbook.set_properties({**properties, "created": datetime.combine(book.created, time())})
    looks = Looks(workbook)
    layouts = lay_out(book)
    anchors = find_anchors(layouts)
    for number, layout in enumerate(layouts, start=1):
        SheetWriter(workbook, looks, layout, anchors).write(owner=book.owner)
        tell(number)
    workbook.close()
