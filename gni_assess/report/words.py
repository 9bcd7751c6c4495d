"""The words of the report: what stands there for each value of the closed lists, in every format."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from gni_assess.disclosure.staff import UNNAMED
from gni_assess.model.follow_up import RecommendationStatus, RequestStatus
from gni_assess.model.vocabulary import Audience, Basis, CompanyType, Finding, GapStatus, Ground, Level, Severity, State, Treatment
from gni_assess.sheets.book import Tone, Word

WITHHELD_SHEET = "Withheld"

MARKINGS: Mapping[Audience, str] = {
    Audience.INTERNAL: "Internal: not for use outside the company",
    Audience.ASSESSOR: "Confidential: prepared for the independent assessor",
    Audience.GNI: "Confidential: prepared for GNI's committee and board",
    Audience.COMPANY_BOARD: "Confidential: prepared for the company's board",
    Audience.RESPONDENT: "Confidential: prepared for one respondent in the company",
    Audience.PUBLIC: "Public",
}
"""What stands on every page for each audience."""

AUDIENCES: Mapping[Audience, str] = {
    Audience.INTERNAL: "the team inside the company",
    Audience.ASSESSOR: "the independent assessor",
    Audience.GNI: "GNI's committee and board",
    Audience.COMPANY_BOARD: "the company's board",
    Audience.RESPONDENT: "one respondent in the company",
    Audience.PUBLIC: "the public",
}

UNANSWERED = Word("unanswered", Tone.OPEN)
UNFINISHED = Word("unfinished", Tone.OPEN)
NOT_SHOWN = Word("not shown here", Tone.HIDDEN)
HELD_BACK = "not shown"
"""What stands in a cell that the company filled or could have filled, and that this audience does not get."""
SEVERITY_NOT_SHOWN = Word("severity not shown", Tone.HIDDEN)
"""Under what open gaps are counted of which this audience gets that they are open, and not how severe they are."""
DETAILS_NOT_SHOWN = "details not shown here"
"""Under what cases are counted of which this audience does not get the type or the place."""
WHOLE_NOT_SHOWN = "cases not shown in full"
"""Under what cases are counted of which this audience gets a summary, or nothing but that there is one."""
ALL_OF_SET, NO_SERVICE = "all cases of the set", "no service named"
NOTHING_LISTED = "None: whatever this report names, it shows in full."
"""What stands where nothing is listed as held back. Of what it does not name it says nothing: some things may not be told of at all."""
NOBODY_YET, NO_DATE, IN_FORCE, NOT_KNOWN, NOT_SAID = "nobody yet", "no date", "in force", "not known", "not said"
ASK, NO_WAY, NO_REASON = "ask the company", "no way is named", "no reason is given"
BY_CASES = Word("answered by the cases", Tone.INFO)

FINDINGS: Mapping[Finding, Word] = {
    Finding.IN_PLACE: Word("in place", Tone.GOOD),
    Finding.PARTLY_IN_PLACE: Word("partly in place", Tone.PARTLY),
    Finding.PLANNED: Word("planned", Tone.PLANNED),
    Finding.NOT_IN_PLACE: Word("not in place", Tone.BAD),
    Finding.NOT_APPLICABLE: Word("not applicable", Tone.QUIET),
}

SEVERITIES: Mapping[Severity, Word] = {
    Severity.SEVERE: Word("severe", Tone.BAD),
    Severity.MODERATE: Word("moderate", Tone.PARTLY),
    Severity.MINOR: Word("minor", Tone.QUIET),
}

LEVELS: Mapping[Level, Word] = {
    Level.HIGH: Word("high", Tone.BAD),
    Level.MEDIUM: Word("medium", Tone.PARTLY),
    Level.LOW: Word("low", Tone.QUIET),
}

GAP_STATUSES: Mapping[GapStatus, Word] = {
    GapStatus.OPEN: Word("open", Tone.OPEN),
    GapStatus.IN_PROGRESS: Word("in progress", Tone.PLANNED),
    GapStatus.DONE: Word("done", Tone.GOOD),
    GapStatus.ACCEPTED: Word("accepted", Tone.QUIET),
}

STATES: Mapping[State, Word] = {
    State.DRAFT: Word("draft", Tone.OPEN),
    State.ANSWERED: Word("answered", Tone.PLANNED),
    State.REVIEWED: Word("reviewed", Tone.GOOD),
}

RECOMMENDATION_STATUSES: Mapping[RecommendationStatus, Word] = {
    RecommendationStatus.OPEN: Word("open", Tone.OPEN),
    RecommendationStatus.IN_PROGRESS: Word("in progress", Tone.PLANNED),
    RecommendationStatus.DONE: Word("done", Tone.GOOD),
    RecommendationStatus.DECLINED: Word("declined", Tone.QUIET),
}

REQUEST_STATUSES: Mapping[RequestStatus, Word] = {
    RequestStatus.OPEN: Word("open", Tone.OPEN),
    RequestStatus.ANSWERED: Word("answered", Tone.PLANNED),
    RequestStatus.CLOSED: Word("closed", Tone.GOOD),
}

INTERVIEW_HELD, INTERVIEW_PLANNED = Word("held", Tone.GOOD), Word("planned", Tone.PLANNED)
INTERVIEW_NOT_PLANNED = Word("no date yet", Tone.OPEN)

TREATMENTS: Mapping[Treatment, str] = {
    Treatment.FULL: "shown in full",
    Treatment.VIEW_ONLY: "for viewing only",
    Treatment.SUMMARY: "summary only",
    Treatment.WITHHELD: "withheld",
}

BASES: Mapping[Basis, str] = {
    Basis.COMMITMENT: "commitment",
    Basis.TOOLKIT: "toolkit",
    Basis.GOOD_PRACTICE: "good practice",
}

COMPANY_TYPES: Mapping[str, str] = {
    CompanyType.PLATFORM: "platform",
    CompanyType.TELECOM: "telecom",
    CompanyType.VENDOR: "vendor",
    CompanyType.INFRASTRUCTURE: "infrastructure",
}

FACTS: Mapping[str, str] = {
    "has_local_presence": "companies with staff or a legal entity in the countries concerned",
    "does_deals": "companies that make acquisitions, joint ventures or other deals",
    "first_assessment": "companies in their first assessment",
}
"""Company facts, other than types, that decide which criteria apply."""


def plain(value: StrEnum | str | None) -> str:
    """Give a word of a closed list without its hyphens."""
    return "" if value is None else str(value).replace("-", " ")


def listed(values: Iterable[object]) -> str:
    """Put words one after the other."""
    return ", ".join(plain(str(value)) for value in values)


def lines(*values: str) -> str:
    """Put what there is below each other."""
    return "\n".join(value for value in values if value)


def labeled(label: str, text: str) -> str:
    """Give text with a label; nothing where there is no text."""
    return f"{label}: {text}" if text else ""


def grounds_in_words(grounds: Iterable[Ground]) -> str:
    """Give the grounds for not showing something; a record without one is limited by its classification alone."""
    return listed(grounds) or _BY_CLASSIFICATION


def is_fixed_phrase(text: str) -> bool:
    """Whether a text is one that stands for something missing or not shown, and holds no word of the record."""
    return text.casefold() in _FIXED_PHRASES or is_held_back(text)


def is_held_back(text: str) -> bool:
    """Whether a text says in place of another why that one is not there."""
    treatment, _, rest = text.partition(": ")
    grounds, _, more = rest.partition("; ")
    is_said_why = more == f"see {WITHHELD_SHEET}" and treatment in TREATMENTS.values()
    return is_said_why and (grounds == _BY_CLASSIFICATION or all(each in _GROUNDS for each in grounds.split(", ")))


def unfinished(finding: Word) -> Word:
    """Give a finding that is entered, but whose answer is not finished."""
    return Word(f"{finding.text}, {UNFINISHED.text}", UNFINISHED.tone)


def held_back(treatment: Treatment, grounds: Iterable[Ground]) -> str:
    """Say in place of a text why it is not there."""
    return f"{TREATMENTS[treatment]}: {grounds_in_words(grounds)}; see {WITHHELD_SHEET}"


_BY_CLASSIFICATION = "its classification"
_GROUNDS = frozenset(map(plain, Ground))
_FIXED_PHRASES = frozenset(
    (
        UNNAMED,
        HELD_BACK,
        NOT_SHOWN.text,
        UNANSWERED.text,
        UNFINISHED.text,
        BY_CASES.text,
        DETAILS_NOT_SHOWN,
        WHOLE_NOT_SHOWN,
        ALL_OF_SET,
        NO_SERVICE,
        NOBODY_YET,
        NO_DATE,
        IN_FORCE,
        NOT_KNOWN,
        NOT_SAID,
        ASK,
        NO_WAY,
        NO_REASON,
    )
)
