"""Writing a report in place of an older one: all of it, or nothing; and what a killed run left behind."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gni_assess.cli.export_formats import Format, ForWhom, ReportFile
from gni_assess.cli.progress_bar import Steps, show_progress
from gni_assess.cli.shared import Shared
from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book, Column, Sheet, Table
from gni_assess.sheets.layout import MAX_TABLE_ROWS

Run = Callable[..., Any]
OLD = b"the old one"
# Compiled modules would be cut off by the limit as well, and stay so.
LIMITED = """
import resource, sys
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from gni_assess.cli.entry import main
sys.exit(main(sys.argv[1:]))
"""


def make_book(rows: int = 3) -> Book:
    columns = (Column(key="id", heading="ID"), Column(key="text", heading="Text"))
    table = Table(name="gni_list", columns=columns, rows=[(f"ID-{number}", f"text {number}") for number in range(rows)], anchor="id")
    sheet = Sheet(name="List", title="A list", tables=(table,))
    return Book(sheets=(sheet,), marking="Confidential", owner="Acme", created=date(2026, 5, 4), properties={"title": "Gap report: Acme"})


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def old(tmp_path: Path) -> Callable[[Format], Path]:
    """Give an older file of this kind, alone in its folder."""

    def make(kind: Format) -> Path:
        folder = tmp_path / "out"
        folder.mkdir()
        path = folder / f"report{kind.suffix}"
        path.write_bytes(OLD)
        return path

    return make


@pytest.mark.parametrize("kind", [Format.HTML, Format.JSON])
def test_stdout_gets_the_very_bytes_of_the_file(gni: Run, run_apart: Run, workspace: Path, tmp_path: Path, kind: Format) -> None:
    gni("answer", "GOV-02", "--finding", "in-place", "--text", "two\nlines \u0645\u0631 \u6f22 \x1b[1m")
    path = tmp_path / f"report{kind.suffix}"
    assert gni("export", "--format", kind.value, "-o", path).code == 0
    again = run_apart("export", "--format", kind.value, "-o", "-", "--today", "2026-11-21", cwd=workspace, env={"LC_ALL": "C"})
    assert again.code == 0
    assert again.out.encode() == path.read_bytes()


@pytest.mark.parametrize("kind", Format)
def test_a_file_that_is_there_is_replaced_only_with_force(gni: Run, old: Callable[[Format], Path], kind: Format) -> None:
    path = old(kind)
    refused = gni("export", "--format", kind.value, "-o", path)
    assert (refused.code, "exists already" in refused.err, "--force" in refused.err) == (2, True, True)
    assert path.read_bytes() == OLD
    assert gni("export", "--format", kind.value, "-o", path, "--force").code == 0
    assert path.read_bytes() != OLD
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("kind", Format)
def test_a_folder_and_a_wrong_ending_are_refused(gni: Run, tmp_path: Path, kind: Format) -> None:
    (tmp_path / f"folder{kind.suffix}").mkdir()
    for name in (tmp_path, tmp_path / f"folder{kind.suffix}"):
        refused = gni("export", "--format", kind.value, "-o", name, "--force")
        assert (refused.code, "is a folder" in refused.err) == (2, True)
    for wrong in ("report.pdf", "report", f"report{kind.suffix}.bak"):
        refused = gni("export", "--format", kind.value, "-o", tmp_path / wrong)
        assert (refused.code, f"does not end in `{kind.suffix}`" in refused.err) == (2, True)
        assert not (tmp_path / wrong).exists()


@pytest.mark.parametrize("kind", Format)
def test_a_full_disk_leaves_the_old_file(workspace: Path, old: Callable[[Format], Path], kind: Format) -> None:
    pytest.importorskip("resource")
    path = old(kind)
    command = ("export", "-C", workspace, "--format", kind.value, "-o", path, "--force", "--today", "2026-11-21")
    done = subprocess.run([sys.executable, "-c", LIMITED, "2000", *command], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, f"cannot write `{path}`" in done.stderr, "what to do" in done.stderr) == (2, True, True), done.stderr
    assert path.read_bytes() == OLD
    assert names(path.parent) == [path.name]
    assert f"cannot write `{path}`: File too large; the file is as it was\n" in done.stderr


@pytest.mark.parametrize("kind", Format)
def test_a_full_disk_where_no_file_was(workspace: Path, tmp_path: Path, kind: Format) -> None:
    pytest.importorskip("resource")
    folder = tmp_path / "out"
    folder.mkdir()
    command = ("export", "-C", workspace, "-o", f"out/report{kind.suffix}", "--today", "2026-11-21")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "2000", *command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert f"cannot write `{Path('out') / f'report{kind.suffix}'}`: File too large; nothing was written\n" in done.stderr
    assert names(folder) == []


@pytest.mark.parametrize("rows", [2_000, MAX_TABLE_ROWS + 1])
def test_a_disk_that_fills_up_while_a_big_workbook_is_written(
    old: Callable[[Format], Path], rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = old(Format.XLSX)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot write `.*report\.xlsx`"):
            ReportFile(book=make_book(rows), format=Format.XLSX).write(path, Steps())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == OLD
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("kind", Format)
def test_a_writer_that_fails_leaves_the_old_file(old: Callable[[Format], Path], kind: Format) -> None:
    path = old(kind)
    short = replace(make_book().sheets[0].tables[0], rows=[("one value too few",)])
    broken = replace(make_book(), sheets=(Sheet(name="List", title="A list", tables=(short,)),))
    with pytest.raises(Exception, match=r".") as caught:
        ReportFile(book=broken, format=kind).write(path, Steps())
    assert not isinstance(caught.value, OSError)
    assert path.read_bytes() == OLD
    assert names(path.parent) == [path.name]


def test_the_board_gets_what_improved_since_last_time(gni: Run, workspace: Path, tmp_path: Path) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "No.")
    shutil.copytree(workspace / "evidence/responses", workspace / "snapshots/2024/responses")
    assert gni("answer", "GOV-02", "--finding", "in-place", "--text", "Yes.").code == 0
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^assessment:$", "assessment:\n  previous: snapshots/2024", text), encoding="utf-8")
    for kind in Format:
        done = gni("export", "--audience", ForWhom.COMPANY_BOARD.value, "--format", kind.value, "-o", tmp_path / f"board{kind.suffix}")
        assert done.code == 0, done.err
    assert "GOV-02" in (tmp_path / "board.html").read_text(encoding="utf-8").partition("What has improved")[2].partition("</section>")[0]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_comes_and_goes_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    before = threading.active_count()
    with show_progress(Shared(), after=0) as steps:
        steps.begin("reading the record")
        steps.count(1, 2)
        steps.begin("[bold]checking[/bold]")
    text = screen.getvalue()
    assert threading.active_count() == before
    assert "[bold]checking[/bold]" in text
    assert text.endswith("\x1b[2K")
    assert "\x1b[?25l" not in text


def test_a_bar_is_not_drawn_for_short_work_nor_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    before = threading.active_count()
    for shared, screen, term, after in (
        (Shared(), Terminal(), "xterm", 3_600.0),
        (Shared(quiet=True), Terminal(), "xterm", 0.0),
        (Shared(), io.StringIO(), "xterm", 0.0),
        (Shared(), Terminal(), "dumb", 0.0),
    ):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(sys, "stderr", screen)
        with contextlib.suppress(KeyboardInterrupt), show_progress(shared, after=after) as steps:
            steps.begin("checking")
            raise KeyboardInterrupt
        assert screen.getvalue() == ""
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", [Format.XLSX, Format.JSON])
def test_the_steps_of_writing_are_told(tmp_path: Path, kind: Format) -> None:
    told: list[str] = []

    class Noted(Steps):
        def begin(self, what: str) -> None:
            told.append(what)

        def count(self, done: int, of: int) -> None:
            assert 0 <= done <= of

    ReportFile(book=make_book(3_000), format=kind).write(tmp_path / f"r{kind.suffix}", Noted())
    assert list(dict.fromkeys(told)) == ["writing the report", "reading it back"]
