"""The kinds of file that a report is written as."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gni_assess.cli.progress_bar import Steps
from gni_assess.model.vocabulary import Audience
from gni_assess.sheets.book import Book
from gni_assess.sheets.progress import Progress
from gni_assess.store.garbage import without_garbage_collection
from gni_assess.store.save import replacing

_WRITING, _READING_BACK = "writing the report", "reading it back"


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

    @classmethod
    def of_name(cls, path: Path) -> "Format | None":
        """Give the kind that a file's name says it is; None where it says nothing that a report can be."""
        return next((each for each in cls if each.suffix == path.suffix.casefold()), None)

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


@dataclass(frozen=True, kw_only=True)
class ReportFile:
    """One report on its way to its file."""

    book: Book
    format: Format

    def render(self, steps: Steps) -> bytes:
        """Give the whole file, after it was read back and compared with the book; not for a workbook. A StoreError where it differs."""
        with without_garbage_collection():
            return self._render(steps)

    def _render(self, steps: Steps) -> bytes:
        steps.begin(_WRITING)
        match self.format:
            case Format.HTML:
                from gni_assess.report.writers.html import render_html  # noqa: PLC0415 - each writer only where it is wanted
                from gni_assess.report.writers.html_check import verify_html  # noqa: PLC0415 - likewise

                data, verify = render_html(self.book).encode(), verify_html
            case Format.JSON:
                from gni_assess.report.writers.json_check import verify_json  # noqa: PLC0415 - likewise
                from gni_assess.report.writers.json_report import render_json  # noqa: PLC0415 - likewise

                data, verify = render_json(self.book).encode(), verify_json
            case Format.CSV:
                from gni_assess.report.writers.csv_check import verify_csv  # noqa: PLC0415 - likewise
                from gni_assess.report.writers.csv_report import zip_csv  # noqa: PLC0415 - likewise

                data, verify = zip_csv(self.book), verify_csv
            case _:
                from gni_assess.report.writers.docx import render_docx  # noqa: PLC0415 - likewise
                from gni_assess.report.writers.docx_check import verify_docx  # noqa: PLC0415 - likewise

                data, verify = render_docx(self.book), verify_docx
        steps.begin(_READING_BACK)
        verify(self.book, data)
        return data

    def write(self, path: Path, steps: Steps, *, if_taken: Callable[[Path], Path] | None = None, family: str = "") -> Path:
        """Write the file, read it back, and give where it is, all or nothing: where that fails, the old file is as it was.

        With `if_taken` nothing is replaced: where something has the name by the time the file is made, it is asked for another one, or
        raises. What killed runs left beside files whose names begin with `family` goes. Raises StoreError.
        """
        placed = path

        def ask(taken: Path) -> Path:
            nonlocal placed
            placed = taken if if_taken is None else if_taken(taken)
            return placed

        data = None if self.format is Format.XLSX else self.render(steps)
        with replacing(path, if_taken=ask if if_taken is not None else None, family=family) as temporary:
            if data is None:
                self._write_workbook(temporary, steps)
            else:
                temporary.write_bytes(data)
        return placed

    def _write_workbook(self, path: Path, steps: Steps) -> None:
        from gni_assess.sheets.write import write_book  # noqa: PLC0415 - slow to load

        steps.begin(_WRITING)
        write_book(self.book, path, progress=_by_halves(steps))


def _by_halves(steps: Steps) -> Progress:
    """Tell of a workbook: its rows are first written, and then read back."""
    is_read_back = False

    def tell(done: int, of: int) -> None:
        nonlocal is_read_back
        half = of // 2
        if done > half and not is_read_back:
            is_read_back = True
            steps.begin(_READING_BACK)
        if done == half:
            steps.begin(_WRITING)  # what is left of it, nobody can count
        else:
            steps.count(done - half if is_read_back else done, half)

    return tell
