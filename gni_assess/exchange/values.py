"""From what stands in a cell to a value. What cannot be read is a problem with its place, never a guess."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from gni_assess.exchange.receipt import Problem
from gni_assess.exchange.spelled_ids import looks_like_id, spell_ids
from gni_assess.model.dates import PartialDate
from gni_assess.model.likeness import find_alike
from gni_assess.model.spoken_dates import explain_day
from gni_assess.model.spoken_dates import read_day as read_spoken_day
from gni_assess.model.workspace import Person
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import IncomingCell

T = TypeVar("T")
DAY_ALLOWED = ("a day such as 2026-12-31",)
PARTIAL_ALLOWED = ("a day such as 2026-12-31", "a month such as 2026-12", "unknown")

_TWO_TODAYS = (date(2001, 2, 7), date(2034, 9, 22))
"""A text that means the same day on both says which day it is; one such as `in 3 months` does not."""
_FIRST_SERIAL, _LAST_SERIAL = 29_221, 73_050  # 1980 to 2099, as days that lost their format
_DAY_ZERO = date(1899, 12, 30)
_HYPHENS = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BETWEEN_IDS = re.compile(r"[\s,;&+/|]+")
_AROUND_IDS = "\u200b\ufeff.()[]\"'`:\u2018\u2019\u201c\u201d"
_NEAR, _NEAR_ID, _NEAR_NAME = 0.6, 0.8, 0.85
_NO_IDS = frozenset({"", "AND"})
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_WORD, _LONGEST_IDS, _LONGEST_LIKE = 1_000, 100_000, 100
"""Of more characters nothing is read as a word, a day or a person; as ids; and for nothing that is longer is the nearest looked for."""

MOST_TOLD = 20
"""So many things that are unknown are told of one cell, each by itself."""


@dataclass(frozen=True, kw_only=True)
class Reading(Generic[T]):
    """What a cell holds; None where it is empty or cannot be read. `remarks` are worth knowing and keep nothing from being taken.

    `is_unknown`: it can be read as a text, but names nobody, or not one alone; `problems` says so.
    """

    value: T | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    is_unknown: bool = False

    def as_text(self) -> "Reading[str]":
        """Give the value as a file has it."""
        return Reading(value=None if self.value is None else str(self.value), problems=self.problems, remarks=self.remarks)


def is_blank(cell: IncomingCell | None) -> bool:
    """Whether nothing was filled in; white space alone is nothing."""
    return cell is None or (not cell.cell.text.strip() and cell.cell.kind is CellKind.TEXT)


def fold(text: str) -> str:
    """Give a word as it is compared: without regard to case, hyphens, kinds of white space, and marks at its end."""
    return " ".join(_HYPHENS.sub("-", text).replace("-", " ").replace("_", " ").casefold().split()).rstrip(" .:;!")


def is_address(text: str) -> bool:
    """Whether a text is an address on the web and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def find_near(typed: str, known: Iterable[str], *, cutoff: float = _NEAR) -> tuple[str, ...]:
    """Find the one of the known words that is most like what was typed; nothing where that is longer than any word is."""
    return find_alike(typed, known, cutoff=cutoff) if len(typed) <= _LONGEST_LIKE else ()


def read_text(cell: IncomingCell | None) -> Reading[str]:
    """Read text exactly as it stands there, with line ends as line feeds; numbers, days and truth values as a reader sees them."""
    if cell is None or is_blank(cell):
        return Reading()
    if problem := _refuse(cell):
        return Reading(problems=(problem,))
    text = cell.cell.text.replace("\r\n", "\n").replace("\r", "\n")
    if any("\ud800" <= each <= "\udfff" for each in text):
        return Reading(problems=(Problem(what="holds half a character; type it again", spot=cell.spot),))
    if cell.cell.kind is CellKind.TEXT:
        return Reading(value=text)
    words = {CellKind.DAY: "a day", CellKind.NUMBER: "a number", CellKind.TRUTH: "a truth value"}
    what = f"the spreadsheet program made {words[cell.cell.kind]} of what was typed; it is taken as it is shown"
    return Reading(value=text, remarks=(Problem(what=what, spot=cell.spot, value=text),))


def read_word(
    cell: IncomingCell | None, words: Mapping[str, T], also: Mapping[str, T] | None = None, *, hints: Mapping[str, T] | None = None
) -> Reading[T]:
    """Read one of some words, in any case, with or without hyphens.

    Words in `also` are taken too, but not offered. Those in `hints` are not taken, and say which word was meant.
    """
    if cell is None or is_blank(cell):
        return Reading()
    if problem := _refuse(cell) or _refuse_long(cell, _LONGEST_WORD):
        return Reading(problems=(problem,))
    known = {fold(word): value for word, value in (*(also or {}).items(), *words.items())}
    typed = fold(_as_word(cell.cell))
    if typed in known:
        return Reading(value=known[typed])
    meant = {fold(word): value for word, value in (hints or {}).items()}
    near = () if typed in meant else find_near(typed, known)
    # A word that is not offered stands for one that is.
    nearest = next((word for word, value in words.items() if value in (meant.get(typed), *(known[each] for each in near))), "")
    problem = Problem(
        what="is none of the words that can stand there",
        spot=cell.spot,
        value=cell.cell.text,
        allowed=tuple(words),
        nearest=nearest,
    )
    return Reading(problems=(problem,))


def read_day(cell: IncomingCell | None, *, whole_month: bool = False, in_numbers: bool = False) -> Reading[date]:
    """Read a day. With `whole_month` a month or a quarter stands for its last day, which is then said.

    `in_numbers`: one such as 31.12.2026, which can be read in one way alone, is taken and said, too.
    """
    if cell is None or is_blank(cell):
        return Reading()
    if problem := _refuse(cell) or _refuse_long(cell, _LONGEST_WORD):
        return Reading(problems=(problem,))
    if (exact := _exact_day(cell.cell)) is not None:
        return Reading(value=exact, remarks=_about_time(cell, exact))
    text = cell.cell.text.strip()
    numbered = _day_in_numbers(cell.cell) if in_numbers else None
    day = numbered or _spoken_day(cell.cell)
    if day is None:
        return Reading(problems=(_no_day(cell, DAY_ALLOWED),))
    if whole_month or numbered is not None:
        return Reading(value=day, remarks=(Problem(what=f"is taken as {day}", spot=cell.spot, value=text),))
    return Reading(problems=(Problem(what="is no single day", spot=cell.spot, value=text, allowed=DAY_ALLOWED, nearest=str(day)),))


def _day_in_numbers(cell: Cell) -> date | None:
    text = cell.text.strip() if cell.kind is CellKind.TEXT else ""
    readings: list[tuple[str, str, str]] = []
    if found := _YEAR_FIRST.fullmatch(text):
        readings = [(found[1], found[3], found[4])]
    elif found := _YEAR_LAST.fullmatch(text):
        readings = [(found[4], found[3], found[1]), (found[4], found[1], found[3])]
    days = set()
    for year, month, day in readings:
        with suppress(ValueError):
            days.add(date(int(year), int(month), int(day)))
    return days.pop() if len(days) == 1 else None


def _spoken_day(cell: Cell) -> date | None:
    """Read words that mean the same day whenever they were written."""
    found = {read_spoken_day(cell.text, today) for today in _TWO_TODAYS} if cell.kind is CellKind.TEXT else {None}
    return found.pop() if len(found) == 1 else None


def _about_time(cell: IncomingCell, day: date) -> tuple[Problem, ...]:
    """Say that a time of day stands there too, as no record keeps one."""
    if cell.cell.day is None or cell.cell.text == day.isoformat():
        return ()
    return (Problem(what=f"is taken as {day}, without the time of day", spot=cell.spot, value=cell.cell.text),)


def _exact_day(cell: Cell) -> date | None:
    if cell.day is not None:
        return cell.day
    if (exact := PartialDate.parse(_HYPHENS.sub("-", cell.text.strip()))) is not None:
        return exact.exact
    day = _spoken_day(cell)
    return day if day is not None and str(day.day) in re.findall("[0-9]+", cell.text) else None


def read_partial_day(cell: IncomingCell | None, *, in_numbers: bool = False) -> Reading[PartialDate]:
    """Read a day, as `read_day` does, a month (`2025-03`, `March 2025`), or `unknown`."""
    if cell is not None and cell.cell.kind is CellKind.TEXT and not (_refuse(cell) or _refuse_long(cell, _LONGEST_WORD)):
        text = _HYPHENS.sub("-", cell.cell.text.strip())
        if (found := PartialDate.parse(text.casefold())) is not None:
            return Reading(value=found)
        if re.fullmatch(r"[^\W\d_]+\.?,? [0-9]{4}", text) and (day := read_spoken_day(text, _TWO_TODAYS[0])) is not None:
            return Reading(value=PartialDate(day.isoformat()[:7]))
    read = read_day(cell, in_numbers=in_numbers)
    if read.value is not None:
        return Reading(value=PartialDate(read.value.isoformat()), remarks=read.remarks)
    return Reading(problems=tuple(_also_partial(each) for each in read.problems))


def read_ids(cell: IncomingCell | None, known: Collection[str], noun: str, *, why: str = "") -> Reading[tuple[str, ...]]:
    """Read one or more ids, however they are separated and spelled. `noun` says what they are ids of; `why` what an unknown one is."""
    if cell is None or is_blank(cell):
        return Reading()
    if problem := _refuse(cell) or _refuse_long(cell, _LONGEST_IDS):
        return Reading(problems=(problem,))
    by_fold = {each.upper(): each for each in known}
    text = _HYPHENS.sub("-", cell.cell.text).upper()
    ids = _split_ids(text)
    if not by_fold.keys() >= set(ids):
        ids = _split_ids(spell_ids(text, by_fold))
    allowed = tuple(known)
    problems = []
    unknown = [each for each in ids if each not in by_fold]
    if len(unknown) == len(ids) and not any(map(looks_like_id, ids)):
        # Words that name something in another way are one mistake.
        unknown = [cell.cell.text.strip()] if ids else []
    for each in unknown[:MOST_TOLD]:
        near = find_near("-".join(each.upper().split()), by_fold, cutoff=_NEAR_ID)
        nearest = by_fold[near[0]] if near else ""
        problems.append(Problem(what=why or f"is no id of a {noun}", spot=cell.spot, value=each, allowed=allowed, nearest=nearest))
    problems += tell_more(unknown, cell)
    if problems or not ids:
        nothing = Problem(what=f"names no {noun}", spot=cell.spot, value=cell.cell.text, allowed=allowed)
        return Reading(problems=tuple(problems) or (nothing,))
    return Reading(value=tuple(by_fold[each] for each in ids))


def _split_ids(text: str) -> tuple[str, ...]:
    typed = (each.strip(_AROUND_IDS) for each in _BETWEEN_IDS.split(text))
    return tuple(dict.fromkeys(each for each in typed if each not in _NO_IDS))


def tell_more(unknown: Sequence[str], cell: IncomingCell) -> tuple[Problem, ...]:
    """Say how many more things of a cell are unknown than are told one by one."""
    more = len(unknown) - MOST_TOLD
    return (Problem(what=f"and {more} more like that", spot=cell.spot),) if more > 0 else ()


def read_id(cell: IncomingCell | None, known: Collection[str], noun: str, *, why: str = "") -> Reading[str]:
    """Read exactly one id."""
    read = read_ids(cell, known, noun, why=why)
    if read.value is None or cell is None:
        return Reading(problems=read.problems)
    if len(read.value) > 1:
        return Reading(problems=(Problem(what=f"names more than one {noun}; one goes here", spot=cell.spot, value=cell.cell.text),))
    return Reading(value=read.value[0])


def read_person(cell: IncomingCell | None, people: Iterable[Person]) -> Reading[str]:
    """Read a person of the workspace, by id, name, e-mail address or role, and give the id. Where several are called so, none is taken."""
    if cell is None or is_blank(cell):
        return Reading()
    if problem := _refuse(cell) or _refuse_long(cell, _LONGEST_WORD):
        return Reading(problems=(problem,))
    everybody = tuple(people)
    found = [each for each in everybody if cell.cell.text.strip() == each.id] or list(_find_people(fold(cell.cell.text), everybody))
    if len(found) == 1:
        return Reading(value=found[0].id)
    near = None if found else _find_like(fold(cell.cell.text), everybody)
    problem = Problem(
        what="can be more than one person of the workspace" if found else "is no person of the workspace",
        spot=cell.spot,
        value=cell.cell.text,
        allowed=tuple(map(_introduce, found or everybody)),
        nearest="" if near is None else _introduce(near),
    )
    return Reading(problems=(problem,), is_unknown=True)


def _find_people(typed: str, people: Iterable[Person]) -> Iterator[Person]:
    for each in people:
        shown = (_introduce(each), f"{each.name} ({each.role})")
        if typed and typed in map(fold, (*_names_of(each), *shown)):
            yield each


def _find_like(typed: str, people: Collection[Person]) -> Person | None:
    """Find who was meant: the one with a name or role of which all words were typed, or that has all that were; else by the letters."""
    if len(typed) > _LONGEST_LIKE:
        return None
    words = frozenset(typed.split())
    by_words = [each for each in people if any(words <= own or own <= words for own in map(_words_in, _names_of(each)))]
    if words and len(by_words) == 1:
        return by_words[0]
    named = {fold(name): each for each in people for name in _names_of(each)}
    near = find_near(typed, named, cutoff=_NEAR_NAME)
    return named[near[0]] if near else None


def _names_of(person: Person) -> tuple[str, ...]:
    return tuple(filter(None, (person.id, person.name, person.email, person.role)))


def _words_in(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())


def _introduce(person: Person) -> str:
    """Give the id, and in words whose it is; this can be typed, too."""
    about = ", ".join(dict.fromkeys(filter(None, (person.name, person.role))))
    return f"{person.id} ({about})" if about else person.id


def _refuse(cell: IncomingCell) -> Problem | None:
    """Say why nothing in a cell can be taken, whatever it is to be."""
    if cell.is_merged:
        what = "stands in cells that are merged over several rows, so it is not clear whose it is; unmerge them"
    elif cell.cell.kind is CellKind.FORMULA:
        what = "is a formula, and formulas are not followed; put the text itself there (copy, then paste values only)"
    elif cell.cell.kind is CellKind.ERROR:
        what = "is an error of the spreadsheet program; type the text again, with ' in front where it begins with = + - or @"
    else:
        return None
    return Problem(what=what, spot=cell.spot, value=cell.cell.text)


def _refuse_long(cell: IncomingCell, most: int) -> Problem | None:
    """Refuse what is far longer than anything that can stand there, before any work is spent on it."""
    if len(cell.cell.text) <= most:
        return None
    return Problem(what=f"is too long for what goes there: more than {most:,} characters", spot=cell.spot, value=cell.cell.text)


def _as_word(cell: Cell) -> str:
    if cell.kind is CellKind.TRUTH:  # whatever the language of the program, it keeps the value and not the word
        return "yes" if cell.text.casefold() == "true" else "no"
    return cell.text


def _no_day(cell: IncomingCell, allowed: tuple[str, ...]) -> Problem:
    number = cell.cell.number
    if cell.cell.kind is CellKind.NUMBER and number is not None:
        is_day = _FIRST_SERIAL <= number <= _LAST_SERIAL
        nearest = str(_DAY_ZERO + timedelta(days=int(number))) if is_day else ""
        return Problem(what="is a number and no day", spot=cell.spot, value=cell.cell.text, allowed=allowed, nearest=nearest)
    if len({read_spoken_day(cell.cell.text, today) for today in _TWO_TODAYS}) > 1:
        what = "is a day only for whoever knows when it was written"
    else:
        why = explain_day(cell.cell.text, when_is_known=False).removesuffix(".")
        what = f"is no clear day: {why[0].lower()}{why[1:]}"
    return Problem(what=what, spot=cell.spot, value=cell.cell.text, allowed=allowed)


def _also_partial(problem: Problem) -> Problem:
    if problem.allowed != DAY_ALLOWED:
        return problem
    return Problem(what=problem.what, spot=problem.spot, value=problem.value, allowed=PARTIAL_ALLOWED, nearest=problem.nearest)
