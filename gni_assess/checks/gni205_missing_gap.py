"""A criterion is not fully met, and no gap says what is missing.

Why: "Partly in place" raises one question: which part is not? The gap answers it, with how severe that is for people, what will be done,
by whom and until when. GNI looks for improvement over time, and gaps with plans are what improvement is made of. A shortfall
without a gap reads as if nobody intended to do anything about it.

Wrong:
    criterion: GOV-02
    finding: partly-in-place
    answer: The committee looks at privacy, not yet at expression.

Right:
    criterion: GOV-02
    finding: partly-in-place
    answer: The committee looks at privacy, not yet at expression.
    gaps:
      - id: GOV-02-G417
        summary: Expression is not on the agenda of the committee.
        scale: medium
        scope: medium
        irremediability: low
        action: Extend the charter to both rights.
        owner: counsel
        due: 2026-12-31

Mend: Say what is missing: `gni-assess interview --only GOV-02` asks for it, and `gni-assess gap add GOV-02 --summary "..." --scale medium
--scope medium --irremediability low` adds it at once. If nothing is missing after all, the finding is in place.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding

CODE = "GNI205"
NAME = "missing-gap"
SEVERITY = DiagnosticSeverity.ERROR

_OPTIONS = "--summary … --scale … --scope … --irremediability …"
_SHORT = frozenset({Finding.PARTLY_IN_PLACE, Finding.PLANNED, Finding.NOT_IN_PLACE})


def check(context: Context) -> Iterator[Problem]:
    """Find shortfalls without a gap."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge one response that says that a criterion is not fully met."""
    del context
    if response.finding in _SHORT and not response.gaps and is_settled(response, criterion):
        yield Problem(
            record=ref_of(response),
            path=("finding",),
            message=f"`{criterion.id}` is not fully met, and no gap says what is missing",
            fix=f"add the gap: gni-assess interview --only {criterion.id} asks for it; or gni-assess gap add {criterion.id} {_OPTIONS}",
        )
