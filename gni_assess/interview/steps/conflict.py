"""A record that changed on disk since it was read: show both, and ask which is to stay."""

import re
from collections.abc import Mapping
from dataclasses import replace

from gni_assess.interview.edits import rebase
from gni_assess.interview.layout import Para, choice, hint, plain, quoted, warning
from gni_assess.interview.state import Asking, Conflict, Spot, State, Turn, put_response
from gni_assess.interview.steps.question import choose, is_long, set_aside
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.response import Response

_FIELD_START = re.compile(r"^(?=\S)", re.MULTILINE)
"""Where a field of a record's text begins: at a line that is not indented."""

_KEYS: Mapping[str, str] = {"m": "mine", "t": "theirs", "l": "look"}


def ask_conflict(conflict: Conflict) -> Asking:
    """Show both versions and ask which is to stay."""
    criterion = conflict.turn.change.after.id if conflict.turn.change else ""
    theirs, mine = _leave_out_the_same(conflict.theirs, conflict.mine)
    says: tuple[Para, ...] = (
        warning(f"{criterion} was changed meanwhile, by somebody else or in another window. Nothing was overwritten."),
        plain("On disk now:"),
        quoted(theirs) if theirs is not None else hint("(the record was removed)"),
        plain("Yours, made from what it was before that:"),
        quoted(mine),
        *((hint("(What is the same in both is not shown.)"),) if mine != conflict.mine.rstrip("\n") else ()),
        *conflict.note,
        choice("m", "mine: what you entered goes in, the rest stays as it is on disk"),
        choice("t", "theirs: it stays as it is on disk, and the question comes again"),
        choice("l", "look again at both"),
    )
    return Asking(says=says, prompt=f"{criterion} mine or theirs: ")


def _leave_out_the_same(theirs: str | None, mine: str) -> tuple[str | None, str]:
    # Two whole records would push each other, and the question, off a small screen.
    if theirs is None:
        return None, mine.rstrip("\n")
    here, there = _FIELD_START.split(mine), _FIELD_START.split(theirs)
    noise = {each for each in (*here, *there) if each.startswith("confirmed_wording:")}
    return (
        "".join(each for each in there if each not in here and each not in noise).rstrip("\n") or "(without these fields)",
        "".join(each for each in here if each not in there and each not in noise).rstrip("\n") or "(without these fields)",
    )


def take_conflict(state: State, text: str, fresh: Assessment | None) -> Turn:
    """Do what was chosen. `fresh` is the record as it is on disk now; None where it cannot be read."""
    conflict = state.conflict
    change = conflict.turn.change if conflict else None
    if conflict is None or change is None or not isinstance(change.after, Response):
        return Turn(state=replace(state, conflict=None))
    key = choose(text, _KEYS)
    if key is None:
        return _refuse(state, conflict, text)
    if fresh is None:
        return Turn(state=state, says=(warning("the record cannot be read now, so nothing was decided; `:q` leaves"),))
    if key == "l":
        return Turn(state=state, repeat=True)
    theirs = fresh.responses.get(change.after.id)
    if key == "t":
        return _take_theirs(state, change.after.id, fresh, theirs)
    return _keep_mine(state, conflict, change, fresh, theirs)


def _refuse(state: State, conflict: Conflict, text: str) -> Turn:
    says = (warning("type `m` for mine, `t` for theirs, `l` to look again, or `:q` to leave"),)
    if not is_long(text):
        return Turn(state=state, says=says)
    # Whichever is chosen, what was typed here by mistake goes along.
    kept, note = set_aside(state, text)
    after, _ = set_aside(conflict.turn.state, text)
    return Turn(state=replace(kept, conflict=replace(conflict, turn=replace(conflict.turn, state=after))), says=(*says, *note))


def _take_theirs(state: State, criterion_id: str, fresh: Assessment, theirs: Response | None) -> Turn:
    reread = replace(state.settle(), assessment=put_response(fresh, criterion_id, theirs), conflict=None)
    again = replace(reread, spot=Spot(criterion=criterion_id), trail=(*state.trail, state.spot))
    return Turn(state=again, says=(hint("It stays as it is on disk."),), repeat=True)


def _keep_mine(state: State, conflict: Conflict, change: Change, fresh: Assessment, theirs: Response | None) -> Turn:
    before = change.before if isinstance(change.before, Response) else None
    mine = change.after
    if theirs is not None and isinstance(mine, Response):
        mine = rebase(before, mine, theirs)
    if not isinstance(mine, Response) or mine == theirs:
        return _take_theirs(state, change.after.id, fresh, theirs)
    there = put_response(fresh, mine.id, mine)
    after = replace(conflict.turn.state, assessment=there, conflict=None)
    # Should it fail again, the choice is still to be made.
    return replace(conflict.turn, state=after, change=Change(before=theirs, after=mine), unsaved=state)
