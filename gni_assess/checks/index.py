"""What several rules look up, gathered once a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import normpath

from gni_assess.checks.case_set import measure_coverage
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.coverage import Coverage
from gni_assess.model.criteria import OWN_AREA, Criterion
from gni_assess.model.diagnostics import FileProblem, RecordRef
from gni_assess.model.vocabulary import EvidenceKind, RecordKind

_EVIDENCE_KINDS = frozenset(EvidenceKind)
_UNKNOWN_CRITERION = "GNI101"  # the one problem of an overlay that does not keep its other entries out


def ref_of(record: Record) -> RecordRef:
    """Name a record."""
    return RecordRef(kind=record.kind, id=record.id)


@dataclass(frozen=True, kw_only=True)
class Index:
    """Look-ups over one assessment; each is made when it is first asked for, in time linear in the records."""

    assessment: Assessment
    file_problems: tuple[FileProblem, ...]
    broken: frozenset[RecordRef]

    @cached_property
    def applicable(self) -> Mapping[str, Criterion]:
        """The criteria that apply to this company, by id."""
        return {each.id: each for each in self.assessment.applicable}

    @cached_property
    def people(self) -> frozenset[str]:
        """The ids of the workspace's people."""
        return frozenset(each.id for each in self.assessment.workspace.people)

    @cached_property
    def services(self) -> frozenset[str]:
        """The ids of the workspace's services."""
        return frozenset(each.id for each in self.assessment.workspace.services)

    @cached_property
    def entities(self) -> frozenset[str]:
        """The ids of the workspace's legal entities."""
        return frozenset(each.id for each in self.assessment.workspace.entities)

    @cached_property
    def criteria(self) -> frozenset[str]:
        """The ids of all criteria of the pack, whether they apply or not."""
        return frozenset(self.assessment.pack.by_id)

    @cached_property
    def areas(self) -> frozenset[str]:
        """The ids of the pack's areas, with those that an overlay's criteria bring."""
        return frozenset(each.id for each in self.assessment.pack.areas) | {each.area for each in self.assessment.pack.criteria}

    @cached_property
    def broken_evidence(self) -> Mapping[str, EvidenceKind]:
        """The evidence whose file exists but cannot be loaded: its id, and its kind."""
        return {each.id: EvidenceKind(each.kind) for each in self.broken if each.kind.value in _EVIDENCE_KINDS}

    @cached_property
    def evidence(self) -> frozenset[str]:
        """The ids of all evidence that has a file, whether it can be loaded or not."""
        found = self.assessment
        return frozenset(found.policies) | frozenset(found.systems) | frozenset(found.cases) | frozenset(self.broken_evidence)

    @cached_property
    def criteria_with_cases(self) -> frozenset[str]:
        """The criteria that some case names as its own."""
        return frozenset(criterion for case in self.assessment.cases.values() for criterion in case.criteria)

    @cached_property
    def coverage(self) -> Coverage:
        """What the selected cases cover."""
        return measure_coverage(self.assessment, self.broken)

    @cached_property
    def overlay_is_broken(self) -> bool:
        """Whether a file that lays criteria over the pack could not be used, so that the company's own criteria may be lacking."""
        overlays = {normpath(each) for each in self.assessment.workspace.plan.overlays}
        return any(each.code != _UNKNOWN_CRITERION and normpath(each.file) in overlays for each in self.file_problems)

    def may_be_criterion(self, criterion_id: str) -> bool:
        """Whether the pack has the criterion, or an overlay that could not be used may have brought it."""
        return criterion_id in self.criteria or self._may_be_own(criterion_id.partition("-")[0])

    def may_be_area(self, area: str) -> bool:
        """Whether the pack has the area, or an overlay that could not be used may have brought it."""
        return area in self.areas or self._may_be_own(area)

    def _may_be_own(self, area: str) -> bool:
        return area == OWN_AREA and self.overlay_is_broken

    def is_broken(self, kind: RecordKind, record_id: str) -> bool:
        """Whether this record has a file that cannot be loaded."""
        return bool(self.broken) and RecordRef(kind=kind, id=record_id) in self.broken
