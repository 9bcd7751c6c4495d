"""A criterion is said to be in place in the whole company, yet a severe gap is open.

Why: The two statements cannot both be right, and an assessor will put them side by side. A severe gap that concerns the whole company
means that the criterion is at best partly in place there.

Wrong:
    criterion: FOE-02
    finding: in-place
    gaps:
      - id: FOE-02-G358
        summary: Demands that come in by telephone are not recorded.
        scale: high
        scope: medium
        irremediability: medium
        status: open

Right:
    criterion: FOE-02
    finding: in-place
    gaps:
      - id: FOE-02-G358
        summary: Demands that come in by telephone are not recorded.
        scale: high
        scope: medium
        irremediability: medium
        status: open
        entities: [nordics]
    exceptions:
      - {entity: nordics, finding: partly-in-place, note: The new register is being rolled out}

Mend: If the gap concerns the whole company, say partly in place. If it concerns only some entities or services, name them in the gap and
add an exception. If it is closed, set it to done with the evidence. If it is less severe than it says, correct the levels, with care.
"""

from collections.abc import Iterator

from gni_assess.checks.gap_plans import gap_problem
from gni_assess.checks.rule import Context, each_response
from gni_assess.checks.states import is_settled
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding, Severity

CODE = "GNI207"
NAME = "contradiction"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find severe open gaps under criteria that are said to be in place."""
    return each_response(context, check_response)


def check_response(context: Context, response: Response, criterion: Criterion) -> Iterator[Problem]:
    """Find the gaps of one response that contradict its finding: one problem for each gap."""
    del context
    if response.finding is not Finding.IN_PLACE or not is_settled(response, criterion):
        return
    for number, gap in enumerate(response.gaps):
        if gap.is_open and gap.severity is Severity.SEVERE and not gap.entities and not gap.services:
            yield gap_problem(
                response,
                number,
                f"`{criterion.id}` is said to be in place, yet a severe gap is open",
                f"change the finding: gni-assess answer {criterion.id} --finding partly-in-place; or name the `entities` or `services` "
                "that the gap is confined to: edit the gap in the file, or gni-assess gap set ID --entity …, or --service …",
            )
