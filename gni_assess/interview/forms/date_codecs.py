"""How dates are typed: a day, a month, or unknown. What could be two days is never guessed."""

import re
from datetime import date, timedelta

from gni_assess.interview.forms.codecs import one_line, quote
from gni_assess.interview.forms.form_field import Codec, Lookup
from gni_assess.model.dates import PartialDate

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_LETTERS_OF_A_MONTH = 3
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]\s?(\d{1,2})[-/. ]\s?(\d{4})", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{1,2}", re.ASCII)
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)\.?,? (\d{4})", re.ASCII)
_NAME_AND_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_NAME = re.compile(r"([a-z]+)\.?,? (\d{4})", re.ASCII)
_WANTED = "type a day such as `2026-11-21`, a month such as `2026-11`, or `unknown`"
_WHOLE_DAY = "type the whole day, such as `2026-11-21`"


def _read_partial(text: str, lookup: Lookup) -> str:
    typed = " ".join(one_line(text).casefold().split()).removesuffix(".")
    if typed in {"unknown", "not known", "?"}:
        return "unknown"
    if typed in {"today", "yesterday"}:
        return (lookup.today - timedelta(days=typed == "yesterday")).isoformat()
    if found := _YEAR_FIRST.fullmatch(typed):
        return _check(text, *found.groups())
    if found := _YEAR_LAST.fullmatch(typed):
        return _decide(text, *found.groups())
    if found := _MONTH_AND_YEAR.fullmatch(typed):
        return _check(text, found[2], found[1])
    return _read_names(text, typed)


def _read_names(text: str, typed: str) -> str:
    for pattern, day, month, year in ((_DAY_AND_NAME, 1, 2, 3), (_NAME_AND_DAY, 2, 1, 3), (_NAME, 0, 1, 2)):
        found = pattern.fullmatch(typed)
        if found and (number := _number_of_month(found[month])):
            return _check(text, found[year], str(number), found[day] if day else None)
    if re.fullmatch(r"\d{4}", typed, re.ASCII):
        raise ValueError(f"type the month too, such as `{typed}-03`; where nobody knows it, type `unknown`")
    if _SHORT_YEAR.fullmatch(typed):
        raise ValueError(f"{quote(text)} can be read in more than one way; type the year first, such as `2026-11-21`")
    raise ValueError(_WANTED)


def _number_of_month(name: str) -> int:
    found = [number for number, month in enumerate(_MONTHS, 1) if len(name) >= _LETTERS_OF_A_MONTH and month.startswith(name)]
    return found[0] if len(found) == 1 else 9 if name == "sept" else 0


def _check(text: str, year: str, month: str, day: str | None = None) -> str:
    parts = [year, f"{int(month):02}", *([] if day is None else [f"{int(day):02}"])]
    partial = PartialDate.parse("-".join(parts))
    if partial is None:
        raise ValueError(f"{quote(text)} is not in the calendar; {_WANTED}")
    return partial.text


def _decide(text: str, first: str, second: str, year: str) -> str:
    orders = [f"{year}-{int(month):02}-{int(day):02}" for month, day in ((second, first), (first, second))]
    days = sorted({each for each in orders if PartialDate.parse(each)})
    if len(days) > 1:
        raise ValueError(f"{quote(text)} can be `{days[0]}` or `{days[1]}`; type the one that you mean")
    if not days:
        raise ValueError(f"{quote(text)} is not in the calendar; {_WANTED}")
    return days[0]


def _read_day(text: str, lookup: Lookup) -> str:
    try:
        found = _read_partial(text, lookup)
    except ValueError as error:
        raise ValueError(str(error).replace(_WANTED, _WHOLE_DAY)) from error
    if PartialDate(found).exact is None:
        raise ValueError(_WHOLE_DAY)
    return date.fromisoformat(found).isoformat()


PARTIAL_DATE = Codec(read=_read_partial)
"""A day, a month, or unknown."""

DAY = Codec(read=_read_day)
"""One day."""
