"""A date cannot be: something ends before it starts, comes before what it follows from, or has happened in the future.

Why: One impossible date makes a reader doubt all the others, and periods, freshness and the order of events in a case are judged by
dates. Usually a year was mistyped, or a plan was entered as if it had happened.

Wrong:
    id: CASE-208
    dates:
      received: 2025-03-01
      decided: 2024-03-04

Right:
    id: CASE-208
    dates:
      received: 2025-03-01
      decided: 2025-03-04

Mend: Correct the date. What is only planned does not belong here: a planned interview has `planned`, a review `next_review`, a gap `due`.
Where only a month is known, write the month (`2025-03`), and where nothing is known, `unknown`: both exclude nothing that they may include.
If something was carried out before anybody had decided, the decision fell on that day: say so in the steps. Of the dates of a case, none
may lie before `received`, neither `carried_out` nor `closed` before `decided`, and neither `escalated` nor `carried_out` after `closed`; a
case may be escalated before or after it is decided, and steps may stand in any order, as a case may come back. A review cannot be older
than the answer, nor a request due before it was asked. `effective.from` may lie in the future. A date of tomorrow is only a warning: where
the sun rises earlier it is today. The workspace's own `period` and `fieldwork`, and the company's `joined`, are looked at too. As long as a
date is impossible, no other rule relies on it.
"""

from collections.abc import Iterator

from gni_assess.checks.impossible_dates import Impossible, find_impossible, find_impossible_days, find_impossible_spans
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI306"
NAME = "impossible-date"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find impossible dates in the workspace file and in every kind of record."""
    workspace, today = context.assessment.workspace, context.facts.today
    for each in (*find_impossible_days(workspace, today), *find_impossible_spans(workspace)):
        yield _problem(WORKSPACE_REF, each)
    for record in context.assessment.records():
        if not isinstance(record, Response):
            for each in find_impossible(record, today):
                yield _problem(ref_of(record), each)
    yield from each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Find the impossible dates of one response, however far it is."""
    del criterion
    for each in find_impossible(response, context.facts.today):
        yield _problem(ref_of(response), each)


def _problem(record: RecordRef, found: Impossible) -> Problem:
    return Problem(record=record, path=found.path, message=found.message, fix=found.fix, detail=found.detail, lowered=found.lowered)
