"""What follows an assessment and what happens during it: recommendations, requests, interviews."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gni_assess.model.dates import Stamp
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import Classification, RecordKind


class RecommendationStatus(StrEnum):
    """What has become of an earlier recommendation."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    DECLINED = "declined"


class RequestKind(StrEnum):
    """What the assessor asks for."""

    DOCUMENT = "document"
    INTERVIEW = "interview"
    CLARIFICATION = "clarification"
    GOOD_PRACTICE = "good-practice"
    NOTE = "note"


class RequestStatus(StrEnum):
    """Where an assessor's request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """What the last assessment told the company to do, and what became of it."""

    id: str
    text: str
    area: str
    source: str
    response: str = ""
    actions: str = ""
    status: RecommendationStatus = field(default=RecommendationStatus.OPEN, metadata={"always": True})
    reason: str = ""
    owner: str = ""
    due: date | None = None
    completed: date | None = None
    evidence: tuple[EvidenceLink, ...] = ()
    criteria: tuple[str, ...] = ()
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    updated: Stamp | None = None

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.RECOMMENDATION


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the assessor asks for now. `origin` says where in the assessor's workbook it stands; `exchange.request_origins` reads it."""

    id: str
    text: str
    asked_by: str
    asked_on: date
    kind_of: RequestKind = field(metadata={"key": "kind"})
    due: date | None = None
    criteria: tuple[str, ...] = ()
    status: RequestStatus = field(default=RequestStatus.OPEN, metadata={"always": True})
    answer: str = ""
    owner: str = ""
    evidence: tuple[EvidenceLink, ...] = ()
    origin: str = ""
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    updated: Stamp | None = None

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.REQUEST

    @property
    def is_open(self) -> bool:
        """Whether the company still has to answer."""
        return self.status is RequestStatus.OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether it is open past its date."""
        return self.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, kw_only=True)
class Interview:
    """A person, by role, who was or will be interviewed, and about what."""

    id: str
    role: str
    person: str = ""
    criteria: tuple[str, ...] = ()
    planned: date | None = None
    held_on: date | None = None
    confirmed: str = ""
    consent_to_be_named: bool = False
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    updated: Stamp | None = None

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.INTERVIEW
