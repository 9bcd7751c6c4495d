"""Copies of records and of the workspace without what an audience must not have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from gni_assess.disclosure.fields import PRIVATE, field_shapes
from gni_assess.disclosure.staff import PERSON_FIELDS, ROLE_TEXTS, Staff
from gni_assess.model.assessment import Record
from gni_assess.model.cases import DecidedBy, Step
from gni_assess.model.dates import Stamp
from gni_assess.model.follow_up import Request, RequestStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import Audience, Treatment
from gni_assess.model.workspace import RuleSettings, Workspace

R = TypeVar("R", bound=Record | Gap)


@dataclass(frozen=True, kw_only=True)
class Copier:
    """Makes copies for one audience. `evidence` maps each record of evidence that the audience may know of to its treatment."""

    audience: Audience
    staff: Staff
    evidence: Mapping[str, Treatment]

    def copy(self, record: R, *, without: Collection[str] = ()) -> R:
        """Copy a record shown in full; `without` names the fields that a limit takes out. A response's gaps are always left out."""
        shapes = field_shapes(type(record))
        changes: dict[str, Any] = {shapes[key].name: shapes[key].empty for key in without}
        for each in fields(record):
            if each.name not in changes:
                changes[each.name] = self._clean(each.name, getattr(record, each.name))
        if isinstance(record, Response):
            changes["gaps"] = ()
        return replace(record, **changes)

    def _clean(self, name: str, value: Any) -> Any:  # noqa: ANN401 - the value of any field
        if name in PERSON_FIELDS:
            return self.staff.call(value)
        if isinstance(value, Stamp):
            return self._clean_stamp(value)
        return value if self.audience is Audience.INTERNAL else self._clean_for_others(name, value)

    def _clean_for_others(self, name: str, value: Any) -> Any:  # noqa: ANN401 - the value of any field
        if name in PRIVATE:
            return type(value)()
        if name in ROLE_TEXTS:
            return self.staff.mend(value)
        if name == "supersedes":
            return value if value in self.evidence else ""
        if name == "evidence":
            return tuple(self._clean_link(each) for each in value if _target(each) in self.evidence)
        if name == "steps":
            return tuple(self._clean_step(each) for each in value)
        return replace(value, role=self.staff.mend(value.role)) if isinstance(value, DecidedBy) else value

    def _clean_stamp(self, stamp: Stamp) -> Stamp:
        by = self.staff.call(stamp.by)
        if isinstance(stamp, Review) and self.audience is not Audience.INTERNAL:
            # The digest is of all that was reviewed, so it would let a guess at what is not shown be tested.
            return replace(stamp, by=by, of="")
        return replace(stamp, by=by)

    def _clean_link(self, link: EvidenceLink | str) -> EvidenceLink | str:
        if isinstance(link, str) or self.evidence[link.id] is Treatment.FULL:
            return link
        return EvidenceLink(id=link.id)

    def _clean_step(self, step: Step) -> Step:
        return replace(step, by=self.staff.mend(step.by))


def reopen_unanswered(record: R, withheld: Collection[str]) -> R:
    """Give a copy of a request that holds no answer as an open one; `withheld` names the fields that it is known to have.

    What answered it may be a record that the audience is not told of: that it is answered would then tell of that record.
    """
    if not isinstance(record, Request) or record.status is not RequestStatus.ANSWERED:
        return record
    is_told = record.answer or record.evidence or not {"answer", "evidence"}.isdisjoint(withheld)
    return record if is_told else replace(record, status=RequestStatus.OPEN)


def copy_workspace(workspace: Workspace, audience: Audience) -> Workspace:
    """Copy the workspace file's values without people, rules, retention and paths; `internal` gets it whole."""
    if audience is Audience.INTERNAL:
        return workspace
    plan = replace(workspace.plan, previous="", overlays=())
    return replace(workspace, plan=plan, people=(), rules=RuleSettings(), retention=None)


def _target(link: EvidenceLink | str) -> str:
    return link if isinstance(link, str) else link.id
