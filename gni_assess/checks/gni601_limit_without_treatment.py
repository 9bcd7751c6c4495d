"""A limit does not say on which ground it stands, or what each audience gets.

Why: Companies may hold information back for legal privilege, a legal prohibition, trade secrets, security or the privacy of users, and
say that they did. A limit without a ground is a refusal without a reason. One without treatment leaves the reader of the record to guess
whether the assessor may see the document in a secure setting or may not even know of it. Until it is mended, what it
stands on is withheld from everybody but the team.

Wrong:
    limits:
      - note: Ask counsel first.

Right:
    limits:
      - ground: legal-privilege
        treatment: {assessor: view-only, company-board: full}
        how: In the secure room; ask the general counsel.

Mend: Give the `ground`, and under `treatment` what each audience gets: `full`, `view-only`, `summary`, `withheld`, or `unacknowledged`
where even its existence may not be told. An audience that is not named gets `withheld`. This diagnostic can be neither ignored nor
lowered.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.limited import each_limit
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI601"
NAME = "limit-without-treatment"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find incomplete limits on records and on gaps: one problem for each limit."""
    for record in context.assessment.records():
        for path, limit in each_limit(record):
            missing = "ground" if limit.ground is None else "treatment" if not limit.treatment else ""
            if missing:
                both = limit.ground is None and not limit.treatment
                yield Problem(
                    record=ref_of(record),
                    path=path,
                    message="a limit has no ground and no treatment" if both else f"a limit has no {missing}",
                    fix="give its `ground`, and under `treatment` what each audience gets, such as {assessor: view-only}",
                )
