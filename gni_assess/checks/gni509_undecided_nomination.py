"""A case that a member of GNI nominated is neither taken up nor declined with a reason.

Why: Members that are not companies nominate cases because they have seen what happened to people. A nomination that is left lying looks
as if the company chose what the assessor may see.

Wrong:
    selection: {nominated_by: non-company-member, decision: candidate}

Right:
    selection:
      nominated_by: non-company-member
      decision: declined
      decided_by: assessor
      reason: The same orders are in CASE-208; the member agreed on 2026-03-12.

Mend: Set `selection.decision` to selected, or to declined with the reason, and say in `selection.decided_by` who decided.
"""

from collections.abc import Iterator

from gni_assess.checks.case_set import is_decided, is_nominated
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.case_vocabulary import SelectionDecision
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI509"
NAME = "undecided-nomination"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find nominations by members that are no companies without a decision, or declined without a reason."""
    for case in context.assessment.cases.values():
        selection = case.selection
        if not is_nominated(selection) or is_decided(selection):
            continue
        is_open = selection.decision is SelectionDecision.CANDIDATE
        yield Problem(
            record=ref_of(case),
            path=("selection", "decision" if is_open else "reason"),
            message="a nominated case has not been decided on" if is_open else "a nominated case was declined without a reason",
            fix="set `selection.decision` to selected, or to declined with a `reason`"
            if is_open
            else "give the `reason` under `selection`",
        )
