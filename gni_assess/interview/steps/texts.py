"""The questions that take a text of any length."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, bullet, hint, plain, quoted, warning
from gni_assess.interview.state import State, Step, Turn
from gni_assess.interview.steps.question import Question, TextField, text_of_response
from gni_assess.interview.verdict import find_leaks_in, tell_problems
from gni_assess.model.response import EvidenceLink, Response

_MANY_LINES = "One line, or paste several. `:e` opens your editor; `:m` takes lines until one with only `.`."


def text_question(
    field: TextField,
    ask: Callable[[State], str],
    *,
    empty: str = "Enter leaves it empty.",
    before: Callable[[State], tuple[Para, ...]] = lambda _: (),
) -> Question:
    """Make a question that takes a text; Enter keeps the text that is there.

    `empty` says what Enter does where there is none, and `before` gives what helps to answer.
    """

    def introduce(state: State) -> tuple[Para, ...]:
        present = field.read(state)
        if not present:
            return (*before(state), plain(ask(state)), hint(_MANY_LINES if field.required else empty))
        return (
            *before(state),
            plain(ask(state)),
            quoted(present),
            hint("Enter keeps this text; what you type replaces it; `:e` opens it in your editor, `:+` adds lines to it."),
        )

    def take(state: State, text: str) -> Turn:
        if len(text.strip()) == 1 and text not in (state.proposed, field.read(state)):
            # Probably a key that was meant for the question before.
            asks = (warning(f"One character, `{text.strip()}`: is that the text? Enter keeps it; or type the text."),)
            return Turn(state=replace(state, proposed=text, kept=text), says=asks)
        return finish_text(state, field, text if text.strip() else field.read(state))

    return Question(introduce=introduce, take=take, field=field)


def finish_text(state: State, field: TextField, text: str) -> Turn:
    """Store a whole text and go on."""
    if not text.strip():
        if field.required:
            return Turn(
                state=state.end_block(),
                says=(warning("nothing was typed yet; `:s` leaves the question for later, `:?` lists the commands"),),
                repeat=True,
            )
        return Turn(state=state.move(following(state)))
    turn = field.put(_drop_aside(state, text), text)
    says = _tell_new_leaks(state, turn.state) if turn.change is not None else ()
    return replace(turn, state=turn.state.move(following(turn.state)), says=(*turn.says, *says))


def _tell_new_leaks(before: State, after: State) -> tuple[Para, ...]:
    known = {(rule.code, problem.message) for rule, problem in find_leaks_in(before, before.response)}
    new = [(rule, problem) for rule, problem in find_leaks_in(after, after.response) if (rule.code, problem.message) not in known]
    return (warning("Saved. But look at it again:"), *tell_problems(after, new)) if new else ()


def keep_text(state: State, field: TextField, text: str) -> Turn:
    """Store a text that is still being typed, and stay; where it replaces a finished one, that stays in the record until the end."""
    if not text.strip():
        return Turn(state=state)
    if state.block_replaces:
        return Turn(state=replace(state, block_is_unsaved=True))
    return field.put(replace(_drop_aside(state, text), block_is_saved=True), text)


def _drop_aside(state: State, text: str) -> State:
    # Typed once at the wrong question and once more at the right one: then it is no longer needed.
    return replace(state, aside=tuple(each for each in state.aside if each.strip() != text.strip()))


def _confirm_wording(state: State, response: Response) -> Response:
    """Say that the text answers the question as it is worded now, also where Enter kept the text as it was."""
    if response.is_complete and response.answered is not None:
        return replace(response, confirmed_wording=state.wording)
    return response


def _read_link(state: State) -> EvidenceLink:
    return next((each for each in state.response.evidence if each.id == state.spot.links[0]), EvidenceLink(id=state.spot.links[0]))


def _write_link(state: State, link: EvidenceLink) -> Response:
    old = _read_link(state)
    position = state.response.evidence.index(old)
    links = (*state.response.evidence[:position], link, *state.response.evidence[position + 1 :])
    return replace(state.response, evidence=links)


def _title(state: State) -> str:
    found = state.assessment.find_evidence(state.spot.links[0])
    return f"{state.spot.links[0]} ({found.title})" if found else state.spot.links[0]


def _conditions(state: State) -> tuple[Para, ...]:
    looks_for = state.criterion.looks_for
    return (plain("What a good answer has:"), *map(bullet, looks_for)) if looks_for else ()


TEXTS: Mapping[Step, Question] = {
    Step.ANSWER: text_question(
        text_of_response(
            lambda state: state.response.answer,
            lambda state, text: _confirm_wording(state, replace(state.response, answer=text)),
            required=True,
        ),
        lambda _: "Your answer, in a few sentences: what there is, who does it, how often.",
        before=_conditions,
    ),
    Step.REASON: text_question(
        text_of_response(
            lambda state: state.response.reason,
            lambda state, text: _confirm_wording(state, replace(state.response, reason=text)),
            required=True,
        ),
        lambda _: "Why can this not arise at your company? An assessor will ask.",
    ),
    Step.LINK_WHERE: text_question(
        text_of_response(
            lambda state: _read_link(state).where,
            lambda state, text: _write_link(state, replace(_read_link(state), where=text)),
        ),
        lambda state: f"Where in {_title(state)} should the assessor look? For example: section 4.2",
    ),
    Step.LINK_SHOWS: text_question(
        text_of_response(
            lambda state: _read_link(state).shows,
            lambda state, text: _write_link(state, replace(_read_link(state), shows=text)),
        ),
        lambda state: f"What does {_title(state)} show?",
    ),
    Step.NO_INSTANCE: text_question(
        text_of_response(
            lambda state: state.response.no_instance,
            lambda state, text: replace(state.response, no_instance=text),
        ),
        lambda _: "How do you know that nothing of the kind happened in the period? Say where you looked.",
    ),
    Step.ALTERNATIVE: text_question(
        text_of_response(
            lambda state: state.response.alternative,
            lambda state, text: replace(state.response, alternative=text),
        ),
        lambda _: "What can the assessor have instead? For example: an interview, or a statement by counsel.",
    ),
    Step.SKIP_REASON: text_question(
        text_of_response(
            lambda state: state.response.skip_reason,
            lambda state, text: replace(state.response, skip_reason=text),
        ),
        lambda _: "What is it waiting for? A word for the next time.",
    ),
}
