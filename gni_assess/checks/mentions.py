"""Where records mention people, evidence, criteria, services and entities, as paths into their files."""

from collections.abc import Iterator

from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case
from gni_assess.model.diagnostics import KeyPath
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.response import Response

Mention = tuple[KeyPath, str]
"""Where something is mentioned, and its id. An empty id is no mention and never given."""


def linked_evidence(record: Record) -> Iterator[Mention]:
    """Give the links from a record to evidence."""
    if isinstance(record, Policy | System | Interview):
        return
    for position, link in enumerate(record.evidence):
        yield ("evidence", position, "id"), link.id
    if isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            for position, evidence_id in enumerate(gap.evidence):
                yield ("gaps", number, "evidence", position), evidence_id


def people_in(record: Record) -> Iterator[Mention]:
    """Give the people of the workspace that a record mentions; roles and the assessor's names are words, not people of the workspace."""
    for path, person in _named_people(record):
        if person:
            yield path, person
    for key in ("answered", "updated", "reviewed", "returned", "verified"):
        stamp = getattr(record, key, None)
        if stamp is not None and stamp.by:
            yield (key, "by"), stamp.by


def _named_people(record: Record) -> Iterator[Mention]:
    if isinstance(record, Policy | System | Recommendation | Request):
        yield ("owner",), record.owner
    elif isinstance(record, Interview):
        yield ("person",), record.person
    elif isinstance(record, Response):
        yield ("assignee",), record.assignee
        for number, gap in enumerate(record.gaps):
            yield ("gaps", number, "owner"), gap.owner
            yield ("gaps", number, "accepted_by"), gap.accepted_by


def criteria_in(record: Record) -> Iterator[Mention]:
    """Give the criteria that a record mentions."""
    if isinstance(record, Response):
        yield ("criterion",), record.criterion
    elif isinstance(record, Case | Recommendation | Request | Interview):
        for position, criterion in enumerate(record.criteria):
            yield ("criteria", position), criterion


def services_in(record: Record) -> Iterator[Mention]:
    """Give the services that a record mentions."""
    if isinstance(record, Policy | System | Case):
        for position, service in enumerate(record.services):
            yield ("services", position), service
    elif isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            for position, service in enumerate(gap.services):
                yield ("gaps", number, "services", position), service
        for number, exception in enumerate(record.exceptions):
            if exception.service:
                yield ("exceptions", number, "service"), exception.service


def entities_in(record: Record) -> Iterator[Mention]:
    """Give the legal entities that a record mentions."""
    if isinstance(record, Policy | System | Case):
        for position, entity in enumerate(record.entities):
            yield ("entities", position), entity
    elif isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            for position, entity in enumerate(gap.entities):
                yield ("gaps", number, "entities", position), entity
        for number, exception in enumerate(record.exceptions):
            if exception.entity:
                yield ("exceptions", number, "entity"), exception.entity
