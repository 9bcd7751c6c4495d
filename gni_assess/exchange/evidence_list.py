"""What somebody's evidence list brings, row by row: new records, those that are there already, and what is in the way."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from gni_assess.exchange.evidence_map import CLASSIFICATIONS, FIELDS, KINDS, REQUIRED, EvidenceMap, Rest
from gni_assess.exchange.evidence_notes import about_columns, about_file, about_new, about_values, find_unread
from gni_assess.exchange.evidence_values import UNKNOWN, read_value
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, FieldConflict, Item, Outcome, Problem, Receipt
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, merge_fields
from gni_assess.exchange.values import is_blank
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming_values import Spot
from gni_assess.sheets.plain_tables import ListFile, PlainRow, PlainTable

KIND: Final = "list row"
"""What the items of such a receipt are."""

_DATES = {"last_reviewed", "next_review"}
_LISTS = {"entities", "services"}
_MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class ListOutside:
    """What comes from outside: who imports, functions that draw ids and check records, and records whose files cannot be read."""

    by: str
    draw_record: Callable[[RecordKind], str]
    check: Callable[[Record], tuple[str, ...]]
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

    def __post_init__(self) -> None:
        """Look up what is registered."""
        registered: Sequence[Policy | System] = [*self.assessment.policies.values(), *self.assessment.systems.values()]
        for each in registered:
            self.register(each)

    def register(self, record: Policy | System) -> None:
        """Know a record by kind and title."""
        of_name = self.known.setdefault((record.kind_of, _one_line(record.title)), [])
        of_name[:] = [*(each for each in of_name if each.id != record.id), record]

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
    if all(_one_line(each.cell.text) == _one_line(name) for name, each in row.cells.items()):
        remark = Problem(what="holds the headings once more, and is passed over", spot=work.table.spot(row.row, work.table.names[0]))
        return replace(item, outcome=Outcome.EMPTY, remarks=(remark,))
    item = replace(item, title=_title_of(work, row))
    if row.spread:
        what = "stands in cells that are merged over several columns, so it is not clear which it is for; unmerge them"
        return replace(item, problems=tuple(Problem(what=what, spot=each) for each in row.spread))
    texts, problems = _read_row(work, row)
    if problems := (*_find_missing(work, row, texts, problems), *problems):
        return replace(item, problems=problems)
    return _take_row(work, row, item, texts)


def _title_of(work: _Work, row: PlainRow) -> str:
    cell = row.cells.get(work.mapping.columns.get("title", ""))
    return cell.cell.text if cell else work.mapping.defaults.get("title", "")


def _read_row(work: _Work, row: PlainRow) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Read the fields that have a column, and collect what goes into the notes."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    kept: list[str] = []
    for key, name in work.mapping.columns.items():
        cell = row.cells.get(name)
        if cell is None or is_blank(cell):
            continue
        value = read_value(key, cell, work.mapping, work.assessment.workspace)
        problems += value.problems
        problems += [_refuse_second(each, cell.spot) for each in value.texts if each in texts]
        texts |= value.texts
        kept += [f"{name}: {value.kept}"] if value.kept else []
        if value.note:
            work.say(name, value.note, cell.spot)
    if work.mapping.rest is Rest.NOTES:
        kept += _read_rest(work, row)
    if kept:
        texts["notes"] = "\n\n".join(each for each in (texts.get("notes", "").rstrip(), "\n".join(kept)) if each)
    return texts, tuple(problems)


def _refuse_second(key: str, spot: Spot) -> Problem:
    return Problem(what=f"is a second value for `{FIELDS[key]}`; let one of the two columns go", spot=spot)


def _read_rest(work: _Work, row: PlainRow) -> Iterator[str]:
    for name in work.table.names:
        cell = row.cells.get(name)
        if name in work.mapping.used or cell is None or is_blank(cell):
            continue
        if cell.cell.kind in (CellKind.FORMULA, CellKind.ERROR) or cell.is_merged:
            work.say(name, "is a formula, an error or merged; what is shown goes into the notes", cell.spot)
        yield f"{name}: {cell.cell.text.strip()}"


def _find_missing(work: _Work, row: PlainRow, texts: Mapping[str, str], problems: Sequence[Problem]) -> Iterator[Problem]:
    faulty = {each.spot for each in problems}
    for key in REQUIRED:
        name = work.mapping.columns.get(key, work.table.names[0])
        spot = work.table.spot(row.row, name)
        if key not in texts and key not in work.mapping.defaults and spot not in faulty:
            under = f" under `{name}`" if key in work.mapping.columns else ""
            what = f"nothing stands{under}, and each record needs `{FIELDS[key]}`; `--default {key}=…` gives one for all that have none"
            yield Problem(what=what, spot=spot)


def _take_row(work: _Work, row: PlainRow, item: Item, texts: Mapping[str, str]) -> Item:
    whole = {**work.mapping.defaults, **texts}
    kind, spot = KINDS[whole["kind"]], work.table.spot(row.row, work.mapping.columns.get("title", work.table.names[0]))
    of_name = work.known.get((kind, _one_line(whole["title"])), [])
    # Another version is another record: a case is judged by the one that was in force on its day.
    named = [each for each in of_name if not each.version or whole.get("version", each.version) == each.version]
    same = _find_same(named, whole)
    if same is None and len(named) > 1 and not _place(whole):
        ids = ", ".join(each.id for each in named[:_MOST_NAMED])
        return replace(item, problems=(Problem(what=f"is the title of several records: {ids}; say where it is", spot=spot),))
    if same is None:
        others = [each.id for each in of_name if each.id not in work.rows_of]
        what = f"has the title of {', '.join(others[:_MOST_NAMED])}, but another place or version; a record of its own is made"
        return _add(work, row, replace(item, remarks=(Problem(what=what, spot=spot),) if others else ()), whole, texts)
    if same.id in work.rows_of:
        return _join_twin(work, item, same, texts, spot)
    return _merge(work, row, item, same, texts)


def _find_same(named: Sequence[Policy | System], whole: Mapping[str, str]) -> Policy | System | None:
    """Find the record of the same thing: at the same place; or the only one of its name, where one of the two says no place."""
    place = _place(whole)
    there = [each for each in named if _place_of(each) == place]
    if there:
        return there[0]
    return named[0] if len(named) == 1 and (not place or not _place_of(named[0])) else None


def _place(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_one_line(texts[key]) for key in ("url", "held_at") if texts.get(key))


def _place_of(record: Policy | System) -> tuple[str, ...]:
    return tuple(_one_line(each) for each in (record.url, record.held_at) if each)


def _join_twin(work: _Work, item: Item, same: Policy | System, texts: Mapping[str, str], spot: Spot) -> Item:
    """Take a row that stands in the list twice once; where the two say different things, neither is guessed to be right."""
    first, said = work.rows_of[same.id]
    other = [key for key in {**said, **texts} if _one_line(said.get(key, "")) != _one_line(texts.get(key, ""))]
    if not other:
        remark = Problem(what=f"is the same as row {first}, and is taken once", spot=spot)
        return replace(item, outcome=Outcome.SAME, remarks=(remark,))
    fields = ", ".join(f"`{FIELDS[key]}`" for key in other)
    return replace(item, problems=(Problem(what=f"is the document of row {first} again, but differs in {fields}", spot=spot),))


def _add(work: _Work, row: PlainRow, item: Item, whole: Mapping[str, str], texts: Mapping[str, str]) -> Item:
    kind = KINDS[whole["kind"]]
    of = RecordKind.POLICY if isinstance(kind, PolicyKind) else RecordKind.SYSTEM
    record_id = work.outside.draw_record(of)
    base: Mapping[str, Any] = {
        "id": record_id,
        "title": whole["title"],
        "summary": whole["summary"],
        "owner": whole.get("owner") or work.outside.by,
        "effective": Effective(from_=PartialDate(UNKNOWN)),
    }
    new: Policy | System = Policy(kind_of=kind, **base) if isinstance(kind, PolicyKind) else System(kind_of=kind, **base)
    after = _put(new, whole)
    done = _finish(work, row, item, None, after)
    if done.changes:
        work.rows_of[record_id] = (row.row, texts)
        work.register(after)
    return done


def _merge(work: _Work, row: PlainRow, item: Item, record: Policy | System, texts: Mapping[str, str]) -> Item:
    item = replace(item, key=f"{row.row} ({record.id})")
    work.rows_of[record.id] = (row.row, texts)
    theirs = _texts_of(record)
    fields = [
        Field(
            key=key,
            heading=FIELDS[key],
            theirs=theirs[key],
            mine=text,
            can_join=key in ("summary", "notes"),
            also=("",) if key == "effective.from" and theirs[key] == UNKNOWN else (),
            spot=work.table.spot(row.row, work.mapping.columns.get(key, work.mapping.columns.get("place", work.table.names[0]))),
        )
        for key, text in texts.items()
        if key != "kind" and _one_line(theirs[key]) != _one_line(text)
    ]

    def find(conflict: FieldConflict) -> Choice | None:
        return work.choices.find(KIND, item.key, conflict)

    merge = merge_fields(fields, NOTHING_SENT, {}, find)
    if merge.conflicts:
        conflicts = tuple(replace(each, sent=None, was_sent=False) for each in merge.conflicts)
        return replace(item, outcome=Outcome.CONFLICT, conflicts=conflicts)
    after = _put(record, merge.texts)
    if after == record:
        return replace(item, outcome=Outcome.SAME)
    return _finish(work, row, item, record, after)


def _finish(work: _Work, row: PlainRow, item: Item, before: Policy | System | None, after: Policy | System) -> Item:
    """Give the item with its change, once it is known that it can be stored."""
    spot = work.table.spot(row.row, work.mapping.columns.get("title", work.table.names[0]))
    ref = RecordRef(kind=after.kind, id=after.id)
    if before is not None and ref in work.outside.broken:
        return replace(item, problems=(Problem(what=f"belongs to {after.id}, whose file cannot be read; mend it first", spot=spot),))
    if problems := tuple(Problem(what=each, spot=spot) for each in work.outside.check(after)):
        return replace(item, problems=problems)
    outcome = Outcome.NEW if before is None else Outcome.CHANGED
    return replace(item, outcome=outcome, changes=(Change(before=before, after=after),))


def _texts_of(record: Policy | System) -> Mapping[str, str]:
    """Give the fields of a record as a list would say them."""
    return {
        **{key: getattr(record, key) for key in FIELDS if isinstance(getattr(record, key, None), str)},
        "kind": record.kind_of.value,
        "effective.from": str(record.effective.from_),
        "effective.to": str(record.effective.to or ""),
        "last_reviewed": str(record.last_reviewed or ""),
        "next_review": str(record.next_review or ""),
        "entities": ", ".join(record.entities),
        "services": ", ".join(record.services),
        "classification": record.classification.value if record.classification else "",
    }


def _put(record: Policy | System, texts: Mapping[str, str]) -> Policy | System:
    """Put texts into the fields of a record."""
    values: dict[str, Any] = {}
    effective = record.effective
    for key, text in texts.items():
        if key == "effective.from":
            effective = replace(effective, from_=PartialDate(text))
        elif key == "effective.to":
            effective = replace(effective, to=PartialDate(text))
        elif key in _DATES:
            values[key] = PartialDate(text).exact
        elif key in _LISTS:
            values[key] = tuple(text.split(", "))
        elif key == "classification":
            values[key] = CLASSIFICATIONS[text]
        elif key != "kind":
            values[key] = text
    return replace(record, effective=effective, **values)


def _one_line(text: str) -> str:
    """Give a text as it is compared: white space alone makes no difference, and case does."""
    return " ".join(text.split())
