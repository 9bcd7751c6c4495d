"""What tests of several commands share: questionnaires that were sent and filled in, and a person at a terminal."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Run = Callable[..., Any]
PROGRAM = "import sys; from gni_assess.cli.entry import main; sys.exit(main())"


@pytest.fixture
def protected_term(workspace: Path) -> str:
    """Put a case into the workspace, restricted and with a protected term, and give the term."""
    term = "Zqxakov"
    lines = (
        "id: CASE-208",
        "type: network-disruption",
        "title: A week without the network",
        "rights: [expression]",
        "jurisdiction: TR",
        "classification: restricted",
        f"protected_terms: [{{term: {term}, kind: person}}]",
    )
    folder = workspace / "evidence/cases"
    folder.mkdir(exist_ok=True)
    (folder / "CASE-208.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return term


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Read all files of the record: `tree(workspace)`."""

    def read(workspace: Path) -> dict[str, bytes]:
        return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}

    return read


@pytest.fixture(scope="session")
def find_header() -> Callable[[Any, set[str]], tuple[int, dict[str, int]]]:
    """Find the row of a sheet that has these headings, and the column of each heading in it: `find_header(sheet, headings)`."""

    def find(sheet: Any, headings: set[str]) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - openpyxl says nothing of its types
        for row in sheet.iter_rows():
            found = {str(cell.value): cell.column for cell in row if isinstance(cell.value, str)}
            if headings <= set(found):
                return row[0].row, found
        raise AssertionError(headings)

    return find


@pytest.fixture(scope="session")
def put(find_header: Callable[[Any, set[str]], tuple[int, dict[str, int]]]) -> Callable[..., None]:
    """Fill in cells of the row with an id, by heading: `put(path, "Questions", "GOV-01", {heading: text})`."""

    def fill(path: Path, sheet: str, key: str, cells: Mapping[str, str]) -> None:
        book = openpyxl.load_workbook(path)
        header, columns = find_header(book[sheet], set(cells))
        for row in range(header + 1, book[sheet].max_row + 1):
            if any(str(book[sheet].cell(row, column).value) == key for column in range(1, 4)):
                for name, value in cells.items():
                    book[sheet].cell(row, columns[name]).value = value
                    book[sheet].cell(row, columns[name]).data_type = "s"  # typed as text, not as a formula
                book.save(path)
                return
        raise AssertionError(key)

    return fill


@pytest.fixture
def send(gni: Run, workspace: Path) -> Callable[..., Path]:
    """Send questions to Carl and give the file: `send("GOV-01", "GOV-02")`."""

    def send_to(*ids: str, name: str = "carl", who: tuple[str, ...] = ("--assignee", "carl")) -> Path:
        path = workspace / f"{name}.xlsx"
        only = [part for each in ids for part in ("--only", each)]
        done = gni("questionnaire", "send", *who, *only, "--due", "2026-12-05", "-o", path)
        assert done.code == 0, done.both
        return path

    return send_to


@pytest.fixture
def at_terminal(workspace: Path) -> Iterator[Callable[..., Any]]:
    """Run the program at a terminal, as Olga: `at_terminal("evidence", "import", path)` gives the child of pexpect."""
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
    if not hasattr(pexpect, "spawn"):
        pytest.skip("needs a system with pseudo-terminals")
    children = []

    def start(*args: str | Path) -> Any:  # noqa: ANN401 - pexpect's own
        child = pexpect.spawn(
            sys.executable,
            ["-c", PROGRAM, *map(str, args), "--as", "olga", "--today", "2026-11-21"],
            cwd=str(workspace),
            env={**os.environ, "TERM": "dumb", "INPUTRC": os.devnull, "PYTHONUTF8": "1"},
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=20,
        )
        child.delaybeforesend = None
        children.append(child)
        return child

    yield start
    for each in children:
        each.close(force=True)


@pytest.fixture(scope="session")
def ended() -> Callable[[Any], tuple[int | None, str]]:
    """Wait until a program at a terminal has ended, and give its exit code and what it said, on one line: `ended(child)`."""

    def wait(child: Any) -> tuple[int | None, str]:  # noqa: ANN401 - pexpect's own
        said = child.read()
        child.close()
        return child.exitstatus, re.sub(r"\s+", " ", said)

    return wait


@pytest.fixture(scope="session")
def interrupt() -> Callable[[Any], tuple[int | None, str]]:
    """Press Ctrl-C until the program has ended, and give its exit code and what it said: `interrupt(child)`.

    Python loses a Ctrl-C that comes between the prompt and the waiting for keys, until the next key: a person presses it again.
    """
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")

    def press(child: Any) -> tuple[int | None, str]:  # noqa: ANN401 - pexpect's own
        for _ in range(5):
            child.sendintr()
            if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=10) == 0:
                break
        child.close()
        return child.exitstatus, child.before

    return press
