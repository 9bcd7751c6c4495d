"""What is said when a session opens and when it ends."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gni_assess.interview.bars import count, say_counts, show_progress
from gni_assess.interview.layout import BLANK, Para, good, heading, hint, plain, quoted, warning
from gni_assess.interview.machine import typed_but_unsaved
from gni_assess.interview.progress import find_begun_gaps, find_loose_ends, is_answered, is_optional, unanswered
from gni_assess.interview.state import State, Step
from gni_assess.interview.steps.form import describe_draft
from gni_assess.interview.unsaved import UnsavedText, tell_left

_MOST_NAMED = 12
_HIGH = 36
"""A screen of so many lines holds the progress by area and the first question."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a session did. Ids of criteria are in the order of the walk.

    `answered` were completed in this session, `changed` were saved in it otherwise, `left` have no answer yet (the optional ones about
    cases are not counted). `unsaved` are texts that were typed and did not get into the record, `places` where they stand on disk.
    `begun` have a gap that was begun and not finished, `loose` are answered, but lack evidence or a gap. `registered` is new or changed
    evidence. `unfinished` is a criterion with a text that is saved, but was not ended
    (empty: none). `interrupted`: it ended with Ctrl-C.
    """

    answered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unsaved: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    unfinished: str = ""
    interrupted: bool = False


def open_session(state: State, width: int, height: int) -> tuple[Para, ...]:
    """Say where it stands and how to go on; on a low screen in few lines, so that the question stays in sight."""
    walk = state.setting.walk
    going = "Going through them from" if state.setting.ask_everything else "Continuing at"
    begun = find_begun_gaps(state)
    loose = tuple(each for each in find_loose_ends(state) if each not in begun)
    lacking = (hint(f"Answered, but without evidence or a gap: {_names(loose)}. `:g {loose[0]}` goes there."),) if loose else ()
    return (
        plain(f"{say_counts(count(state.assessment, walk))}."),
        *(_bars(state, width) if height >= _HIGH else _areas(state)),
        *tell_left(state.left),
        *_tell_begun(begun, "`:g {}` goes on with it."),
        *_tell_drafts(state),
        *_tell_returned(state),
        *lacking,
        hint("Every answer is saved at once. `:w` says why a question is asked, `:?` lists the commands, `:q` leaves."),
        plain(f"{going} {state.spot.criterion}."),
    )


def _bars(state: State, width: int, new: tuple[str, ...] = ()) -> tuple[Para, ...]:
    walk = state.setting.walk
    several = len({each.partition("-")[0] for each in walk}) > 1
    return show_progress(state.assessment, walk, width=width, with_bars=state.setting.bars, new=new) if several else ()


def _areas(state: State) -> tuple[Para, ...]:
    ids = tuple(dict.fromkeys(each.partition("-")[0] for each in state.setting.walk))
    counts = ((area, count(state.assessment, [each for each in state.setting.walk if each.partition("-")[0] == area])) for area in ids)
    said = ", ".join(f"{area} {each.answered} of {each.total}" for area, each in counts)
    return (hint(f"{said}. `:l` shows more."),) if len(ids) > 1 else ()


def _tell_drafts(state: State) -> tuple[Para, ...]:
    here = state.spot.criterion if state.spot.step is Step.FORM else ""
    return tuple(
        hint(f"You are in the middle of {describe_draft(state, draft)}; it goes on below.")
        if each == here
        else warning(f"Begun at {each}, not registered yet: {describe_draft(state, draft)}. There, `+` at the evidence goes on with it.")
        for each, draft in state.drafts.items()
    )


def _tell_returned(state: State) -> tuple[Para, ...]:
    found = (state.assessment.responses.get(each) for each in state.setting.walk)
    ids = tuple(each.id for each in found if each and each.returned and (each.updated is None or each.updated.on <= each.returned.on))
    return (warning(f"Sent back to be changed: {_names(ids)}. `:g {ids[0]}` shows why."),) if ids else ()


def summarize(state: State, kept: Mapping[str, UnsavedText], *, interrupted: bool, drafts_refused: Collection[str] = ()) -> Summary:
    """Gather what the session did."""
    order = {each.id: number for number, each in enumerate(state.assessment.pack.criteria)}
    changed = sorted(state.changed, key=lambda each: order.get(each, len(order)))
    answered = tuple(each for each in changed if is_answered(state.assessment, each) and each not in state.setting.complete_at_start)
    drafts = (
        f"{key}: {value}" for each in sorted(drafts_refused) if each in state.drafts for key, value in state.drafts[each].fields.items()
    )
    unsaved = (*typed_but_unsaved(state), *drafts)
    return Summary(
        answered=answered,
        changed=tuple(each for each in changed if each not in answered),
        left=unanswered(state.assessment, (each for each in state.setting.walk if not is_optional(each))),
        unsaved=unsaved,
        places=tuple(dict.fromkeys(kept[each].place for each in unsaved if each in kept)),
        begun=find_begun_gaps(state),
        registered=state.registered,
        loose=find_loose_ends(state),
        unfinished=state.spot.criterion if state.block is not None and state.block_is_saved else "",
        interrupted=interrupted,
    )


def close_session(summary: Summary, state: State, width: int) -> tuple[Para, ...]:
    """Say what was answered, what is left, and the next command."""
    return (
        BLANK,
        heading("Saved." if (summary.answered or summary.changed or summary.registered) and not summary.unsaved else "Left."),
        *_tell_done(summary),
        *_tell_unsaved(summary),
        *_tell_begun(summary.begun, "In the next interview `:g {}` goes on with it."),
        *_tell_drafts(state),
        *(_bars(state, width, summary.answered) if summary.answered else ()),
        *_tell_left(summary),
    )


def _tell_done(summary: Summary) -> tuple[Para, ...]:
    told = (
        (summary.answered, good(f"Answered in this session: {_names(summary.answered)}.")),
        (summary.changed, plain(f"Changed in this session: {_names(summary.changed)}.")),
        (summary.registered, plain(f"Evidence registered or changed: {_names(summary.registered)}.")),
    )
    return tuple(para for ids, para in told if ids) or (plain("Nothing was changed in this session."),)


def _tell_unsaved(summary: Summary) -> tuple[Para, ...]:
    says: list[Para] = []
    if summary.unsaved:
        says.append(warning("Typed, but not in the record; copy it from here if you need it:"))
        says += [quoted(each) for each in summary.unsaved]
        if summary.places:
            places = ", ".join(f"`{each}`" for each in summary.places)
            says.append(hint(f"It is kept in {places} too; the next interview offers it again."))
    if summary.unfinished:
        go_on = f"`:g {summary.unfinished}` and, at the text, `:+` go on with it"
        says.append(warning(f"The text of {summary.unfinished} was not ended with `.`; the lines typed so far are saved. {go_on}."))
    return tuple(says)


def _tell_left(summary: Summary) -> tuple[Para, ...]:
    lacking = (plain(f"Answered, but without evidence or a gap: {len(summary.loose)} ({_names(summary.loose)})."),) if summary.loose else ()
    if summary.left:
        left = plain(f"Left without an answer: {len(summary.left)} ({_names(summary.left)}).")
        return (left, *lacking, hint("Next: `gni-assess interview` goes on here; `gni-assess status` shows where it stands."))
    return (
        plain("None of these is left without an answer."),
        *lacking,
        hint("Next: `gni-assess validate` checks the whole record; `gni-assess status` shows where it stands."),
    )


def _tell_begun(begun: tuple[str, ...], how: str) -> tuple[Para, ...]:
    return (warning(f"Begun and kept, but not finished: a gap of {_names(begun)}. {how.format(begun[0])}"),) if begun else ()


def _names(ids: tuple[str, ...]) -> str:
    rest = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
