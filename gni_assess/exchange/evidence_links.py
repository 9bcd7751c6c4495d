"""Which criteria somebody's evidence list names for a document, and the links from responses that this makes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gni_assess.exchange.evidence_map import FIELDS
from gni_assess.exchange.evidence_record import one_line
from gni_assess.exchange.receipt import FieldConflict, Item, Problem
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, FindChoice, merge_fields
from gni_assess.exchange.values import read_ids
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.likeness import find_alike
from gni_assess.model.response import KIND_BY_PREFIX, EvidenceLink, Response
from gni_assess.sheets.incoming_values import IncomingCell, Spot

Stamp = Callable[[Response | None, Response], Response]
"""Notes in a response who changed it; it is given how it was, too."""

_RECORD = re.compile("([A-Z]+)[ -]?[0-9]+", re.IGNORECASE)
_MOST_NEAR = 4


@dataclass(frozen=True, kw_only=True)
class Named:
    """The criteria that a cell names: those that apply to this company, and what is to be said of others."""

    criteria: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The changes that links make, each of a response with that link alone, or what is in the way."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()


def read_criteria(cell: IncomingCell, assessment: Assessment) -> Named:
    """Read the ids of criteria, with or without hyphen and zeros, however they are separated."""
    known = tuple(assessment.pack.by_id)
    read = read_ids(cell, known, "criterion", why="is no criterion of this assessment")
    applies = {each.id for each in assessment.applicable}
    others = [each for each in read.value or () if each not in applies]
    what = "does not apply to this company, and is not linked"
    return Named(
        criteria=tuple(each for each in read.value or () if each in applies),
        problems=tuple(_tell_nearest(each, known) for each in read.problems),
        remarks=tuple(Problem(what=what, spot=cell.spot, value=each) for each in others),
    )


def _tell_nearest(problem: Problem, known: tuple[str, ...]) -> Problem:
    """Offer some criteria that are like the one that was typed: all of them are too many to read."""
    if not problem.allowed:
        return problem
    found = _RECORD.fullmatch(problem.value)
    kind = KIND_BY_PREFIX.get(found[1].upper()) if found else None
    if kind is not None:
        what = f"is a {kind.value} and no criterion; name the criteria that the document is evidence for"
        return replace(problem, what=what, allowed=(), nearest="")
    near = find_alike(problem.value, known, most=_MOST_NEAR)
    what = problem.what if near else f"{problem.what}; `gni-assess criteria list` shows them"
    return replace(problem, what=what, allowed=near, nearest=near[0] if near else "")


@dataclass(kw_only=True)
class Linking:
    """Collects the links of a whole list. Each response is built once, at the end: thousands of rows may go into the same one."""

    responses: Mapping[str, Response]
    stamp: Stamp
    links: dict[str, dict[str, EvidenceLink]] = field(default_factory=dict)

    def link(self, record_id: str, criteria: tuple[str, ...], texts: Mapping[str, tuple[str, Spot]], find: FindChoice) -> Linked:
        """Link responses to a record. `texts` has where in it and what it shows, each with its place; a link that is there gains them."""
        changes: list[Change] = []
        conflicts: list[FieldConflict] = []
        for criterion in criteria:
            old = self._links_of(criterion).get(record_id)
            now = old or EvidenceLink(id=record_id)
            fields = [
                Field(key=f"{key}:{criterion}", heading=f"{FIELDS[key]} ({criterion})", theirs=theirs, mine=mine, can_join=True, spot=spot)
                for key, (mine, spot) in texts.items()
                if one_line(theirs := getattr(now, key)) != one_line(mine)
            ]
            merge = merge_fields(fields, NOTHING_SENT, {}, find)
            conflicts += merge.conflicts
            new = replace(now, **{key.partition(":")[0]: text for key, text in merge.texts.items()})
            if new != old:
                without = Response(criterion=criterion)
                changes.append(Change(before=replace(without, evidence=(old,) if old else ()), after=replace(without, evidence=(new,))))
        return Linked(changes=tuple(changes), conflicts=tuple(conflicts))

    def take(self, changes: Sequence[Change]) -> None:
        """Take links into their responses, once it is known that they can be stored."""
        for each in changes:
            if isinstance(each.after, Response):
                self._links_of(each.after.criterion).update({link.id: link for link in each.after.evidence})

    def complete(self, items: Sequence[Item]) -> list[Item]:
        """Give items with the whole response in its first and its last change: from before the one to after the other is written."""
        at_links = [(at, each.after.id) for at, item in enumerate(items) for each in item.changes if isinstance(each.after, Response)]
        first, last = {key: at for at, key in reversed(at_links)}, {key: at for at, key in at_links}
        done = list(items)
        for at in {*first.values(), *last.values()}:
            changes = [
                self._make_whole(each, is_first=first.get(each.after.id) == at, is_last=last.get(each.after.id) == at)
                for each in items[at].changes
            ]
            done[at] = replace(items[at], changes=tuple(changes))
        return done

    def _links_of(self, criterion: str) -> dict[str, EvidenceLink]:
        if criterion not in self.links:
            there = self.responses[criterion].evidence if criterion in self.responses else ()
            # Of two links to one record, as an edited file may have them, the first counts.
            self.links[criterion] = {each.id: each for each in reversed(there)}
        return self.links[criterion]

    def _make_whole(self, change: Change, *, is_first: bool, is_last: bool) -> Change:
        if not (isinstance(change.after, Response) and (is_first or is_last)):
            return change
        criterion, (new,) = change.after.criterion, change.after.evidence
        response = self.responses.get(criterion)
        if not is_last:
            return Change(before=response, after=_put_links(response, criterion, {new.id: new}))
        links = self._links_of(criterion)
        after = self.stamp(response, _put_links(response, criterion, links))
        if is_first:
            return Change(before=response, after=after)
        old = {each.id: each for each in change.before.evidence} if isinstance(change.before, Response) else {}
        were = {key: old.get(key, each) for key, each in links.items() if key in old or key != new.id}
        return Change(before=_put_links(response, criterion, were), after=after)


def _put_links(response: Response | None, criterion: str, links: Mapping[str, EvidenceLink]) -> Response:
    """Put links into a response: each in its place where there is one to the same record, the others at the end."""
    response = response or Response(criterion=criterion)
    left = dict(links)
    kept = [left.pop(each.id, each) for each in response.evidence]
    return replace(response, evidence=(*kept, *left.values()))
