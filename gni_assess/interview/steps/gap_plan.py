"""What will be done about a gap: action, owner, date; and which missing evidence it explains."""

from collections.abc import Mapping
from dataclasses import replace

from gni_assess.interview.edits import save
from gni_assess.interview.evidence_search import split_words
from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, good, hint, plain, warning
from gni_assess.interview.people import explain_people, find_people, list_people, offer_people
from gni_assess.interview.progress import missing_kinds
from gni_assess.interview.state import State, Turn
from gni_assess.interview.steps.gaps import put_gap
from gni_assess.interview.steps.question import Question, ask_for_key, choose, list_choices, refuse, text_of_response
from gni_assess.interview.steps.texts import text_question
from gni_assess.model.response import Response
from gni_assess.model.spoken_dates import explain_day, read_day, say_day
from gni_assess.model.vocabulary import EvidenceKind


def _write_action(state: State, text: str) -> Response:
    return put_gap(state, replace(state.gap, action=text)) if state.gap else state.response


ACTION = text_question(
    text_of_response(lambda state: state.gap.action if state.gap else "", _write_action),
    lambda _: "What will be done about it?",
)
"""The action, in words."""


def _introduce_owner(state: State) -> tuple[Para, ...]:
    return (plain("Who owns it? An id or a name."), *list_people(state.assessment.workspace.people), hint("Enter leaves it as it is."))


def _take_owner(state: State, text: str) -> Turn:
    if not text.strip():
        return Turn(state=state.move(following(state)))
    people = state.assessment.workspace.people
    found = find_people(people, text)
    if len(found) != 1 or state.gap is None:
        return refuse(state, text, *explain_people(people, text))
    return save(state, put_gap(state, replace(state.gap, owner=found[0].id)), following(state))


OWNER = Question(
    introduce=_introduce_owner, take=_take_owner, default=lambda state: state.gap.owner if state.gap else "", offers=offer_people
)
"""A person of the workspace."""


def _present_due(state: State) -> str:
    return state.gap.due.isoformat() if state.gap and state.gap.due else ""


def _take_due(state: State, text: str) -> Turn:
    typed = text.strip()
    if not typed and not state.proposed:
        return Turn(state=state.move(following(state)))
    due = read_day(typed or state.proposed, state.setting.today)
    if due is None or state.gap is None:
        return refuse(replace(state, proposed=""), text, warning(explain_day(typed)))
    if typed and typed != state.proposed:
        passed = " That day has passed already." if due < state.setting.today else ""
        says = (good(f"That is {say_day(due)}.{passed} Enter keeps it; or type another date."),)
        return Turn(state=replace(state, proposed=due.isoformat()), says=says)
    moved = state.gap.move_due(due, is_new=state.gap.id in state.new_gaps)
    return save(replace(state, proposed=""), put_gap(state, moved), following(state))


DUE = Question(
    introduce=lambda _: (
        plain("Until when? A date such as `2027-03-31`, or words: `in 3 months`, `end of Q2`, `end of March`."),
        hint("Enter leaves it as it is."),
    ),
    take=_take_due,
    default=lambda state: state.proposed or _present_due(state),
)
"""The day by which it should be done."""

_KINDS: Mapping[str, EvidenceKind] = {"p": EvidenceKind.POLICY, "s": EvidenceKind.SYSTEM, "c": EvidenceKind.CASE}


def _introduce_missing(_: State) -> tuple[Para, ...]:
    return (
        plain("Does this gap explain evidence that is not there? Type the letters, such as `p s`."),
        *list_choices({key: f"there is no {kind}" for key, kind in _KINDS.items()}),
        hint("`-` for none. Enter leaves it as it is."),
    )


def _present_kinds(state: State) -> str:
    return " ".join(key for key, kind in _KINDS.items() if state.gap and kind in state.gap.missing)


def _take_missing(state: State, text: str) -> Turn:
    words = split_words(text)
    if not words:
        return Turn(state=state.move(following(state)))
    keys = [] if words == ("-",) else [choose(word, _KINDS) for word in words]
    if state.gap is None or None in keys:
        return refuse(state, text, ask_for_key({**_KINDS, "-": ""}))
    kinds = tuple(kind for key, kind in _KINDS.items() if key in keys)
    turn = save(state, put_gap(state, replace(state.gap, missing=kinds)), following(state))
    left = missing_kinds(state.assessment, state.criterion, turn.state.response)
    return replace(turn, says=(hint(f"Still neither shown nor explained: {', '.join(left)}."),) if left else ())


MISSING_KINDS = Question(introduce=_introduce_missing, take=_take_missing, default=_present_kinds)
"""The kinds of evidence that the gap explains."""
