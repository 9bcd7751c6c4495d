from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, GapStatus, Level

SEVERE = {"scale": Level.HIGH}


def test_a_severe_open_gap_contradicts_in_place(
    find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]
) -> None:
    found = find("GNI207", a_response(gaps=(a_gap(), a_gap(**SEVERE), a_gap(**SEVERE, status=GapStatus.IN_PROGRESS))))
    assert [each.path for each in found] == [("gaps", 1), ("gaps", 2)]


@pytest.mark.parametrize(
    "gap",
    [{"entities": ("qnord",)}, {"services": ("qcdn",)}, {"status": GapStatus.DONE}, {"status": GapStatus.ACCEPTED}, {"scale": Level.LOW}],
)
def test_confined_settled_or_lesser_gaps_do_not(
    gap: dict[str, Any], find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]
) -> None:
    assert find("GNI207", a_response(gaps=(a_gap(**SEVERE | gap),))) == []


def test_other_findings_do_not_claim_it(
    find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]
) -> None:
    assert find("GNI207", a_response(finding=Finding.PARTLY_IN_PLACE, gaps=(a_gap(**SEVERE),))) == []
