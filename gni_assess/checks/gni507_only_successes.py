"""All selected cases went well.

Why: An assessor asks what the company did when it lost, and what it learned. A set in which every order was refused and every user
protected is not believed, and takes the weight off the cases that did go well. Compliance with a lawful routine order does not count as
hard.

Wrong:
    # a selected case, like all the others
    challenge: won
    result: protected

Right:
    # a selected case
    challenge: none
    result: limited-harm
    hard: true
    hard_reason: We complied in half with an order that we thought unlawful, as staff had been threatened.

Mend: Select a case in which a challenge was lost (`challenge: lost`), people were harmed (`result: adverse`), or the choice was hard
(`hard: true` with `hard_reason`; without a reason, or with one that says nothing, it does not count). Ask those who handle demands which
matter they still think about. If there is none, answer CAS-07 with that, and a gap. The figure is `min_hard_cases` under
`case_selection`; a workspace may change it with a reason.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, only_cases, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI507"
NAME = "only-successes"
SEVERITY = DiagnosticSeverity.WARNING

_CRITERION = "CAS-07"


def check(context: Context) -> Iterator[Problem]:
    """Find a set with too few cases that were lost, did harm or were hard."""
    for line in find_shortfalls(context, _CRITERION):
        yield shortfall(
            context,
            _CRITERION,
            message=f"{only_cases(line.count, 'was', 'were')} lost, harmful or hard, and at least {line.target} should be",
            fix="select a case with `challenge: lost`, `result: adverse`, or `hard: true` and a `hard_reason`",
        )
