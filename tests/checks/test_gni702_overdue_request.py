from collections.abc import Callable
from datetime import date

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.follow_up import RequestStatus

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def test_an_open_request_past_its_date_is_found(find: Find, a_request: Make) -> None:
    (found,) = find("GNI702", a_request(asked_on=date(2026, 4, 20), due=date(2026, 5, 3)))
    assert (found.path, found.detail) == (("due",), "due 2026-05-03")
    assert "`REQ-263`" in found.message


@pytest.mark.parametrize("due", [date(2026, 5, 4), date(2026, 5, 5), None])
def test_until_its_day_is_over_it_is_in_time(due: date | None, find: Find, a_request: Make) -> None:
    assert find("GNI702", a_request(due=due)) == []


@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.CLOSED])
def test_what_is_answered_is_not_overdue(status: RequestStatus, find: Find, a_request: Make) -> None:
    assert find("GNI702", a_request(due=date(2020, 1, 1), status=status)) == []
