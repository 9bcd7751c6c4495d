"""What is said when a review opens and when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from gni_assess.interview.layout import BLANK, Para, good, heading, hint, plain, quoted, warning
from gni_assess.interview.review import notes_in_hand
from gni_assess.interview.review_state import ReviewState, Standing, standing_of
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.criteria import CASE_AREA

_MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class ReviewSummary:
    """What a review did. Ids of criteria are in the pack's order.

    `reviewed` and `returned` were marked in this session, `left` still wait for this reviewer. `unsaved` are notes that were typed and
    are in no record, `places` where they stand on disk. `interrupted`: it ended with Ctrl-C.
    """

    reviewed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unsaved: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    interrupted: bool = False


def open_review(state: ReviewState) -> tuple[Para, ...]:
    """Say how many wait, which are passed over and why, and how to go on."""
    by_standing = {standing: _find(state, standing) for standing in Standing}
    own, sent_back = by_standing[Standing.OWN], by_standing[Standing.SENT_BACK]
    not_ready = tuple(each for each in by_standing[Standing.UNANSWERED] if not _is_optional(state, each))
    says = [_tell_waiting(state)]
    if own:
        who = "somebody else reviews it" if len(own) == 1 else "somebody else reviews them"
        says.append(hint(f"{len(own)} of these you answered or changed yourself; {who}: {_names(own)}."))
    if reviewed := by_standing[Standing.REVIEWED]:
        says.append(hint(f"Reviewed already, as they stand: {len(reviewed)}."))
    if sent_back:
        go = f" `:g {sent_back[0]}` shows it." if state.queue else ""
        says.append(hint(f"Sent back, and not changed since: {len(sent_back)} ({_names(sent_back)}).{go}"))
    if unstamped := by_standing[Standing.UNSTAMPED]:
        says.append(hint(f"Without the name of who answered: {_names(unstamped)}. They are confirmed in the interview first."))
    if not_ready:
        says.append(hint(f"Not answered yet: {len(not_ready)}."))
    says += _tell_left(state.left)
    if state.queue:
        says.append(hint("Every mark is saved at once. `:w` shows what a good answer has, `:?` lists the commands, `:q` leaves."))
    return tuple(says)


def summarize_review(state: ReviewState, kept: Mapping[str, UnsavedText], *, interrupted: bool) -> ReviewSummary:
    """Gather what the review did."""
    order = {each.id: number for number, each in enumerate(state.look.assessment.pack.criteria)}
    marked = sorted(state.marks, key=lambda each: order.get(each, len(order)))
    unsaved = notes_in_hand(state)
    return ReviewSummary(
        reviewed=tuple(each for each in marked if state.marks[each].reviewed is not None),
        returned=tuple(each for each in marked if state.marks[each].reviewed is None),
        left=tuple(each for each in state.walk if state.is_open(each)),
        unsaved=unsaved,
        places=tuple(dict.fromkeys(kept[each].place for each in unsaved if each in kept)),
        interrupted=interrupted,
    )


def close_review(summary: ReviewSummary) -> tuple[Para, ...]:
    """Say what was reviewed and sent back, what is left, and the next command."""
    says: list[Para] = [BLANK, heading("Saved." if (summary.reviewed or summary.returned) and not summary.unsaved else "Left.")]
    if summary.reviewed:
        says.append(good(f"Reviewed in this session: {_names(summary.reviewed)}."))
    if summary.returned:
        says.append(good(f"Sent back in this session: {_names(summary.returned)}."))
        says.append(hint(f"Whoever answered goes on with: `gni-assess interview --only {','.join(summary.returned)}`"))
    if not summary.reviewed and not summary.returned:
        says.append(plain("Nothing was marked in this session."))
    if summary.unsaved:
        says.append(warning("Typed as a note, but not sent; copy it from here if you need it:"))
        says += [quoted(each) for each in summary.unsaved]
        if summary.places:
            says.append(hint(f"It is kept in {', '.join(f'`{each}`' for each in summary.places)} too; the next review tells of it."))
    if summary.left:
        says.append(plain(f"Left for you to review: {len(summary.left)} ({_names(summary.left)})."))
        says.append(hint("Next: `gni-assess interview --review` goes on; `gni-assess status` shows where it stands."))
    else:
        says.append(plain("None of these waits for your review."))
        says.append(hint("Next: `gni-assess status` shows where it stands."))
    return tuple(says)


def _tell_waiting(state: ReviewState) -> Para:
    count = len(state.queue)
    if not count:
        return plain(f"None of {len(state.walk)} waits for your review.")
    return plain(f"{count} of {len(state.walk)} {'waits' if count == 1 else 'wait'} for your review; beginning at {state.spot}.")


def _tell_left(left: tuple[UnsavedText, ...]) -> tuple[Para, ...]:
    if not left:
        return ()
    ids = ", ".join(dict.fromkeys(each.criterion for each in left))
    places = ", ".join(f"`{each}`" for each in dict.fromkeys(each.place for each in left))
    return (
        warning(f"What was typed for {ids} in an earlier session is in no record. It is kept in {places}."),
        hint("You are shown it where you write the note."),
    )


def _find(state: ReviewState, standing: Standing) -> tuple[str, ...]:
    responses = state.look.assessment.responses
    return tuple(each for each in state.walk if standing_of(responses.get(each), state.person_id) is standing)


def _is_optional(state: ReviewState, criterion_id: str) -> bool:
    # The register of cases answers these; a response is only needed to explain a departure.
    return criterion_id.partition("-")[0] == CASE_AREA and criterion_id not in state.look.assessment.responses


def _names(ids: tuple[str, ...]) -> str:
    rest = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
