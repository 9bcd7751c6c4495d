"""Which of the known ids a person may have meant."""

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(?P<kind>[A-Z]{2,})(?P<number>-?[0-9].*)\Z")
_NEAR = 0.6


def find_alike(typed: str, known: Iterable[str], *, most: int = 1, cutoff: float = _NEAR) -> tuple[str, ...]:
    """Give the known ids that are most like what was typed, the nearest first.

    A number without its zeros (`GOV-2`) can only be one id. Otherwise two neighbors that changed places are the likeliest slip. A numbered
    id (`POL-417`, `GOV-02-G417`) is compared with ids of its own kind only, the letters in front. Where there is no such kind, the number
    must be right, and the letters only one slip away.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    ids = sorted(set(known))
    kind, number = _split(typed)
    if kind:
        of_kind = [each for each in ids if _split(each)[0] == kind]
        if not of_kind:
            return tuple(each for each in ids if _split(each)[1] == number and _is_one_slip(kind, _split(each)[0]))[:most]
        ids = of_kind
        if same := [each for each in ids if _plain_number(_split(each)[1]) == _plain_number(number)]:
            return tuple(same[:most])
    swapped = [each for each in ids if _is_swapped(typed, each)]
    return tuple(dict.fromkeys([*swapped, *get_close_matches(typed, ids, n=most, cutoff=cutoff)]))[:most]


def _split(each: str) -> tuple[str, str]:
    found = _NUMBERED.match(each)
    return (found["kind"], found["number"]) if found else ("", "")


def _plain_number(number: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", number.removeprefix("-"))


def _is_swapped(one: str, other: str) -> bool:
    """Whether two neighbors changed places, and nothing else differs."""
    if len(one) != len(other) or one == other:
        return False
    at = next(place for place, (here, there) in enumerate(zip(one, other, strict=True)) if here != there)
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one sign was left out, added, mistyped, or changed places with its neighbor."""
    if len(one) == len(other):
        return _is_swapped(one, other) or sum(here != there for here, there in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
