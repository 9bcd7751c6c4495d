"""A policy or system that is in force has not been reviewed for a long time.

Why: A policy that nobody has read for years may no longer say what the company does, and a system that nobody has looked at may have
stopped working without anybody noticing. An assessor will ask when it was last looked at, by whom, and what was changed. The pack
says after how many months: its `policy_review_months` for policies, its `evidence_stale_months` for systems.

Wrong:
    # today is 2026-05-04
    id: POL-417
    kind: policy
    effective: {from: 2022-02-01, to: null}
    last_reviewed: 2023-06-30

Right:
    id: POL-417
    kind: policy
    effective: {from: 2022-02-01, to: null}
    last_reviewed: 2026-04-20
    next_review: 2028-04-30

Mend: Have it reviewed and give the day in `last_reviewed`; a review that changes nothing counts. If it is no longer in force, say so in
`effective.to`; if another version replaced it, name it there under `supersedes`: neither is stale then. Months count from
`last_reviewed`; without it, from the last day that `effective.from` can mean, and from an unknown one not at all. Reports and minutes,
which nobody reviews, are judged by `evidence_stale_months`: link newer ones, and end the old. Where `next_review` has passed, only
that is reported (GNI302). If your company reviews less often by a decision of its own, ignore this code with that reason.
"""

from collections.abc import Iterator
from datetime import date

from gni_assess.checks.in_force import RECORDS_OF_A_MOMENT, current_documents
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.criteria import Freshness
from gni_assess.model.diagnostics import Problem
from gni_assess.model.evidence import Policy, System
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI301"
NAME = "stale-evidence"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find policies and systems in force whose last review, or beginning, lies too far back."""
    today, freshness = context.facts.today, context.assessment.pack.freshness
    for document in current_documents(context):
        overdue = document.next_review is not None and document.next_review < today
        since = document.last_reviewed or document.effective.from_.latest
        months = _months_allowed(document, freshness)
        if since is not None and not overdue and _is_longer_ago(since, today, months):
            reviewed = document.last_reviewed is not None
            yield Problem(
                record=ref_of(document),
                path=("last_reviewed",) if reviewed else ("effective", "from"),
                message=f"`{document.id}` has not been reviewed for more than {months} months"
                + ("" if reviewed else ": it came into force before that, and no review is recorded"),
                fix="review it and give the day in `last_reviewed`; or end it in `effective.to`, if it is no longer in force",
                detail=f"since {since}",
            )


def _months_allowed(document: Policy | System, freshness: Freshness) -> int:
    is_reviewed = isinstance(document, Policy) and document.kind_of not in RECORDS_OF_A_MOMENT
    return freshness.policy_review_months if is_reviewed else freshness.evidence_stale_months


def _is_longer_ago(since: date, today: date, months: int) -> bool:
    """Whether more than so many calendar months lie between two days; the same day of the month is not more."""
    passed = (today.year - since.year) * 12 + today.month - since.month
    return passed > months or (passed == months and today.day > since.day)
