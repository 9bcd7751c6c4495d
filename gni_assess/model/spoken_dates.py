"""Days as people say them: `31 December 2026`, `in 3 months`, `Friday`, `end of Q2`.

A date that two readers could read in two ways (`03/04/2027`) is never guessed. Whoever asks shows the day that was understood
(`say_day`) before it is kept.
"""

import contextlib
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from gni_assess.model.dates import PartialDate

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Not from `calendar`, whose names depend on the locale.
_WEEKDAY_OF = {name.lower()[:size]: number for number, name in enumerate(_WEEKDAYS) for size in (3, 9)}
_WEEKDAY_OF |= {"tues": 1, "thur": 3, "thurs": 3}
_MONTH_OF = {name.lower()[:size]: number for number, name in enumerate(_MONTHS, start=1) for size in (3, 9)} | {"sept": 9}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_OF = {"a": 1, "an": 1} | {word: number for number, word in enumerate(_NUMBERS, start=1)}

_FRIDAY = 4
_LONGEST_WAIT = 9
"""How many years one looks ahead for a day: 29 February can be eight years away (from 2096 to 2104)."""


def read_day(text: str, today: date) -> date | None:
    """Read a day as a person types it; None where it is no day, or could mean more than one.

    A month, a quarter, a year or a week stands for its last day, since what is asked for is the day by which something will be done:
    `March 2027` and `end of March 2027` are both 2027-03-31. What names no year is the next one from today on. `next month` is the
    last day of the month after this one, and `next year` is 31 December. A week runs from Monday to Sunday and ends for this purpose on
    its Friday, so `next week` is the Friday of the week after this one; `end of the week` on a weekend is the Friday to come. `Friday`
    is the first one after today; `next Friday` is the one in the week after this one. `in a month` is the same day of the next month,
    or its last where it is shorter.
    """
    plain = _plain(text)
    with contextlib.suppress(ValueError, OverflowError):
        for pattern, read in _FORMS:
            if found := pattern.fullmatch(plain):
                return read(found, today)
    return None


def explain_day(text: str, *, when_is_known: bool = True) -> str:
    """Say why a text that `read_day` cannot read is no day, and what to type instead.

    Unless it is known when it was typed, nothing is offered that counts from that day.
    """
    plain = _plain(text)
    if not plain:
        return f"Nothing was typed. Type a day such as 2026-12-31{', or: in 3 months' if when_is_known else ''}."
    if found := _NUMERIC.fullmatch(plain):
        return _explain_numeric(*found.group("first", "second", "year"))
    if _SHORT_YEAR.fullmatch(plain):
        return "The year is too short to be sure. Type it with four digits, such as 31 December 2026."
    if "working day" in plain or "business day" in plain:
        other = ", or: in 2 weeks" if when_is_known else ""
        return f"Working days cannot be counted here, as holidays differ. Type the day itself, such as 2026-12-31{other}."
    if any(pattern.fullmatch(plain) for pattern, _ in _FORMS):
        return "There is no such day, or it is too far away. Type a day of the calendar, such as 2026-12-31."
    others = ", or: in 3 months, Friday, end of Q2" if when_is_known else ""
    return f"This is not understood as a day. Type year, month and day, such as 2026-12-31{others}."


def say_day(day: date) -> str:
    """Say a day with its weekday, the same in every language of the system: `2027-02-28 (Sunday)`."""
    return f"{day.isoformat()} ({_WEEKDAYS[day.weekday()]})"


def _plain(text: str) -> str:
    """Take away what makes no difference; empty where there is a sign that no form has, such as digits of other scripts."""
    # A word processor writes its own hyphens; all kinds of blanks are taken by `split`.
    words = re.sub("[\u2010\u2011]", "-", text).replace(",", " ").lower().split()
    plain = " ".join(each for each in words if each != "the").removesuffix(".").rstrip()
    plain = re.sub("^(by|on|at|until) ", "", plain)
    return plain if plain.isascii() else "?"


def _explain_numeric(first: str, second: str, year: str | None) -> str:
    readings = []
    for month, day in ((first, second), (second, first)):
        if year is not None and len(year) == len("2026") and (found := PartialDate.parse(f"{year}-{month:0>2}-{day:0>2}")):
            readings.append(f"{found} for {_MONTHS[int(month) - 1]} {int(day)}")
    readings = list(dict.fromkeys(readings))
    if len(readings) > 1:
        return f"This can be read in two ways. Type {' or '.join(readings)}."
    if readings:
        return f"Days and months in numbers are easily mixed up. Type {readings[0]}."
    return "This can be read in several ways. Type the year first and with four digits, such as 2026-12-31."


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _coming(found: re.Match[str], today: date, in_year: Callable[[int], date]) -> date:
    """Give the day in the year that was said, or else the next one from today on."""
    if found["year"] is not None:
        return in_year(int(found["year"]))
    for year in range(today.year, today.year + _LONGEST_WAIT):
        with contextlib.suppress(ValueError):  # 29 February
            if (day := in_year(year)) >= today:
                return day
    raise ValueError("no such day")


def _read_iso(found: re.Match[str], _today: date) -> date:
    latest = PartialDate(found[0]).latest
    assert latest is not None  # noqa: S101 - only `unknown` has none
    return latest


def _read_named(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=("yesterday", "today", "tomorrow", "day after tomorrow").index(found[0]) - 1)


def _read_day_of_month(found: re.Match[str], today: date) -> date:
    month, day = _MONTH_OF[found["month"]], int(found["day"])
    return _coming(found, today, lambda year: date(year, month, day))


def _read_middle(found: re.Match[str], today: date) -> date:
    month = _MONTH_OF[found["month"]]
    return _coming(found, today, lambda year: date(year, month, 15))


def _read_month(found: re.Match[str], today: date) -> date:
    month = _MONTH_OF[found["month"]]
    return _coming(found, today, lambda year: _end_of_month(year, month))


def _read_quarter(found: re.Match[str], today: date) -> date:
    month = int(found["quarter"]) * 3
    return _coming(found, today, lambda year: _end_of_month(year, month))


def _read_end_of_year(found: re.Match[str], today: date) -> date:
    return _coming(found, today, lambda year: date(year, 12, 31))


def _read_distance(found: re.Match[str], today: date) -> date:
    number = _NUMBER_OF.get(found["number"]) or int(found["number"])
    if number == 0:
        raise ValueError("that is no distance")
    match found["unit"]:
        case "day":
            return today + timedelta(days=number)
        case "week":
            return today + timedelta(weeks=number)
        case "month":
            return _add_months(today, number)
        case _:
            return _add_months(today, number * 12)


def _read_end_of_span(found: re.Match[str], today: date) -> date:
    ahead = 1 if found["which"] == "next" else 0
    match found["unit"]:
        case "week":
            friday = today + timedelta(days=_FRIDAY - today.weekday(), weeks=ahead)
            return friday if friday >= today else friday + timedelta(weeks=1)
        case "month":
            later = _add_months(today, ahead)
            return _end_of_month(later.year, later.month)
        case "quarter":
            later = _add_months(today, ahead * 3)
            return _end_of_month(later.year, (later.month + 2) // 3 * 3)
        case _:
            return date(today.year + ahead, 12, 31)


def _read_weekday(found: re.Match[str], today: date) -> date:
    days = _WEEKDAY_OF[found["weekday"]] - today.weekday()
    if found["which"] == "next":
        return today + timedelta(days=days, weeks=1)
    return today + timedelta(days=days if days > 0 else days + 7)


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", rf"(?P<month>{_either(_MONTH_OF)})\.?", "(?P<year>[0-9]{4})"
_MAYBE_YEAR = f"(?: {_YEAR})?"
_END = "(?:end (?:of )?)?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        ("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", _read_iso),
        ("today|tomorrow|day after tomorrow|yesterday", _read_named),
        (f"{_DAY} (?:of )?{_MONTH}{_MAYBE_YEAR}", _read_day_of_month),
        (f"{_MONTH} {_DAY}{_MAYBE_YEAR}", _read_day_of_month),
        (f"mid[- ]?{_MONTH}{_MAYBE_YEAR}", _read_middle),
        (f"{_END}{_MONTH}{_MAYBE_YEAR}", _read_month),
        (f"{_END}q(?P<quarter>[1-4])(?:[ /-]?{_YEAR})?", _read_quarter),
        (f"{_END}{_YEAR}[ /-]?q(?P<quarter>[1-4])", _read_quarter),
        (f"end of (?:year )?{_YEAR}", _read_end_of_year),
        (
            rf"(?:in |within )?(?P<number>[0-9]{{1,4}}|{_either(_NUMBER_OF)}) (?P<unit>day|week|month|year)s?(?: from (?:now|today))?",
            _read_distance,
        ),
        (f"(?=end|this|next){_END}(?:(?P<which>this|next) )?(?P<unit>week|month|quarter|year)", _read_end_of_span),
        (f"(?:(?P<which>this|next) )?(?P<weekday>{_either(_WEEKDAY_OF)})", _read_weekday),
    )
)
"""Every form, with what reads it; the first that fits the whole text counts."""

_NUMERIC = re.compile(r"(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})(?:(?P=mark)(?P<year>[0-9]{2}|[0-9]{4}))?")
_SHORT_YEAR = re.compile(rf"(?:{_DAY} (?:of )?{_MONTH}|{_MONTH.replace('month', 'named')} [0-9]{{1,2}}) '?[0-9]{{2}}|.* '[0-9]{{2}}")
