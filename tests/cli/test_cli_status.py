import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.columns import count_columns
from gni_assess.model.vocabulary import Finding, Severity
from gni_assess.report.words import FINDINGS, plain

ROOT = Path(__file__).parent.parent.parent
SAMPLES = {"sample": ROOT, "unfinished": ROOT / "tests" / "examples" / "valid" / "unfinished-sample"}
PROGRAM = ("-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")
Run = Callable[..., Any]
GAP = ("gap", "add", "GOV-03", "--summary", "No review.", "--scope", "low", "--irremediability", "low")


def test_an_empty_workspace_says_where_to_begin(gni: Run) -> None:
    shown = gni("status")
    assert shown.code == 0
    assert shown.out.startswith("Acme Relay: Global Network Initiative assessment criteria")
    assert "stage collecting; period 2024-07-01 to 2026-06-30\n" in shown.out
    assert "0 open gaps: 0 severe, 0 moderate, 0 minor; 0 overdue" in shown.out
    assert "gni-assess interview               goes on with CTX-01" in shown.out
    assert "gni-assess evidence add policy" in shown.out
    assert shown.err == ""


def test_progress_gaps_and_people_are_counted(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "in-place", "--text", "x")
    gni("answer", "GOV-04", "--assign", "carl", "--unsure")
    gni(*GAP, "--scale", "high", "--owner", "carl", "--due", "2026-01-31")
    gni(*GAP, "--scale", "low")
    file = workspace / "gni-assess.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "  first_assessment", "  fieldwork: {start: 2026-12-01, end: 2026-12-31}\n  first_assessment"
        )
    )
    shown = gni("status").out
    assert "fieldwork starts in 10 days: 2026-12-01" in shown
    assert "\n0 reviewed, 2 drafts, 1 marked unsure\n" in shown
    assert "2 open gaps: 1 severe, 0 moderate, 1 minor; 1 overdue" in shown
    assert "carl" in shown
    as_json = json.loads(gni("status", "--format", "json").out)
    assert (as_json["version"], as_json["answered"], as_json["stage"]) == (1, 1, "collecting")
    assert as_json["open_gaps"] == {"severe": 1, "moderate": 0, "minor": 1}
    assert as_json["people"] == {"carl": {"to_answer": 1, "open_gaps": 1}}
    assert len(as_json["overdue_gaps"]) == 1
    assert "GOV-02" not in as_json["unanswered"]
    assert sum(each["answered"] for each in as_json["areas"]) == 1
    assert as_json["states"] == {"draft": 2, "answered": 1, "reviewed": 0}


def test_gaps_past_their_date_are_named_up_to_five(gni: Run) -> None:
    for day in range(10, 17):
        gni(*GAP, "--scale", "low", "--due", f"2026-01-{day}")
    gni(*GAP, "--scale", "high", "--due", "2027-01-31")
    shown = gni("status").out

    assert re.findall(r"2026-01-(1[0-9]) \(overdue\)", shown) == ["10", "11", "12", "13", "14"]
    assert "and 2 more: gni-assess gap list --overdue\n" in shown
    assert "\nother severe ones:\n" in shown
    assert shown.count("2027-01-31") == 1
    assert "\n2 more: gni-assess gap list\n" in shown


def test_lists_say_where_they_are_incomplete(gni: Run, workspace: Path) -> None:
    gni(*GAP, "--scale", "low")
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    for command in (("gap", "list"), ("evidence", "list"), ("evidence", "verify")):
        for options in ((), ("-q",), ("--format", "json")):
            shown = gni(*command, *options)
            assert shown.code == 0
            assert "1 file cannot be read and is left out; `gni-assess validate` shows why" in shown.err
    assert "No review." in gni("gap", "list").out


def test_a_broken_record_does_not_hide_the_rest(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    shown = gni("status")
    assert shown.code == 0
    assert "validate: 1 error" in shown.out
    assert "gni-assess validate                shows the errors" in shown.out


def test_the_numbers_add_up_everywhere(gni: Run) -> None:
    gni("answer", "GOV-02", "--finding", "in-place", "--text", "x")
    gni("answer", "CAS-01", "--finding", "in-place", "--text", "x")
    shown, as_json = gni("status").out, json.loads(gni("status", "--format", "json").out)
    said = re.search(r"^(\d+) of (\d+) answered, (\d+) left; the other (\d+) are about your cases and may stay empty$", shown, re.MULTILINE)
    assert said is not None
    answered, total, left, optional = (int(each) for each in said.groups())
    assert (answered, answered + left + optional) == (2, total)
    assert (as_json["answered"], as_json["criteria"], len(as_json["unanswered"])) == (answered, total, left)
    assert f"({left} criteria left)" in shown
    assert f"{answered} of {total} criteria answered" in gni("validate").out


def test_an_answer_to_what_does_not_apply_is_not_counted(gni: Run, workspace: Path) -> None:
    # IMP-01 is about an earlier assessment, and this is the first.
    text = "criterion: IMP-01\nfinding: in-place\nanswer: x\nunsure: true\n"
    (workspace / "evidence/responses/IMP-01.yaml").write_text(text, encoding="utf-8")
    assert "\n0 reviewed, 0 drafts, 0 marked unsure\n" in gni("status").out


@pytest.mark.parametrize("name", SAMPLES)
def test_the_figures_are_those_of_the_summary(run: Run, name: str) -> None:
    folder = SAMPLES[name]
    shown = json.loads(run("status", "-C", folder, "--format", "json", "--today", "2026-11-21").out)
    made = run("export", "-C", folder, "--audience", "internal", "--format", "json", "-o", "-", "-q", "--today", "2026-11-21")
    assert made.code == 0
    tables = {table["name"]: table["rows"] for sheet in json.loads(made.out)["sheets"] for table in sheet["tables"]}
    areas = {row["label"].partition(" ")[0]: row for row in tables["gni_findings"]}
    assert list(areas) == [each["id"] for each in shown["areas"]]
    for each in shown["areas"]:
        row = areas[each["id"]]
        assert {finding.value: row[FINDINGS[finding].text] for finding in Finding} == each["findings"]
        left = (each["unanswered"], each["unfinished"], each["answered_by_cases"])
        assert (row["unanswered"], row.get("unfinished", 0), row.get("answered by the cases", 0)) == left
        assert row["total"] == each["criteria"] == each["answered"] + sum(left)
    gaps = {row["label"].partition(" ")[0]: {each.value: row[each.value] for each in Severity} for row in tables["gni_open_gaps"]}
    assert gaps == shown["open_gaps_by_area"]
    by_type = {row["label"]: {"selected": row["selected"], "other": row["other"]} for row in tables["gni_cases_by_type"]}
    assert by_type == {plain(name): each for name, each in shown["cases_by_type"].items()}
    # The report adds the name of the country.
    by_place = {row["label"].split()[0]: {"selected": row["selected"], "other": row["other"]} for row in tables["gni_cases_by_place"]}
    assert by_place == shown["cases_by_jurisdiction"]
    counted = [(row["counted"], row["count"], row["target"] or 0) for row in tables["gni_case_rules"]]
    assert counted == [(each["counted"], each["count"], each["target"] or 0) for each in shown["coverage"]["criteria"]]
    told = {row["label"]: row["count"] for row in tables["gni_recommendations"]}
    assert told == {plain(status): number for status, number in shown["recommendations"].items() if number}


def test_the_page_says_the_figures_of_its_json(run: Run) -> None:
    for folder in SAMPLES.values():
        options = ("status", "-C", folder, "--today", "2026-11-21")
        shown, as_json = run(*options).out, json.loads(run(*options, "--format", "json").out)
        for each in as_json["areas"]:
            figures = " +".join(
                (f"{each['answered']} of {each['criteria']}", *(str(number or "-") for number in each["findings"].values()))
            )
            assert re.search(rf"^{each['id']} .* {figures}$", shown, re.MULTILINE)
        for area, counts in as_json["open_gaps_by_area"].items():
            assert re.search(rf"^{area} +{' +'.join(str(number or '-') for number in counts.values())} +#+$", shown, re.MULTILINE)
        told = ", ".join(f"{number} {status.replace('-', ' ')}" for status, number in as_json["recommendations"].items() if number)
        assert f"\n{sum(as_json['recommendations'].values())} earlier recommendations: {told}\n" in shown
        assert shown.splitlines()[-1] == "  gni-assess export                  writes the workbook for the assessor"


def test_cases_that_are_not_in_the_set_are_counted_apart(run: Run) -> None:
    shown = run("status", "-C", SAMPLES["sample"], "--today", "2026-11-21").out
    assert "\n10 cases: 8 in the set, 2 not in it\n" in shown
    assert re.search(r"^by type: .*user-data 1, .*informal-pressure 0 \(1 more not in the set\)$", shown, re.MULTILINE)
    assert re.search(r"^by jurisdiction: TR 3, .*NO 1 \(1 more not in the set\)", shown, re.MULTILINE)


def test_an_answer_that_is_not_finished_is_counted_apart(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: in-place\n", encoding="utf-8")
    area = next(each for each in json.loads(gni("status", "--format", "json").out)["areas"] if each["id"] == "GOV")
    assert (area["answered"], area["unfinished"], area["findings"]["in-place"]) == (0, 1, 0)
    assert area["unanswered"] == area["criteria"] - 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a system with pseudo-terminals")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("columns", [40, 80, pytest.param(120, marks=pytest.mark.long)])
def test_it_is_readable_in_a_window_of_any_width(columns: int) -> None:
    pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
    for folder in SAMPLES.values():
        child = pexpect.spawn(
            sys.executable,
            [*PROGRAM, "status", "-C", str(folder), "--no-color", "--today", "2026-11-21"],
            env={**os.environ, "TERM": "xterm"},
            encoding="utf-8",
            timeout=30,
            dimensions=(200, columns),
        )
        child.expect(pexpect.EOF)
        child.close()
        lines = child.before.replace("\r\n", "\n").replace("\u00a0", " ").splitlines()
        assert child.exitstatus == 0
        assert max(map(count_columns, lines)) <= columns
        words = " ".join(" ".join(lines).split())
        area = next(line for line in lines if line.startswith("GOV "))
        assert re.search(r"  [#.]{10,20}  [0-9]+ of 17(  |$)", area)
        assert re.search(r"GOV-08-G291 +severe", words)
        assert "Staff of the subsidiary in Norway do not know where their authority ends." in words
        assert re.search(r"gni-assess export +writes the workbook for the assessor$", words)
