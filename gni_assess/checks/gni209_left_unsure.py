"""A response is marked as one that somebody wants to look at again.

Why: Whoever answered had a doubt. Before the assessor comes, somebody should resolve it, or the answer will be less firm in an interview
than it looks on paper.

Wrong:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    unsure: true

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year; the minutes of both years show it.

Mend: Check what was in doubt, with the person who knows, correct the answer where needed, and take the mark out. At the stage `ready`
this is an error.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI209"
NAME = "left-unsure"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find responses that are marked unsure."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge the mark of one response."""
    del context
    if response.unsure:
        yield Problem(
            record=ref_of(response),
            path=("unsure",),
            message=f"`{criterion.id}` is marked unsure",
            fix="settle the doubt with somebody who knows, then take out `unsure`",
        )
