"""A selected case lies outside the assessment period, and nothing says why it is in the set.

Why: The assessment is about what the company did in its period, and each case is judged by the policies of its day. An older case may be
the best there is, or one that had its end in the period: but then the reader must be told.

Wrong:
    # the period begins on 2024-07-01
    selection: {decision: selected}
    dates: {received: 2023-02-03, decided: 2023-02-10, closed: 2023-05}

Right:
    selection: {decision: selected}
    dates: {received: 2023-02-03, decided: 2023-02-10, closed: 2023-05}
    period_reason: The only order to shut down a network that has reached us; the assessor asked for it.

Mend: Give the `period_reason`, or the date in the period that is missing from `dates` or `steps` (an appeal that ended later, for
example), or take the case out of the set. A case counts as inside if the time from the earliest to the latest of its known dates, those
of its steps among them, touches the period; a month may be any of its days, and a case of which no date is known is left alone. Without
`assessment.period` nothing is said, and of a date that cannot be (GNI306) neither.
"""

from collections.abc import Iterator
from dataclasses import fields

from gni_assess.checks.case_set import is_in_period, selected_cases
from gni_assess.checks.impossible_dates import find_impossible_spans, impossible_paths
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.cases import Case
from gni_assess.model.dates import Span
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI508"
NAME = "case-outside-period"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find selected cases outside the period; skipped without a period, or with one that cannot be."""
    workspace = context.assessment.workspace
    period = workspace.plan.period
    if period is None or any(each.path[:2] == ("assessment", "period") for each in find_impossible_spans(workspace)):
        return
    for case in selected_cases(context.assessment):
        if not (is_in_period(case, period) or case.period_reason.strip() or _has_impossible_date(context, case)):
            yield Problem(
                record=ref_of(case),
                path=("dates",),
                message=f"`{case.id}` is selected, and lies outside the assessment period",
                fix="say in `period_reason` why it is in the set, complete its `dates`, or take it out of the set",
                detail=f"{_tell_dates(case)}; {_tell_period(period)}",
            )


def _has_impossible_date(context: Context, case: Case) -> bool:
    return any(path[0] in ("dates", "steps") for path in impossible_paths(case, context.facts.today))


def _tell_dates(case: Case) -> str:
    dates = {each.name.replace("_", " "): getattr(case.dates, each.name) for each in fields(case.dates)}
    told = [f"{name} {value}" for name, value in dates.items() if value is not None]
    return ", ".join([*told, *(f"{each.step.value} {each.on} (step)" for each in case.steps if each.on is not None)])


def _tell_period(period: Span) -> str:
    return f"the period starts on {period.start}" + (f" and ends on {period.end}" if period.end else "")
