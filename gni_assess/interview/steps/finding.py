"""The finding: the company's own answer to whether a criterion is met."""

from collections.abc import Mapping
from dataclasses import replace

from gni_assess.checks.states import state_of
from gni_assess.interview.edits import save
from gni_assess.interview.flow import following
from gni_assess.interview.layout import BLANK, Para, choice, good, heading, hint, plain, quoted, warning
from gni_assess.interview.progress import is_optional, place_in_walk
from gni_assess.interview.state import State, Step, Turn
from gni_assess.interview.steps.question import Question, ask_for_key, choose, refuse
from gni_assess.interview.terminal import Style
from gni_assess.model.vocabulary import Basis, Finding
from gni_assess.model.vocabulary import State as WorkState

LETTERS: Mapping[str, Finding] = {
    "i": Finding.IN_PLACE,
    "p": Finding.PARTLY_IN_PLACE,
    "l": Finding.PLANNED,
    "n": Finding.NOT_IN_PLACE,
    "a": Finding.NOT_APPLICABLE,
}

NAMES: Mapping[Finding, str] = {
    Finding.IN_PLACE: "in place",
    Finding.PARTLY_IN_PLACE: "partly in place",
    Finding.PLANNED: "planned",
    Finding.NOT_IN_PLACE: "not in place",
    Finding.NOT_APPLICABLE: "not applicable",
}

_MEANINGS: Mapping[Finding, str] = {
    Finding.IN_PLACE: "it exists and works, and you can show it",
    Finding.PARTLY_IN_PLACE: "some of it exists; a gap says what is missing",
    Finding.PLANNED: "it is decided, and not there yet",
    Finding.NOT_IN_PLACE: "it does not exist; an honest answer with a plan is a good answer",
    Finding.NOT_APPLICABLE: "it cannot arise at your company; you say why",
}

BASES: Mapping[Basis, str] = {
    Basis.COMMITMENT: "asked because members of GNI commit to it in the Principles or the Implementation Guidelines",
    Basis.TOOLKIT: "asked because assessors follow GNI's Assessment Toolkit",
    Basis.GOOD_PRACTICE: "good practice: assessors and peers expect it, beyond what the Principles and Guidelines say in so many words",
}


def _choices(state: State) -> Mapping[str, str]:
    return {key: finding.value for key, finding in LETTERS.items() if finding is not Finding.NOT_APPLICABLE or state.criterion.na_allowed}


def introduce_criterion(state: State) -> tuple[Para, ...]:
    """Show which criterion it is, and its place in the walk."""
    return (BLANK, heading(f"[{place_in_walk(state)}] {state.criterion.id} {state.criterion.title}"))


def put_question(state: State) -> tuple[Para, ...]:
    """Show the question itself and why it is asked."""
    optional = (hint("Optional: the register of cases answers this; say here why it departs. Enter goes on."),)
    return (
        Para(text=state.question, style=Style.QUESTION),
        hint(f"({BASES[state.criterion.basis]})"),
        *(optional if is_optional(state.criterion.id) else ()),
    )


def _introduce(state: State) -> tuple[Para, ...]:
    # Whoever has answered one knows the findings; in a small window they would push the question out of sight.
    short = ", ".join(f"`{key}` {NAMES[LETTERS[key]]}" for key in _choices(state))
    choices = (plain(f"Type {short}. `:w` says what they mean."),) if state.changed else list_findings(state)
    return (*introduce_criterion(state), *put_question(state), *_standing(state), BLANK, *choices)


def list_findings(state: State) -> tuple[Para, ...]:
    """List the findings that are possible for the criterion, with what they mean."""
    return tuple(choice(key, f"{NAMES[LETTERS[key]]}: {_MEANINGS[LETTERS[key]]}") for key in _choices(state))


def _standing(state: State) -> tuple[Para, ...]:
    response = state.response
    says: list[Para] = []
    if response.returned is not None:
        says += [warning(f"Sent back by {_name(state, response.returned.by)} on {response.returned.on}:"), quoted(response.returned.note)]
    if response.finding is not None:
        says.append(plain(f"Finding so far: {NAMES[response.finding]}"))
        text = response.reason if response.finding is Finding.NOT_APPLICABLE else response.answer
        says += [quoted(text)] if text else [hint("No text yet.")]
    elif response.answer:
        says += [plain("Text so far, without a finding:"), quoted(response.answer)]
    if response.skipped is not None:
        says.append(hint(f"Left for later: {response.skipped.replace('-', ' ')}."))
        says += [quoted(response.skip_reason)] if response.skip_reason else []
    if response.assignee:
        says.append(hint(f"Assigned to {_name(state, response.assignee)}."))
    if response.unsure:
        says.append(hint("Marked unsure; `:u` takes the mark away."))
    if wording_changed(state):
        says.append(warning("The wording of the question has changed since this was answered. Enter at the text confirms it as it is."))
    if response.reviewed is not None and state_of(response) is WorkState.REVIEWED:
        says.append(
            hint(f"Reviewed by {_name(state, response.reviewed.by)} on {response.reviewed.on}; a change makes a new review necessary.")
        )
    return tuple(says)


def wording_changed(state: State) -> bool:
    """Whether the answer was given to another wording of the question."""
    return bool(state.response.confirmed_wording) and state.response.confirmed_wording != state.wording


def _name(state: State, person_id: str) -> str:
    person = state.assessment.workspace.find_person(person_id)
    return person.name if person else person_id


def _default(state: State) -> str:
    return next((key for key in _choices(state) if LETTERS[key] is state.response.finding), "")


def _take(state: State, text: str) -> Turn:
    choices = _choices(state)
    typed = text.strip() or _default(state)
    if not typed and is_optional(state.criterion.id):
        return Turn(state=state.move(state.spot.at(Step.DONE)))
    key = choose(typed, choices)
    if key is None:
        says = (ask_for_key(choices),)
        if choose(typed, {"a": Finding.NOT_APPLICABLE.value}):
            says = (warning("`not applicable` is not possible for this one: it concerns every company"),)
        return refuse(state, text, *says)
    turn = save(state, replace(state.response, finding=LETTERS[key], skipped=None, skip_reason=""))
    after = turn.state.move(following(turn.state))
    return replace(turn, state=after, says=(good(f"Finding: {NAMES[LETTERS[key]]}"),))


FINDING = Question(introduce=_introduce, take=_take, default=_default)
"""One key; never a judgment as default, but the finding that is already there."""
