"""A small company, with four criteria and a handful of evidence, to be interviewed."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.session import run_interview
from gni_assess.interview.summary import Summary
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack, Show
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.vocabulary import Basis, Classification, CompanyType, EvidenceKind, Right, Stage
from gni_assess.model.workspace import Company, Person, Plan, Workspace

TODAY = date(2026, 11, 21)
EFFECTIVE = Effective(from_=PartialDate("2023-02"))


def make_criterion(criterion_id: str, *required: EvidenceKind, na_allowed: bool = True, example: str = "") -> Criterion:
    return Criterion(
        id=criterion_id,
        title=f"Title of {criterion_id}",
        question=f"Who decides about {criterion_id}, and how often, in each of the places where your company offers services to people?",
        intent="People are hurt\nwhere nobody decides.",
        rights=(Right.EXPRESSION,),
        na_allowed=na_allowed,
        basis=Basis.COMMITMENT,
        show=tuple(Show(kind=kind, required=True, what=f"A {kind} that shows it") for kind in required),
        who_to_ask=("General counsel",),
        example=example,
    )


def make_pack() -> Pack:
    return Pack(
        id="pack",
        title="Pack",
        edition="2024.1",
        notice="",
        sources=(),
        areas=(Area(id="GOV", title="Governance"), Area(id="CAS", title="Cases")),
        company_types=tuple(CompanyType),
        case_types=tuple(CaseType),
        case_selection=CaseFigures(
            min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
        ),
        freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
        criteria=(
            make_criterion("GOV-01", EvidenceKind.POLICY, EvidenceKind.CASE, example="The committee of the fictional company decides."),
            make_criterion("GOV-02"),
            make_criterion("GOV-03", na_allowed=False),
            make_criterion("CAS-01", na_allowed=False),
        ),
    )


@pytest.fixture
def assessment() -> Assessment:
    """Nothing is answered yet; two policies, a system and a case are registered."""

    def make_policy(number: int, title: str) -> Policy:
        return Policy(id=f"POL-{number}", title=title, summary="Says so.", owner="olga", effective=EFFECTIVE, kind_of=PolicyKind.POLICY)

    return Assessment(
        workspace=Workspace(
            company=Company(name="Company", types=(CompanyType.PLATFORM,)),
            plan=Plan(stage=Stage.REVIEW, pack="pack", edition="2024.1", first_assessment=False),
            services=(),
            people=(
                Person(id="olga", name="Olga Officer", role="Human rights lead"),
                Person(id="carl", name="Carl Counsel", role="General counsel"),
                Person(id="carla", name="Carla Clerk", role="Clerk"),
            ),
        ),
        pack=make_pack(),
        policies={"POL-417": make_policy(417, "Board charter"), "POL-208": make_policy(208, "Old charter")},
        systems={
            "SYS-122": System(id="SYS-122", title="Register", summary="", owner="olga", effective=EFFECTIVE, kind_of=SystemKind.REGISTER)
        },
        cases={
            "CASE-208": Case(
                id="CASE-208",
                title="Blocked site",
                type=CaseType.SERVICE_BLOCKING,
                rights=(Right.EXPRESSION,),
                jurisdiction="TR",
                classification=Classification.RESTRICTED,
            )
        },
    )


@pytest.fixture
def record(assessment: Assessment) -> MemoryRecord:
    return MemoryRecord(assessment)


Interview = Callable[..., tuple[ScriptedTerminal, Summary]]


@pytest.fixture
def interview(record: MemoryRecord) -> Interview:
    """Interview Olga with these inputs; at the end of the list the input is closed."""

    def run(
        *inputs: str | Paste | Signal,
        script: Iterable[str | Paste | Signal] | None = None,
        width: int = 80,
        start: str = "",
        walk: Iterable[str] = (),
    ) -> tuple[ScriptedTerminal, Summary]:
        terminal = ScriptedTerminal(inputs if script is None else script, width=width)
        summary = run_interview(
            terminal,
            record,
            left=tuple(record.unsaved),
            walk=tuple(walk) or tuple(each.id for each in record.assessment.applicable),
            person_id="olga",
            today=TODAY,
            start=start,
        )
        return terminal, summary

    return run
