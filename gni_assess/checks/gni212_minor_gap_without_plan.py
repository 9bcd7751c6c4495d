"""An open minor gap has no action, owner or date.

Why: Minor gaps are where improvement over time is cheapest to show, and where it is most easily forgotten. Without an owner and a date
the same gap will stand in the next assessment, and look as if nobody had cared.

Wrong:
    gaps:
      - id: GOV-12-G263
        summary: The intranet page names a contact who has left.
        scale: low
        scope: low
        irremediability: low

Right:
    gaps:
      - id: GOV-12-G263
        summary: The intranet page names a contact who has left.
        scale: low
        scope: low
        irremediability: low
        action: Replace the contact by a role mailbox.
        owner: officer
        due: 2026-06-30

Mend: Add what is missing in the file, or with `gni-assess gap set GOV-12-G263 --action "..." --owner officer --due 2026-06-30`; or accept
the gap with a reason. For severe and moderate gaps the same is GNI206.
"""

from collections.abc import Iterator

from gni_assess.checks.gap_plans import open_gaps_without_plan
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI212"
NAME = "minor-gap-without-plan"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find open minor gaps without a full plan."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge the open minor gaps of one response, however far the response itself is."""
    del context, criterion
    return open_gaps_without_plan(response, minor=True)
