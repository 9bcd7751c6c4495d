"""A service with material risk appears in no selected case.

Why: The workspace says that people's rights are at real risk through this service. A set of cases that never touches it leaves the
assessor to guess how the company behaves where it matters, and looks as if the service had been kept out of sight.

Wrong:
    # the workspace file; every selected case has services: [cdn]
    services:
      - {id: cdn, name: Content delivery, in_scope: true, material_risk: true}
      - {id: pages, name: Relay Pages, in_scope: true, material_risk: true}

Right:
    # a selected case
    services: [cdn, pages]

Mend: Complete `services` in the cases that touched the service, or select a case about it. If no demand has reached it yet, answer CAS-04
with that, and a gap. If its risk is not material after all, say so in the workspace file, and why under CTX-05.
"""

from collections.abc import Iterator

from gni_assess.checks.case_shortfalls import find_shortfalls, shortfall
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI504"
NAME = "uncovered-service"
SEVERITY = DiagnosticSeverity.WARNING

_CRITERION = "CAS-04"


def check(context: Context) -> Iterator[Problem]:
    """Find services in scope with material risk that no selected case names: one problem for all of them."""
    for line in find_shortfalls(context, _CRITERION):
        number = line.target - line.count
        what = "a service in scope with material risk appears"
        what = what if number == 1 else f"of the services in scope with material risk {number} appear"
        yield shortfall(
            context,
            _CRITERION,
            message=f"{what} in no selected case",
            fix="select a case about it, or complete `services` in those that touched it",
            detail=", ".join(line.lacking),
        )
