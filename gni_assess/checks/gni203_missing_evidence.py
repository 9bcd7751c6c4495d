"""A criterion is said to be met, and a required kind of evidence is neither linked nor explained.

Why: An assessment tests three things: that a policy says it, that a system does it, and that a real case shows it. An answer that something
is in place, without the kind of proof an assessor expects, will come back as a request, or as a finding that it could not be verified.
Saying openly that one kind is missing costs nothing here.

Wrong:
    # an assessor expects a policy and a system here
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    evidence:
      - {id: POL-417}

Right:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    evidence:
      - {id: POL-417, where: section 4.2}
      - {id: SYS-122, where: agenda item 6, shows: The review took place in both years}

Mend: Link evidence of that kind: `gni-assess answer GOV-02 --evidence SYS-122`; for a case it is enough that the case names the criterion
under `criteria`. Or explain why there is none: a gap (that is not done) whose `missing` names the kind, `no_instance` where nothing of
the sort happened in the period, or `alternative` where it exists and cannot be shown, with what the assessor can have instead. A
declined case is still evidence. Where a link is mistyped (GNI102), or the linked record cannot be read, only that diagnostic is shown.
"""

from collections.abc import Iterator

from gni_assess.checks.expected_evidence import missing_kinds
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import KIND_BY_PREFIX, Response
from gni_assess.model.vocabulary import DiagnosticSeverity, EvidenceKind

CODE = "GNI203"
NAME = "missing-evidence"
SEVERITY = DiagnosticSeverity.ERROR

_PREFIXES = {kind: prefix for prefix, kind in KIND_BY_PREFIX.items()}


def check(context: Context) -> Iterator[Problem]:
    """Find required kinds of evidence that are neither linked nor explained."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Find the required kinds that one response neither links nor explains: one problem for each kind."""
    if not is_settled(response, criterion):
        return
    for kind in missing_kinds(criterion, response, has_case=criterion.id in context.index.criteria_with_cases):
        yield Problem(
            record=ref_of(response),
            path=("finding",),
            message=f"`{criterion.id}` is in place or partly in place, and no {kind} shows it",
            fix=_fix(kind, criterion.id),
            key=(kind,),
        )


def _fix(kind: EvidenceKind, criterion_id: str) -> str:
    link = f"link a {kind}: gni-assess answer {criterion_id} --evidence {_PREFIXES[kind]}-…"
    gap = f"add a gap whose `missing` names {kind}"
    if kind is EvidenceKind.CASE:
        return f"{link}, say in `no_instance` why there is none, or {gap}"
    return f"{link}, or {gap}"
