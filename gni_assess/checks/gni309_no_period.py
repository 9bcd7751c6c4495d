"""The workspace does not say which period is assessed.

Why: An assessment judges what the company did in a period. Without its days nobody can tell whether a policy was in force in it, or a
case took place in it, and the rules that would ask are switched off: GNI303, GNI304 and GNI508. A record that looks clean for that
reason surprises everybody once the assessor names the days.

Wrong:
    assessment:
      pack: gni-2024
      stage: ready

Right:
    assessment:
      pack: gni-2024
      stage: ready
      period: {start: 2024-07-01, end: 2026-06-30}

Mend: Write `period` under `assessment` in `gni-assess.yaml`, with the first and the last day. Where the end is not agreed on yet, `start`
alone will do. Ask the GNI secretariat or your assessor where you do not know it: an error only when the record is said to be ready.
"""

from collections.abc import Iterator

from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI309"
NAME = "no-period"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find a workspace without a period."""
    if context.assessment.workspace.plan.period is None:
        yield Problem(
            record=WORKSPACE_REF,
            path=("assessment",),
            message="`assessment` has no `period`, so GNI303, GNI304 and GNI508 are switched off",
            fix="add `period: {start: YYYY-MM-DD, end: YYYY-MM-DD}` under `assessment` in gni-assess.yaml",
        )
