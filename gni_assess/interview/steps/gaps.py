"""Gaps: the list of a criterion's gaps, and the judgment of one."""

from collections.abc import Mapping
from dataclasses import replace

from gni_assess.interview.edits import save
from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, choice, good, hint, plain, warning
from gni_assess.interview.pending_gap import PendingGap, read_pending, with_pending
from gni_assess.interview.progress import lacks_gap, missing_kinds
from gni_assess.interview.state import GAP_STEPS, State, Step, Turn
from gni_assess.interview.steps.question import Question, ask_for_key, choose, list_choices, refuse, text_of_response
from gni_assess.interview.steps.texts import text_question
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import EvidenceKind, Impact, Level

LEVELS: Mapping[str, str] = {"l": Level.LOW, "m": Level.MEDIUM, "h": Level.HIGH}

_QUESTIONS: Mapping[Step, str] = {
    Step.GAP_SCALE: "Scale: if this gap hurts people, how grave is it for them?",
    Step.GAP_SCOPE: "Scope: how many people can it reach?",
    Step.GAP_IRREMEDIABILITY: "Irremediability: how hard would it be to put people back where they were?",
}

_MEANINGS: Mapping[Step, Mapping[str, str]] = {
    Step.GAP_SCALE: {
        "l": "low: an annoyance; people can still speak and keep their privacy",
        "m": "medium: people lose speech or privacy that matters to them",
        "h": "high: liberty, safety or life can be at stake, or a whole public debate",
    },
    Step.GAP_SCOPE: {
        "l": "low: a few people",
        "m": "medium: a group, a community or one service in one place",
        "h": "high: most users, a whole country, or a group that is at risk already",
    },
    Step.GAP_IRREMEDIABILITY: {
        "l": "low: it can be undone soon and fully",
        "m": "medium: it can be undone in part, or late",
        "h": "high: it cannot be undone, such as an arrest, or data that was handed over",
    },
}

_FIELDS: Mapping[Step, str] = {Step.GAP_SCALE: "scale", Step.GAP_SCOPE: "scope", Step.GAP_IRREMEDIABILITY: "irremediability"}


def _introduce_list(state: State) -> tuple[Para, ...]:
    gaps = state.response.gaps
    says: list[Para] = [
        choice(str(number), f"{each.id} ({each.severity}, {each.status}): {each.summary}") for number, each in enumerate(gaps, start=1)
    ]
    if lacks_gap(state.response):
        says.append(warning("This finding needs at least one gap that says what is missing."))
    if read_pending(state.response.notes):
        says.append(warning("A gap that you began is not finished: `a` goes on with it."))
    change = ", its number changes one" if gaps else ""
    return (*says, plain(f"Gaps: `a` adds one{change}, Enter goes on."))


def _take_list(state: State, text: str) -> Turn:
    typed = text.strip().casefold()
    gaps = state.response.gaps
    if not typed:
        return Turn(state=state.move(following(state)))
    if typed in ("a", "add"):
        return Turn(state=state.move(state.spot.at(Step.GAP_SUMMARY)))
    if typed.isdecimal() and 1 <= int(typed) <= len(gaps):
        return Turn(state=state.move(state.spot.at(Step.GAP_SUMMARY, gap=gaps[int(typed) - 1].id)))
    return refuse(state, text, ask_for_key({"a": "", **{str(number): "" for number in range(1, len(gaps) + 1)}}))


GAPS = Question(introduce=_introduce_list, take=_take_list)
"""The list of a criterion's gaps."""


def put_gap(state: State, gap: Gap) -> Response:
    """Put a changed gap in the place of the old one."""
    return replace(state.response, gaps=tuple(gap if each.id == gap.id else each for each in state.response.gaps))


def _read_summary(state: State) -> str:
    if state.gap is not None:
        return state.gap.summary
    pending = read_pending(state.response.notes)
    return pending.summary if pending else ""


def _write_summary(state: State, text: str) -> Response:
    if state.gap is not None:
        return put_gap(state, replace(state.gap, summary=text))
    pending = read_pending(state.response.notes) or PendingGap(summary=text, missing=_explained(state))
    return _put_pending(state, replace(pending, summary=text) if text else None)


def _put_pending(state: State, pending: PendingGap | None) -> Response:
    return replace(state.response, notes=with_pending(state.response.notes, pending))


def _explained(state: State) -> tuple[EvidenceKind, ...]:
    # Whoever comes from the question about missing evidence said that this gap explains it.
    if not state.trail or state.trail[-1] != state.spot.at(Step.MISSING):
        return ()
    return missing_kinds(state.assessment, state.criterion, state.response)


SUMMARY = text_question(
    text_of_response(_read_summary, _write_summary),
    lambda _: "What is missing or weak? One gap at a time.",
    empty="Enter goes back to the list of gaps.",
)
"""What is missing, in words; kept in the notes until it is judged."""


def _introduce_level(state: State) -> tuple[Para, ...]:
    return (plain(_QUESTIONS[state.spot.step]), *list_choices(_MEANINGS[state.spot.step]))


def _present_level(state: State) -> str:
    field = _FIELDS[state.spot.step]
    # The levels of a gap being entered are there only when going back.
    holder = state.gap or read_pending(state.response.notes)
    level = getattr(holder, field, None)
    return next((key for key, each in LEVELS.items() if each == level), "")


def _take_level(state: State, text: str) -> Turn:
    key = choose(text.strip() or _present_level(state), LEVELS)
    if key is None:
        return refuse(state, text, ask_for_key(LEVELS))
    level = Level(LEVELS[key])
    if state.gap is not None:
        return _set_level(state, state.gap, level)
    pending = read_pending(state.response.notes)
    if pending is None:
        return Turn(state=state.move(state.spot.at(Step.GAP_SUMMARY)))
    if state.spot.step is Step.GAP_IRREMEDIABILITY:
        return _make_gap(state, pending, level)
    known = replace(pending, scale=level) if state.spot.step is Step.GAP_SCALE else replace(pending, scope=level)
    return save(state, _put_pending(state, known), following(state))


def _set_level(state: State, gap: Gap, level: Level) -> Turn:
    step = state.spot.step
    changed = replace(
        gap,
        scale=level if step is Step.GAP_SCALE else gap.scale,
        scope=level if step is Step.GAP_SCOPE else gap.scope,
        irremediability=level if step is Step.GAP_IRREMEDIABILITY else gap.irremediability,
    )
    turn = save(state, put_gap(state, changed), following(state))
    return replace(turn, says=_say_severity(changed) if step is Step.GAP_IRREMEDIABILITY else ())


def _say_severity(gap: Gap) -> tuple[Para, ...]:
    reminder = "" if gap.severity == "minor" else " It needs an action, an owner and a date; Enter leaves one for later."
    return (good(f"{gap.id} is {gap.severity}.{reminder}"),)


def _make_gap(state: State, pending: PendingGap, irremediability: Level) -> Turn:
    if pending.scale is None or pending.scope is None:
        return Turn(state=state.move(state.spot.at(Step.GAP_SCALE)))
    taken = frozenset(gap.id for response in state.assessment.responses.values() for gap in response.gaps)
    gap = Gap(
        id=state.setting.draw_gap_id(state.spot.criterion, taken),
        summary=pending.summary,
        scale=pending.scale,
        scope=pending.scope,
        irremediability=irremediability,
        missing=pending.missing,
    )
    entered = _put_pending(state, None)
    # Back now leads to the questions about the gap itself.
    trail = tuple(
        replace(each, gap=gap.id) if each.criterion == state.spot.criterion and each.step in GAP_STEPS and not each.gap else each
        for each in state.trail
    )
    named = replace(state, trail=trail, spot=replace(state.spot, gap=gap.id), new_gaps=state.new_gaps | {gap.id})
    turn = save(named, replace(entered, gaps=(*entered.gaps, gap)), following(named))
    return replace(turn, says=_say_severity(gap))


LEVEL = Question(introduce=_introduce_level, take=_take_level, default=_present_level)
"""How grave, for how many, how hard to undo: one of three, never proposed."""

_IMPACTS: Mapping[str, str] = {"a": Impact.ACTUAL, "p": Impact.POTENTIAL}
_IMPACT_MEANINGS: Mapping[str, str] = {"a": "actual: people have been affected", "p": "potential: it could happen"}


def _present_impact(state: State) -> str:
    return next((key for key, each in _IMPACTS.items() if state.gap and state.gap.impact == each), "")


def _introduce_impact(_: State) -> tuple[Para, ...]:
    return (plain("Has it affected people already?"), *list_choices(_IMPACT_MEANINGS), hint("Enter leaves it for later."))


def _take_impact(state: State, text: str) -> Turn:
    if not text.strip():
        return Turn(state=state.move(following(state)))
    key = choose(text, _IMPACTS)
    if key is None or state.gap is None:
        return refuse(state, text, ask_for_key(_IMPACTS))
    return save(state, put_gap(state, replace(state.gap, impact=Impact(_IMPACTS[key]))), following(state))


IMPACT = Question(introduce=_introduce_impact, take=_take_impact, default=_present_impact)
"""Whether the impact is actual or potential."""
