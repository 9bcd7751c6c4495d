from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import GapStatus

Judge = Callable[..., list[Problem]]
PAST, FUTURE = date(2026, 5, 3), date(2026, 12, 31)
OPEN = [GapStatus.OPEN, GapStatus.IN_PROGRESS]


@pytest.fixture
def judge(find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]) -> Judge:
    """Judge one gap, beside one that is in order."""

    def run(**changes: Any) -> list[Problem]:  # noqa: ANN401
        return find("GNI305", a_response(gaps=(a_gap(), a_gap("GOV-01-G500", **changes))))

    return run


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize(("due", "is_overdue"), [(PAST, True), (date(2026, 5, 4), False), (FUTURE, False), (None, False)])
def test_a_date_that_has_passed_is_found(status: GapStatus, due: date | None, *, is_overdue: bool, judge: Judge) -> None:
    assert [each.path for each in judge(status=status, due=due)] == [("gaps", 1, "due")] * is_overdue


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize(("moves", "slips"), [(0, False), (1, False), (2, True), (7, True)])
def test_a_date_that_moved_more_than_once_is_found(status: GapStatus, moves: int, *, slips: bool, judge: Judge) -> None:
    assert [each.path for each in judge(status=status, due_moves=moves)] == [("gaps", 1, "due_moves")] * slips


def test_one_gap_gives_one_problem(judge: Judge) -> None:
    (found,) = judge(due=PAST, due_moves=3)
    assert found.path == ("gaps", 1, "due")
    assert "moved more than once" in found.message
    assert found.detail == "`GOV-01-G500`, due on 2026-05-03"


def test_both_ways_out_are_given_as_commands(judge: Judge) -> None:
    (found,) = judge(due=PAST)
    assert found.message == "the date of an open gap of `GOV-01` has passed"
    assert "gni-assess gap set ID --status done --evidence …" in found.fix
    assert "gni-assess gap set ID --due …" in found.fix
    assert "gni-assess gap set ID --status done --evidence …" in judge(due_moves=2)[0].fix
    assert "G500" not in found.message + found.fix


@pytest.mark.parametrize("status", [each for each in GapStatus if each not in OPEN])
def test_gaps_that_are_done_or_accepted_pass(status: GapStatus, judge: Judge) -> None:
    assert judge(status=status, due=PAST, due_moves=3) == []


def test_a_gap_counts_however_far_its_response_is(
    find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]
) -> None:
    assert len(find("GNI305", a_response(answer="", finding=None, gaps=(a_gap(due=PAST),)))) == 1
    assert find("GNI305", a_response("GOV-99", gaps=(a_gap(due=PAST),))) == []
