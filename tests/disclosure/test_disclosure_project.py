from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from gni_assess.disclosure.fields import PRIVATE, field_shapes
from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.treatments import treat
from gni_assess.disclosure.views import WithheldItem
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.case_vocabulary import CaseStep, CaseType
from gni_assess.model.cases import Authority, Case, CaseDates, DecidedBy, ProtectedTerm, Step
from gni_assess.model.criteria import CaseFigures, Freshness, Pack
from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.evidence import Effective, Figure, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Return, Review, ScopedFinding
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, Classification, Finding, Ground, Level, Right, Skipped, Stage, Treatment
from gni_assess.model.workspace import Company, Person, Plan, Retention, RuleSettings, Workspace

DAY = date(2026, 5, 4)
STAMP = Stamp(on=DAY, by="counsel")
PUBLIC, CONFIDENTIAL, RESTRICTED = Classification.PUBLIC, Classification.CONFIDENTIAL, Classification.RESTRICTED
UNTOLD = Treatment.UNACKNOWLEDGED
WORKSPACE = Workspace(
    company=Company(name="Example Relay", types=()),
    plan=Plan(
        stage=Stage.REVIEW, pack="p", edition="1", first_assessment=False, previous="snapshots/2024", overlays=("criteria/own.yaml",)
    ),
    services=(),
    people=(Person(id="officer", name="Ada Ohm", role="Human rights lead"), Person(id="counsel", name="Bo Erg")),
    retention=Retention(note="hold"),
    rules=RuleSettings(allow_text=("1.1.1.1",)),
)
FIGURES = CaseFigures(
    min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
)
PACK = Pack(
    id="p",
    title="P",
    edition="1",
    notice="",
    sources=(),
    areas=(),
    company_types=(),
    case_types=(),
    case_selection=FIGURES,
    freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
)
LEVELS: dict[str, Any] = dict.fromkeys(("scale", "scope", "irremediability"), Level.LOW)
GAP = Gap(
    id="GOV-02-G417",
    summary="No minutes",
    **LEVELS,
    owner="officer",
    accepted_by="counsel",
    action="Keep minutes",
    cause="Haste",
    affected=("users",),
    evidence=("POL-417", "CASE-208", "POL-999"),
    notes="note",
)
RESPONSE = Response(
    criterion="GOV-02",
    finding=Finding.IN_PLACE,
    answer="The committee reviews",
    reason="why",
    skipped=Skipped.WAITING,
    skip_reason="later",
    assignee="officer",
    due=DAY,
    evidence=(EvidenceLink(id="POL-417", where="4.2", shows="the task"), EvidenceLink(id="CASE-208", where="p. 3", shows="how")),
    gaps=(GAP,),
    exceptions=(ScopedFinding(finding=Finding.PLANNED, entity="nordics", note="from May"),),
    no_instance="none",
    alternative="interview",
    notes="note",
    confirmed_wording="3f9c",
    answered=Stamp(on=DAY, by="officer"),
    updated=STAMP,
    reviewed=Review(on=DAY, by="counsel", of="77ab"),
    returned=Return(on=DAY, by="gone", note="more"),
)
SHARED: dict[str, Any] = (
    {"title": "Charter", "summary": "Says so", "owner": "officer", "effective": Effective(from_=PartialDate("2024-01")), "holder": "bo erg"}
    | {"file": "evidence/files/charter.pdf", "url": "https://example.com/charter", "held_at": "Vault", "sha256": "aa", "size": 3}
    | {"last_reviewed": DAY, "next_review": DAY, "version": "3", "approved_by": "Audit committee", "entities": ("group",)}
    | {"services": ("cdn",), "classification": CONFIDENTIAL, "notes": "note", "verified": STAMP, "updated": STAMP}
)
POLICY = Policy(id="POL-417", kind_of=PolicyKind.POLICY, **SHARED)
OLD_POLICY = replace(POLICY, id="POL-208", supersedes="SYS-122")
SYSTEM = System(id="SYS-122", kind_of=SystemKind.TEAM, figures=(Figure(name="demands", value=3),), **SHARED)
CASE = Case(
    id="CASE-208",
    title="An order to block",
    type=CaseType.SERVICE_BLOCKING,
    rights=(Right.EXPRESSION,),
    jurisdiction="TR",
    classification=CONFIDENTIAL,
    authority=Authority(name="Regulator"),
    dates=CaseDates(received=PartialDate("2025-03")),
    steps=(Step(step=CaseStep.VERIFIED, by="Ada Ohm"), Step(step=CaseStep.DECIDED, by="Regional counsel")),
    decided_by=DecidedBy(role="counsel"),
    evidence=(EvidenceLink(id="POL-417", where="4.2", shows="the rule"),),
    criteria=("FOE-04",),
    harm="Users lost access",
    protected_terms=(ProtectedTerm(term="Orhan"),),
    shareable_summary="A regulator asked",
    notes="note",
    updated=STAMP,
    reviewed=Review(on=DAY, by="officer", of="77ab"),
)
LINK = (EvidenceLink(id="POL-417", where="4.2", shows="the task"),)
RECOMMENDATION = Recommendation(
    id="REC-417", text="Do", area="GOV", source="2024", response="Yes", owner="officer", criteria=("GOV-02",), evidence=LINK
)
REQUEST = Request(
    id="REQ-263", text="Show", asked_by="Cy Watt", asked_on=DAY, kind_of=RequestKind.DOCUMENT, criteria=("GOV-02",), owner="officer"
)
INTERVIEW = Interview(id="INT-358", role="Bo Erg", person="officer", planned=DAY, criteria=("GOV-02",), consent_to_be_named=True)
RECORDS = (RESPONSE, POLICY, SYSTEM, CASE, RECOMMENDATION, REQUEST, INTERVIEW)


def assess(*records: Record) -> Assessment:
    kept: dict[str, dict[str, Any]] = {name: {} for name in RECORD_FIELDS.values()}
    for each in records:
        kept[RECORD_FIELDS[each.kind]][each.id] = each
    registers: Mapping[str, Any] = kept
    return Assessment(workspace=WORKSPACE, pack=PACK, **registers)


def limited(treatment: Treatment, *keys: str) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: treatment}, fields=keys, how="Ask counsel", note="team"),)


def shown(record: Record, audience: Audience = Audience.ASSESSOR) -> Any:  # noqa: ANN401 - each test knows which
    return getattr(disclose(assess(record), audience), RECORD_FIELDS[record.kind])[record.id]


def test_internal_sees_names_and_everything_else_as_it_is() -> None:
    disclosed = disclose(assess(*RECORDS), Audience.INTERNAL)

    response = disclosed.responses["GOV-02"].record
    assert response is not None
    assert (response.assignee, response.reviewed) == ("Ada Ohm", Review(on=DAY, by="Bo Erg", of="77ab"))
    assert (response.returned, response.notes, response.gaps) == (Return(on=DAY, by="gone", note="more"), "note", ())
    assert response.evidence == RESPONSE.evidence
    assert disclosed.gaps[0].gap.record == replace(GAP, owner="Ada Ohm", accepted_by="Bo Erg")
    assert disclosed.cases["CASE-208"].record == replace(
        CASE, updated=replace(STAMP, by="Bo Erg"), reviewed=Review(on=DAY, by="Ada Ohm", of="77ab")
    )
    assert disclosed.workspace == WORKSPACE


def test_another_audience_sees_roles_and_nothing_private() -> None:
    disclosed = disclose(assess(*RECORDS), Audience.ASSESSOR)

    assert disclosed.responses["GOV-02"].record == replace(
        RESPONSE,
        assignee="Human rights lead",
        gaps=(),
        notes="",
        answered=Stamp(on=DAY, by="Human rights lead"),
        updated=Stamp(on=DAY, by="a member of staff"),
        reviewed=Review(on=DAY, by="a member of staff", of=""),
        returned=Return(on=DAY, by="a member of staff", note="more"),
    )
    assert disclosed.gaps[0].criterion == "GOV-02"
    assert disclosed.gaps[0].gap.record == replace(
        GAP, owner="Human rights lead", accepted_by="a member of staff", notes="", evidence=("POL-417", "CASE-208")
    )
    case = disclosed.cases["CASE-208"].record
    assert case is not None
    assert [each.by for each in case.steps] == ["Human rights lead", "Regional counsel"]
    assert (case.decided_by, case.protected_terms, case.notes) == (DecidedBy(role="a member of staff"), (), "")
    policy = disclosed.policies["POL-417"].record
    assert policy is not None
    assert (policy.owner, policy.holder, policy.approved_by) == ("Human rights lead", "a member of staff", "Audit committee")
    interview = disclosed.interviews["INT-358"].record
    assert interview is not None
    assert (interview.person, interview.role) == ("Human rights lead", "a member of staff")
    request = disclosed.requests["REQ-263"].record
    assert request is not None
    assert (request.asked_by, request.owner) == ("Cy Watt", "Human rights lead")


def test_links_to_what_is_not_shown_in_full_keep_only_the_id() -> None:
    restricted = replace(POLICY, classification=RESTRICTED)

    disclosed = disclose(assess(RESPONSE, restricted, replace(CASE, classification=PUBLIC)), Audience.ASSESSOR)

    response = disclosed.responses["GOV-02"].record
    assert response is not None
    assert response.evidence == (EvidenceLink(id="POL-417"), RESPONSE.evidence[1])


def test_links_to_what_is_unacknowledged_or_unknown_disappear() -> None:
    hidden = replace(CASE, limits=limited(UNTOLD))
    policy = replace(POLICY, supersedes="POL-208")
    old = replace(OLD_POLICY, limits=limited(UNTOLD))

    disclosed = disclose(assess(RESPONSE, policy, old, hidden), Audience.ASSESSOR)

    response, policy_shown, gap = disclosed.responses["GOV-02"].record, disclosed.policies["POL-417"].record, disclosed.gaps[0].gap.record
    assert response is not None
    assert policy_shown is not None
    assert gap is not None
    assert [each.id for each in response.evidence] == ["POL-417"]
    assert (policy_shown.supersedes, gap.evidence) == ("", ("POL-417",))
    assert "CASE-208" not in repr(disclosed)
    assert "POL-208" not in repr(disclosed)


@pytest.mark.parametrize(
    ("record", "title", "summary", "status"),
    [
        (RESPONSE, "", "", "in-place"),
        (POLICY, "Charter", "Says so", ""),
        (SYSTEM, "Charter", "Says so", ""),
        (CASE, "An order to block", "A regulator asked", ""),
        (RECOMMENDATION, "", "", "open"),
        (REQUEST, "", "", "open"),
        (INTERVIEW, "", "", "planned"),
        (replace(INTERVIEW, held_on=DAY), "", "", "held"),
    ],
)
@pytest.mark.parametrize("treatment", [Treatment.VIEW_ONLY, Treatment.SUMMARY, Treatment.WITHHELD])
def test_less_than_full_gives_only_what_the_treatment_says(
    record: Record, title: str, summary: str, status: str, treatment: Treatment
) -> None:
    disclosed = shown(replace(record, limits=limited(treatment)))

    told = treatment is not Treatment.WITHHELD
    assert (disclosed.record, disclosed.treatment, disclosed.id, disclosed.kind) == (None, treatment, record.id, record.kind.value)
    assert (disclosed.title, disclosed.summary, disclosed.status) == ((title, summary, status) if told else ("", "", ""))
    assert (disclosed.grounds, disclosed.how) == ((Ground.SECURITY,), ("Ask counsel",))
    dated = treatment is Treatment.VIEW_ONLY
    assert disclosed.effective == (record.effective if dated and isinstance(record, Policy | System) else None)
    assert disclosed.dates == (record.dates if dated and isinstance(record, Case) else None)
    listed = isinstance(record, Recommendation | Request | Interview) and told
    assert disclosed.criteria == (("GOV-02",) if listed else ())


def test_a_gap_in_summary_has_its_status_and_no_text() -> None:
    response = replace(RESPONSE, gaps=(replace(GAP, limits=limited(Treatment.SUMMARY)),))

    gap = disclose(assess(response), Audience.ASSESSOR).gaps[0].gap

    assert (gap.kind, gap.id, gap.status, gap.title, gap.summary, gap.record) == ("gap", "GOV-02-G417", "open", "", "", None)


def test_gni_gets_the_finding_of_a_response_and_its_gap_as_a_row() -> None:
    disclosed = disclose(assess(RESPONSE), Audience.GNI)

    assert (disclosed.responses["GOV-02"].status, disclosed.responses["GOV-02"].record) == ("in-place", None)
    assert disclosed.gaps[0].gap.treatment is Treatment.WITHHELD
    assert [(each.kind, each.treatment) for each in disclosed.withheld] == [("response", Treatment.SUMMARY), ("gap", Treatment.WITHHELD)]


def test_the_manifest_lists_records_and_fields_by_kind_and_id() -> None:
    records = (
        replace(RESPONSE, limits=limited(Treatment.WITHHELD, "answer", "gaps"), gaps=(GAP,)),
        replace(OLD_POLICY, limits=limited(Treatment.VIEW_ONLY)),
        replace(POLICY, limits=(*limited(Treatment.WITHHELD, "url"), *limited(UNTOLD, "held_at"))),
        replace(CASE, limits=limited(UNTOLD)),
        replace(INTERVIEW, limits=limited(Treatment.SUMMARY)),
    )

    disclosed = disclose(assess(*records), Audience.ASSESSOR)

    reason: dict[str, Any] = {"grounds": (Ground.SECURITY,), "how": ("Ask counsel",)}
    assert disclosed.withheld == (
        WithheldItem(kind="response", id="GOV-02", fields=("answer", "gaps"), treatment=Treatment.WITHHELD, **reason),
        WithheldItem(kind="gap", id="GOV-02-G417", treatment=Treatment.WITHHELD, **reason),
        WithheldItem(kind="policy", id="POL-208", treatment=Treatment.VIEW_ONLY, **reason),
        WithheldItem(kind="policy", id="POL-417", fields=("url",), treatment=Treatment.WITHHELD, **reason),
        WithheldItem(kind="interview", id="INT-358", treatment=Treatment.SUMMARY, **reason),
    )
    assert disclosed.policies["POL-417"].hidden_fields == ("url",)


def test_a_field_limited_in_a_record_shown_in_brief_is_not_there_either() -> None:
    fields_limited = limited(Treatment.WITHHELD, "title", "shareable_summary", "dates")

    disclosed = shown(replace(CASE, limits=(*limited(Treatment.VIEW_ONLY), *fields_limited)))

    assert (disclosed.treatment, disclosed.title, disclosed.summary, disclosed.dates) == (Treatment.VIEW_ONLY, "", "", None)


FIELDS = [(each, key) for each in RECORDS for key in field_shapes(type(each)) if key not in PRIVATE]


@pytest.mark.parametrize(("record", "key"), FIELDS)
@pytest.mark.parametrize("treatment", [Treatment.VIEW_ONLY, Treatment.SUMMARY, Treatment.WITHHELD])
def test_a_limited_field_is_empty_and_listed_or_binds_the_record(record: Record, key: str, treatment: Treatment) -> None:
    shape = field_shapes(type(record))[key]

    disclosed = shown(replace(record, limits=limited(treatment, key)))

    if shape.can_empty:
        assert getattr(disclosed.record, shape.name) == shape.empty
        assert key in disclosed.hidden_fields
    else:
        assert (disclosed.record, disclosed.treatment) == (None, treatment)


@pytest.mark.parametrize(("record", "key"), FIELDS)
def test_an_unacknowledged_field_leaves_no_trace(record: Record, key: str) -> None:
    shapes = field_shapes(type(record))
    limited_record = replace(record, limits=limited(UNTOLD, key))

    disclosed = disclose(assess(limited_record, OLD_POLICY), Audience.ASSESSOR)

    if treat(limited_record, Audience.ASSESSOR).treatment is UNTOLD:
        assert disclosed == disclose(assess(OLD_POLICY), Audience.ASSESSOR)
        assert not shapes[key].can_empty or shapes[key].missed
    else:
        keys = (key, "sha256", "size") if key == "file" else (key,)
        never_had = replace(record, **{shapes[each].name: shapes[each].empty for each in keys})
        assert disclosed == disclose(assess(never_had, OLD_POLICY), Audience.ASSESSOR)


def test_every_field_of_every_record_is_known_to_limits() -> None:
    for record in (*RECORDS, GAP):
        shapes = field_shapes(type(record))
        assert [each.name for each in shapes.values()] == [each.name for each in fields(record)]
        assert shapes.keys().isdisjoint({"kind_of"})


def test_a_respondent_gets_their_own_response_with_their_own_gaps() -> None:
    others = replace(GAP, id="GOV-02-G500", owner="counsel")
    response = replace(RESPONSE, gaps=(GAP, others))

    mine = disclose(assess(response, CASE), Audience.RESPONDENT, person_id="officer")
    nobodys = disclose(assess(response, CASE), Audience.RESPONDENT)

    assert ([each.gap.id for each in mine.gaps], list(mine.cases)) == (["GOV-02-G417"], [])
    assert "GOV-02-G500" not in repr(mine)
    assert (dict(nobodys.responses), nobodys.gaps, nobodys.withheld) == ({}, (), ())


def test_text_comes_through_as_it_was_typed() -> None:
    odd = "[/etc/passwd] [bold] =1+1 _x0041_ \x1b[31m \u202eabc\n"

    assert shown(replace(RESPONSE, answer=odd)).record.answer == odd
