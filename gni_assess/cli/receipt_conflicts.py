"""Settling conflicts at the terminal: what was sent, what the record says now, what the file says."""

import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import zip_longest

from gni_assess.cli.asking import Asker
from gni_assess.exchange.receipt import Choice, Choices, ConflictRef, FieldConflict, Item, Receipt
from gni_assess.model.columns import count_columns, wrap_columns
from gni_assess.model.visible import visible_text

_NARROW, _WIDEST = 60, 120
_MEANINGS = {
    Choice.KEEP: "keep: what the record says stays",
    Choice.TAKE: "take: what the file says goes in",
    Choice.BOTH: "both: what the record says first, then what the file says",
}


def settle_conflicts(asker: Asker, receipt: Receipt, again: Callable[[Choices], Receipt]) -> Receipt:
    """Ask of each conflict how it is settled. `again` gives the receipt once more, with what was chosen."""
    found: dict[ConflictRef, Choice] = {}
    for item in receipt.items:
        for number, conflict in enumerate(item.conflicts, start=1):
            _show_conflict(item, conflict, f" ({number} of {len(item.conflicts)})" if len(item.conflicts) > 1 else "")
            note = "\n".join(_MEANINGS[each] for each in conflict.choices)
            words = [each.value for each in conflict.choices]
            chosen = asker.choose(f"{item.key}, {conflict.field}: {_listed(words)}?", "", words, note=note)
            asker.remember()  # no option stands for a single choice
            found[item.kind, item.key, conflict.key] = Choice(chosen)
    return again(Choices(single=found)) if found else receipt


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _show_conflict(item: Item, conflict: FieldConflict, number: str) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    _write("")
    for line in wrap_columns(visible_text(f"{item.key} {item.title}".rstrip() + number), width):
        _write(line)
    if not conflict.was_sent:
        _show_block(conflict.field, "(the record and the file differ)", width)
    elif conflict.sent is not None:
        _show_block(f"{conflict.field}, as it was sent", conflict.sent, width)
    else:
        _show_block(conflict.field, "(what was sent is not known any more)", width)
    names = ("In the record now", "In the file")
    if width < _NARROW:
        for name, text in zip(names, (conflict.theirs, conflict.mine), strict=True):
            _show_block(name, text, width)
        return
    half = (width - 3) // 2
    left, right = (_lines(text, half) for text in (conflict.theirs, conflict.mine))
    for one, other in zip_longest([names[0], *left], [names[1], *right], fillvalue=""):
        _write(f"{one}{' ' * (half - count_columns(one))} | {other}".rstrip())


def _show_block(name: str, text: str, width: int) -> None:
    _write(f"{name}:")
    for line in _lines(text, width - 2):
        _write(f"  {line}".rstrip())


def _lines(text: str, width: int) -> list[str]:
    lines = visible_text(text or "(empty)").expandtabs(4).split("\n")
    return [part for line in lines for part in (wrap_columns(line, width) or [""])]


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
