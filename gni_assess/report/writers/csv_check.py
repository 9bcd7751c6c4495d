"""Reading a report back from its CSV files, and comparing it with the book it was made from."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest

from gni_assess.model.visible import visible_line
from gni_assess.report.writers.csv_report import README
from gni_assess.report.writers.csv_text import decode
from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.told import must_be_told
from gni_assess.sheets.book import Book, Table, Value, text_of

Cell = tuple[str, bool]
"""What a cell says, and whether it is a text: in quotation marks, and nothing that a spreadsheet takes for a formula."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_MARK = "\ufeff"
_CELL = re.compile('"([^"]*(?:""[^"]*)*)"|([^",\r\n]*)')
_LONE = re.compile("[\ud800-\udfff]")


def verify_csv(book: Book, data: bytes) -> None:
    """Compare what was written with the book: the files, the rows of each, every value; with the apostrophes taken away again.

    Raises a StoreError that says which table and row differ; never what stands there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, comment = archive.namelist(), archive.comment
            files = {name: archive.read(name).decode() for name in names}
    except _UNREADABLE as error:
        raise differing("it is no zip of texts") from error
    if len(files) != len(names) or not all(text.startswith(_MARK) for text in files.values()):
        raise differing("a file is there twice, or without the mark of UTF-8")
    if comment != book.marking.encode("utf-8", "backslashreplace"):
        raise differing("the marking of the zip differs")
    _compare_files(book, {name: text.removeprefix(_MARK) for name, text in files.items()})


def _compare_files(book: Book, files: Mapping[str, str]) -> None:
    read_me = files.get(README, "").split("\r\n")
    if read_me[0] != visible_line(book.marking):
        raise differing(f"`{README}` does not begin with the marking")
    tables = [table for sheet in book.sheets for table in must_be_told(sheet)]
    names = [name for name in files if name != README]
    if len(names) != len(tables):
        raise differing(f"it has {len(names)} tables instead of {len(tables)}")
    for name, table in zip(names, tables, strict=True):
        if not _is_named(name, table) or not any(line.startswith(f"{name} ") for line in read_me):
            raise differing(f"the file of the table `{table.name}` is named differently, or `{README}` does not name it")
        _compare_rows(table, files[name])


def _is_named(name: str, table: Table) -> bool:
    stem = "".join(each if each.isascii() and (each.isalnum() or each in "_-") else "_" for each in table.name.removeprefix("gni_"))
    return re.fullmatch(rf"{re.escape(stem)}(-[0-9]+)?\.csv", name) is not None


def _compare_rows(table: Table, text: str) -> None:
    try:
        for number, (wanted, found) in enumerate(zip_longest(_wanted(table), _records(text))):
            where = f"row {number} of the table `{table.name}`" if number else f"the headings of the table `{table.name}`"
            if wanted is None or found is None:
                raise differing(f"{where} is {'missing' if found is None else 'too many'}")
            if wanted != found:
                at = next((at for at, pair in enumerate(zip(wanted, found, strict=False), 1) if pair[0] != pair[1]), len(found))
                raise differing(f"in {where}, column {at} differs")
    except ValueError as error:
        raise differing(f"the table `{table.name}` is cut off, or no CSV") from error


def _wanted(table: Table) -> Iterator[list[Cell]]:
    columns, rows = table.columns, table.rows
    kept = [at for at, column in enumerate(columns) if not column.to_fill_in or any(text_of(row[at]) for row in rows)]
    yield [_plain(columns[at].heading) for at in kept]
    yield from ([_plain(row[at]) for at in kept] for row in rows)


def _plain(value: Value) -> Cell:
    if isinstance(value, int | float | date):
        return str(value), False
    return _LONE.sub(lambda half: f"\\u{ord(half.group()):04x}", text_of(value)), True


def _text(cell: str) -> Cell:
    return decode(cell), not cell.lstrip().startswith(("=", "+", "-", "@"))


def _records(text: str) -> Iterator[list[Cell]]:
    """Give the records of a CSV (RFC 4180). Raises ValueError where it is none.

    The standard library's reader refuses long cells unless a setting of the whole process is changed.
    """
    at = 0
    while at < len(text):
        record: list[Cell] = []
        is_whole = False
        while not is_whole:
            found = _CELL.match(text, at)
            if found is None or not text.startswith((",", "\r\n"), found.end()):
                raise ValueError
            quoted = found.group(1)
            record.append((found.group(2), False) if quoted is None else _text(quoted.replace('""', '"')))
            is_whole = text.startswith("\r\n", found.end())
            at = found.end() + (2 if is_whole else 1)
        yield record
