"""A receipt as a person reads it: counts first, then each item that is taken, then what is in the way, with its place."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gni_assess.cli.console import terminal_width
from gni_assess.cli.shared import Shared
from gni_assess.exchange.preview import find_written
from gni_assess.exchange.receipt import AlteredCell, FieldConflict, Item, Outcome, Problem, Receipt, name_conflict
from gni_assess.model.columns import wrap_columns
from gni_assess.model.visible import visible_line
from gni_assess.output.run import count
from gni_assess.sheets.incoming_values import Spot

_COUNTED: Mapping[str, tuple[str, str]] = {
    "question": ("asked", "asked"),
    "evidence": ("row of evidence filled in", "rows of evidence filled in"),
    "gap": ("row of gaps filled in", "rows of gaps filled in"),
    "row": ("row that nobody asked for", "rows that nobody asked for"),
    "list row": ("row in the list", "rows in the list"),
}
"""What stands behind the number of items of a kind; others are counted by the name of the kind."""

_MOST_LISTED, _MOST_ALLOWED, _MOST_SIGNS, _MOST_TOLD = 40, 24, 160, 50
_MOST_OF_A_VALUE = 200
_MOST_FIELDS, _MOST_OF_A_TEXT = 12, 600


def print_receipt(shared: Shared, receipt: Receipt, *, asks: bool, is_first: bool) -> None:
    """Print what a file brings; where it `asks`, each conflict is asked about next. Files before it count where it is not the first.

    What would be written is shown only at a terminal: elsewhere it may be kept in a log.
    """
    shared.print(visible_line(receipt.file))
    for line in summarize_kinds(receipt):
        _print(shared, line, "  ")
    for note in receipt.notes:
        _print(shared, f"to know: {note}", "  ")
    if sys.stdout.isatty():
        _print_altered(shared, receipt.altered)
    taken = [each for each in receipt.items if each.outcome in (Outcome.NEW, Outcome.CHANGED)]
    for each in taken[:_MOST_LISTED]:
        print_taken(shared, each)
    if len(taken) > _MOST_LISTED:
        _print(shared, f"and {len(taken) - _MOST_LISTED} more", "  ")
    page = _Page(asks=asks, record="the record" if is_first else "the record, with the files before,")
    for told in ([line for each in receipt.items for line in tell(each)] for tell in (page.tell_obstacles, page.tell_remarks)):
        for first, *others in told[:_MOST_TOLD]:
            _print(shared, first, "  ")
            for line in others:
                _print(shared, line, "    ")
        if len(told) > _MOST_TOLD:
            _print(shared, f"and {len(told) - _MOST_TOLD} more; `--format json` (with `--dry-run`) shows all", "  ")


def _print_altered(shared: Shared, cells: Sequence[AlteredCell]) -> None:
    told = [each for each in cells if each.text or each.instead]
    for each in told[:_MOST_LISTED]:
        if each.text:
            _print_text(shared, f"`{each.heading}` ({each.spot}), now: ", each.text)
        else:
            _print(shared, f"`{each.heading}` ({each.spot}): {each.instead}", "    ")
    if len(told) > _MOST_LISTED:
        _print(shared, f"and {len(told) - _MOST_LISTED} more; `--format json` (with `--dry-run`) has all places", "    ")


def print_taken(shared: Shared, item: Item) -> None:
    """Print what one item would write: fields with their texts at a terminal, elsewhere only their names."""
    written = find_written(item.changes)
    names = [each.name if each.record == item.key else f"{each.record} {each.name}".lstrip() for each in written]
    if not sys.stdout.isatty():
        told = ", ".join([*names[:_MOST_FIELDS], *([f"and {len(names) - _MOST_FIELDS} more"] if len(names) > _MOST_FIELDS else [])])
        _print(shared, f"{item.outcome.value}: {name_item(item)} ({told})", "  ")
        return
    _print(shared, f"{item.outcome.value}: {name_item(item)}", "  ")
    for name, each in zip(names[:_MOST_FIELDS], written, strict=False):
        if each.before:
            _print_text(shared, f"{name}, now: ", each.before)
        _print_text(shared, "to be: " if each.before else f"{name}: ", each.after or "(nothing)")
    if len(names) > _MOST_FIELDS:
        _print(shared, f"and {len(names) - _MOST_FIELDS} more fields", "    ")


def _print_text(shared: Shared, lead: str, text: str) -> None:
    """Print a text with its lines as they are, so that paragraphs are seen."""
    shown = text if len(text) <= _MOST_OF_A_TEXT else f"{text[:_MOST_OF_A_TEXT]}… ({len(text):,} characters)"
    first, *others = shown.split("\n")
    _print(shared, lead + first, "    ")
    for each in others:
        if each.strip():
            _print(shared, each, "      ")
        else:
            shared.print()


def summarize_kinds(receipt: Receipt) -> Iterator[str]:
    """Say for each kind of item how many there are and what becomes of them: `12 asked: 5 new, 2 changed, …`."""
    for kind in receipt.kinds:
        yield f"{_counted(len(receipt.of_kind(kind)), kind)}: {_outcomes(receipt.counts(kind))}"


def summarize_all(receipts: tuple[Receipt, ...]) -> Iterator[str]:
    """Say the same of several files together."""
    together = Receipt(file="", sha256="", items=tuple(item for each in receipts for item in each.items))
    yield from summarize_kinds(together)


def receipt_as_json(receipt: Receipt) -> Mapping[str, Any]:
    """Give a receipt for programs. Of conflicts and changed cells it has the place and the field, not the texts."""
    return {
        "file": receipt.file,
        "sha256": receipt.sha256,
        "asked": receipt.asked,
        "counts": {kind: {each.value: number for each, number in receipt.counts(kind).items()} for kind in receipt.kinds},
        "notes": list(receipt.notes),
        "unread": [{**_place(each.spot), "count": each.count} for each in receipt.unread],
        "altered": [{"heading": each.heading, **_place(each.spot)} for each in receipt.altered],
        "items": [_item_as_json(each) for each in receipt.items],
    }


def _item_as_json(item: Item) -> Mapping[str, Any]:
    return {
        "kind": item.kind,
        "key": item.key,
        "outcome": item.outcome.value,
        "problems": [_problem_as_json(each) for each in item.problems],
        "fields": [f"{each.record} {each.name}".lstrip() for each in find_written(item.changes)],
        "remarks": [_problem_as_json(each) for each in item.remarks],
        "conflicts": [
            {
                "name": name_conflict(item.kind, item.key, each),
                "field": each.key,
                "heading": each.field,
                "can_be": [choice.value for choice in each.choices],
                **_place(each.spot),
            }
            for each in item.conflicts
        ],
    }


def _problem_as_json(problem: Problem) -> Mapping[str, Any]:
    is_long = len(problem.value) > _MOST_OF_A_VALUE
    value = f"{problem.value[:_MOST_OF_A_VALUE]}…" if is_long else problem.value
    found = {"what": problem.what, **_place(problem.spot), "value": value, "allowed": list(problem.allowed)}
    return {**found, "nearest": problem.nearest}


def _place(spot: Spot | None) -> Mapping[str, Any]:
    if spot is None:
        return {}
    # The name of a sheet that somebody added for themselves may be private.
    sheet = {"sheet": spot.sheet} if spot.sheet else {}
    return {**sheet, "row": spot.row, "column": spot.column}


@dataclass(kw_only=True)
class _Page:
    """What is told of items one after the other; words that can stand in a place are listed once."""

    asks: bool
    record: str
    listed: set[tuple[str, ...]] = field(default_factory=set)

    def tell_obstacles(self, item: Item) -> Iterator[Sequence[str]]:
        """Say what keeps an item from being taken: for each thing a line, and those that belong to it."""
        start = f"{item.outcome.value}: {name_item(item)}"
        told = [self._tell("also" if number else start, each) for number, each in enumerate(item.problems)]
        if told:
            yield [line for lines in told for line in lines]
        for each in item.conflicts:
            place = f"{each.spot}, " if each.spot else ""
            what = f"{start}: {place}`{each.field}` {self._how(each)}"
            yield (what,) if self.asks else (what, f'to settle it: `--settle "{name_conflict(item.kind, item.key, each)}=…"`')

    def tell_remarks(self, item: Item) -> Iterator[Sequence[str]]:
        """Say what is to be known of an item that is taken all the same."""
        for problem in item.remarks:
            yield self._tell(f"to know: {name_item(item)}", problem)

    def _how(self, conflict: FieldConflict) -> str:
        if not conflict.was_sent:
            return "is not the same in the record"
        is_emptied = not conflict.mine.strip()
        done = "was emptied in the file" if is_emptied else "was filled in" if conflict.sent == "" else "was changed in the file"
        if conflict.guard:
            return f"{done}, and it {conflict.guard}"
        if conflict.is_as_sent:
            return f"{done}, and {self.record} still has it" if is_emptied else done
        return f"{done}, and {self.record} says something else by now"

    def _tell(self, start: str, problem: Problem) -> Sequence[str]:
        value = f"`{_cut(problem.value)}` " if problem.value else ""
        place = f"{problem.spot}: " if problem.spot else ""
        lines = [f"{start}: {place}{value}{problem.what}"]
        if problem.allowed and problem.allowed not in self.listed:
            self.listed.add(problem.allowed)
            more = f" and {len(problem.allowed) - _MOST_ALLOWED} more" if len(problem.allowed) > _MOST_ALLOWED else ""
            lines.append(f"can be: {'; '.join(problem.allowed[:_MOST_ALLOWED])}{more}")
        if problem.nearest:
            lines.append(f"nearest: {problem.nearest}")
        return lines


def name_item(item: Item) -> str:
    """Name an item; what somebody typed as its title is said only at a terminal."""
    title = _cut(item.title) if item.kind == "question" or sys.stdout.isatty() else ""
    return f"{item.key} {title}".rstrip() if item.kind in ("question", "row") else f"{item.kind} {item.key} {title}".rstrip()


def _cut(text: str) -> str:
    line = visible_line(text[:_MOST_SIGNS])
    return line if len(text) <= _MOST_SIGNS >= len(line) else f"{line[:_MOST_SIGNS]}…"


def _counted(number: int, kind: str) -> str:
    if kind in _COUNTED:
        one, more = _COUNTED[kind]
        return f"{number} {one if number == 1 else more}"
    return count(number, kind)


def _outcomes(counts: Mapping[Outcome, int]) -> str:
    return ", ".join(f"{number} {_plural(outcome, number)}" for outcome, number in counts.items())


def _plural(outcome: Outcome, number: int) -> str:
    return "conflicts" if outcome is Outcome.CONFLICT and number > 1 else outcome.value


def _print(shared: Shared, text: str, indent: str) -> None:
    width = terminal_width()
    lines = [indent + visible_line(text)] if width is None else wrap_columns(visible_line(text), width, first=indent, later=f"{indent}  ")
    for line in lines:
        shared.print(line)
