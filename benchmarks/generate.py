"""Makes valid workspaces of any size: the same seed gives the same bytes. All names, terms and texts are made up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from gni_assess.checks.digests import content_digest, wording_digest
from gni_assess.model.assessment import RECORD_FIELDS, Record
from gni_assess.model.case_vocabulary import (
    AuthorityKind,
    CaseResponse,
    CaseResult,
    CaseStep,
    CaseType,
    Challenge,
    Channel,
    DecisionLevel,
    TermKind,
)
from gni_assess.model.cases import (
    Affected,
    Analysis,
    Authority,
    Case,
    CaseDates,
    DecidedBy,
    ProtectedTerm,
    Selection,
    Step,
    UsersTold,
)
from gni_assess.model.criteria import CASE_AREA, Criterion, Pack
from gni_assess.model.dates import PartialDate, Span, Stamp
from gni_assess.model.evidence import Effective, Figure, Policy, PolicyKind, System, SystemKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.plain import to_plain
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import (
    Audience,
    Classification,
    CompanyType,
    Finding,
    Ground,
    Impact,
    Level,
    Membership,
    RecordKind,
    Right,
    Stage,
    Treatment,
)
from gni_assess.model.workspace import Company, Entity, Person, Plan, Service, Workspace
from gni_assess.store.apply import header_for
from gni_assess.store.create import create_workspace
from gni_assess.store.layout import EVIDENCE
from gni_assess.store.packs import load_built_in
from gni_assess.store.yaml_writer import dump_document

TODAY = "2026-06-01"
"""The date that counts as today for these workspaces."""

SMALLEST = 110
"""The fewest records that hold a response to every criterion with evidence for each."""

PACK = "gni-2024"
_GROUP = (RecordKind.POLICY, RecordKind.SYSTEM, RecordKind.POLICY, RecordKind.SYSTEM, RecordKind.CASE)
_TEXT = (
    "the company reviews each demand from an authority before any content is restricted or any data is handed over and records who decided "
    "on which ground in which country the regional team asks counsel for advice where a law is vague and escalates to the committee which "
    "meets every month users are told unless an order forbids it then they hear of it once the order ends training covers new staff within "
    "weeks of joining figures come out of the register and are published twice a year by service and market exceptions need approval in "
    "writing from the general counsel and stay listed for the board"
)
_WORDS = _TEXT.split()
_FIRST_DAY = date(2024, 7, 1)
_DAYS = 690


_TYPES = (CompanyType.INFRASTRUCTURE, CompanyType.PLATFORM)


def generate(root: Path, size: int, *, seed: int = 1, terms: int | None = None) -> None:
    """Make a workspace of `size` records in `root`, with `terms` protected terms over all its cases (else one for every second case)."""
    pack, draw = load_built_in(PACK), Random(seed)  # noqa: S311 - to be repeatable, not secret
    create_workspace(root, _workspace(pack))
    for record in _records(pack, draw, size, terms):
        file = f"{EVIDENCE}/{RECORD_FIELDS[record.kind]}/{record.id}.yaml"
        (root / file).write_bytes(dump_document(to_plain(record), header_for(file)).encode())


def _workspace(pack: Pack) -> Workspace:
    return Workspace(
        company=Company(name="Example Relay", types=_TYPES, membership=Membership.MEMBER),
        plan=Plan(
            stage=Stage.COLLECTING,
            pack=PACK,
            edition=pack.edition,
            first_assessment=False,
            period=Span(start=_FIRST_DAY, end=date(2026, 6, 30)),
        ),
        services=(Service(id="cdn", name="Content delivery", material_risk=True), Service(id="pages", name="Pages", material_risk=True)),
        entities=(Entity(id="group", name="Example Relay, Inc.", jurisdiction="US"),),
        markets=("US", "DE", "NO", "BR", "TR"),
        jurisdictions_of_concern=("TR",),
        people=(
            Person(id="officer", name="Compliance officer", role="Human rights lead"),
            Person(id="counsel", name="Counsel", role="General counsel"),
            Person(id="security", name="Kim Specimen", role="Head of security"),
        ),
    )


def _records(pack: Pack, draw: Random, size: int, terms: int | None) -> Iterator[Record]:
    criteria = [each for each in pack.criteria if each.applies(_workspace(pack).facts)][: max(0, size - SMALLEST + len(pack.criteria))]
    kinds = [_GROUP[at % len(_GROUP)] for at in range(size - len(criteria))]
    ids = {kind: _draw_ids(draw, kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)}
    policies, systems, cases = ids[RecordKind.POLICY], ids[RecordKind.SYSTEM], ids[RecordKind.CASE]
    for at, criterion in enumerate(criteria):
        yield _response(draw, criterion, (policies[at % len(policies)], systems[at % len(systems)], cases[at % len(cases)]))
    yield from (_policy(draw, each) for each in policies)
    yield from (_system(draw, each) for each in systems)
    count = len(cases) // 2 if terms is None else terms
    for at, each in enumerate(cases):
        # Every policy and system is linked from some case, as in a record without loose ends.
        links = (*policies[at :: len(cases)], *systems[at :: len(cases)])
        share = count // len(cases) + (at < count % len(cases))
        yield _case(draw, each, links, draw.sample(criteria, 3), share)


def _draw_ids(draw: Random, kind: RecordKind, count: int) -> list[str]:
    prefix = {RecordKind.POLICY: "POL", RecordKind.SYSTEM: "SYS", RecordKind.CASE: "CASE"}[kind]
    return sorted(f"{prefix}-{number}" for number in draw.sample(range(10_000, 1_000_000), count))


def _text(draw: Random, length: int) -> str:
    lines: list[str] = []
    line = ""
    while sum(map(len, lines)) + len(line) < length:
        start = draw.randrange(len(_WORDS) - 14)
        sentence = " ".join(_WORDS[start : start + draw.randint(7, 14)]).capitalize() + ". "
        if len(line) + len(sentence) > 100:  # noqa: PLR2004 - the width of a line, as people write them
            lines.append(line.rstrip() + "\n")
            line = ""
        line += sentence
    return "".join(lines) + line.rstrip() + "\n"


def _phrase(draw: Random, words: int) -> str:
    start = draw.randrange(len(_WORDS) - words)
    return " ".join(_WORDS[start : start + words]).capitalize()


def _day(draw: Random) -> date:
    return _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))


def _stamp(draw: Random, person: str) -> Stamp:
    return Stamp(on=_day(draw), by=person)


def _response(draw: Random, criterion: Criterion, evidence: Sequence[str]) -> Response:
    has_gap = draw.random() < 0.2 or criterion.area == CASE_AREA  # noqa: PLR2004 - every fifth; no case here is selected
    response = Response(
        criterion=criterion.id,
        finding=Finding.PARTLY_IN_PLACE if has_gap else Finding.IN_PLACE,
        answer=_text(draw, 160 if has_gap else 640),
        evidence=tuple(EvidenceLink(id=each, where=f"section {draw.randint(1, 9)}", shows=_phrase(draw, 6)) for each in evidence),
        gaps=(_gap(draw, criterion.id),) if has_gap else (),
        classification=Classification.CONFIDENTIAL,
        confirmed_wording=wording_digest(criterion.question_to(_TYPES)),
        answered=_stamp(draw, "officer"),
    )
    review = Review(on=date.fromisoformat(TODAY) - timedelta(days=7), by="counsel", of=content_digest(response))
    return replace(response, reviewed=review)


def _gap(draw: Random, criterion_id: str) -> Gap:
    return Gap(
        id=f"{criterion_id}-G{draw.randint(100, 999)}",
        summary=_text(draw, 60),
        scale=Level.MEDIUM,
        scope=Level.LOW,
        irremediability=draw.choice((Level.LOW, Level.MEDIUM)),
        cause=_text(draw, 60),
        impact=Impact.POTENTIAL,
        affected=("publishers", "readers"),
        services=("cdn",),
        action=_text(draw, 60),
        owner="security",
        due=date(2026, 12, 31),
    )


def _treated(draw: Random) -> tuple[Classification, tuple[Limit, ...]]:
    """Choose how confidential a record is; every third has a limit."""
    if draw.random() > 0.33:  # noqa: PLR2004 - every third
        return draw.choice((Classification.PUBLIC, Classification.INTERNAL, Classification.CONFIDENTIAL)), ()
    treatment = {
        Audience.ASSESSOR: Treatment.VIEW_ONLY,
        Audience.COMPANY_BOARD: Treatment.SUMMARY,
        Audience.PUBLIC: Treatment.UNACKNOWLEDGED,
    }
    limit = Limit(ground=draw.choice((Ground.SECURITY, Ground.TRADE_SECRET)), treatment=treatment, how=_text(draw, 60))
    return Classification.RESTRICTED, (limit,)


def _policy(draw: Random, record_id: str) -> Policy:
    classification, limits = _treated(draw)
    return Policy(
        id=record_id,
        kind_of=draw.choice(tuple(PolicyKind)),
        title=f"{_phrase(draw, 8)} {record_id.rpartition('-')[2]}",
        summary=_text(draw, 500 if limits else 710),
        owner="counsel",
        holder="Legal department",
        held_at=f"Document store, shelf {draw.randint(1, 99)}, binder {draw.randint(1, 9)}",
        effective=Effective(from_=PartialDate("2023-05")),
        last_reviewed=_day(draw),
        version=f"{draw.randint(1, 9)}.{draw.randint(0, 9)}",
        approved_by="General counsel",
        entities=("group",),
        services=("cdn", "pages"),
        classification=classification,
        limits=limits,
        notes=_text(draw, 100),
        updated=_stamp(draw, "officer"),
    )


def _system(draw: Random, record_id: str) -> System:
    classification, limits = _treated(draw)
    return System(
        id=record_id,
        kind_of=draw.choice(tuple(SystemKind)),
        title=f"{_phrase(draw, 8)} {record_id.rpartition('-')[2]}",
        summary=_text(draw, 320 if limits else 560),
        owner="security",
        holder="Trust and safety",
        held_at="Case system",
        effective=Effective(from_=PartialDate("2024-01-15")),
        last_reviewed=_day(draw),
        figures=tuple(_figure(draw) for _ in range(3)),
        classification=classification,
        limits=limits,
        verified=_stamp(draw, "security"),
        updated=_stamp(draw, "officer"),
    )


def _figure(draw: Random) -> Figure:
    return Figure(name=_phrase(draw, 3), value=draw.randint(1, 9_999), unit="demands", period="2024-07 to 2025-12")


def _case(draw: Random, record_id: str, evidence: Sequence[str], criteria: Sequence[Criterion], terms: int) -> Case:
    received = _day(draw)
    decided = received + timedelta(days=draw.randint(1, 9))
    return Case(
        id=record_id,
        title=f"{_phrase(draw, 7)} {record_id.rpartition('-')[2]}",
        type=draw.choice((CaseType.CONTENT_RESTRICTION, CaseType.USER_DATA, CaseType.SERVICE_BLOCKING)),
        rights=(Right.EXPRESSION, Right.PRIVACY),
        jurisdiction=draw.choice(("US", "DE", "NO", "BR", "TR")),
        classification=Classification.CONFIDENTIAL,
        services=("cdn",),
        selection=Selection(reason=_phrase(draw, 6)),
        authority=Authority(name="A court of first instance", kind=AuthorityKind.COURT),
        channel=Channel.LEGAL_PROCESS,
        demanded=_text(draw, 60),
        dates=CaseDates(received=PartialDate(received.isoformat()), decided=PartialDate(decided.isoformat())),
        affected=Affected(people="A few hundred readers", groups=("publishers", "readers")),
        steps=(Step(step=CaseStep.RECEIVED, on=PartialDate(received.isoformat()), by="Legal process team"),),
        decided_by=DecidedBy(role="General counsel", level=DecisionLevel.EXECUTIVE),
        analysis=Analysis(legality=_phrase(draw, 9), necessity=_phrase(draw, 9), proportionality=_phrase(draw, 9)),
        evidence=tuple(EvidenceLink(id=each) for each in evidence),
        criteria=tuple(sorted(each.id for each in criteria)),
        response=CaseResponse.NARROWED,
        challenge=Challenge.NONE,
        result=CaseResult.LIMITED_HARM,
        users_told=UsersTold(told=True),
        protected_terms=tuple(_term(draw) for _ in range(terms)),
        shareable_summary=_text(draw, 60),
        updated=_stamp(draw, "officer"),
    )


def _term(draw: Random) -> ProtectedTerm:
    name = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(3, 5))).capitalize()
    return ProtectedTerm(term=f"{name} Q{draw.randint(1_000, 999_999)}", kind=draw.choice((TermKind.PERSON, TermKind.ACCOUNT)))
