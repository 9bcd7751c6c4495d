"""A gap that is still being entered, kept in the response's notes for the team.

A gap cannot be stored before it is judged, and nothing typed may be lost meanwhile, not even when the window is closed. So what was
entered so far stands in the notes, which never leave the company, until the gap itself takes its place.
"""

import re
from dataclasses import dataclass

from gni_assess.model.vocabulary import EvidenceKind, Level

_TITLE = "Gap being entered"
_BAR = "| "
_HEAD = re.compile(rf"{_TITLE} \(scale: (?P<scale>[a-z]*); scope: (?P<scope>[a-z]*); missing: (?P<missing>[a-z, ]*)\):\Z")
_BLOCK = re.compile(rf"(?:\A|\n){_TITLE} \([^\n]*\):\n{re.escape(_BAR)}[^\n]*(?:\n{re.escape(_BAR)}[^\n]*)*")


@dataclass(frozen=True, kw_only=True)
class PendingGap:
    """What is known of a gap so far."""

    summary: str
    scale: Level | None = None
    scope: Level | None = None
    missing: tuple[EvidenceKind, ...] = ()


def read_pending(notes: str) -> PendingGap | None:
    """Find the gap being entered in a response's notes."""
    found = _BLOCK.search(notes)
    if found is None:
        return None
    head, *rows = found.group().removeprefix("\n").split("\n")
    match = _HEAD.match(head)
    if match is None:
        return None
    try:
        return PendingGap(
            summary="\n".join(row.removeprefix(_BAR) for row in rows),
            scale=Level(match["scale"]) if match["scale"] else None,
            scope=Level(match["scope"]) if match["scope"] else None,
            missing=tuple(EvidenceKind(each) for each in match["missing"].split(", ") if each),
        )
    except ValueError:
        # Edited by hand into something else: then it is a note like any other.
        return None


def with_pending(notes: str, gap: PendingGap | None) -> str:
    """Write the gap being entered at the end of the notes, in place of an earlier one; None takes it out."""
    rest = _without(notes) if read_pending(notes) is not None else notes
    if gap is None:
        return rest
    head = f"{_TITLE} (scale: {gap.scale or ''}; scope: {gap.scope or ''}; missing: {', '.join(gap.missing)}):"
    block = "\n".join([head, *(_BAR + row for row in gap.summary.split("\n"))])
    return f"{rest}\n{block}" if rest else block


def _without(notes: str) -> str:
    found = _BLOCK.search(notes)
    if found is None:
        return notes
    before, after = notes[: found.start()], notes[found.end() :]
    return before + after if before else after.removeprefix("\n")
