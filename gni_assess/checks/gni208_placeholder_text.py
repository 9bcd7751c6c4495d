"""A text only holds a place, has one that is still to be filled, or is the example of the pack.

Why: "TODO" in a report to an assessor looks careless, and a pasted example is worse: it describes a company that does not exist, in the
name of yours. A `TODO` or `[name]` left in the middle of a finished sentence is the easiest to overlook. All of them pass every other
check, because there is a text.

Wrong:
    criterion: GOV-02
    finding: in-place
    answer: tbd

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year; its charter, section 4.2, gives it the task.

Mend: Write what is true for your company, also in place of a `TODO`, `TBD`, `XXX`, `[name]` or `lorem ipsum` inside a longer text. If you
do not know it yet, skip the question (`gni-assess interview`, then `:s`) or assign it, rather than fill the field. If there is nothing to
say, leave an optional field out instead of writing "none".
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.placeholders import find_left_inside, is_copy, is_placeholder
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import KeyPath, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI208"
NAME = "placeholder-text"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find placeholders in responses and in evidence."""
    yield from each_response(context, check_response)
    for documents in (context.assessment.policies, context.assessment.systems):
        for document in documents.values():
            if is_placeholder(document.title):
                yield _placeholder(ref_of(document), ("title",))
            if is_placeholder(document.summary):
                yield _placeholder(ref_of(document), ("summary",))
    for case in context.assessment.cases.values():
        for key, text in (("title", case.title), ("demanded", case.demanded), ("shareable_summary", case.shareable_summary)):
            if is_placeholder(text):
                yield _placeholder(ref_of(case), (key,))
            elif key == "shareable_summary":
                yield from _left_inside(ref_of(case), (key,), text)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Find placeholders in one response; its own texts are judged once it is finished, those of its gaps always."""
    del context
    record = ref_of(response)
    if is_settled(response, criterion):
        for key in ("answer", "reason", "no_instance", "alternative"):
            text: str = getattr(response, key)
            if is_placeholder(text):
                yield _placeholder(record, (key,))
            elif is_copy(text, criterion.example):
                yield _copy(record, (key,))
            else:
                yield from _left_inside(record, (key,), text)
    for number, gap in enumerate(response.gaps):
        for key, text in (("summary", gap.summary), ("action", gap.action)):
            if is_placeholder(text):
                yield _placeholder(record, ("gaps", number, key))
            else:
                yield from _left_inside(record, ("gaps", number, key), text)


def _placeholder(record: RecordRef, path: KeyPath) -> Problem:
    fix = "write the text, or leave the field out where it is optional"
    return Problem(record=record, path=path, message=f"`{path[-1]}` only holds a place for a text", fix=fix)


def _left_inside(record: RecordRef, path: KeyPath, text: str) -> Iterator[Problem]:
    if mark := find_left_inside(text):
        fix = "write what belongs there; `TODO`, `TBD`, `XXX`, `[name]` and `lorem ipsum` are taken for something that is still to come"
        yield Problem(record=record, path=path, message=f"`{path[-1]}` has a place that is still to be filled", fix=fix, detail=f"`{mark}`")


def _copy(record: RecordRef, path: KeyPath) -> Problem:
    message = f"`{path[-1]}` is the pack's example, which describes a fictional company"
    return Problem(record=record, path=path, message=message, fix="write what is true for your company")
