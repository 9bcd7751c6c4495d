"""Writing a report in place of an older one: all of it, or nothing; and what a killed run left behind."""

import contextlib
import io
import os
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
from gni_assess.report.writers.differing import differing
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.fixture
def taken_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let somebody else write a file at the moment in which ours is made, and not yet in its place."""

    def take(path: Path) -> None:
        real = os.fsync

        def flush(handle: int) -> None:
            monkeypatch.setattr(os, "fsync", real)
            path.write_bytes(OLD)
            real(handle)

        monkeypatch.setattr(os, "fsync", flush)

    return take


@pytest.mark.parametrize("kind", [Format.XLSX, Format.JSON])
def test_two_exports_at_once_do_not_overwrite_each_other(
    gni: Run, workspace: Path, taken_meanwhile: Callable[[Path], None], kind: Format
) -> None:
    first = workspace / "reports" / f"gap-report-assessor-2026-11-21{kind.suffix}"
    for number in (2, 4):
        mine = first.with_name(f"{first.stem}-{number}{kind.suffix}")
        taken_meanwhile(first if number == 2 else first.with_name(f"{first.stem}-3{kind.suffix}"))
        done = gni("export", "--format", kind.value)
        assert (done.code, done.out) == (0, f"{mine}\n"), done.err
        assert f"`{first.name}` was there already" in done.err
        assert first.read_bytes() == OLD
        assert mine.read_bytes() != OLD
    assert len(names(first.parent)) == 4


@pytest.mark.parametrize("kind", [Format.XLSX, Format.JSON])
def test_a_named_file_that_came_meanwhile_is_not_replaced(
    gni: Run, tmp_path: Path, taken_meanwhile: Callable[[Path], None], kind: Format
) -> None:
    path = tmp_path / "out" / f"report{kind.suffix}"
    path.parent.mkdir()
    taken_meanwhile(path)
    refused = gni("export", "-o", path)
    assert (refused.code, refused.out, f"`{path}` exists already" in refused.err, "--force" in refused.err) == (2, "", True, True)
    assert path.read_bytes() == OLD
    assert names(path.parent) == [path.name]


def test_a_link_stays_one_and_what_it_leads_to_is_written(gni: Run, workspace: Path, tmp_path: Path) -> None:
    there, link = tmp_path / "there", tmp_path / "report.json"
    there.mkdir()
    link.symlink_to(there / "real.json")
    refused = gni("export", "-o", link)
    assert (refused.code, "exists already" in refused.err, names(there)) == (2, True, [])
    for _ in ("dangling", "not any more"):
        done = gni("export", "-o", link, "--force")
        assert (done.code, done.out, link.is_symlink(), names(there)) == (0, f"{link}\n", True, ["real.json"]), done.err
    for target in ("gni-assess.yaml", "evidence/policies/POL-417.json", ".gni-assess/x.json"):
        link.unlink()
        link.symlink_to(workspace / target)
        refused = gni("export", "-o", link, "--force")
        assert (refused.code, "part of the record" in refused.err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="other links, other devices")
def test_links_that_lead_to_no_file_are_refused(gni: Run, tmp_path: Path) -> None:
    link = tmp_path / "report.json"
    for target, says in ((link, "leads nowhere"), (Path(os.devnull), "not a file that can be replaced"), (tmp_path / "a/b", "no folder")):
        link.symlink_to(target)
        refused = gni("export", "-o", link, "--force")
        assert (refused.code, says in refused.err, "what to do" in refused.err, link.is_symlink()) == (2, True, True, True), refused.err
        link.unlink()


def test_a_dangling_link_in_reports_is_not_replaced(gni: Run, workspace: Path) -> None:
    path = workspace / "reports" / "gap-report-assessor-2026-11-21.json"
    path.symlink_to(workspace / "nowhere")
    done = gni("export", "--format", "json")
    assert (done.code, done.out) == (0, f"{path.with_name(f'{path.stem}-2.json')}\n")
    assert path.is_symlink()
    assert not (workspace / "nowhere").exists()


@pytest.mark.parametrize("is_named", [True, False])
def test_a_report_that_is_protected_from_writing_is_not_replaced(gni: Run, workspace: Path, *, is_named: bool) -> None:
    path = workspace / "reports" / "gap-report-assessor-2026-11-21.json"
    path.write_bytes(OLD)
    path.chmod(0o444)
    refused = gni("export", "--format", "json", "--force", *(("-o", path) if is_named else ()))
    assert (refused.code, "is protected from writing; nothing was saved" in refused.err) == (2, True)
    assert path.read_bytes() == OLD
    path.chmod(0o644)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere only what is a day old goes")
def test_what_any_killed_export_left_in_reports_goes(gni: Run, workspace: Path, tmp_path: Path) -> None:
    lefts = [
        folder / f".gap-report-internal-2025-03-04.{kind}.0123abcd.tmp" for folder in (workspace / "reports", tmp_path) for kind in Format
    ]
    for each in lefts:
        each.write_bytes(b"half of a confidential report")
        os.utime(each, (each.stat().st_atime, each.stat().st_mtime - 2 * 3_600))
    assert gni("export", "--format", "json", "-o", tmp_path / "gap-report-x.json").code == 0
    assert all(each.exists() for each in lefts)
    assert gni("export", "--format", "json").code == 0
    assert names(workspace / "reports") == ["gap-report-assessor-2026-11-21.json"]
    assert [each.exists() for each in lefts if each.parent == tmp_path] == [True] * len(Format)


def test_a_report_that_differs_does_not_tell_of_a_file_that_may_not_be_there() -> None:
    hint = differing("a row is missing").hint
    assert "older file" not in hint
    assert "nothing was put in its place" in hint
