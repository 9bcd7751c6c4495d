from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.spoken_dates import explain_day, read_day, say_day

TODAY = date(2026, 11, 21)  # a Saturday
FORMS = {
    "2026-12-31": "2026-12-31",
    " 2026-12-31. ": "2026-12-31",
    "2026\u201112\u201131": "2026-12-31",
    "2027-03": "2027-03-31",
    "2028-02": "2028-02-29",
    "today": "2026-11-21",
    "Tomorrow": "2026-11-22",
    "the day after tomorrow": "2026-11-23",
    "yesterday": "2026-11-20",
    "31 December 2026": "2026-12-31",
    "31\u00a0December\u202f2026": "2026-12-31",
    "31st of December, 2026": "2026-12-31",
    "by the 31st of December": "2026-12-31",
    "December 31, 2026": "2026-12-31",
    "DECEMBER  31": "2026-12-31",
    "Dec 31": "2026-12-31",
    "Dec. 31": "2026-12-31",
    "Sept. 3rd": "2027-09-03",
    "3 sep": "2027-09-03",
    "November 21": "2026-11-21",
    "Nov 20": "2027-11-20",
    "May 1": "2027-05-01",
    "29 February": "2028-02-29",
    "Feb 29, 2028": "2028-02-29",
    "March 27": "2027-03-27",
    "mid-March": "2027-03-15",
    "mid March 2028": "2028-03-15",
    "mid-November": "2027-11-15",
    "March": "2027-03-31",
    "end of March": "2027-03-31",
    "at the end of March.": "2027-03-31",
    "end of November": "2026-11-30",
    "end Feb 2028": "2028-02-29",
    "March 2027": "2027-03-31",
    "Q2": "2027-06-30",
    "end of Q2": "2027-06-30",
    "the end of q4": "2026-12-31",
    "end of Q2 2027": "2027-06-30",
    "Q2/2028": "2028-06-30",
    "2028-Q2": "2028-06-30",
    "end of 2027": "2027-12-31",
    "end of the year 2027": "2027-12-31",
    "end of year": "2026-12-31",
    "by the end of the year": "2026-12-31",
    "end of next year": "2027-12-31",
    "next year": "2027-12-31",
    "this year": "2026-12-31",
    "end of month": "2026-11-30",
    "this month": "2026-11-30",
    "next month": "2026-12-31",
    "end of next month": "2026-12-31",
    "end of the quarter": "2026-12-31",
    "next quarter": "2027-03-31",
    "end of the week": "2026-11-27",
    "this week": "2026-11-27",
    "next week": "2026-11-27",
    "in 3 months": "2027-02-21",
    "In  Three  Months.": "2027-02-21",
    "3 months": "2027-02-21",
    "3 months from now": "2027-02-21",
    "within 2 weeks": "2026-12-05",
    "in two weeks": "2026-12-05",
    "in a week": "2026-11-28",
    "in a year": "2027-11-21",
    "in 10 days": "2026-12-01",
    "1 day": "2026-11-22",
    "Friday": "2026-11-27",
    "on Friday": "2026-11-27",
    "this fri": "2026-11-27",
    "Saturday": "2026-11-28",
    "Sunday": "2026-11-22",
    "next Friday": "2026-11-27",
    "next Thurs.": "2026-11-26",
}
NO_DAY = [
    *("", " ", ".", "the", "x", "soon", "unknown", "2027", "27", "month", "next", "end of", "in", "in months", "a", "Q5", "Q2 27"),
    *("03/04/2027", "3.4.27", "31/12/2026", "3/4", "03-04-2027", "20261231", "2026-1-5", "2026/12/31"),
    *("2026-02-30", "2026-13", "2026-13-01", "0000-01-01", "0000-05", "31 June 2027", "31 June", "29 February 2027", "0 May", "32 May"),
    *("31 Dec 26", "Mar '27", "in 0 days", "in -3 months", "in 3.5 months", "in 1,000 days", "3 months ago", "10 working days"),
    *("in 9999 years", "in 99999999999 months", "in 9999999999999999999999 days", "99999-01-01", "December 99999", "in 1e3 days"),
    *("\uff12\uff10\uff12\uff16-12-31", "in \u0663 months", "3\u00b2 May", "\x1b[31mtoday", "today\u202e", "[bold]today"),
]


@pytest.mark.parametrize(("text", "day"), FORMS.items())
def test_a_day_is_read_as_people_say_it(text: str, day: str) -> None:
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", NO_DAY)
def test_what_is_no_day_or_could_be_several_is_not_guessed(text: str) -> None:
    assert read_day(text, TODAY) is None
    why = explain_day(text)
    assert why[0].isupper()
    assert why.endswith(".")
    assert "20" in why, "shows a day that one can type"


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("in 1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("in 1 month", date(2028, 1, 31), date(2028, 2, 29)),
        ("in a year", date(2028, 2, 29), date(2029, 2, 28)),
        ("in 13 months", date(2026, 12, 31), date(2028, 1, 31)),
        ("next month", date(2027, 1, 31), date(2027, 2, 28)),
        ("next month", date(2026, 12, 1), date(2027, 1, 31)),
        ("next quarter", date(2026, 11, 30), date(2027, 3, 31)),
        ("next quarter", date(2026, 8, 31), date(2026, 12, 31)),
        ("end of Q2", date(2027, 6, 30), date(2027, 6, 30)),
        ("end of Q2", date(2027, 7, 1), date(2028, 6, 30)),
        ("mid-March", date(2027, 3, 15), date(2027, 3, 15)),
        ("mid-March", date(2027, 3, 16), date(2028, 3, 15)),
        ("end of the week", date(2026, 11, 23), date(2026, 11, 27)),
        ("end of the week", date(2026, 11, 27), date(2026, 11, 27)),
        ("end of the week", date(2026, 11, 22), date(2026, 11, 27)),
        ("next week", date(2026, 11, 23), date(2026, 12, 4)),
        ("Friday", date(2026, 11, 23), date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27), date(2026, 12, 4)),
        ("next Friday", date(2026, 11, 23), date(2026, 12, 4)),
        ("next Monday", date(2026, 11, 22), date(2026, 11, 23)),
        ("29 February", date(2096, 3, 1), date(2104, 2, 29)),
        ("tomorrow", date.max, None),
        ("Friday", date.max, None),
        ("next year", date.max, None),
        ("Jan 1", date.max, None),
        ("yesterday", date.min, None),
    ],
)
def test_at_the_edges_of_months_weeks_and_the_calendar(text: str, today: date, day: date | None) -> None:
    assert read_day(text, today) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2027", "This can be read in two ways. Type 2027-03-04 for March 4 or 2027-04-03 for April 3."),
        ("31.12.2026", "Type 2026-12-31 for December 31."),
        ("05/05/2027", "Type 2027-05-05 for May 5."),
        ("3.4.27", "the year first and with four digits"),
        ("31 Dec 26", "four digits"),
        ("December 31 '26", "four digits"),
        ("10 working days", "in 2 weeks"),
        ("31 June 2027", "There is no such day"),
        ("in 9999 years", "too far away"),
        ("", "Nothing was typed"),
        ("when I have time", "not understood"),
    ],
)
def test_what_is_not_read_is_explained(text: str, said: str) -> None:
    assert said in explain_day(text)


def test_a_day_is_said_with_its_weekday() -> None:
    assert say_day(date(2027, 2, 28)) == "2027-02-28 (Sunday)"
    assert say_day(date(1, 1, 1)) == "0001-01-01 (Monday)"


words = st.sampled_from([*" ".join(FORMS).split(), *NO_DAY, "99999999", "'27", "-"])


@given(st.text() | st.lists(words, max_size=5).map(" ".join) | st.sampled_from([*FORMS, *NO_DAY]), st.dates())
def test_no_text_is_too_odd_on_any_day(text: str, today: date) -> None:
    found = read_day(text, today)
    assert found is None or read_day(say_day(found).partition(" ")[0], today) == found
    assert explain_day(text).isprintable()


@given(st.dates(), st.dates())
def test_a_day_in_full_comes_back_the_same_whatever_today_is(day: date, today: date) -> None:
    assert read_day(day.isoformat(), today) == day
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][day.month - 1]
    assert read_day(f"{day.day} {month} {day.year:04}", today) == day


@given(st.integers(1, 9999), st.sampled_from(["day", "week", "month", "year"]), st.dates(max_value=date(2999, 12, 31)))
def test_a_distance_leads_to_a_later_day(number: int, unit: str, today: date) -> None:
    found = read_day(f"in {number} {unit}s", today)
    assert found is not None or unit == "year"
    assert found is None or found > today


@given(st.sampled_from([each for each in FORMS if "2026" not in each and each.lower() != "yesterday"]), st.dates(date(1990, 1, 1), TODAY))
def test_what_names_no_past_day_is_never_past(text: str, today: date) -> None:
    found = read_day(text, today)
    assert found is not None
    assert found >= today
