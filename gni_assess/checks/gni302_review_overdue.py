"""The day on which a policy or system was to be reviewed has passed.

Why: The company itself named the day. A review that was planned and did not take place weighs more with an assessor than one that was
never planned, because it shows that nobody watches the plan.

Wrong:
    # today is 2026-05-04
    id: POL-417
    last_reviewed: 2025-03-31
    next_review: 2026-03-31

Right:
    id: POL-417
    last_reviewed: 2026-05-02
    next_review: 2027-05-31

Mend: Review it, give the day in `last_reviewed`, and set the next date in `next_review`. If the review took place and only the next date
was forgotten, set it. If the review was put off on purpose, set the new date and say why in `notes`. What is not in force today (it has
ended, or has not begun) and what a later version has replaced need no review.
"""

from collections.abc import Iterator

from gni_assess.checks.in_force import current_documents
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI302"
NAME = "review-overdue"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find policies and systems in force whose next review should have taken place."""
    today = context.facts.today
    for document in current_documents(context):
        if document.next_review is None or document.next_review >= today:
            continue
        took_place = document.last_reviewed is not None and document.next_review <= document.last_reviewed <= today
        yield Problem(
            record=ref_of(document),
            path=("next_review",),
            message=f"the next review of `{document.id}` "
            + ("is dated before its last one" if took_place else "should have taken place by now"),
            fix="set the next date in `next_review`"
            if took_place
            else "review it, then give the day in `last_reviewed` and the next date in `next_review`",
            detail=f"{document.next_review}",
        )
