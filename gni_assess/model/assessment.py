"""The whole record of one assessment, as it was read, with what a rule may know of the outside world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gni_assess.model.cases import Case
from gni_assess.model.criteria import Criterion, Pack
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.model.workspace import Workspace

Record = Response | Policy | System | Case | Recommendation | Request | Interview
Evidence = Policy | System | Case


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One company's record against one pack. Every mapping is from id to record, in the order of ids."""

    workspace: Workspace
    pack: Pack
    responses: Mapping[str, Response] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    systems: Mapping[str, System] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    recommendations: Mapping[str, Recommendation] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    interviews: Mapping[str, Interview] = field(default_factory=dict)

    @property
    def applicable(self) -> tuple[Criterion, ...]:
        """The criteria that apply to this company, in the pack's order."""
        facts = self.workspace.facts
        return tuple(each for each in self.pack.criteria if each.applies(facts))

    def find_evidence(self, evidence_id: str) -> Evidence | None:
        """Find a policy, system or case by id."""
        return self.policies.get(evidence_id) or self.systems.get(evidence_id) or self.cases.get(evidence_id)

    def records(self) -> Iterator[Record]:
        """Give every record, kind by kind."""
        for kind in RECORD_FIELDS:
            yield from self.of_kind(kind).values()

    def of_kind(self, kind: RecordKind) -> Mapping[str, Record]:
        """Give the records of one kind by id."""
        records: Mapping[str, Record] = getattr(self, RECORD_FIELDS[kind])
        return records


@dataclass(frozen=True, kw_only=True)
class FileFact:
    """What is known of a path that a record names: whether it leaves the workspace, exists, and (where measured) its size and digest.

    `unreadable` says that it is there and should have been measured, but may not be read.
    """

    outside: bool = False
    exists: bool = False
    unreadable: bool = False
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rules may know of the outside world, as values.

    `files` maps each path that a record names to what was found there; `has_vault` says whether `evidence/files` is there at all (in CI
    it may not be), and `measured` whether the files in it were read to their ends; `countries` maps ISO 3166-1 alpha-2 codes to names.
    `strays` maps each file that no one reads to its size; it is only filled where a file that a record names is missing.
    """

    today: date
    files: Mapping[str, FileFact] = field(default_factory=dict)
    has_vault: bool = True
    measured: bool = False
    countries: Mapping[str, str] = field(default_factory=dict)
    strays: Mapping[str, int] = field(default_factory=dict)
