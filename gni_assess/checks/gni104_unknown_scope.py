"""A record names a service or a legal entity that the workspace does not have.

Why: Whether a finding or a gap holds for the whole company or only for one service or subsidiary decides how severe it looks and who
must act. A gap that is confined to an entity nobody knows is confined to nothing.

Wrong:
    # gni-assess.yaml lists only: services: [{id: cdn, name: Content delivery}]
    services: [content-delivery]

Right:
    # gni-assess.yaml lists only: services: [{id: cdn, name: Content delivery}]
    services: [cdn]

Mend: Use the id from `services` or `entities` in `gni-assess.yaml`, or add the service or entity there. A `parent` must be the id of
another entity.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import entities_in, services_in
from gni_assess.checks.rule import Context
from gni_assess.checks.suggestions import describe_unknown
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, Problem, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI104"
NAME = "unknown-scope"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find services and entities that the workspace lacks, in records and among the entities' own parents."""
    services, entities = context.index.services, context.index.entities
    for record in context.assessment.records():
        for path, service in services_in(record):
            if service not in services:
                yield _problem(ref_of(record), path, "service", service, services)
        for path, entity in entities_in(record):
            if entity not in entities:
                yield _problem(ref_of(record), path, "entity", entity, entities)
    for position, each in enumerate(context.assessment.workspace.entities):
        if each.parent and each.parent not in entities:
            yield _problem(WORKSPACE_REF, ("entities", position, "parent"), "entity", each.parent, entities)


def _problem(record: RecordRef, path: KeyPath, kind: str, value: str, known: frozenset[str]) -> Problem:
    field = next(each for each in reversed(path) if isinstance(each, str))
    listed = "services" if kind == "service" else "entities"
    return Problem(
        record=record,
        path=path,
        message=f"`{field}` names {'a service' if kind == 'service' else 'an entity'} that the workspace does not have",
        fix=f"use an id from `{listed}` in gni-assess.yaml, or add the {kind} there",
        detail=describe_unknown(value, known),
    )
