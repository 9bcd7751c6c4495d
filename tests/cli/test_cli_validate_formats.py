"""The formats of `validate` by way of the program: exit codes, files, GitHub Actions, what is asked for."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

Run = Callable[..., Any]
FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown")
IN_GITHUB = {"GITHUB_ACTIONS": "true"}


def break_record(workspace: Path) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")


def break_workspace(workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("stage: collecting", "stage: colecting"))


def lines_of(outcome: Any) -> list[str]:  # noqa: ANN401 - an outcome of `run`
    return [each for each in outcome.out.split("\n") if each.startswith("::")]


@pytest.mark.parametrize("output_format", FORMATS)
def test_exit_codes_are_the_same_in_every_format(gni: Run, workspace: Path, output_format: str) -> None:
    def codes(*options: str) -> list[int]:
        return [gni("validate", "--format", output_format, "--fail-on", each, *options).code for each in ("error", "warning", "never")]

    assert codes() == [0, 1, 0]
    assert codes("--stage", "review") == [1, 1, 0]
    assert codes("--select", "GNI404") == [0, 0, 0]
    assert codes("--select", "GNI201,GNI106", "--ignore", "GNI106") == [0, 1, 0]
    break_record(workspace)
    assert codes() == [1, 1, 0]
    break_workspace(workspace)
    assert codes() == [2, 2, 2]


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_file_holds_what_would_be_printed_and_is_the_same_again(gni: Run, tmp_path: Path, output_format: str) -> None:
    printed = gni("validate", "--stage", "review", "--format", output_format)
    for name in ("one", "two"):
        written = gni("validate", "--stage", "review", "--format", output_format, "--output", tmp_path / name)
        assert (written.code, written.out) == (1, "")
        assert (tmp_path / name).read_bytes() == printed.out.encode()


def test_every_format_tells_of_the_same_diagnostics(gni: Run, workspace: Path) -> None:
    break_record(workspace)
    shown = {each: gni("validate", "--format", each, "--stage", "review").out for each in FORMATS}
    found = json.loads(shown["json"])["diagnostics"]
    assert len(found) > 80
    (sarif,) = json.loads(shown["sarif"])["runs"]
    assert [each["ruleId"] for each in sarif["results"]] == [each["code"] for each in found]
    assert [each["check_name"].split()[0] for each in json.loads(shown["gitlab"])] == [each["code"] for each in found]
    root = ET.fromstring(shown["junit"])  # noqa: S314 - our own
    assert (int(root.get("failures", "")), int(root.get("tests", ""))) == (len(found), json.loads(shown["json"])["summary"]["criteria"] + 1)
    assert "the same for" in shown["github"]
    assert [each for each in lines_of(gni("validate", "--format", "github")) if each.startswith("::error file=evidence/responses/GOV-02")]


def test_junit_has_a_case_for_each_criterion_and_record(gni: Run, workspace: Path) -> None:
    common = ("--title", "t", "--summary", "s", "--from", "2019-01", "--held-at", "v")
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", *common)
    (workspace / "evidence/responses/ZZZ-99.yaml").write_text("criterion: ZZZ-99\nanswer: x\n", encoding="utf-8")
    names = [each.get("name") for each in ET.fromstring(gni("validate", "--format", "junit").out).iter("testcase")]  # noqa: S314
    assert names[0] == "gni-assess.yaml"
    assert {"GOV-01", "POL-417", "ZZZ-99"} <= set(names)
    narrow = gni("validate", "--format", "junit", "--area", "gov").out
    assert {str(each.get("name"))[:4] for each in ET.fromstring(narrow).iter("testcase")} == {"GOV-"}  # noqa: S314


def test_paths_are_as_seen_from_where_the_program_runs(run: Run, gni: Run, workspace: Path, tmp_path: Path) -> None:
    def uris(outcome: Any) -> set[str]:  # noqa: ANN401 - an outcome of `run`
        results = json.loads(outcome.out)["runs"][0]["results"]
        return {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}

    command = ("validate", "--format", "sarif", "--today", "2026-11-21")
    assert uris(gni(*command[:3])) == {"gni-assess.yaml"}
    assert uris(run(*command, "-C", "acme", cwd=tmp_path)) == {"acme/gni-assess.yaml"}
    assert uris(run(*command, "acme", cwd=tmp_path)) == {"acme/gni-assess.yaml"}
    assert uris(run(*command, cwd=workspace / "evidence")) == {"../gni-assess.yaml"}
    assert run("validate", "acme", "--format", "concise", cwd=tmp_path).out.startswith("acme/gni-assess.yaml:")


def place_of(outcome: Any) -> set[str]:  # noqa: ANN401 - an outcome of `run`
    return {each["location"]["path"] for each in json.loads(outcome.out)}


def prints_of(outcome: Any) -> list[str]:  # noqa: ANN401 - an outcome of `run`
    return [each["fingerprint"] for each in json.loads(outcome.out)]


@pytest.mark.parametrize("name", ["", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_in_a_repository_paths_and_fingerprints_are_as_seen_from_its_root(
    run: Run, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    command = ("validate", "--format", "gitlab", "--today", "2026-11-21")
    outside = run(*command, cwd=workspace / "evidence")
    assert place_of(outside) == {"../gni-assess.yaml"}
    if name:
        monkeypatch.setenv(name, str(tmp_path))
    else:
        (tmp_path / ".git").mkdir()
    shown = [run(*command, *where, cwd=cwd) for where, cwd in ((("acme",), tmp_path), ((), workspace), ((), workspace / "evidence"))]
    assert [place_of(each) for each in shown] == [{"acme/gni-assess.yaml"}] * 3
    assert prints_of(shown[0]) == prints_of(shown[1]) == prints_of(shown[2])
    for other, sign in (("sarif", '"uri": "acme/gni-assess.yaml"'), ("github", "::warning file=acme/gni-assess.yaml,")):
        assert sign in run(*command[:2], other, *command[3:], cwd=workspace / "evidence").out


def test_outside_of_a_repository_fingerprints_do_not_tell_where_the_program_runs(run: Run, workspace: Path, tmp_path: Path) -> None:
    command = ("validate", "--format", "gitlab", "--today", "2026-11-21")
    shown = [run(*command, *where, cwd=cwd) for where, cwd in ((("acme",), tmp_path), ((), workspace), ((), workspace / "evidence"))]
    assert prints_of(shown[0]) == prints_of(shown[1]) == prints_of(shown[2])


def test_twins_keep_their_fingerprints_where_some_are_known_or_not_asked_for(gni: Run, workspace: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        (workspace / "evidence/files" / name).write_text("x", encoding="utf-8")
    prints = prints_of(gni("validate", "--format", "gitlab", "--select", "GNI008"))
    assert len(set(prints)) == 2
    (workspace / "known.json").write_text(
        '{"version": 1, "workspaces": [{"workspace": ".", "diagnostics": '
        '[{"code": "GNI008", "file": "evidence/files/\u2026", "severity": "error", "count": 1}]}]}',
        encoding="utf-8",
    )
    shown = gni("validate", "--format", "gitlab", "--select", "GNI008", "--baseline", "known.json")
    assert prints_of(shown) == prints[1:]


def test_junit_fails_what_the_run_fails(gni: Run) -> None:
    def failures(*options: str) -> int:
        return int(ET.fromstring(gni("validate", "--format", "junit", *options).out).get("failures", ""))  # noqa: S314 - our own

    assert failures() == 0
    assert failures("--fail-on", "warning") > 80
    assert failures("--stage", "review", "--fail-on", "never") == 0


def test_what_the_workspace_ignores_is_suppressed_in_sarif(gni: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "rules:\n  ignore: {GNI201: Our reason for this.}\n")
    shown = gni("validate", "--format", "sarif")
    results = json.loads(shown.out)["runs"][0]["results"]
    assert {(each["ruleId"], bool(each["suppressions"])) for each in results} >= {("GNI201", True)}
    assert "Our reason" not in shown.both


def test_github_is_chosen_by_itself_under_its_actions(run_apart: Run, workspace: Path, tmp_path: Path) -> None:
    command = ("validate", "--today", "2026-11-21")
    assert lines_of(run_apart(*command, cwd=workspace, env=IN_GITHUB))[0].startswith("::warning file=gni-assess.yaml,")
    for env, options in (
        ({"GITHUB_ACTIONS": "false"}, ()),
        ({}, ()),
        (IN_GITHUB, ("--format", "text")),
        (IN_GITHUB, ("--output", tmp_path / "x")),
    ):
        shown = run_apart(*command, *options, cwd=workspace, env=env)
        assert (shown.code, lines_of(shown)) == (0, [])
    assert "how to mend it" in (tmp_path / "x").read_text(encoding="utf-8")


def test_nothing_to_check_is_2_in_every_format(gni: Run) -> None:
    for output_format in FORMATS:
        shown = gni("validate", "--format", output_format, "--select", "GNI206", "--ignore", "GNI206,GNI201")
        assert (shown.code, shown.out) == (2, "")
        assert "nothing to check" in shown.err
    for output_format in FORMATS:
        shown = gni("validate", "--format", output_format, "--only", "IMP-01")  # not asked in a first assessment
        assert (shown.code, "nothing to check" in shown.err) == (2, True)


def test_files_are_read_only_where_that_is_asked_for(gni: Run, workspace: Path) -> None:
    file = workspace / "evidence/files/charter.txt"
    file.write_text("charter", encoding="utf-8")
    common = ("--title", "t", "--summary", "s", "--from", "2019-01")
    added = gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", *common, "--file", "evidence/files/charter.txt")
    assert added.code == 0
    record = workspace / "evidence/policies/POL-417.yaml"
    assert hashlib.sha256(b"charter").hexdigest() in record.read_text(encoding="utf-8")
    file.write_text("charteR", encoding="utf-8")

    def is_found(*options: str) -> bool:
        return bool(json.loads(gni("validate", "--format", "json", "--select", "GNI402", *options).out)["diagnostics"])

    assert (is_found(), is_found("--hash")) == (False, True)
