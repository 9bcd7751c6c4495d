from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from gni_assess.disclosure.leaks import Leak, find_leaks
from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.readers import OTHERS
from gni_assess.disclosure.staff import Staff
from gni_assess.disclosure.texts import record_texts
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.case_vocabulary import CaseStep, CaseType
from gni_assess.model.cases import Affected, Analysis, Authority, Case, DecidedBy, Option, ProtectedTerm, Selection, Step, UsersTold
from gni_assess.model.criteria import CaseFigures, Freshness, Pack
from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.evidence import Effective, Figure, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Return, ScopedFinding
from gni_assess.model.vocabulary import (
    RECORD_FIELDS,
    Audience,
    Classification,
    Finding,
    Ground,
    Level,
    RecordKind,
    Right,
    Stage,
    Treatment,
)
from gni_assess.model.workspace import ChosenFigure, Company, Entity, Person, Plan, Service, Workspace

TERM = "Mehmet Yilmaz"
TEXT = "so said MEHMET-YILMAZ"
OWNER = RecordRef(kind=RecordKind.CASE, id="CASE-900")
DAY = date(2026, 5, 4)
UNTOLD = Treatment.UNACKNOWLEDGED
STAMP = Stamp(on=DAY, by="officer")
KEEPER = Case(
    id="CASE-900",
    title="An order",
    type=CaseType.USER_DATA,
    rights=(Right.PRIVACY,),
    jurisdiction="TR",
    classification=Classification.RESTRICTED,
    protected_terms=(ProtectedTerm(term=TERM),),
    notes=TEXT,
)
LIMIT = Limit(ground=Ground.SECURITY, treatment=dict.fromkeys(Audience, Treatment.WITHHELD), how="x", note=TEXT)
LINKS = (EvidenceLink(id="POL-101", where="x", shows="x"), EvidenceLink(id="POL-102", where="x", shows="x"))
GAP_VALUES: dict[str, Any] = {"id": "GOV-02-G417", "scale": Level.LOW, "scope": Level.LOW, "irremediability": Level.LOW}
GAP = Gap(
    **(GAP_VALUES | dict.fromkeys(("summary", "cause", "action", "reason"), "x")),
    affected=("x",),
    owner="officer",
    limits=(replace(LIMIT, treatment=dict.fromkeys(Audience, Treatment.FULL) | {Audience.COMPANY_BOARD: Treatment.SUMMARY}),),
    notes=TEXT,
)
RESPONSE = Response(
    criterion="GOV-02",
    finding=Finding.IN_PLACE,
    assignee="officer",
    evidence=LINKS,
    gaps=(GAP,),
    exceptions=(ScopedFinding(finding=Finding.PLANNED, note="x"),),
    limits=(replace(LIMIT, fields=("alternative",)),),
    returned=Return(on=DAY, by="officer", note="x"),
    notes=TEXT,
    **dict.fromkeys(("answer", "reason", "skip_reason", "no_instance", "alternative"), "x"),  # type: ignore[arg-type]
)
TEXTS: dict[str, Any] = dict.fromkeys(
    ("title", "summary", "holder", "file", "url", "held_at", "version", "approved_by"),
    "x",
)
SHARED: dict[str, Any] = TEXTS | {
    "owner": "officer",
    "effective": Effective(from_=PartialDate("2024-01")),
    "notes": TEXT,
    "limits": (LIMIT,),
}
POLICY = Policy(id="POL-417", kind_of=PolicyKind.POLICY, **SHARED)
SYSTEM = System(id="SYS-417", kind_of=SystemKind.TEAM, figures=(Figure(name="x", value=1, unit="x", period="x"),), **SHARED)
CASE_TEXTS: dict[str, Any] = dict.fromkeys(
    (
        *("title", "legal_basis", "demanded", "period_reason", "pressure", "staff_safety", "outside_advice", "harm", "territorial_effect"),
        *("hard_reason", "public_disclosure", "remedy", "lessons", "changed_afterwards"),
    ),
    "x",
)
CASE = replace(
    KEEPER,
    id="CASE-417",
    protected_terms=(ProtectedTerm(term="never found here"),),
    selection=Selection(reason="x"),
    authority=Authority(name="x"),
    affected=Affected(people="x", groups=("x",)),
    steps=(Step(step=CaseStep.RECEIVED, by="x", note="x"),),
    decided_by=DecidedBy(role="x"),
    analysis=Analysis(legality="x", necessity="x", proportionality="x"),
    options=(Option(option="x", why_not="x"),),
    users_told=UsersTold(told=False, reason="x"),
    evidence=LINKS,
    limits=(replace(LIMIT, treatment={Audience.ASSESSOR: Treatment.FULL}, fields=("harm",)),),
    **CASE_TEXTS,
    shareable_summary="x",
)
RECOMMENDATION = Recommendation(
    id="REC-417", text="x", area="x", source="x", response="x", actions="x", reason="x", owner="officer", evidence=LINKS, notes=TEXT
)
REQUEST = Request(
    id="REQ-417",
    text="x",
    asked_by="x",
    asked_on=DAY,
    kind_of=RequestKind.NOTE,
    answer="x",
    owner="officer",
    evidence=LINKS,
    limits=(LIMIT,),
)
INTERVIEW = Interview(id="INT-417", role="x", person="officer", confirmed="x", notes=TEXT, updated=STAMP)
RECORDS: tuple[Any, ...] = (RESPONSE, POLICY, SYSTEM, CASE, RECOMMENDATION, REQUEST, INTERVIEW)
LINKED = (
    Policy(id="POL-101", kind_of=PolicyKind.POLICY, **(SHARED | {"classification": Classification.CONFIDENTIAL, "limits": ()})),
    Policy(id="POL-102", kind_of=PolicyKind.POLICY, **(SHARED | {"classification": Classification.RESTRICTED, "limits": ()})),
)
WORKSPACE = Workspace(
    company=Company(name="x", types=()),
    plan=Plan(stage=Stage.REVIEW, pack="p", edition="1", first_assessment=False, assessor="x", overlays=("criteria/own.yaml",)),
    services=(Service(id="cdn", name="x"),),
    entities=(Entity(id="group", name="x", jurisdiction="US"),),
    people=(Person(id="officer", name=TERM, role="Human rights lead"), Person(id="counsel", name="Bo Erg", role="x")),
    case_selection={"min_cases": ChosenFigure(value=6, reason="x")},
)
FIGURES = CaseFigures(
    min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
)
FRESHNESS = Freshness(policy_review_months=24, evidence_stale_months=36)
EMPTY: dict[str, Any] = dict.fromkeys(("sources", "areas", "company_types", "case_types"), ())
PACK = Pack(id="p", title="P", edition="1", notice="", case_selection=FIGURES, freshness=FRESHNESS, **EMPTY)


def assess(*records: Record, workspace: Workspace = WORKSPACE, pack: Pack = PACK) -> Assessment:
    kept: dict[str, dict[str, Any]] = {name: {} for name in RECORD_FIELDS.values()}
    for each in records:
        kept[RECORD_FIELDS[each.kind]][each.id] = each
    registers: Mapping[str, Any] = kept
    return Assessment(workspace=workspace, pack=pack, **registers)


def plant(value: Any, path: tuple[str | int, ...], text: str) -> Any:  # noqa: ANN401 - any part of a record
    if not path:
        return text
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return (*value[:head], plant(value[head], rest, text), *value[head + 1 :])
    name = next(each.name for each in fields(value) if each.metadata.get("key", each.name) == head)
    return replace(value, **{name: plant(getattr(value, name), rest, text)})


def strings(value: object) -> set[str]:
    if type(value) is str:
        return {value}
    if is_dataclass(value):
        return set().union(*(strings(getattr(value, each.name)) for each in fields(value)))
    if isinstance(value, Mapping):
        return set().union(*(strings(each) for each in value.values()))
    return set().union(*(strings(each) for each in value)) if isinstance(value, tuple) else set()


def paths(record: Record) -> list[tuple[str | int, ...]]:
    return [path for path, _ in record_texts(record, Staff((), Audience.PUBLIC))]


PLACES = [(each, path) for each in RECORDS for path in paths(each)]


@pytest.mark.parametrize("classification", Classification)
@pytest.mark.parametrize(("record", "path"), PLACES, ids=lambda each: getattr(each, "id", None) or ".".join(map(str, each)))
def test_a_term_is_a_leak_for_exactly_the_audiences_that_would_get_it(
    record: Record, path: tuple[str | int, ...], classification: Classification
) -> None:
    planted = plant(replace(record, classification=classification), path, TEXT)
    assessment = assess(planted, KEEPER, *LINKED)
    receivers = tuple(
        each for each in OTHERS if any(TEXT in strings(disclose(assessment, each, person_id=person)) for person in ("", "officer"))
    )

    leaks = [each for each in find_leaks(assessment) if each.owner == OWNER]

    ref = RecordRef(kind=record.kind, id=record.id)
    wanted = [Leak(what="protected-term", record=ref, path=path, owner=OWNER, audiences=receivers)]
    assert leaks == (wanted if receivers else [])


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.id)
def test_every_text_that_leaves_is_searched(record: Record) -> None:
    public = replace(record, classification=Classification.PUBLIC)
    for audience in OTHERS:
        blank = public
        for path in paths(record):
            blank = plant(blank, path, "")
        disclosed = disclose(assess(blank, *LINKED), audience, person_id="officer")

        own = getattr(disclosed, RECORD_FIELDS[record.kind]).get(record.id)
        assert "x" not in strings(own) | strings(disclosed.gaps) | strings(tuple(each.how for each in disclosed.withheld))


@pytest.mark.parametrize(
    "path",
    [
        ("company", "name"),
        ("assessment", "assessor"),
        ("services", 0, "id"),
        ("services", 0, "name"),
        ("entities", 0, "name"),
        ("people", 1, "role"),
    ],
)
def test_texts_of_the_workspace_reach_everybody(path: tuple[str | int, ...]) -> None:
    leaks = find_leaks(assess(KEEPER, workspace=plant(WORKSPACE, path, TEXT)))

    assert leaks == (Leak(what="protected-term", record=WORKSPACE_REF, path=path, owner=OWNER, audiences=OTHERS),)


def test_reasons_for_other_figures_reach_everybody() -> None:
    workspace = replace(WORKSPACE, case_selection={"min_cases": ChosenFigure(value=6, reason=TEXT)})

    assert [each.path for each in find_leaks(assess(KEEPER, workspace=workspace))] == [("case_selection", "min_cases", "reason")]


def test_names_of_people_notes_and_terms_themselves_are_no_leak() -> None:
    steps = (Step(step=CaseStep.RECEIVED, by=TERM),)

    assert find_leaks(assess(*(replace(each, classification=Classification.PUBLIC) for each in RECORDS), KEEPER)) == ()
    assert find_leaks(assess(replace(KEEPER, classification=Classification.PUBLIC, steps=steps))) == ()


def test_naming_a_record_is_a_leak_for_those_who_may_not_know_of_it() -> None:
    response = replace(RESPONSE, answer="see case 900, POL-101 and GOV-02")

    leaks = find_leaks(assess(response, KEEPER, *LINKED))

    assert leaks == (
        Leak(
            what="unacknowledged-id",
            record=RecordRef(kind=RecordKind.RESPONSE, id="GOV-02"),
            path=("answer",),
            owner=OWNER,
            audiences=(Audience.RESPONDENT,),
        ),
    )


def test_naming_an_unacknowledged_gap_is_a_leak() -> None:
    hidden = replace(GAP, limits=(Limit(ground=Ground.LITIGATION, treatment={Audience.ASSESSOR: Treatment.UNACKNOWLEDGED}),))
    policy = replace(LINKED[0], summary="mends gov-02-g417")

    leaks = find_leaks(assess(replace(RESPONSE, gaps=(hidden,)), policy), [Audience.ASSESSOR, Audience.INTERNAL])

    assert [(each.path, each.owner.id, each.audiences) for each in leaks] == [(("summary",), "GOV-02", (Audience.ASSESSOR,))]


def test_gaps_of_one_response_in_one_text_are_one_leak_for_all_who_may_not_know_of_either() -> None:
    treatments = (Audience.ASSESSOR, Audience.GNI)
    limits = [Limit(ground=Ground.LITIGATION, treatment=dict.fromkeys(OTHERS, Treatment.FULL) | {each: UNTOLD}) for each in treatments]
    gaps = tuple(replace(GAP, id=f"GOV-02-G{at}", classification=None, limits=(limit,)) for at, limit in enumerate(limits, 417))
    policy = replace(POLICY, classification=Classification.PUBLIC, limits=(), summary="mends GOV-02-G417b and gov 02 g 418")

    leaks = find_leaks(assess(replace(RESPONSE, limits=(), gaps=gaps), policy), treatments)

    assert [(each.path, each.owner.id, each.audiences) for each in leaks] == [(("summary",), "GOV-02", treatments)]


def test_a_text_with_term_and_id_is_reported_once_an_owner() -> None:
    other = replace(KEEPER, id="CASE-901")
    policy = replace(LINKED[0], classification=Classification.PUBLIC, summary=f"{TEXT} {TEXT} in CASE-900")

    leaks = find_leaks(assess(policy, KEEPER, other))

    assert [(each.what, each.owner.id, each.audiences) for each in leaks] == [
        ("protected-term", "CASE-900", OTHERS),
        ("protected-term", "CASE-901", OTHERS),
    ]


def test_only_the_audiences_asked_for_are_looked_at() -> None:
    assessment = assess(replace(LINKED[0], classification=Classification.INTERNAL, summary=TEXT), KEEPER)

    assert [each.audiences for each in find_leaks(assessment, [Audience.GNI])] == [(Audience.GNI,)]
    assert find_leaks(assessment, [Audience.PUBLIC]) == ()
    assert find_leaks(assessment, [Audience.INTERNAL]) == ()
    assert find_leaks(assessment, []) == ()


def test_a_leak_never_carries_the_term() -> None:
    leaks = find_leaks(assess(replace(LINKED[0], summary=TEXT), KEEPER))

    assert leaks
    assert "ilmaz" not in repr(leaks).lower()


def test_the_title_of_a_record_that_a_limit_hides_is_a_leak() -> None:
    hidden = Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.ASSESSOR: Treatment.UNACKNOWLEDGED})
    title = "Order that must not be told"
    order = replace(KEEPER, title=title, protected_terms=(), limits=(hidden,), classification=Classification.CONFIDENTIAL)
    told = replace(LINKED[0], classification=Classification.INTERNAL, summary="The ORDER, that must not-be told, was refused.")

    assert [(each.what, each.path, each.owner.id, each.audiences) for each in find_leaks(assess(told, order))] == [
        ("unacknowledged-title", ("summary",), "CASE-900", (Audience.ASSESSOR,))
    ]
    assert find_leaks(assess(told, replace(order, limits=()))) == ()
    short = replace(order, title="Order")
    assert find_leaks(assess(replace(told, summary="An order."), short)) == ()


@pytest.mark.parametrize(("fields", "is_told"), [(("owner",), True), (("unheard-of",), True), (("held_at",), False)])
def test_the_title_of_a_record_that_a_limit_on_fields_hides_is_a_leak(fields: tuple[str, ...], is_told: bool) -> None:  # noqa: FBT001
    limit = Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.ASSESSOR: Treatment.UNACKNOWLEDGED}, fields=fields)
    order = replace(LINKED[0], id="POL-900", title="Order that must not be told", classification=Classification.INTERNAL, limits=(limit,))
    told = replace(LINKED[0], classification=Classification.INTERNAL, summary="The order that must not be told was refused.")

    leaks = find_leaks(assess(told, order), [Audience.ASSESSOR])

    assert [(each.what, each.owner.id) for each in leaks] == ([("unacknowledged-title", "POL-900")] if is_told else [])
