from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
ANSWER = ("answer", "GOV-02", "--finding", "planned", "--text", "x", "--today", "2026-11-21")


def answered_by(workspace: Path) -> str:
    stamp = load_workspace(workspace).require().responses["GOV-02"].answered
    return stamp.by if stamp else ""


def test_with_several_people_somebody_must_be_named(run: Run, workspace: Path) -> None:
    shown = run(*ANSWER, cwd=workspace)
    assert shown.code == 2
    assert "who is working?" in shown.err
    assert "--as PERSON" in shown.err
    assert "GNI_ASSESS_AS" in shown.err
    assert "olga, carl" in shown.err
    assert list((workspace / "evidence" / "responses").iterdir()) == []


def test_the_option_wins_over_the_environment(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GNI_ASSESS_AS", "olga")
    assert run(*ANSWER, cwd=workspace).code == 0
    assert answered_by(workspace) == "olga"
    (workspace / "evidence/responses/GOV-02.yaml").unlink()
    assert run(*ANSWER, "--as", "carl", cwd=workspace).code == 0
    assert answered_by(workspace) == "carl"


def test_an_unknown_person_is_refused_with_the_people_there_are(run: Run, workspace: Path) -> None:
    shown = run(*ANSWER, "--as", "ogla", cwd=workspace)
    assert shown.code == 2
    assert "there is no person `ogla`" in shown.err
    assert "olga, carl" in shown.err


def test_one_person_is_that_one(run: Run, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    made = ("--name", "A", "--type", "vendor", "--service", "S", "--first-assessment", "--person", "olga=Olga")
    assert run("init", alone, "--no-input", *made).code == 0
    assert run(*ANSWER, cwd=alone).code == 0
    assert answered_by(alone) == "olga"


def test_where_nobody_is_named_the_workspace_file_is_the_way_out(run: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").partition("people:")[0])
    shown = run(*ANSWER, cwd=workspace)
    assert shown.code == 2
    assert "names nobody" in shown.err
    assert "`people` in `gni-assess.yaml`" in shown.err


def test_reading_needs_nobody(run: Run, workspace: Path) -> None:
    for command in (("status",), ("validate",), ("gap", "list"), ("evidence", "list"), ("criteria", "list")):
        assert run(*command, cwd=workspace).code == 0
