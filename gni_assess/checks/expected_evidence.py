"""Which kinds of evidence a response still owes: the one judgment behind GNI203 and the interview's questions."""

from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import EvidenceKind, Finding, GapStatus

MET = frozenset({Finding.IN_PLACE, Finding.PARTLY_IN_PLACE})
"""The findings that evidence has to show."""


def missing_kinds(criterion: Criterion, response: Response, *, has_case: bool) -> tuple[EvidenceKind, ...]:
    """Give the required kinds that a response neither links nor explains, in the criterion's order.

    `has_case` says whether some case names the criterion as its own. A link to what is not registered counts by its id: it is a problem
    of its own (GNI102), and one cause gives one diagnostic. Explained is a kind by a gap that is not done, `no_instance` (cases only) or
    `alternative` (any).
    """
    if response.finding not in MET or criterion.area == CASE_AREA or response.alternative.strip():
        return ()
    there = {link.kind for link in response.evidence}
    there |= {kind for gap in response.gaps if gap.status is not GapStatus.DONE for kind in gap.missing}
    if has_case or response.no_instance.strip():
        there.add(EvidenceKind.CASE)
    return tuple(kind for kind in dict.fromkeys(criterion.required_kinds) if kind not in there)
