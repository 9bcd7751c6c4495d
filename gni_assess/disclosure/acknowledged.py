"""The record without whatever an audience may not even know of: for counts that must not tell of it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from gni_assess.disclosure.copies import reopen_unanswered
from gni_assess.disclosure.fields import PRIVATE, field_shapes
from gni_assess.disclosure.sight import Sight, look
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Recommendation, Request
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, EvidenceKind, RecordKind, Treatment

R = TypeVar("R", bound=Record)
G = TypeVar("G", bound=Record | Gap)


def acknowledge(assessment: Assessment, audience: Audience, *, person_id: str = "") -> Assessment:
    """Leave out unacknowledged records, gaps and fields, links to such records, and what never leaves the team.

    All else stays whole, also what is withheld: the result is for counting, not for showing. `internal` gets the record as it is.
    """
    if audience is Audience.INTERNAL:
        return assessment
    sights = {
        kind: {key: look(each, audience, person_id=person_id) for key, each in assessment.of_kind(kind).items()} for kind in RECORD_FIELDS
    }
    hidden = {
        key for kind in EvidenceKind for key in assessment.of_kind(RecordKind(kind)) if not sights[RecordKind(kind)][key].is_acknowledged
    }
    given = {
        RECORD_FIELDS[kind]: {
            key: _without(each, sights[kind][key], hidden)
            for key, each in assessment.of_kind(kind).items()
            if sights[kind][key].is_acknowledged
        }
        for kind in RECORD_FIELDS
    }
    return replace(assessment, **given)  # type: ignore[arg-type] # each folder's records are of its own kind


def _without(record: R, sight: Sight, hidden: Collection[str]) -> R:
    record = _empty(record, sight)
    if isinstance(record, Response):
        pairs = zip(record.gaps, sight.gaps, strict=False)
        gaps = [_empty(gap, of_gap) for gap, of_gap in pairs if of_gap.is_acknowledged]
        kept = tuple(replace(gap, evidence=tuple(each for each in gap.evidence if each not in hidden)) for gap in gaps)
        return replace(record, gaps=kept, evidence=tuple(each for each in record.evidence if each.id not in hidden))
    if isinstance(record, Case | Recommendation | Request):
        return reopen_unanswered(replace(record, evidence=tuple(each for each in record.evidence if each.id not in hidden)), ())
    if isinstance(record, Policy | System) and record.supersedes in hidden:
        return replace(record, supersedes="")
    return record


def _empty(record: G, sight: Sight) -> G:
    """Empty the unacknowledged fields of a record or gap, and those that are for the team only."""
    shapes = field_shapes(type(record))
    untold = [key for key, each in sight.fields.items() if each.treatment is Treatment.UNACKNOWLEDGED]
    emptied = (shapes[key] for key in (*untold, *PRIVATE) if key in shapes)
    changes: dict[str, Any] = {each.name: each.empty for each in emptied if each.can_empty}
    return replace(record, **changes)
