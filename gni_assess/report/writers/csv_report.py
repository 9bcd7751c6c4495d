"""The report as CSV files, one a table: RFC 4180, in UTF-8 with a mark that tells spreadsheets so, and safe to open in them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date

from gni_assess.model.visible import visible_line
from gni_assess.report.writers.columns import is_for_workbooks_only, kept_columns
from gni_assess.report.writers.csv_text import encode
from gni_assess.sheets.book import Book, Row, Sheet, Table, Value, text_of

README = "README.txt"
"""The file that says what the others are, and how to read them."""

_MARK = "\ufeff"
_END = "\r\n"
_UNSAFE = re.compile("[^A-Za-z0-9_-]")
_LONE = re.compile("[\ud800-\udfff]")
_MODE = 0o644 << 16
_UNIX = 3
_ZIP_YEARS = range(1980, 2108)

_RULES = (
    "How to read these files",
    "",
    "They are UTF-8 with a byte order mark, separated by commas. Lines end with CR LF, and every text stands in quotation marks.",
    "The first line of each file has the headings. Dates are written 2026-11-21. Nothing here is a formula.",
    "",
    "Apostrophes. A spreadsheet takes a text that begins with = + - or @ for a formula. Such a text has an apostrophe in front: '=1+1.",
    "The same is done in the middle of a text, where a program that reads it wrongly could begin a cell: after a comma, a semicolon,",
    'a vertical bar, a quotation mark ("), a tab and a line end. A text that begins with a tab or a carriage return gets one, too.',
    "Where an apostrophe stands there already, it gets another in front.",
    "To have the exact text back, take one apostrophe away at the start of the text and after each of those characters.",
    "The Excel workbook and the JSON file have every text as it is.",
    "",
    "A spreadsheet that opens a CSV file guesses: 00123 may become 123, and 1-2 a date. To prevent it, import the file and choose",
    "text for every column. It may also cut a text of more than 32,767 characters. The Excel workbook does neither.",
)


def render_csv(book: Book) -> Mapping[str, str]:
    """Write a book as CSV: names of files to their text, each to be written as UTF-8 with its line ends as they are.

    Columns and tables that only the assessor fills in are left out. `README.txt` says what each file holds, with the marking.
    """
    named = dict(_named_tables(book))
    texts = {name: _write(table) for name, (_, table) in named.items()}
    return {README: _read_me(book, named), **texts}


def zip_csv(book: Book) -> bytes:
    """Write the files of `render_csv` into one zip. The same book gives the same bytes; the marking is the comment of the zip."""
    target = io.BytesIO()
    day = book.created if book.created.year in _ZIP_YEARS else date(_ZIP_YEARS.start, 1, 1)
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in render_csv(book).items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _MODE
            archive.writestr(entry, text.encode(), compresslevel=9)
        archive.comment = book.marking.encode("utf-8", "backslashreplace")
    return target.getvalue()


def _named_tables(book: Book) -> Iterator[tuple[str, tuple[Sheet, Table]]]:
    taken = {README.casefold()}
    for sheet in book.sheets:
        for table in sheet.tables:
            if is_for_workbooks_only(table):
                continue
            stem = _UNSAFE.sub("_", table.name.removeprefix("gni_"))
            name, number = f"{stem}.csv", 1
            while name.casefold() in taken:
                number += 1
                name = f"{stem}-{number}.csv"
            taken.add(name.casefold())
            yield name, (sheet, table)


def _write(table: Table) -> str:
    kept = kept_columns(table, table.rows)
    headings: Row = [table.columns[index].heading for index in kept]
    rows = (headings, *([row[index] for index in kept] for row in table.rows))
    # The mark also keeps a file that begins with `ID` from being taken for another format.
    return _MARK + "".join(",".join(map(_cell, row)) + _END for row in rows)


def _cell(value: Value) -> str:
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    # Half of a character, which no file can hold, is shown as an escape.
    text = _LONE.sub(lambda match: f"\\u{ord(match.group()):04x}", text_of(value))
    quoted = encode(text).replace('"', '""')
    return f'"{quoted}"'


def _read_me(book: Book, named: Mapping[str, tuple[Sheet, Table]]) -> str:
    title = book.properties.get("title") or book.owner
    lines = [book.marking, "", title, book.created.isoformat(), "", *_RULES, "", "The files", ""]
    width = max(map(len, named), default=0)
    lines += [f"{name.ljust(width)}  {_about(sheet, table)}" for name, (sheet, table) in named.items()]
    return _MARK + "".join(visible_line(each) + _END for each in lines)


def _about(sheet: Sheet, table: Table) -> str:
    what = sheet.name + (f": {table.heading}" if table.heading else "")
    count = len(table.rows) - table.totals
    if not table.rows:
        return f"{what} (no rows. {table.empty})"
    rows = "1 row" if count == 1 else f"{count} rows"
    return f"{what} ({rows}{', then the total' if table.totals else ''})"
