"""The record without whatever an audience may not even know of: for counts that must not tell of it."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from gni_assess.disclosure.sight import look
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Recommendation, Request
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, EvidenceKind, RecordKind

R = TypeVar("R", bound=Record)


def acknowledge(assessment: Assessment, audience: Audience, *, person_id: str = "") -> Assessment:
    """Leave out unacknowledged records and gaps, and links to them. All else stays whole: the result is for counting, not for showing."""
    known = {
        kind: {key: each for key, each in assessment.of_kind(kind).items() if look(each, audience, person_id=person_id).is_acknowledged}
        for kind in RECORD_FIELDS
    }
    hidden = {key for kind in EvidenceKind for key in assessment.of_kind(RecordKind(kind)) if key not in known[RecordKind(kind)]}
    given = {
        RECORD_FIELDS[kind]: {key: _without(each, hidden, audience, person_id) for key, each in records.items()}
        for kind, records in known.items()
    }
    return replace(assessment, **given)  # type: ignore[arg-type] # each folder's records are of its own kind


def _without(record: R, hidden: Collection[str], audience: Audience, person_id: str) -> R:
    if isinstance(record, Response):
        sights = look(record, audience, person_id=person_id).gaps
        gaps = [gap for gap, sight in zip(record.gaps, sights, strict=True) if sight.is_acknowledged]
        kept = tuple(replace(gap, evidence=tuple(each for each in gap.evidence if each not in hidden)) for gap in gaps)
        return replace(record, gaps=kept, evidence=tuple(each for each in record.evidence if each.id not in hidden))
    if isinstance(record, Case | Recommendation | Request):
        return replace(record, evidence=tuple(each for each in record.evidence if each.id not in hidden))
    if isinstance(record, Policy | System) and record.supersedes in hidden:
        return replace(record, supersedes="")
    return record
