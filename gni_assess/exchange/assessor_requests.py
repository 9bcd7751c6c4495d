"""What the assessor's workbook brings: requests, notes and good practice, compared with what was received from it before."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.exchange.file_notes import about_altered, about_tables, about_unread
from gni_assess.exchange.receipt import UNSETTLED, Choices, Item, Outcome, Problem, Receipt, put_changes
from gni_assess.exchange.received_desk import Outside
from gni_assess.exchange.request_merging import merge_request
from gni_assess.exchange.request_new_rows import read_new_requests
from gni_assess.exchange.request_origins import Origin, digests_of, export_of
from gni_assess.exchange.request_words import CASES, CRITERIA, EVIDENCE, NEW_REQUESTS, READ
from gni_assess.exchange.request_written import Desk, Written, read_rows
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.follow_up import Request, RequestKind
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.incoming import Incoming, IncomingRow, Spot

ASSESSOR = "the assessor"
"""Who asks, where the workspace does not name the assessor."""

_MOST_IDS = 8


@dataclass(kw_only=True)
class _Receiving:
    """The work on one file; `assessment` is the record with what came before, `claimed` the records that have their row already."""

    incoming: Incoming
    assessment: Assessment
    outside: Outside
    choices: Choices
    base: Assessment
    drawn: dict[str, str]
    claimed: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    @property
    def export(self) -> str:
        return export_of(self.incoming.facts.get("digest", ""))

    @property
    def origins(self) -> Mapping[str, tuple[Request, Origin]]:
        """The requests that came out of a workbook, by their places."""
        found = ((each, Origin.parse(each.origin)) for each in self.assessment.requests.values())
        return {str(origin.place): (each, origin) for each, origin in found if origin is not None}


def receive_requests(
    incoming: Incoming,
    assessment: Assessment,
    outside: Outside,
    choices: Choices = UNSETTLED,
    *,
    base: Assessment | None = None,
    altered: Mapping[Spot, str] | None = None,
    drawn: dict[str, str] | None = None,
) -> Receipt:
    """Compare what the assessor wrote with the record as it is now.

    `base` is the record before any of several files, so that two files that say different things are seen. `altered` has what stands in
    the company's cells that were changed, by place. `drawn` keeps the ids that were drawn for what is new, so that reading a file a second
    time gives the same.
    """
    work = _Receiving(
        incoming=incoming,
        assessment=assessment,
        outside=outside,
        choices=choices,
        base=base or assessment,
        drawn={} if drawn is None else drawn,
    )
    plan = assessment.workspace.plan
    desk = Desk(
        assessment=assessment,
        export=work.export,
        asked_by=plan.assessor.strip() or ASSESSOR,
        created=_day(incoming.facts.get("created", "")),
        today=outside.today,
    )
    items = tuple(_receive(work, desk))
    notes = (
        *(() if items else ("the assessor wrote nothing in it that goes to the company",)),
        *_about_criteria(incoming, assessment),
        *about_tables(incoming.tables, READ),
        *_about_removed(work),
        *about_altered(incoming, altered or {}),
        *about_unread(incoming.unread),
    )
    return Receipt(file=incoming.file, sha256=incoming.sha256, items=items, notes=notes)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _receive(work: _Receiving, desk: Desk) -> Iterator[Item]:
    tables = work.incoming.tables
    known = {place: origin for place, (_, origin) in work.origins.items()}
    for name in (CRITERIA, EVIDENCE, CASES):
        if name in tables:
            for each in read_rows(desk, tables[name]):
                if isinstance(each, Written):
                    yield from _take(work, each)
                else:
                    yield _reject_row(*each)
    if NEW_REQUESTS in tables:
        # Rows that were received before come first, so that no other is taken for them.
        written = tuple(read_new_requests(desk, tables[NEW_REQUESTS], known))
        for each in sorted(written, key=lambda each: str(each.place) not in known):
            yield from _take(work, each)


def _reject_row(row: IncomingRow, problem: Problem) -> Item:
    return Item(kind="added row", key=f"{row.row} of `{row.sheet}`", outcome=Outcome.REJECTED, problems=(problem,))


def _take(work: _Receiving, written: Written) -> Iterator[Item]:
    place = str(written.place)
    found = work.origins.get(place)
    if not written.problems and not written.fields:  # a `no`
        return
    if "text" not in written.spots and not written.fixed and found is not None:  # said with what was taken out
        return
    work.places.add(place)
    title = ": ".join(each for each in (written.label, written.request.text) if each)
    item = Item(
        kind=written.kind, key=written.name, outcome=Outcome.REJECTED, title=written.request.text, problems=written.problems,
        remarks=written.remarks,
    )  # fmt: skip
    if item.problems:
        yield item
        return
    if found is not None:
        request, origin = found
        work.claimed.add(request.id)
        before = Origin.parse(work.base.requests[request.id].origin) if request.id in work.base.requests else None
        # What came in from a file before this one in the same run is no older text of this one, but another's.
        origin = before or replace(origin, received={})
        named = replace(item, key=request.id, title=title)
        yield _finish(work, merge_request(written, named, (request, origin), work.outside, work.choices), written.spot)
    elif (same := _find_same(work, written)) is not None:
        work.claimed.add(same.id)
        yield replace(item, key=same.id, title=title, outcome=Outcome.SAME, remarks=())
    else:
        yield _finish(work, _add(work, written, replace(item, title=title)), written.spot)


def _find_same(work: _Receiving, written: Written) -> Request | None:
    """Find a record that says the same and came out of another export, or was written by hand: the assessor goes on in a newer workbook."""
    for each in work.assessment.requests.values():
        origin = Origin.parse(each.origin)
        if each.id not in work.claimed and (origin is None or origin.place.export != work.export) and _says_the_same(each, written.request):
            return each
    return None


def _says_the_same(one: Request, other: Request) -> bool:
    linked = {link.id for link in one.evidence}
    return (
        one.text.split() == other.text.split()
        and (one.kind_of is RequestKind.NOTE) == (other.kind_of is RequestKind.NOTE)
        and set(one.criteria) == set(other.criteria)
        and all(link.id in linked for link in other.evidence)
    )


def _add(work: _Receiving, written: Written, item: Item) -> Item:
    place = str(written.place)
    taken: Collection[str] = (*work.assessment.requests, *work.drawn.values())
    if place not in work.drawn:
        work.drawn[place] = work.outside.draw_record(RecordKind.REQUEST, taken)
    request = replace(
        written.request,
        id=work.drawn[place],
        origin=Origin(place=written.place, received=digests_of(written.fields)).write(),
        updated=Stamp(on=work.outside.today, by=work.outside.by),
    )
    return replace(item, key=request.id, outcome=Outcome.NEW, changes=(Change(before=None, after=request),))


def _finish(work: _Receiving, item: Item, spot: Spot | None) -> Item:
    """Refuse what could not be stored, and go on from the record with the rest."""
    for change in item.changes:
        ref = RecordRef(kind=change.after.kind, id=change.after.id)
        whats = (f"belongs to {ref.id}, whose file cannot be read; mend it first",) if ref in work.outside.broken else ()
        if problems := tuple(Problem(what=what, spot=spot) for what in (*whats, *work.outside.check(change.after))):
            return replace(item, outcome=Outcome.REJECTED, problems=problems, changes=())
        work.claimed.add(ref.id)
    work.assessment = put_changes(work.assessment, item.changes)
    return item


def _about_criteria(incoming: Incoming, assessment: Assessment) -> Iterator[str]:
    plan = assessment.workspace.plan
    own, sent = (assessment.pack.id, plan.edition), (incoming.facts.get("pack", ""), incoming.facts.get("edition", ""))
    if any(sent) and sent != own:
        yield (
            f"it was exported with the criteria of {' '.join(sent).strip()}, and this workspace uses {' '.join(own)}: "
            "look whether the ids mean the same"
        )


def _about_removed(work: _Receiving) -> Iterator[str]:
    """Say what was received from this export before and is not there any more."""
    gone = []
    for place, (request, origin) in work.origins.items():
        table = work.incoming.tables.get(origin.place.table)
        if origin.place.export != work.export or place in work.places or table is None:
            continue
        heading = READ.get(table.name, {}).get(origin.place.column, "")
        if heading not in table.lost:  # that the column is gone is said already
            gone.append(request)
    if gone:
        what = "1 request or note" if len(gone) == 1 else f"{len(gone)} requests and notes"
        ids = ", ".join(each.id for each in gone[:_MOST_IDS]) + (f" and {len(gone) - _MOST_IDS} more" if len(gone) > _MOST_IDS else "")
        yield f"{what} received before {'is' if len(gone) == 1 else 'are'} not in it any more, and stay in the record: {ids}"
