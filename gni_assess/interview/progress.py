"""How far the answers are, and which criterion comes next."""

from collections.abc import Iterable

from gni_assess.checks import expected_evidence
from gni_assess.interview.pending_gap import read_pending
from gni_assess.interview.state import State
from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import EvidenceKind, Finding

LACKING = frozenset({Finding.PARTLY_IN_PLACE, Finding.PLANNED, Finding.NOT_IN_PLACE})
"""The findings that a gap has to explain."""


def is_optional(criterion_id: str) -> bool:
    """Whether a criterion needs no response: those about cases are answered by the register of cases; a response explains departures."""
    return criterion_id.partition("-")[0] == CASE_AREA


def is_answered(assessment: Assessment, criterion_id: str) -> bool:
    """Whether a criterion has a finding with its text."""
    response = assessment.responses.get(criterion_id)
    return response is not None and response.is_answered


def unanswered(assessment: Assessment, ids: Iterable[str]) -> tuple[str, ...]:
    """Give those that have no answer yet, in their order."""
    return tuple(each for each in ids if not is_answered(assessment, each))


def missing_kinds(assessment: Assessment, criterion: Criterion, response: Response) -> tuple[EvidenceKind, ...]:
    """Give the kinds of evidence that an assessor would expect and that are neither linked nor explained (GNI203)."""
    has_case = any(criterion.id in case.criteria for case in assessment.cases.values())
    return expected_evidence.missing_kinds(criterion, response, has_case=has_case)


def lacks_gap(response: Response) -> bool:
    """Whether the finding says that something is missing and no gap says what (GNI205)."""
    return response.finding in LACKING and not response.gaps


def find_begun_gaps(state: State) -> tuple[str, ...]:
    """Give the criteria with a gap that was begun and left before it was judged."""
    ids = (each.id for each in state.assessment.applicable)
    return tuple(each for each in ids if (found := state.assessment.responses.get(each)) and read_pending(found.notes))


def find_loose_ends(state: State) -> tuple[str, ...]:
    """Give the answered criteria of the walk that still lack evidence or a gap, as when a session ended in the middle of one."""
    return tuple(
        each
        for each in state.setting.walk
        if is_answered(state.assessment, each)
        and (
            missing_kinds(state.assessment, state.assessment.pack.by_id[each], state.assessment.responses[each])
            or lacks_gap(state.assessment.responses[each])
        )
    )


def place_in_walk(state: State) -> str:
    """Say which of the chosen criteria this is."""
    walk, here = state.setting.walk, state.spot.criterion
    return f"{walk.index(here) + 1} of {len(walk)}" if here in walk else "outside your selection"


def next_in_walk(state: State) -> str | None:
    """Give the criterion after this one: the next without an answer, or simply the next where everything is to be gone through."""
    later = _later(state)
    if state.setting.ask_everything:
        return next(iter(later), None)
    return next(iter(unanswered(state.assessment, later)), None)


def next_unanswered(state: State) -> str | None:
    """Give the next criterion without an answer, from here to the end and then from the start; never this one."""
    later = _later(state)
    around = (*later, *(each for each in state.setting.walk if each not in later))
    return next((each for each in unanswered(state.assessment, around) if each != state.spot.criterion), None)


def previous_in_walk(state: State) -> str | None:
    """Give the criterion before this one, whether answered or not."""
    later = set(_later(state))
    earlier = [each for each in state.setting.walk if each not in later and each != state.spot.criterion]
    return earlier[-1] if earlier else None


def _later(state: State) -> tuple[str, ...]:
    walk, here = state.setting.walk, state.spot.criterion
    if here in walk:
        return walk[walk.index(here) + 1 :]
    order = {each.id: number for number, each in enumerate(state.assessment.pack.criteria)}
    return tuple(each for each in walk if order[each] > order[here])
