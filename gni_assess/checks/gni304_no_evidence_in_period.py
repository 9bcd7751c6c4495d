"""A criterion is said to be in place, and nothing that its response links was in force in the assessment period.

Why: "In place" is a statement about the period. A policy adopted after it is improvement, which an assessor will gladly note, but it
cannot show that the commitment was kept before; a policy that ended before it shows even less. With nothing else to go by, the
assessor will find that the criterion was not met.

Wrong:
    # the assessment period is 2024-07-01 to 2026-06-30; POL-519 has been in force since 2026-09-01
    criterion: FOE-02
    finding: in-place
    answer: Our policy covers every kind of demand.
    evidence:
      - {id: POL-519}

Right:
    criterion: FOE-02
    finding: in-place
    answer: Our policy covers every kind of demand; the new version also covers informal ones.
    evidence:
      - {id: POL-417, shows: The policy in force through the period}
      - {id: POL-519, shows: What was improved afterwards}

Mend: Link the policy or system that was in force in the period, with `gni-assess answer FOE-02 --evidence POL-417`. If there was none,
say partly in place or not in place, with a gap that says since when it is better. If the dates of the evidence are wrong, correct
them. One link that was, or may have been, in force on one day is enough; months and unknown dates exclude nothing that they may
include. Cases do not count here, and a response that links no policy or system is GNI203. Where a link leads nowhere (GNI102), or to a
record that cannot be read, or to one whose dates cannot be (GNI306), only that is shown. Without `assessment.period` nothing is found.
"""

from collections.abc import Iterator

from gni_assess.checks.in_force import find_period, may_be_in_force
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, EvidenceKind, Finding

CODE = "GNI304"
NAME = "no-evidence-in-period"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find criteria said to be in place whose policies and systems were all out of force in the period."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Judge whether any policy or system that one response links was, or may have been, in force in the period."""
    period = find_period(context)
    if period is None or response.finding is not Finding.IN_PLACE or not is_settled(response, criterion):
        return
    assessment = context.assessment
    linked = [each.id for each in response.evidence if each.kind is not EvidenceKind.CASE]
    found = [assessment.policies.get(each) or assessment.systems.get(each) for each in linked]
    if found and not any(each is None or may_be_in_force(each.effective, period.start, period.end) for each in found):
        yield Problem(
            record=ref_of(response),
            path=("evidence",),
            message=f"`{criterion.id}` is said to be in place, and nothing that is linked was in force in the assessment period",
            fix="link what was in force in the period; if nothing was, change the finding and add a gap: what came later is improvement",
        )
