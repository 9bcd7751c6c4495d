"""Several workspaces in one run of `validate`."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown")


@pytest.fixture
def check(run: Run, workspace: Path, tmp_path: Path) -> Run:
    """Run `validate` in a folder that holds two workspaces (`acme`, `b/two`), one that cannot be loaded, and a folder that holds none."""
    two = Path(shutil.copytree(workspace, tmp_path / "b" / "two"))
    broken = Path(shutil.copytree(workspace, tmp_path / "broken"))
    (two / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    (broken / "gni-assess.yaml").write_text("workspace: 1\ncompany: [\n", encoding="utf-8")
    (tmp_path / "none").mkdir()

    def check_here(*args: str | Path, **more: Any) -> Any:  # noqa: ANN401 - as `run` takes and gives it
        return run("validate", *args, "--today", "2026-11-21", **{"cwd": tmp_path, **more})

    return check_here


@pytest.mark.parametrize("output_format", FORMATS)
def test_each_is_checked_and_the_worst_decides(check: Run, output_format: str) -> None:
    options = ("--format", output_format)
    for folders, code in (
        (("acme",), 0),
        (("acme", "b/two"), 1),
        (("b/two", "acme"), 1),
        (("acme", "broken", "b/two"), 2),
        (("none", "acme"), 2),
        (("acme", "nowhere"), 2),
    ):
        shown = check(*folders, *options)
        assert shown.code == code
        for folder in folders:
            file = "evidence/responses/GOV-02.yaml" if folder == "b/two" else "gni-assess.yaml"
            assert f"{folder}/{file}" in shown.out
        assert shown.out.count("GNI003") or "b/two" not in folders


def test_a_broken_or_missing_one_is_told_with_the_others(check: Run) -> None:
    shown = check("none", "broken", "nowhere", "b/two", "--format", "concise")
    assert [line.split(": ")[:2] for line in shown.out.splitlines() if " error " in line] == [
        ["none/gni-assess.yaml", "GNI001 error there is no workspace in this folder"],
        ["broken/gni-assess.yaml:3:1", shown.out.splitlines()[1].split(": ")[1]],
        ["nowhere/gni-assess.yaml", "GNI001 error there is no such folder"],
        ["b/two/evidence/responses/GOV-02.yaml:2:10", "GNI003 error `finding` is not one of the allowed words"],
    ]
    assert shown.out.splitlines()[-1].startswith("4 workspaces; 3 of them cannot be loaded; ")
    assert [line for line in shown.err.splitlines() if "cannot be loaded" in line] == [
        f"`{each}` cannot be loaded: `{each}/gni-assess.yaml`{line} must be mended before the rest can be checked"
        for each, line in (("none", ""), ("broken", " line 3"), ("nowhere", ""))
    ]


def test_json_has_each_workspace_and_of_one_nothing_else(check: Run, gni: Run) -> None:
    value = json.loads(check("acme", "broken", "b/two", "--format", "json").out)
    assert list(value) == ["version", "summary", "workspaces"]
    assert [each["workspace"] for each in value["workspaces"]] == ["acme", "broken", "b/two"]
    alone = json.loads(check("-C", "acme", "--format", "json").out)
    assert alone == json.loads(gni("validate", "--format", "json").out.replace('"file_path": "', '"file_path": "acme/'))
    assert {"workspace": "acme", **{key: each for key, each in alone.items() if key != "version"}} == value["workspaces"][0]
    assert json.loads(check("acme", "--format", "json").out) == alone
    assert value["summary"]["criteria"] == 2 * alone["summary"]["criteria"]


def test_one_file_holds_the_report_of_all(check: Run, tmp_path: Path) -> None:
    for output_format in FORMATS:
        printed = check("acme", "b/two", "--format", output_format)
        assert check("acme", "b/two", "--format", output_format, "--output", f"r.{output_format}").code == 1
        assert (tmp_path / f"r.{output_format}").read_text(encoding="utf-8") == printed.out
    for folder in ("acme", "b/two"):
        assert check("acme", "b/two", "--output", f"{folder}/evidence/x").code == 2


def test_a_workspace_is_checked_once(check: Run, tmp_path: Path) -> None:
    once = check("acme", "b/two", "--format", "json").out
    assert check("acme", "./acme", tmp_path / "acme", "b/two", "--format", "json").out == once


def test_the_folder_itself_must_hold_the_workspace(check: Run, workspace: Path) -> None:
    for folder, why in ((workspace / "evidence", "there is no workspace in this folder"), ("nowhere", "there is no such folder")):
        shown = check(folder)
        assert (shown.code, shown.out) == (2, "")
        assert why in shown.err
        assert "gni-assess init" in shown.err
    assert check(".", cwd=workspace).code == 0
    assert check(cwd=workspace / "evidence").code == 0


def test_directories_and_the_option_are_not_both_given(check: Run) -> None:
    shown = check("acme", "-C", "b/two")
    assert (shown.code, "not both" in shown.err) == (2, True)
    assert check("-C", "acme").code == 0


def test_what_only_one_workspace_has_can_be_asked_for(check: Run, tmp_path: Path) -> None:
    (tmp_path / "acme/evidence/policies/POL-417.yaml").write_text("id: POL-417\n", encoding="utf-8")
    shown = check("acme", "b/two", "broken", "--only", "POL-417", "--format", "json")
    assert shown.code == 2
    assert [len(each["diagnostics"]) > 0 for each in json.loads(shown.out)["workspaces"]] == [True, False, False]
    for options in (("--only", "POL-418"), ("--area", "GVO")):
        unknown = check("acme", "b/two", *options)
        assert (unknown.code, unknown.out) == (2, "")
        assert "there is no" in unknown.err
