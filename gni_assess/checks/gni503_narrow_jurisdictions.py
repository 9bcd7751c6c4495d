"""The selected cases come from too few places, or leave out the places of concern.

Why: How a company handles an order where courts are independent says little about a place where they are not. Users in the riskiest
places are the easiest to leave out of the picture, as colleagues there dare to write least.

Wrong:
    # jurisdictions_of_concern names TR, and no selected case is from there
    criterion: CAS-03
    finding: in-place
    answer: The cases come from four countries.

Right:
    # a selected case
    jurisdiction: TR

Mend: Ask the colleagues who know the places that are missing, with counsel's advice on what may be written down where. Select cases from
there, or answer CAS-03 with what is true: where one looked, why there is none, and a gap. Asked for are as many jurisdictions as
`min_jurisdictions` says, or as the company has markets where these are fewer, and the share `min_concern_share` of the jurisdictions of
concern; a workspace may change both figures under `case_selection`, with reasons.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.coverage import CoverageLine
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI503"
NAME = "narrow-jurisdictions"
SEVERITY = DiagnosticSeverity.WARNING

_CRITERION = "CAS-03"


def check(context: Context) -> Iterator[Problem]:
    """Find a set from too few jurisdictions, or from too few of those of concern: one problem for both."""
    short = find_shortfalls(context, _CRITERION)
    if short:
        lacking = ", ".join(name for each in short for name in each.lacking)
        yield shortfall(
            context,
            _CRITERION,
            message=f"the selected cases come {', and '.join(_tell(each) for each in short)}",
            fix="select cases from other jurisdictions, first from those of concern",
            detail=f"none from {lacking}" if lacking else "",
        )


def _tell(line: CoverageLine) -> str:
    concern = " of concern" if line.key == "concern" else ""
    found = f"only {line.count} jurisdiction{'' if line.count == 1 else 's'}{concern}" if line.count else f"no jurisdiction{concern}"
    return f"from {found}, where at least {line.target} {'is' if line.target == 1 else 'are'} asked for"
