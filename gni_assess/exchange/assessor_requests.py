"""What the assessor's workbook brings: requests, notes and good practice, compared with what was received from it before."""

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gni_assess.exchange.file_notes import about_altered, about_tables, about_unread, is_cut, list_altered, listed
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, Item, Outcome, Problem, Receipt, put_changes
from gni_assess.exchange.received_desk import Outside, read_claimed_day
from gni_assess.exchange.request_merging import Known, find_other_text, keep_request, merge_request, pick_request
from gni_assess.exchange.request_new_rows import read_new_requests
from gni_assess.exchange.request_origins import Origin, digests_of, export_of
from gni_assess.exchange.request_words import CASES, CRITERIA, EVIDENCE, NEW_REQUESTS, READ
from gni_assess.exchange.request_written import AssessorDesk, Written, read_rows
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.follow_up import Request, RequestKind
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, Spot

ASSESSOR = "the assessor"
"""Who asks, where the workspace does not name the assessor."""

_MOVED = (
    "stands in a row whose cells have been moved or changed, or copied from a private column: it may be a private text, and is neither "
    "taken nor shown; ask the assessor to type what is for the company into an empty row under New requests, or, where only cells of the "
    "company, or headings, were changed, to put them back as they were sent"
)
_PUSHED = (
    "stands in a column of which cells were deleted or put in, so that those below them moved to other rows, and it is not clear whose it "
    "is; ask the assessor to put them back where they were, or to type it into an empty row under New requests"
)
_OTHER = (
    "does not go on from what was received before; another assessor may have written it in a copy of the same workbook: "
    "`both` makes a second request of it"
)


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

    @functools.cached_property
    def origins(self) -> dict[str, dict[str, Known]]:
        """The requests that came out of a workbook, by their cells and ids: several of one cell where its copies say different things."""
        found: dict[str, dict[str, Known]] = {}
        for each in self.assessment.requests.values():
            if (origin := Origin.parse(each.origin)) is not None:
                found.setdefault(str(origin.place.first), {})[each.id] = (each, origin)
        return found

    def put(self, change: Change) -> None:
        """Go on from the record as it is after a change."""
        self.assessment = put_changes(self.assessment, (change,))
        if isinstance(change.after, Request) and (origin := Origin.parse(change.after.origin)) is not None:
            self.origins.setdefault(str(origin.place.first), {})[change.after.id] = (change.after, origin)


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
    desk = AssessorDesk(
        assessment=assessment,
        export=work.export,
        asked_by=plan.assessor.strip() or ASSESSOR,
        created=read_claimed_day(incoming.facts.get("created", "")),
        today=outside.today,
    )
    items = tuple(_receive(work, desk))
    notes = (
        *(() if items else ("the assessor wrote nothing in it that goes to the company",)),
        *_about_criteria(incoming, assessment),
        *about_tables(incoming.tables, incoming.tables),
        *_about_removed(work),
        *about_altered(incoming),
        *about_unread(incoming.unread, shows_headings=False),
    )
    cut = is_cut(incoming.tables, {name: headings for name, headings in READ.items() if name in incoming.tables})
    return Receipt(
        file=incoming.file,
        sha256=incoming.sha256,
        items=items,
        notes=notes,
        unread=incoming.unread,
        is_cut=cut,
        altered=list_altered(incoming, altered or {}),
    )


def _receive(work: _Receiving, desk: AssessorDesk) -> Iterator[Item]:
    tables = work.incoming.tables
    known = {place: next(iter(each.values()))[1] for place, each in work.origins.items()}
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
    found = tuple(work.origins.get(place, {}).values())
    if not written.problems and not written.fields:  # a `no`
        return
    if "text" not in written.spots and not written.fixed and found:  # said with what was taken out
        return
    work.places.add(place)
    title = ": ".join(each for each in (written.label, written.request.text) if each)
    item = Item(
        kind=written.kind, key=written.name, outcome=Outcome.REJECTED, title=written.request.text, problems=written.problems,
        remarks=written.remarks,
    )  # fmt: skip
    is_as_received = any(_is_as_received(written, origin) for _, origin in found)
    if written.moved and not is_as_received:
        # Neither the text nor a value is shown: it may come from a private column.
        yield replace(item, title="", problems=(Problem(what=_MOVED, spot=written.spot),), remarks=())
    elif written.pushed and not is_as_received:
        yield replace(item, title="", problems=(Problem(what=_PUSHED, spot=written.spot),), remarks=())
    elif item.problems:
        yield replace(item, title="") if written.fixed else item  # the words of the program would read as if it were taken
    elif found:
        known = pick_request(written, tuple(_as_before(work, each) for each in found))
        work.claimed.update(request.id for request, _ in found)
        # An id that was drawn for a file before in the same run is another one the next time.
        key = known[0].id if known[0].id in work.base.requests else written.name
        yield _finish(work, _go_on(work, written, replace(item, key=key, title=title), known), written.spot)
    elif (same := _find_same(work, written)) is not None:
        work.claimed.add(same.id)
        yield replace(item, key=same.id, title=title, outcome=Outcome.SAME, remarks=())
    else:
        remarks = (*item.remarks, *_say_what_is_repeated(work, written))
        yield _finish(work, _add(work, written, replace(item, remarks=remarks)), written.spot)


def _is_as_received(written: Written, origin: Origin) -> bool:
    return not written.problems and all(origin.received.get(key) == digest for key, digest in digests_of(written.fields).items())


def _as_before(work: _Receiving, known: Known) -> Known:
    """Give a request with what was received of it before this run: what a file before this one brought is no older text of it."""
    request, origin = known
    before = Origin.parse(work.base.requests[request.id].origin) if request.id in work.base.requests else None
    return request, before or replace(origin, received={})


def _go_on(work: _Receiving, written: Written, item: Item, known: Known) -> Item:
    conflict = find_other_text(written, known, work.outside)
    choice = work.choices.find(item.kind, item.key, conflict) if conflict is not None else None
    if conflict is not None and choice is None:
        remarks = () if conflict.was_sent else (Problem(what=_OTHER, spot=conflict.spot),)
        return replace(item, outcome=Outcome.CONFLICT, conflicts=(conflict,), remarks=remarks)
    if choice is Choice.BOTH:
        beside = written.place.beside(written.fields["text"])
        return _add(work, replace(written, place=beside), item)
    if conflict is not None and choice is Choice.KEEP and not conflict.was_sent:
        return keep_request(written, item, known, work.outside)
    return merge_request(written, item, known, work.outside, work.choices)


def _find_same(work: _Receiving, written: Written) -> Request | None:
    """Find a record that says the same and came out of another export, or was written by hand: the assessor goes on in a newer workbook.

    What is settled already is asked again, but a note and a mark for good practice ask nothing new when they are copied over.
    """
    for each in _say_the_same(work, written):
        if each.is_open or each.kind_of is RequestKind.NOTE or written.fixed:
            return each
    return None


def _say_the_same(work: _Receiving, written: Written) -> Iterator[Request]:
    for each in work.assessment.requests.values():
        if each.id not in work.claimed and _says_the_same(each, written.request):
            origin = Origin.parse(each.origin)
            if origin is None or origin.place.export != work.export:
                yield each


def _say_what_is_repeated(work: _Receiving, written: Written) -> Iterator[Problem]:
    for each in _say_the_same(work, written):
        yield Problem(what=f"was asked before as {each.id}, which is {each.status.value}, and is asked again", spot=written.spot)


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
    # Its id is drawn anew each time that a file is read, so it is told by where it stands until it is written.
    return replace(item, key=written.name, title=written.request.text, outcome=Outcome.NEW, changes=(Change(before=None, after=request),))


def _finish(work: _Receiving, item: Item, spot: Spot | None) -> Item:
    """Refuse what could not be stored, and go on from the record with the rest."""
    for change in item.changes:
        ref = RecordRef(kind=change.after.kind, id=change.after.id)
        whats = (f"belongs to {ref.id}, whose file cannot be read; mend it first",) if ref in work.outside.broken else ()
        if problems := tuple(Problem(what=what, spot=spot) for what in (*whats, *work.outside.check(change.after))):
            return replace(item, outcome=Outcome.REJECTED, problems=problems, changes=())
        work.claimed.add(ref.id)
    for change in item.changes:
        work.put(change)
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
    for place, request, origin in ((place, *known) for place, each in work.origins.items() for known in each.values()):
        table = work.incoming.tables.get(origin.place.table)
        if origin.place.export != work.export or place in work.places or table is None:
            continue
        heading = READ.get(table.name, {}).get(origin.place.column, "")
        if heading not in table.lost:  # that the column is gone is said already
            gone.append(request)
    if gone:
        ids = listed(each.id for each in gone)
        if len(gone) == 1:
            yield f"1 request or note received before is not in it any more, and stays in the record: {ids}"
        else:
            yield f"{len(gone)} requests and notes received before are not in it any more, and stay in the record: {ids}"
