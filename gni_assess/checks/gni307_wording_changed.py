"""The question was worded differently when it was answered.

Why: An answer is an answer to a question. When a new edition of the pack, an overlay, or another kind of company changes the question,
an old answer may be incomplete or beside the point, and nothing in its text shows that. Somebody has to read both once more.

Wrong:
    # the question of GOV-02 has changed since
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    confirmed_wording: 3f9c41d2   # kept by the tool, and longer

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights, and their effect on users, every year.
    confirmed_wording: 77ab0d1c   # the question as it is worded now

Mend: Read the question (`gni-assess criteria show GOV-02`) beside the answer. If the answer must change, change it; that confirms the
wording. If it still holds, run `gni-assess interview --only GOV-02` and press Enter at the text. A response without `confirmed_wording`
was entered by hand: nothing is said about it. How the lines of a question are wrapped does not matter. At the stage `ready` this is an
error.
"""

from collections.abc import Iterator

from gni_assess.checks.digests import wording_put_to
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI307"
NAME = "wording-changed"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find finished responses to another wording of the question."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Compare the wording that one response was given to with the question as it is put to this company now."""
    if not response.confirmed_wording or not is_settled(response, criterion):
        return
    if response.confirmed_wording != wording_put_to(context.assessment.workspace.company.types, criterion):
        yield Problem(
            record=ref_of(response),
            path=("confirmed_wording",),
            message=f"the question of `{criterion.id}` has changed since it was answered",
            fix=f"read the question beside the answer and confirm or change it: gni-assess interview --only {criterion.id}",
        )
