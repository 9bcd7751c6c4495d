"""A response is answered, and nobody else has reviewed exactly this content.

Why: What leaves the company should have been read by two people: one who knows the matter, and one who asks whether it is true, complete
and may be shown. A review counts for the text that was read; after any change to finding, answer, evidence, gaps or limits it must
be given again. Notes, assignee and the mark `unsure` may change without that.

Wrong:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    answered: {on: 2026-05-04, by: officer}

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    answered: {on: 2026-05-04, by: officer}
    reviewed: {on: 2026-05-09, by: counsel, of: 77ab0d1c}   # `of` is kept by the tool, and longer

Mend: Ask somebody other than the person who answered to read the response as it stands, and then to run, under their own name,
`gni-assess answer GOV-02 --reviewed`, or `--send-back "what is wrong"`. The tool writes `reviewed`; its `of` cannot be made up by hand.
A review by the person who answered is GNI211. At the stage `ready` this is an error.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_self_review, is_settled, state_of
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, State

CODE = "GNI210"
NAME = "not-reviewed"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find finished responses without a review that counts."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge the review of one response."""
    del context
    if not is_settled(response, criterion) or is_self_review(response) or state_of(response) is State.REVIEWED:
        return
    if response.reviewed is not None:
        path, message = "reviewed", f"`{criterion.id}` was changed after its review"
    elif response.returned is not None:
        path, message = "returned", f"`{criterion.id}` was sent back by its reviewer and has not been reviewed since"
    else:
        path, message = "answered", f"`{criterion.id}` has not been reviewed"
    yield Problem(
        record=ref_of(response),
        path=(path,),
        message=message,
        fix=f"somebody other than the person who answered reads it, then runs `gni-assess answer {criterion.id} --reviewed --as PERSON`",
    )
