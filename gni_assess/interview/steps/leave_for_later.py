"""Leave a question for later, with a reason, and give it to somebody who knows."""

from collections.abc import Mapping
from dataclasses import replace

from gni_assess.interview.edits import save
from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, good, hint, plain
from gni_assess.interview.people import explain_people, find_people, list_people, offer_people
from gni_assess.interview.state import State, Turn
from gni_assess.interview.steps.question import Question, ask_for_key, choose, list_choices, refuse
from gni_assess.model.vocabulary import Skipped

_KINDS: Mapping[str, str] = {"d": Skipped.DO_NOT_KNOW, "c": Skipped.COME_BACK_LATER}
_MEANINGS: Mapping[str, str] = {"d": "I do not know", "c": "I know, but come back later"}


def _present_kind(state: State) -> str:
    return next((key for key, each in _KINDS.items() if each == state.response.skipped), "")


def _take_kind(state: State, text: str) -> Turn:
    key = choose(text.strip() or _present_kind(state), _KINDS)
    if key is None:
        return refuse(state, text, ask_for_key(_KINDS))
    return save(state, replace(state.response, skipped=Skipped(_KINDS[key])), following(state))


SKIP_KIND = Question(
    introduce=lambda _: (plain("Leave it for later. Why?"), *list_choices(_MEANINGS)),
    take=_take_kind,
    default=_present_kind,
)
"""Why a question is left."""


def assign(state: State, typed: str) -> Turn:
    """Give the criterion to a person; where it has no finding yet, it then waits for them. The turn stays at the question."""
    people = state.assessment.workspace.people
    found = find_people(people, typed)
    if len(found) != 1:
        return refuse(state, typed, *explain_people(people, typed))
    waiting = Skipped.WAITING if state.response.finding is None else state.response.skipped
    turn = save(state, replace(state.response, assignee=found[0].id, skipped=waiting))
    return replace(turn, says=(good(f"{state.spot.criterion} is assigned to {found[0].name}."),))


def _introduce_assign(state: State) -> tuple[Para, ...]:
    asks = state.criterion.who_to_ask
    roles = (hint(f"Often known by: {', '.join(asks)}."),) if asks else ()
    return (
        plain("Who may know? An id or a name assigns it."),
        *roles,
        *list_people(state.assessment.workspace.people),
        hint("Enter: nobody yet."),
    )


def _take_assign(state: State, text: str) -> Turn:
    if not text.strip():
        return Turn(state=state.move(following(state)))
    turn = assign(state, text)
    done = turn.state.response.assignee and turn.state.spot == state.spot and len(find_people(state.assessment.workspace.people, text)) == 1
    return replace(turn, state=turn.state.move(following(turn.state))) if done else turn


ASSIGN = Question(introduce=_introduce_assign, take=_take_assign, default=lambda state: state.response.assignee, offers=offer_people)
"""Who may know the answer."""
