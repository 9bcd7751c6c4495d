from collections.abc import Callable

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import CompanyType


def test_a_response_that_applies_passes(find: Callable[..., list[Problem]], a_response: Callable[..., Response]) -> None:
    assert find("GNI107", a_response()) == []


def test_a_needless_response_gives_only_this(
    codes: Callable[..., list[str]], a_response: Callable[..., Response], a_criterion: Callable[..., Criterion]
) -> None:
    criteria = (a_criterion(), a_criterion("FOE-10", "policy", applies_to=("telecom",)))
    needless = a_response("FOE-10", answer="todo", unsure=True, reviewed=None)
    assert codes(a_response(), needless, criteria=criteria) == ["GNI107"]
    assert "GNI107" not in codes(a_response(), needless, criteria=criteria, types=(CompanyType.TELECOM,))


def test_an_unknown_criterion_is_not_needless(find: Callable[..., list[Problem]], a_response: Callable[..., Response]) -> None:
    assert find("GNI107", a_response("GOV-77")) == []
