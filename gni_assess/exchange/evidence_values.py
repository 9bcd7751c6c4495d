"""From the cells of somebody's evidence list to the texts of a record's fields. What cannot be read is a problem with its place."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.exchange.evidence_map import CLASSIFICATIONS, DATES, KINDS, DateOrder, EvidenceMap
from gni_assess.exchange.receipt import Problem
from gni_assess.exchange.values import (
    MOST_TOLD,
    Reading,
    fold,
    is_address,
    is_blank,
    read_day,
    read_id,
    read_partial_day,
    read_person,
    read_text,
    read_word,
    tell_more,
)
from gni_assess.model.workspace import Entity, Person, Service, Workspace
from gni_assess.sheets.cells import Cell, CellKind, text_cell
from gni_assess.sheets.incoming_values import IncomingCell, Spot

UNKNOWN = "unknown"
_NUMERIC_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?|Z|[+-][0-9]{2}:?[0-9]{2})?\Z", re.IGNORECASE)
_TIME_DROPPED = "has a time of day, which is not taken"
_YEAR_FIRST = re.compile(r"([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})")
_DASHES = re.compile("[\u2010-\u2015]")
_NOTHING = frozenset({"", "-", "n/a", "na", "none", "tbd", "tbc", "?", "unknown", "not known", "nil"})
_STILL = frozenset({"present", "ongoing", "current", "still in force", "open", "open ended", "indefinite", "no end", "none", "permanent"})
_BETWEEN = re.compile(r"[,;\n|]+")
_ONE_LINE = frozenset({"title", "holder", "url", "held_at", "version", "approved_by"})
_LONGEST_LINK = 2_079  # that spreadsheet programs let anybody put behind a cell

_CASES = frozenset({"case", "cases", "case study", "case studies", "example case", "incident", "fall", "fallbeispiel", "beispielfall"})
NO_CASES = "means a case, which needs its steps and dates: `gni-assess evidence add case` adds it"

_ALSO_KINDS: Mapping[str, str] = {
    "policy": "policies, group policy, code, code of conduct",
    "procedure": "procedures, sop, sops, standard operating procedure, work instruction, guideline, guidelines, guidance, playbook",
    "report": "reports, transparency report, audit report, annual report",
    "minutes": "meeting minutes, board minutes, minutes of meeting",
    "contract": "contracts, agreement, agreements",
    "statement": "statements, public statement, press release, blog post",
    "assessment": "assessments, impact assessment, risk assessment, hria, dpia, human rights impact assessment",
    "process": "processes, workflow",
    "tool": "tools, software, application, it system, database",
    "team": "teams, department",
    "register": "registers, log, logs, tracker",
    "training": "trainings, course, courses, training material, e-learning, elearning",
    "body": "committee, board, working group, council",
    "control": "controls, internal control",
}
_ALSO_CLASSIFICATIONS: Mapping[str, str] = {
    "public": "published, open",
    "internal": "internal use, internal use only, for internal use, for internal use only, company internal, internal only",
    "confidential": "company confidential",
    "restricted": "strictly confidential, highly confidential, secret, highly restricted, need to know, privileged",
}


def _also(lines: Mapping[str, str]) -> Mapping[str, str]:
    return {word.strip(): ours for ours, line in lines.items() for word in line.split(",")}


ALSO: Mapping[str, Mapping[str, str]] = {"kind": _also(_ALSO_KINDS), "classification": _also(_ALSO_CLASSIFICATIONS)}
"""Usual words that mean one of ours beyond doubt; that they were read so is said."""

OURS: Mapping[str, Mapping[str, str]] = {
    "kind": {each: each for each in KINDS},
    "classification": {each: each for each in CLASSIFICATIONS},
}


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a cell says, by field; `kept` is what goes into the notes, `note` a sentence that holds for many cells alike.

    `stranger` is the name of somebody who is not in the workspace, so that the owner for all is taken.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    kept: str = ""
    note: str = ""
    stranger: str = ""


def names_case(word: str) -> bool:
    """Whether a word for a kind means a case, which no row of a list can become."""
    return fold(word) in _CASES


def find_unknown_words(key: str, cells: Iterable[IncomingCell | None], mapping: EvidenceMap) -> Mapping[str, int]:
    """Find the words of a column that stand for none of ours, and how often each stands there; the first spelling counts."""
    found: dict[str, tuple[str, int]] = {}
    for cell in cells:
        if cell is None or is_blank(cell) or cell.cell.kind in (CellKind.FORMULA, CellKind.ERROR):
            continue
        is_case = key == "kind" and names_case(cell.cell.text)  # none of our words will do
        if read_word(cell, OURS[key], _words_of(key, mapping)).value is None and not is_case:
            typed, number = found.get(fold(cell.cell.text), (" ".join(cell.cell.text.split()), 0))
            found[fold(cell.cell.text)] = (typed, number + 1)
    return dict(found.values())


def find_unclear_days(cells: Iterable[IncomingCell | None]) -> Sequence[IncomingCell]:
    """Find cells such as 03/04/2025, which can be read in two ways."""
    return [each for each in cells if each is not None and each.cell.kind is CellKind.TEXT and _is_unclear(each.cell.text)]


def count_clear_days(cells: Iterable[IncomingCell | None]) -> Mapping[DateOrder, int]:
    """Count the days in numbers that can be read in one way alone, such as 25/04/2025, by that way."""
    readings = (list_days(each.cell.text) for each in cells if each is not None and each.cell.kind is CellKind.TEXT)
    return Counter(next(iter(each)) for each in readings if len(each) == 1)


def find_unknown_people(cells: Iterable[IncomingCell | None], people: Sequence[Person], mapping: EvidenceMap) -> Mapping[str, int]:
    """Find the names for which nobody in the workspace stands, and how often each stands there; the first spelling counts."""
    known = {*map(fold, mapping.words.get("owner", ()))}
    found: dict[str, tuple[str, int]] = {}
    for cell in cells:
        if cell is None or fold(cell.cell.text) in known or names_nobody(cell):
            continue
        if read_person(cell, people).is_unknown:
            typed, number = found.get(fold(cell.cell.text), (" ".join(cell.cell.text.split()), 0))
            found[fold(cell.cell.text)] = (typed, number + 1)
    return dict(found.values())


def names_nobody(cell: IncomingCell | None) -> bool:
    """Whether a cell names no owner: it is empty, or says so."""
    return cell is None or is_blank(cell) or says_nothing(cell)


def typed_cell(text: str) -> IncomingCell:
    """Give what was typed at a prompt or as an option, as if it stood in a cell."""
    return IncomingCell(cell=text_cell(text), spot=Spot(sheet="", row=1, column="A"))


def says_nothing(cell: IncomingCell) -> bool:
    """Whether a cell holds words such as `n/a` or `none`, or a mark alone."""
    typed = cell.cell.text.strip()
    is_text = cell.cell.kind is CellKind.TEXT and not cell.is_merged
    return is_text and (typed in ("-", "?") or fold(_DASHES.sub("-", typed)) in _NOTHING)


def read_value(key: str, cell: IncomingCell, mapping: EvidenceMap, workspace: Workspace) -> Value:
    """Read the cell of a field; it is not blank."""
    if key in OURS:
        return _read_our_word(key, cell, mapping)
    if key in DATES:
        return _read_date(key, cell, mapping)
    if key == "owner":
        return _read_owner(cell, mapping, workspace)
    if key in ("entities", "services"):
        return _read_scope(key, cell, workspace.entities if key == "entities" else workspace.services)
    return _read_text(key, cell)


def _read_our_word(key: str, cell: IncomingCell, mapping: EvidenceMap) -> Value:
    read = read_word(cell, OURS[key], _words_of(key, mapping))
    typed = " ".join(cell.cell.text.split())
    if read.value is None and key == "kind" and names_case(typed):
        return Value(problems=(Problem(what=NO_CASES, spot=cell.spot, value=typed),))
    if read.value is None and read.problems[0].allowed:
        what = f"{read.problems[0].what}; `--word {key}:WORD=MEANING` says what it means"
        return Value(problems=(replace(read.problems[0], what=what),))
    # What somebody said that it means needs no word.
    is_known = read.value is None or fold(typed) in map(fold, (read.value, *mapping.words.get(key, ())))
    return _value(key, read, note="" if is_known else f"`{typed}` is read as {read.value}")


def _words_of(key: str, mapping: EvidenceMap) -> Mapping[str, str]:
    return {**ALSO[key], **mapping.words.get(key, {})}


def _value(key: str, read: Reading[str], *, note: str = "") -> Value:
    return Value(texts={} if read.value is None else {key: read.value}, problems=read.problems, note=note if read.value is not None else "")


def _read_text(key: str, cell: IncomingCell) -> Value:
    read = read_text(cell)
    if read.value is None:
        return Value(problems=read.problems)
    text = read.value.strip() if key in _ONE_LINE or key == "place" else read.value
    is_link = is_address(text)
    if key == "url" and not is_link:
        what = "is no address on the web (https://…); let the column stand for `place` or `held_at`"
        return Value(problems=(Problem(what=what, spot=cell.spot, value=text),))
    if key == "place":
        key = "url" if is_link else "held_at"
    is_changed = cell.cell.kind is CellKind.DAY or cell.cell.kind is CellKind.TRUTH
    return Value(texts={key: text}, note=read.remarks[0].what if is_changed and read.remarks else "")


def is_secure_address(target: str) -> bool:
    """Whether a link leads to an address on the web that a record can have."""
    return is_address(target) and target.casefold().startswith("https://") and target.isprintable()


def read_link(key: str, cell: IncomingCell, target: str) -> Value | None:
    """Take the address behind a text that should be one; None where it is one, or nothing is behind it."""
    text = cell.cell.text.strip()
    if key != "url" or cell.cell.kind is not CellKind.TEXT or cell.is_merged or is_address(text) or not is_secure_address(target):
        return None
    if problems := find_too_long(target, cell.spot):
        return Value(problems=problems)
    return Value(texts={"url": target}, note="is taken as the address that is behind it")


def find_too_long(target: str, spot: Spot) -> tuple[Problem, ...]:
    """Find that a link, which nobody sees, is longer than an address can be."""
    if len(target) <= _LONGEST_LINK:
        return ()
    what = f"has a link behind it of {len(target):,} characters, and an address has at most {_LONGEST_LINK:,}; mend the link or take it out"
    return (Problem(what=what, spot=spot),)


def read_supersedes(cell: IncomingCell, known: Collection[str]) -> Value:
    """Read the id of the record whose place a document takes."""
    if says_nothing(cell):
        return Value(note="names no record, and is read as none")
    read = read_id(cell, known, "policy or system that is registered")
    problems = tuple(replace(each, allowed=(), what=f"{each.what}; `gni-assess evidence list` shows them") for each in read.problems)
    return Value(texts={} if read.value is None else {"supersedes": read.value}, problems=problems)


def _read_owner(cell: IncomingCell, mapping: EvidenceMap, workspace: Workspace) -> Value:
    read = read_person(cell, workspace.people)
    if not read.is_unknown:
        return _value("owner", read)
    if names_nobody(cell):
        return Value(note="names nobody, and is read as none")
    name = cell.cell.text.strip()
    person = next((person for typed, person in mapping.words.get("owner", {}).items() if fold(typed) == fold(name)), "")
    if person:
        return Value(texts={"owner": person}, kept=name)
    if "owner" in mapping.defaults:
        return Value(kept=name, stranger=" ".join(name.split()))
    what = f"{read.problems[0].what}; `--word owner:NAME=PERSON` says who answers for it"
    return Value(problems=(replace(read.problems[0], what=what),))


def _read_scope(key: str, cell: IncomingCell, known: Sequence[Entity | Service]) -> Value:
    read = read_text(cell)
    if read.value is None:
        return Value(problems=read.problems)
    by_fold = {fold(text): each.id for each in known for text in (each.name, each.id)}
    whole = by_fold.get(fold(read.value))
    typed = [read.value] if whole else [each.strip() for each in _BETWEEN.split(read.value) if each.strip()]
    allowed = tuple(each.id for each in known)
    noun = "entity" if key == "entities" else "service"
    what = f"is no {noun} of this workspace"
    unknown = [each for each in typed if fold(each) not in by_fold]
    problems = [Problem(what=what, spot=cell.spot, value=each, allowed=allowed) for each in unknown[:MOST_TOLD]]
    problems += tell_more(unknown, cell)
    ids = dict.fromkeys(by_fold[fold(each)] for each in typed if fold(each) in by_fold)
    return Value(problems=tuple(problems)) if problems else Value(texts={key: ", ".join(ids)})


def _read_date(key: str, cell: IncomingCell, mapping: EvidenceMap) -> Value:
    typed = cell.cell.text.strip()
    if cell.cell.kind is CellKind.TEXT and not cell.is_merged:
        if says_nothing(cell) or (key == "effective.to" and fold(typed) in _STILL):
            texts = {"effective.from": UNKNOWN} if key == "effective.from" else {}
            return Value(texts=texts, note="says no day, and is read as none")
        cell = replace(cell, cell=Cell(CellKind.TEXT, _as_iso(_TIME.sub("", typed), mapping.dates)))
    read = (read_partial_day(cell) if key.startswith("effective") else read_day(cell)).as_text()
    if _is_unclear(typed) and read.value is None:
        problems = tuple(replace(each, what=f"{each.what}; or say it for the whole list, with `--dates`") for each in read.problems)
        return Value(problems=problems)
    return _value(key, read, note=_TIME_DROPPED if _TIME.search(typed) else "")


def _as_iso(text: str, order: DateOrder | None) -> str:
    """Write a day in numbers as in our files, where it can mean only one."""
    if found := _YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    days = list_days(text)
    if order is not None and order in days:
        return days[order].isoformat()
    # With an order that is known, the other reading is not taken, even where it is the only one.
    return next(iter(days.values())).isoformat() if len(set(days.values())) == 1 and order is None else text


def list_days(text: str) -> Mapping[DateOrder, date]:
    """Give the days that a text in numbers can mean, by what comes first."""
    found = _NUMERIC_DAY.fullmatch(_TIME.sub("", text.strip()))
    days: dict[DateOrder, date] = {}
    if found is None:
        return days
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    for order, day, month in ((DateOrder.DAY_FIRST, first, second), (DateOrder.MONTH_FIRST, second, first)):
        with suppress(ValueError):
            days[order] = date(year, month, day)
    return days


def _is_unclear(text: str) -> bool:
    return len(set(list_days(text).values())) > 1
