"""A record names a criterion, or an area, that the pack does not have.

Why: An answer under a wrong number answers no question: the right criterion stays open, and what was written appears nowhere in the
report. A case or recommendation that names it is lost in the same way to whoever looks for it there. The same goes for an overlay that
would change a criterion which the pack lacks; only criteria of your own, with ids like ORG-01, may be new.

Wrong:
    # evidence/cases/CASE-208.yaml
    criteria: [FOE-04, FOE-99]

Right:
    # evidence/cases/CASE-208.yaml
    criteria: [FOE-04, FOE-10]

Mend: Find the id with `gni-assess criteria search WORDS` and correct it; for a response, rename the file as well. If the criterion
belonged to an earlier edition, `gni-assess criteria changes` tells what became of it. Nothing else about such a response is judged
until its criterion is known, except its links, limits and texts that would leak.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import criteria_in
from gni_assess.checks.rule import Context
from gni_assess.checks.suggestions import describe_unknown
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI101"
NAME = "unknown-criterion"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find criteria and areas that the pack lacks; own criteria are given the benefit of the doubt while an overlay cannot be used."""
    index = context.index
    for record in context.assessment.records():
        for path, criterion_id in criteria_in(record):
            if index.may_be_criterion(criterion_id):
                continue
            yield Problem(
                record=ref_of(record),
                path=path,
                message=f"`{path[0]}` names a criterion that the pack does not have",
                fix="correct the id; `gni-assess criteria list` shows all ids, `gni-assess criteria search WORDS` finds one",
                detail=describe_unknown(criterion_id, index.criteria),
            )
    for recommendation in context.assessment.recommendations.values():
        if recommendation.area and not index.may_be_area(recommendation.area):
            yield Problem(
                record=ref_of(recommendation),
                path=("area",),
                message="`area` names an area that the pack does not have",
                fix=f"use one of the pack's areas: {', '.join(sorted(index.areas))}",
                detail=describe_unknown(recommendation.area, index.areas),
            )
