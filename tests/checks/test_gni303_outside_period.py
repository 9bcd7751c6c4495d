from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import PartialDate, Span
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.evidence import Effective
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
PERIOD = Span(start=date(2024, 7, 1), end=date(2026, 3, 31))
ENDED, BEGAN = ("effective", "to"), ("effective", "from")


def effective(begins: str, ends: str | None = None) -> Effective:
    return Effective(from_=PartialDate(begins), to=PartialDate(ends) if ends else None)


@pytest.mark.parametrize(
    ("begins", "ends", "path"),
    [
        ("2020-01-01", "2024-06-30", ENDED),
        ("2020-01-01", "2024-07-01", None),
        ("2020-01-01", "2024-06", ENDED),
        ("2020-01-01", "2024-07", None),
        ("2020-01-01", "unknown", None),
        ("unknown", "2024-06-30", ENDED),
        ("unknown", None, None),
        ("2020-01-01", None, None),
        ("2026-03-31", None, None),
        ("2026-04-01", None, BEGAN),
        ("2026-03", None, None),
        ("2026-04", None, BEGAN),
        ("2026-04-01", "2027-12-31", BEGAN),
        ("2023-01-01", "2022-01-01", None),
    ],
)
@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_what_cannot_have_been_in_force_is_found(
    *, kind: str, begins: str, ends: str | None, path: KeyPath | None, find: Find, request: pytest.FixtureRequest
) -> None:
    make: Make = request.getfixturevalue(kind)
    found = find("GNI303", make(effective=effective(begins, ends)), period=PERIOD)
    assert [each.path for each in found] == ([path] if path else [])


def test_before_and_after_are_told_apart(find: Find, a_policy: Make) -> None:
    records = a_policy("POL-1", effective=effective("2020-01-01", "2023-12-31")), a_policy("POL-2", effective=effective("2026-04-02"))
    before, after = find("GNI303", *records, period=PERIOD)
    assert before.message == "`POL-1` ended before the assessment period"
    assert after.message == "`POL-2` came into force only after the assessment period"
    assert ("improvement" in after.fix, "improvement" in before.fix) == (True, False)
    assert before.detail == "2023-12-31; the period starts on 2024-07-01 and ends on 2026-03-31"


@pytest.mark.parametrize("period", [None, Span(start=date(2026, 3, 31), end=date(2024, 7, 1))])
def test_without_a_period_that_can_be_nothing_is_found(period: Span | None, find: Find, a_policy: Make) -> None:
    assert find("GNI303", a_policy(effective=effective("2010-01-01", "2011-01-01")), period=period) == []


def test_a_period_without_end_excludes_only_what_came_before(find: Find, a_policy: Make) -> None:
    records = a_policy("POL-1", effective=effective("2020-01-01", "2023-12-31")), a_policy("POL-2", effective=effective("2026-04-02"))
    (found,) = find("GNI303", *records, period=Span(start=date(2024, 7, 1)))
    assert (found.record.id, found.detail) == ("POL-1", "2023-12-31; the period starts on 2024-07-01")


@pytest.mark.parametrize("user", ["nobody", "a case", "a response", "a gap"])
def test_an_old_version_stays_for_cases_as_long_as_no_response_links_to_it(
    *, user: str, find: Find, a_policy: Make, a_case: Make, a_response: Make, a_gap: Callable[..., Gap]
) -> None:
    users: dict[str, Any] = {
        "a case": a_case(evidence=(EvidenceLink(id="POL-1"),)),
        "a response": a_response(evidence=("POL-1",)),
        "a gap": a_response(gaps=(a_gap(evidence=("POL-1",)),)),
    }
    versions = a_policy("POL-1", effective=effective("2020-01-01", "2023-12-31")), a_policy("POL-2", supersedes="POL-1")
    records = [*versions, *([users[user]] if user in users else [])]
    assert len(find("GNI303", *records, period=PERIOD)) == (user in {"a response", "a gap"})
