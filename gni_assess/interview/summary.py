"""What is said when a session opens and when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from gni_assess.interview.layout import BLANK, Para, good, heading, hint, plain, quoted, warning
from gni_assess.interview.machine import typed_but_unsaved
from gni_assess.interview.progress import find_begun_gaps, find_loose_ends, is_answered, is_optional, unanswered
from gni_assess.interview.state import State
from gni_assess.interview.unsaved import UnsavedText, tell_left

_MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a session did. Ids of criteria are in the order of the walk.

    `answered` were completed in this session, `changed` were saved in it otherwise, `left` have no answer yet (the optional ones about
    cases are not counted). `unsaved` are texts that were typed and did not get into the record, `places` where they stand on disk.
    `begun` have a gap that was begun and not finished. `unfinished` is a criterion with a text that is saved, but was not ended
    (empty: none). `interrupted`: it ended with Ctrl-C.
    """

    answered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unsaved: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    unfinished: str = ""
    interrupted: bool = False


def open_session(state: State) -> tuple[Para, ...]:
    """Say where it stands and how to go on."""
    walk = state.setting.walk
    optional = sum(1 for each in walk if is_optional(each))
    done = len(walk) - len(unanswered(state.assessment, walk))
    more = (hint(f"{optional} of these, about your set of cases, are optional: the cases themselves answer them."),) if optional else ()
    going = "going through them again from" if state.setting.ask_everything else "continuing at"
    begun = find_begun_gaps(state)
    loose = tuple(each for each in find_loose_ends(state) if each not in begun)
    lacking = (hint(f"Answered, but without evidence or a gap: {_names(loose)}. `:g {loose[0]}` goes there."),) if loose else ()
    return (
        plain(f"{done} of {len(walk)} answered; {going} {state.spot.criterion}."),
        *more,
        *tell_left(state.left),
        *_tell_begun(begun, "`:g {}` goes on with it."),
        *lacking,
        hint("Every answer is saved at once. `:w` says why a question is asked, `:?` lists the commands, `:q` leaves."),
    )


def summarize(state: State, kept: Mapping[str, UnsavedText], *, interrupted: bool) -> Summary:
    """Gather what the session did."""
    order = {each.id: number for number, each in enumerate(state.assessment.pack.criteria)}
    changed = sorted(state.changed, key=lambda each: order.get(each, len(order)))
    answered = tuple(each for each in changed if is_answered(state.assessment, each) and each not in state.setting.complete_at_start)
    unsaved = typed_but_unsaved(state)
    return Summary(
        answered=answered,
        changed=tuple(each for each in changed if each not in answered),
        left=unanswered(state.assessment, (each for each in state.setting.walk if not is_optional(each))),
        unsaved=unsaved,
        places=tuple(dict.fromkeys(kept[each].place for each in unsaved if each in kept)),
        begun=find_begun_gaps(state),
        unfinished=state.spot.criterion if state.block is not None and state.block_is_saved else "",
        interrupted=interrupted,
    )


def close_session(summary: Summary) -> tuple[Para, ...]:
    """Say what was answered, what is left, and the next command."""
    says: list[Para] = [BLANK, heading("Saved.")]
    if summary.answered:
        says.append(good(f"Answered in this session: {_names(summary.answered)}."))
    if summary.changed:
        says.append(plain(f"Changed in this session: {_names(summary.changed)}."))
    if not summary.answered and not summary.changed:
        says.append(plain("Nothing was changed in this session."))
    if summary.unsaved:
        says.append(warning("Typed, but not in the record; copy it from here if you need it:"))
        says += [quoted(each) for each in summary.unsaved]
        if summary.places:
            places = ", ".join(f"`{each}`" for each in summary.places)
            says.append(hint(f"It is kept in {places} too; the next interview tells of it."))
    if summary.unfinished:
        go_on = f"`:g {summary.unfinished}` and, at the text, `:+` go on with it"
        says.append(warning(f"The text of {summary.unfinished} was not ended with `.`; the lines typed so far are saved. {go_on}."))
    says += _tell_begun(summary.begun, "In the next interview `:g {}` goes on with it.")
    if summary.left:
        says.append(plain(f"Left without an answer: {len(summary.left)} ({_names(summary.left)})."))
        says.append(hint("Next: `gni-assess interview` goes on; `gni-assess status` shows where it stands."))
    else:
        says.append(plain("None of these is left without an answer."))
        says.append(hint("Next: `gni-assess validate` checks the whole record; `gni-assess status` shows where it stands."))
    return tuple(says)


def _tell_begun(begun: tuple[str, ...], how: str) -> tuple[Para, ...]:
    return (warning(f"Begun and kept, but not finished: a gap of {_names(begun)}. {how.format(begun[0])}"),) if begun else ()


def _names(ids: tuple[str, ...]) -> str:
    rest = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
