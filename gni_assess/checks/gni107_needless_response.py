"""There is a response to a criterion that does not apply to this company.

Why: Some criteria are only asked of certain companies, such as network operators, or of companies that were assessed before. A response
to one of the others is left out of the report. So either the work was for nothing, or the facts about the company in `gni-assess.yaml`
are wrong, and then other questions may be missing too.

Wrong:
    # gni-assess.yaml says company.types: [vendor]; the criterion is not asked of vendors
    criterion: FOE-10
    finding: in-place

Right:
    # gni-assess.yaml says company.types: [vendor, infrastructure]
    criterion: FOE-10
    finding: in-place

Mend: If the criterion does apply, correct `company` or `assessment.first_assessment` in `gni-assess.yaml`. If it does not, remove the
file of the response. Nothing else about the response is judged, except its links, limits and texts that would leak.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI107"
NAME = "needless-response"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find responses to criteria that the pack has and that do not apply."""
    for response in context.assessment.responses.values():
        if response.criterion in context.index.criteria and response.criterion not in context.index.applicable:
            yield Problem(
                record=ref_of(response),
                path=("criterion",),
                message=f"`{response.criterion}` does not apply to this company, so the response is not used",
                fix="if it does apply, correct the facts under `company` in gni-assess.yaml; if not, remove this response",
            )
