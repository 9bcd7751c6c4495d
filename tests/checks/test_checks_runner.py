from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.catalogue import RULES, RULES_BY_CODE
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result, run_checks
from gni_assess.checks.severities import PROTECTED, severity_at
from gni_assess.checks.single import problems_of_response
from gni_assess.model.assessment import Record
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, FileProblem, KeyPath, Place, RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding, RecordKind, Stage
from gni_assess.model.workspace import ChosenSeverity, RuleSettings

ERROR, WARNING, INFORMATION = DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING, DiagnosticSeverity.INFORMATION
Make = Callable[..., Record]
Run = Callable[..., Result]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_table_of_stages(rule: Any) -> None:  # noqa: ANN401 - a rule, from the table
    soft = rule.code[3] in "257" and rule.code != "GNI511"
    assert severity_at(rule, Stage.REVIEW) is rule.severity
    assert severity_at(rule, Stage.COLLECTING) is (WARNING if soft and rule.severity is ERROR else rule.severity)
    assert severity_at(rule, Stage.READY) is (ERROR if rule.code in {"GNI209", "GNI210", "GNI307", "GNI309"} else rule.severity)


def test_the_stage_is_the_workspace_s_unless_another_is_asked_for(run_all: Run) -> None:
    (found,) = run_all(stage=Stage.COLLECTING).diagnostics
    assert (found.severity, found.about) == (WARNING, "GOV-01")
    assert run_all(stage=Stage.COLLECTING, at=Stage.READY).diagnostics[0].severity is ERROR


def test_the_workspace_s_severity_wins_over_the_stage(run_all: Run, a_response: Make, a_policy: Make) -> None:
    severity = {code: ChosenSeverity(level=level, reason="Qreason") for code, level in (("GNI209", INFORMATION), ("GNI106", ERROR))}
    found = run_all(a_response(unsure=True), a_policy(), at=Stage.READY, rules=RuleSettings(severity=severity)).diagnostics
    assert sorted((each.code, each.severity) for each in found) == [("GNI106", ERROR), ("GNI209", INFORMATION)]


def test_information_stays_information_at_every_stage(run_all: Run, a_response: Make, a_policy: Make) -> None:
    for stage in Stage:
        assert [(each.code, each.severity) for each in run_all(a_response(), a_policy(), at=stage).diagnostics] == [("GNI106", INFORMATION)]


def test_protected_codes_exist() -> None:
    assert set(RULES_BY_CODE) >= PROTECTED
    assert all(RULES_BY_CODE[code].severity is ERROR for code in PROTECTED)


def test_a_complete_record_passes_with_all_kinds_of_records(codes: Callable[..., list[str]], request: pytest.FixtureRequest) -> None:
    make: dict[str, Make] = {
        name: request.getfixturevalue(name)
        for name in ("a_policy", "a_system", "a_case", "a_recommendation", "a_request", "an_interview", "a_response")
    }
    criterion: Callable[..., Criterion] = request.getfixturevalue("a_criterion")
    gap: Callable[..., Gap] = request.getfixturevalue("a_gap")
    response = make["a_response"](finding=Finding.PARTLY_IN_PLACE, evidence=("POL-417", "SYS-122", "CASE-208"), gaps=(gap(),))
    others = (each() for name, each in make.items() if name != "a_response")
    cases = request.getfixturevalue("a_case_set")()
    criteria = (criterion("GOV-01", "policy", "system", "case"), *(criterion(f"CAS-{number:02}") for number in range(1, 11)))
    assert codes(response, *others, *cases, criteria=criteria) == []


def test_the_order_is_by_file_line_column_code_record_and_path(a_context: Callable[..., Context], a_policy: Make) -> None:
    def locate(record: RecordRef, path: KeyPath, _offset: int | None) -> Place:
        return Place(file="b" if record == WORKSPACE_REF else "a", line=3 if path == ("owner",) else None, column=None)

    records = tuple(a_policy(f"POL-{number}", owner="nobody", services=("x",) * 11, entities=("y",)) for number in (10, 2))
    found = run_checks(a_context(*records), locate).diagnostics
    keys = [(each.place.file, each.place.line or 0, each.code) for each in found]
    assert keys == sorted(keys)
    services = [
        each.path[1] for each in found if each.path[0] == "services" and each.record == RecordRef(kind=RecordKind.POLICY, id="POL-10")
    ]
    assert services == list(range(11))
    assert found[-1].place.file == "b"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers())
def test_the_order_of_files_makes_no_difference(seed: int, a_context: Callable[..., Context], a_policy: Make, a_case: Make) -> None:
    records = [a_policy(f"POL-{number}", owner="nobody") for number in range(5)] + [a_case(criteria=("A-1", "B-2"))]
    problems = [FileProblem(code="GNI003", file="x", line=1, message=f"it is wrong {number}", fix="mend it") for number in range(4)]

    def run(shuffled: bool) -> Result:  # noqa: FBT001 - one of two runs
        mixed, files = list(records), list(problems)
        if shuffled:
            Random(seed).shuffle(mixed)  # noqa: S311 - not for secrets
            Random(seed).shuffle(files)  # noqa: S311
        context = a_context(*mixed, file_problems=tuple(files))
        return run_checks(context, lambda record, path, _: Place(file=record.id, line=len(path)))

    assert run(shuffled=True) == run(shuffled=False)


def test_each_diagnostic_is_located_once(a_context: Callable[..., Context], a_response: Make) -> None:
    asked: list[tuple[RecordRef, KeyPath]] = []

    def locate(record: RecordRef, path: KeyPath, _offset: int | None) -> Place:
        asked.append((record, path))
        return Place(file="x")

    settings_ = RuleSettings(ignore={"GNI209": "Qreason", "GNI103": "Qreason"})
    result = run_checks(a_context(a_response(unsure=True), rules=settings_), locate)
    assert len(asked) == len(result.diagnostics) + len(result.ignored) == 2


def test_one_response_is_judged_by_the_same_rules(
    a_context: Callable[..., Context], a_response: Callable[..., Response], a_gap: Callable[..., Gap], a_criterion: Callable[..., Criterion]
) -> None:
    bad = a_response("GOV-02", gaps=(a_gap(action="TODO", owner=""),), unsure=True, review=False)
    worse = a_response(finding=Finding.PLANNED)
    needless = a_response("FOE-10", answer="")
    criteria = (a_criterion(), a_criterion("GOV-02", "policy", "case"), a_criterion("FOE-10", applies_to=("telecom",)))
    context = a_context(bad, worse, needless, a_response("GOV-99"), criteria=criteria)
    by_all = [(rule.code, each) for rule in RULES if rule.code > "GNI201" for each in rule.check(context)]
    for criterion_id in ("GOV-01", "GOV-02", "FOE-10", "GOV-99", "GOV-03"):
        single = [(rule.code, each) for rule, each in problems_of_response(context, criterion_id)]
        assert single == [(code, each) for code, each in by_all if each.record.id == criterion_id and code < "GNI3"]
    assert [rule.code for rule, _ in problems_of_response(context, "GOV-02")] == [
        "GNI203",
        "GNI203",
        "GNI206",
        "GNI208",
        "GNI209",
        "GNI210",
    ]
