"""A recommendation of the last assessment has no response.

Why: The next assessment begins with the last: whether a company improves over time is judged by what it did with the recommendations that
it got. A company may decline one, with a reason. One that is passed over in silence looks forgotten, and the assessor will ask.

Wrong:
    id: REC-417
    text: Give the board committee the task in its charter.
    area: GOV
    source: Assessment of 2024

Right:
    id: REC-417
    text: Give the board committee the task in its charter.
    area: GOV
    source: Assessment of 2024
    response: Accepted.
    actions: The charter was amended in November 2025.
    status: done

Mend: Say in `response` whether the company accepts the recommendation, in part or not, and in `actions` what it did. Where it is
`declined`, a `reason` counts as the response. A text that only holds a place ("TODO") counts as none.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.placeholders import is_placeholder
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI701"
NAME = "open-recommendation"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find recommendations without a response."""
    for each in context.assessment.recommendations.values():
        is_declined = each.status is RecommendationStatus.DECLINED
        if not _says_something(each.response) and not (is_declined and _says_something(each.reason)):
            yield Problem(
                record=ref_of(each),
                path=("response",),
                message=f"the recommendation `{each.id}` has no response",
                fix="say in `response` whether it is accepted, and in `actions` what was done; or decline it with a `reason`",
            )


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not is_placeholder(text)
