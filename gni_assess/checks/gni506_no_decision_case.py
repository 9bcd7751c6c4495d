"""No selected case shows a decision of the company's own.

Why: Much harm is decided long before any authority asks: what a product logs, which market is entered, to whom a business is sold. Such a
case shows whether due diligence was done in time, and whether it changed anything. Demands alone do not.

Wrong:
    # every selected case is a demand
    criterion: CAS-06
    finding: in-place
    answer: Due diligence is part of each launch.

Right:
    # a selected case
    type: product-decision
    demanded: Whether to keep request logs for 90 days, as sales asked, or for fewer.
    options: [{option: Keep them for 90 days, why_not: It would show who reads which site.}]

Mend: Ask product, sales and those who do deals what was launched, entered, left, bought or sold in the period and was argued about; enter
it as `product-decision`, `market-decision` or `transaction`, and select it. If there was none, answer CAS-06 with that, and a gap. The
figure is `min_decision_cases` under `case_selection`; a workspace may change it with a reason.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, only_cases, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI506"
NAME = "no-decision-case"
SEVERITY = DiagnosticSeverity.WARNING

_CRITERION = "CAS-06"


def check(context: Context) -> Iterator[Problem]:
    """Find a set with too few decisions about products, markets or deals."""
    for line in find_shortfalls(context, _CRITERION):
        yield shortfall(
            context,
            _CRITERION,
            message=f"{only_cases(line.count, 'shows', 'show')} a product, market or deal decision, and at least {line.target} should",
            fix="select a case of type `product-decision`, `market-decision` or `transaction`",
        )
