from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.diagnostics import KeyPath
from gni_assess.store.explain import SchemaProblem, conceal_keys, explain_misfit
from gni_assess.store.reading import read_file

POLICY: dict[str, Any] = {
    "id": "POL-417",
    "kind": "policy",
    "title": "Charter",
    "summary": "What it says.",
    "owner": "officer",
    "effective": {"from": "2023-02-01"},
}
GAP = {"id": "GOV-02-G417", "summary": "s", "scale": "low", "scope": "low", "irremediability": "low"}


def only(kind: str, value: object) -> SchemaProblem:
    problems = explain_misfit(kind, value)
    assert len(problems) == 1, problems
    return problems[0]


def without(key: str) -> dict[str, Any]:
    return {name: each for name, each in POLICY.items() if name != key}


def test_a_ground_is_never_guessed() -> None:
    problem = only("policy", {**POLICY, "limits": [{"ground": "legal-privilige", "treatment": {"assessor": "summary"}}]})
    assert problem.path == ("limits", 0, "ground")
    assert problem.fix.startswith("allowed: legal-privilege, legal-prohibition, ")


@pytest.mark.parametrize(
    ("value", "path", "message", "fix"),
    [
        (without("title"), (), "`title` is missing", "add `title: …`"),
        ({**POLICY, "version": 3}, ("version",), "`version` is read as a number, and must be text", "put quotes around it"),
        ({**POLICY, "version": True}, ("version",), "`version` is read as true or false, and must be text", "put quotes around it"),
        ({**POLICY, "title": None}, ("title",), "`title` has no value", "write text, or remove the field"),
        ({**POLICY, "title": ""}, ("title",), "`title` is empty", "write text, or remove the field"),
        ({**POLICY, "kind": "polcy"}, ("kind",), "`kind` is not one of the allowed words", "did you mean `policy`? allowed: "),
        ({**POLICY, "kind": "banana"}, ("kind",), "`kind` is not one of the allowed words", "allowed: policy, procedure"),
        ({**POLICY, "entities": "group"}, ("entities",), "`entities` must be a list", "starts with `- `"),
        ({**POLICY, "entities": ["group", 7]}, ("entities", 1), "entry 2 of `entities` is read as a number", "put quotes around it"),
        ({**POLICY, "next_review": "31.3.2026"}, ("next_review",), "`next_review` is not of the right form", "for example `2026-03-31`"),
        ({**POLICY, "next_review": "2026-02-30"}, ("next_review",), "`next_review` is not of the right form", "for example"),
        ({**POLICY, "next_review": "0000-01-01"}, ("next_review",), "`next_review` is not of the right form", "for example"),
        ({**POLICY, "effective": {"from": "2023-13"}}, ("effective", "from"), "`from` is not of the right form", "unknown"),
        ({**POLICY, "effective": {"from": "0000-01-01"}}, ("effective", "from"), "`from` is not of the right form", "unknown"),
        ({**POLICY, "effective": "2023"}, ("effective",), "`effective` must be made of fields", "write it as `from: …`"),
        ({**POLICY, "size": -1}, ("size",), "`size` is too small", "the least is 0"),
        ({**POLICY, "size": float("inf")}, ("size",), "`size` is not a number that can be counted", "write a number"),
        ({**POLICY, "size": float("nan")}, ("size",), "`size` is not a number that can be counted", "write a number"),
        ({**POLICY, "title": float("nan")}, ("title",), "`title` is not a number that can be counted", "write a number"),
        (None, (), "the file has no value", ""),
        ([], (), "the file must be made of fields", ""),
    ],
)
def test_one_mistake_is_one_problem_in_plain_words(value: object, path: KeyPath, message: str, fix: str) -> None:
    problem = only("policy", value)
    assert problem.path == path
    assert problem.message.startswith(message)
    assert fix in problem.fix
    assert problem.key is None


def test_misspelled_required_field_is_said_once_at_its_name() -> None:
    problem = only("policy", {**without("title"), "titel": "Charter"})
    assert (problem.key, problem.message, problem.fix) == ("titel", "unknown field", "did you mean `title`?")


def test_unknown_field_without_likeness_lists_the_known_ones() -> None:
    problem = only("policy", {**POLICY, "xyzzy": "secret"})
    assert (problem.key, problem.detail) == ("xyzzy", "xyzzy")
    assert problem.fix.startswith("allowed here: `id`, `kind`")
    assert "xyzzy" not in problem.message + problem.fix


@pytest.mark.parametrize(
    ("entry", "path", "message"),
    [
        ("16", ("criteria", 0, "crosswalk", "*"), "entry 2 of `crosswalk` must be a list"),
        (["16", 17], ("criteria", 0, "crosswalk", "*", 1), "entry 2 of entry 2 of `crosswalk` is read as a number, and must be text"),
        ([""], ("criteria", 0, "crosswalk", "*", 0), "entry 1 of entry 2 of `crosswalk` is empty"),
        (None, ("criteria", 0, "crosswalk", "*"), "entry 2 of `crosswalk` has no value"),
        (float("nan"), ("criteria", 0, "crosswalk", "*"), "entry 2 of `crosswalk` is not a number that can be counted"),
    ],
)
def test_a_key_that_somebody_made_up_is_never_told(entry: object, path: KeyPath, message: str) -> None:
    crosswalk = {"ungp": ["16"], "Secret Order": entry}
    value = {"format": 1, "pack": "gni-2024", "criteria": [{"id": "GOV-02", "crosswalk": crosswalk}]}
    problem = only("overlay", value)
    assert (problem.message, conceal_keys(problem.path)) == (message, path)
    assert problem.path[3] == "Secret Order", "the true path still leads to the place"
    assert "Secret" not in problem.fix


def test_a_key_that_somebody_made_up_is_in_no_problem_of_a_file(tmp_path: Path) -> None:
    text = "format: 1\npack: gni-2024\ncriteria:\n  - id: GOV-02\n    crosswalk:\n      Secret Order: 16\n"
    (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
    (found,) = read_file(tmp_path, "overlay.yaml", "overlay").problems
    assert (found.path, found.line, found.column) == (("criteria", 0, "crosswalk", "*"), 6, 21)
    assert "Secret" not in found.message + found.fix


def test_faults_deep_inside_are_told_apart() -> None:
    gaps = [GAP, {**GAP, "scale": "hihg", "sumary": "s"}]
    problems = explain_misfit("response", {"criterion": "GOV-02", "gaps": gaps})
    assert [(each.path, each.key, each.fix.split("?")[0]) for each in problems] == [
        (("gaps", 1), "sumary", "did you mean `summary`"),
        (("gaps", 1, "scale"), None, "did you mean `high`"),
    ]


def test_what_was_typed_is_only_in_the_detail() -> None:
    problem = only("policy", {**POLICY, "kind": "the very secret word"})
    assert problem.detail == "the very secret word"
    assert "secret" not in problem.message + problem.fix
    assert len(only("policy", {**POLICY, "kind": "x" * 5000}).detail) == 80


def test_same_thing_twice() -> None:
    case = {"id": "CASE-208", "title": "t", "type": "other", "rights": ["privacy"] * 2, "jurisdiction": "NO", "classification": "public"}
    assert only("case", case).message == "`rights` says the same thing twice"


def test_nothing_is_said_of_what_fits() -> None:
    assert explain_misfit("policy", POLICY) == ()


def test_a_name_that_somebody_typed_is_no_place() -> None:
    for value in ({"zorkkey": float("inf")}, {"zorkkey": {"a": [float("nan")]}}):
        for problem in explain_misfit("policy", value):
            assert "zorkkey" not in str((problem.path, problem.message, problem.fix))
