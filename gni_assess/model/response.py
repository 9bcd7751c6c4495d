"""The company's response to one criterion."""

from dataclasses import dataclass
from datetime import date

from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Classification, EvidenceKind, Finding, RecordKind, Skipped

KIND_BY_PREFIX = {"POL": EvidenceKind.POLICY, "SYS": EvidenceKind.SYSTEM, "CASE": EvidenceKind.CASE}
"""What the ids of evidence begin with, and the kind that they name."""


@dataclass(frozen=True, kw_only=True)
class EvidenceLink:
    """A pointer from a response or case to one record of evidence: which, where in it, and what it shows."""

    id: str
    where: str = ""
    shows: str = ""

    @property
    def kind(self) -> EvidenceKind | None:
        """Whether it points at a policy, a system or a case, as the id says; whether there is such a record is another matter."""
        return KIND_BY_PREFIX.get(self.id.partition("-")[0])


@dataclass(frozen=True, kw_only=True)
class ScopedFinding:
    """One entity or service that differs from the company-wide finding."""

    finding: Finding
    entity: str = ""
    service: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Review(Stamp):
    """A review; `of` is the digest of exactly the content that was reviewed."""

    of: str


@dataclass(frozen=True, kw_only=True)
class Return(Stamp):
    """A response that the reviewer sent back."""

    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Response:
    """What the company answers to one criterion. Empty text means that nothing was entered.

    `notes` is for the team only. `confirmed_wording` is the digest of the criterion's question when it was answered.
    """

    criterion: str
    finding: Finding | None = None
    answer: str = ""
    reason: str = ""
    skipped: Skipped | None = None
    skip_reason: str = ""
    unsure: bool = False
    assignee: str = ""
    due: date | None = None
    evidence: tuple[EvidenceLink, ...] = ()
    gaps: tuple[Gap, ...] = ()
    exceptions: tuple[ScopedFinding, ...] = ()
    no_instance: str = ""
    alternative: str = ""
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    confirmed_wording: str = ""
    answered: Stamp | None = None
    updated: Stamp | None = None
    reviewed: Review | None = None
    returned: Return | None = None

    @property
    def id(self) -> str:
        """The criterion's id, which is also the record's."""
        return self.criterion

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.RESPONSE

    @property
    def is_complete(self) -> bool:
        """Whether it has a finding and the text that goes with it."""
        if self.finding is None:
            return False
        text = self.reason if self.finding is Finding.NOT_APPLICABLE else self.answer
        return bool(text.strip())

    @property
    def is_answered(self) -> bool:
        """Whether it counts as answered: complete, and not left for later."""
        return self.is_complete and self.skipped is None
