import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.gitlab import write_gitlab
from gni_assess.output.run import Run


def read(*runs: Run) -> list[dict[str, Any]]:
    text = write_gitlab(runs)
    assert text == write_gitlab(runs)
    assert "Zqx-value" not in text
    found: list[dict[str, Any]] = json.loads(text)
    assert len({each["fingerprint"] for each in found}) == len(found)
    return found


def test_an_entry_has_all_that_gitlab_asks_for(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    (entry,) = read(a_run(a_diagnostic(), folder="acme"))
    assert len(entry.pop("fingerprint")) == 32
    assert entry == {
        "description": "there is no such criterion (how to mend it: name one that there is)",
        "check_name": "GNI101 unknown-criterion",
        "severity": "major",
        "location": {"path": "acme/evidence/cases/CASE-208.yaml", "lines": {"begin": 3}},
    }


def test_severities_and_missing_lines(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    entries = read(a_run(*(a_diagnostic(severity=each, line=None, column=None) for each in DiagnosticSeverity)))
    assert [each["severity"] for each in entries] == ["major", "minor", "info"]
    assert {each["location"]["lines"]["begin"] for each in entries} == {1}


def test_the_same_in_two_workspaces_is_two_entries(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic], missing: Callable[[str], Diagnostic]
) -> None:
    found = (a_diagnostic(), a_diagnostic(), missing("GOV-02"), missing("GOV-03"))
    assert len(read(a_run(*found, position="a"), a_run(*found, position="b"))) == 8


def test_fingerprints_do_not_follow_lines_or_positions(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    before, after = (read(a_run(a_diagnostic(line=line, path=("gaps", line, "owner")))) for line in (3, 8))
    assert before[0]["fingerprint"] == after[0]["fingerprint"]
    other = read(a_run(a_diagnostic(path=("gaps", 3, "due"))))
    assert other[0]["fingerprint"] != before[0]["fingerprint"]


def test_paths_and_fingerprints_are_those_of_the_repository(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    for folder in ("", "../acme", "/tmp/acme"):  # noqa: S108 - nothing is written there
        (entry,) = read(a_run(a_diagnostic(), folder=folder, position="gni/acme", in_repository=True))
        assert entry["location"]["path"] == "gni/acme/evidence/cases/CASE-208.yaml"
        assert entry["fingerprint"] == read(a_run(a_diagnostic(), folder="x", position="gni/acme"))[0]["fingerprint"]
    assert read(a_run(a_diagnostic(), folder="x", in_repository=True))[0]["location"]["path"] == "evidence/cases/CASE-208.yaml"


def test_twins_keep_their_fingerprints_where_others_are_left_out(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    run = a_run(a_diagnostic(line=3), a_diagnostic(line=9))
    assert read(replace(run, diagnostics=run.diagnostics[1:]))[0]["fingerprint"] == read(run)[1]["fingerprint"]


def test_stand_ins_for_files_keep_their_fingerprint_when_another_comes(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    one, two = (read(a_run(a_diagnostic("", file=file))) for file in ("evidence/files/…", "evidence/files/… (2 of 2)"))
    assert one[0]["fingerprint"] == two[0]["fingerprint"]


def test_an_empty_run_is_an_empty_list(a_run: Callable[..., Run]) -> None:
    assert read(a_run()) == []


def test_hostile_names_are_escaped(a_run: Callable[..., Run], hostile: Diagnostic) -> None:
    text = write_gitlab([a_run(hostile)])
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\u2028")
    assert json.loads(text)[0]["location"]["path"] == hostile.place.file
