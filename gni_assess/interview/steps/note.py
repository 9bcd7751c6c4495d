"""A note for the team: whatever should not be forgotten, and never leaves it."""

from dataclasses import replace

from gni_assess.interview.layout import Para, good, hint, plain, quoted
from gni_assess.interview.pending_gap import read_pending, with_pending
from gni_assess.interview.state import State, Turn
from gni_assess.interview.steps.question import text_of_response
from gni_assess.interview.steps.texts import text_question
from gni_assess.model.response import Response


def read_own(notes: str) -> str:
    """Give what people wrote themselves, without the gap that is being entered."""
    return with_pending(notes, None)


def _write(state: State, text: str) -> Response:
    return replace(state.response, notes=with_pending(text, read_pending(state.response.notes)))


_ASKED = text_question(
    text_of_response(lambda state: read_own(state.response.notes), _write),
    lambda state: f"A note on {state.spot.criterion} for the team. It never leaves the team.",
    empty="Enter goes back without one.",
)


def _introduce(state: State) -> tuple[Para, ...]:
    present = read_own(state.response.notes)
    if not present:
        return _ASKED.introduce(state)
    ask = plain(f"The notes on {state.spot.criterion} for the team, which never leave it:")
    return (ask, quoted(present), hint("What you type is added; `:e` changes all of it. Enter goes back."))


def _take(state: State, text: str) -> Turn:
    present = read_own(state.response.notes)
    turn = _ASKED.take(state, f"{present}\n{text}" if present and text.strip() else text)
    return replace(turn, says=(*turn.says, good("Noted, for the team alone."))) if turn.change is not None else turn


NOTE = replace(_ASKED, introduce=_introduce, take=_take)
"""The notes of a response: what is typed is added to them."""
