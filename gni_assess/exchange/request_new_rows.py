"""The rows in which the assessor writes new requests, each as the record that it would be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gni_assess.exchange.file_notes import is_moved
from gni_assess.exchange.receipt import Problem
from gni_assess.exchange.request_origins import Origin, Place, digests_of, row_without_number
from gni_assess.exchange.request_words import KIND_WORDS, NEW_REQUEST
from gni_assess.exchange.request_written import AssessorDesk, Written, group_rows, looks_like_id, make_request, offer_ids
from gni_assess.exchange.values import is_blank, read_day, read_ids, read_text, read_word
from gni_assess.model.follow_up import RequestKind
from gni_assess.sheets.incoming_values import IncomingRow, IncomingTable, Spot

_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
_MOST_DIGITS = 6
_LONG_AGO = timedelta(days=366)
_LONGEST_DAY = 20  # signs; what is longer is no day, but came there from another cell, and may be private


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What stands in one row. `fields` are texts by column, in one way of writing them."""

    row: IncomingRow
    fields: Mapping[str, str]
    kind: RequestKind | None
    criteria: tuple[str, ...]
    due: date | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """What is asked for."""
        return self.fields.get("text", "")


def read_new_requests(desk: AssessorDesk, table: IncomingTable, known: Mapping[str, Origin]) -> Iterator[Written]:
    """Read the rows that are filled in. `known` are the origins of what was received before, by place.

    A row is known by its number. One without a number, or with one that several rows have, is known by what stands in it.
    """
    rows = [_read(desk, row, is_sent=row.key in table.ids) for _, group in group_rows(table) for row in group]
    numbers = Counter(each.row.key for each in rows)
    for each in rows:
        place = Place(export=desk.export, table=table.name, row=each.row.key, column="text")
        if not _is_number(each.row.key) or (numbers[each.row.key] > 1 and not _is_as_received(each, known.get(str(place)))):
            place = replace(place, row=row_without_number(f"{key}: {text}" for key, text in sorted(each.fields.items())))
        yield replace(_write(desk, each, place), pushed=bool(table.pushed & each.row.cells.keys()))


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS


def _is_as_received(read: _Read, origin: Origin | None) -> bool:
    return origin is not None and origin.received.get("text") == digests_of({"text": read.text})["text"]


def _read(desk: AssessorDesk, row: IncomingRow, *, is_sent: bool) -> _Read:
    """Read a row; in one that was added what is not formed as its column wants it may be a note of the assessor to themselves."""
    cells = row.cells
    text = read_text(cells.get("text"))
    kind = read_word(cells.get("kind"), _KINDS)
    # All criteria, those that do not apply included: the assessor may ask why.
    criteria = read_ids(cells.get("criteria"), desk.assessment.pack.by_id, "criterion")
    due = read_day(cells.get("due"), whole_month=True, in_numbers=True)
    fields = {
        "text": text.value or "",
        "kind": KIND_WORDS[kind.value] if kind.value is not None else "",
        "criteria": ", ".join(criteria.value or ()),
        "due": due.value.isoformat() if due.value is not None else "",
    }
    return _Read(
        row=row,
        fields={key: value for key, value in fields.items() if value},
        kind=kind.value,
        criteria=criteria.value or (),
        due=due.value,
        problems=(
            *text.problems,
            *(each if is_sent or each.nearest else replace(each, value="") for each in kind.problems),
            *(_hide_words(replace(each, allowed=offer_ids(each.value, each.allowed))) for each in criteria.problems),
            *map(_hide_text if is_sent else _hide_words, due.problems),
            *_find_too_early(desk, row, due.value),
        ),
        remarks=(*text.remarks, *kind.remarks, *criteria.remarks, *due.remarks),
    )


def _hide_words(problem: Problem) -> Problem:
    return problem if looks_like_id(problem.value) else replace(problem, value="")


def _hide_text(problem: Problem) -> Problem:
    return problem if len(problem.value) <= _LONGEST_DAY else replace(problem, value="")


def _find_too_early(desk: AssessorDesk, row: IncomingRow, due: date | None) -> Sequence[Problem]:
    # A little earlier it may have been copied from an older workbook.
    if due is None or desk.created is None or due >= desk.created - _LONG_AGO:
        return ()
    what = f"is more than a year before {desk.created}, when the workbook was made"
    return (Problem(what=what, spot=row.cells["due"].spot, value=str(due)),)


def _write(desk: AssessorDesk, read: _Read, place: Place) -> Written:
    spots = {key: read.row.cells[key].spot for key in NEW_REQUEST if not is_blank(read.row.cells.get(key))}
    first = next(iter(spots.values()))
    request = make_request(desk, read.kind or RequestKind.CLARIFICATION, read.text)
    request = replace(request, criteria=read.criteria, due=read.due)
    return Written(
        place=place,
        label=", ".join(read.criteria),
        # What was due before it came in was asked by then: nobody asks for something by a day that has passed.
        request=replace(request, asked_on=min(desk.today, read.due)) if read.due is not None else request,
        spot=spots.get("text", first),
        fields=read.fields,
        spots=spots,
        moved=is_moved(read.row),
        problems=(*read.problems, *_find_missing(spots, first)),
        remarks=(*read.remarks, *_say_what_is_assumed(desk, read, spots)),
    )


def _find_missing(spots: Mapping[str, Spot], first: Spot) -> tuple[Problem, ...]:
    if "text" in spots:
        return ()
    return (Problem(what=f"stands in a row with nothing under `{NEW_REQUEST['text']}`", spot=first),)


def _say_what_is_assumed(desk: AssessorDesk, read: _Read, spots: Mapping[str, Spot]) -> Iterator[Problem]:
    if read.due is not None and read.due < desk.today:
        yield Problem(what="has passed already, so the request is overdue", spot=spots.get("due"), value=str(read.due))
