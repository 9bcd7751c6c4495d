"""Reading one row of somebody's evidence list: the texts of a record, the criteria that it is for, and what cannot be taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gni_assess.exchange.evidence_links import read_criteria
from gni_assess.exchange.evidence_map import FIELDS, LINKS, REQUIRED, EvidenceMap, Rest
from gni_assess.exchange.evidence_values import (
    Value,
    find_too_long,
    is_secure_address,
    read_link,
    read_supersedes,
    read_value,
    says_nothing,
)
from gni_assess.exchange.receipt import Problem
from gni_assess.exchange.values import fold, is_blank, read_text
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming_values import IncomingCell, Spot
from gni_assess.sheets.plain_tables import PlainRow, PlainTable

_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: number)?(?: of)?(?: documents| policies| records| rows| entries| items)?|sum|count"
    r"|summe|gesamt(?:summe|zahl)?|insgesamt|anzahl|totale?|somme|suma"
)
_AMOUNT = re.compile(r"[-+]?[0-9][0-9.,' \u00a0]*%?")
_PLACES = ("url", "place", "held_at", "title")
"""Where a link behind a text is looked for first."""


@dataclass(kw_only=True)
class RowRead:
    """What a row says: texts by field with their places, criteria, and where and what is shown, each with its place.

    `said` are sentences that may hold for many cells alike: the name of the column, the sentence, and the place. `stranger` is the name of
    an owner who is not in the workspace, so that the owner for all is taken.
    """

    texts: dict[str, str] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    criteria: tuple[str, ...] = ()
    shown: dict[str, tuple[str, Spot]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    said: list[tuple[str, str, Spot]] = field(default_factory=list)
    stranger: str = ""


def find_passed_over(table: PlainTable, row: PlainRow) -> str:
    """Say why a row is none of the list: it has the headings once more, or a total; empty where it is one."""
    if all(fold(each.cell.text) == fold(name) for name, each in row.cells.items()):
        return "holds the headings once more, and is passed over"
    words = [each.cell.text for each in row.cells.values() if not _is_amount(each)]
    if words and len(table.names) > 1 and all(_TOTAL.fullmatch(fold(re.sub(r"[0-9.,: ]+\Z", "", each))) for each in words):
        return "is a line with a total, and is passed over"
    return ""


def _is_amount(cell: IncomingCell) -> bool:
    is_number = cell.cell.number is not None and cell.cell.kind is not CellKind.DAY
    return is_number or not cell.cell.text.strip() or _AMOUNT.fullmatch(cell.cell.text.strip()) is not None


def read_row(table: PlainTable, row: PlainRow, mapping: EvidenceMap, assessment: Assessment) -> RowRead:
    """Read what has a column, and collect what goes into the notes."""
    found = RowRead()
    kept: list[str] = []
    for key, name in mapping.columns.items():
        cell = row.cells.get(name)
        if cell is None or is_blank(cell):
            continue
        if key in LINKS:
            _read_about_links(found, key, name, cell, assessment)
            continue
        if key == "supersedes":
            value = read_supersedes(cell, (*assessment.policies, *assessment.systems))
        else:
            value = read_link(key, cell, row.links.get(name, "")) or read_value(key, cell, mapping, assessment.workspace)
        _take(found, name, cell, value)
        kept += [f"{name}: {value.kept}"] if value.kept else []
    kept += _keep_what_is_for_nothing(found, mapping)
    kept += _keep_words_of_link(found, row, mapping)
    _take_links(found, row, mapping)
    if mapping.rest is Rest.NOTES:
        kept += _read_rest(found, table, row, mapping)
    if kept:
        found.texts["notes"] = "\n\n".join(each for each in (found.texts.get("notes", "").rstrip(), "\n".join(kept)) if each)
    found.problems += _find_backwards(found, mapping)
    found.problems[:0] = _find_missing(found, table, row, mapping)
    return found


def _take(found: RowRead, name: str, cell: IncomingCell, value: Value) -> None:
    found.problems += value.problems
    found.stranger = found.stranger or value.stranger
    for key, text in value.texts.items():
        if key in found.texts:
            what = f"is a second value for `{FIELDS[key]}`; let one of the two columns go"
            found.problems.append(Problem(what=what, spot=cell.spot))
        found.texts[key], found.spots[key] = text, cell.spot
    if value.note:
        found.said.append((name, value.note, cell.spot))


def _read_about_links(found: RowRead, key: str, name: str, cell: IncomingCell, assessment: Assessment) -> None:
    if key == "criteria" and says_nothing(cell):
        found.said.append((name, "names no criterion, and is read as none", cell.spot))
        return
    if key == "criteria":
        named = read_criteria(cell, assessment)
        found.criteria = named.criteria
        found.problems += named.problems
        found.remarks += named.remarks
        return
    read = read_text(cell)
    found.problems += read.problems
    if read.value is not None:
        found.shown[key] = (read.value, cell.spot)


def _keep_what_is_for_nothing(found: RowRead, mapping: EvidenceMap) -> Iterator[str]:
    """Keep what is said of where and what, where the row names no criterion that it could go with."""
    if found.criteria:
        return
    for key, (text, spot) in found.shown.items():
        name = mapping.columns[key]
        found.said.append((name, "goes with no criterion, and is kept in the notes", spot))
        yield f"{name}: {text.strip()}"


def _keep_words_of_link(found: RowRead, row: PlainRow, mapping: EvidenceMap) -> Iterator[str]:
    """Keep the words of a cell of which the link is the address: as where it is kept; where that is said already, in the notes."""
    name = mapping.columns.get("url", "")
    target = row.links.get(name, "")
    if not target or found.texts.get("url") != target or _says(row.cells[name], target):
        return
    if sum(each == name for each in mapping.columns.values()) > 1:  # they are what another field says
        return
    text, spot = row.cells[name].cell.text.strip(), row.cells[name].spot
    if "held_at" in found.texts or "held_at" in mapping.defaults:
        found.said.append((name, "in words goes into the notes", spot))
        yield f"{name}: {text}"
        return
    found.texts["held_at"], found.spots["held_at"] = text, spot
    found.said.append((name, "in words is taken as where it is kept", spot))


def _take_links(found: RowRead, row: PlainRow, mapping: EvidenceMap) -> None:
    """Take the address behind a text where no column says one; of all others it is said that they are not taken."""
    if not row.links:
        return
    first = [mapping.columns[key] for key in _PLACES if key in mapping.columns]
    for name in dict.fromkeys((*first, *row.links)):
        target = row.links.get(name, "")
        if not target or target == found.texts.get("url") or _says(row.cells[name], target):
            continue
        spot = row.cells[name].spot
        if not is_secure_address(target):
            found.said.append((name, "has a link behind it that is no https address, and is not taken", spot))
        elif "url" in found.texts or name not in mapping.used:
            found.said.append((name, "has a link behind it that is not taken; give its address a column, if it is needed", spot))
        elif problems := find_too_long(target, spot):
            found.problems += [each for each in problems if each not in found.problems]
        else:
            found.texts["url"], found.spots["url"] = target, spot
            found.said.append((name, "has a link behind it, which is taken as the address on the web", spot))


def _says(cell: IncomingCell, target: str) -> bool:
    """Whether a cell shows where its link leads, as spreadsheet programs make links of addresses by themselves."""
    plain = re.sub(r"\A(?:mailto:|https?://)", "", target.casefold()).rstrip("/")
    return re.sub(r"\A(?:mailto:|https?://)", "", cell.cell.text.strip().casefold()).rstrip("/") == plain


def _read_rest(found: RowRead, table: PlainTable, row: PlainRow, mapping: EvidenceMap) -> Iterator[str]:
    for name in table.names:
        cell = row.cells.get(name)
        if name in mapping.used or cell is None or is_blank(cell):
            continue
        if cell.cell.kind in (CellKind.FORMULA, CellKind.ERROR) or cell.is_merged:
            found.said.append((name, "is a formula, an error or merged; what is shown goes into the notes", cell.spot))
        yield f"{name}: {cell.cell.text.strip()}"


def _find_backwards(found: RowRead, mapping: EvidenceMap) -> Iterator[Problem]:
    """Say where something would end before it begins."""
    days = {key: PartialDate(found.texts[key]) for key in ("effective.from", "effective.to") if key in found.texts}
    begins, ends = (days.get(key) for key in ("effective.from", "effective.to"))
    if begins and ends and begins.earliest and ends.latest and ends.latest < begins.earliest:
        what = f"is before {begins}, under `{mapping.columns['effective.from']}` ({found.spots['effective.from']})"
        yield Problem(what=what, spot=found.spots["effective.to"], value=str(ends))


def _find_missing(found: RowRead, table: PlainTable, row: PlainRow, mapping: EvidenceMap) -> Iterator[Problem]:
    faulty = {each.spot for each in found.problems}
    for key in REQUIRED:
        spot = table.spot(row.row, mapping.columns.get(key, table.names[0]))
        if key not in found.texts and key not in mapping.defaults and spot not in faulty:
            under = f" under `{mapping.columns[key]}`" if key in mapping.columns else ""
            what = f"nothing stands{under}, and each record needs `{FIELDS[key]}`; `--default {key}=…` gives one for all that have none"
            yield Problem(what=what, spot=spot)
