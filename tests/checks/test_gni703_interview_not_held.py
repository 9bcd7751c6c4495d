from collections.abc import Callable
from datetime import date

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def test_a_planned_interview_whose_day_has_passed_is_found(find: Find, an_interview: Make) -> None:
    (found,) = find("GNI703", an_interview(planned=date(2026, 5, 3)))
    assert (found.path, found.detail) == (("planned",), "planned for 2026-05-03")
    assert "`INT-358`" in found.message


@pytest.mark.parametrize("planned", [date(2026, 5, 4), date(2027, 1, 1), None])
def test_until_its_day_is_over_nothing_is_said(planned: date | None, find: Find, an_interview: Make) -> None:
    assert find("GNI703", an_interview(planned=planned)) == []


def test_what_was_held_was_held(find: Find, an_interview: Make) -> None:
    assert find("GNI703", an_interview(planned=date(2026, 5, 1), held_on=date(2026, 5, 3))) == []
