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
                    message=f"this forbids telling some audiences, and others that it does not name would be told: {', '.join(told)}",
                    fix="name every audience under `treatment`; ask counsel who may know",
                )


def _half_kept(part: Record | Gap) -> Iterator[tuple[KeyPath, tuple[Audience, ...]]]:
    for position, limit in enumerate(part.limits):
        if limit.fields or limit.ground is None or Treatment.UNACKNOWLEDGED not in limit.treatment.values():
            continue
        told = tuple(
            each for each in _READERS if each not in limit.treatment and treat(part, each).treatment is not Treatment.UNACKNOWLEDGED
        )
        if told:
            yield ("limits", position, "treatment"), told
