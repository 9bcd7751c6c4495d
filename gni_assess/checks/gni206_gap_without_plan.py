"""A severe or moderate gap has no plan, or a gap was accepted or closed without saying on what ground.

Why: Once a company knows that people may be seriously harmed, the question is what it does about it. That needs an action, somebody who
answers for it, and a date. To live with a gap is a decision too: it needs a reason, somebody senior enough who takes it, and a day on
which it is looked at again. And a gap that is said to be done needs something that shows it.

Wrong:
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        scale: high
        scope: low
        irremediability: low
        status: open

Right:
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        scale: high
        scope: low
        irremediability: low
        status: open
        action: Add a quarterly table of regional demands to the papers of the committee.
        owner: counsel
        due: 2026-12-31

Mend: Open or in progress: add `action`, `owner` and `due` with `gni-assess gap set`. Accepted: add `reason`, `accepted_by` and
`review_on`. Done: link the `evidence` that shows it. An open gap that is minor is GNI212.
"""

from collections.abc import Iterator

from gni_assess.checks.gap_plans import gap_problem, listed, open_gaps_without_plan
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, GapStatus

CODE = "GNI206"
NAME = "gap-without-plan"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find gaps whose plan, acceptance or closing is incomplete."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge the gaps of one response, however far the response itself is: one problem for each gap."""
    del context, criterion
    yield from open_gaps_without_plan(response, minor=False)
    for number, gap in enumerate(response.gaps):
        if gap.status is GapStatus.ACCEPTED:
            grounds = {"reason": gap.reason.strip(), "accepted_by": gap.accepted_by.strip(), "review_on": gap.review_on}
            missing = tuple(name for name, value in grounds.items() if not value)
            if missing:
                message = "a gap was accepted without saying why, by whom and until when"
                yield gap_problem(response, number, message, f"add {listed(missing)} to this gap")
        elif gap.status is GapStatus.DONE and not gap.evidence:
            yield gap_problem(response, number, "a gap is said to be done, and nothing shows it", "link `evidence` to this gap")
