from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.digests import content_digest
from gni_assess.checks.outstanding import outstanding_for, states_for
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.checks.states import state_of
from gni_assess.disclosure.fields import field_shapes
from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.treatments import treat, treat_fields, treat_gap
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.case_vocabulary import CaseStep, CaseType
from gni_assess.model.cases import Case, CaseDates, DecidedBy, ProtectedTerm, Step
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack, Show
from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import (
    RECORD_FIELDS,
    Audience,
    Basis,
    Classification,
    EvidenceKind,
    Finding,
    GapStatus,
    Ground,
    Level,
    Right,
    Skipped,
    Stage,
    State,
    Treatment,
)
from gni_assess.model.workspace import Company, Person, Plan, Retention, RuleSettings, Service, Workspace
from gni_assess.report.build import build_report
from gni_assess.sheets.book import Book

SECRET = "zqsecret"  # noqa: S105 - what the tests look for
PEOPLE = (
    Person(id="zqofficer", name="Zq Ada", role="Human rights lead", email="zq@example.com"),
    Person(id="zqcounsel", name="Zq Bo"),
)
WORKSPACE = Workspace(
    company=Company(name="Example Relay", types=()),
    plan=Plan(stage=Stage.REVIEW, pack="gni-2024", edition="2024.1", first_assessment=False, previous=SECRET, overlays=(SECRET,)),
    services=(Service(id="cdn", name="Content delivery"),),
    people=PEOPLE,
    retention=Retention(note=SECRET),
    rules=RuleSettings(allow_text=(SECRET,)),
)
FIGURES = CaseFigures(
    min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
)
SHOW = tuple(Show(kind=kind, required=True, what="") for kind in EvidenceKind)
CRITERIA = tuple(
    Criterion(id=each, title=each, question="", intent="", rights=(), na_allowed=each == "GOV-01", basis=Basis.TOOLKIT, show=SHOW)
    for each in ("GOV-01", "GOV-02", "GOV-03")
)
PACK = Pack(
    id="gni-2024",
    title="Criteria",
    edition="2024.1",
    notice="",
    sources=(),
    areas=(Area(id="GOV", title="Governance"),),
    company_types=(),
    case_types=(),
    case_selection=FIGURES,
    freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
    criteria=CRITERIA,
)
POLICY_IDS, SYSTEM_IDS, CASE_IDS = ("POL-101", "POL-102", "POL-103"), ("SYS-101", "SYS-102"), ("CASE-101", "CASE-102", "CASE-103")
EVIDENCE_IDS = (*POLICY_IDS, *SYSTEM_IDS, *CASE_IDS, "POL-999")

UNTOLD = dict.fromkeys(Audience, Treatment.UNACKNOWLEDGED)
texts = st.sampled_from(["", "a", "b c"])
people = st.sampled_from(["", "zqofficer", "zqcounsel", "zqstranger"])
roles = st.sampled_from(["", "Regional counsel", "zqofficer", "ZQ BO "])
classifications = st.sampled_from(Classification)
evidence_ids = st.sampled_from(EVIDENCE_IDS)
links = st.lists(st.builds(EvidenceLink, id=evidence_ids, where=texts, shows=texts), max_size=3).map(tuple)
stamps = st.none() | st.builds(Stamp, on=st.just(date(2026, 1, 1)), by=people)
reviews = st.none() | st.builds(Review, on=st.just(date(2026, 1, 1)), by=people, of=st.just(SECRET))
secrets = st.just((ProtectedTerm(term=SECRET),))
in_force = st.just(Effective(from_=PartialDate("2024-01")))


def limits(*keys: str) -> st.SearchStrategy[tuple[Limit, ...]]:
    treatments = st.dictionaries(st.sampled_from(Audience), st.sampled_from(Treatment), max_size=4)
    limited = st.lists(st.sampled_from([*keys, "notes", "unheard-of"]), max_size=2).map(tuple)
    grounds = st.sampled_from([None, Ground.SECURITY, Ground.LITIGATION])
    limit = st.builds(Limit, ground=grounds, treatment=treatments, fields=limited, how=texts, note=st.just(SECRET))
    untold = st.builds(Limit, ground=st.just(Ground.SECURITY), treatment=st.just(UNTOLD), fields=st.tuples(st.sampled_from(keys)))
    return st.lists(limit | untold, max_size=1).map(tuple)


def common(*keys: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "classification": st.none() | classifications,
        "limits": limits(*keys),
        "notes": st.just(SECRET),
        "updated": stamps,
    }


def documents(ids: Iterable[str]) -> dict[str, st.SearchStrategy[Any]]:
    return common("title", "file", "holder", "effective", "supersedes") | {
        "id": st.sampled_from(sorted(ids)),
        "title": texts,
        "summary": texts,
        "owner": people,
        "effective": in_force,
        "holder": roles,
        "file": texts,
        "supersedes": st.just("") | evidence_ids,
        "verified": stamps,
    }


gaps = st.builds(
    Gap,
    **{key: value for key, value in common("summary", "action", "evidence", "owner", "missing", "due").items() if key != "updated"},
    **dict.fromkeys(("scale", "scope", "irremediability"), st.sampled_from(Level)),
    id=st.sampled_from([f"G{number}" for number in range(100, 104)]),
    summary=texts,
    owner=people,
    accepted_by=people,
    due=st.none() | st.just(date(2026, 1, 1)),
    missing=st.lists(st.sampled_from(EvidenceKind), max_size=2).map(tuple),
    status=st.sampled_from(GapStatus),
    evidence=st.lists(evidence_ids, max_size=2).map(tuple),
)
responses = st.builds(
    Response,
    **common("answer", "gaps", "evidence", "finding", "no_instance", "skipped", "answered", "reviewed", "alternative"),
    criterion=st.sampled_from(["GOV-01", "GOV-02"]),
    finding=st.none() | st.sampled_from(Finding),
    answer=texts,
    reason=texts,
    skipped=st.none() | st.sampled_from(Skipped),
    alternative=texts,
    no_instance=texts,
    assignee=people,
    evidence=links,
    gaps=st.lists(gaps, max_size=2, unique_by=lambda gap: gap.id).map(tuple),
    answered=stamps,
    reviewed=reviews,
).map(lambda response: replace(response, gaps=tuple(replace(gap, id=f"{response.id}-{gap.id}") for gap in response.gaps)))
cases = st.builds(
    Case,
    **{**common("title", "dates", "harm", "evidence", "shareable_summary", "criteria", "jurisdiction"), "classification": classifications},
    id=st.sampled_from(CASE_IDS),
    title=texts,
    type=st.just(CaseType.USER_DATA),
    rights=st.just((Right.PRIVACY,)),
    jurisdiction=st.just("TR"),
    dates=st.builds(CaseDates, received=st.none() | st.just(PartialDate("2025-03"))),
    steps=st.lists(st.builds(Step, step=st.sampled_from(CaseStep), by=roles, note=texts), max_size=1).map(tuple),
    decided_by=st.none() | st.builds(DecidedBy, role=roles),
    criteria=st.lists(st.sampled_from(["GOV-01", "GOV-02"]), max_size=1).map(tuple),
    evidence=links,
    shareable_summary=texts,
    protected_terms=secrets,
    reviewed=reviews,
)
recommendations = st.builds(
    Recommendation,
    **common("text", "evidence"),
    id=st.sampled_from(["REC-101", "REC-102"]),
    text=texts,
    area=texts,
    source=texts,
    owner=people,
)
requests = st.builds(
    Request,
    **common("answer"),
    id=st.sampled_from(["REQ-101", "REQ-102"]),
    text=texts,
    asked_by=roles,
    asked_on=st.just(date(2026, 9, 1)),
    kind_of=st.sampled_from(RequestKind),
    owner=people,
    evidence=links,
)
interviews = st.builds(Interview, **common("role", "held_on"), id=st.sampled_from(["INT-101", "INT-102"]), role=roles, person=people)


def registers(records: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(records, max_size=2).map(lambda found: {each.id: each for each in sorted(found, key=lambda one: str(one.id))})


assessments = st.builds(
    Assessment,
    workspace=st.just(WORKSPACE),
    pack=st.just(PACK),
    responses=registers(responses),
    policies=registers(st.builds(Policy, **documents(POLICY_IDS), kind_of=st.sampled_from(PolicyKind))),
    systems=registers(st.builds(System, **documents(SYSTEM_IDS), kind_of=st.sampled_from(SystemKind))),
    cases=registers(cases),
    recommendations=registers(recommendations),
    requests=registers(requests),
    interviews=registers(interviews),
)
FACTS = Facts(today=date(2026, 5, 4), countries={"TR": "Country"})
READERS = [(each, "") for each in Audience] + [(Audience.RESPONDENT, each) for each in ("zqofficer", "zqcounsel")]


def review_again(whole: Response, rest: Response) -> Response:
    # A review is of the whole response; had there been no more than the rest, it would be of that.
    is_reviewed = state_of(whole) is State.REVIEWED
    return replace(rest, reviewed=replace(rest.reviewed, of=content_digest(rest) if is_reviewed else SECRET)) if rest.reviewed else rest


def with_true_review(response: Response) -> Response:
    return replace(response, reviewed=replace(response.reviewed, of=content_digest(response))) if response.reviewed else response


def export(assessment: Assessment, audience: Audience, person_id: str) -> Book:
    disclosed = disclose(assessment, audience, person_id=person_id)
    return build_report(
        disclosed,
        today=date(2026, 5, 4),
        states=states_for(assessment, audience, person_id=person_id),
        outstanding=outstanding_for(assessment, FACTS, audience, person_id=person_id),
        tool_version="0",
        countries={"TR": "Country"},
        coverage=coverage_for(disclosed),
    )


def without_unacknowledged(assessment: Assessment, audience: Audience, person_id: str) -> tuple[Assessment, set[str]]:
    hidden = [treat(each, audience, person_id=person_id).treatment is Treatment.UNACKNOWLEDGED for each in assessment.records()]
    gone = {each.id for each, is_hidden in zip(assessment.records(), hidden, strict=True) if is_hidden}
    kept_gaps: dict[str, tuple[Gap, ...]] = {}
    for response in assessment.responses.values():
        told = [
            treat_gap(response, each, audience, person_id=person_id).treatment is not Treatment.UNACKNOWLEDGED for each in response.gaps
        ]
        gone |= {each.id for each, is_told in zip(response.gaps, told, strict=True) if not is_told}
        kept_gaps[response.id] = tuple(each for each, is_told in zip(response.gaps, told, strict=True) if is_told)

    def unlink(record: Record | Gap) -> Record | Gap:
        shapes = field_shapes(type(record))
        untold = (shapes[key] for key, each in treat_fields(record, audience).items() if each.treatment is Treatment.UNACKNOWLEDGED)
        changes: dict[str, Any] = {each.name: each.empty for each in untold if each.can_empty}
        if isinstance(record, Policy | System):
            changes["supersedes"] = "" if record.supersedes in gone else changes.get("supersedes", record.supersedes)
        elif not isinstance(record, Interview):
            linked = changes.get("evidence", record.evidence)
            changes["evidence"] = tuple(link for link in linked if getattr(link, "id", link) not in gone)
        if isinstance(record, Response):
            changes["gaps"] = tuple(unlink(gap) for gap in kept_gaps[record.id])
            return review_again(record, replace(record, **changes))
        return replace(record, **changes)

    def rest(records: dict[str, Record]) -> dict[str, Any]:
        return {key: unlink(each) for key, each in records.items() if each.id not in gone}

    changes: dict[str, Any] = {name: rest(dict(assessment.of_kind(kind))) for kind, name in RECORD_FIELDS.items()}
    return replace(assessment, **changes), gone


@given(assessments)
def test_what_is_unacknowledged_leaves_no_trace(assessment: Assessment) -> None:
    for audience, person_id in READERS:
        rest, gone = without_unacknowledged(assessment, audience, person_id)

        disclosed = disclose(assessment, audience, person_id=person_id)

        assert disclosed == disclose(rest, audience, person_id=person_id)
        told = repr(disclosed)
        assert told == repr(disclose(rest, audience, person_id=person_id))
        # The id of a response is that of its criterion, which everybody may know.
        assert not [each for each in gone - set(assessment.responses) if each in told]


@given(assessments)
def test_reports_tell_nothing_of_what_is_unacknowledged(assessment: Assessment) -> None:
    responses = {key: with_true_review(each) if key == "GOV-01" else each for key, each in assessment.responses.items()}
    assessment = replace(assessment, responses=responses)
    for audience, person_id in READERS[1:]:
        rest, _ = without_unacknowledged(assessment, audience, person_id)

        assert export(assessment, audience, person_id) == export(rest, audience, person_id)


@given(assessments)
def test_notes_terms_digests_and_names_of_staff_stay_inside(assessment: Assessment) -> None:
    for audience, person_id in READERS:
        told = repr(disclose(assessment, audience, person_id=person_id)).casefold()

        assert ("zq" in told) is (audience is Audience.INTERNAL)


@given(assessments)
def test_every_record_is_shown_in_full_or_listed_or_absent(assessment: Assessment) -> None:
    for audience, person_id in READERS:
        disclosed = disclose(assessment, audience, person_id=person_id)
        shown: list[Any] = [each for name in RECORD_FIELDS.values() for each in getattr(disclosed, name).values()]
        shown += [each.gap for each in disclosed.gaps]
        manifest = {(each.kind, each.id, each.treatment) for each in disclosed.withheld if not each.fields}

        assert Treatment.UNACKNOWLEDGED not in {each.treatment for each in (*shown, *disclosed.withheld)}
        assert manifest == {(each.kind, each.id, each.treatment) for each in shown if each.treatment is not Treatment.FULL}
        assert all((each.record is not None) is (each.treatment is Treatment.FULL) for each in shown)
        hidden = {(each.kind, each.id, field) for each in disclosed.withheld for field in each.fields}
        assert hidden == {(each.kind, each.id, field) for each in shown for field in each.hidden_fields}


@given(assessments)
@settings(max_examples=20)
def test_internal_gets_everything(assessment: Assessment) -> None:
    disclosed = disclose(assessment, Audience.INTERNAL)

    assert disclosed.withheld == ()
    assert disclosed.workspace == assessment.workspace
    for name in RECORD_FIELDS.values():
        assert list(getattr(disclosed, name)) == list(getattr(assessment, name))
    assert [each.gap.id for each in disclosed.gaps] == [gap.id for each in assessment.responses.values() for gap in each.gaps]


@given(assessments)
@settings(max_examples=20)
def test_a_respondent_without_a_name_gets_only_what_is_public(assessment: Assessment) -> None:
    disclosed = disclose(assessment, Audience.RESPONDENT)

    for name in RECORD_FIELDS.values():
        assert {getattr(assessment, name)[key].classification for key in getattr(disclosed, name)} <= {Classification.PUBLIC}


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.INTERNAL])
def test_the_workspace_keeps_its_people_rules_and_paths(audience: Audience) -> None:
    workspace = disclose(Assessment(workspace=WORKSPACE, pack=PACK), audience).workspace

    assert workspace.company == WORKSPACE.company
    assert workspace.rules == RuleSettings()
    assert (workspace.people, workspace.retention, workspace.plan.previous, workspace.plan.overlays) == ((), None, "", ())
