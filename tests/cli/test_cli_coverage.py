import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
CASE = """id: CASE-208
title: Order for the data of a user
type: user-data
rights: [privacy]
jurisdiction: TR
services: [cdn]
selection: {decision: selected}
classification: confidential
"""
HEAD = "THE SELECTED CASES"


def add_case(workspace: Path, text: str = CASE) -> None:
    (workspace / "evidence/cases/CASE-208.yaml").write_text(text, encoding="utf-8")


def counts(value: Any) -> dict[str, tuple[int, int, bool | None]]:  # noqa: ANN401 - JSON
    return {each["key"]: (each["count"], each["target"], each["met"]) for each in value["coverage"]["criteria"]}


def test_the_area_of_cases_ends_with_what_they_cover(gni: Run, workspace: Path) -> None:
    add_case(workspace)
    shown = gni("validate", "--area", "cas").out
    assert shown.index("files read") < shown.index(HEAD)
    assert "CAS-01  selected cases                             1        8          no\n" in shown
    assert "by jurisdiction" not in shown
    for options in (("--area", "GOV"), (), ("--area", "CAS", "--format", "concise")):
        assert HEAD not in gni("validate", *options).out


def test_it_is_in_json_without_any_value(gni: Run, workspace: Path) -> None:
    add_case(workspace)
    value = json.loads(gni("validate", "--area", "CAS", "--format", "json").out)
    assert counts(value)["jurisdictions"] == (1, 2, False)
    assert counts(value)["concern"] == (1, 1, True)
    assert set(value["coverage"]) == {"criteria", "unread"}
    assert "coverage" not in json.loads(gni("validate", "--format", "json").out)


def test_what_is_about_a_case_is_about_the_area(gni: Run, workspace: Path) -> None:
    add_case(workspace)
    found = json.loads(gni("validate", "--area", "CAS", "--format", "json").out)["diagnostics"]
    assert {each["code"] for each in found} == {"GNI501", "GNI510", "GNI512"}
    assert {each["record"]["id"] for each in found} == {"", "CASE-208"}
    assert "GNI201" not in json.dumps(found)


def test_status_shows_it_with_what_there_is_of_each_kind(gni: Run, workspace: Path) -> None:
    add_case(workspace)
    shown = gni("status").out
    assert "CAS-03  jurisdictions of concern                   1        1          yes\n" in shown
    assert "by service: cdn 1\n" in shown
    coverage = json.loads(gni("status", "--format", "json").out)["coverage"]
    assert (coverage["by_jurisdiction"], coverage["by_right"]) == ({"TR": 1}, {"privacy": 1, "expression": 0})


def test_a_case_that_cannot_be_read_is_told_and_nothing_is_said_of_the_set(gni: Run, workspace: Path) -> None:
    add_case(workspace, CASE.replace("user-data", "user-dat"))
    value = json.loads(gni("validate", "--area", "CAS", "--format", "json").out)
    assert [each["code"] for each in value["diagnostics"]] == ["GNI003"]
    assert value["coverage"]["unread"] == 1
    assert "not counted: 1 case file that cannot be read\n" in gni("status").out


def test_the_figures_of_the_workspace_count(gni: Run, workspace: Path) -> None:
    add_case(workspace)
    file = workspace / "gni-assess.yaml"
    chosen = "case_selection:\n  min_cases: {value: 1, reason: Agreed with the assessor.}\n"
    file.write_text(file.read_text(encoding="utf-8") + chosen, encoding="utf-8")
    value = json.loads(gni("validate", "--area", "CAS", "--format", "json").out)
    assert counts(value)["cases"] == (1, 1, True)
    assert "GNI501" not in {each["code"] for each in value["diagnostics"]}
