"""The date of an open gap has passed, or has been moved more than once.

Why: A plan counts as long as it is kept. A date that has passed without a word tells an assessor that nobody looks at the plan; a date
that moves again and again tells them that there is none. Both are better said by the company than found by others.

Wrong:
    # today is 2026-05-04
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        scale: medium
        scope: low
        irremediability: low
        action: Add a quarterly table of regional demands to the papers of the committee.
        owner: counsel
        due: 2026-03-31
        status: in-progress

Right:
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        scale: medium
        scope: low
        irremediability: low
        action: Add a quarterly table of regional demands to the papers of the committee.
        owner: counsel
        due: 2026-06-30
        original_due: 2026-03-31
        due_moves: 1
        status: in-progress

Mend: If the work is done, close the gap with what shows it: `gni-assess gap set GOV-02-G417 --status done --evidence SYS-122`. If not,
agree on a date that can be kept and set it: `gni-assess gap set GOV-02-G417 --due 2026-06-30` keeps the first date and counts the moves.
After a second move this stays until the gap is closed or accepted: ask whether the action, or its owner, is the right one, and say in
`cause` what holds it up. Gaps that are done or accepted are not looked at; a gap without a date is GNI206 or GNI212.
"""

from collections.abc import Iterator

from gni_assess.checks.gap_plans import WHERE_IDS_ARE
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.progress import is_overdue
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI305"
NAME = "overdue-gap"
SEVERITY = DiagnosticSeverity.WARNING

_MOVES_ALLOWED = 1
_CLOSE = "if it is done, close it with what shows it: edit the gap in the file, or gni-assess gap set ID --status done --evidence …"
_LATE = f"{_CLOSE}; if not, set a date that can be kept: gni-assess gap set ID --due …; {WHERE_IDS_ARE}"
_SLIPPING = f"{_CLOSE}; if not, ask whether its action and owner are the right ones, and keep the date from now on; {WHERE_IDS_ARE}"


def check(context: Context) -> Iterator[Problem]:
    """Find open gaps whose date has passed or keeps moving."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge the dates of the open gaps of one response, however far the response itself is: one problem for each gap."""
    for number, gap in enumerate(response.gaps):
        overdue, slips = is_overdue(gap, context.facts.today), gap.is_open and gap.due_moves > _MOVES_ALLOWED
        if overdue or slips:
            date = f"the date of an open gap of `{criterion.id}`"
            passed = f"{date} has passed" + (", and it was moved more than once before" if slips else "")
            yield Problem(
                record=ref_of(response),
                path=("gaps", number, "due" if overdue else "due_moves"),
                message=passed if overdue else f"{date} has been moved more than once",
                fix=_LATE if overdue else _SLIPPING,
                detail=f"`{gap.id}`" + (f", due on {gap.due}" if gap.due else ""),
            )
