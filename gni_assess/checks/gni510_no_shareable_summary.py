"""A selected case has no version that may be shared.

Why: Most readers get of a case only its shareable summary. Without one the case is lost to them, or somebody writes one in haste, and a
name or a place slips through.

Wrong:
    selection: {decision: selected}
    demanded: The account of a named journalist.
    shareable_summary: ""

Right:
    selection: {decision: selected}
    demanded: The account of a named journalist.
    shareable_summary: |
      An authority asked for the data of a user who publishes. We refused, as the order gave no legal
      basis. The user was told.

Mend: Write `shareable_summary`: what was asked, what the company did, what it meant for people; no names, places or numbers that lead to
somebody. Let somebody read it who knows the country and not the case. Terms that the case protects are looked for in it (GNI511).
"""

from collections.abc import Iterator

from gni_assess.checks.case_set import selected_cases
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI510"
NAME = "no-shareable-summary"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find selected cases without a shareable summary; where there is nothing to point at, where it is asked for: where it is selected."""
    for case in selected_cases(context.assessment):
        if not case.shareable_summary.strip():
            yield Problem(
                record=ref_of(case),
                path=("shareable_summary",) if case.shareable_summary else ("selection", "decision"),
                message=f"`{case.id}` is selected, and has no `shareable_summary`",
                fix="write what was asked, what was done and what it meant for people, without names, places and numbers",
            )
