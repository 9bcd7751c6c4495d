"""The commands: a colon and a letter, at any question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gni_assess.interview.bars import count, say_counts, show_progress
from gni_assess.interview.edits import save
from gni_assess.interview.evidence_search import split_words
from gni_assess.interview.flow import is_possible
from gni_assess.interview.help import explain, explain_briefly, show_example
from gni_assess.interview.layout import Para, choice, good, hint, plain, quoted, warning
from gni_assess.interview.pending_gap import read_pending
from gni_assess.interview.people import list_people, offer_people
from gni_assess.interview.progress import next_unanswered, previous_in_walk
from gni_assess.interview.state import SILENT_STEPS, Edit, Spot, State, Step, Turn, join_lines
from gni_assess.interview.steps.catalogue import question_of
from gni_assess.interview.steps.evidence import search_again
from gni_assess.interview.steps.leave_for_later import assign
from gni_assess.interview.steps.question import TextField, is_long, set_aside
from gni_assess.interview.terminal import Offer, Style
from gni_assess.interview.unsaved import UnsavedText, tell_left
from gni_assess.model.likeness import find_alike

_SKIPPING = frozenset({Step.SKIP_KIND, Step.SKIP_REASON, Step.ASSIGN})


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command. `run` is given what was typed after its name; `is_valid` says whether it makes sense at a question."""

    usage: str
    does: str
    run: Callable[[State, str], Turn]
    is_valid: Callable[[State], bool] = lambda _: True


def _takes_text(state: State) -> bool:
    return question_of(state).field is not None


def _can_use_aside(state: State) -> bool:
    question = question_of(state)
    takes_it = question.field is not None or (question.value is not None and not question.is_choice)
    return bool(state.aside or left_here(state)) and not state.kept and takes_it


def _can_start_block(state: State) -> bool:
    return state.block is None and _takes_text(state)


def _back(state: State, _: str) -> Turn:
    trail = state.trail
    while trail:
        *rest, last = trail
        trail = tuple(rest)
        if is_possible(state, last) and last != state.spot and last.step not in SILENT_STEPS:
            return Turn(state=replace(state.settle(), spot=last, trail=trail), repeat=True)
    if state.spot.step is not Step.FINDING:
        # The session began in the middle of the criterion.
        return Turn(state=replace(state.settle(), spot=Spot(criterion=state.spot.criterion), trail=()), repeat=True)
    earlier = previous_in_walk(state)
    if earlier is None:
        return Turn(state=replace(state, trail=()), says=(hint("This is the first question."),))
    return Turn(state=replace(state.settle(), spot=Spot(criterion=earlier), trail=()))


def _skip(state: State, _: str) -> Turn:
    if state.response.finding is None:
        return Turn(state=state.move(state.spot.at(Step.SKIP_KIND)))
    says = (hint(f"{state.spot.criterion} keeps its finding; what is missing can be added later. `:u` marks it for a second look."),)
    return Turn(state=state.move(state.spot.at(Step.DONE)), says=says)


def _unsure(state: State, _: str) -> Turn:
    turn = save(state, replace(state.response, unsure=not state.response.unsure))
    says = "marked unsure; `:u` takes the mark away" if turn.state.response.unsure else "no longer marked unsure"
    return replace(turn, says=(good(f"{state.spot.criterion} is {says}."),))


def _assign(state: State, typed: str) -> Turn:
    if not typed.strip():
        people = state.assessment.workspace.people
        return Turn(state=state, says=(warning("type whom to assign it to, such as `:a NAME`"), *list_people(people)))
    turn = assign(state, typed)
    if turn.change is None or turn.state.response.finding is not None:
        return turn
    return replace(turn, state=turn.state.move(state.spot.at(Step.DONE)))


def _go(state: State, typed: str) -> Turn:
    wanted = typed.strip().upper()
    applicable = [each.id for each in state.assessment.applicable]
    if wanted in applicable:
        return _go_on_with_gap(state, wanted) or Turn(state=state.move(Spot(criterion=wanted)), repeat=True)
    if wanted in state.assessment.pack.by_id:
        return Turn(state=state, says=(warning(f"{wanted} does not apply to this company"),))
    example = f"such as `:g {applicable[0]}`"
    if not wanted:
        return Turn(state=state, says=(warning(f"type where to go, {example}"),))
    close = find_alike(wanted, applicable, most=3, cutoff=0.5)
    ends = f"; did you mean {', '.join(close)}?" if close else f"; type a criterion's id, {example}"
    return Turn(state=state, says=(warning(f"there is no criterion `{typed.strip()}`{ends}"),))


def _go_on_with_gap(state: State, criterion_id: str) -> Turn | None:
    response = state.assessment.responses.get(criterion_id)
    pending = read_pending(response.notes) if response else None
    if pending is None or criterion_id == state.spot.criterion:
        return None
    levels = {Step.GAP_SCALE: pending.scale, Step.GAP_SCOPE: pending.scope}
    step = next((step for step, level in levels.items() if level is None), Step.GAP_IRREMEDIABILITY)
    there = state.move(Spot(criterion=criterion_id, step=Step.GAPS)).move(Spot(criterion=criterion_id, step=step))
    says = (
        plain("Going on with the gap that was begun:"),
        quoted(pending.summary),
        hint(f"`:b` leads to the list of gaps, `:g {criterion_id}` once more to the finding."),
    )
    return Turn(state=there, says=says, repeat=True)


def _next(state: State, _: str) -> Turn:
    following = next_unanswered(state)
    if following is None:
        return Turn(state=state, says=(hint("No other question here is without an answer."),))
    return Turn(state=state.move(Spot(criterion=following)))


def _start_block(state: State, _: str) -> Turn:
    field = question_of(state).field
    return _block(state, (), replaces=field is not None and bool(field.read(state).strip()))


def _add_lines(state: State, _: str) -> Turn:
    field = question_of(state).field
    present = field.read(state) if field else ""
    return _block(state, tuple(present.split("\n")) if present else (), replaces=False)


def _block(state: State, lines: tuple[str, ...], *, replaces: bool) -> Turn:
    stays = " Until then the text that is there stays." if replaces else ""
    says = (hint(f"Type or paste as many lines as you like; a line with only `.` ends the text.{stays}"),)
    return Turn(state=state.start_block(lines, replaces=replaces), says=says)


def _use_aside(state: State, _: str) -> Turn:
    if state.aside:
        *rest, text = state.aside
        return Turn(state=replace(state, aside=tuple(rest), kept=text).end_block())
    last = left_here(state)[-1]
    left = tuple(each for each in state.left if each != last)
    # It stays on disk until it is in the record; the session takes it away then. Of two copies, one is enough.
    text = last.text.rstrip("\n")
    return Turn(state=replace(state, left=left, kept=text).end_block(), forget=() if text == last.text else (last,))


def left_here(state: State) -> tuple[UnsavedText, ...]:
    """Give the texts that were typed for this criterion in an earlier session and are not in the record.

    A whole record, as a conflict leaves it, is no text to be used: `:o` shows it.
    """
    here = (each for each in state.left if each.criterion == state.spot.criterion)
    return tuple(each for each in here if not each.text.startswith(f"criterion: {each.criterion}\n"))


def _edit(state: State, _: str) -> Turn:
    question = question_of(state)
    if question.field is None:
        return Turn(state=state)
    text = join_lines(state.block) if state.block is not None else state.kept or question.field.read(state)
    asks = tuple(each.text for each in question.introduce(state) if each.style is Style.PLAIN and each.text and not each.lead)
    guide = (f"{state.spot.criterion} {state.criterion.title}", state.question, "", *asks[-1:])
    name = f"{state.spot.criterion}-{question.label(state).strip().replace(' ', '-')}"
    return Turn(state=state, edit=Edit(name=name, guide=guide, text=text))


def _note(state: State, typed: str) -> Turn:
    there = state if state.spot.step is Step.NOTE else state.move(state.spot.at(Step.NOTE))
    field = question_of(there).field
    if not typed.strip() or field is None:
        return Turn(state=there)
    present = field.read(state)
    turn = field.put(state, f"{present}\n{typed}" if present else typed)
    return replace(turn, says=(good("Noted, for the team alone."),), unsaved=replace(state, aside=(*state.aside, typed)))


def _empty(state: State, _: str) -> Turn:
    field = _emptied(state)
    if field is None:
        return Turn(state=state)
    gone = field.read(state)
    turn = field.put(state.end_block(), "")
    return replace(turn, says=(good("Taken out:"), quoted(gone)) if gone else (hint("It is empty already."),), repeat=bool(gone))


def _emptied(state: State) -> TextField | None:
    question = question_of(state)
    return question.field or question.value


def _can_be_empty(state: State) -> bool:
    field = _emptied(state)
    return field is not None and not field.required and not (state.spot.step is Step.GAP_SUMMARY and state.gap is not None)


def _show_left(state: State, typed: str) -> Turn:
    says: list[Para] = []
    for each in _named(state, typed) or state.left:
        says += [plain(f"{each.criterion}, in `{each.place}`:"), quoted(each.text.rstrip("\n"))]
    return Turn(state=state, says=(*says, *tell_left(state.left)), paged=True)


def _forget_left(state: State, typed: str) -> Turn:
    gone = _named(state, typed)
    if not gone:
        return Turn(state=state, says=(warning("type the id of what is no longer needed"), *tell_left(state.left)))
    left = tuple(each for each in state.left if each not in gone)
    return Turn(
        state=replace(state, left=left), forget=gone, says=(good("No longer kept:"), *(quoted(each.text.rstrip("\n")) for each in gone))
    )


def _named(state: State, typed: str) -> tuple[UnsavedText, ...]:
    ids = {each.upper() for each in split_words(typed)}
    return tuple(each for each in state.left if each.criterion in ids)


def _progress(state: State, _: str) -> Turn:
    walk, assessment = state.setting.walk, state.assessment
    new = tuple(each for each in state.changed if each not in state.setting.complete_at_start)
    rows = show_progress(assessment, walk, width=80, with_bars=state.setting.bars, new=new)
    return Turn(state=state, says=(plain(f"{say_counts(count(assessment, walk))}."), *rows), paged=True)


def _help(state: State, _: str) -> Turn:
    usages = tuple(choice(each.usage, each.does) for each in COMMANDS.values() if each.is_valid(state))
    says = (*explain_briefly(state), plain("Commands here:"), *usages, choice("::", "types a colon at the start of a text"))
    return Turn(state=state, says=says, paged=True)


COMMANDS: Mapping[str, Command] = {
    "b": Command(usage=":b", does="back", run=_back),
    "s": Command(usage=":s", does="leave it for later, with a reason", run=_skip, is_valid=lambda state: state.spot.step not in _SKIPPING),
    "u": Command(usage=":u", does="mark it unsure, or take the mark away", run=_unsure),
    "a": Command(usage=":a NAME", does="assign it to somebody", run=_assign),
    "w": Command(
        usage=":w",
        does="why it is asked, and what helps to answer",
        run=lambda state, _: Turn(state=state, says=explain(state), repeat=True, paged=True),
    ),
    "x": Command(usage=":x", does="an example", run=lambda state, _: Turn(state=state, says=show_example(state), repeat=True)),
    "g": Command(usage=":g ID", does="go to another criterion", run=_go),
    "n": Command(usage=":n", does="next one without an answer", run=_next),
    "e": Command(usage=":e", does="type the text in your own editor", run=_edit, is_valid=_takes_text),
    "l": Command(usage=":l", does="how far it is, area by area", run=_progress),
    "m": Command(usage=":m", does="type several lines; a line with only `.` ends them", run=_start_block, is_valid=_can_start_block),
    "+": Command(usage=":+", does="add lines to the text that is there", run=_add_lines, is_valid=_can_start_block),
    "p": Command(
        usage=":p",
        does="use the text that was set aside",
        run=_use_aside,
        is_valid=_can_use_aside,
    ),
    "k": Command(usage=":k", does="keep a note for the team; it never leaves it", run=_note),
    "d": Command(usage=":d", does="take out what is there", run=_empty, is_valid=_can_be_empty),
    "r": Command(
        usage=":r",
        does="look again for the evidence that was not found",
        run=lambda state, _: search_again(state),
        is_valid=lambda state: state.spot.step is Step.EVIDENCE,
    ),
    "o": Command(
        usage=":o",
        does="show the text that an earlier session could not save",
        run=_show_left,
        is_valid=lambda state: bool(state.left),
    ),
    "f": Command(
        usage=":f ID",
        does="take it away, once it is no longer needed",
        run=_forget_left,
        is_valid=lambda state: bool(state.left),
    ),
    "?": Command(usage=":? or ?", does="this list, and in a line why it is asked", run=_help),
    "q": Command(usage=":q", does="save and leave", run=lambda state, _: Turn(state=state, leave=True)),
}
"""Every command by its name."""


def run_command(state: State, line: str) -> Turn:
    """Do what a line that starts with a colon says; a command that is unknown, or not valid here, is never taken as an answer."""
    name, _, rest = line[1:].strip().partition(" ")
    command = COMMANDS.get(name.casefold())
    if command is not None and command.is_valid(state):
        return command.run(state, rest)
    why = "is not possible here" if command else "is no command"
    says: tuple[Para, ...] = (warning(f"`:{name}` {why}; `::` at the start types a colon, `:?` lists the commands"),)
    if not is_long(line):
        return Turn(state=state, says=says)
    kept, note = set_aside(state, line)
    return Turn(state=kept, says=(*says, *note))


def offer_commands(state: State, typed: str) -> Sequence[Offer]:
    """Complete a command, and what follows `:g` and `:a`."""
    name, blank, rest = typed[1:].partition(" ")
    if not blank:
        usages = ((key, each) for key, each in COMMANDS.items() if each.is_valid(state) and key.startswith(name))
        return tuple(Offer(text=f":{key}", replaces=len(typed), shown=each.usage, note=each.does) for key, each in usages)
    if name == "a":
        return offer_people(state, rest)
    if name == "g":
        applicable = (each for each in state.assessment.applicable if each.id.startswith(rest.strip().upper()))
        return tuple(Offer(text=each.id, replaces=len(rest), note=each.title) for each in applicable)
    return ()
