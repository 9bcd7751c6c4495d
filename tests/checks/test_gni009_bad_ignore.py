from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result, run_checks
from gni_assess.checks.severities import PROTECTED
from gni_assess.model.cases import Case
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import FileProblem, Place, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind
from gni_assess.model.workspace import ChosenFigure, ChosenSeverity, RuleSettings

ERROR, WARNING, INFORMATION = DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING, DiagnosticSeverity.INFORMATION
Run = Callable[..., Result]


def ignoring(code: str, reason: str = "Qreason for it") -> RuleSettings:
    return RuleSettings(ignore={code: reason})


def choosing(code: str, level: DiagnosticSeverity, reason: str = "Qreason for it") -> RuleSettings:
    return RuleSettings(severity={code: ChosenSeverity(level=level, reason=reason)})


def test_an_ignore_with_a_reason_sets_the_diagnostic_aside(run_all: Run, a_response: Callable[..., Response]) -> None:
    result = run_all(a_response(unsure=True), rules=ignoring("GNI209"))
    assert result.diagnostics == ()
    assert [(each.diagnostic.code, each.reason) for each in result.ignored] == [("GNI209", "Qreason for it")]


NOTHING = ["", "  \n", "TODO", "n/a", "...", "\u2026", "x", "ok", "1234", "to be confirmed"]


@pytest.mark.parametrize("reason", NOTHING)
def test_an_ignore_without_reason_is_reported_and_not_followed(reason: str, run_all: Run, a_response: Callable[..., Response]) -> None:
    result = run_all(a_response(unsure=True), rules=ignoring("GNI209", reason))
    assert sorted(each.code for each in result.diagnostics) == ["GNI009", "GNI209"]
    assert result.ignored == ()


@pytest.mark.parametrize("code", ["GNI999", "GNI300", "gni209", "everything"])
def test_an_unknown_code_is_reported_without_repeating_it(code: str, run_all: Run, a_response: Callable[..., Response]) -> None:
    for settings in (ignoring(code), choosing(code, ERROR)):
        (found,) = run_all(a_response(), rules=settings).diagnostics
        assert found.code == "GNI009"
        assert code not in found.message + found.fix
        assert code in found.detail
        assert found.path[-1] == code


@pytest.mark.parametrize("code", sorted({*PROTECTED, "GNI009"}))
def test_a_protected_code_can_be_neither_ignored_nor_lowered(code: str, run_all: Run, a_response: Callable[..., Response]) -> None:
    for settings in (ignoring(code), choosing(code, WARNING), choosing(code, INFORMATION, "")):
        found = run_all(a_response(), rules=settings).diagnostics
        assert [each.code for each in found] == ["GNI009"]
        assert found[0].severity is ERROR
    assert run_all(a_response(), rules=choosing(code, ERROR)).diagnostics == ()


def test_a_protected_diagnostic_stays_what_it_is(run_all: Run, a_response: Callable[..., Response]) -> None:
    broken = RecordRef(kind=RecordKind.POLICY, id="POL-1")
    problem = FileProblem(code="GNI005", file="evidence/policies/POL-1.yaml", message="it is unsafe", fix="mend it", record=broken)
    settings = RuleSettings(ignore={"GNI005": "Qreason"}, severity={"GNI005": ChosenSeverity(level=INFORMATION, reason="Qreason")})
    result = run_all(a_response(), rules=settings, file_problems=(problem,), broken=(broken,))
    assert [(each.code, each.severity) for each in result.diagnostics if each.code != "GNI009"] == [("GNI005", ERROR)]
    assert sum(each.code == "GNI009" for each in result.diagnostics) == 2
    assert result.ignored == ()


def test_an_ignore_that_matches_nothing_is_reported(run_all: Run, a_response: Callable[..., Response]) -> None:
    (found,) = run_all(a_response(), rules=ignoring("GNI209")).diagnostics
    assert (found.code, found.path, found.severity) == ("GNI009", ("rules", "ignore", "GNI209"), ERROR)


@pytest.mark.parametrize(
    ("code", "facts", "is_told"),
    [
        ("GNI401", {"has_vault": False}, False),
        ("GNI401", {"has_vault": False, "measured": True}, False),
        ("GNI401", {}, True),
        ("GNI402", {"measured": True, "has_vault": False}, False),
        ("GNI402", {}, False),
        ("GNI402", {"measured": True}, True),
        ("GNI403", {"has_vault": False}, False),
        ("GNI403", {}, True),
        ("GNI209", {"has_vault": False}, True),
    ],
)
def test_what_was_not_looked_for_may_yet_match(
    code: str, facts: dict[str, Any], *, is_told: bool, a_context: Callable[..., Context], a_response: Callable[..., Response]
) -> None:
    context = a_context(a_response(), rules=ignoring(code))
    context = replace(context, facts=replace(context.facts, **facts))
    found = run_checks(context, lambda record, *_: Place(file=record.id)).diagnostics
    assert [each.path[-1] for each in found if each.code == "GNI009"] == [code] * is_told


def test_a_severity_may_wait_for_something_to_match(run_all: Run, a_response: Callable[..., Response]) -> None:
    assert run_all(a_response(), rules=choosing("GNI209", ERROR)).diagnostics == ()


def test_what_an_ignore_matches_may_be_in_a_file_that_cannot_be_read(run_all: Run) -> None:
    broken = RecordRef(kind=RecordKind.RESPONSE, id="GOV-01")
    assert run_all(rules=ignoring("GNI209"), broken=(broken,)).diagnostics == ()


def test_a_stray_file_hides_nothing(run_all: Run, a_response: Callable[..., Response]) -> None:
    stray = FileProblem(code="GNI008", file="evidence/x.txt", message="nobody reads it", fix="remove it")
    found = run_all(a_response(), rules=ignoring("GNI209"), file_problems=(stray,)).diagnostics
    assert sorted(each.code for each in found) == ["GNI008", "GNI009"]


@pytest.mark.parametrize("reason", NOTHING)
def test_a_severity_without_reason_is_reported_and_not_followed(run_all: Run, a_response: Callable[..., Response], reason: str) -> None:
    found = run_all(a_response(unsure=True), rules=choosing("GNI209", ERROR, reason)).diagnostics
    assert sorted((each.code, each.severity) for each in found) == [("GNI009", ERROR), ("GNI209", WARNING)]


@pytest.mark.parametrize("reason", NOTHING)
def test_a_figure_without_reason_is_reported_and_not_followed(
    run_all: Run, a_response: Callable[..., Response], a_selected: Callable[..., Case], a_criterion: Callable[..., Criterion], reason: str
) -> None:
    few = {"criteria": (a_criterion("CAS-01"),), "case_selection": {"min_cases": ChosenFigure(value=1, reason=reason)}}
    unfounded, too_few = sorted(run_all(a_selected(), a_response("CAS-01"), **few).diagnostics, key=lambda each: each.code)
    assert (unfounded.code, unfounded.path, unfounded.severity) == ("GNI009", ("case_selection", "min_cases", "reason"), ERROR)
    assert "`min_cases`" in unfounded.message
    assert too_few.code == "GNI501"
    few["case_selection"] = {"min_cases": ChosenFigure(value=1, reason="Qagreed with the assessor")}
    assert run_all(a_selected(), a_response("CAS-01"), **few).diagnostics == ()


@pytest.mark.parametrize(
    "reason", ["\u5df2\u4e0e\u8bc4\u4f30\u65b9\u5546\u5b9a", "\u0915\u093e\u0930\u0923", "\u0633\u0628\u0628", "D\u00e9cid\u00e9"]
)
def test_a_reason_may_be_in_any_script(reason: str, run_all: Run, a_response: Callable[..., Response]) -> None:
    assert run_all(a_response(unsure=True), rules=ignoring("GNI209", reason)).diagnostics == ()
