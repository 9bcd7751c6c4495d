"""Whom or what an option names: by id, or by what people call it."""

from collections.abc import Mapping, Sequence

from gni_assess.errors import UnknownIdError, UsageError
from gni_assess.model.likeness import find_alike
from gni_assess.sheets.texts import fold_line

_MOST = 3


def find_named(typed: str, known: Mapping[str, Sequence[str]], *, kind: str, option: str) -> str:
    """Give the id that is meant: the id itself, in any letter case, or a whole name that one alone has.

    `known` has the names of each id, in the order in which they are listed; `kind` is the word for what is sought. Part of a name is never
    enough, as it may be another's; the nearest are offered. Raises UnknownIdError, or UsageError where several are called so.
    """
    if typed in known:
        return typed
    wanted = fold_line(typed)
    by_id = [each for each in known if fold_line(each) == wanted]
    found = by_id or [each for each, names in known.items() if wanted and wanted in map(fold_line, names)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"`{option}`: more than one {kind} is called `{typed}`", hint=f"use the id: {' or '.join(found)}")
    near = [_told(each, known[each]) for each in _find_near(wanted, known)]
    asked = f"did you mean {' or '.join(near)}? " if near else ""
    raise UnknownIdError(f"`{option}`: there is no {kind} `{typed}`", hint=f"{asked}known here: {', '.join(known) or 'none yet'}")


def _find_near(wanted: str, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
    called = {key: [fold_line(each) for each in (key, *names) if each] for key, names in known.items()}
    part_of = [key for key, names in called.items() if wanted and any(wanted in each for each in names)]
    alike = find_alike(wanted, [each for names in called.values() for each in names], most=_MOST)
    return list(dict.fromkeys([*part_of, *(key for each in alike for key, names in called.items() if each in names)]))[:_MOST]


def _told(key: str, names: Sequence[str]) -> str:
    called = ", ".join(dict.fromkeys(filter(None, names)))
    return f"{key} ({called})" if called else key
