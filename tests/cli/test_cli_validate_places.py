"""Where `validate` says that something is, and what it says where values, or a whole workspace, cannot be shown."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

Run = Callable[..., Any]
LEFT_OUT = "values and source lines are left out: this may be published; run it on a terminal to see them"
CASES = Path(__file__).parents[1] / "examples/invalid/cases-all-alike/evidence/cases"


def places(outcome: Any) -> list[str]:  # noqa: ANN401 - an outcome of `run`
    return [line.split(": ")[0] for line in outcome.out.splitlines() if ": GNI" in line]


@pytest.mark.parametrize(
    ("folder", "options"), [(".", ("acme",)), (".", ("-C", "acme")), ("acme/evidence", ()), ("acme", ()), ("b", ("../acme",))]
)
def test_every_path_can_be_opened_from_where_the_program_runs(
    run: Run, workspace: Path, tmp_path: Path, folder: str, options: tuple[str, ...]
) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    (tmp_path / "b").mkdir()
    cwd = tmp_path / folder
    prefix = "" if cwd == workspace else f"{Path(os.path.relpath(workspace, cwd)).as_posix()}/"
    seen = {f"{prefix}gni-assess.yaml", f"{prefix}evidence/responses/GOV-02.yaml"}
    assert all((cwd / each).is_file() for each in seen)

    def validate(output_format: str) -> Any:  # noqa: ANN401 - an outcome of `run`
        return run("validate", *options, "--format", output_format, "--today", "2026-11-21", cwd=cwd)

    assert {each.split(":")[0] for each in places(validate("concise"))} == seen
    heads = [line for line in validate("text").out.splitlines() if " GNI" in line and "  " in line]
    assert {line.split("  ")[1].split(":")[0] for line in heads if not line.startswith(" ")} == seen
    found = json.loads(validate("json").out)["diagnostics"]
    assert {each["file_path"] for each in found} == seen
    assert {each["file"] for each in found} == {"gni-assess.yaml", "evidence/responses/GOV-02.yaml"}


def test_the_table_of_one_workspace_has_no_heading(run: Run, workspace: Path, tmp_path: Path) -> None:
    del workspace
    assert "acme" not in run("validate", "acme", "--area", "CAS", cwd=tmp_path).out.splitlines()


def test_what_is_left_out_off_a_terminal_is_told(gni: Run, tmp_path: Path) -> None:
    shown = gni("validate")
    assert shown.err.splitlines()[-1] == LEFT_OUT
    assert LEFT_OUT in gni("validate", "--output", tmp_path / "result").err
    for options in (("-q",), ("--format", "concise"), ("--format", "json"), ("--select", "GNI404")):
        assert LEFT_OUT not in gni("validate", *options).both


def test_what_blocks_comes_first_and_is_named_last(gni: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("stage: collecting", "stage: colecting"), encoding="utf-8")
    line = next(number for number, each in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if "colecting" in each)
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    said = f"`gni-assess.yaml` line {line} must be mended before the rest can be checked"
    for output_format in ("text", "concise", "json", "github"):
        shown = gni("validate", "--format", output_format)
        assert shown.code == 2
        assert 0 <= shown.out.index("gni-assess.yaml") < shown.out.index("evidence/responses/GOV-02.yaml")
        assert shown.err.splitlines()[-1] == f"the workspace cannot be loaded: {said}"


def test_many_places_that_block_are_named_in_part(gni: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "".join(f"x{number}: 1\n" for number in range(9)), encoding="utf-8")
    last = gni("validate").err.splitlines()[-1]
    assert (last.count("`gni-assess.yaml` line "), "and 6 other places must be mended" in last) == (3, True)


BLOCKS = {
    "|": ("answer: |\n  We wrote\n\n    to them.\n  Ask someone@example.org, please.\n", (7, 7)),
    ">-": ("answer: >- # folded\n  We wrote\n  to them.\n\n  Ask someone@example.org, please.\n", (7, 7)),
    "|2": ("answer: |2\n    We wrote\n  to them at someone@example.org\n", (5, 14)),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_hit_in_a_block_of_text_is_pointed_at(gni: Run, workspace: Path, kind: str) -> None:
    text, (line, column) = BLOCKS[kind]
    file = workspace / "evidence/responses/GOV-02.yaml"
    file.write_text(f"criterion: GOV-02\nfinding: in-place\n{text}", encoding="utf-8")
    lines = file.read_text(encoding="utf-8").split("\n")
    assert (line, column) == next((number, each.index("someone") + 1) for number, each in enumerate(lines, 1) if "someone" in each)
    shown = gni("validate", "--select", "GNI603", "--format", "concise")
    assert places(shown) == [f"evidence/responses/GOV-02.yaml:{line}:{column}"]


def test_a_protected_term_in_a_block_of_text_is_pointed_at(gni: Run, workspace: Path) -> None:
    case = min(CASES.iterdir())
    text = case.read_text(encoding="utf-8") + "protected_terms: [{term: Zebedee Quux, kind: person}]\n"
    (workspace / "evidence/cases" / case.name).write_text(text, encoding="utf-8")
    answer = "answer: |\n  We refused.\n  It was about Zebedee\n  Quux, and Zebedee Quux.\n"
    (workspace / "evidence/responses/GOV-02.yaml").write_text(f"criterion: GOV-02\nfinding: in-place\n{answer}", encoding="utf-8")
    shown = gni("validate", "--select", "GNI511", "--format", "concise")
    assert places(shown) == ["evidence/responses/GOV-02.yaml:5:16"]
    assert "Zebedee" not in shown.both


def skipped(outcome: Any) -> dict[str, str]:  # noqa: ANN401 - an outcome of `run`
    cases = ET.fromstring(outcome.out).iter("testcase")  # noqa: S314 - our own
    return {each.get("name", ""): reason.get("message", "") for each in cases if (reason := each.find("skipped")) is not None}


def test_criteria_about_cases_are_skipped_while_there_is_none(gni: Run, workspace: Path) -> None:
    junit = ("validate", "--format", "junit")
    first = skipped(gni(*junit))
    assert set(first) == {f"CAS-{number:02}" for number in range(2, 11)}  # CAS-01 has a diagnostic: no case is selected
    assert set(first.values()) == {"no case is selected"}
    assert set(skipped(gni(*junit, "--area", "GOV"))) == set()
    assert "CAS-01" in skipped(gni(*junit, "--ignore", "GNI501"))
    gni("answer", "CAS-05", "--finding", "not-in-place", "--text", "We met no more than one type.")
    assert "CAS-05" not in skipped(gni(*junit))
    case = min(CASES.iterdir())
    shutil.copy(case, workspace / "evidence/cases")
    assert skipped(gni(*junit)) == {}
    (workspace / "evidence/cases" / case.name).write_text("id: [\n", encoding="utf-8")
    assert skipped(gni(*junit))["CAS-04"] == "no case that can be read is selected"
