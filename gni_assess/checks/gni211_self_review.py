"""A response was reviewed by the person who answered it, or who changed it last before that.

Why: A review is a second pair of eyes. Whoever wrote an answer reads what they meant, not what it says, and an assessor who sees one name
in both places will count the response as not reviewed.

Wrong:
    answered: {on: 2026-05-04, by: officer}
    reviewed: {on: 2026-05-09, by: officer, of: 77ab0d1c}

Right:
    answered: {on: 2026-05-04, by: officer}
    reviewed: {on: 2026-05-09, by: counsel, of: 77ab0d1c}

Mend: Ask somebody else to review it. In a team of one, that can be counsel, the head of a department that knows the matter, or an outside
adviser: add the person to `people` in `gni-assess.yaml`, and let them work under their own name (`--as PERSON`).
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_self_review, is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI211"
NAME = "self-review"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find responses that were reviewed by whoever answered them."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge who reviewed one response."""
    del context
    if is_self_review(response) and is_settled(response, criterion):
        yield Problem(
            record=ref_of(response),
            path=("reviewed", "by"),
            message=f"`{criterion.id}` was reviewed by the person who answered it or changed it last",
            fix="ask somebody else to review it, working under their own name: --as PERSON",
        )
