from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from itertools import count
from typing import Any

import pytest

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import run_checks
from gni_assess.checks.single import problems_of_response
from gni_assess.model.assessment import Assessment, FileFact
from gni_assess.model.case_vocabulary import CaseStep, NominatedBy
from gni_assess.model.cases import Affected, Analysis, Authority, DecidedBy, Option, ProtectedTerm, Selection, Step, UsersTold
from gni_assess.model.dates import PartialDate, Span, Stamp
from gni_assess.model.diagnostics import Place
from gni_assess.model.evidence import Effective
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Return, Review, ScopedFinding
from gni_assess.model.vocabulary import RECORD_FIELDS, Classification, DiagnosticSeverity, Finding, GapStatus
from gni_assess.model.workspace import ChosenSeverity, RuleSettings, Service

MARKER = "Zqx"
DAY = date(2026, 5, 4)
LONG_AGO = date(2021, 5, 4)
STAMP = Stamp(on=DAY, by="x")
LINKS = (EvidenceLink(id="x"),)
OWN_IDS = {("Response", "criterion")} | {(kind, "id") for kind in ("Policy", "System", "Case", "Recommendation", "Request", "Interview")}
LEFT_EMPTY = {"alternative", "no_instance"}  # they would explain missing evidence away
MAKERS = [
    "a_policy",
    "a_system",
    "a_case",
    "a_selected",
    "a_recommendation",
    "a_request",
    "an_interview",
    "a_response",
    "a_gap",
    "a_criterion",
    "a_context",
]
CASE_PARTS: dict[str, Any] = {
    "selection": Selection(),
    "authority": Authority(),
    "affected": Affected(groups=("x",)),
    "steps": (Step(step=CaseStep.RECEIVED),),
    "decided_by": DecidedBy(),
    "users_told": UsersTold(told=False),
    "analysis": Analysis(),
    "options": (Option(option="x"),),
    "protected_terms": (ProtectedTerm(term="x"),),
}


def mark(value: Any, numbers: Iterator[int]) -> Any:  # noqa: ANN401 - any value of the model
    """Put a marker of its own into every text, empty or not, but for the ids of records."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return f"{MARKER}{next(numbers)}"
    if isinstance(value, tuple):
        return tuple(mark(each, numbers) for each in value)
    if isinstance(value, Mapping):
        return {mark(key, numbers): mark(inner, numbers) for key, inner in value.items()}
    if not is_dataclass(value) or isinstance(value, PartialDate | type):
        return value
    kept = LEFT_EMPTY | {name for owner, name in OWN_IDS if owner == type(value).__name__}
    return replace(value, **{each.name: mark(getattr(value, each.name), numbers) for each in fields(value) if each.name not in kept})


def mark_all(context: Context) -> Context:
    numbers, assessment = count(1000), context.assessment
    records: dict[str, Any] = {
        name: {key: mark(record, numbers) for key, record in getattr(assessment, name).items()} for name in RECORD_FIELDS.values()
    }
    changed = Assessment(workspace=mark(assessment.workspace, numbers), pack=assessment.pack, **records)
    files = {each.file: FileFact(outside=True) for each in (*changed.policies.values(), *changed.systems.values())}
    files |= {changed.policies["POL-500"].file: FileFact(), changed.policies["POL-501"].file: FileFact(exists=True, size=1)}
    return replace(context, assessment=changed, facts=replace(context.facts, files=files))


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Context:
    """Records in which every field holds something, most of it wrong."""
    make: dict[str, Callable[..., Any]] = {name: request.getfixturevalue(name) for name in MAKERS}
    limits = {"limits": (Limit(fields=("x",)),)}
    scope: dict[str, Any] = {"services": ("x",), "entities": ("x",), **limits}
    gaps = tuple(make["a_gap"](affected=("x",), status=status, due=None, **scope) for status in GapStatus)
    gaps = (*gaps, make["a_gap"](due=LONG_AGO))
    scope["updated"] = STAMP
    exceptions = (ScopedFinding(finding=Finding.PLANNED),)
    response: dict[str, Any] = {"gaps": gaps, "exceptions": exceptions, "unsure": True, "updated": STAMP, **limits}
    follow_up: dict[str, Any] = {"criteria": ("x",), "updated": STAMP, **limits}
    severity = {"x": ChosenSeverity(level=DiagnosticSeverity.WARNING, reason="x")}
    kinds, criterion = ("policy", "system", "case"), make["a_criterion"]
    built: Context = make["a_context"](
        make["a_policy"](verified=STAMP, **scope),
        make["a_policy"]("POL-500", effective=Effective(from_=PartialDate("2019-01"), to=PartialDate("2020-12")), **scope),
        make["a_policy"]("POL-501", last_reviewed=LONG_AGO, size=2, **scope),
        make["a_system"](verified=STAMP, next_review=LONG_AGO, **scope),
        make["a_case"](**CASE_PARTS, **scope, evidence=LINKS, criteria=("x",), reviewed=Review(on=DAY, by="x", of="x")),
        make["a_selected"]("CASE-500", result=None, **scope),
        make["a_case"]("CASE-501", selection=Selection(nominated_by=NominatedBy.NON_COMPANY_MEMBER)),
        make["a_recommendation"](**follow_up, evidence=LINKS, completed=date(2030, 1, 1)),
        make["a_request"](**follow_up, evidence=LINKS, asked_on=LONG_AGO, due=LONG_AGO),
        make["an_interview"](**follow_up, planned=LONG_AGO),
        make["an_interview"]("INT-500", classification=Classification.RESTRICTED),
        make["a_response"]("GOV-01", **response, evidence=("x",)),
        make["a_response"]("GOV-02", **response, review=False, returned=Return(on=DAY, by="x")),
        make["a_response"]("GOV-04", finding=None),
        make["a_response"]("GOV-05", finding=Finding.PLANNED),
        make["a_response"]("FOE-10"),
        *(make["a_response"](f"CAS-0{number}") for number in range(2, 8)),
        make["a_response"]("GOV-99"),
        criteria=(
            *(criterion(f"GOV-0{number}", *kinds) for number in range(1, 6)),
            *(criterion(f"CAS-0{number}") for number in range(1, 8)),
            criterion("FOE-10", applies_to=("telecom",)),
        ),
        services=(Service(id="x", name="x", material_risk=True),),
        period=Span(start=date(2024, 7, 1), end=date(2026, 6, 30)),
        rules=RuleSettings(severity=severity, allow_text=("x",), ignore={"x": "x"}),
    )
    return mark_all(built)


def test_no_value_of_a_field_is_in_a_message_or_fix(context: Context) -> None:
    diagnostics = run_checks(context, lambda record, path, _: Place(file=record.id, line=len(path))).diagnostics
    for each in diagnostics:
        assert MARKER not in each.message
        assert MARKER not in each.fix
    assert any(MARKER in each.detail for each in diagnostics)
    impossible = {f"GNI00{number}" for number in range(1, 9)} | {"GNI204", "GNI207", "GNI208", "GNI211", "GNI212", "GNI511"}
    impossible |= {"GNI304", "GNI308", "GNI310"}  # every link is a marker, so that it leads nowhere
    impossible |= {"GNI309"}  # there is a period
    impossible |= {"GNI403", "GNI508", "GNI510", "GNI701"}  # every text says something
    impossible |= {"GNI513", "GNI514", "GNI603", "GNI604"}  # a marker is neither common nor personal, and no limit here forbids telling
    assert {each.code for each in diagnostics} == set(RULES_BY_CODE) - impossible


def test_no_value_of_a_field_is_in_what_the_interview_shows(context: Context) -> None:
    for criterion_id in context.assessment.responses:
        for _, problem in problems_of_response(context, criterion_id):
            assert MARKER not in problem.message + problem.fix
