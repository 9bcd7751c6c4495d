"""Cases: real instances of a demand, of pressure or of a decision, and how the company handled them."""

from dataclasses import dataclass, field
from datetime import date

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
    NominatedBy,
    SelectionDecider,
    SelectionDecision,
    TermKind,
    TermMatch,
)
from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Review
from gni_assess.model.vocabulary import Classification, RecordKind, Right


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Whether a case is in the set that the assessor looks at, who put it forward, and why."""

    nominated_by: NominatedBy = NominatedBy.COMPANY
    decision: SelectionDecision = field(default=SelectionDecision.CANDIDATE, metadata={"always": True})
    decided_by: SelectionDecider | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who made the demand."""

    name: str = ""
    kind: AuthorityKind | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDates:
    """The days on which things happened; each may be exact, a month or unknown."""

    received: PartialDate | None = None
    escalated: PartialDate | None = None
    decided: PartialDate | None = None
    carried_out: PartialDate | None = None
    closed: PartialDate | None = None

    @property
    def known(self) -> tuple[PartialDate, ...]:
        """The dates that say something about when the case was."""
        dates = (self.received, self.escalated, self.decided, self.carried_out, self.closed)
        return tuple(each for each in dates if each is not None and each.earliest is not None)


@dataclass(frozen=True, kw_only=True)
class Affected:
    """Who was affected: how many people, in words, and which groups."""

    people: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step in the handling of a case."""

    step: CaseStep
    on: PartialDate | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DecidedBy:
    """Who decided: a role, never a name, and how senior."""

    role: str = ""
    level: DecisionLevel | None = None


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The company's weighing of the demand against international standards."""

    legality: str = ""
    necessity: str = ""
    proportionality: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """A course of action that was considered, and why it was not taken."""

    option: str
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Secrecy:
    """Whether an order forbids telling, and until when."""

    order: bool
    expires: date | None = None


@dataclass(frozen=True, kw_only=True)
class UsersTold:
    """Whether the people affected were told, and why not."""

    told: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ProtectedTerm:
    """A word that must not reach any audience but `internal`."""

    term: str
    kind: TermKind = TermKind.OTHER
    match: TermMatch | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A real instance: what was demanded or had to be decided, how it was handled, what it meant for people."""

    id: str
    title: str
    type: CaseType
    rights: tuple[Right, ...]
    jurisdiction: str
    classification: Classification
    services: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    authority: Authority | None = None
    channel: Channel | None = None
    legal_basis: str = ""
    demanded: str = ""
    dates: CaseDates = field(default_factory=CaseDates)
    period_reason: str = ""
    affected: Affected | None = None
    steps: tuple[Step, ...] = ()
    series: bool = False
    decided_by: DecidedBy | None = None
    analysis: Analysis | None = None
    options: tuple[Option, ...] = ()
    pressure: str = ""
    staff_safety: str = ""
    outside_advice: str = ""
    territorial_effect: str = ""
    data_categories: tuple[DataCategory, ...] = ()
    secrecy: Secrecy | None = None
    evidence: tuple[EvidenceLink, ...] = ()
    criteria: tuple[str, ...] = ()
    response: CaseResponse | None = None
    challenge: Challenge | None = None
    result: CaseResult | None = None
    hard: bool = False
    hard_reason: str = ""
    users_told: UsersTold | None = None
    public_disclosure: str = ""
    harm: str = ""
    remedy: str = ""
    lessons: str = ""
    changed_afterwards: str = ""
    protected_terms: tuple[ProtectedTerm, ...] = ()
    shareable_summary: str = ""
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    updated: Stamp | None = None
    reviewed: Review | None = None

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.CASE
