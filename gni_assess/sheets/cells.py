"""What stands in a cell, as a reader sees it, with its kind; nothing is guessed and nothing followed."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from gni_assess.sheets.number_formats import Shows
from gni_assess.sheets.texts import decode


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth value"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds.

    `text` is what a reader sees: a day as `2026-11-21`, with a time as `2026-11-21 14:30`; a number without needless zeros; a truth value
    as TRUE or FALSE; of a formula, which is never followed, the value that it showed last. Lines end with a line feed.

    `number` is there for numbers, days and times; `day` for days, and for a moment the day it is on. `is_private` tells that the cell
    was made for a private column, wherever it stands now.
    """

    kind: CellKind
    text: str
    number: float | None = None
    day: date | None = None
    is_private: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether somebody sees something there, or a formula that never showed anything."""
        return bool(self.text.strip()) or self.kind is CellKind.FORMULA


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
_PLAIN_FROM, _PLAIN_TO = 1e-9, 1e15
_SECONDS = 86_400
_LEAP_DAY_THAT_NEVER_WAS = 60  # Excel has a 29 February 1900, and so counts all days before it one too low


def decode_stored(kind: str, stored: str, shows: Shows, *, from_1904: bool = False) -> Cell:
    """Give what a cell holds from how it is stored: the `t` of the file format, the text beside it, and what its number format shows.

    Shared strings must be looked up before. What is not stored as it should be is an ERROR with the stored text.
    """
    if kind in ("", "n"):
        return _from_number(stored, shows, from_1904=from_1904)
    if kind == "b":
        is_true = {"1": True, "true": True, "0": False, "false": False}.get(stored.strip())
        return Cell(CellKind.ERROR, stored) if is_true is None else Cell(CellKind.TRUTH, "TRUE" if is_true else "FALSE")
    if kind == "e":
        return Cell(CellKind.ERROR, stored)
    if kind == "d":
        return _from_moment(stored)
    return text_cell(decode(stored) if kind == "str" else stored)


def text_cell(text: str) -> Cell:
    """Give a cell with text."""
    return Cell(CellKind.TEXT, text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


def number_text(number: float) -> str:
    """Give a number as a reader sees it, to the 15 digits that a spreadsheet keeps."""
    if number == 0:
        return "0"
    if _PLAIN_FROM <= abs(number) < _PLAIN_TO:
        # 15 digits may still need an exponent where the number is small.
        text = f"{number:.15g}"
        if "e" not in text:
            return text
        places = 14 - math.floor(math.log10(abs(number)))
        return f"{number:.{places}f}".rstrip("0").rstrip(".")
    return f"{number:.15G}"


def _from_number(stored: str, shows: Shows, *, from_1904: bool) -> Cell:
    stored = stored.strip()
    if not stored:
        return Cell(CellKind.TEXT, "")
    number = float(stored) if _NUMBER.fullmatch(stored) else math.inf
    if not math.isfinite(number):
        return Cell(CellKind.ERROR, stored)
    if shows is Shows.NUMBER:
        return Cell(CellKind.NUMBER, number_text(number), number)
    if shows is Shows.TIME:
        return _duration(number)
    moment = _moment(number, from_1904=from_1904)
    if moment is None:
        return Cell(CellKind.NUMBER, number_text(number), number)
    return Cell(CellKind.DAY, _moment_text(moment), number, moment.date())


def _duration(number: float) -> Cell:
    seconds = round(abs(number) * _SECONDS)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    return Cell(CellKind.NUMBER, f"-{text}" if number < 0 and seconds else text, number)


def _moment(number: float, *, from_1904: bool) -> datetime | None:
    """Give the moment that a number stands for; None where it stands for none."""
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
    if not from_1904:
        if number < 1 or int(number) == _LEAP_DAY_THAT_NEVER_WAS:
            return None
        if number < _LEAP_DAY_THAT_NEVER_WAS:
            first += timedelta(days=1)
    if number < 0:
        return None
    try:
        return first + timedelta(days=int(number), seconds=round((number - int(number)) * _SECONDS))
    except OverflowError:
        return None


def _moment_text(moment: datetime) -> str:
    clock = moment.time()
    if clock == time():
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {clock.isoformat('seconds' if clock.second else 'minutes')}"


def _from_moment(stored: str) -> Cell:
    match = _MOMENT.fullmatch(stored.strip())
    try:
        moment = datetime.fromisoformat("T".join(part for part in match.groups() if part)) if match else None
    except ValueError:
        moment = None
    return Cell(CellKind.ERROR, stored) if moment is None else Cell(CellKind.DAY, _moment_text(moment), None, moment.date())
