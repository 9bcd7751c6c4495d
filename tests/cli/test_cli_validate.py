import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.checks.severities import PROTECTED

Run = Callable[..., Any]
GAP = ("gap", "add", "GOV-03", "--summary", "s", "--scale", "high", "--scope", "low", "--irremediability", "low")


def codes(outcome: Any) -> list[str]:  # noqa: ANN401 - an outcome of `run`
    return [each["code"] for each in json.loads(outcome.out)["diagnostics"]]


def break_record(workspace: Path) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")


def test_warnings_alone_pass_and_errors_fail(gni: Run, workspace: Path) -> None:
    assert gni("validate").code == 0
    break_record(workspace)
    assert gni("validate").code == 1


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_threshold_decides_about_warnings(gni: Run, threshold: str, code: int) -> None:
    for output_format in ("text", "concise", "json"):
        assert gni("validate", "--fail-on", threshold, "--format", output_format).code == code


@pytest.mark.parametrize("threshold", ["error", "warning", "never"])
def test_a_workspace_that_cannot_be_loaded_is_2_and_still_shows_its_diagnostics(gni: Run, workspace: Path, threshold: str) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("stage: collecting", "stage: colecting"))
    break_record(workspace)
    for output_format in ("text", "concise", "json"):
        shown = gni("validate", "--fail-on", threshold, "--format", output_format)
        assert shown.code == 2
        assert "gni-assess.yaml" in shown.out
        assert "evidence/responses/GOV-02.yaml" in shown.out
        assert "GNI003" in shown.out
        assert "cannot be loaded" in shown.err
    as_json = json.loads(gni("validate", "--format", "json").out)
    assert (as_json["stage"], as_json["summary"]["criteria"]) == (None, None)


@pytest.mark.parametrize("command", [("status",), ("gap", "list"), ("evidence", "list"), ("export",), ("criteria", "list")], ids=" ".join)
def test_other_commands_say_where_such_a_workspace_is_broken(gni: Run, workspace: Path, command: tuple[str, ...]) -> None:
    (workspace / "gni-assess.yaml").write_text("workspace: 1\ncompany: [\n", encoding="utf-8")
    shown = gni(*command)
    assert shown.code == 2
    assert shown.out == ""
    assert "the workspace cannot be loaded: gni-assess.yaml, line " in shown.err
    assert "`gni-assess validate` shows all" in shown.err


def test_a_stage_can_be_tried(gni: Run) -> None:
    assert gni("validate", "--stage", "collecting").code == 0
    assert gni("validate", "--stage", "review").code == 1
    as_json = json.loads(gni("validate", "--stage", "ready", "--format", "json").out)
    assert as_json["stage"] == "ready"
    assert as_json["summary"]["error"] == len(as_json["diagnostics"]) > 80


def test_codes_are_selected_and_left_out(gni: Run) -> None:
    gni(*GAP)
    everything = set(codes(gni("validate", "--format", "json")))
    assert {"GNI201", "GNI202", "GNI206"} <= everything
    assert set(codes(gni("validate", "--format", "json", "--select", "gni206, GNI202"))) == {"GNI202", "GNI206"}
    assert set(codes(gni("validate", "--format", "json", "--ignore", "GNI201,gni202"))) == everything - {"GNI201", "GNI202"}
    for option in ("--select", "--ignore"):
        wrong = gni("validate", option, "GNI206,GNI260")
        assert wrong.code == 2
        assert "there is no diagnostic `GNI260`" in wrong.err
        assert "did you mean GNI" in wrong.err


def test_what_is_about_one_area_or_record(gni: Run, workspace: Path) -> None:
    gni(*GAP)
    about = json.loads(gni("validate", "--format", "json", "--area", "gov").out)["diagnostics"]
    assert about
    for each in about:
        assert "GOV-" in each["message"] or each["record"]["id"].startswith("GOV-")
    only = json.loads(gni("validate", "--format", "json", "--only", "gov-03").out)["diagnostics"]
    assert {each["record"]["id"] for each in only} == {"GOV-03"}
    missing = json.loads(gni("validate", "--format", "json", "--only", "GOV-04").out)["diagnostics"]
    assert [each["code"] for each in missing] == ["GNI201"]
    break_record(workspace)
    assert codes(gni("validate", "--format", "json", "--only", "GOV-02")) == ["GNI003"]
    for option, said, way_out in (
        ("--area", "there is no area `GVO`", "areas: "),
        ("--only", "there is no criterion or record `GVO`", "criteria list"),
    ):
        wrong = gni("validate", option, "GVO")
        assert (wrong.code, said in wrong.err, way_out in wrong.err) == (2, True, True)


def test_a_broken_record_can_be_asked_for_by_its_id(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/policies/POL-417.yaml").write_text("id: POL-417\n", encoding="utf-8")
    shown = gni("validate", "--only", "pol-417", "--format", "json")
    assert shown.code == 1
    assert set(codes(shown)) == {"GNI003"}


def test_the_result_goes_to_a_file(gni: Run, workspace: Path, tmp_path: Path) -> None:
    for output_format in ("text", "concise", "json"):
        printed = gni("validate", "--format", output_format)
        target = tmp_path / f"result.{output_format}"
        written = gni("validate", "--format", output_format, "--output", target)
        assert (written.code, written.out) == (0, "")
        assert f"written: {target}" in written.err
        assert target.read_text(encoding="utf-8") == printed.out
    folder = gni("validate", "--output", workspace)
    assert folder.code == 2
    assert "is a folder" in folder.err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in (tmp_path / "file" / "x", tmp_path / "new" / "x"):
        for command in (("--output", name), ("--baseline", name, "--write-baseline")):
            refused = gni("validate", *command)
            assert (refused.code, "there is no folder" in refused.err, refused.out) == (2, True, "")
    assert not (tmp_path / "new").exists()


def test_a_dash_is_stdout(gni: Run, workspace: Path) -> None:
    assert gni("validate", "--output", "-").out == gni("validate").out
    assert not (workspace / "-").exists()


def test_a_result_is_never_written_over_the_record(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "planned", "--text", "x")
    (workspace / "snapshots").mkdir()
    files = ("evidence/responses/GOV-02.yaml", "evidence/new.txt", "reports/../gni-assess.yaml", "snapshots/first.json")
    for name in ("gni-assess.yaml", *files):
        for command in (("validate", "--output", name), ("export", "--force", "-o", name)):
            refused = gni(*command)
            assert (refused.code, "is part of the record" in refused.err) == (2, True)
    assert gni("validate", "--output", "reports/result.txt").code == 0


def test_a_result_is_never_written_where_git_or_the_baseline_is(gni: Run, workspace: Path, tmp_path: Path) -> None:
    for folder in (workspace / ".git", tmp_path / ".git/hooks"):
        folder.mkdir(parents=True)
        for command in (("--output", folder / "x"), ("--baseline", folder / "x", "--write-baseline")):
            refused = gni("validate", *command)
            assert (refused.code, "part of what git keeps" in refused.err) == (2, True)
    known = tmp_path / "known.json"
    assert gni("validate", "--baseline", known, "--write-baseline").code == 0
    before = known.read_bytes()
    for name in (known, tmp_path / "acme/../known.json"):
        refused = gni("validate", "--baseline", known, "--output", name, "--force")
        assert (refused.code, "is the file of `--baseline`" in refused.err) == (2, True)
    assert known.read_bytes() == before


def test_what_makes_a_record_unsafe_is_always_looked_at(gni: Run, workspace: Path) -> None:
    break_record(workspace)
    for code in ("GNI003", "gni511", "GNI009", "GNI601"):
        refused = gni("validate", "--ignore", f"GNI201,{code}")
        assert (refused.code, refused.out) == (2, "")
        assert f"`{code.upper()}` cannot be ignored: " in refused.err
        assert "leave it out of `--ignore`" in refused.err
    selected = gni("validate", "--select", "GNI206", "--format", "json")
    assert (selected.code, codes(selected)) == (1, ["GNI003"])
    assert json.loads(selected.out)["summary"]["codes"] == len(PROTECTED) + 2
    assert f"; only {len(PROTECTED) + 2} codes looked at" in gni("validate", "--select", "GNI206").out
    assert "looked at" not in gni("validate").out


def test_one_broken_file_hides_neither_the_others_nor_itself(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-01", "--finding", "in-place", "--text", "TODO")
    gni(*GAP)
    before = codes(gni("validate", "--format", "json", "--stage", "review"))
    break_record(workspace)
    after = codes(gni("validate", "--format", "json", "--stage", "review"))
    assert after.count("GNI003") == 1
    assert after.count("GNI201") == before.count("GNI201") - 1
    assert [each for each in after if each not in {"GNI003", "GNI201"}] == [each for each in before if each != "GNI201"]


def test_ignored_codes_are_counted_with_their_reasons(gni: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "rules:\n  ignore: {GNI201: We begin today.}\n")
    shown = gni("validate")
    assert shown.code == 0
    assert "GNI201" not in shown.out.partition("`gni-assess rule")[0]
    assert "ignored (1 code, each with a reason)" in shown.out
    as_json = json.loads(gni("validate", "--format", "json").out)
    assert as_json["ignored"] == [{"code": "GNI201", "count": as_json["summary"]["ignored"]}]


def test_text_and_concise_say_the_same(gni: Run) -> None:
    gni(*GAP)
    text, concise = gni("validate").out, gni("validate", "--format", "concise").out
    lines = concise.splitlines()
    for line in lines[:-1]:
        place, code = line.split(": ")[0], line.split(": ")[1].split()[0]
        assert place in text
        assert code in text
    assert lines[-1] in text.splitlines()
    assert "how to mend it: " in text


def test_a_file_is_replaced_only_by_force(gni: Run, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("Dear board", encoding="utf-8")
    refused = gni("validate", "--output", target)
    assert (refused.code, refused.out) == (2, "")
    assert f"`{target}` exists already" in refused.err
    assert "`--force`" in refused.err
    assert target.read_text(encoding="utf-8") == "Dear board"
    assert gni("validate", "--output", target, "--force").code == 0
    assert "criteria answered" in target.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes that have names")
def test_what_is_no_file_is_never_replaced(gni: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused = gni("validate", "--output", tmp_path / "pipe", "--force")
    assert (refused.code, "is not a file that can be replaced" in refused.err) == (2, True)
    assert (tmp_path / "pipe").is_fifo()


def leave_confidential_names(workspace: Path) -> None:
    for name in ("relay-acct-88213 order.pdf", "relay-acct-88214 order.pdf", "relay-acct-88213/a.pdf"):
        (workspace / "evidence/files" / name).parent.mkdir(exist_ok=True)
        (workspace / "evidence/files" / name).write_text("x", encoding="utf-8")
    (workspace / "evidence/cases/Zork Selma.yaml").write_text("id: CASE-208\ntitle: [\n", encoding="utf-8")
    (workspace / "evidence/Zork/Selma").mkdir(parents=True)
    (workspace / "evidence/Zork/Selma/GOV-02.yaml").write_text("x", encoding="utf-8")
    (workspace / "evidence/policies/POL-417.yml").write_text("x", encoding="utf-8")


@pytest.mark.parametrize("output_format", ["text", "concise", "json"])
def test_names_that_people_gave_to_files_are_in_no_log(gni: Run, workspace: Path, tmp_path: Path, output_format: str) -> None:
    leave_confidential_names(workspace)
    target = tmp_path / "result"
    shown = gni("validate", "--format", output_format, "--select", "GNI001,GNI008", "-q")
    gni("validate", "--format", output_format, "--select", "GNI001,GNI008", "--output", target)
    for text in (shown.both, target.read_text(encoding="utf-8")):
        assert not [each for each in ("relay", "88213", "Zork", "Selma", "order") if each in text]
        for place in ("evidence/files/… (1 of 3)", "evidence/files/… (3 of 3)", "evidence/policies/POL-417.yml"):
            assert place in text


def test_a_document_that_was_moved_is_told_as_such_and_not_named_in_a_log(gni: Run, workspace: Path) -> None:
    document = workspace / "evidence/files/relay order.txt"
    document.write_bytes(b"a")
    common = ("--kind", "policy", "--title", "T", "--summary", "S", "--from", "2023-02-01", "--classification", "internal")
    assert gni("evidence", "add", "policy", *common, "--file", document).code == 0
    document.rename(document.with_name("88213.txt"))
    shown = gni("validate", "--format", "text", "--select", "GNI401")
    assert "it may have been moved, as one file that no record names (GNI008) has its name or size" in " ".join(shown.out.split())
    assert not [each for each in ("relay", "88213") if each in shown.both]
    document.with_name("two.txt").write_bytes(b"b")
    assert "put the document there or correct the path" in " ".join(gni("validate", "--format", "text", "--select", "GNI401").out.split())


def test_positions_in_files_without_a_name_stay_and_their_records_have_no_id(gni: Run, workspace: Path) -> None:
    leave_confidential_names(workspace)
    found = json.loads(gni("validate", "--format", "json", "--select", "GNI001").out)["diagnostics"]
    assert [(each["file"], each["line"], each["column"], each["record"]) for each in found] == [
        ("evidence/cases/…", 3, 1, {"kind": "case", "id": ""})
    ]
