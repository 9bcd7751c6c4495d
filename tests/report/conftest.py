from collections.abc import Callable
from datetime import date

import pytest

from gni_assess.checks.shown_cases import coverage_for
from gni_assess.disclosure.project import disclose
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import (
    AuthorityKind,
    CaseResponse,
    CaseResult,
    CaseStep,
    CaseType,
    Challenge,
    Channel,
    DataCategory,
    DecisionLevel,
    SelectionDecision,
)
from gni_assess.model.cases import (
    Affected,
    Analysis,
    Authority,
    Case,
    CaseDates,
    DecidedBy,
    Option,
    ProtectedTerm,
    Secrecy,
    Selection,
    Step,
    UsersTold,
)
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack
from gni_assess.model.dates import PartialDate, Span, Stamp
from gni_assess.model.evidence import Effective, Figure, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, RecommendationStatus, Request, RequestKind, RequestStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Review, ScopedFinding
from gni_assess.model.vocabulary import (
    Audience,
    Basis,
    Classification,
    CompanyType,
    Finding,
    GapStatus,
    Ground,
    Impact,
    Level,
    Right,
    Stage,
    State,
    Treatment,
)
from gni_assess.model.workspace import Company, Entity, Person, Plan, Service, Workspace
from gni_assess.report.build import build_report
from gni_assess.sheets.book import Book

TODAY = date(2026, 5, 4)
SECRET = "Zebra-Quartz-91"  # noqa: S105 - a word that must not get out
NASTY = "=1+1\n_x0041_ [bold]not markup[/bold] [/etc/passwd] <r>x</r> \u202eright to left\u202c & done"
AREAS = {"GOV": "Governance", "FOE": "Freedom of expression in practice", "TRE": "Transparency and engagement", "CAS": "Case examples"}


def _criterion(area: str, number: int) -> Criterion:
    return Criterion(
        id=f"{area}-{number:02}",
        title=f"{AREAS[area]} {number}",
        question="How does your company make sure that this is done, who decides, and how do you know that it works in practice?",
        intent="So that people are protected.",
        rights=(Right.EXPRESSION,),
        na_allowed=True,
        basis=tuple(Basis)[number % 3],
        applies_to=("telecom", "vendor") if (area, number) == ("FOE", 7) else (),
        not_for=("first_assessment",) if (area, number) == ("TRE", 5) else (),
    )


def _gap(criterion: str, number: int, scale: Level, **fields: object) -> Gap:
    given: dict[str, object] = {
        "cause": "The process grew with the company and was never written down.",
        "impact": Impact.POTENTIAL,
        "affected": ("users in TR", "journalists"),
        "action": "Write the procedure, train the team, and test it with two past demands.",
        "owner": "officer",
        "due": date(2026, 3, 31),
        **fields,
    }
    summary = f"Regional teams answer demands without a written procedure ({number})."
    return Gap(
        id=f"{criterion}-G{number}",
        summary=summary,
        scale=scale,
        scope=Level.LOW,
        irremediability=Level.LOW,
        **given,  # type: ignore[arg-type]
    )


def _responses() -> dict[str, Response]:
    stamp = Stamp(on=date(2026, 4, 1), by="officer")
    review = Review(on=date(2026, 4, 9), by="counsel", of="x")
    long = "The audit committee looks at this every spring and keeps minutes. " * 30
    secret = Limit(ground=Ground.LEGAL_PRIVILEGE, treatment={Audience.ASSESSOR: Treatment.WITHHELD}, how="Ask counsel")
    part = Limit(ground=Ground.TRADE_SECRET, treatment={Audience.ASSESSOR: Treatment.VIEW_ONLY}, fields=("answer",), how="Secure room")
    items = (
        Response(
            criterion="GOV-01",
            finding=Finding.IN_PLACE,
            answer="The board approved the policy in 2023.\n\nIt covers both rights.",
            evidence=(
                EvidenceLink(id="POL-417", where="section 4.2", shows="The charter gives the committee the task"),
                EvidenceLink(id="SYS-122"),
            ),
            answered=stamp,
            reviewed=review,
        ),
        Response(criterion="GOV-02", finding=Finding.PARTLY_IN_PLACE, answer=NASTY, gaps=(_gap("GOV-02", 417, Level.HIGH),), notes=SECRET),
        Response(criterion="GOV-03", finding=Finding.PLANNED, answer=long, gaps=(_gap("GOV-03", 220, Level.MEDIUM, due=None),)),
        Response(
            criterion="GOV-04",
            finding=Finding.NOT_IN_PLACE,
            answer="Directors get no training yet.",
            gaps=(
                _gap("GOV-04", 311, Level.LOW, status=GapStatus.DONE, closed=date(2026, 4, 1), evidence=("POL-417",)),
                _gap("GOV-04", 312, Level.LOW),
            ),
            exceptions=(ScopedFinding(finding=Finding.IN_PLACE, entity="nordics", note="Trained in 2025"),),
        ),
        Response(criterion="GOV-05", finding=Finding.NOT_APPLICABLE, reason="The company has no board of its own."),
        Response(
            criterion="FOE-01",
            finding=Finding.IN_PLACE,
            answer=SECRET,
            limits=(secret,),
            gaps=(_gap("FOE-01", 500, Level.HIGH, action=SECRET, limits=(secret,)),),
        ),
        Response(criterion="FOE-02", finding=Finding.IN_PLACE, answer=SECRET, limits=(part,), alternative="An interview with the team"),
        Response(criterion="FOE-03"),
        Response(
            criterion="FOE-04",
            finding=Finding.PARTLY_IN_PLACE,
            answer="Demands are logged.",
            gaps=(
                _gap("FOE-04", 77, Level.HIGH, due=date(2026, 9, 30)),
                _gap("FOE-04", 78, Level.MEDIUM, status=GapStatus.ACCEPTED, reason="Small", accepted_by="counsel"),
            ),
            evidence=(EvidenceLink(id="SYS-122"),),
            no_instance="No demand of this kind came in.",
        ),
        Response(criterion="CAS-02", finding=Finding.NOT_IN_PLACE, answer="Few cases on privacy.", gaps=(_gap("CAS-02", 5, Level.LOW),)),
    )
    return {each.criterion: each for each in items}


def _policies() -> dict[str, Policy]:
    common: dict[str, object] = {"owner": "officer", "holder": "Corporate secretary", "last_reviewed": date(2025, 6, 30), "version": "3"}
    return {
        each.id: each
        for each in (
            Policy(
                id="POL-417",
                title="Committee charter",
                summary="Gives the committee the task of reviewing both rights every year.",
                kind_of=PolicyKind.MINUTES,
                effective=Effective(from_=PartialDate("2023-02-01")),
                classification=Classification.CONFIDENTIAL,
                file="evidence/files/charter.pdf",
                sha256="ab" * 32,
                size=18233,
                **common,  # type: ignore[arg-type]
            ),
            Policy(
                id="POL-501",
                title="Outside counsel's advice",
                summary="What counsel thinks of the license terms.",
                kind_of=PolicyKind.REPORT,
                effective=Effective(from_=PartialDate("2025-03"), to=PartialDate("unknown")),
                url=f"https://example.com/{SECRET}",
                limits=(
                    Limit(
                        ground=Ground.LEGAL_PRIVILEGE, treatment={Audience.ASSESSOR: Treatment.VIEW_ONLY}, how="Secure room, ask counsel"
                    ),
                ),
                **common,  # type: ignore[arg-type]
            ),
            Policy(
                id="POL-777",
                title=SECRET,
                summary=SECRET,
                kind_of=PolicyKind.POLICY,
                effective=Effective(from_=PartialDate("2020-01-01")),
                limits=(Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.ASSESSOR: Treatment.UNACKNOWLEDGED}),),
                **common,  # type: ignore[arg-type]
            ),
        )
    }


def _case(number: int, case_type: CaseType, place: str, classification: Classification) -> Case:
    return Case(
        id=f"CASE-{number}",
        title=f"Order to block a page ({number})",
        type=case_type,
        rights=(Right.EXPRESSION, Right.PRIVACY),
        jurisdiction=place,
        classification=classification,
        services=("cdn",),
        entities=("nordics",),
        selection=Selection(decision=SelectionDecision.SELECTED, reason="Shows how an oral demand is handled."),
        authority=Authority(
            name=SECRET if classification is Classification.RESTRICTED else "Telecom regulator", kind=AuthorityKind.REGULATOR
        ),
        channel=Channel.ORAL,
        legal_basis="Article 8 of the internet law",
        demanded="Block a page of a newspaper within four hours, without a written order.",
        dates=CaseDates(received=PartialDate("2025-03-01"), decided=PartialDate("2025-03"), closed=PartialDate("unknown")),
        affected=Affected(people="Readers of one newspaper, about 40,000", groups=("journalists",)),
        steps=(
            Step(step=CaseStep.VERIFIED, on=PartialDate("2025-03-01"), by="Regional counsel", note="Called the regulator back."),
            Step(step=CaseStep.NARROWED, on=PartialDate("2025-03-02")),
        ),
        decided_by=DecidedBy(role="General counsel", level=DecisionLevel.EXECUTIVE),
        analysis=Analysis(
            legality="The law names no such power.", necessity="Not shown.", proportionality="A whole section would have gone."
        ),
        options=(Option(option="Leave the country", why_not="Others depend on the service"),),
        pressure="Loss of the license",
        data_categories=(DataCategory.CONTENT,),
        secrecy=Secrecy(order=True, expires=date(2027, 1, 1)),
        evidence=(EvidenceLink(id="POL-417"),),
        criteria=("FOE-04",),
        response=CaseResponse.COMPLIED_IN_PART,
        challenge=Challenge.NONE,
        result=CaseResult.LIMITED_HARM,
        users_told=UsersTold(told=False, reason="forbidden until March"),
        harm="Readers could not reach three articles for a day.",
        lessons="Ask for it in writing, always.",
        protected_terms=(ProtectedTerm(term=SECRET),),
        shareable_summary="A regulator asked by telephone for a page to be blocked. The company asked for a written order and narrowed it.",
    )


def make_assessment() -> Assessment:
    criteria = [
        _criterion(area, number) for area, count in (("GOV", 6), ("FOE", 8), ("TRE", 5), ("CAS", 3)) for number in range(1, count + 1)
    ]
    pack = Pack(
        id="gni-2024",
        title="Test criteria (paraphrase)",
        edition="2024.1",
        notice="These criteria are a paraphrase.\nThe official texts decide.",
        sources=(),
        areas=tuple(Area(id=key, title=title) for key, title in AREAS.items()),
        company_types=tuple(CompanyType),
        case_types=tuple(CaseType),
        case_selection=CaseFigures(
            min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
        ),
        freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
        criteria=tuple(criteria),
    )
    workspace = Workspace(
        company=Company(name="P&G Relay & Sons", types=(CompanyType.INFRASTRUCTURE, CompanyType.PLATFORM)),
        plan=Plan(
            stage=Stage.REVIEW,
            pack="gni-2024",
            edition="2024.1",
            first_assessment=True,
            assessor="Example Assurance LLP",
            period=Span(start=date(2024, 7, 1), end=date(2026, 6, 30)),
        ),
        services=(Service(id="cdn", name="Content delivery"),),
        entities=(Entity(id="nordics", name="Example Relay Nordics AS", jurisdiction="NO"),),
        people=(
            Person(id="officer", name="Paula Person", role="Human rights lead"),
            Person(id="counsel", name="Carl Counsel", role="General counsel"),
        ),
    )
    system = System(
        id="SYS-122",
        title="Register of demands",
        summary="Every demand gets a number, a reader and a decision.",
        owner="counsel",
        kind_of=SystemKind.REGISTER,
        effective=Effective(from_=PartialDate("2021-01-01"), to=PartialDate("2023-12-31")),
        classification=Classification.INTERNAL,
        figures=(Figure(name="Demands received", value=412, unit="demands", period="2025"),),
    )
    cases = (
        _case(208, CaseType.SERVICE_BLOCKING, "TR", Classification.CONFIDENTIAL),
        _case(209, CaseType.USER_DATA, "BR", Classification.INTERNAL),
        _case(300, CaseType.INTERCEPTION, "ZZ", Classification.RESTRICTED),
    )
    recommendations = (
        Recommendation(id="REC-1", text="Write it down.", area="GOV", source="2022", status=RecommendationStatus.DONE),
        Recommendation(id="REC-2", text="Train the staff.", area="GOV", source="2022"),
    )
    requests = (
        Request(
            id="REQ-1",
            text="=Please let us see the minutes.",
            asked_by="Example Assurance LLP",
            asked_on=date(2026, 3, 2),
            kind_of=RequestKind.DOCUMENT,
            due=date(2026, 4, 1),
            criteria=("GOV-01",),
        ),
        Request(
            id="REQ-2",
            text="How many were refused?",
            asked_by="Example Assurance LLP",
            asked_on=date(2026, 3, 3),
            kind_of=RequestKind.CLARIFICATION,
            status=RequestStatus.ANSWERED,
            answer="21 of 311.",
            owner="counsel",
            evidence=(EvidenceLink(id="SYS-122", where="figures"), EvidenceLink(id="POL-777", where=SECRET)),
        ),
    )
    interviews = (
        Interview(id="INT-1", role="Head of trust and safety", person="counsel", criteria=("FOE-04",), held_on=date(2026, 2, 1)),
        Interview(id="INT-2", role="Engineer on call", planned=date(2026, 6, 1)),
    )
    return Assessment(
        workspace=workspace,
        pack=pack,
        responses=_responses(),
        policies=_policies(),
        systems={system.id: system},
        cases={each.id: each for each in cases},
        recommendations={each.id: each for each in recommendations},
        requests={each.id: each for each in requests},
        interviews={each.id: each for each in interviews},
    )


def make_report(audience: Audience, assessment: Assessment | None = None) -> Book:
    disclosure = disclose(assessment or make_assessment(), audience)
    return build_report(
        disclosure,
        today=TODAY,
        states={"GOV-01": State.REVIEWED, "GOV-02": State.ANSWERED, "FOE-03": State.DRAFT},
        outstanding={"GNI201": ("missing-response", 9), "GNI210": ("not-reviewed", 4)},
        tool_version="0.1.0",
        countries={"TR": "T\u00fcrkiye", "BR": "Brazil"},
        coverage=coverage_for(disclosure),
    )


@pytest.fixture(scope="session")
def report() -> Callable[..., Book]:
    return make_report


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return make_assessment()
