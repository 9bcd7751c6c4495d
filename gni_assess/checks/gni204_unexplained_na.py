"""A criterion is said not to apply, without a reason or where that is no possible answer.

Why: "Not applicable" takes a question off the table, so it is the first thing an assessor asks about. The reason must come from what the
company is or does, not from what it has not done yet: a commitment that was not carried out is "not in place". Some questions concern
every company, and there the pack does not allow the answer.

Wrong:
    criterion: DDR-09
    finding: not-applicable

Right:
    criterion: DDR-09
    finding: not-applicable
    reason: The company neither bought nor sold a business in the period, and no deal is planned until 2027.

Mend: Write the reason: `gni-assess answer DDR-09 --reason "..."`. Where the pack does not allow the answer, choose another finding; if
nothing is there, say not in place and add a gap. This diagnostic takes the place of GNI202 for a missing reason, and of everything else
that is said about finding, text and review.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding

CODE = "GNI204"
NAME = "unexplained-na"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find responses that wrongly say that a criterion does not apply."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge one finding of not applicable. A skipped response is left to GNI202."""
    del context
    if response.finding is not Finding.NOT_APPLICABLE or response.skipped is not None:
        return
    command = f"gni-assess answer {criterion.id}"
    if not criterion.na_allowed:
        yield Problem(
            record=ref_of(response),
            path=("finding",),
            message=f"`{criterion.id}` concerns every company, so the finding cannot be not-applicable",
            fix=f"choose another finding: {command} --finding not-in-place, with a gap, says honestly that nothing is there",
        )
    elif not response.is_complete:
        yield Problem(
            record=ref_of(response),
            path=("reason",),
            message=f"`{criterion.id}` is said not to apply, and no reason is given",
            fix=f"give the reason: {command} --reason …",
        )
