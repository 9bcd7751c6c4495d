from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
KINDS = ["a_policy", "a_system", "a_case", "a_recommendation", "a_request", "an_interview", "a_response"]
RESTRICTED: dict[str, Any] = {"classification": Classification.RESTRICTED}
GROUNDED = Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: Treatment.VIEW_ONLY})


@pytest.mark.parametrize("kind", KINDS)
def test_a_restricted_record_without_a_ground_is_found(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI602", make(**RESTRICTED))
    assert found.path == ("classification",)
    assert find("GNI602", make(**RESTRICTED, limits=(GROUNDED,))) == []


@pytest.mark.parametrize("classification", [each for each in Classification if each is not Classification.RESTRICTED])
def test_a_lower_classification_needs_no_ground(classification: Classification, find: Find, a_case: Make) -> None:
    assert find("GNI602", a_case(classification=classification)) == []


def test_what_has_no_classification_says_nothing(find: Find, a_policy: Make) -> None:
    assert find("GNI602", a_policy(classification=None)) == []


def test_a_limit_without_ground_is_another_matter(find: Find, a_policy: Make) -> None:
    policy = a_policy(**RESTRICTED, limits=(Limit(note="Qask counsel."),))
    assert find("GNI602", policy) == []
    assert len(find("GNI601", policy)) == 1


def test_a_restricted_gap_needs_a_ground_of_its_own_or_of_its_response(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    gaps = (a_gap(), a_gap("GOV-01-G418", **RESTRICTED), a_gap("GOV-01-G419", **RESTRICTED, limits=(GROUNDED,)))
    (found,) = find("GNI602", a_response(gaps=gaps))
    assert found.path == ("gaps", 1, "classification")
    assert find("GNI602", a_response(gaps=gaps, limits=(GROUNDED,))) == []
    elsewhere = Limit(ground=Ground.SECURITY, treatment=GROUNDED.treatment, fields=("answer",))
    assert len(find("GNI602", a_response(gaps=gaps, limits=(elsewhere,)))) == 1
