"""Writing a book as an Excel workbook: all or nothing."""

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
from gni_assess.sheets.looks import Looks
from gni_assess.sheets.texts import visible
from gni_assess.sheets.verify import verify_book

_PROPERTIES = ("title", "subject", "author", "company", "category", "keywords", "comments")
_MAX_PROPERTY = 255


def write_book(book: Book, path: Path) -> None:
    """Write a workbook, read it back, compare, and only then put it in place of an older file.

    A StoreError says what went wrong; the older file is then as it was.
    """
    # In the same folder, so that the last step is one rename; the name is not guessable, and the file must not exist yet.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        render_book(book, temporary)
        verify_book(book, temporary)
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot write `{path.name}`: {error.strerror or 'the system refused'}",
            hint="close the file where it is open, check that its folder exists and has room, and run the command again",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def render_book(book: Book, path: Path) -> None:
    """Write a workbook to a new file, without reading it back. The same book gives the same bytes."""
    # Imported here: it takes longer than everything that commands without a workbook do.
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        with path.open("xb") as target:
            if is_big(book):
                # Streaming needs room for one sheet at a time; not where other users of the machine could come across it.
                with tempfile.TemporaryDirectory(prefix=".gni-assess-", dir=path.parent) as folder:
                    _render(book, target, {"constant_memory": True, "tmpdir": folder})
            else:
                _render(book, target, {"in_memory": True})
            target.flush()
            os.fsync(target.fileno())
    except FileCreateError as error:
        raise StoreError(f"cannot write `{path.name}`", hint="check that its folder has room, and run the command again") from error


def _render(book: Book, target: Any, options: Mapping[str, object]) -> None:  # noqa: ANN401 - XlsxWriter has no types
    from xlsxwriter import Workbook  # noqa: PLC0415

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(target, {**plain, **options})
    properties: dict[str, object] = {key: visible(text)[:_MAX_PROPERTY] for key, text in book.properties.items() if key in _PROPERTIES}
    workbook.set_properties({**properties, "created": datetime.combine(book.created, time())})
    looks = Looks(workbook)
    layouts = lay_out(book)
    anchors = find_anchors(layouts)
    for layout in layouts:
        SheetWriter(workbook, looks, layout, anchors).write(owner=book.owner)
    workbook.close()
