from collections.abc import Callable

import pytest

from gni_assess.checks.runner import Result
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import Stage

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


@pytest.mark.parametrize("status", RecommendationStatus)
@pytest.mark.parametrize("response", ["", "  \n", "TODO", "tbd."])
def test_a_recommendation_without_a_response_is_found(
    status: RecommendationStatus, response: str, find: Find, a_recommendation: Make
) -> None:
    (found,) = find("GNI701", a_recommendation(status=status, response=response, actions="Qactions taken."))
    assert found.path == ("response",)
    assert "`REC-417`" in found.message


@pytest.mark.parametrize("status", RecommendationStatus)
def test_a_response_is_enough(status: RecommendationStatus, find: Find, a_recommendation: Make) -> None:
    assert find("GNI701", a_recommendation(status=status)) == []


def test_a_reason_to_decline_is_a_response(find: Find, a_recommendation: Make) -> None:
    assert find("GNI701", a_recommendation(response="", status=RecommendationStatus.DECLINED, reason="Qreason.")) == []
    assert len(find("GNI701", a_recommendation(response="", status=RecommendationStatus.OPEN, reason="Qreason."))) == 1
    assert len(find("GNI701", a_recommendation(response="", status=RecommendationStatus.DECLINED, reason="tbd"))) == 1


@pytest.mark.parametrize(("stage", "severity"), [(Stage.COLLECTING, "warning"), (Stage.REVIEW, "error"), (Stage.READY, "error")])
def test_while_collecting_it_is_a_warning(
    stage: Stage, severity: str, run_all: Callable[..., Result], a_recommendation: Make, a_response: Make
) -> None:
    found = run_all(a_recommendation(response=""), a_response(), at=stage).diagnostics
    assert [each.severity for each in found if each.code == "GNI701"] == [severity]
