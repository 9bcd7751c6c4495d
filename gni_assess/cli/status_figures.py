"""The figures of `status`: the same as those of the report's Summary for the team, counted from the record itself."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gni_assess.checks.case_set import selected_cases
from gni_assess.checks.states import state_of
from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import Case
from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.progress import AreaProgress, gaps_of, open_gaps, progress_by_area
from gni_assess.model.vocabulary import Finding, Severity, State

FINDING_WORDS: Mapping[Finding, str] = {
    Finding.IN_PLACE: "in place",
    Finding.PARTLY_IN_PLACE: "partly",
    Finding.PLANNED: "planned",
    Finding.NOT_IN_PLACE: "not in place",
    Finding.NOT_APPLICABLE: "not applicable",
}
"""Findings in a line of words."""


@dataclass(frozen=True, kw_only=True)
class AreaFigures:
    """How far one area is. What is not answered is unanswered, unfinished (a finding without its text), or answered by the cases."""

    progress: AreaProgress
    unanswered: int
    unfinished: int
    by_cases: int


@dataclass(frozen=True, kw_only=True)
class CaseFigures:
    """How many cases there are of one kind: in the set for the assessor, and others."""

    selected: int
    other: int


def figures_by_area(assessment: Assessment) -> tuple[AreaFigures, ...]:
    """Count the criteria of each area by what there is of an answer; areas of which nothing applies are left out."""
    counts = Counter((each.area, _left_as(assessment, each)) for each in assessment.applicable)
    return tuple(
        AreaFigures(
            progress=each,
            unanswered=counts[each.area.id, "unanswered"],
            unfinished=counts[each.area.id, "unfinished"],
            by_cases=counts[each.area.id, "by cases"],
        )
        for each in progress_by_area(assessment)
    )


def _left_as(assessment: Assessment, criterion: Criterion) -> str:
    response = assessment.responses.get(criterion.id)
    if response is None or response.finding is None:
        return "by cases" if criterion.area == CASE_AREA and assessment.cases else "unanswered"
    return "unfinished" if state_of(response) is State.DRAFT else "answered"


def gaps_by_area(assessment: Assessment) -> Mapping[str, Mapping[Severity, int]]:
    """Count the open gaps of each area that has one, by severity; the areas in the pack's order."""
    open_ids = {each.id for each in open_gaps(assessment)}
    counts = Counter((response.criterion.partition("-")[0], gap.severity) for response, gap in gaps_of(assessment) if gap.id in open_ids)
    found = {area for area, _ in counts}
    order = [each.id for each in assessment.pack.areas]
    known = [each for each in order if each in found]
    return {area: {each: counts[area, each] for each in Severity} for area in (*known, *sorted(found - set(known)))}


def cases_by(assessment: Assessment, give: Callable[[Case], str]) -> Mapping[str, CaseFigures]:
    """Count the cases by what is given for each, those with most cases in the set first."""
    chosen = {each.id for each in selected_cases(assessment)}
    counts = Counter((give(each), each.id in chosen) for each in assessment.cases.values())
    names = sorted({name for name, _ in counts}, key=lambda name: (-counts[name, True], name))
    return {name: CaseFigures(selected=counts[name, True], other=counts[name, False]) for name in names}


def recommendations_by_status(assessment: Assessment) -> Mapping[RecommendationStatus, int]:
    """Count the recommendations of earlier assessments."""
    counts = Counter(each.status for each in assessment.recommendations.values())
    return {each: counts[each] for each in RecommendationStatus}


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one person has to do."""

    to_answer: int
    open_gaps: int


def work_by_person(assessment: Assessment) -> Mapping[str, Work]:
    """Count what each person has to do; those who have nothing to do are left out."""
    waiting = Counter(each.assignee for each in assessment.responses.values() if each.assignee and not each.is_answered)
    gaps = Counter(each.owner for each in open_gaps(assessment) if each.owner)
    return {person: Work(to_answer=waiting[person], open_gaps=gaps[person]) for person in sorted({*waiting, *gaps})}
