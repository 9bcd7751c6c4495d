"""Where an assessment stands, as counts. There is no score, grade or percentage here, and there must not be one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import CASE_AREA, Area
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class AreaProgress:
    """The work on one area: criteria that apply, those answered, and the findings among the answered."""

    area: Area
    applicable: int
    answered: int
    findings: Mapping[Finding, int]


def progress_by_area(assessment: Assessment) -> tuple[AreaProgress, ...]:
    """Count the work area by area, in the pack's order; areas of which nothing applies are left out."""
    rows = []
    for area in assessment.pack.areas:
        criteria = [each for each in assessment.applicable if each.area == area.id]
        answered = [found for each in criteria if (found := assessment.responses.get(each.id)) is not None and found.is_answered]
        if criteria:
            findings = Counter(each.finding for each in answered if each.finding is not None)
            rows.append(AreaProgress(area=area, applicable=len(criteria), answered=len(answered), findings=dict(findings)))
    return tuple(rows)


def gaps_of(assessment: Assessment) -> Iterator[tuple[Response, Gap]]:
    """Give every gap with the response it stands under."""
    for response in assessment.responses.values():
        for gap in response.gaps:
            yield response, gap


def open_gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Give the open gaps, the most severe first, then by date."""
    order = list(Severity)
    found = [gap for _, gap in gaps_of(assessment) if gap.is_open]
    return tuple(sorted(found, key=lambda gap: (order.index(gap.severity), gap.due or date.max, gap.id)))


def unanswered(assessment: Assessment) -> tuple[str, ...]:
    """Name the criteria that apply and are not answered; case criteria are answered by the register of cases and are not among them."""
    return tuple(
        each.id
        for each in assessment.applicable
        if each.area != CASE_AREA and ((found := assessment.responses.get(each.id)) is None or not found.is_answered)
    )


def is_overdue(gap: Gap, today: date) -> bool:
    """Whether an open gap's date has passed."""
    return gap.is_open and gap.due is not None and gap.due < today
