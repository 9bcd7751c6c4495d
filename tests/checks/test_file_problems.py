from collections.abc import Callable

import pytest

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.runner import Result, report_files
from gni_assess.model.diagnostics import FileProblem, Place, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind, Stage

BROKEN = RecordRef(kind=RecordKind.RESPONSE, id="GOV-01")
CODES = [f"GNI00{number}" for number in range(1, 9)]


def problem(code: str, file: str = "evidence/responses/GOV-01.yaml", line: int | None = 7) -> FileProblem:
    return FileProblem(
        code=code, file=file, line=line, column=3, message="it is wrong", fix="mend it", detail="`value`", path=("a", 1), record=BROKEN
    )


@pytest.mark.parametrize("code", [*CODES, "GNI101"])
def test_a_file_problem_keeps_its_own_place_and_gets_name_and_severity(code: str, run_all: Callable[..., Result]) -> None:
    found = run_all(file_problems=(problem(code),), broken=(BROKEN,)).diagnostics
    assert [(each.code, each.name, each.place) for each in found] == [
        (code, RULES_BY_CODE[code].name, Place(file="evidence/responses/GOV-01.yaml", line=7, column=3))
    ]
    assert (found[0].detail, found[0].path, found[0].record) == ("`value`", ("a", 1), BROKEN)
    assert found[0].severity is (DiagnosticSeverity.WARNING if code == "GNI008" else DiagnosticSeverity.ERROR)


@pytest.mark.parametrize("code", CODES)
def test_the_rule_itself_finds_nothing_more(code: str, find: Callable[..., list[object]], a_response: Callable[..., Response]) -> None:
    assert find(code, a_response()) == []


def test_files_alone_can_be_reported_where_no_rule_can_run() -> None:
    found = report_files([problem("GNI003", "b.yaml"), problem("GNI001", "a.yaml", None), problem("GNI008", "b.yaml", 2)]).diagnostics
    assert [(each.place.file, each.code, each.severity) for each in found] == [
        ("a.yaml", "GNI001", DiagnosticSeverity.ERROR),
        ("b.yaml", "GNI008", DiagnosticSeverity.WARNING),
        ("b.yaml", "GNI003", DiagnosticSeverity.ERROR),
    ]


def test_a_code_that_nobody_lists_is_a_bug_and_not_lost() -> None:
    with pytest.raises(KeyError):
        report_files([problem("GNI999")])


def test_file_problems_are_errors_at_every_stage(run_all: Callable[..., Result]) -> None:
    for stage in Stage:
        found = run_all(file_problems=(problem("GNI003"),), broken=(BROKEN,), at=stage).diagnostics
        assert [each.severity for each in found] == [DiagnosticSeverity.ERROR]
