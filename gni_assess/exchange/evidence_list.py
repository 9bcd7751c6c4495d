"""What somebody's evidence list brings, row by row: new records, those that are there already, and what is in the way."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gni_assess.exchange.evidence_links import Linked, Linking, Stamp
from gni_assess.exchange.evidence_map import FIELDS, KINDS, EvidenceMap
from gni_assess.exchange.evidence_notes import about_columns, about_file, about_links, about_new, about_owners, about_values, find_unread
from gni_assess.exchange.evidence_record import PLACES, make_record, one_line, place_in, place_of, put_texts, record_kind, texts_of
from gni_assess.exchange.evidence_rows import RowRead, find_passed_over, read_row
from gni_assess.exchange.evidence_values import UNKNOWN
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, FieldConflict, Item, Outcome, Problem, Receipt
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, FindChoice, merge_fields
from gni_assess.exchange.values import is_blank
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.evidence import Policy, System
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
    linking: Linking = field(init=False)
    named: dict[str, set[str]] = field(default_factory=dict)
    titles: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    unowned: int = 0

    def __post_init__(self) -> None:
        """Look up what is registered."""
        registered: Sequence[Policy | System] = [*self.assessment.policies.values(), *self.assessment.systems.values()]
        for each in registered:
            self.register(each)
        self.linking = Linking(responses=self.assessment.responses, stamp=self.outside.stamp)
        self.titles.update(one_line(self.title_of(each)) for each in self.table.rows)

    def register(self, record: Policy | System) -> None:
        """Know a record by kind and title."""
        of_name = self.known.setdefault((record.kind_of, one_line(record.title)), [])
        of_name[:] = [*(each for each in of_name if each.id != record.id), record]

    def title_of(self, row: PlainRow) -> str:
        """Give the title that stands in a row, as it is typed."""
        cell = row.cells.get(self.mapping.columns.get("title", ""))
        return cell.cell.text if cell else self.mapping.defaults.get("title", "")

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
    items = work.linking.complete([*(_receive_row(work, each) for each in table.rows), *(_blank(row) for row in table.blank)])
    _tell_left_links(work, items)
    changes = [change for item in items for change in item.changes]
    # Of each row that is passed over it is told by itself.
    listed = replace(table, rows=tuple(row for row, item in zip(table.rows, items, strict=False) if item.outcome is not Outcome.EMPTY))
    notes = (
        *found.notes,
        *about_file(found, table),
        *about_columns(listed, mapping),
        *about_values(work.said),
        *about_owners(work.strangers, work.unowned, mapping, outside.by),
        *about_new([each.after for each in changes if each.before is None]),
        *about_links(changes),
    )
    rows = sum(row >= table.heading_row for row, _ in found.grids[table.sheet]) + len(table.blank)
    unread = tuple(find_unread(found, listed, mapping))
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
    item = replace(item, title=work.title_of(row))
    if row.spread:
        what = "stands in cells that are merged over several columns, so it is not clear which it is for; unmerge them"
        return replace(item, problems=tuple(Problem(what=what, spot=each) for each in row.spread))
    read = read_row(work.table, row, work.mapping, work.assessment)
    for name, note, spot in read.said:
        work.say(name, note, spot)
    if read.problems:
        return replace(item, problems=tuple(read.problems))
    return _take_row(work, row, replace(item, remarks=tuple(read.remarks)), read)


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
    moved = _find_moved(work, named, whole) if same is None and place_in(read.texts) else None
    if moved is not None and work.choices.others is Choice.TAKE:
        return _merge(work, row, item, moved, read, has_moved=True)
    if same is None:
        others = [each for each in of_name if each.id not in work.rows_of and each.id != whole.get("supersedes")]
        told = [_tell_namesake(each, has_moved=each is moved) for each in others[:_MOST_NAMED]]
        remarks = [Problem(what=each, spot=spot) for each in told]
        return _add(work, row, replace(item, remarks=(*item.remarks, *remarks)), read)
    if same.id in work.rows_of:
        return _join_twin(work, row, item, same, read)
    return _merge(work, row, item, same, read)


def _find_moved(work: _Work, named: Sequence[Policy | System], whole: Mapping[str, str]) -> Policy | System | None:
    """Find the record of a document that may only stand elsewhere now; None where the list has its title twice, and either may be meant."""
    free = [each for each in named if each.id not in work.rows_of and each.id != whole.get("supersedes")]
    return free[0] if len(free) == 1 and work.titles[one_line(whole["title"])] == 1 else None


def _tell_namesake(record: Policy | System, *, has_moved: bool) -> str:
    """Say that a document has the title of a record that is not its own, and how to tell that they belong together."""
    what = "place" if has_moved else "place or version"
    moved = "if it has only moved, `--update` puts the new place into its record; " if has_moved else ""
    newer = f"if the new one takes its place, name {record.id} in a column for `supersedes`"
    return f"has the title of {record.id}, but another {what}; a record of its own is made; {moved}{newer}"


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
        work.strangers.update([read.stranger] if read.stranger else [])
        work.unowned += "owner" not in whole
        work.register(after)
    return done


def _merge(work: _Work, row: PlainRow, item: Item, record: Policy | System, read: RowRead, *, has_moved: bool = False) -> Item:
    """Take what a row says of a record that is there. Where the document has moved, the record keeps nothing of where it was."""
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
    left = {key: "" for key in PLACES if has_moved and key not in read.texts}
    after = put_texts(record, {**left, **merge.texts})
    return _finish(work, row, item, record, after, linked.changes)


def _tell_left_links(work: _Work, items: list[Item]) -> None:
    """Say which links stay although a list that is to count, with all its rows, names their criteria no more."""
    if work.choices.others is not Choice.TAKE or "criteria" not in work.mapping.columns:
        return
    linked: dict[str, list[str]] = {}
    for response in work.assessment.responses.values():
        for each in response.evidence:
            linked.setdefault(each.id, []).append(response.criterion)
    numbers = {each.row: at for at, each in enumerate(work.table.rows)}
    for record_id, named in work.named.items():
        if left := [each for each in linked.get(record_id, ()) if each not in named]:
            way = f"`gni-assess answer {left[0]} --unlink {record_id}` takes it out"
            what = f"no longer names {', '.join(left[:_MOST_NAMED])}, but {record_id} stays linked there; {way}"
            at = numbers[work.rows_of[record_id][0]]
            spot = work.spot(work.table.rows[at], "criteria")
            items[at] = replace(items[at], remarks=(*items[at].remarks, Problem(what=what, spot=spot)))


def _link(work: _Work, item: Item, record_id: str, read: RowRead) -> Linked:
    work.named.setdefault(record_id, set()).update(read.criteria)
    return work.linking.link(record_id, read.criteria, read.shown, work.chooser(item))


def _finish(  # noqa: PLR0917 - all that one row changes
    work: _Work, row: PlainRow, item: Item, before: Policy | System | None, after: Policy | System, links: tuple[Change, ...]
) -> Item:
    """Give the item with its changes, once it is known that they can be stored."""
    changes = ((Change(before=before, after=after),) if after != before else ()) + links
    broken = [each.after.id for each in changes if RecordRef(kind=each.after.kind, id=each.after.id) in work.outside.broken]
    what = [f"belongs to {each}, whose file cannot be read; mend it first" for each in broken]
    what = what or [each for change in changes for each in work.outside.check(change.after)]
    if what:
        return replace(item, problems=tuple(Problem(what=each, spot=work.spot(row, "title")) for each in what))
    work.linking.take(links)
    outcome = Outcome.NEW if before is None else Outcome.CHANGED if changes else Outcome.SAME
    return replace(item, outcome=outcome, changes=changes)
