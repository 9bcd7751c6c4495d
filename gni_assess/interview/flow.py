"""Which question follows which, within one criterion, and whether a question still makes sense."""

from collections.abc import Callable, Mapping

from gni_assess.interview.forms.filling import find_field, next_key
from gni_assess.interview.pending_gap import read_pending
from gni_assess.interview.progress import missing_kinds
from gni_assess.interview.state import GAP_STEPS, LINK_STEPS, Spot, State, Step
from gni_assess.model.vocabulary import Finding, Skipped

_AFTER: Mapping[Step, Step] = {
    Step.REASON: Step.DONE,
    Step.ANSWER: Step.EVIDENCE,
    Step.LINK_WHERE: Step.LINK_SHOWS,
    Step.MISSING: Step.GAPS,
    Step.GAPS: Step.DONE,
    Step.GAP_MISSING: Step.GAPS,
    Step.SKIP_KIND: Step.SKIP_REASON,
    Step.ASSIGN: Step.DONE,
}


def following(state: State) -> Spot:
    """Give the question that follows once the present one is answered, as the record is now."""
    here = state.spot
    special = _SPECIAL.get(here.step)
    if special is not None:
        return special(state)
    if here.step in _AFTER:
        step = _AFTER[here.step]
        return here.at(step, links=here.links if step in LINK_STEPS else ())
    return here.at(GAP_STEPS[GAP_STEPS.index(here.step) + 1], gap=here.gap)


def _after_finding(state: State) -> Spot:
    return state.spot.at(Step.REASON if state.response.finding is Finding.NOT_APPLICABLE else Step.ANSWER)


def _after_link(state: State) -> Spot:
    rest = state.spot.links[1:]
    return state.spot.at(Step.LINK_WHERE, links=rest) if rest else state.spot.at(Step.EVIDENCE)


def _after_evidence(state: State) -> Spot:
    missing = missing_kinds(state.assessment, state.criterion, state.response)
    return state.spot.at(Step.MISSING if missing else Step.GAPS)


def _after_due(state: State) -> Spot:
    missing = missing_kinds(state.assessment, state.criterion, state.response)
    explains = state.gap is not None and bool(state.gap.missing)
    return state.spot.at(Step.GAP_MISSING, gap=state.spot.gap) if missing or explains else state.spot.at(Step.GAPS)


def _after_skip(state: State) -> Spot:
    unknown = state.response.skipped is Skipped.DO_NOT_KNOW
    return state.spot.at(Step.ASSIGN if unknown else Step.DONE)


def _after_form(state: State) -> Spot:
    key = next_key(state.draft, state.assessment, state.spot.field) if state.draft else None
    return state.spot.at(Step.REGISTER) if key is None else state.spot.at(Step.FORM, field=key)


def _after_note(state: State) -> Spot:
    return state.trail[-1] if state.trail and state.trail[-1].criterion == state.spot.criterion else state.spot.at(Step.FINDING)


_SPECIAL: Mapping[Step, Callable[[State], Spot]] = {
    Step.FINDING: _after_finding,
    Step.LINK_SHOWS: _after_link,
    Step.EVIDENCE: _after_evidence,
    Step.NO_INSTANCE: _after_evidence,
    Step.ALTERNATIVE: _after_evidence,
    Step.GAP_DUE: _after_due,
    Step.SKIP_REASON: _after_skip,
    Step.FORM: _after_form,
    Step.NOTE: _after_note,
}


def is_possible(state: State, spot: Spot) -> bool:
    """Whether a question can still be asked: what it is about may have been removed meanwhile."""
    response = state.assessment.responses.get(spot.criterion)
    if spot.criterion not in state.assessment.pack.by_id:
        return False
    if spot.step is Step.FORM:
        draft = state.drafts.get(spot.criterion)
        return draft is not None and find_field(draft, state.assessment, spot.field) is not None
    if spot.step in LINK_STEPS:
        return response is not None and any(link.id == spot.links[0] for link in response.evidence)
    if spot.step in GAP_STEPS and spot.gap:
        return response is not None and any(gap.id == spot.gap for gap in response.gaps)
    if spot.step in GAP_STEPS[1:]:
        pending = read_pending(response.notes) if response else None
        needed = GAP_STEPS.index(spot.step)
        known = [] if pending is None else [pending.summary, pending.scale, pending.scope]
        return needed <= len(known) and all(known[:needed])
    return True
