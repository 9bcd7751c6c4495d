"""A builder for rule tests: complete records that no rule minds, and functions that change one thing and run."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

import pytest

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.digests import content_digest
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result, run_checks
from gni_assess.model.assessment import Assessment, Facts, FileFact, Record
from gni_assess.model.case_vocabulary import (
    AuthorityKind,
    CaseResponse,
    CaseResult,
    CaseType,
    Challenge,
    Channel,
    SelectionDecision,
)
from gni_assess.model.cases import Authority, Case, CaseDates, DecidedBy, Option, Selection, UsersTold
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack, Show
from gni_assess.model.dates import PartialDate, Span, Stamp
from gni_assess.model.diagnostics import FileProblem, KeyPath, Place, Problem, RecordRef
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import RECORD_FIELDS, Basis, Classification, CompanyType, EvidenceKind, Finding, Level, Right, Stage
from gni_assess.model.workspace import Company, Entity, Person, Plan, RuleSettings, Service, Workspace

DAY = date(2026, 5, 4)
REVIEWED = date(2026, 1, 15)
PERIOD = Span(start=date(2024, 7, 1), end=date(2026, 6, 30))
EFFECTIVE = Effective(from_=PartialDate("2023-02"))
COUNTRIES = {"NO": "Norway", "TR": "Türkiye", "US": "United States", "GB": "United Kingdom"}
VISIBLE = 4
"""Shorter values than this (a country, a word of the domain) turn up in sentences by chance."""


def make_workspace(**changes: Any) -> Workspace:  # noqa: ANN401 - any field may be given
    stage, rules = changes.pop("stage", Stage.REVIEW), changes.pop("rules", RuleSettings())
    types = changes.pop("types", (CompanyType.PLATFORM,))
    overlays, period = changes.pop("overlays", ()), changes.pop("period", PERIOD)
    plain = Workspace(
        company=Company(name="Qompany Name", types=types),
        plan=Plan(stage=stage, pack="pack-id", edition="2024.1", first_assessment=False, overlays=overlays, period=period),
        services=(Service(id="qcdn", name="Qontent delivery"),),
        entities=(
            Entity(id="qgroup", name="Qroup Inc", jurisdiction="US"),
            Entity(id="qnord", name="Qnordics", jurisdiction="NO", parent="qgroup"),
        ),
        markets=("US", "NO"),
        jurisdictions_of_concern=("TR",),
        people=(Person(id="qofficer", name="Qofficer Name", role="Qlead"), Person(id="qcounsel", name="Qcounsel Name", role="Qounsel")),
        rules=rules,
    )
    return replace(plain, **changes)


def make_criterion(criterion_id: str = "GOV-01", *required: str, **changes: Any) -> Criterion:  # noqa: ANN401
    plain = Criterion(
        id=criterion_id,
        title="Title",
        question="Who decides?",
        intent="Why.",
        rights=(Right.EXPRESSION,),
        na_allowed=True,
        basis=Basis.COMMITMENT,
        show=tuple(Show(kind=EvidenceKind(kind), required=True, what="What.") for kind in required),
        example="The charter of the board\nnames both rights.",
    )
    return replace(plain, **changes)


def make_response(criterion: str = "GOV-01", *, review: bool = True, evidence: tuple[str, ...] = (), **changes: Any) -> Response:  # noqa: ANN401
    links = tuple(EvidenceLink(id=each, where="qwhere 4.2", shows="qshows the task") for each in evidence)
    plain = Response(
        criterion=criterion,
        finding=Finding.IN_PLACE,
        answer="Qanswer text of the company.",
        evidence=links,
        notes="qnotes for the team",
        answered=Stamp(on=DAY, by="qofficer"),
    )
    changed = replace(plain, **changes)
    if review and "reviewed" not in changes:
        return replace(changed, reviewed=Review(on=DAY, by="qcounsel", of=content_digest(changed)))
    return changed


def make_gap(gap_id: str = "GOV-01-G417", **changes: Any) -> Gap:  # noqa: ANN401
    plain = Gap(
        id=gap_id,
        summary="Qsummary of the gap.",
        scale=Level.MEDIUM,
        scope=Level.LOW,
        irremediability=Level.LOW,
        action="Qaction to take.",
        owner="qofficer",
        due=date(2026, 12, 31),
    )
    return replace(plain, **changes)


def make_policy(policy_id: str = "POL-417", **changes: Any) -> Policy:  # noqa: ANN401
    plain = Policy(
        id=policy_id,
        title="Qtitle policy",
        summary="Qsummary of a policy.",
        owner="qofficer",
        effective=EFFECTIVE,
        kind_of=PolicyKind.POLICY,
        classification=Classification.INTERNAL,
        last_reviewed=REVIEWED,
        held_at="Qvault folder 12",
    )
    return replace(plain, **changes)


def make_system(system_id: str = "SYS-122", **changes: Any) -> System:  # noqa: ANN401
    plain = System(
        id=system_id,
        title="Qtitle system",
        summary="Qsummary of a system.",
        owner="qcounsel",
        effective=EFFECTIVE,
        kind_of=SystemKind.PROCESS,
        classification=Classification.INTERNAL,
        last_reviewed=REVIEWED,
    )
    return replace(plain, **changes)


def make_case(case_id: str = "CASE-208", **changes: Any) -> Case:  # noqa: ANN401
    plain = Case(
        id=case_id,
        title="Qtitle case",
        type=CaseType.USER_DATA,
        rights=(Right.PRIVACY,),
        jurisdiction="TR",
        classification=Classification.CONFIDENTIAL,
        demanded="Qdemanded data.",
        shareable_summary="Qshareable summary.",
    )
    return replace(plain, **changes)


def make_selected(case_id: str = "CASE-208", **changes: Any) -> Case:  # noqa: ANN401
    plain = make_case(
        case_id,
        services=("qcdn",),
        selection=Selection(decision=SelectionDecision.SELECTED, reason="Qreason to select."),
        authority=Authority(kind=AuthorityKind.POLICE),
        channel=Channel.WRITTEN,
        legal_basis="Qlegal basis.",
        dates=CaseDates(received=PartialDate("2025-03-01"), decided=PartialDate("2025-03-04")),
        decided_by=DecidedBy(role="Qdecider"),
        response=CaseResponse.REFUSED,
        challenge=Challenge.NONE,
        result=CaseResult.PROTECTED,
        users_told=UsersTold(told=True),
    )
    return replace(plain, **changes)


def make_case_set(**changes: Any) -> list[Case]:  # noqa: ANN401
    """Make eight selected cases that together are all that is asked for; `changes` go into each of them."""
    differ: tuple[dict[str, Any], ...] = (
        {"type": CaseType.PRODUCT_DECISION, "options": (Option(option="Qoption."),), "jurisdiction": "US"},
        {"type": CaseType.NETWORK_DISRUPTION, "rights": (Right.EXPRESSION,), "jurisdiction": "TR"},
        {"type": CaseType.CONTENT_RESTRICTION, "rights": (Right.EXPRESSION, Right.PRIVACY), "jurisdiction": "NO"},
        {"type": CaseType.CONTENT_RESTRICTION, "rights": (Right.EXPRESSION,), "jurisdiction": "GB"},
        {"result": CaseResult.ADVERSE},
        *({},) * 3,
    )
    return [make_selected(f"CASE-{301 + number}", **{**each, **changes}) for number, each in enumerate(differ)]


def make_recommendation(record_id: str = "REC-417", **changes: Any) -> Recommendation:  # noqa: ANN401
    plain = Recommendation(id=record_id, text="Qtext advice.", area="GOV", source="Qsource", response="Qaccepted in part.")
    return replace(plain, **changes)


def make_request(record_id: str = "REQ-263", **changes: Any) -> Request:  # noqa: ANN401
    plain = Request(id=record_id, text="Qtext request.", asked_by="Qassessor", asked_on=DAY, kind_of=RequestKind.DOCUMENT)
    return replace(plain, **changes)


def make_interview(record_id: str = "INT-358", **changes: Any) -> Interview:  # noqa: ANN401
    return replace(Interview(id=record_id, role="Qrole held"), **changes)


def make_context(
    *records: Record,
    criteria: tuple[Criterion, ...] = (),
    file_problems: tuple[FileProblem, ...] = (),
    broken: tuple[RecordRef, ...] = (),
    files: dict[str, FileFact] | None = None,
    countries: dict[str, str] | None = None,
    **workspace: Any,  # noqa: ANN401
) -> Context:
    pack = Pack(
        id="pack-id",
        title="Pack",
        edition="2024.1",
        notice="Notice.",
        sources=(),
        areas=(Area(id="GOV", title="Governance"), Area(id="CAS", title="Cases")),
        company_types=tuple(CompanyType),
        case_types=tuple(CaseType),
        case_selection=CaseFigures(
            min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
        ),
        freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
        criteria=criteria or (make_criterion(),),
    )
    by_kind: dict[str, Any] = {
        name: {each.id: each for each in sorted(records, key=lambda each: each.id) if each.kind is kind}
        for kind, name in RECORD_FIELDS.items()
    }
    return Context(
        assessment=Assessment(workspace=make_workspace(**workspace), pack=pack, **by_kind),
        facts=Facts(today=DAY, files=files or {}, countries=COUNTRIES if countries is None else countries),
        file_problems=file_problems,
        broken=frozenset(broken),
    )


def locate_by_path(record: RecordRef, path: KeyPath, _offset: int | None) -> Place:
    return Place(file=f"{record.kind}/{record.id}", line=1 + sum(each for each in path if isinstance(each, int)), column=len(path) + 1)


def values_of(value: object) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from values_of(getattr(value, each.name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from values_of(key)
            yield from values_of(inner)
    elif isinstance(value, tuple | frozenset | list):
        for inner in value:
            yield from values_of(inner)
    elif isinstance(value, str) and not isinstance(value, Enum) and len(value) >= VISIBLE:
        yield value


def secrets_of(context: Context) -> frozenset[str]:
    """Give every value of a field that must not be published: all but ids, codes of the catalogue and names of figures."""
    assessment = context.assessment
    values = set(values_of(assessment.workspace)) | {value for record in assessment.records() for value in values_of(record)}
    public = {record.id for record in assessment.records()} | set(assessment.pack.by_id) | set(RULES_BY_CODE)
    public |= {each.name for each in fields(CaseFigures)}
    return frozenset(values - public)


def assert_publishable(context: Context, said: list[str]) -> None:
    for secret in secrets_of(context):
        for text in said:
            assert secret not in text


@pytest.fixture
def a_criterion() -> Callable[..., Criterion]:
    return make_criterion


@pytest.fixture
def a_response() -> Callable[..., Response]:
    return make_response


@pytest.fixture
def a_gap() -> Callable[..., Gap]:
    return make_gap


@pytest.fixture
def a_policy() -> Callable[..., Policy]:
    return make_policy


@pytest.fixture
def a_system() -> Callable[..., System]:
    return make_system


@pytest.fixture
def a_case() -> Callable[..., Case]:
    return make_case


@pytest.fixture
def a_selected() -> Callable[..., Case]:
    """Make a selected case with all that a demand for data needs."""
    return make_selected


@pytest.fixture
def a_case_set() -> Callable[..., list[Case]]:
    return make_case_set


@pytest.fixture
def a_recommendation() -> Callable[..., Recommendation]:
    return make_recommendation


@pytest.fixture
def a_request() -> Callable[..., Request]:
    return make_request


@pytest.fixture
def an_interview() -> Callable[..., Interview]:
    return make_interview


@pytest.fixture
def a_context() -> Callable[..., Context]:
    """Put records into an assessment; further arguments: criteria, broken, files, countries, fields of the workspace."""
    return make_context


@pytest.fixture
def find() -> Callable[..., list[Problem]]:
    """Run one rule over records, and prove that what it says may be published."""

    def run(code: str, *records: Record, **more: Any) -> list[Problem]:  # noqa: ANN401
        context = make_context(*records, **more)
        problems = list(RULES_BY_CODE[code].check(context))
        assert_publishable(context, [text for each in problems for text in (each.message, each.fix)])
        for each in problems:
            assert each.message[0].islower() or each.message[0] == "`"
            assert not each.message.endswith(".")
            assert each.fix
        return problems

    return run


@pytest.fixture
def run_all() -> Callable[..., Result]:
    """Run all rules over records, and prove that what they say may be published."""

    def run(*records: Record, at: Stage | None = None, **more: Any) -> Result:  # noqa: ANN401
        context = make_context(*records, **more)
        result = run_checks(context, locate_by_path, stage=at)
        loaded = {each.message for each in context.file_problems}
        assert_publishable(
            context, [text for each in result.diagnostics if each.message not in loaded for text in (each.message, each.fix)]
        )
        return result

    return run


@pytest.fixture
def codes() -> Callable[..., list[str]]:
    """Run all rules over records and give the codes found, in the order of the result."""

    def run(*records: Record, **more: Any) -> list[str]:  # noqa: ANN401
        return [each.code for each in run_checks(make_context(*records, **more), locate_by_path).diagnostics]

    return run
