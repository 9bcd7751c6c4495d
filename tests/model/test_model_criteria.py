import dataclasses

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.vocabulary import CompanyType
from gni_assess.store.packs import load_built_in

PLATFORM, TELECOM, VENDOR, INFRASTRUCTURE = CompanyType.PLATFORM, CompanyType.TELECOM, CompanyType.VENDOR, CompanyType.INFRASTRUCTURE


@pytest.fixture
def criterion() -> Criterion:
    plain = load_built_in("gni-2024").by_id["GOV-01"]
    return dataclasses.replace(plain, question="General?", question_for={VENDOR: "Vendor?", INFRASTRUCTURE: "Infrastructure?"})


@pytest.mark.parametrize(
    ("types", "asked", "beside"),
    [
        ((PLATFORM,), "General?", ()),
        ((VENDOR,), "Vendor?", ()),
        ((INFRASTRUCTURE,), "Infrastructure?", ()),
        ((INFRASTRUCTURE, VENDOR), "Infrastructure?", (VENDOR,)),
        # It gets demands as a platform does, so the general question; the other wording stands beside it.
        ((INFRASTRUCTURE, PLATFORM), "General?", (INFRASTRUCTURE,)),
        ((TELECOM, VENDOR), "General?", (VENDOR,)),
        ((), "General?", (VENDOR, INFRASTRUCTURE)),
    ],
)
def test_question_as_put_to_a_company(
    criterion: Criterion, types: tuple[CompanyType, ...], asked: str, beside: tuple[CompanyType, ...]
) -> None:
    assert criterion.question_to(types) == asked
    assert tuple(criterion.questions_beside(types)) == beside
