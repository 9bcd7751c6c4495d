"""What was in force when: policies and systems, measured against a day or the assessment period."""

from collections.abc import Iterator
from datetime import date

from gni_assess.checks.rule import Context
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Span
from gni_assess.model.evidence import Document, Effective, Policy, PolicyKind, System

RECORDS_OF_A_MOMENT = frozenset({PolicyKind.REPORT, PolicyKind.MINUTES})
"""Documents that tell what was at one time: nobody reviews them, and nobody decides by them."""


def documents_of(assessment: Assessment) -> Iterator[Policy | System]:
    """Give all policies, then all systems."""
    yield from assessment.policies.values()
    yield from assessment.systems.values()


def ends_before_it_starts(effective: Effective) -> bool:
    """Whether the dates cannot be (GNI306), so that no other rule relies on them."""
    begins, ends = effective.from_.earliest, effective.to.latest if effective.to else None
    return begins is not None and ends is not None and ends < begins


def may_be_in_force(effective: Effective, start: date, end: date | None) -> bool:
    """Whether something was, or may have been, in force on some day from `start` to `end`; dates that cannot be exclude nothing."""
    return effective.overlaps(start, end) or ends_before_it_starts(effective)


def find_period(context: Context) -> Span | None:
    """Give the assessment period that evidence is measured against; None where there is none, or where it cannot be (GNI306)."""
    period = context.assessment.workspace.plan.period
    return None if period is None or (period.end is not None and period.end < period.start) else period


def superseded(context: Context) -> frozenset[str]:
    """Name the documents that a later version has replaced.

    A version that is still to come replaces nothing yet, one that began no later than the other never does, and in a circle (GNI310)
    it is not known which is the later one.
    """
    documents = {each.id: each for each in documents_of(context.assessment)}
    circling = {member for each in circles(context.assessment) for member in each}
    return frozenset(
        old.id
        for new in documents.values()
        if (old := documents.get(new.supersedes)) is not None
        and _has_begun(new, context.facts.today)
        and _may_follow(new, old)
        and new.id not in circling  # what such a one supersedes is in the circle, too
    )


def circles(assessment: Assessment) -> tuple[tuple[str, ...], ...]:
    """Give the documents that supersede each other in a circle, each circle once; one that supersedes itself is a circle too."""
    nexts = {each.id: each.supersedes for each in documents_of(assessment) if each.supersedes}
    walked: set[str] = set()
    found = []
    for first in nexts:
        way: dict[str, None] = {}
        at = first
        while at in nexts and at not in walked:
            walked.add(at)
            way[at] = None
            at = nexts[at]
        if at in way:
            passed = list(way)
            found.append(tuple(passed[passed.index(at) :]))
    return tuple(found)


def _has_begun(document: Document, today: date) -> bool:
    begins = document.effective.from_.earliest
    return begins is None or begins <= today


def _may_follow(new: Document, old: Document) -> bool:
    """Whether one document began, or may have begun, later than another."""
    begins, before = new.effective.from_.latest, old.effective.from_.earliest
    return begins is None or before is None or begins > before


def current_documents(context: Context) -> Iterator[Policy | System]:
    """Give the policies and systems that are, or may be, in force today and that no later version has replaced.

    Those whose dates cannot be (GNI306) are left out: it is not known whether they are in force.
    """
    today, replaced = context.facts.today, superseded(context)
    for document in documents_of(context.assessment):
        if document.effective.overlaps(today, today) and document.id not in replaced:
            yield document
