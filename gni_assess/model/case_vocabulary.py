"""The words of a case record, as closed lists."""

from enum import StrEnum


class CaseType(StrEnum):
    """What was demanded, or what kind of decision had to be made."""

    CONTENT_RESTRICTION = "content-restriction"
    ACCOUNT_RESTRICTION = "account-restriction"
    USER_DATA = "user-data"
    NETWORK_DISRUPTION = "network-disruption"
    SERVICE_BLOCKING = "service-blocking"
    INTERCEPTION = "interception"
    DATA_LOCALIZATION = "data-localization"
    ENCRYPTION_OR_SECURITY = "encryption-or-security"
    LICENSE_OR_LOCAL_PRESENCE = "license-or-local-presence"
    INFORMAL_PRESSURE = "informal-pressure"
    PRODUCT_DECISION = "product-decision"
    MARKET_DECISION = "market-decision"
    TRANSACTION = "transaction"
    OTHER = "other"


class CaseResponse(StrEnum):
    """How the demand or decision was handled."""

    REFUSED = "refused"
    NARROWED = "narrowed"
    REDIRECTED = "redirected"
    NO_DATA_HELD = "no-data-held"
    IGNORED = "ignored"
    COMPLIED_IN_PART = "complied-in-part"
    COMPLIED_IN_FULL = "complied-in-full"
    WITHDRAWN = "withdrawn"
    DECISION_MADE = "decision-made"


class Challenge(StrEnum):
    """Whether the company challenged the demand, and how that ended."""

    NONE = "none"
    PENDING = "pending"
    WON = "won"
    LOST = "lost"


class CaseResult(StrEnum):
    """What it meant for people."""

    PROTECTED = "protected"
    LIMITED_HARM = "limited-harm"
    ADVERSE = "adverse"
    UNKNOWN = "unknown"


class AuthorityKind(StrEnum):
    """Who made the demand."""

    REGULATOR = "regulator"
    POLICE = "police"
    COURT = "court"
    MINISTRY = "ministry"
    INTELLIGENCE = "intelligence"
    MILITARY = "military"
    OTHER = "other"
    NONE = "none"


class Channel(StrEnum):
    """How the demand came in."""

    ORAL = "oral"
    WRITTEN = "written"
    ELECTRONIC_PORTAL = "electronic-portal"
    LEGAL_PROCESS = "legal-process"
    INFORMAL = "informal"
    NONE = "none"


class DecisionLevel(StrEnum):
    """How senior the person was who decided a case."""

    TEAM = "team"
    MANAGEMENT = "management"
    EXECUTIVE = "executive"
    BOARD = "board"


class CaseStep(StrEnum):
    """One step in how a case was handled."""

    RECEIVED = "received"
    VERIFIED = "verified"
    CLARIFIED = "clarified"
    NARROWED = "narrowed"
    ESCALATED = "escalated"
    CHALLENGED = "challenged"
    REFUSED = "refused"
    COMPLIED_IN_PART = "complied-in-part"
    COMPLIED_IN_FULL = "complied-in-full"
    NOTIFIED_USERS = "notified-users"
    DISCLOSED = "disclosed"
    REMEDIED = "remedied"
    DECIDED = "decided"


class DataCategory(StrEnum):
    """What kind of users' data a demand reached for."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    CONTENT = "content"
    LOCATION = "location"


class NominatedBy(StrEnum):
    """Who put a case forward."""

    COMPANY = "company"
    NON_COMPANY_MEMBER = "non-company-member"


class SelectionDecision(StrEnum):
    """Whether a case is in the set."""

    CANDIDATE = "candidate"
    SELECTED = "selected"
    DECLINED = "declined"


class SelectionDecider(StrEnum):
    """Who decided whether a case is in the set."""

    COMPANY = "company"
    ASSESSOR = "assessor"
    GNI = "gni"


class TermKind(StrEnum):
    """What a protected term names."""

    PERSON = "person"
    ACCOUNT = "account"
    NUMBER = "number"
    PLACE = "place"
    AUTHORITY = "authority"
    OTHER = "other"


class TermMatch(StrEnum):
    """How a protected term is looked for."""

    WORD = "word"
    ANYWHERE = "anywhere"
