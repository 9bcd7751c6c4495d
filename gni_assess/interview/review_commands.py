"""The commands of a review: a colon and a letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gni_assess.interview.layout import Para, choice, good, hint, plain, quoted, warning
from gni_assess.interview.review_page import explain_for_review
from gni_assess.interview.review_state import ReviewState, ReviewStep, ReviewTurn, Standing, is_own, may_judge, standing_of
from gni_assess.model.likeness import find_alike


@dataclass(frozen=True, kw_only=True)
class ReviewCommand:
    """One command. `run` is given what was typed after its name; `is_valid` says whether it makes sense now."""

    usage: str
    does: str
    run: Callable[[ReviewState, str], ReviewTurn]
    is_valid: Callable[[ReviewState], bool] = lambda _: True


def why_not(state: ReviewState, criterion_id: str) -> str:
    """Say why somebody cannot review a response, for a sentence."""
    response = state.look.assessment.responses.get(criterion_id)
    standing = standing_of(response, state.person_id)
    if response is None or standing is Standing.UNANSWERED:
        return "it is not answered yet, so there is nothing to review"
    if standing is Standing.UNSTAMPED:
        return "it does not say who answered it; whoever did confirms it in the interview first"
    if is_own(response, state.person_id):
        return "you answered or changed it yourself; somebody else reviews it"
    return "it can be reviewed"


def run_review_command(state: ReviewState, line: str) -> ReviewTurn:
    """Do what a line that starts with a colon says; one that is unknown, or not valid now, is never taken as a note."""
    name, _, rest = line[1:].strip().partition(" ")
    command = REVIEW_COMMANDS.get(name.casefold())
    if command is not None and command.is_valid(state):
        return command.run(state, rest)
    why = "is not possible here" if command else "is no command"
    return ReviewTurn(state=state, says=(warning(f"`:{name}` {why}; `::` at the start types a colon"), *list_commands(state)))


def list_commands(state: ReviewState) -> tuple[Para, ...]:
    """List what can be typed now."""
    keys = (
        (choice("r", "reviewed"), choice("s", "send it back, with a note"), choice("Enter", "decide later"))
        if state.step is ReviewStep.JUDGE
        else ()
    )
    usages = tuple(choice(each.usage, each.does) for each in REVIEW_COMMANDS.values() if each.is_valid(state))
    colon = (choice("::", "types a colon at the start of a note"),) if state.step is ReviewStep.NOTE else ()
    return (plain("Commands here:"), *keys, *usages, *colon)


def _back(state: ReviewState, _: str) -> ReviewTurn:
    if state.step is ReviewStep.NOTE:
        kept = "; your note is kept" if state.note.strip() else ""
        says = (hint(f"Nothing was sent{kept}."),)
        return ReviewTurn(state=state.at(ReviewStep.JUDGE), says=says, asks_again=True)
    trail = state.trail
    while trail:
        *rest, last = trail
        trail = tuple(rest)
        if last != state.spot and may_judge(state.look.assessment.responses.get(last), state.person_id):
            return ReviewTurn(state=replace(state.move(last), trail=trail))
    return ReviewTurn(state=state, says=(hint("This is the first one."),))


def _go(state: ReviewState, typed: str) -> ReviewTurn:
    wanted = typed.strip().upper()
    known = state.look.assessment.pack.by_id
    if wanted in known and may_judge(state.look.assessment.responses.get(wanted), state.person_id):
        return ReviewTurn(state=state.move(wanted))
    if wanted in known:
        return ReviewTurn(state=state, says=(warning(f"{wanted}: {why_not(state, wanted)}"),))
    example = f"such as `:g {state.queue[0] if state.queue else state.spot}`"
    if not wanted:
        return ReviewTurn(state=state, says=(warning(f"type where to go, {example}"),))
    close = find_alike(wanted, list(known), most=3, cutoff=0.5)
    ends = f"did you mean {', '.join(close)}?" if close else f"type a criterion's id, {example}"
    return ReviewTurn(state=state, says=(warning(f"there is no criterion `{typed.strip()}`; {ends}"),))


def _next(state: ReviewState, _: str) -> ReviewTurn:
    following = state.next_open(around=True)
    if following is None:
        return ReviewTurn(state=state, says=(hint("No other one here waits for you; `:q` leaves."),))
    return ReviewTurn(state=state.move(following))


def _explain(state: ReviewState, _: str) -> ReviewTurn:
    says = explain_for_review(state.look.assessment.pack.by_id[state.spot])
    return ReviewTurn(state=state, says=(*says, hint("`:v` shows the response again.")), asks_again=True)


def _look_again(state: ReviewState, _: str) -> ReviewTurn:
    return ReviewTurn(state=state.move(state.spot))


def _several(state: ReviewState, _: str) -> ReviewTurn:
    added = " They are added to the note that is there." if state.note.strip() else ""
    says = (hint(f"Type or paste as many lines as you like; a line with only `.` ends the note and sends it back.{added}"),)
    return ReviewTurn(state=replace(state, is_block=True), says=says)


def _edit(state: ReviewState, _: str) -> ReviewTurn:
    return ReviewTurn(state=replace(state, is_block=False), edits=True)


def _drop(state: ReviewState, _: str) -> ReviewTurn:
    says = (good("Taken away:"), quoted(state.note))
    return ReviewTurn(state=state.with_lines(()).at(ReviewStep.NOTE), says=says, asks_again=True)


def _use_earlier(state: ReviewState, _: str) -> ReviewTurn:
    lines = tuple(line for each in state.kept_earlier for line in each.text.rstrip("\n").split("\n"))
    left = tuple(each for each in state.left if each not in state.kept_earlier)
    return ReviewTurn(state=replace(state.add_lines(*lines), left=left, is_block=False), asks_again=True)


def _is_noting(state: ReviewState) -> bool:
    return state.step is ReviewStep.NOTE


REVIEW_COMMANDS: Mapping[str, ReviewCommand] = {
    "b": ReviewCommand(usage=":b", does="back", run=_back),
    "n": ReviewCommand(usage=":n", does="next one that waits for you", run=_next),
    "g": ReviewCommand(usage=":g ID", does="go to another criterion", run=_go),
    "w": ReviewCommand(usage=":w", does="why it is asked, and what a good answer has", run=_explain),
    "v": ReviewCommand(usage=":v", does="look at the response again", run=_look_again),
    "m": ReviewCommand(
        usage=":m",
        does="type several lines; a line with only `.` ends them",
        run=_several,
        is_valid=lambda state: _is_noting(state) and not state.is_block,
    ),
    "e": ReviewCommand(usage=":e", does="write the note in your editor", run=_edit, is_valid=_is_noting),
    "d": ReviewCommand(
        usage=":d", does="take the note away", run=_drop, is_valid=lambda state: _is_noting(state) and bool(state.note.strip())
    ),
    "p": ReviewCommand(
        usage=":p",
        does="add what an earlier session kept",
        run=_use_earlier,
        is_valid=lambda state: _is_noting(state) and bool(state.kept_earlier),
    ),
    "?": ReviewCommand(usage=":?", does="this list", run=lambda state, _: ReviewTurn(state=state, says=list_commands(state))),
    "q": ReviewCommand(usage=":q", does="leave; every mark is saved", run=lambda state, _: ReviewTurn(state=state, leave=True)),
}
"""Every command by its name."""
