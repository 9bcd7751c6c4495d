"""The pack: what an assessor looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.vocabulary import Basis, CompanyType, EvidenceKind, Right

CASE_AREA = "CAS"
"""The area whose criteria are answered by the register of cases, not by a response of their own."""

OWN_AREA = "ORG"
"""The area for a company's own criteria, which an overlay may add."""


@dataclass(frozen=True, kw_only=True)
class Show:
    """One kind of evidence that an assessor would expect."""

    kind: EvidenceKind
    required: bool
    what: str


@dataclass(frozen=True, kw_only=True)
class SourceRef:
    """Where a criterion comes from: a document of the pack and the section in it."""

    document: str
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class Official:
    """The official number and wording that a company laid over a criterion."""

    number: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing an assessor looks at.

    `applies_to` (any of) and `not_for` (none of) name company facts. `laid_over` names the fields that an overlay of the company changed;
    all others are as the pack has them.
    """

    id: str
    title: str
    question: str
    intent: str
    rights: tuple[Right, ...]
    na_allowed: bool
    basis: Basis
    sources: tuple[SourceRef, ...] = ()
    show: tuple[Show, ...] = ()
    looks_for: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    example: str = ""
    common_gaps: tuple[str, ...] = ()
    who_to_ask: tuple[str, ...] = ()
    first_steps: tuple[str, ...] = ()
    question_for: Mapping[CompanyType, str] = field(default_factory=dict)
    see_also: tuple[str, ...] = ()
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    applies_to: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    since: str = ""
    changed: str = ""
    official: Official | None = None
    laid_over: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        """The area it belongs to: the letters of its id."""
        return self.id.partition("-")[0]

    @property
    def required_kinds(self) -> tuple[EvidenceKind, ...]:
        """The kinds of evidence that must be linked or explained where the finding is in place or partly in place."""
        return tuple(each.kind for each in self.show if each.required)

    def applies(self, facts: frozenset[str]) -> bool:
        """Whether it applies to a company with these facts."""
        wanted = not self.applies_to or any(fact in facts for fact in self.applies_to)
        return wanted and not any(fact in facts for fact in self.not_for)

    def question_to(self, types: tuple[CompanyType, ...]) -> str:
        """Give the question as it should be put to a company of these types.

        The wording of its first type, where each of its types has one. A company that is also of another type gets demands as such a
        company does, and the general question covers both; the wordings for its types are then in `questions_beside`.
        """
        worded = [self.question_for[each] for each in types if each in self.question_for]
        return worded[0] if worded and len(worded) == len(types) else self.question

    def questions_beside(self, types: tuple[CompanyType, ...]) -> Mapping[CompanyType, str]:
        """Give the wordings for types of this company (for all types, where it has none) other than the one that it is asked."""
        asked = self.question_to(types)
        return {each: text for each, text in self.question_for.items() if text != asked and (not types or each in types)}


@dataclass(frozen=True, kw_only=True)
class SourceDocument:
    """A document that criteria come from."""

    id: str
    title: str
    publisher: str
    year: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Area:
    """A group of criteria."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class CaseFigures:
    """How many and how varied the selected cases should be. `min_concern_share` is a share from 0 to 1."""

    min_cases: int
    min_per_right: int
    min_jurisdictions: int
    min_concern_share: float
    min_types: int
    min_decision_cases: int
    min_hard_cases: int


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """After how many months evidence counts as stale."""

    policy_review_months: int
    evidence_stale_months: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A set of criteria, with id and edition, in the order in which they are asked."""

    id: str
    title: str
    edition: str
    notice: str
    sources: tuple[SourceDocument, ...]
    areas: tuple[Area, ...]
    company_types: tuple[CompanyType, ...]
    case_types: tuple[CaseType, ...]
    case_selection: CaseFigures
    freshness: Freshness
    criteria: tuple[Criterion, ...] = ()
    by_id: Mapping[str, Criterion] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the criteria by id."""
        object.__setattr__(self, "by_id", {each.id: each for each in self.criteria})
