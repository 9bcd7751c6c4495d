"""What the assessor wrote in the workbook, cell by cell, as the requests that it would be."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.exchange.file_notes import is_moved
from gni_assess.exchange.receipt import Problem
from gni_assess.exchange.request_origins import Place, row_named
from gni_assess.exchange.request_words import CASES, CRITERIA, EVIDENCE, GOOD_PRACTICE, NO, NOTE, ON_CRITERIA, READ, YES
from gni_assess.exchange.values import find_near, fold, is_blank, read_text, read_word
from gni_assess.model.assessment import Assessment
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.model.response import EvidenceLink
from gni_assess.sheets.incoming_values import IncomingCell, IncomingRow, IncomingTable, Spot
from gni_assess.sheets.way_back import digest_of_text

ITEM_KINDS: Mapping[RequestKind, str] = {RequestKind.NOTE: "note", RequestKind.GOOD_PRACTICE: "good practice"}
"""The kinds of items that are no request."""

_LETTERS = 3
_LIKE_AN_ID = re.compile(r"[^\W\d_]{2,6}[-\u2010-\u2015_. ]?[0-9]{1,5}(-G[0-9]{1,4})?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class AssessorDesk:
    """What reading needs: the record, which export it was, who asks, and the days between which it was asked."""

    assessment: Assessment
    export: str
    asked_by: str
    created: date | None
    today: date


@dataclass(frozen=True, kw_only=True)
class Written:
    """One thing that the assessor wrote. `label` says to a person what it is about.

    What is `moved` may be the text of another cell, what is `pushed` that of another row.
    `fields` are the columns that were filled in, as texts by key. `request` is what it would be as a record of its own, without an id.
    What is `fixed` has no text of the assessor that could be changed.
    """

    place: Place
    label: str
    request: Request
    spot: Spot | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    spots: Mapping[str, Spot] = field(default_factory=dict)
    fixed: bool = False
    moved: bool = False
    pushed: bool = False
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """How it is told from others before it has an id."""
        return self.label or (f"no. {self.place.row}" if self.place.row.isdigit() else "without a number")

    @property
    def kind(self) -> str:
        """What it counts as."""
        return ITEM_KINDS.get(self.request.kind_of, "request")


def make_request(desk: AssessorDesk, kind: RequestKind, text: str) -> Request:
    """Make a request without an id. A note asks nothing, so it is closed from the start."""
    status = RequestStatus.CLOSED if kind is RequestKind.NOTE else RequestStatus.OPEN
    return Request(id="", text=text, asked_by=desk.asked_by, asked_on=desk.today, kind_of=kind, status=status)


def group_rows(table: IncomingTable) -> Iterator[tuple[str, Sequence[IncomingRow]]]:
    """Give the rows with each id, those with something that is read. Rows with no id, or none that was sent, come one by one."""
    groups: dict[object, list[IncomingRow]] = {}
    for row in table.rows:
        if any(not is_blank(row.cells.get(key)) for key in READ[table.name]):
            groups.setdefault(row.key if row.key in table.ids else (row.sheet, row.row), []).append(row)
    return ((rows[0].key, rows) for rows in groups.values())


def read_rows(desk: AssessorDesk, table: IncomingTable) -> Iterator[Written | tuple[IncomingRow, Problem]]:
    """Read what stands beside criteria, evidence and cases: one thing a cell. A row that is none of those sent comes with the problem."""
    for key, rows in group_rows(table):
        if key not in table.ids:
            yield rows[0], _unknown_row(table, rows[0])
            continue
        for column in READ[table.name]:
            filled = [row for row in rows if not is_blank(row.cells.get(column))]
            if filled:
                written = _read_cell(desk, table, key, column, [row.cells[column] for row in filled])
                yield replace(written, moved=any(map(is_moved, filled)), pushed=column in table.pushed)


def offer_ids(typed: str, known: Collection[str]) -> tuple[str, ...]:
    """Offer the ids with the same letters in front; all of them would be too many to read."""
    letters = typed.strip().upper()[:_LETTERS]
    near = tuple(each for each in known if len(letters) == _LETTERS and each.startswith(letters))
    return near or tuple(f"an ID such as {each}" for each in tuple(known)[:1])


def looks_like_id(typed: str) -> bool:
    """Whether a text is formed like an id; what is not may be a note of the assessor to themselves, and is not shown."""
    return _LIKE_AN_ID.fullmatch(typed.strip()) is not None


def _unknown_row(table: IncomingTable, row: IncomingRow) -> Problem:
    spot = next((row.cells[key].spot for key in READ[table.name] if not is_blank(row.cells.get(key))), None)
    if not row.key:
        what = "stands in a row without an ID, so it is not clear what it is about; put the ID there, or write it under New requests"
        return Problem(what=what, spot=spot)
    if not looks_like_id(row.key):
        what = "stands in a row where no ID stands under the heading of the IDs; put it there, or write it under New requests"
        return Problem(what=what, spot=spot)
    near = find_near(row.key.upper(), table.ids)
    what = "is no ID that was sent on this sheet; correct it, or write it under New requests"
    return Problem(what=what, spot=spot, value=row.key, allowed=offer_ids(row.key, table.ids), nearest=near[0] if near else "")


def _read_cell(desk: AssessorDesk, table: IncomingTable, key: str, column: str, cells: Sequence[IncomingCell]) -> Written:
    first = cells[0]
    place = Place(export=desk.export, table=table.name, row=row_named(key), column=column)
    if column == GOOD_PRACTICE:
        return _read_good_practice(desk, place, cells)
    kind = RequestKind.NOTE if column == NOTE else RequestKind.CLARIFICATION
    read = read_text(first)
    text = read.value or ""
    request, remarks = _about(desk, place, make_request(desk, kind, text), first.spot)
    return Written(
        place=place,
        label=key,
        request=request,
        spot=first.spot,
        fields={"text": text},
        spots={"text": first.spot},
        problems=(*read.problems, *_find_doubled(cells, digest_of_text)),
        remarks=(*read.remarks, *remarks),
    )


def _read_good_practice(desk: AssessorDesk, place: Place, cells: Sequence[IncomingCell]) -> Written:
    first = cells[0]
    read = read_word(first, {YES: True, NO: False})
    criterion = desk.assessment.pack.by_id.get(place.row)
    named = f"{place.row}, “{criterion.title}”" if criterion is not None else place.row
    # What goes on after one of the words was typed here; any other text may come from a private column after cells were moved.
    is_meant = fold(first.cell.text).partition(" ")[0].strip(",.;:!") in (YES, NO)
    text = f"The assessor sees good practice in {named}, from which others could learn, and asks whether it may be shared."
    request, remarks = _about(desk, place, make_request(desk, RequestKind.GOOD_PRACTICE, text), first.spot)
    return Written(
        place=place,
        label=place.row,
        request=request,
        spot=first.spot,
        fields={GOOD_PRACTICE: YES} if read.value else {},
        spots={GOOD_PRACTICE: first.spot},
        fixed=True,
        problems=tuple(
            each if is_meant else replace(each, value="", nearest="")
            for each in (*_say_one_word(read.problems), *_find_doubled(cells, fold))
        ),
        remarks=remarks if read.value else (),
    )


def _say_one_word(problems: Sequence[Problem]) -> Iterator[Problem]:
    for each in problems:
        what = f"is not `{YES}` or `{NO}` alone; what else there is to say goes under `{ON_CRITERIA[NOTE]}`"
        yield replace(each, what=what) if each.allowed else each


def _find_doubled(cells: Sequence[IncomingCell], as_compared: Callable[[str], str]) -> tuple[Problem, ...]:
    first = as_compared(cells[0].cell.text)
    others = [each for each in cells[1:] if as_compared(each.cell.text) != first]
    if not others:
        return ()
    what = f"is not what stands in the same row a second time ({others[0].spot}); keep one of them"
    return (Problem(what=what, spot=cells[0].spot, value=cells[0].cell.text),)


def _about(desk: AssessorDesk, place: Place, request: Request, spot: Spot) -> tuple[Request, tuple[Problem, ...]]:
    """Say what a request is about, by the row in which it stands. What is not in the record any more is kept in words."""
    if place.table == CRITERIA and place.row in desk.assessment.pack.by_id:
        return replace(request, criteria=(place.row,)), ()
    if place.table in (EVIDENCE, CASES) and desk.assessment.find_evidence(place.row) is not None:
        return replace(request, evidence=(EvidenceLink(id=place.row),)), ()
    gone = Problem(what=f"is about {place.row}, which is not in the record any more; that stands in the notes of the request", spot=spot)
    return replace(request, notes=f"Written in the row of {place.row}, which was not in the record any more."), (gone,)
