"""A policy or system was not in force on any day of the assessment period.

Why: An assessment judges what the company did in a period. What ended before it shows the past; what began after it is improvement,
which is welcome and is shown as such, but does not show what was in place. An assessor who finds it among the evidence will set it
aside, so it must not be all there is.

Wrong:
    # the assessment period is 2024-07-01 to 2026-06-30
    id: POL-208
    effective: {from: 2019-01-01, to: 2023-12-31}

Right:
    id: POL-417
    effective: {from: 2024-01-01, to: null}
    supersedes: POL-208

Mend: Register and link what was in force in the period. If the dates are wrong, correct them: `effective` says when it was in force, not
when it was uploaded. An old version that a later one names under `supersedes` may stay without this warning, as cases are judged by
it, as long as no response links to it. Improvement after the period may stay too: keep the warning, or ignore this code with the
reason. Months and unknown dates exclude nothing that they may include. Without `assessment.period` nothing is found.
"""

from collections.abc import Iterator

from gni_assess.checks.in_force import documents_of, find_period, may_be_in_force, superseded
from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import linked_evidence
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI303"
NAME = "outside-period"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find policies and systems that had ended before the period, or came after it."""
    period = find_period(context)
    if period is None:
        return
    linked = {evidence_id for response in context.assessment.responses.values() for _, evidence_id in linked_evidence(response)}
    kept_for_cases = superseded(context) - linked
    for document in documents_of(context.assessment):
        effective = document.effective
        if may_be_in_force(effective, period.start, period.end) or document.id in kept_for_cases:
            continue
        ended = effective.to is not None and (last := effective.to.latest) is not None and last < period.start
        yield Problem(
            record=ref_of(document),
            path=("effective", "to" if ended else "from"),
            message=f"`{document.id}` " + ("ended before" if ended else "came into force only after") + " the assessment period",
            fix="register and link what was in force in the period, or correct the dates"
            + ("" if ended else "; what came later is improvement, and may stay as such"),
            detail=f"{effective.to if ended else effective.from_}; the period starts on {period.start}"
            + (f" and ends on {period.end}" if period.end else ""),
        )
