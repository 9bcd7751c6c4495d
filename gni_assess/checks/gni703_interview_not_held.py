"""The day of a planned interview has passed, and the record does not say that it was held.

Why: Interviews are part of what the assessment rests on: people confirm, or do not, that things are done as the documents say. An
interview that was quietly dropped leaves criteria without that confirmation, and one that was held but not noted cannot be counted.

Wrong:
    id: INT-358
    role: Regional counsel
    planned: 2026-10-20     # has passed

Right:
    id: INT-358
    role: Regional counsel
    planned: 2026-10-20
    held_on: 2026-10-27
    confirmed: What only headquarters may decide.

Mend: If it was held, write the day into `held_on` and into `confirmed` what the person confirmed. If it was put off, write the new day
into `planned`. If it will not take place, remove the record.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI703"
NAME = "interview-not-held"
SEVERITY = DiagnosticSeverity.INFORMATION


def check(context: Context) -> Iterator[Problem]:
    """Find interviews that were planned for a day before today and have no day on which they were held."""
    for each in context.assessment.interviews.values():
        if each.planned is not None and each.held_on is None and each.planned < context.facts.today:
            yield Problem(
                record=ref_of(each),
                path=("planned",),
                message=f"the day of interview `{each.id}` has passed, and it is not noted as held",
                fix="write the day into `held_on`, or the new day into `planned`",
                detail=f"planned for {each.planned}",
            )
