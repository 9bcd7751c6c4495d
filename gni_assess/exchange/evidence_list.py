"""What somebody's evidence list brings, row by row: new records, those that are there already, and what is in the way."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gni_assess.exchange.evidence_links import Linked, Stamp, link
from gni_assess.exchange.evidence_map import FIELDS, KINDS, EvidenceMap
from gni_assess.exchange.evidence_notes import about_columns, about_file, about_links, about_new, about_values, find_unread
from gni_assess.exchange.evidence_record import make_record, one_line, place_in, place_of, put_texts, record_kind, texts_of
from gni_assess.exchange.evidence_rows import RowRead, find_passed_over, read_row
from gni_assess.exchange.evidence_values import UNKNOWN
from gni_assess.exchange.receipt import UNSETTLED, Choices, FieldConflict, Item, Outcome, Problem, Receipt
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, FindChoice, merge_fields
from gni_assess.exchange.values import is_blank
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.evidence import Policy, System
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.incoming_values import Spot
from gni_assess.sheets.plain_tables import ListFile, PlainRow, PlainTable

KIND: Final = "list row"
"""What the items of such a receipt are."""

_MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class ListOutside:
    """What comes from outside: who imports, functions that draw ids and check records, and records whose files cannot be read.

    `stamp` notes in a response that gains a link who changed it.
    """

    by: str
    draw_record: Callable[[RecordKind], str]
    check: Callable[[Record], tuple[str, ...]]
    stamp: Stamp
    broken: Collection[RecordRef] = ()


@dataclass(kw_only=True)
class _Work:
    """Where the rows of a list are worked through."""

    table: PlainTable
    mapping: EvidenceMap
    assessment: Assessment
    outside: ListOutside
    choices: Choices
    known: dict[tuple[object, str], list[Policy | System]] = field(default_factory=dict)
    rows_of: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    said: dict[tuple[str, str], list[Spot]] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what is registered."""
        registered: Sequence[Policy | System] = [*self.assessment.policies.values(), *self.assessment.systems.values()]
        for each in registered:
            self.register(each)
        self.responses |= self.assessment.responses

    def register(self, record: Policy | System) -> None:
        """Know a record by kind and title."""
        of_name = self.known.setdefault((record.kind_of, one_line(record.title)), [])
        of_name[:] = [*(each for each in of_name if each.id != record.id), record]

    def spot(self, row: PlainRow, key: str) -> Spot:
        """Give the place of a field in a row; the first column where it has none."""
        return self.table.spot(row.row, self.mapping.columns.get(key, self.table.names[0]))

    def chooser(self, item: Item) -> FindChoice:
        """Give the function that finds how conflicts of an item are settled."""
        return lambda conflict: self.choices.find(KIND, item.key, conflict)

    def say(self, key: str, note: str, spot: Spot) -> None:
        """Remember a sentence that may hold for many cells."""
        self.said.setdefault((key, note), []).append(spot)


def receive_list(  # noqa: PLR0917 - two of a file, two of the record, two of the people
    found: ListFile, table: PlainTable, mapping: EvidenceMap, assessment: Assessment, outside: ListOutside, choices: Choices = UNSETTLED
) -> Receipt:
    """Compare a list with what is registered. Each row of the file is one item, so that they add up to the rows that it has."""
    work = _Work(table=table, mapping=mapping, assessment=assessment, outside=outside, choices=choices)
    items = [*(_receive_row(work, each) for each in table.rows), *(_blank(row) for row in table.blank)]
    changes = [change for item in items for change in item.changes]
    notes = (
        *found.notes,
        *about_file(found, table),
        *about_columns(table, mapping),
        *about_values(work.said),
        *about_new([each.after for each in changes if each.before is None], mapping, outside.by),
        *about_links(changes),
    )
    rows = sum(row >= table.heading_row for row, _ in found.grids[table.sheet]) + len(table.blank)
    unread = tuple(find_unread(found, table, mapping))
    return Receipt(file=found.file, sha256=found.sha256, items=tuple(items), notes=notes, filled={KIND: rows}, unread=unread)


def _blank(row: int) -> Item:
    return Item(kind=KIND, key=str(row), outcome=Outcome.EMPTY)


def _receive_row(work: _Work, row: PlainRow) -> Item:
    item = Item(kind=KIND, key=str(row.row), outcome=Outcome.REJECTED)
    if all(is_blank(each) for each in row.cells.values()):
        return replace(item, outcome=Outcome.EMPTY)
    if what := find_passed_over(work.table, row):
        first = next(iter(row.cells.values()))
        return replace(item, outcome=Outcome.EMPTY, remarks=(Problem(what=what, spot=first.spot),))
    item = replace(item, title=_title_of(work, row))
    if row.spread:
        what = "stands in cells that are merged over several columns, so it is not clear which it is for; unmerge them"
        return replace(item, problems=tuple(Problem(what=what, spot=each) for each in row.spread))
    read = read_row(work.table, row, work.mapping, work.assessment)
    for name, note, spot in read.said:
        work.say(name, note, spot)
    if read.problems:
        return replace(item, problems=tuple(read.problems))
    return _take_row(work, row, replace(item, remarks=tuple(read.remarks)), read)


def _title_of(work: _Work, row: PlainRow) -> str:
    cell = row.cells.get(work.mapping.columns.get("title", ""))
    return cell.cell.text if cell else work.mapping.defaults.get("title", "")


def _take_row(work: _Work, row: PlainRow, item: Item, read: RowRead) -> Item:
    whole = {**work.mapping.defaults, **read.texts}
    spot = work.spot(row, "title")
    of_name = work.known.get((KINDS[whole["kind"]], one_line(whole["title"])), [])
    # Another version is another record: a case is judged by the one that was in force on its day.
    named = [each for each in of_name if not each.version or whole.get("version", each.version) == each.version]
    same = _find_same(named, whole)
    if same is None and len(named) > 1 and not place_in(whole):
        ids = ", ".join(each.id for each in named[:_MOST_NAMED])
        return replace(item, problems=(Problem(what=f"is the title of several records: {ids}; say where it is", spot=spot),))
    if same is None:
        others = [each.id for each in of_name if each.id not in work.rows_of]
        what = f"has the title of {', '.join(others[:_MOST_NAMED])}, but another place or version; a record of its own is made"
        remarks = (*item.remarks, Problem(what=what, spot=spot)) if others else item.remarks
        return _add(work, row, replace(item, remarks=remarks), read)
    if same.id in work.rows_of:
        return _join_twin(work, row, item, same, read)
    return _merge(work, row, item, same, read)


def _find_same(named: Sequence[Policy | System], whole: Mapping[str, str]) -> Policy | System | None:
    """Find the record of the same thing: at the same place; or the only one that may be there, as one of the two says less of the place."""
    place = place_in(whole)
    there = [each for each in named if place_of(each) == place]
    if there:
        return there[0]
    near = [each for each in named if _may_be_one_place(place, place_of(each))]
    return near[0] if len(near) == 1 else None


def _may_be_one_place(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two may say the same place: one says none, or they agree in what both say."""
    both = one.keys() & other.keys()
    return not one or not other or (bool(both) and all(one[key] == other[key] for key in both))


def _join_twin(work: _Work, row: PlainRow, item: Item, same: Policy | System, read: RowRead) -> Item:
    """Take a row that stands in the list twice once; where the two say different things, neither is guessed to be right.

    Lists with a row for each criterion name one document often: then each row adds its links.
    """
    first, said = work.rows_of[same.id]
    spot = work.spot(row, "title")
    other = [key for key in {**said, **read.texts} if one_line(said.get(key, "")) != one_line(read.texts.get(key, ""))]
    if other:
        fields = ", ".join(f"`{FIELDS[key]}`" for key in other)
        return replace(item, problems=(Problem(what=f"is the document of row {first} again, but differs in {fields}", spot=spot),))
    linked = _link(work, item, same.id, read)
    if linked.conflicts:
        return _leave(item, linked.conflicts)
    what = (
        f"is the document of row {first} again, with more criteria" if linked.changes else f"is the same as row {first}, and is taken once"
    )
    item = replace(item, remarks=(*item.remarks, Problem(what=what, spot=spot)))
    return _finish(work, row, item, same, same, linked.changes)


def _leave(item: Item, conflicts: Sequence[FieldConflict]) -> Item:
    return replace(item, outcome=Outcome.CONFLICT, conflicts=tuple(replace(each, sent=None, was_sent=False) for each in conflicts))


def _add(work: _Work, row: PlainRow, item: Item, read: RowRead) -> Item:
    whole = {**work.mapping.defaults, **read.texts}
    record_id = work.outside.draw_record(record_kind(whole))
    after = make_record(record_id, whole, owner=work.outside.by)
    done = _finish(work, row, item, None, after, _link(work, item, record_id, read).changes)
    if done.changes:
        work.rows_of[record_id] = (row.row, read.texts)
        work.register(after)
    return done


def _merge(work: _Work, row: PlainRow, item: Item, record: Policy | System, read: RowRead) -> Item:
    item = replace(item, key=f"{row.row} ({record.id})")
    if read.texts.get("supersedes") == record.id:
        return replace(item, problems=(Problem(what="is the record itself", spot=read.spots["supersedes"], value=record.id),))
    work.rows_of[record.id] = (row.row, read.texts)
    theirs = texts_of(record)
    fields = [
        Field(
            key=key,
            heading=FIELDS[key],
            theirs=theirs[key],
            mine=text,
            can_join=key in ("summary", "notes"),
            also=("",) if key == "effective.from" and theirs[key] == UNKNOWN else (),
            spot=read.spots.get(key, work.spot(row, key)),
        )
        for key, text in read.texts.items()
        if key != "kind" and one_line(theirs[key]) != one_line(text)
    ]
    merge = merge_fields(fields, NOTHING_SENT, {}, work.chooser(item))
    linked = _link(work, item, record.id, read)
    if conflicts := (*merge.conflicts, *linked.conflicts):
        return _leave(item, conflicts)
    return _finish(work, row, item, record, put_texts(record, merge.texts), linked.changes)


def _link(work: _Work, item: Item, record_id: str, read: RowRead) -> Linked:
    return link(work.responses, record_id, read.criteria, read.shown, stamp=work.outside.stamp, find=work.chooser(item))


def _finish(  # noqa: PLR0917 - all that one row changes
    work: _Work, row: PlainRow, item: Item, before: Policy | System | None, after: Policy | System, links: tuple[Change, ...]
) -> Item:
    """Give the item with its changes, once it is known that they can be stored."""
    changes = ((Change(before=before, after=after),) if after != before else ()) + links
    broken = [each.after.id for each in changes if RecordRef(kind=each.after.kind, id=each.after.id) in work.outside.broken]
    what = [f"belongs to {each}, whose file cannot be read; mend it first" for each in broken]
    what = what or [each for change in changes for each in work.outside.check(_checked(change.after, after.id))]
    if what:
        return replace(item, problems=tuple(Problem(what=each, spot=work.spot(row, "title")) for each in what))
    work.responses |= {each.after.id: each.after for each in links if isinstance(each.after, Response)}
    outcome = Outcome.NEW if before is None else Outcome.CHANGED if changes else Outcome.SAME
    return replace(item, outcome=outcome, changes=changes)


def _checked(record: Record, linked: str) -> Record:
    """Give what is to be checked of a record: of a response, which may have thousands of links, only the one that is new."""
    if not isinstance(record, Response):
        return record
    return Response(criterion=record.criterion, evidence=tuple(each for each in record.evidence if each.id == linked))
