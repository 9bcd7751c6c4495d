"""Change a response: what is to be saved, and the merge after a conflict."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from gni_assess.interview.pending_gap import read_pending, with_pending
from gni_assess.interview.state import Spot, State, Turn
from gni_assess.model.changes import Change
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.stamps import stamp_response

_Item = TypeVar("_Item", bound=Gap | EvidenceLink)


def save(state: State, after: Response, spot: Spot | None = None) -> Turn:
    """Ask for a record to be saved, then go on to a question (None: stay). Nothing is saved where nothing changed."""
    if after == state.response:
        return Turn(state=state.move(spot) if spot else state)
    stamped = stamp_response(state.saved, after, by=state.stamp, wording=state.wording)
    saved = state.with_response(stamped)
    return Turn(state=saved.move(spot) if spot else saved, change=Change(before=state.saved, after=stamped))


def rebase(before: Response | None, after: Response, theirs: Response) -> Response:
    """Put what changed from `before` to `after` onto what somebody else saved meanwhile; the rest stays as theirs."""
    base = before or Response(criterion=after.criterion)
    merged: dict[str, Any] = {}
    for each in fields(Response):
        was, now = getattr(base, each.name), getattr(after, each.name)
        if was != now:
            merged[each.name] = now
    if "evidence" in merged:
        merged["evidence"] = _merge(base.evidence, after.evidence, theirs.evidence)
    if "gaps" in merged:
        merged["gaps"] = _merge(base.gaps, after.gaps, theirs.gaps)
    if "notes" in merged:
        merged["notes"] = _merge_notes(base.notes, after.notes, theirs.notes)
    if "answered" in merged and theirs.answered is not None:
        merged["updated"] = merged.pop("answered")
    result = replace(theirs, **merged)
    return replace(result, skipped=None, skip_reason="") if result.finding is not None else result


def _merge_notes(was: str, mine: str, theirs: str) -> str:
    own = _merge_own_notes(*(with_pending(each, None) for each in (was, mine, theirs)))
    gap_was, gap_mine, gap_theirs = (read_pending(each) for each in (was, mine, theirs))
    known = {each.summary for each in (gap_was, gap_mine) if each is not None}
    if gap_mine == gap_was or gap_theirs is None or gap_theirs.summary in known:
        return with_pending(own, gap_theirs if gap_mine == gap_was else gap_mine)
    if gap_mine is None:
        return with_pending(own, gap_theirs)
    # There is room for one gap that is being entered: what is known of the other stays as a note.
    return with_pending("\n".join(filter(None, [own, f"Somebody else began a gap: {gap_theirs.summary}"])), gap_mine)


def _merge_own_notes(was: str, mine: str, theirs: str) -> str:
    # Notes are added to: what both wrote stays, one after the other.
    if mine in (was, theirs):
        return theirs
    added = mine.removeprefix(was).removeprefix("\n") if mine.startswith(was) else mine
    return mine if theirs == was else "\n".join(filter(None, [theirs, added]))


def _merge(base: Sequence[_Item], mine: Sequence[_Item], theirs: Sequence[_Item]) -> tuple[_Item, ...]:
    """Apply what I added, changed and removed to their list, by id."""
    was: dict[str, _Item] = {each.id: each for each in base}
    now: dict[str, _Item] = {each.id: each for each in mine}
    changed: dict[str, _Item] = {key: each for key, each in now.items() if was.get(key) != each}
    removed = set(was) - set(now)
    kept = [_merge_item(was.get(each.id), changed.pop(each.id, None), each) for each in theirs if each.id not in removed]
    return (*kept, *changed.values())


def _merge_item(was: _Item | None, mine: _Item | None, theirs: _Item) -> _Item:
    """Put what I changed of one gap or link onto theirs; where both are new, what mine does not say stays as theirs."""
    if mine is None:
        return theirs
    said = {each.name: getattr(mine, each.name) for each in fields(mine)}
    changed = {key: value for key, value in said.items() if (value != getattr(was, key) if was is not None else value)}
    return replace(theirs, **changed)
