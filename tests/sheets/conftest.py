"""A questionnaire as it is sent, filled in, and as it comes back; and a small workbook whose parts can be replaced."""

import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.incoming import Incoming, IncomingRow, read_incoming
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.write import render_book, write_book

Answers = dict[str, dict[str, str]]
Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
MakeBook = Callable[..., Book]
ComeBack = Callable[[Path], Incoming]
Filled = Callable[..., Answers]
RowOf = Callable[..., IncomingRow]
Remade = Callable[..., Path]
Refused = Callable[[Path], StoreError]

DAY = date(2026, 5, 4)

LONG = "".join(f"word {number} " for number in range(9_000))

QUESTIONS = Table(
    name="gni_questions",
    anchor="id",
    filtered=True,
    columns=(
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="question", heading="Question", width=60),
        Column(key="asked", heading="Asked on", kind=ColumnKind.DATE),
        Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        Column(key="finding", heading="Finding", choices=("in place", "planned"), to_fill_in=True),
        Column(key="answer", heading="Answer", to_fill_in=True),
        Column(key="private", heading="Private notes", to_fill_in=True),
    ),
    rows=tuple((f"GOV-0{n}", f"=Question {n}?\nline", DAY, n, None, "before" if n == 2 else None, None) for n in range(1, 6)),
    fill_heading="For you to fill in",
)

REGISTERED = Table(
    name="gni_registered",
    heading="Registered already",
    columns=(Column(key="id", heading="ID"), Column(key="title", heading="Title")),
    rows=(("POL-1", "A policy"), ("POL-2", "Another")),
    anchor="id",
)

NEW = Table(
    name="gni_new",
    heading="New evidence",
    note="One a line.",
    columns=(
        Column(key="number", heading="No.", kind=ColumnKind.NUMBER),
        Column(key="title", heading="Title", to_fill_in=True),
        Column(key="day", heading="In force from", kind=ColumnKind.DATE, to_fill_in=True),
    ),
    rows=tuple((number, None, None) for number in range(1, 6)),
)

AFTER = replace(REGISTERED, name="gni_after", heading="For reference", rows=(("SYS-1", "A system"),))


def _make_book(questions: Table = QUESTIONS) -> Book:
    return Book(
        sheets=(
            Sheet(name="Start here", title="Please answer", tables=(), notes=("Fill in the white cells.",)),
            Sheet(name="Questions", title="Questions", tables=(questions,)),
            Sheet(name="Evidence", title="Evidence", tables=(REGISTERED, NEW, AFTER)),
        ),
        marking="Confidential",
        owner="o",
        created=DAY,
        facts={"kind": "questionnaire", "assignee": "lena", "odd": "=1+1\nline"},
    )


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent.xlsx"
    write_book(_make_book(), path)
    return path


def _edited(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path, rich_text=True)
    edit(book)
    book.save(path)
    return path


def _come_back(path: Path) -> Incoming:
    return read_incoming(path, kind="questionnaire", never=("private",))


def _filled(incoming: Incoming, table: str = "gni_questions") -> dict[str, dict[str, str]]:
    return {row.key: {key: cell.cell.text for key, cell in row.cells.items()} for row in incoming.tables[table].rows if row.cells}


def _row_of(incoming: Incoming, key: str, table: str = "gni_questions") -> IncomingRow:
    (row,) = [row for row in incoming.tables[table].rows if row.key == key]
    return row


ANSWERS = {"GOV-01": {"answer": "one"}, "GOV-02": {"answer": "before"}, "GOV-04": {"answer": "four\nlines", "finding": "in place"}}


def _fill_in(book: openpyxl.Workbook) -> None:
    sheet = book["Questions"]
    assert sheet["A4"].value == "ID"
    sheet["F5"] = "one"
    sheet["F8"] = "four\nlines"
    sheet["E8"] = "in place"
    sheet["G8"] = "secret of the reader"
    evidence = book["Evidence"]
    row = next(row[0].row for row in evidence.iter_rows() if row[0].value == "No.")
    evidence.cell(row + 2, 2, "A new policy")
    evidence.cell(row + 2, 3, datetime(2026, 1, 2)).number_format = "dd/mm/yyyy"  # noqa: DTZ001 - spreadsheets know no time zones


def _is_exact(incoming: Incoming) -> None:
    assert _filled(incoming) == ANSWERS
    assert _filled(incoming, "gni_new") == {"2": {"title": "A new policy", "day": "2026-01-02"}}
    for table in incoming.tables.values():
        assert (table.gone, table.lost, table.lost_of_sender, table.copies) == ((), (), (), ())
        assert not [row.altered for row in table.rows if row.altered]
    assert "secret of the reader" not in repr(incoming)
    assert incoming.facts == _make_book().facts


def _long_table() -> Table:
    rows = [list(row) for row in QUESTIONS.rows]
    rows[0][1] = LONG + LONG
    rows[1][5] = LONG
    return replace(QUESTIONS, rows=tuple(map(tuple, rows)))


@pytest.fixture
def long_text() -> str:
    return LONG


@pytest.fixture
def make_book() -> MakeBook:
    return _make_book


@pytest.fixture
def edited() -> Edited:
    return _edited


@pytest.fixture
def come_back() -> ComeBack:
    return _come_back


@pytest.fixture
def filled() -> Filled:
    return _filled


@pytest.fixture
def row_of() -> RowOf:
    return _row_of


@pytest.fixture
def answers() -> Answers:
    return ANSWERS


@pytest.fixture
def fill_in() -> Edit:
    return _fill_in


@pytest.fixture
def is_exact() -> Callable[[Incoming], None]:
    return _is_exact


@pytest.fixture
def long_sent(tmp_path: Path) -> Path:
    """Give a questionnaire with texts that go on in further rows."""
    path = tmp_path / "sent.xlsx"
    write_book(_make_book(_long_table()), path)
    return path


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    columns = (Column(key="id", heading="ID"), Column(key="text", heading="Text"), Column(key="mine", heading="Mine", to_fill_in=True))
    table = Table(name="gni_a", columns=columns, rows=(("A-1", "one", None), ("A-2", "two", "x")), anchor="id")
    sheets = (Sheet(name="List", title="The list", tables=(table,)), Sheet(name="Other", title="Nothing here", tables=()))
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    render_book(Book(sheets=sheets, marking="m", owner="o", created=date(2026, 11, 21), facts={"kind": "questionnaire"}), path)
    return path


@pytest.fixture
def remade(plain: Path, tmp_path: Path) -> Remade:
    def remake(parts: Mapping[str, str | bytes | None], **more: object) -> Path:
        path = tmp_path / "sent.xlsx"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in {**dict.fromkeys(old.namelist()), **parts}:
                if (data := parts.get(name, old.read(name) if name in old.namelist() else None)) is not None:
                    new.writestr(name, data, **more)  # type: ignore[arg-type]
        return path

    return remake


def _read_all(path: Path) -> int:
    with SentWorkbook(path) as file:
        count = sum(len(cells) for name in file.sheet_names for _, cells in file.cells(name))
        for name in file.sheet_names:
            file.merged(name)
    read_incoming(path, kind="questionnaire")
    return count


def _refused(path: Path) -> StoreError:
    start = time.perf_counter()
    with pytest.raises(StoreError) as caught:
        _read_all(path)
    assert time.perf_counter() - start < 20
    assert caught.value.message.startswith((f"`{path.name}` ", "cannot read "))
    assert caught.value.hint
    assert len(caught.value.message) < 200
    return caught.value


@pytest.fixture
def read_all() -> Callable[[Path], int]:
    return _read_all


@pytest.fixture
def refused() -> Refused:
    return _refused


@pytest.fixture
def saved_by_libreoffice(tmp_path: Path) -> Callable[[Path, str], Path]:
    if not shutil.which("soffice"):
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice must be there in this run")
        pytest.skip("needs LibreOffice Calc")

    def save(path: Path, kind: str) -> Path:
        folder = tmp_path / f"as-{kind}"
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{kind}"

    return save
