"""What a filled-in questionnaire is received with: the record as it is after each row, and what only the outside world knows."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

from gni_assess.exchange.receipt import Choice, Choices, FieldConflict, Item, Problem, put_changes
from gni_assess.exchange.three_ways import FindChoice, Merge
from gni_assess.exchange.values import Reading, fold, is_blank
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.criteria import Criterion
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.response import Response
from gni_assess.model.stamps import stamp_response
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.incoming_values import IncomingRow, Spot

Entered = Mapping[str, Collection[str]]
"""Texts that came into a record, by the path of their field: `answer`, `gaps/GOV-01-G417/summary`."""

HIDDEN = "has something already that this respondent is not shown"
"""Why a field is not changed silently that was not in the file when it was sent, and had something then."""

_YEARS = range(2000, 2101)
_MOST_MADE = 1_000
_LONGEST_OUT = timedelta(days=366)
"""How long before today a file is believed to have been sent."""


def _nothing_entered(_record_id: str, _since: date) -> Entered:
    return {}


def _nobody_knows(_criterion_id: str, _person_id: str) -> date | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What comes from outside: the day, who receives, and functions that draw ids, check records and know their past.

    `check` gives what keeps a record from being stored, one sentence each, without what the record says. `wording` digests the question
    of a criterion. `past` gives earlier texts of a record by their digests, `entered` what came into it since a day. `asked_on` gives the
    day on which a question was given to the person who has it, where that is known. Nothing is changed in records that are `broken`.
    """

    today: date
    by: str
    draw_record: Callable[[RecordKind, Collection[str]], str]
    draw_gap: Callable[[str, Collection[str]], str]
    check: Callable[[Record], tuple[str, ...]]
    wording: Callable[[Criterion], str]
    past: Callable[[str], Mapping[str, str]]
    entered: Callable[[str, date], Entered] = field(default=_nothing_entered)
    asked_on: Callable[[str, str], date | None] = field(default=_nobody_knows)
    broken: Collection[RecordRef] = ()


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in a row, as texts by column; what cannot be taken, or was not changed, is left out."""

    texts: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(kw_only=True)
class Desk:
    """Where the rows of one file are worked through; `assessment` is the record with the rows before.

    `claimed` is the person of the workspace to whom the file says it was sent, or empty; `entity` the one that is asked about, or empty;
    `sent` the day on which it says it was sent. `made` are the ids of what earlier rows made.
    """

    assessment: Assessment
    outside: Outside
    choices: Choices
    claimed: str
    entity: str
    asked: tuple[str, ...]
    sent: date | None = None
    originals: dict[str, Response | None] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    folded: dict[str, str] = field(default_factory=dict)

    @functools.cached_property
    def open_questions(self) -> tuple[str, ...]:
        """The questions of the file that can be answered: what a file says of itself is only a claim."""
        known = {each.id for each in self.assessment.applicable}
        has_entity = not self.entity or any(each.id == self.entity for each in self.assessment.workspace.entities)
        return tuple(each for each in self.asked if each in known and has_entity)

    def is_respondents(self, criteria: Collection[str]) -> bool:
        """Whether what the file says under questions counts as the respondent's.

        To whom it was sent is only a claim of the file: it holds where the record says that this person has all these questions.
        """
        return bool(self.claimed and criteria) and all(self.response_to(each).assignee == self.claimed for each in criteria)

    def writer_of(self, criteria: Collection[str]) -> str:
        """Say who counts as having written what the file says under questions."""
        return self.claimed if self.is_respondents(criteria) else self.outside.by

    def name_of(self, person_id: str) -> str:
        """Give the name of a person, or the id where there is none."""
        person = self.assessment.workspace.find_person(person_id)
        return person.name if person is not None else person_id

    def entered(self, record_id: str) -> Entered:
        """Give what came into a record since the file was sent."""
        return {} if self.sent is None else self.outside.entered(record_id, self._find_sent(self.sent, record_id))

    def _find_sent(self, claimed: date, record_id: str) -> date:
        """Say when the file was sent: on the day that it claims, but not before somebody had the questions, nor very long ago."""
        least = [self._asked_on[record_id]] if record_id in self._asked_on else sorted(self._asked_on.values())[:1]
        return max(claimed, self.outside.today - _LONGEST_OUT, *least)

    @functools.cached_property
    def _asked_on(self) -> Mapping[str, date]:
        found = {each: self.outside.asked_on(each, self.claimed) for each in self.open_questions if self.is_respondents([each])}
        return {each: day for each, day in found.items() if day is not None}

    def ever_entered(self, record_id: str) -> Entered:
        """Give all that ever came into a record."""
        return self.outside.entered(record_id, date.min)

    def find_before(
        self, record_id: str, paths: Mapping[str, Collection[str]], words: Mapping[str, Mapping[Any, str]]
    ) -> Mapping[str, Collection[str]]:
        """Give the texts that came into a record since the file was sent, by column. `words` are those of the file for the record's."""
        entered = self.entered(record_id)
        return {
            key: tuple(words.get(key, {}).get(text, text) for path in of_column for text in entered.get(path, ()))
            for key, of_column in paths.items()
        }

    def fold(self, text: str) -> str:
        """Give a title or summary as it is compared; each row is compared with those of all records."""
        if text not in self.folded:
            self.folded[text] = fold(text)
        return self.folded[text]

    def response_to(self, criterion_id: str) -> Response:
        """Give the response as it is now, or an empty one."""
        return self.assessment.responses.get(criterion_id) or Response(criterion=criterion_id)

    def stamp(self, after: Response) -> Change | None:
        """Make the change to a response, with who answered; None where nothing changes. It is stamped once for the whole file."""
        before = self.assessment.responses.get(after.criterion)
        if after == (before or Response(criterion=after.criterion)):
            return None
        first = self.originals.setdefault(after.criterion, before)
        was = first or Response(criterion=after.criterion)
        if after.finding is not None:
            after = replace(after, skipped=None, skip_reason="")
        plain = replace(after, answered=was.answered, updated=was.updated, confirmed_wording=was.confirmed_wording)
        by = Stamp(on=self.outside.today, by=self.writer_of([after.criterion]))
        wording = self.outside.wording(self.assessment.pack.by_id[after.criterion])
        return Change(before=before, after=stamp_response(first, plain, by=by, wording=wording))

    def check(self, changes: Collection[Change], spot: Spot | None) -> tuple[Problem, ...]:
        """Say what keeps changes from being stored."""
        refs = [RecordRef(kind=each.after.kind, id=each.after.id) for each in changes]
        broken = [f"belongs to {each.id}, whose file cannot be read; mend it first" for each in refs if each in self.outside.broken]
        if broken:
            return tuple(Problem(what=each, spot=spot) for each in broken)
        return tuple(Problem(what=each, spot=spot) for change in changes for each in self.outside.check(what_is_new(change)))

    def why_another(self, record_id: str) -> str:
        """Say where the other text is from that a record has: an earlier row of the file, or from before."""
        return "says something else in an earlier row" if record_id in self.made else "says something else already"

    def find_too_many(self, spot: Spot | None) -> tuple[Problem, ...]:
        """Say where a file brings more than anybody types: each row is compared with all others."""
        if len(self.made) < _MOST_MADE:
            return ()
        what = f"is more than the {_MOST_MADE} new rows that one questionnaire can bring; put it into another, or use `evidence import`"
        return (Problem(what=what, spot=spot),)

    def put(self, changes: Collection[Change]) -> None:
        """Go on from the record as it is after changes."""
        self.assessment = put_changes(self.assessment, tuple(changes))

    def chooser(self, kind: str, key: str) -> FindChoice:
        """Give the function that finds how conflicts of an item are settled."""

        def find(conflict: FieldConflict) -> Choice | None:
            return self.choices.find(kind, key, conflict)

        return find


def what_is_new(change: Change) -> Record:
    """Give what is to be checked of a record: of a response, which may have thousands of gaps and links, only what was not there before."""
    after, before = change.after, change.before
    if not isinstance(after, Response):
        return after
    was = before if isinstance(before, Response) else Response(criterion=after.criterion)
    gaps, links = {each.id: each for each in was.gaps}, {each.id: each for each in was.evidence}
    new = {each.name: getattr(after, each.name) for each in fields(after) if getattr(after, each.name) != getattr(was, each.name)}
    only = replace(Response(criterion=after.criterion), **new)
    return replace(
        only,
        gaps=tuple(each for each in only.gaps if gaps.get(each.id) is not each),
        evidence=tuple(each for each in only.evidence if links.get(each.id) is not each),
    )


def read_typed(keys: Iterable[str], read: Callable[[str], Reading[str]]) -> Typed:
    """Read the cells of a row, each as its column wants it."""
    found = {key: read(key) for key in keys}
    return Typed(
        texts={key: each.value for key, each in found.items() if each.value is not None},
        problems=tuple(problem for each in found.values() for problem in each.problems),
        remarks=tuple(remark for each in found.values() for remark in each.remarks),
    )


def read_claimed_day(text: str) -> date | None:
    """Read a day that a file says of itself. That is only a claim: what cannot be true is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def has_note(notes: str, note: str) -> bool:
    """Whether notes for the team have a note, whoever it counts as written by now: the question may have gone to somebody else since."""
    return f" {note}\n" in f" {notes}\n"


def add_note(notes: str, note: str, name: str, before: Collection[str]) -> str:
    """Add a note to those for the team, with who wrote it; once, even if the team took it out again. `before` are earlier notes."""
    if any(has_note(each, note) for each in (notes, *before)):
        return notes
    return "\n".join(filter(None, [notes.rstrip("\n"), f"{name} {note}"]))


def about_missing(row: IncomingRow, keys: Iterable[str], headings: Mapping[str, str], why: str) -> tuple[Problem, ...]:
    """Say which cells are empty that must not be, each with its own place."""
    return tuple(
        Problem(what=f"has nothing under `{headings[key]}`, {why}", spot=spot_in(row, key)) for key in keys if is_blank(row.cells.get(key))
    )


def tell_same(desk: Desk, item: Item, record_id: str, spot: Spot | None) -> Item:
    """Say of which record a row is that is in conflict. Its key cannot: an id may be drawn anew each time that a file is read."""
    if not item.conflicts:
        return item
    which = "what an earlier row of this file makes" if record_id in desk.made else record_id
    return replace(item, remarks=(*item.remarks, Problem(what=f"is taken for {which}", spot=spot)))


def about_earlier(*merges: Merge) -> tuple[Problem, ...]:
    """Say of which cells the text was taken before, and changed in the record since."""
    what = "was in the record before; it was changed since, and stays as it is now"
    return tuple(Problem(what=what, spot=each.spot) for merge in merges for each in merge.earlier)


def spot_in(row: IncomingRow, key: str) -> Spot | None:
    """Give the place of a column in a row, filled in or not; where the column is gone, the first that was filled in."""
    if key in row.cells:
        return row.cells[key].spot
    return Spot(sheet=row.sheet, row=row.row, column=row.columns[key]) if key in row.columns else first_spot(row)


def first_spot(row: IncomingRow) -> Spot | None:
    """Give the first place in a row where something was filled in."""
    return next((each.spot for each in row.cells.values()), None)
