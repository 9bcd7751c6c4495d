from collections.abc import Callable
from datetime import date

import pytest

from gni_assess.checks.runner import Result
from gni_assess.model.dates import Span
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity, Stage

WARNING, ERROR = DiagnosticSeverity.WARNING, DiagnosticSeverity.ERROR


def test_a_workspace_without_a_period_is_told_what_it_misses(find: Callable[..., list[Problem]]) -> None:
    (found,) = find("GNI309", period=None)
    assert (found.record, found.path) == (WORKSPACE_REF, ("assessment",))
    assert all(code in found.message for code in ("GNI303", "GNI304", "GNI508"))


@pytest.mark.parametrize("end", [None, date(2026, 6, 30), date(2020, 1, 1)])
def test_a_period_is_enough_whatever_its_end(end: date | None, find: Callable[..., list[Problem]]) -> None:
    assert find("GNI309", period=Span(start=date(2024, 7, 1), end=end)) == []


@pytest.mark.parametrize(("stage", "wanted"), [(Stage.COLLECTING, WARNING), (Stage.REVIEW, WARNING), (Stage.READY, ERROR)])
def test_it_is_an_error_once_the_record_is_ready(stage: Stage, wanted: DiagnosticSeverity, run_all: Callable[..., Result]) -> None:
    assert [each.severity for each in run_all(period=None, at=stage).diagnostics if each.code == "GNI309"] == [wanted]
