"""A criterion that applies to the company has no response.

Why: An unanswered question is the one thing an assessor cannot work with: it may mean that nothing is in place, or only that nobody
asked. An honest "not in place" with a gap and a plan is a complete record and passes; silence does not. The criteria on case examples
(CAS) are answered by the register of cases and need a response only where you depart from what is expected.

Wrong:
    # no file evidence/responses/GOV-02.yaml

Right:
    # evidence/responses/GOV-02.yaml
    criterion: GOV-02
    finding: not-in-place
    answer: The board has not discussed either right so far.
    gaps:
      - id: GOV-02-G417
        summary: No body of the board has the task.
        scale: medium
        scope: high
        irremediability: low
        action: Put both rights into the charter of the audit committee.
        owner: counsel
        due: 2026-12-31

Mend: Answer it: `gni-assess interview --only GOV-02` asks, and `gni-assess interview --unanswered` walks through all open questions.
Without questions: `gni-assess answer GOV-02 --finding not-in-place --text "..."`. If you do not know, ask one of the roles that
`gni-assess criteria show GOV-02` names, and assign the question to them. Where a response exists but its file cannot be read, that
file's own diagnostic is shown instead of this one.
"""

from collections.abc import Iterator

from gni_assess.checks.rule import Context
from gni_assess.model.criteria import CASE_AREA
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind

CODE = "GNI201"
NAME = "missing-response"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find criteria that apply, other than those on cases, without a response."""
    for criterion in context.index.applicable.values():
        answered = criterion.id in context.assessment.responses or context.index.is_broken(RecordKind.RESPONSE, criterion.id)
        if not answered and criterion.area != CASE_AREA:
            yield Problem(
                record=WORKSPACE_REF,
                path=("assessment", "pack"),
                message=f"`{criterion.id}` has no response",
                fix=f"answer it: gni-assess interview --only {criterion.id}",
                about=criterion.id,
            )
