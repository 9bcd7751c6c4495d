from collections.abc import Callable

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding

Find = Callable[..., list[Problem]]


@pytest.mark.parametrize("finding", [Finding.PARTLY_IN_PLACE, Finding.PLANNED, Finding.NOT_IN_PLACE])
def test_a_shortfall_needs_a_gap(finding: Finding, find: Find, a_response: Callable[..., Response], a_gap: Callable[..., Gap]) -> None:
    assert [each.path for each in find("GNI205", a_response(finding=finding))] == [("finding",)]
    assert find("GNI205", a_response(finding=finding, gaps=(a_gap(),))) == []


def test_the_command_has_all_that_it_needs(find: Find, a_response: Callable[..., Response]) -> None:
    (found,) = find("GNI205", a_response(finding=Finding.PLANNED))
    assert "gni-assess interview --only GOV-01" in found.fix
    assert "gni-assess gap add GOV-01 --summary … --scale … --scope … --irremediability …" in found.fix


def test_what_is_in_place_or_not_applicable_needs_none(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI205", a_response()) == []
    assert find("GNI205", a_response(finding=Finding.NOT_APPLICABLE, reason="Qreason why.")) == []


def test_a_response_about_cases_is_held_to_it_too(
    find: Find, a_response: Callable[..., Response], a_criterion: Callable[..., Criterion]
) -> None:
    assert len(find("GNI205", a_response("CAS-01", finding=Finding.PARTLY_IN_PLACE), criteria=(a_criterion("CAS-01"),))) == 1


def test_an_honest_not_in_place_with_a_plan_is_a_complete_record(
    codes: Callable[..., list[str]], a_response: Callable[..., Response], a_gap: Callable[..., Gap], a_criterion: Callable[..., Criterion]
) -> None:
    response = a_response(finding=Finding.NOT_IN_PLACE, gaps=(a_gap(),))
    assert codes(response, criteria=(a_criterion("GOV-01", "policy", "system", "case"),)) == []
