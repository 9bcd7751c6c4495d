"""Which of the old values a new one is, so that what is written of the old one can stay."""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import Final

_IDENTITIES: Final = ("id", "step", "name", "term", "entity", "service", "option", "ground")
"""Keys that tell what an item of a list is about; the first that an item has counts."""

_REACH: Final = 100
"""How many items are looked at for one at the same place; more would take long in long lists."""


def is_same(read: object, value: object) -> bool:
    """Tell whether a value that was read is the one that was to be written: of the same type; dates are read as text."""
    if isinstance(value, date):
        return read == value.isoformat()
    if isinstance(value, dict):
        return isinstance(read, dict) and read.keys() == value.keys() and all(is_same(read[key], value[key]) for key in value)
    if isinstance(value, list):
        return isinstance(read, list) and len(read) == len(value) and all(map(is_same, read, value))
    if isinstance(value, str):
        return isinstance(read, str) and read == value
    return type(read) is type(value) and (read == value or (read != read and value != value))  # noqa: PLR0124 - not-a-number


def merge_names(old: Collection[str], new: Collection[str], order: Sequence[str]) -> list[str]:
    """Return the new keys of a mapping: those it had as they stood, each other one behind the key that comes before it in `order`.

    What is not in `order` goes to the end.
    """
    ranks = {name: rank for rank, name in reversed(list(enumerate(order)))}
    last = len(order)
    wanted, had = set(new), set(old)
    names = [name for name in old if name in wanted]
    for name in sorted((name for name in new if name not in had), key=lambda name: ranks.get(name, last)):
        names.insert(_find_slot([ranks.get(other, last) for other in names], ranks.get(name, last), last), name)
    return names


def _find_slot(ranks: list[int], rank: int, last: int) -> int:
    """Return where a rank belongs among those of the keys that stand in a file."""
    before = [other for other in ranks if other < rank]
    if rank == last or not ranks:
        return len(ranks)
    if before:
        return ranks.index(max(before)) + 1
    return 0 if min(ranks) < last else len(ranks)


def match_items(old: Sequence[object], new: Sequence[object]) -> list[int | None]:
    """Return for each new item of a list the place of the old one that it is, None where it is none of them.

    Equal items are the same, then those of the same identity (`id` and the like), then those at the same place between others, where not
    both have an `id`.
    """
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and is_same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and is_same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    middle = _match_middle(old[head : len(old) - tail], new[head : len(new) - tail])
    shifted = [None if place is None else place + head for place in middle]
    return [*range(head), *shifted, *range(len(old) - tail, len(old))]


def _match_middle(old: Sequence[object], new: Sequence[object]) -> list[int | None]:
    places: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    for marks in (_freeze, _identify):
        known: dict[Hashable, list[int]] = {}
        for place in free:
            known.setdefault(marks(old[place]), []).append(place)
        known.pop(None, None)
        before = -1
        for number, item in enumerate(new):
            if (matched := places[number]) is not None:
                before = matched
            elif found := known.get(marks(item)):
                # Of equal ones the next is taken, so that as few as can be seem to move.
                place = bisect_left(found, before)
                before = places[number] = found.pop(place if place < len(found) else 0)
                del free[before]
    _match_by_place(old, new, places, free)
    return places


def _match_by_place(old: Sequence[object], new: Sequence[object], places: list[int | None], free: Collection[int]) -> None:
    """Match what is left between two items that are matched to each other, in order."""
    left = set(free)
    limits = [len(old)] * len(new)
    for number in range(len(new) - 2, -1, -1):
        following = places[number + 1]
        limits[number] = limits[number + 1] if following is None else following
    place = -1
    for number, item in enumerate(new):
        if (known := places[number]) is not None:
            place = known
            continue
        nearby = range(place + 1, min(limits[number], place + 1 + _REACH))
        found = next((other for other in nearby if other in left and _is_alike(old[other], item)), None)
        if found is not None:
            places[number] = place = found
            left.remove(found)


def _is_alike(old: object, new: object) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return "id" not in old or "id" not in new
    return isinstance(old, list) is isinstance(new, list) and isinstance(old, dict) is isinstance(new, dict)


def _identify(item: object) -> Hashable:
    """Return what an item says it is about, None where it does not."""
    if isinstance(item, dict):
        for name in _IDENTITIES:
            if name in item:
                return name, _freeze(item[name])
    return None


def _freeze(value: object) -> Hashable:
    """Return what is equal for equal values."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return dict, frozenset((key, _freeze(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return list, tuple(map(_freeze, value))
    return type(value), repr(value)
