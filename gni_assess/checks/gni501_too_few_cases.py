"""Fewer cases are selected than the assessment asks for.

Why: Policies say what the company means to do; only cases show what happened to people. An assessor who is given three of them cannot
tell a habit from an accident, and will ask for more when the people who remember are hard to find.

Wrong:
    # CASE-208 is the only case whose selection.decision is selected
    criterion: CAS-01
    finding: in-place
    answer: Our register of cases is complete.

Right:
    # CASE-208 is the only case whose selection.decision is selected
    criterion: CAS-01
    finding: partly-in-place
    answer: One case is ready. Seven more were chosen and wait for the people who handled them.
    gaps:
      - id: CAS-01-G417
        summary: Seven of eight cases are not written down yet.
        scale: low
        scope: low
        irremediability: low
        action: Interview those who handled them, and fill the records.
        owner: officer
        due: 2026-09-30

Mend: Enter more cases, and set `selection.decision` to selected in those that the assessor is to look at. Where fewer are enough for a
company like yours, agree on it with the assessor and write the figure `min_cases` with its reason into the workspace file, under
`case_selection`. Otherwise answer CAS-01 with what is true, and a gap: an honest shortfall passes. While a case file cannot be read,
nothing is said about the set. `gni-assess status` shows what the set covers.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI501"
NAME = "too-few-cases"
SEVERITY = DiagnosticSeverity.ERROR

_CRITERION = "CAS-01"


def check(context: Context) -> Iterator[Problem]:
    """Find a set of selected cases that is too small."""
    for line in find_shortfalls(context, _CRITERION):
        answer = "" if _CRITERION in context.assessment.responses else f"; `{_CRITERION}` has no response either"
        found = "no case is selected" if not line.count else f"only {line.count} {'case is' if line.count == 1 else 'cases are'} selected"
        yield shortfall(
            context,
            _CRITERION,
            message=f"{found}, and at least {line.target} should be{answer}",
            fix="set `selection.decision` to selected in more cases; `gni-assess evidence add case` makes one",
        )
