"""The selected cases hardly touch one of the two rights.

Why: A company may resist orders to take down content and still hand over its users' data too easily, or the other way round. Both rights
must be tried in practice, so that strength in one does not hide harm to the other.

Wrong:
    # all selected cases have rights: [privacy]
    criterion: CAS-02
    finding: in-place
    answer: The cases cover both rights.

Right:
    # in three of the selected cases
    rights: [expression, privacy]
    harm: The site was out of reach for a week, and the order named its readers.

Mend: Look first whether `rights` in each case names all that was at stake for people, whichever team handled the matter. Then ask the
team that meets the other right for its last ten matters, and select the ones that tell most. Where such demands hardly reach the company,
answer CAS-02 with what is true, and a gap. The figure is `min_per_right` under `case_selection`; a workspace may change it with a reason.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, only_cases, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI502"
NAME = "one-sided-cases"
SEVERITY = DiagnosticSeverity.ERROR

_CRITERION = "CAS-02"
_NAMES = {"expression": "freedom of expression", "privacy": "privacy"}


def check(context: Context) -> Iterator[Problem]:
    """Find a set in which a right has too few cases: one problem, whether one right is short or both are."""
    short = find_shortfalls(context, _CRITERION)
    if short:
        found = ", and ".join(f"{only_cases(each.count, 'is', 'are')} about {_NAMES[each.key]}" for each in short)
        wanted = f"; at least {short[0].target} should be about each" if len(short) > 1 else f", and at least {short[0].target} should be"
        yield shortfall(
            context,
            _CRITERION,
            message=found + wanted,
            fix="select cases about the right that lacks them, or complete `rights` in those that touch both",
        )
