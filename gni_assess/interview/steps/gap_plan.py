"""What will be done about a gap: action, owner, date; and which missing evidence it explains."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gni_assess.interview.edits import save
from gni_assess.interview.evidence_search import split_words
from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, hint, plain, warning
from gni_assess.interview.people import explain_people, find_people, list_people
from gni_assess.interview.progress import missing_kinds
from gni_assess.interview.state import State, Turn
from gni_assess.interview.steps.gaps import put_gap
from gni_assess.interview.steps.question import Question, TextField, ask_for_key, choose, list_choices, refuse
from gni_assess.interview.steps.texts import text_question
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import EvidenceKind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def _write_action(state: State, text: str) -> Response:
    return put_gap(state, replace(state.gap, action=text)) if state.gap else state.response


ACTION = text_question(
    TextField(read=lambda state: state.gap.action if state.gap else "", write=_write_action),
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


OWNER = Question(introduce=_introduce_owner, take=_take_owner, default=lambda state: state.gap.owner if state.gap else "")
"""A person of the workspace."""


def _present_due(state: State) -> str:
    return state.gap.due.isoformat() if state.gap and state.gap.due else ""


def _take_due(state: State, text: str) -> Turn:
    typed = text.strip()
    if not typed:
        return Turn(state=state.move(following(state)))
    due = _parse_day(typed)
    if due is None or state.gap is None:
        return refuse(state, text, warning("type the date as year, month and day, such as `2027-03-31`"))
    moved = state.gap.move_due(due, is_new=state.gap.id in state.new_gaps)
    says = (hint("That day has passed already."),) if due < state.setting.today else ()
    return replace(save(state, put_gap(state, moved), following(state)), says=says)


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None


DUE = Question(
    introduce=lambda _: (plain("Until when? As year-month-day, such as `2027-03-31`."), hint("Enter leaves it as it is.")),
    take=_take_due,
    default=_present_due,
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
