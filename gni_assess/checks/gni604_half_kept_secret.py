"""A limit forbids telling one audience, and another that it does not name is told that there is something.

Why: Some orders forbid telling that they exist. An audience that a limit does not name gets `withheld`: a line that says that something is
held back, and on which ground. Where the assessor may not know of a thing, a line in the report to GNI or to the board
tells it all the same, and reports travel.

Wrong:
    classification: internal
    limits:
      - ground: legal-prohibition
        treatment: {assessor: unacknowledged}

Right:
    classification: internal
    limits:
      - ground: legal-prohibition
        treatment: {assessor: unacknowledged, gni: unacknowledged, company-board: unacknowledged, public: unacknowledged}

Mend: Name every audience under `treatment`. Ask counsel who may know; all others get `unacknowledged`. An audience from which the
classification keeps the record anyway (`confidential`: the public; `restricted`: GNI and the public) need not be named. A respondent only
gets what is their own.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.limited import limited_parts
from gni_assess.checks.rule import Context
from gni_assess.disclosure.treatments import treat
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, DiagnosticSeverity, Treatment

CODE = "GNI604"
NAME = "half-kept-secret"
SEVERITY = DiagnosticSeverity.WARNING

_READERS = (Audience.ASSESSOR, Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC)


def check(context: Context) -> Iterator[Problem]:
    """Find limits that leave out an audience which would then be told; those on fields, or without a ground, are not judged here."""
    for record in context.assessment.records():
        for path, part in limited_parts(record):
            for place, told in _half_kept(part):
                yield Problem(
                    record=ref_of(record),
                    path=(*path, *place),
                    # What may be published does not say that something is kept secret, nor from whom.
                    message="a limit does not name every audience",
                    fix="name every audience under `treatment`, as counsel advises",
                    detail=f"it forbids telling some, and these would be told: {', '.join(told)}",
                    key=told,
                )


def _half_kept(part: Record | Gap) -> Iterator[tuple[KeyPath, tuple[Audience, ...]]]:
    secret = [(position, each) for position, each in enumerate(part.limits) if _forbids_telling(each)]
    if not secret:
        return
    aware = [each for each in _READERS if treat(part, each).treatment is not Treatment.UNACKNOWLEDGED]
    for position, limit in secret:
        if told := tuple(each for each in aware if each not in limit.treatment):
            yield ("limits", position, "treatment"), told


def _forbids_telling(limit: Limit) -> bool:
    return not limit.fields and limit.ground is not None and Treatment.UNACKNOWLEDGED in limit.treatment.values()
