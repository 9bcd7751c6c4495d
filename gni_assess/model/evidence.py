"""Policies and systems: evidence of what the company says it will do, and of what does it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Classification, RecordKind


class PolicyKind(StrEnum):
    """What kind of document a policy record describes."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    REPORT = "report"
    MINUTES = "minutes"
    CONTRACT = "contract"
    STATEMENT = "statement"
    ASSESSMENT = "assessment"


class SystemKind(StrEnum):
    """What kind of thing a system record describes."""

    PROCESS = "process"
    TOOL = "tool"
    TEAM = "team"
    REGISTER = "register"
    TRAINING = "training"
    BODY = "body"
    CONTROL = "control"


@dataclass(frozen=True, kw_only=True)
class Effective:
    """When something was in force (not when it was uploaded). An open end is None."""

    from_: PartialDate = field(metadata={"key": "from"})
    to: PartialDate | None = None

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether it was, or may have been, in force on some day from `start` to `end`; an unknown date excludes nothing."""
        begins, ends = self.from_.earliest, self.to.latest if self.to else None
        return (end is None or begins is None or begins <= end) and (ends is None or ends >= start)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number that a system produces: demands received, staff trained."""

    name: str
    value: int | float
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a policy and a system have in common.

    The thing itself usually stays in the company's own vault: `file` is a path inside the workspace, `url` an address, `held_at` words.
    `sha256` (64 hexadecimal digits) and `size` (bytes) are those of the file.
    """

    id: str
    title: str
    summary: str
    owner: str
    effective: Effective
    holder: str = ""
    file: str = ""
    url: str = ""
    held_at: str = ""
    sha256: str = ""
    size: int | None = None
    last_reviewed: date | None = None
    next_review: date | None = None
    version: str = ""
    supersedes: str = ""
    approved_by: str = ""
    entities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""
    verified: Stamp | None = None
    updated: Stamp | None = None


@dataclass(frozen=True, kw_only=True)
class Policy(Document):
    """A document that says what the company will do, or shows that it decided so."""

    kind_of: PolicyKind = field(metadata={"key": "kind"})

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.POLICY


@dataclass(frozen=True, kw_only=True)
class System(Document):
    """A process, tool, team, register, training, body or control that does what the policies say."""

    kind_of: SystemKind = field(metadata={"key": "kind"})
    figures: tuple[Figure, ...] = ()

    @property
    def kind(self) -> RecordKind:
        """What kind of record it is."""
        return RecordKind.SYSTEM
