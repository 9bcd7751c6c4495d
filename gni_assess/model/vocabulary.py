"""The words of the domain, as closed lists. The text of each member is what stands in the files."""

from collections.abc import Mapping
from enum import StrEnum


class RecordKind(StrEnum):
    """The kinds of file that hold what a company enters."""

    RESPONSE = "response"
    POLICY = "policy"
    SYSTEM = "system"
    CASE = "case"
    RECOMMENDATION = "recommendation"
    REQUEST = "request"
    INTERVIEW = "interview"
    WORKSPACE = "workspace"


RECORD_FIELDS: Mapping[RecordKind, str] = {
    RecordKind.RESPONSE: "responses",
    RecordKind.POLICY: "policies",
    RecordKind.SYSTEM: "systems",
    RecordKind.CASE: "cases",
    RecordKind.RECOMMENDATION: "recommendations",
    RecordKind.REQUEST: "requests",
    RecordKind.INTERVIEW: "interviews",
}
"""The field of `Assessment`, and the folder under `evidence/`, that holds each kind of record."""


class EvidenceKind(StrEnum):
    """What can be shown: a policy says it, a system does it, a case is a real instance."""

    POLICY = "policy"
    SYSTEM = "system"
    CASE = "case"


class Finding(StrEnum):
    """The company's own answer to whether a criterion is met."""

    IN_PLACE = "in-place"
    PARTLY_IN_PLACE = "partly-in-place"
    PLANNED = "planned"
    NOT_IN_PLACE = "not-in-place"
    NOT_APPLICABLE = "not-applicable"


class State(StrEnum):
    """Where the work on a response stands; derived, never stored."""

    DRAFT = "draft"
    ANSWERED = "answered"
    REVIEWED = "reviewed"


class Skipped(StrEnum):
    """Why a question was left for later."""

    DO_NOT_KNOW = "do-not-know"
    COME_BACK_LATER = "come-back-later"
    WAITING = "waiting"


class Level(StrEnum):
    """One measure of a gap's severity: scale, scope or irremediability."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Severity(StrEnum):
    """How severe a gap is for people, derived from its three levels."""

    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"


class Impact(StrEnum):
    """Whether a gap has already harmed people or could."""

    ACTUAL = "actual"
    POTENTIAL = "potential"


class GapStatus(StrEnum):
    """What has become of a gap."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    ACCEPTED = "accepted"


class Audience(StrEnum):
    """Who will read an output."""

    INTERNAL = "internal"
    ASSESSOR = "assessor"
    GNI = "gni"
    COMPANY_BOARD = "company-board"
    RESPONDENT = "respondent"
    PUBLIC = "public"


class Classification(StrEnum):
    """How confidential a record is."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Treatment(StrEnum):
    """What an audience gets of a record, from everything to nothing at all."""

    FULL = "full"
    VIEW_ONLY = "view-only"
    SUMMARY = "summary"
    WITHHELD = "withheld"
    UNACKNOWLEDGED = "unacknowledged"


class Ground(StrEnum):
    """Why something is not shown."""

    LEGAL_PRIVILEGE = "legal-privilege"
    LEGAL_PROHIBITION = "legal-prohibition"
    TRADE_SECRET = "trade-secret"  # noqa: S105 - a ground, not a secret
    PERSONAL_DATA = "personal-data"
    SECURITY = "security"
    COMPETITION_LAW = "competition-law"
    THIRD_PARTY_CONFIDENCE = "third-party-confidence"
    SAFETY_OF_PERSONS = "safety-of-persons"
    LITIGATION = "litigation"


class Stage(StrEnum):
    """How far the company says it is; decides what validation treats as an error."""

    COLLECTING = "collecting"
    REVIEW = "review"
    READY = "ready"


class CompanyType(StrEnum):
    """Where a company sits in the technology stack."""

    PLATFORM = "platform"
    TELECOM = "telecom"
    VENDOR = "vendor"
    INFRASTRUCTURE = "infrastructure"


class Membership(StrEnum):
    """The company's standing with GNI."""

    OBSERVER = "observer"
    APPLICANT = "applicant"
    MEMBER = "member"


class Right(StrEnum):
    """The rights that the Principles are about."""

    EXPRESSION = "expression"
    PRIVACY = "privacy"


class Basis(StrEnum):
    """Why a criterion is asked."""

    COMMITMENT = "commitment"
    TOOLKIT = "toolkit"
    GOOD_PRACTICE = "good-practice"


class DiagnosticSeverity(StrEnum):
    """How serious a diagnostic is. Not to be confused with the severity of a gap."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
