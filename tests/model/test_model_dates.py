from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.cases import CaseDates
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "exact"),
    [
        ("2025-03-01", date(2025, 3, 1), date(2025, 3, 1), date(2025, 3, 1)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31), None),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), None),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), None),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), None),
        ("0001-01-01", date.min, date.min, date.min),
        ("unknown", None, None, None),
    ],
)
def test_what_a_date_can_mean(text: str, earliest: date | None, latest: date | None, exact: date | None) -> None:
    found = PartialDate(text)
    assert (found.earliest, found.latest, found.exact) == (earliest, latest, exact)
    assert str(found) == text
    assert PartialDate.parse(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-3-1",
        "0000-01",
        "0000-01-01",
        "20250301",
        "2025-03-01T00:00",
        "2025-03-01\n",
        "2025-03\n",
        " 2025-03",
        "\uff12\uff10\uff12\uff15-03",
        "Unknown",
        "unknown\n",
        "2025-W10",
        "10000-01",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert PartialDate.parse(text) is None
    with pytest.raises(ValueError, match=r"date|month|year|day|range|isoformat"):
        PartialDate(text)


@given(st.dates())
def test_every_day_is_a_date_and_lies_in_its_month(day: date) -> None:
    month = PartialDate(day.isoformat()[:7])
    assert PartialDate(day.isoformat()).exact == day
    assert month.earliest is not None
    assert month.latest is not None
    assert month.earliest <= day <= month.latest
    assert (
        month.latest == date.max
        or (month.latest.toordinal() + 1) == date.fromordinal(month.latest.toordinal() + 1).replace(day=1).toordinal()
    )


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2024-01-01", None, True),
        ("2024-01-01", "2024-06-30", False),
        ("2024-01-01", "2024-07-01", True),
        ("2024-01", "2024-06", False),
        ("2024-01", "2024-07", True),
        ("2026-06-30", None, True),
        ("2026-07-01", None, False),
        ("2026-06", None, True),
        ("2026-07", None, False),
        ("unknown", None, True),
        ("unknown", "unknown", True),
        ("unknown", "2024-06-30", False),
        ("2026-07-01", "unknown", False),
    ],
)
def test_in_force_on_some_day_of_the_period(start: str, end: str | None, *, overlaps: bool) -> None:
    effective = Effective(from_=PartialDate(start), to=None if end is None else PartialDate(end))
    assert effective.overlaps(date(2024, 7, 1), date(2026, 6, 30)) is overlaps


def test_in_force_in_a_period_without_end() -> None:
    assert Effective(from_=PartialDate("2099-01")).overlaps(date(2024, 7, 1), None)
    assert not Effective(from_=PartialDate("2020-01"), to=PartialDate("2024-06")).overlaps(date(2024, 7, 1), None)


def test_known_dates_of_a_case() -> None:
    dates = CaseDates(received=PartialDate("2025-03"), decided=PartialDate("unknown"), closed=PartialDate("2025-04-01"))
    assert dates.known == (PartialDate("2025-03"), PartialDate("2025-04-01"))
