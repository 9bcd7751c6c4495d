from collections.abc import Callable
from datetime import date

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import Problem
from gni_assess.model.evidence import Effective

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
@pytest.mark.parametrize(("day", "is_overdue"), [((2026, 5, 3), True), ((2026, 5, 4), False), ((2026, 5, 5), False)])
def test_a_day_that_has_passed_is_found(
    kind: str, day: tuple[int, int, int], *, is_overdue: bool, find: Find, request: pytest.FixtureRequest
) -> None:
    make: Make = request.getfixturevalue(kind)
    assert [each.path for each in find("GNI302", make(next_review=date(*day)))] == [("next_review",)] * is_overdue


def test_no_day_says_nothing(find: Find, a_policy: Make) -> None:
    assert find("GNI302", a_policy()) == []


def test_a_review_that_took_place_only_needs_its_next_date(find: Find, a_policy: Make) -> None:
    (done,) = find("GNI302", a_policy(last_reviewed=date(2026, 4, 2), next_review=date(2026, 4, 2)))
    (missed,) = find("GNI302", a_policy(last_reviewed=date(2026, 4, 1), next_review=date(2026, 4, 2)))
    (never,) = find("GNI302", a_policy(last_reviewed=None, next_review=date(2026, 4, 2)))
    (to_come,) = find("GNI302", a_policy(last_reviewed=date(2027, 4, 1), next_review=date(2026, 4, 2)))
    assert done.fix == "set the next date in `next_review`"
    assert missed.fix == never.fix == to_come.fix != done.fix
    assert (missed.message, missed.detail) == ("the next review of `POL-417` should have taken place by now", "2026-04-02")


@pytest.mark.parametrize(
    ("begins", "ends"), [("2023-01-01", "2026-05-03"), ("2026-05-05", None), ("2023-01-01", "2022-01-01"), ("2023-01", "2026-04")]
)
def test_what_is_not_in_force_needs_no_review(begins: str, ends: str | None, find: Find, a_policy: Make) -> None:
    effective = Effective(from_=PartialDate(begins), to=PartialDate(ends) if ends else None)
    assert find("GNI302", a_policy(effective=effective, next_review=date(2024, 1, 1))) == []


def test_what_a_later_version_has_replaced_needs_no_review(find: Find, a_system: Make) -> None:
    old, new = a_system("SYS-1", next_review=date(2024, 1, 1)), a_system("SYS-2", supersedes="SYS-1")
    assert find("GNI302", old, new) == []
    assert len(find("GNI302", old)) == 1
