"""Settling conflicts at the terminal: what was sent, what the record says now, what the file says."""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from gni_assess.cli.asking import Asker
from gni_assess.errors import UsageError
from gni_assess.exchange.receipt import Choice, Choices, FieldConflict, Item, Receipt, name_conflict
from gni_assess.model.columns import count_columns, wrap_columns
from gni_assess.model.visible import visible_text

_NARROW, _WIDEST = 60, 120
_MEANINGS = {
    Choice.KEEP: "keep: what the record says stays",
    Choice.TAKE: "take: what the file says goes in",
    Choice.BOTH: "both: what the record says first, then what the file says",
}


_ASKED = frozenset({"request", "note", "good practice"})
_ANOTHER = "both: the record stays, and what the file says becomes a request of its own"
_NOT_SETTLED = "give the name as the preview shows it, then `=` and keep, take or both"


def read_settled(given: Sequence[str]) -> Mapping[str, Choice]:
    """Read what `--settle` says: the names of conflicts and how each is settled. Raises UsageError."""
    found: dict[str, Choice] = {}
    for each in given:
        name, _, word = each.rpartition("=")
        if word.strip() not in tuple(Choice) or not name.strip():
            raise UsageError(f"`--settle {each}` does not say how a conflict is settled", hint=_NOT_SETTLED)
        if found.setdefault(name.strip(), Choice(word.strip())) is not Choice(word.strip()):
            raise UsageError(f"`{name.strip()}` is settled in two ways", hint="receive the files one after the other")
    return found


def refuse_unknown(settled: Mapping[str, Choice], unsettled: Sequence[Receipt]) -> None:
    """Refuse what names no conflict, or two, and what cannot settle one. `unsettled` are the receipts as they are without it.

    Raises UsageError.
    """
    found = [(name_conflict(item.kind, item.key, each), each) for file in unsettled for item in file.items for each in item.conflicts]
    for name, choice in settled.items():
        named = [each for other, each in found if other == name]
        if not named:
            raise UsageError(f"there is no conflict `{name}`, or not any more", hint=_NOT_SETTLED)
        if len(named) > 1:
            raise UsageError(f"`{name}` is a conflict of {len(named)} files", hint="receive the files one after the other")
        if choice not in named[0].choices:
            raise UsageError(f"`{name}` cannot be settled with `{choice}`", hint=f"it can be {_listed(named[0].choices)}")


def settle_conflicts(asker: Asker, receipt: Receipt, choices: Choices, again: Callable[[Choices], Receipt], *, record: str) -> Receipt:
    """Ask of each conflict how it is settled. `again` gives the receipt once more, with what was chosen; `record` heads what it says."""
    found: dict[str, Choice] = {}
    rest: Choice | None = None
    left = [(item, conflict) for item in receipt.items for conflict in item.conflicts]
    for number, (item, conflict) in enumerate(left, start=1):
        chosen = rest
        if chosen is None:
            _show_conflict(item, conflict, f" (conflict {number} of {len(left)})" if len(left) > 1 else "", record)
            chosen, is_for_all = _ask(asker, item, conflict, is_last=number == len(left))
            rest = chosen if is_for_all else None
        name = name_conflict(item.kind, item.key, conflict)
        asker.typed.append(f"--settle {shlex.quote(f'{name}={chosen}')}")
        found[name] = chosen
    return again(replace(choices, single={**choices.single, **found})) if found else receipt


def _ask(asker: Asker, item: Item, conflict: FieldConflict, *, is_last: bool) -> tuple[Choice, bool]:
    """Ask how one conflict is settled, and whether all that are left in the file are settled so too."""
    words = [each.value for each in conflict.choices]
    meanings = [_ANOTHER if each is Choice.BOTH and item.kind in _ASKED else _MEANINGS[each] for each in conflict.choices]
    for_all = {} if is_last else {f"all-{each}": each for each in (Choice.KEEP, Choice.TAKE)}
    if for_all:
        meanings.append(f"{' or '.join(for_all)}: the same for all that are left in this file")
    chosen = asker.choose(f"{item.key}, {conflict.field}: {_listed(words)}?", "", [*words, *for_all], note="\n".join(meanings))
    asker.remember()
    return for_all.get(chosen) or Choice(chosen), chosen in for_all


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _show_conflict(item: Item, conflict: FieldConflict, number: str, record: str) -> None:
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
    names = (record, "In the file")
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
