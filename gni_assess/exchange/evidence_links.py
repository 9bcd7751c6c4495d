"""Which criteria somebody's evidence list names for a document, and the links from responses that this makes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gni_assess.exchange.evidence_map import FIELDS
from gni_assess.exchange.evidence_record import one_line
from gni_assess.exchange.receipt import FieldConflict, Problem
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, FindChoice, merge_fields
from gni_assess.exchange.values import read_ids
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.likeness import find_alike
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.sheets.incoming_values import IncomingCell, Spot

Stamp = Callable[[Response | None, Response], Response]
"""Notes in a response who changed it; it is given how it was, too."""

_NUMBERED = re.compile(r"\b([A-Z]{2,8})[ \t\u00a0._\u2010-\u2015-]{0,3}([0-9]{1,3})\b", re.IGNORECASE)
_MOST_NEAR = 4


@dataclass(frozen=True, kw_only=True)
class Named:
    """The criteria that a cell names: those that apply to this company, and what is to be said of others."""

    criteria: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The changes that links make, or what is in the way."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()


def read_criteria(cell: IncomingCell, assessment: Assessment) -> Named:
    """Read the ids of criteria, with or without hyphen and zeros, however they are separated."""
    known = tuple(assessment.pack.by_id)
    read = read_ids(_spelled(cell, known), known, "criterion", why="is no criterion of this assessment")
    applies = {each.id for each in assessment.applicable}
    others = [each for each in read.value or () if each not in applies]
    what = "does not apply to this company, and is not linked"
    return Named(
        criteria=tuple(each for each in read.value or () if each in applies),
        problems=tuple(_tell_nearest(each, known) for each in read.problems),
        remarks=tuple(Problem(what=what, spot=cell.spot, value=each) for each in others),
    )


def _spelled(cell: IncomingCell, known: tuple[str, ...]) -> IncomingCell:
    """Spell `GOV-1` and `gov 01` as ids are. Letters that begin no id are words, and stay as they are."""
    by_number = {(letters, int(number)): each for each in known for letters, _, number in (each.partition("-"),) if number.isdigit()}
    areas = {letters for letters, _ in by_number}

    def spell(found: re.Match[str]) -> str:
        letters = found[1].upper()
        return by_number.get((letters, int(found[2])), f"{letters}-{found[2]}") if letters in areas else found[0]

    spelled = _NUMBERED.sub(spell, cell.cell.text)
    return cell if spelled == cell.cell.text else replace(cell, cell=replace(cell.cell, text=spelled))


def _tell_nearest(problem: Problem, known: tuple[str, ...]) -> Problem:
    """Offer some criteria that are like the one that was typed: all of them are too many to read."""
    if not problem.allowed:
        return problem
    near = find_alike(problem.value, known, most=_MOST_NEAR)
    what = problem.what if near else f"{problem.what}; `gni-assess criteria list` shows them"
    return replace(problem, what=what, allowed=near, nearest=near[0] if near else "")


def link(
    responses: Mapping[str, Response],
    record_id: str,
    criteria: tuple[str, ...],
    texts: Mapping[str, tuple[str, Spot]],
    *,
    stamp: Stamp,
    find: FindChoice,
) -> Linked:
    """Link responses to a record. `texts` has where in it and what it shows, each with its place; a link that is there gains them."""
    changes: list[Change] = []
    conflicts: list[FieldConflict] = []
    for criterion in criteria:
        before = responses.get(criterion)
        response = before or Response(criterion=criterion)
        old = next((each for each in response.evidence if each.id == record_id), None)
        now = old or EvidenceLink(id=record_id)
        fields = [
            Field(key=f"{key}:{criterion}", heading=f"{FIELDS[key]} ({criterion})", theirs=theirs, mine=mine, can_join=True, spot=spot)
            for key, (mine, spot) in texts.items()
            if one_line(theirs := getattr(now, key)) != one_line(mine)
        ]
        merge = merge_fields(fields, NOTHING_SENT, {}, find)
        conflicts += merge.conflicts
        new = replace(now, **{key.partition(":")[0]: text for key, text in merge.texts.items()})
        if new == old:
            continue
        links = tuple(new if each is old else each for each in response.evidence)
        changes.append(Change(before=before, after=stamp(before, replace(response, evidence=links if old else (*links, new)))))
    return Linked(changes=tuple(changes), conflicts=tuple(conflicts))
