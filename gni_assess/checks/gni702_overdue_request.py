"""A request of the assessor is still open after the day on which it was due.

Why: The assessor has only the weeks of the fieldwork. What is late is left out of the report, or stands in it as something that could
not be seen; and a company that does not answer in time seems to have nothing to show.

Wrong:
    id: REQ-263
    due: 2026-05-29     # has passed
    status: open

Right:
    id: REQ-263
    due: 2026-05-29
    status: answered
    answer: The minutes of both meetings are in POL-563.

Mend: Answer it, with links to the evidence, and set `status` to `answered`. If it takes longer, agree on a new day with the assessor and
write that day into `due`. What the assessor no longer needs is `closed`.
"""

from collections.abc import Iterator

from gni_assess.checks.impossible_dates import impossible_paths
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.follow_up import RequestStatus
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI702"
NAME = "overdue-request"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find open requests that were due before today."""
    today = context.facts.today
    for each in context.assessment.requests.values():
        is_late = each.status is RequestStatus.OPEN and each.due is not None and each.due < today
        if is_late and ("due",) not in impossible_paths(each, today):
            yield Problem(
                record=ref_of(each),
                path=("due",),
                message=f"the assessor's request `{each.id}` is open past its date",
                fix="answer it and set `status` to `answered`, or agree on a new date and write it into `due`",
                detail=f"due {each.due}",
            )
