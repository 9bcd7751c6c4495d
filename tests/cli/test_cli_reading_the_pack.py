import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.checks.catalogue import RULES
from gni_assess.store.schemas import SCHEMA_KINDS

Run = Callable[..., Any]


def listed(run: Run, *options: str, **more: Any) -> list[str]:  # noqa: ANN401 - as `run` takes it
    return [each["id"] for each in json.loads(run("criteria", "list", *options, "--format", "json", **more).out)["criteria"]]


def test_lists_the_criteria_that_apply_here_and_all_elsewhere(run: Run, gni: Run, workspace: Path) -> None:
    everywhere = listed(run)
    here = listed(run, cwd=workspace)
    assert set(here) < set(everywhere)
    assert listed(run, "--all", cwd=workspace) == everywhere
    assert here == [line.split()[0] for line in gni("criteria", "list").out.splitlines()[1:]]
    area = listed(run, "--area", "gov")
    assert area == [each for each in everywhere if each.startswith("GOV-")]
    wrong = run("criteria", "list", "--area", "GVO")
    assert (wrong.code, "there is no area `GVO`" in wrong.err, "GOV" in wrong.err) == (2, True, True)


def test_shows_one_in_full(run: Run) -> None:
    shown = run("criteria", "show", "gov-02")
    assert shown.code == 0
    assert shown.out.startswith("GOV-02  ")
    headings = ("Question", "Why it is asked", "A good answer", "What to show", "An assessor may ask next", "Often missing")
    for heading in (*headings, "Who may know", "First steps, where there is nothing yet", "See also", "Where it comes from"):
        assert f"\n{heading}\n  " in shown.out
    assert "paraphrase" in shown.out
    assert "List the file under `overlays`" in shown.out
    assert "https://globalnetworkinitiative.org" in shown.out
    assert "overlay" in shown.out
    assert "paraphrase" in json.loads(run("criteria", "show", "GOV-02", "--format", "json").out)["notice"]
    assert "--help" not in shown.out
    wrong = run("criteria", "show", "GOV-22")
    assert (wrong.code, "did you mean GOV-" in wrong.err) == (2, True)


def test_shows_the_wordings_for_parts_of_the_stack_and_how_cases_answer(run: Run, gni: Run) -> None:
    everywhere = run("criteria", "show", "FOE-05").out
    assert "\nAs put to a vendor\n  " in everywhere
    assert "\nAs put to an infrastructure company\n  " in everywhere
    at_one = gni("criteria", "show", "FOE-05").out
    assert "As put to" not in at_one
    assert everywhere.split("As put to an infrastructure company\n  ")[1].split("\n")[0] == at_one.split("Question\n  ")[1].split("\n")[0]
    assert "the register of cases answers this" in run("criteria", "show", "CAS-02").out


def test_a_broken_or_named_workspace_is_never_passed_over(run: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("criteria", "list", "-C", tmp_path / "empty").code == 2
    (workspace / "gni-assess.yaml").write_text("- x\n", encoding="utf-8")
    assert run("criteria", "list", cwd=workspace).code == 2


def test_search_finds_all_words_in_any_field_and_letter_case(run: Run) -> None:
    found = json.loads(run("criteria", "search", "BOARD review", "--format", "json").out)
    assert found["partial"] == []
    assert "GOV-02" in [each["id"] for each in found["criteria"]]
    assert [each["id"] for each in found["criteria"]] == [each["id"] for each in found["matches"]]
    assert run("criteria", "search", " ").code == 2
    assert run("criteria", "search", "[/etc/passwd]").code == 0


def test_search_says_where_and_what_else_was_looked_for(run: Run) -> None:
    shown = run("criteria", "search", "gag order")
    assert shown.code == 0
    assert "PRV-16  Notice to users of demands\n        why it is asked: Gag orders that are never reviewed" in shown.out
    assert "also looked for: gagging" in shown.err


def test_search_that_finds_nothing_helps_on(run: Run) -> None:
    nothing = run("criteria", "search", "xyzzy")
    assert (nothing.code, nothing.out, "`xyzzy` stands in no criterion\n" in nothing.err) == (0, "", True)
    misspelled = run("criteria", "search", "board", "encripton")
    assert misspelled.out == ""
    assert "`encripton` stands in no criterion; did you mean `encryption`" in misspelled.err
    assert "with some of them: GOV-" in misspelled.err


def test_search_reads_the_official_wording_of_an_overlay(gni: Run, workspace: Path) -> None:
    overlay = "format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-06, official: {number: '7.3', text: Who is the quartermaster?}}\n"
    (workspace / "criteria").mkdir(exist_ok=True)
    (workspace / "criteria/official.yaml").write_text(overlay, encoding="utf-8")
    text = (workspace / "gni-assess.yaml").read_text(encoding="utf-8")
    (workspace / "gni-assess.yaml").write_text(text.replace("  pack:", "  overlays: [criteria/official.yaml]\n  pack:"), encoding="utf-8")
    assert gni("criteria", "search", "quartermasters").out.startswith("GOV-06  ")
    shown = gni("criteria", "show", "GOV-06").out
    assert "\nOfficial wording 7.3\n  Who is the quartermaster?\n" in shown
    assert "\nYour overlay changed: official." in shown
    as_json = json.loads(gni("criteria", "search", "board", "xyzzy", "--format", "json").out)
    assert (as_json["criteria"], as_json["unknown"]) == ([], {"xyzzy": []})
    assert as_json["partial"]


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.code)
def test_every_rule_explains_itself(run: Run, rule: Any) -> None:  # noqa: ANN401 - a rule
    shown = run("rule", rule.code.lower())
    assert shown.code == 0
    assert shown.out.startswith(f"{rule.code} {rule.name} ({rule.severity.value})\n")
    for heading in ("Why:", "Wrong:", "Right:", "Mend:"):
        assert f"\n{heading}" in shown.out
    as_json = json.loads(run("rule", rule.code, "--format", "json").out)["rules"]
    assert [each["code"] for each in as_json] == [rule.code]


def test_rules_are_listed_and_mistakes_refused(run: Run) -> None:
    shown = run("rule", "--all").out.splitlines()
    assert [line.split()[0] for line in shown[1:]] == [each.code for each in RULES]
    wrong = run("rule", "GNI260")
    assert (wrong.code, "there is no diagnostic `GNI260`" in wrong.err, "did you mean GNI" in wrong.err) == (2, True, True)
    for arguments in ((), ("GNI203", "--all")):
        neither = run("rule", *arguments)
        assert (neither.code, "name one code, or use `--all`" in neither.err) == (2, True)


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_every_schema_prints_as_json(run: Run, kind: str) -> None:
    shown = run("schema", kind)
    assert (shown.code, shown.err) == (0, "")
    schema = json.loads(shown.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]


def test_a_schema_that_is_printed_is_the_one_that_editors_use_and_needs_no_other_file(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "sample", "--sample").code == 0
    for kind in SCHEMA_KINDS:
        printed = run("schema", kind).out
        assert printed == (tmp_path / "sample" / ".gni-assess" / "schemas" / f"{kind}.json").read_text(encoding="utf-8")
        references = re.findall(r'"\$ref": "([^"]*)"', printed)
        assert all(each.removeprefix("#/$defs/") in json.loads(printed)["$defs"] for each in references)


def test_without_a_kind_the_schemas_that_there_are_are_named(run: Run) -> None:
    wrong = run("schema")
    assert (wrong.code, wrong.out) == (2, ""), "what goes into a file is a schema or nothing"
    assert wrong.err.startswith("gni-assess: name one kind of file\n")
    assert all(kind in wrong.err.partition("what to do: ")[2] for kind in SCHEMA_KINDS)


def test_an_unknown_schema_is_refused_with_those_there_are(run: Run) -> None:
    wrong = run("schema", "polcy")
    assert wrong.code == 2
    assert "there is no kind of file `polcy`" in wrong.err
    assert "policy" in wrong.err.partition("what to do: ")[2]
