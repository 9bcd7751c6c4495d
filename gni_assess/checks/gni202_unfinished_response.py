"""A response is not finished: it has no finding, no text, or was skipped.

Why: A finding without a text asks the assessor to believe; a text without a finding leaves them to guess what the company says about
itself. A skipped question is an open question.

Wrong:
    criterion: GOV-02
    finding: in-place
    answer: ""

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year; its charter, section 4.2, gives it the task.

Mend: Give what is missing: `gni-assess answer GOV-02 --finding partly-in-place --text "..."`. Choose the finding that you could defend
in an interview. A finding given by command, or in the interview, takes out `skipped` by itself. As long as a response is unfinished,
nothing is said about its evidence, its text or its review, but a gap without a plan is still reported. A finding of not applicable
without a reason is GNI204.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding, Skipped

CODE = "GNI202"
NAME = "unfinished-response"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find unfinished responses."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Find what keeps one response from being finished; only the first thing is named, as the others are given with it."""
    del context
    command = f"gni-assess answer {criterion.id}"
    if response.skipped is not None:
        waits = response.skipped is Skipped.WAITING
        yield _problem(
            response,
            ("skipped",),
            f"`{criterion.id}` was skipped" + (" until somebody else answers" if waits else ""),
            f"answer it: gni-assess interview --only {criterion.id}" + ("; or remind the assignee" if waits else ""),
        )
    elif response.finding is None:
        yield _problem(response, ("finding",), f"`{criterion.id}` has no finding", f"choose a finding: {command} --finding …")
    elif not response.is_complete and response.finding is not Finding.NOT_APPLICABLE:
        yield _problem(response, ("answer",), f"`{criterion.id}` has a finding and no text", f"say what it rests on: {command} --text …")


def _problem(response: Response, path: KeyPath, message: str, fix: str) -> Problem:
    return Problem(record=ref_of(response), path=path, message=message, fix=fix)
