"""A request that was received before, and what stands in its row now: merged three ways, with what was received in between."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gni_assess.exchange.receipt import Choice, Choices, FieldConflict, Item, Outcome, Problem
from gni_assess.exchange.received_desk import Outside, about_earlier
from gni_assess.exchange.request_origins import Origin, digests_of
from gni_assess.exchange.request_words import KIND_WORDS, NEW_REQUEST, READ
from gni_assess.exchange.request_written import Written
from gni_assess.exchange.three_ways import Field, is_as_sent, is_same, merge_fields
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.sheets.texts import visible

_KINDS = {word: kind for kind, word in KIND_WORDS.items()}


Known = tuple[Request, Origin]
"""A request out of a workbook, with where it stands there."""


def pick_request(written: Written, known: Sequence[Known]) -> Known:
    """Pick which of the requests of one cell a row goes on from; `known` are several where copies of one workbook said different things."""
    text = written.fields.get("text", "")
    fits = (
        lambda each: is_as_sent(text, "text", each[1].received),
        lambda each: is_same(text, each[0].text),
        lambda each: _goes_on(each[0].text, text),
        lambda each: each[1].place == written.place,
    )
    return next((each for fit in fits for each in known if fit(each)), known[0])


def find_other_text(written: Written, known: Known, outside: Outside) -> FieldConflict | None:
    """Find whether a row says something else than its request, and does not just go on from it.

    Nobody knows then whether the assessor thought again, or another one wrote in a copy of the same workbook.
    """
    request, origin = known
    fields = [each for each in _fields(written, request, outside) if each.key == "text"]
    if written.fixed or not fields:
        return None
    merge = merge_fields(fields, origin.received, outside.past(request.id), lambda _conflict: None)
    if merge.conflicts:
        return merge.conflicts[0]
    if "text" not in merge.texts or _goes_on(request.text, merge.texts["text"]):
        return None
    (field,) = fields
    return FieldConflict(
        key=field.key, field=field.heading, sent=None, theirs=field.theirs, mine=field.mine, was_sent=False, is_as_sent=True,
        spot=field.spot,
    )  # fmt: skip


def keep_request(written: Written, item: Item, known: Known, outside: Outside) -> Item:
    """Leave a request as it is, and remember that this was settled."""
    request, origin = known
    seen = Origin(place=origin.place, received={**origin.received, **digests_of(written.fields)})
    after = replace(request, origin=seen.write(), updated=Stamp(on=outside.today, by=outside.by))
    remarks = tuple(_say_what_became(written, request, after, is_kept=True))
    return replace(item, outcome=Outcome.CHANGED, remarks=remarks, changes=(Change(before=request, after=after),))


def _goes_on(old: str, new: str) -> bool:
    old, new = visible(old).rstrip(), visible(new).rstrip()
    is_in_word = old[-1:].isalnum() and new[len(old) : len(old) + 1].isalnum()
    return new.startswith(old) and not is_in_word


def merge_request(written: Written, item: Item, known: Known, outside: Outside, choices: Choices) -> Item:
    """Say what a row changes in its request, which is `known` with its origin. An answer stays, and the request is open again."""
    request, origin = known
    if written.fixed:
        return replace(item, outcome=Outcome.SAME, remarks=())
    fields = _fields(written, request, outside)

    def find_choice(conflict: FieldConflict) -> Choice | None:
        return choices.find(item.kind, item.key, conflict)

    merge = merge_fields(fields, origin.received, outside.past(request.id), find_choice)
    if merge.conflicts:
        return replace(item, outcome=Outcome.CONFLICT, conflicts=merge.conflicts)
    after = _put(request, merge.texts)
    others = [each for each in fields if each not in merge.earlier]
    is_kept = any(each.key not in merge.texts and not _is_said(each) and _is_new(each, origin) for each in others)
    told = (*_say_what_was_emptied(written, origin), *about_earlier(merge))
    if after == request and not is_kept:
        return replace(item, outcome=Outcome.SAME, remarks=told)
    seen = Origin(place=origin.place, received={**origin.received, **digests_of({each.key: each.mine for each in others})})
    after = replace(after, origin=seen.write(), updated=Stamp(on=outside.today, by=outside.by))
    remarks = (*item.remarks, *told, *_say_what_became(written, request, after, is_kept=is_kept))
    return replace(item, outcome=Outcome.CHANGED, remarks=remarks, changes=(Change(before=request, after=after),))


def _fields(written: Written, request: Request, outside: Outside) -> Sequence[Field]:
    theirs = {} if written.fixed else _texts_of(request)
    received = _find_received(request, outside)
    return [
        Field(
            key=key,
            heading=_heading(written, key),
            theirs=theirs[key],
            mine=written.fields[key],
            can_join=key == "text",
            # An older workbook takes nothing back.
            before=[each for each in [written.fields[key]] if (key, digests_of({key: each})[key]) in received],
            words=tuple(KIND_WORDS.values()) if key == "kind" else (),
            spot=written.spots.get(key),
        )
        for key in theirs
        if key in written.fields
    ]


def _find_received(request: Request, outside: Outside) -> Collection[tuple[str, str]]:
    """Find the digests of all that was ever received for a request, with the keys of their columns."""
    origins = map(Origin.parse, outside.entered(request.id, date.min).get("origin", ()))
    return {pair for each in origins if each is not None for pair in each.received.items()}


def _heading(written: Written, key: str) -> str:
    column = written.place.column if key == "text" else key
    return READ[written.place.table].get(column, column)


def _texts_of(request: Request) -> dict[str, str]:
    return {
        "text": request.text,
        "kind": KIND_WORDS[request.kind_of],
        "criteria": ", ".join(request.criteria),
        "due": request.due.isoformat() if request.due is not None else "",
    }


def _is_new(field: Field, origin: Origin) -> bool:
    return origin.received.get(field.key) != digests_of({field.key: field.mine})[field.key]


def _is_said(field: Field) -> bool:
    return field.mine.rstrip() in (field.theirs.rstrip(), *field.theirs.split("\n\n"))


def _put(request: Request, texts: Mapping[str, str]) -> Request:
    values: dict[str, Any] = {}
    if "text" in texts:
        values["text"] = texts["text"]
    if "kind" in texts:
        values["kind_of"] = _KINDS[texts["kind"]]
    if "criteria" in texts:
        values["criteria"] = tuple(texts["criteria"].split(", "))
    if "due" in texts:
        values["due"] = date.fromisoformat(texts["due"])
    after = replace(request, **values)
    if after.due is not None and after.due < after.asked_on:
        after = replace(after, asked_on=after.due)
    if set(values) <= {"due"}:
        return after
    # What is asked is another thing now, so the answer may not fit any more. A note asks nothing.
    return replace(after, status=RequestStatus.CLOSED if after.kind_of is RequestKind.NOTE else RequestStatus.OPEN)


def _say_what_was_emptied(written: Written, origin: Origin) -> Iterator[Problem]:
    for key in origin.received:
        if key not in written.fields and key in NEW_REQUEST:
            what = f"`{NEW_REQUEST[key]}` was filled in before and is empty now; the record keeps what was there"
            yield Problem(what=what, spot=written.spot)


def _say_what_became(written: Written, before: Request, after: Request, *, is_kept: bool) -> Iterator[Problem]:
    if not before.is_open and after.is_open:
        yield Problem(what=f"was {before.status.value} and is open again, because something else is asked now", spot=written.spot)
    if is_kept:
        yield Problem(what="says something else than the record, which stays as it is; that is settled now", spot=written.spot)
