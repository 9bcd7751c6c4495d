"""A review as a pure machine: a state and what was typed give the next state, what to say and what to save."""

from dataclasses import replace

from gni_assess.checks.reviewing import mark_returned, mark_reviewed
from gni_assess.errors import UsageError
from gni_assess.interview.layout import Para, choice, good, hint, plain, quoted, warning
from gni_assess.interview.review_commands import list_commands, run_review_command, why_not
from gni_assess.interview.review_page import tell_last_change
from gni_assess.interview.review_state import Judgment, Look, ReviewState, ReviewStep, ReviewTurn, Standing, may_judge, standing_of
from gni_assess.model.changes import Change
from gni_assess.model.response import Response

_END = "."
_LONGEST_WORD = 12
"""What is longer than this, or more than one word, was probably meant as a note."""

_REVIEWED = frozenset({"r", "reviewed"})
_SEND_BACK = frozenset({"s", "send back", "send it back"})


def arrive(state: ReviewState, look: Look) -> ReviewTurn:
    """Take in the record as it is on disk now and show the response at the spot, or pass it over and say why."""
    here = replace(state, look=look)
    shown = here.render(look)
    if shown is None or not may_judge(shown.response, here.person_id):
        says = (warning(f"{here.spot}: {why_not(here, here.spot)}"),)
        return _pass_on(here, *says)
    return ReviewTurn(state=replace(here, shown=shown, is_seen=False), asks_again=True)


def put_question(state: ReviewState) -> tuple[Para, ...]:
    """Say what can be typed now."""
    if state.step is ReviewStep.NOTE:
        return _ask_for_note(state)
    in_hand = (plain("Your note so far; `s` takes it up:"), quoted(state.note)) if state.note.strip() else ()
    if state.marks:
        return (*in_hand, plain("`r` reviewed, `s` send it back, Enter decides later. `:w` what a good answer has, `:?` commands."))
    return (
        *in_hand,
        choice("r", "reviewed: you have read it, and it may go to the assessor"),
        choice("s", "send it back: you say what should change"),
        hint("Enter decides later. `:w` shows what a good answer has, `:?` lists the commands."),
    )


def prompt_of(state: ReviewState) -> str:
    """Give the prompt."""
    return f"{state.spot} {state.step}{' ..' if state.is_block else ':'} "


def advance(state: ReviewState, lines: tuple[str, ...]) -> ReviewTurn:
    """Give what follows from what was typed: one line, or several that arrived together."""
    if not _is_text("\n".join(lines)):
        return ReviewTurn(state=state, says=(warning("that has bytes that are not text; nothing was taken"),))
    if len(lines) == 1 and _is_command(lines[0]):
        return run_review_command(state, lines[0])
    if lines == ("?",):
        return ReviewTurn(state=state, says=list_commands(state))
    if state.step is ReviewStep.NOTE:
        return _take_note(state, lines)
    return _take_several(state, lines) if len(lines) > 1 else _take_key(state, lines[0])


def settle(state: ReviewState, judgment: Judgment, look: Look | None) -> ReviewTurn:
    """Mark exactly what was shown. `look` is the record as it is on disk now; where it is another, nothing is marked and it is shown."""
    if look is None:
        says = (warning("the record cannot be read now, so nothing was marked; try again, or `:q` leaves"),)
        return ReviewTurn(state=state, says=says, asks_again=judgment.note is not None)
    if state.shown is None or state.render(look) != state.shown:
        return meet_change(replace(state, look=look))
    before = state.shown.response
    if judgment.note is None and standing_of(before, state.person_id) is Standing.REVIEWED:
        return _pass_on(replace(state, look=look), hint(f"{state.spot} is reviewed already, exactly as it stands."))
    try:
        after = _mark(state, before, judgment)
    except UsageError as error:
        return _pass_on(replace(state, look=look), warning(error.message))
    marked = replace(state, look=look).with_marked(after)
    done = _pass_on(marked.with_lines(()) if judgment.note is not None else marked, *_tell_mark(state, before, judgment))
    return replace(done, change=Change(before=before, after=after), unsaved=replace(state, look=look))


def meet_change(state: ReviewState) -> ReviewTurn:
    """Have the response shown again, since it is no longer what the reviewer saw; a note in hand stays."""
    stays = " Your note is kept." if state.note.strip() else ""
    says = (warning(f"{state.spot}, or something that it rests on, was changed since you saw it. Nothing was marked.{stays}"),)
    return ReviewTurn(state=state.move(state.spot), says=(*says, hint("This is how it stands now:")))


def take_edited(state: ReviewState, text: str) -> ReviewTurn:
    """Take the note as it came back from the editor."""
    note = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not _is_text(note):
        return ReviewTurn(state=state, says=(warning("that has bytes that are not text; nothing was taken"),))
    if not note.strip():
        stays = "your note stays as it was" if state.note.strip() else "nothing was sent"
        return ReviewTurn(state=state, says=(warning(f"nothing came back from the editor; {stays}"),), asks_again=True)
    return ReviewTurn(state=state.with_lines(tuple(note.split("\n"))).at(ReviewStep.NOTE), asks_again=True)


def take_unfinished(state: ReviewState, typed: str) -> ReviewState:
    """Keep a line that was typed and not entered, unless it was only a key or a command."""
    is_note = _is_note(typed) or (state.step is ReviewStep.NOTE and bool(typed.strip()) and not _is_command(typed))
    return state.add_lines(_unescape(typed)) if is_note and _is_text(typed) else state


def notes_in_hand(state: ReviewState) -> tuple[str, ...]:
    """Give the notes that were typed and are in no record."""
    texts = ("\n".join(each).rstrip("\n") for each in state.notes.values())
    return tuple(dict.fromkeys(each for each in texts if each.strip()))


def _take_key(state: ReviewState, typed: str) -> ReviewTurn:
    word = " ".join(typed.casefold().split())
    if not word:
        return _pass_on(state)
    if word in _REVIEWED:
        if state.is_seen:
            return ReviewTurn(state=state, judgment=Judgment())
        says = (warning("You have not seen all of it yet, so nothing was marked. Here is the rest; then type `r` again."),)
        return ReviewTurn(state=state, says=says, shows_rest=True, asks_again=True)
    if word in _SEND_BACK:
        return ReviewTurn(state=state.at(ReviewStep.NOTE), asks_again=True)
    return _refuse(state, (_unescape(typed),) if _is_note(typed) else ())


def _take_several(state: ReviewState, lines: tuple[str, ...]) -> ReviewTurn:
    if not any(each.strip() for each in lines):
        # Enter held down decides nothing.
        return ReviewTurn(state=state)
    return _refuse(state, lines)


def _refuse(state: ReviewState, lines: tuple[str, ...]) -> ReviewTurn:
    kept = (hint("What you typed is kept as a note: `s` takes it up."),) if lines else ()
    says = (warning("type `r` (reviewed) or `s` (send it back), or only Enter to decide later; `:q` leaves"), *kept)
    return ReviewTurn(state=state.add_lines(*lines), says=says)


def _ask_for_note(state: ReviewState) -> tuple[Para, ...]:
    if state.is_block:
        return (hint("A line with only `.` ends the note."),)
    earlier = tuple(para for each in state.kept_earlier for para in (plain("Kept from an earlier session:"), quoted(each.text)))
    use = (*earlier, hint("`:p` adds it to the note.")) if earlier else ()
    if not state.note.strip():
        says = plain("What should change? Type it for whoever answered; Enter sends it back with that.")
        return (*use, says, hint("`:m` takes several lines, `:e` opens your editor, `:b` goes back and sends nothing."))
    says = plain("Enter sends it back with this note. What you type is added first; `:e` changes it, `:d` takes it away.")
    return (*use, plain("Your note so far:"), quoted(state.note), says)


def _take_note(state: ReviewState, lines: tuple[str, ...]) -> ReviewTurn:
    first, *rest = lines
    if rest and first.strip() == ":m" and not state.is_block:
        return _take_note(replace(state, is_block=True), tuple(rest))
    is_ended = lines[-1] == _END
    typed = lines[:-1] if is_ended else lines
    if len(lines) == 1:
        typed = tuple(_unescape(each) for each in typed)
    if is_ended or not (state.is_block or rest):
        return _send(state.add_lines(*typed) if any(each.strip() for each in typed) else state)
    says = () if state.is_block else (hint("Several lines came together and are one note. A line with only `.` ends it."),)
    is_waiting = state.is_block and lines == ("",) and state.lines[-1:] == ("",)
    after = replace(state.add_lines(*typed), is_block=True)
    return ReviewTurn(state=after, says=says, asks_again=is_waiting)


def _send(state: ReviewState) -> ReviewTurn:
    whole = replace(state, is_block=False)
    if not whole.note.strip():
        says = (warning("say what should change, so that they know; `:b` goes back and sends nothing"),)
        return ReviewTurn(state=whole.with_lines(()), says=says)
    return ReviewTurn(state=whole, judgment=Judgment(note=whole.note))


def _mark(state: ReviewState, before: Response, judgment: Judgment) -> Response:
    return mark_reviewed(before, state.stamp) if judgment.note is None else mark_returned(before, state.stamp, judgment.note)


def _tell_mark(state: ReviewState, before: Response, judgment: Judgment) -> tuple[Para, ...]:
    stood = tell_last_change(state.look.assessment.workspace, before)
    if judgment.note is None:
        return (good(f"{state.spot} is reviewed, as it stands ({stood})."),)
    return (good(f"{state.spot} is sent back, with your note."),)


def _pass_on(state: ReviewState, *says: Para) -> ReviewTurn:
    following = state.next_open()
    if following is None:
        return ReviewTurn(state=state, says=says, leave=True)
    return ReviewTurn(state=state.move(following), says=says)


def _is_note(typed: str) -> bool:
    if typed.startswith("::"):
        return True
    return not _is_command(typed) and (len(typed.split()) > 1 or len(typed.strip()) > _LONGEST_WORD)


def _is_command(line: str) -> bool:
    return line.startswith(":") and not line.startswith("::")


def _unescape(line: str) -> str:
    return line[1:] if line.startswith("::") else line


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
