"""The workspace file: the company, its assessment, and how strict validation is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gni_assess.model.dates import Span
from gni_assess.model.vocabulary import CompanyType, DiagnosticSeverity, Membership, Stage

FORMAT = 1
"""The version of the workspace format that this program writes."""


@dataclass(frozen=True, kw_only=True)
class Company:
    """The company that is assessed."""

    name: str
    types: tuple[CompanyType, ...]
    membership: Membership | None = None
    joined: date | None = None
    has_local_presence: bool = True
    does_deals: bool = True


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The assessment under way: its stage, its criteria and its period."""

    stage: Stage
    pack: str
    edition: str
    first_assessment: bool
    overlays: tuple[str, ...] = ()
    period: Span | None = None
    assessor: str = ""
    previous: str = ""
    fieldwork: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service that users or customers use."""

    id: str
    name: str
    in_scope: bool = True
    material_risk: bool = False


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A legal entity of the company."""

    id: str
    name: str
    jurisdiction: str
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who works on the assessment. Other audiences see the role, never the name."""

    id: str
    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class ChosenFigure:
    """A figure for the selection of cases that differs from the pack's, with the reason."""

    value: int | float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long records are kept."""

    until: date | None = None
    legal_hold: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ChosenSeverity:
    """A severity of a diagnostic that differs from the catalogue's, with the reason."""

    level: DiagnosticSeverity
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleSettings:
    """How strict validation is in this workspace: codes to severities, ignored codes to reasons."""

    severity: Mapping[str, ChosenSeverity] = field(default_factory=dict)
    allow_text: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """The folder of one company's assessment, as its workspace file describes it."""

    company: Company
    plan: Plan = field(metadata={"key": "assessment"})
    services: tuple[Service, ...]
    format: int = field(default=FORMAT, metadata={"key": "workspace"})
    entities: tuple[Entity, ...] = ()
    markets: tuple[str, ...] = ()
    jurisdictions_of_concern: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    case_selection: Mapping[str, ChosenFigure] = field(default_factory=dict)
    retention: Retention | None = None
    rules: RuleSettings = field(default_factory=RuleSettings)

    @property
    def facts(self) -> frozenset[str]:
        """The company facts that decide which criteria apply."""
        named = {
            "has_local_presence": self.company.has_local_presence,
            "does_deals": self.company.does_deals,
            "first_assessment": self.plan.first_assessment,
        }
        return frozenset(self.company.types) | {name for name, holds in named.items() if holds}

    def find_person(self, person_id: str) -> Person | None:
        """Find a person by id."""
        return next((each for each in self.people if each.id == person_id), None)
