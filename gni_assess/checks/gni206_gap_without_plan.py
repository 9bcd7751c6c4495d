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

Mend: Edit the gap in the file, or set what is missing. Open or in progress: `gni-assess gap set GOV-02-G417 --action "..." --owner
counsel --due 2026-12-31`. Accepted: `gni-assess gap set GOV-02-G417 --reason "..." --accepted-by counsel --review-on 2026-12-31`. Done:
link what shows it, with `--evidence SYS-122`. `gni-assess gap list` shows the ids. An open gap that is minor is GNI212.
"""

from collections.abc import Iterator

from gni_assess.checks.gap_plans import incomplete_gap, open_gaps_without_plan
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
    del context
    yield from open_gaps_without_plan(response, minor=False)
    for number, gap in enumerate(response.gaps):
        if gap.status is GapStatus.ACCEPTED:
            grounds = {"reason": gap.reason.strip(), "accepted_by": gap.accepted_by.strip(), "review_on": gap.review_on}
            missing = tuple(name for name, value in grounds.items() if not value)
            if missing:
                message = f"a gap of `{criterion.id}` was accepted without saying why, by whom and until when"
                yield incomplete_gap(response, number, message, missing)
        elif gap.status is GapStatus.DONE and not gap.evidence:
            message = f"a gap of `{criterion.id}` is said to be done, and nothing shows it"
            yield incomplete_gap(response, number, message, ("evidence",))
