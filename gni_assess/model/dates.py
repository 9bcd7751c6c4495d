"""Dates as people know them: exact, a month, or unknown."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"\d{4}-\d{2}\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartialDate:
    """A date that may be exact (`2025-03-01`), a month (`2025-03`) or `unknown`."""

    text: str

    def __post_init__(self) -> None:
        """Refuse anything else with a ValueError."""
        if self.text != _UNKNOWN:
            _ = self._bounds()

    @classmethod
    def parse(cls, text: str) -> "PartialDate | None":
        """Read a date; None where the text is none."""
        try:
            return cls(text)
        except ValueError:
            return None

    def __str__(self) -> str:
        """Give the date as it stands in files."""
        return self.text

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; None where unknown."""
        return None if self.text == _UNKNOWN else self._bounds()[0]

    @property
    def latest(self) -> date | None:
        """The last day it can mean; None where unknown."""
        return None if self.text == _UNKNOWN else self._bounds()[1]

    @property
    def exact(self) -> date | None:
        """The day, where exactly one is known."""
        return self.earliest if _DAY.match(self.text) else None

    def _bounds(self) -> tuple[date, date]:
        if _DAY.match(self.text):
            day = date.fromisoformat(self.text)
            return day, day
        if _MONTH.match(self.text):
            first = date.fromisoformat(f"{self.text}-01")
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
        raise ValueError(f"not a date, a month or `unknown`: {self.text!r}")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of time; an open end is None."""

    start: date
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who did something, and on which day."""

    on: date
    by: str
