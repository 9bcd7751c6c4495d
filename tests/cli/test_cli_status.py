import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
