"""The interview as a pure machine: a state and what was typed give the next state, what to say and what to save."""

from collections.abc import Sequence
from dataclasses import replace

from gni_assess.errors import ConflictError
from gni_assess.interview.commands import left_here, offer_commands, run_command
from gni_assess.interview.evidence_search import looks_like_id, split_words
from gni_assess.interview.flow import is_possible
from gni_assess.interview.layout import Para, hint, plain, quoted, shorten, warning
from gni_assess.interview.progress import next_in_walk, place_in_walk
from gni_assess.interview.state import Asking, Conflict, Entry, Spot, State, Step, Turn, join_lines
from gni_assess.interview.steps.catalogue import question_of
from gni_assess.interview.steps.conflict import ask_conflict, take_conflict
from gni_assess.interview.steps.evidence import link
from gni_assess.interview.steps.finding import introduce_criterion
from gni_assess.interview.steps.form import place_in_form, register
from gni_assess.interview.steps.question import WORDS_OF_A_TEXT, Question, TextField, set_aside
from gni_assess.interview.steps.texts import finish_text, keep_text
from gni_assess.interview.terminal import Offer, Style
from gni_assess.interview.verdict import judge
from gni_assess.model.assessment import Assessment

_END = "."
_BLOCK_FOOT = "a line with only . ends the text   :e editor  :q leave"


def ask(state: State, *, entered: bool) -> Asking:
    """Give the present question; `entered` says that the criterion is new on the screen."""
    if state.conflict is not None:
        return ask_conflict(state.conflict)
    question = question_of(state)
    says = (*question.introduce(state), *_remind_of_left(state))
    if entered and state.spot.step is not Step.FINDING:
        says = (*introduce_criterion(state), Para(text=state.question, style=Style.QUESTION), *says)
    prompt = f"{state.spot.criterion} {question.label(state)}"

    def offers(typed: str) -> Sequence[Offer]:
        return offer_commands(state, typed) if _is_command(typed) else question.offers(state, typed)

    if state.block is not None:
        return Asking(says=says, prompt=f"{prompt} .. ", offers=lambda typed: offers(typed) if _is_command(typed) else (), foot=_BLOCK_FOOT)
    default = "" if state.kept else question.default(state)
    return Asking(says=says, prompt=f"{prompt}: ", default=default, offers=offers, foot=_foot(state))


def _foot(state: State) -> str:
    edit = "  :e editor" if question_of(state).field is not None else ""
    place = f"question {place_in_form(state)}" if state.spot.step is Step.FORM else place_in_walk(state)
    return f"{place}   ? commands  :w why  :b back{edit}  :q leave"


def _remind_of_left(state: State) -> tuple[Para, ...]:
    # Where one of the long texts is asked for, and not at each small one after it.
    if state.spot.step not in (Step.ANSWER, Step.REASON, Step.GAP_SUMMARY, Step.NOTE) or not left_here(state):
        return ()
    return (
        hint("Typed for this criterion in an earlier session, and not in the record:"),
        quoted(shorten(left_here(state)[-1].text)),
        hint("`:p` uses it here."),
    )


def remind(state: State) -> tuple[Para, ...]:
    """Say what was typed and is not stored yet."""
    if not state.kept:
        return ()
    return (plain("Not stored yet; Enter stores it here:"), quoted(state.kept))


def wants_fresh(state: State) -> bool:
    """Whether what is typed next must be judged by the record as it is on disk now."""
    return state.conflict is not None or state.spot.step in (Step.EVIDENCE, Step.GAP_IRREMEDIABILITY, Step.REGISTER)


def advance(state: State, entry: Entry, fresh: Assessment | None = None) -> Turn:
    """Give what follows from what was typed. `fresh` is the record as it is on disk now, where it was read again."""
    if not _is_text(entry.text):
        kept, note = set_aside(state, entry.text.encode("utf-8", "backslashreplace").decode())
        return Turn(state=kept, says=(warning("that has bytes that are not text; nothing was taken"), *note))
    if state.conflict is not None:
        return _advance_conflict(state, entry, fresh)
    now = state.refreshed(fresh) if fresh is not None else state
    return _land(_dispatch(now, entry))


def pass_on(state: State, fresh: Assessment | None = None) -> Turn:
    """Do what a step does that asks nothing: register and link evidence, or close a criterion and go on to the next.

    `fresh` is the record as it is on disk now, where it was read again.
    """
    if state.spot.step is Step.REGISTER:
        now = state.refreshed(fresh) if fresh is not None else state
        return register(now, seen=state.assessment) if state.draft is not None else _link_registered(now)
    following = next_in_walk(state)
    if following is None:
        return Turn(state=state, says=judge(state), leave=True)
    return Turn(state=replace(state.settle(), spot=Spot(criterion=following)), says=judge(state))


def _link_registered(state: State) -> Turn:
    back = state.spot.at(Step.EVIDENCE)
    here = replace(state, spot=back, trail=tuple(each for each in state.trail if each.step not in (Step.FORM, Step.NEW_KIND)))
    there = {each.id for each in state.response.evidence}
    wanted = state.spot.links if state.spot.links and (state.spot.links[0] in state.new_evidence or state.spot.links[0] in there) else ()
    turn = link(here, wanted) if wanted else Turn(state=here)
    return replace(turn, unsaved=here)


def take_edited(state: State, text: str) -> Turn:
    """Take in what the person made of a text in their own editor."""
    question = question_of(state)
    if question.field is None or state.conflict is not None:
        kept, note = set_aside(state, text)
        return Turn(state=kept, says=note)
    if not can_be_stored(text):
        says = (warning("that has bytes that are not text; nothing was taken"), hint("What you typed stays in the file of the editor."))
        return Turn(state=state, says=says)
    if not text.strip():
        return Turn(state=state, says=(hint("The editor gave back an empty text; nothing was changed. `:d` takes a text out."),))
    typing = replace(state, block=None, kept="", block_is_unsaved=False, block_is_saved=False, block_replaces=False)
    turn = finish_text(typing, question.field, text.strip("\n"))
    return replace(turn, unsaved=turn.unsaved or replace(typing, kept=text))


def can_be_stored(text: str) -> bool:
    """Whether what came back from an editor is text all through."""
    return _is_text(text) and "\0" not in text


def meet_conflict(state: State, turn: Turn, error: ConflictError) -> State:
    """Ask which version is to stay; what was entered is kept until then."""
    first = state.conflict.turn if state.conflict is not None else turn
    # Lines that the change would have saved are in `mine`; only those of another change are still to be looked after.
    is_unsaved = state.block_is_unsaved and join_lines(state.block or ()) in typed_but_unsaved(first.state)
    return replace(state, block_is_unsaved=is_unsaved, conflict=Conflict(turn=first, mine=error.mine, theirs=error.theirs))


def note_conflict(state: State, note: tuple[Para, ...]) -> State:
    """Say beside the question which version is to stay what became of what was typed."""
    return replace(state, conflict=replace(state.conflict, note=note)) if state.conflict is not None else state


def typed_but_unsaved(state: State) -> tuple[str, ...]:
    """Give the texts that were typed and are not in the record."""
    texts = [*state.end_block().aside, state.kept]
    if state.conflict is not None:
        texts.append(state.conflict.mine)
    return tuple(dict.fromkeys(each for each in texts if each.strip()))


def is_worth_keeping(state: State, typed: str) -> bool:
    """Whether a line that was not entered is more than a key or a command, so that it should be offered again."""
    if not typed.strip() or _is_command(typed):
        return False
    question = question_of(state)
    takes_it = question.field is not None or (question.value is not None and not question.is_choice)
    return (state.conflict is None and takes_it) or len(typed.split()) >= WORDS_OF_A_TEXT


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _advance_conflict(state: State, entry: Entry, fresh: Assessment | None) -> Turn:
    if entry.text.strip() == ":q":
        return Turn(state=state, leave=True)
    return take_conflict(state, entry.text, fresh)


def _dispatch(state: State, entry: Entry) -> Turn:
    question = question_of(state)
    if state.block is not None and question.field is not None:
        return _continue_block(state, question.field, entry)
    if len(entry.lines) > 1:
        return _take_several(state, question, entry)
    if entry.text.strip() == "?":
        return run_command(state, ":?")
    if _is_command(entry.text):
        return run_command(state, entry.text)
    return _take(state, question, _unescape(entry.text))


def _take(state: State, question: Question, typed: str) -> Turn:
    again = not typed.strip() and bool(state.kept)
    text = state.kept if again else typed
    aside = (*state.aside, state.kept) if state.kept and not again else state.aside
    turn = question.take(replace(state, kept="", aside=aside), text)
    return replace(turn, unsaved=turn.unsaved or replace(state, kept=text, aside=aside))


def _take_several(state: State, question: Question, entry: Entry) -> Turn:
    first, *rest = entry.lines
    if question.field is not None:
        if first.strip() in (":m", ":+"):
            started = run_command(state, first)
            followed = _continue_block(started.state, question.field, Entry(lines=tuple(rest)))
            return replace(followed, says=(*started.says, *followed.says))
        if not _is_command(first) and entry.is_whole:
            return _take(state, question, entry.text)
        if not _is_command(first):
            started_here = state.start_block((), replaces=bool(question.field.read(state).strip()))
            turn = _continue_block(started_here, question.field, entry)
            stays = " Until then the text that is there stays." if started_here.block_replaces else ""
            says = (hint(f"Several lines came together and are one text. Type more lines, or end it with a line with only `.`{stays}"),)
            return replace(turn, says=(*says, *turn.says)) if turn.state.block is not None else turn
    elif state.spot.step is Step.EVIDENCE and all(looks_like_id(word) for word in split_words(entry.text)):
        return _take(state, question, " ".join(split_words(entry.text)))
    kept, note = set_aside(state, entry.text)
    return Turn(state=kept, says=(warning(f"{len(entry.lines)} lines came at once, and this takes one; nothing was taken"), *note))


def _continue_block(state: State, field: TextField, entry: Entry) -> Turn:
    lines = entry.lines
    if len(lines) == 1 and _is_command(lines[0]):
        return _command_in_block(state, lines[0])
    if len(lines) == 1:
        lines = (_unescape(lines[0]),)
    is_waiting = lines == ("",) and (state.block or ("",))[-1] == ""
    ended = lines[-1] == _END
    block = (*(state.block or ()), *(lines[:-1] if ended else lines))
    typing, text = replace(state, block=block, block_is_unsaved=False, block_is_saved=False), join_lines(block)
    turn = finish_text(typing, field, text if text.strip() else field.read(state)) if ended else keep_text(typing, field, text)
    says = (hint("A line with only `.` ends the text."),) if is_waiting else ()
    return replace(turn, says=(*turn.says, *says), unsaved=replace(typing, block_is_unsaved=True))


def _command_in_block(state: State, line: str) -> Turn:
    turn = run_command(state, line)
    if turn.leave or turn.state.block is not None or not (state.block_replaces and state.block_is_unsaved):
        return turn
    note = (warning("the text was not ended with `.`, so it replaced nothing; it is kept, and `:p` uses it at a question that takes text"),)
    return replace(turn, says=(*note, *turn.says))


def _is_command(line: str) -> bool:
    return line.startswith(":") and not line.startswith("::")


def _unescape(line: str) -> str:
    return line[1:] if line.startswith("::") else line


def _land(turn: Turn) -> Turn:
    # A merge may have taken away what the next question is about.
    if is_possible(turn.state, turn.state.spot):
        return turn
    return replace(turn, state=replace(turn.state, spot=turn.state.spot.at(Step.GAPS)))
