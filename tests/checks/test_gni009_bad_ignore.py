from collections.abc import Callable

import pytest

from gni_assess.checks.runner import Result
from gni_assess.checks.severities import PROTECTED
from gni_assess.model.diagnostics import FileProblem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind
from gni_assess.model.workspace import ChosenSeverity, RuleSettings

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


@pytest.mark.parametrize("reason", ["", "  \n"])
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


def test_a_severity_may_wait_for_something_to_match(run_all: Run, a_response: Callable[..., Response]) -> None:
    assert run_all(a_response(), rules=choosing("GNI209", ERROR)).diagnostics == ()


def test_what_an_ignore_matches_may_be_in_a_file_that_cannot_be_read(run_all: Run) -> None:
    broken = RecordRef(kind=RecordKind.RESPONSE, id="GOV-01")
    assert run_all(rules=ignoring("GNI209"), broken=(broken,)).diagnostics == ()


def test_a_stray_file_hides_nothing(run_all: Run, a_response: Callable[..., Response]) -> None:
    stray = FileProblem(code="GNI008", file="evidence/x.txt", message="nobody reads it", fix="remove it")
    found = run_all(a_response(), rules=ignoring("GNI209"), file_problems=(stray,)).diagnostics
    assert sorted(each.code for each in found) == ["GNI008", "GNI009"]


def test_a_severity_without_reason_is_reported_and_not_followed(run_all: Run, a_response: Callable[..., Response]) -> None:
    found = run_all(a_response(unsure=True), rules=choosing("GNI209", ERROR, " ")).diagnostics
    assert sorted((each.code, each.severity) for each in found) == [("GNI009", ERROR), ("GNI209", WARNING)]
