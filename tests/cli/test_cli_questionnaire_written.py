import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
DUE = ("--due", "2026-12-05")


def reports(workspace: Path) -> list[str]:
    return sorted(each.name for each in (workspace / "reports").glob("*"))


def test_a_file_that_somebody_may_have_worked_in_is_replaced_only_by_force(gni: Run, workspace: Path) -> None:
    send = ("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE, "-o", "q.xlsx")
    assert gni(*send).code == 0
    first = (workspace / "q.xlsx").read_bytes()
    refused = gni(*send)
    assert (refused.code, "someone may have worked in it" in refused.err) == (2, True)
    assert gni(*send, "--force").code == 0
    assert (workspace / "q.xlsx").read_bytes() == first


def test_where_the_record_cannot_be_saved_that_is_said(gni: Run, workspace: Path) -> None:
    journal = workspace / "evidence/journal"
    shutil.rmtree(journal, ignore_errors=True)
    journal.write_text("", encoding="utf-8")  # a file where a folder must be
    refused = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE)
    assert refused.code == 2
    assert "is written, but the record does not say who was asked" in refused.err
    assert len(reports(workspace)) == 1


ONE = ("questionnaire", "send", "--only", "GOV-02", *DUE)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_a_link_leads_to_is_written_and_not_the_link(gni: Run, workspace: Path) -> None:
    (workspace / "shared").mkdir()
    link, target = workspace / "q.xlsx", workspace / "shared/q.xlsx"
    link.symlink_to(target)
    refused = gni(*ONE, "-o", "q.xlsx")
    assert (refused.code, "`q.xlsx` exists already" in refused.err) == (2, True)
    assert gni(*ONE, "-o", "q.xlsx", "--force").code == 0
    assert (link.is_symlink(), target.read_bytes()[:2]) == (True, b"PK")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_reports_that_leads_nowhere_is_left_alone(gni: Run, workspace: Path) -> None:
    (workspace / "reports").mkdir(exist_ok=True)
    link = workspace / "reports/questionnaire-gov-02-2026-11-21.xlsx"
    link.symlink_to(workspace / "nowhere/at/all.xlsx")
    assert gni(*ONE).code == 0
    assert link.is_symlink()
    assert reports(workspace) == ["questionnaire-gov-02-2026-11-21-2.xlsx", "questionnaire-gov-02-2026-11-21.xlsx"]


@pytest.mark.parametrize("named", [True, False])
def test_a_file_that_is_protected_from_writing_stays(gni: Run, workspace: Path, *, named: bool) -> None:
    path = workspace / ("q.xlsx" if named else "reports/questionnaire-gov-02-2026-11-21.xlsx")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"mine")
    path.chmod(0o400)
    refused = gni(*ONE, "--force", *(("-o", "q.xlsx") if named else ()))
    assert (refused.code, "is protected from writing" in refused.err) == (2, True)
    assert path.read_bytes() == b"mine"


def test_a_folder_where_the_file_goes_is_said(gni: Run, workspace: Path) -> None:
    (workspace / "q.xlsx").mkdir()
    refused = gni(*ONE, "-o", "q.xlsx", "--force")
    assert (refused.code, "`q.xlsx` is a folder" in refused.err) == (2, True)


@pytest.mark.parametrize("named", [True, False])
def test_of_two_runs_at_once_none_replaces_what_the_other_wrote(run_apart: Run, workspace: Path, *, named: bool) -> None:
    command = (*ONE, "--as", "olga", "--today", "2026-11-21", *(("-o", "q.xlsx") if named else ()))
    done: list[Any] = []
    threads = [threading.Thread(target=lambda: done.append(run_apart(*command, cwd=workspace))) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if named:
        assert sorted(each.code for each in done) == [0, 2]
        assert any("`q.xlsx` exists already" in each.err for each in done)
    else:
        assert [each.code for each in done] == [0, 0]
        assert reports(workspace) == ["questionnaire-gov-02-2026-11-21-2.xlsx", "questionnaire-gov-02-2026-11-21.xlsx"]
        assert sorted(each.out.strip() for each in done) == sorted(str(workspace / "reports" / each) for each in reports(workspace))


def test_what_a_killed_run_left_goes_with_the_next(gni: Run, workspace: Path) -> None:
    (workspace / "reports").mkdir(exist_ok=True)
    left = workspace / "reports/.questionnaire-carl-2026-11-20.xlsx.0123abcd.tmp"
    other = workspace / "reports/.gap-report-assessor-2026-11-20.xlsx.0123abcd.tmp"
    for each in (left, other):
        each.write_bytes(b"PK")
        os.utime(each, (time.time() - 90_000,) * 2)
    assert gni(*ONE).code == 0
    assert (left.exists(), other.exists()) == (False, True)
