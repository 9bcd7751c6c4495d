"""The selected cases are nearly all of one kind.

Why: Eight orders to hand over data show one procedure eight times. What the company does when an official telephones, when a network is
to be shut down or a law asks for local staff is then not known, and these are the cases in which rights are lost.

Wrong:
    # every selected case has type: user-data
    criterion: CAS-05
    finding: in-place
    answer: The cases are typical of what reaches us.

Right:
    # one of several types in the set
    type: informal-pressure
    pressure: The caller said that the license was up for renewal.

Mend: Look through the list of types (`gni-assess schema case`) for what has happened in the company and is not in the set, and select a
case of it. If nothing else has happened, answer CAS-05 with that, and a gap. The figure is `min_types` under `case_selection`; a
workspace may change it with a reason.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI505"
NAME = "narrow-case-types"
SEVERITY = DiagnosticSeverity.WARNING

_CRITERION = "CAS-05"


def check(context: Context) -> Iterator[Problem]:
    """Find a set with too few types of case."""
    for line in find_shortfalls(context, _CRITERION):
        yield shortfall(
            context,
            _CRITERION,
            message=f"{_found(line.count)}, and there should be at least {line.target} types",
            fix="select cases of other types; `gni-assess schema case` lists them",
        )


def _found(types: int) -> str:
    if types > 1:
        return f"the selected cases are of only {types} types"
    return "the selected cases are all of one type" if types else "no case is selected"
