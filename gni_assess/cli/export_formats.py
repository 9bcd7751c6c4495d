"""The kinds of file that a report is written as."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gni_assess.model.vocabulary import Audience
from gni_assess.sheets.book import Book
from gni_assess.sheets.progress import Progress
from gni_assess.store.save import save_atomically


class Format(StrEnum):
    """The kind of file."""

    XLSX = "xlsx"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"
    CSV = "csv"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends; the CSV files, one a table, come in one zip."""
        return ".zip" if self is Format.CSV else f".{self.value}"

    @property
    def is_text(self) -> bool:
        """Whether such a file can go to stdout."""
        return self in (Format.HTML, Format.JSON)


class ForWhom(StrEnum):
    """The audiences that there is a report for."""

    ASSESSOR = Audience.ASSESSOR.value
    INTERNAL = Audience.INTERNAL.value
    GNI = Audience.GNI.value
    COMPANY_BOARD = Audience.COMPANY_BOARD.value
    PUBLIC = Audience.PUBLIC.value


@contextlib.contextmanager
def _rights_of(path: Path) -> Iterator[None]:
    # A file that only its owner may read stays so when it is replaced, and is at no moment anything else.
    if not path.exists():
        yield
        return
    before = os.umask(~path.stat().st_mode & 0o777)
    try:
        yield
    finally:
        os.umask(before)


@dataclass(frozen=True, kw_only=True)
class ReportFile:
    """One report on its way to its file."""

    book: Book
    format: Format

    def render(self) -> bytes:
        """Give the whole file; not for a workbook, which is written in its place and read back."""
        match self.format:
            case Format.HTML:
                from gni_assess.report.writers.html import render_html  # noqa: PLC0415 - each writer only where it is wanted

                return render_html(self.book).encode()
            case Format.JSON:
                from gni_assess.report.writers.json_report import render_json  # noqa: PLC0415 - likewise

                return render_json(self.book).encode()
            case Format.CSV:
                from gni_assess.report.writers.csv_report import zip_csv  # noqa: PLC0415 - likewise

                return zip_csv(self.book)
            case _:
                from gni_assess.report.writers.docx import render_docx  # noqa: PLC0415 - likewise

                return render_docx(self.book)

    def write(self, path: Path, progress: Progress | None = None) -> None:
        """Write the file, all or nothing: where that fails, the old file is as it was. Raises StoreError."""
        if self.format is Format.XLSX:
            from gni_assess.sheets.write import write_book  # noqa: PLC0415 - slow to load

            with _rights_of(path):
                write_book(self.book, path, progress=progress)
        else:
            save_atomically(path, self.render())
