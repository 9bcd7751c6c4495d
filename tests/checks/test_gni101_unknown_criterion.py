from collections.abc import Callable

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import FileProblem, Problem

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
OVERLAY = FileProblem(code="GNI003", file="criteria/own.yaml", message="it is wrong", fix="mend it")


KINDS = ["a_case", "a_recommendation", "a_request", "an_interview"]


@pytest.mark.parametrize("kind", KINDS)
def test_known_criteria_pass(kind: str, find: Find, a_response: Make, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    assert find("GNI101", a_response(), make(criteria=("GOV-01",))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_criterion_is_found_in_every_list(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI101", make(criteria=("GOV-01", "GOV-10")))
    assert found.path == ("criteria", 1)
    assert found.detail == "`GOV-10`; did you mean `GOV-01`?"


def test_a_response_to_an_unknown_criterion_gives_only_this(codes: Callable[..., list[str]], a_response: Make) -> None:
    unknown = a_response("GOV-77", finding=None, unsure=True, reviewed=None)
    assert codes(a_response(), unknown) == ["GNI101"]


def test_an_unknown_area_is_found(find: Find, a_recommendation: Make) -> None:
    (found,) = find("GNI101", a_recommendation(area="GOVERN"))
    assert (found.path, "CAS, GOV" in found.fix) == (("area",), True)
    assert find("GNI101", a_recommendation(area="GOV")) == []


def test_own_criteria_get_the_benefit_of_the_doubt_while_an_overlay_is_broken(find: Find, a_response: Make, a_recommendation: Make) -> None:
    records = (a_response("ORG-01"), a_recommendation(area="ORG"))
    assert len(find("GNI101", *records)) == 2
    assert len(find("GNI101", *records, overlays=("criteria/own.yaml",))) == 2
    assert find("GNI101", *records, overlays=("./criteria/own.yaml",), file_problems=(OVERLAY,)) == []
    assert len(find("GNI101", a_response("GOV-77"), overlays=("criteria/own.yaml",), file_problems=(OVERLAY,))) == 1
