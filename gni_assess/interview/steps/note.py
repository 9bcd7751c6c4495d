"""A note for the team: whatever should not be forgotten, and never leaves it."""

from dataclasses import replace

from gni_assess.interview.pending_gap import read_pending, with_pending
from gni_assess.interview.state import State
from gni_assess.interview.steps.question import text_of_response
from gni_assess.interview.steps.texts import text_question
from gni_assess.model.response import Response


def read_own(notes: str) -> str:
    """Give what people wrote themselves, without the gap that is being entered."""
    return with_pending(notes, None)


def _write(state: State, text: str) -> Response:
    return replace(state.response, notes=with_pending(text, read_pending(state.response.notes)))


NOTE = text_question(
    text_of_response(lambda state: read_own(state.response.notes), _write),
    lambda state: f"A note on {state.spot.criterion} for the team. It never leaves the team.",
    empty="Enter goes back without one.",
)
"""The notes of a response."""
