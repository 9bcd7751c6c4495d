"""When it is said that the set of cases falls short, and where."""

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.checks.states import is_settled
from gni_assess.model.coverage import CoverageLine
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import Finding, RecordKind

_ENOUGH_CASES = "CAS-01"


def find_shortfalls(context: Context, criterion_id: str) -> tuple[CoverageLine, ...]:
    """Give what the set lacks under a case criterion, where the company does not say so itself.

    Nothing is given where the pack has no such criterion or it does not apply; where the response owns up to the shortfall, is not
    finished (GNI202) or cannot be read; and where a case cannot be read, as it might be one that is lacking. That there are too few
    cases is said once, under CAS-01 or by its response, and not again under each criterion that has no response.
    """
    index = context.index
    if index.coverage.unread or not _may_judge(context, criterion_id):
        return ()
    if criterion_id != _ENOUGH_CASES and criterion_id not in context.assessment.responses and _has_too_few_cases(context):
        return ()
    return tuple(each for each in index.coverage.lines if each.criterion == criterion_id and each.count < each.target)


def shortfall(context: Context, criterion_id: str, *, message: str, fix: str, detail: str = "") -> Problem:
    """Make a problem about the set: at the finding that says otherwise; without a response, where the pack asks for one."""
    response = context.assessment.responses.get(criterion_id)
    command = f"gni-assess answer {criterion_id} --finding partly-in-place --text …"
    way_out = f"{fix}; or answer {criterion_id} with what is missing, and a gap: {command}"
    if response is None:
        path = ("assessment", "pack")
        return Problem(record=WORKSPACE_REF, path=path, message=message, fix=way_out, detail=detail, about=criterion_id)
    return Problem(record=ref_of(response), path=("finding",), message=message, fix=way_out, detail=detail)


def only_cases(number: int, one: str, several: str) -> str:
    """Begin a sentence about too few selected cases, with its verb for one and for several."""
    if not number:
        return f"no selected case {one}"
    return f"only 1 selected case {one}" if number == 1 else f"only {number} selected cases {several}"


def _may_judge(context: Context, criterion_id: str) -> bool:
    criterion = context.index.applicable.get(criterion_id)
    if criterion is None or context.index.is_broken(RecordKind.RESPONSE, criterion_id):
        return False
    response = context.assessment.responses.get(criterion_id)
    return response is None or (response.finding is Finding.IN_PLACE and is_settled(response, criterion))


def _has_too_few_cases(context: Context) -> bool:
    """Whether the set is smaller than it should be, or the company says of itself that it is."""
    criterion, response = context.index.applicable.get(_ENOUGH_CASES), context.assessment.responses.get(_ENOUGH_CASES)
    if criterion is None:
        return False
    owned_up = response is not None and response.finding is not Finding.IN_PLACE and is_settled(response, criterion)
    return owned_up or any(each.count < each.target for each in context.index.coverage.lines if each.criterion == _ENOUGH_CASES)
