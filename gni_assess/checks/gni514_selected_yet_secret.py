"""A case is selected that the assessor does not receive.

Why: A selected case is one that the assessor looks at: reads, asks about, and weighs. One that the assessor may not even know of cannot
be among them. Counted in, it would make the set look larger than what is there to be read, and a count that differs from the list tells
that something is kept back.

Wrong:
    selection: {decision: selected}
    limits:
      - ground: legal-prohibition
        treatment: {assessor: unacknowledged, gni: unacknowledged, company-board: unacknowledged, public: unacknowledged}

Right:
    selection: {decision: candidate}
    notes: Not shown to anybody while the order stands. Counsel looks at it again when the order ends.
    limits:
      - ground: legal-prohibition
        treatment: {assessor: unacknowledged, gni: unacknowledged, company-board: unacknowledged, public: unacknowledged}

Mend: Set `selection.decision` to candidate (to declined with a reason, where a member nominated the case), and keep the reason inside the
team: in `notes`, not in an answer or in a shareable summary. Select another case in its place. Where counsel finds that the assessor may
know that the case exists, change the limit instead, to `view-only` or `withheld`, for example. Until then the case is in none of the
counts of the set.
"""

from collections.abc import Iterator

from gni_assess.checks.case_set import secret_selections
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI514"
NAME = "selected-yet-secret"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find selected cases that the assessor may not know of; what is said of them tells no reader why, as it may be published."""
    for case in secret_selections(context.assessment):
        yield Problem(
            record=ref_of(case),
            path=("selection", "decision"),
            message=f"`{case.id}` is selected, and the assessor does not receive it",
            fix="set `selection.decision` to candidate and keep the reason in `notes`; `gni-assess rule GNI514` tells more",
        )
