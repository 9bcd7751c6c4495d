from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment

Find = Callable[..., list[Problem]]
ASSESSOR, GNI, BOARD, PUBLIC = Audience.ASSESSOR, Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC
UNTOLD = Treatment.UNACKNOWLEDGED


def limit(*untold: Audience, **changes: Any) -> Limit:  # noqa: ANN401 - any field
    return Limit(**{"ground": Ground.LEGAL_PROHIBITION, "treatment": dict.fromkeys(untold, UNTOLD), **changes})


def test_an_audience_that_is_left_out_and_told_is_named(find: Find, a_policy: Callable[..., Record]) -> None:
    (found,) = find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(limit(ASSESSOR),)))
    assert found.path == ("limits", 0, "treatment")
    assert found.message.endswith("would be told: gni, company-board, public")


@pytest.mark.parametrize(
    ("classification", "untold"),
    [
        (Classification.INTERNAL, (ASSESSOR, GNI, BOARD, PUBLIC)),
        (Classification.CONFIDENTIAL, (ASSESSOR, GNI, BOARD)),
        (Classification.RESTRICTED, (ASSESSOR, BOARD)),
    ],
)
def test_whom_the_classification_keeps_out_need_not_be_named(
    find: Find, a_policy: Callable[..., Record], classification: Classification, untold: tuple[Audience, ...]
) -> None:
    assert find("GNI604", a_policy(classification=classification, limits=(limit(*untold),))) == []
    (found,) = find("GNI604", a_policy(classification=classification, limits=(limit(*untold[1:]),)))
    assert found.message.endswith("would be told: assessor")


def test_what_another_limit_hides_is_hidden(find: Find, a_policy: Callable[..., Record]) -> None:
    others = limit(GNI, BOARD, PUBLIC, ASSESSOR)
    assert find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(limit(ASSESSOR), others))) == []


def test_limits_that_hide_nothing_wholly_are_let_be(find: Find, a_policy: Callable[..., Record]) -> None:
    for each in (limit(treatment={ASSESSOR: Treatment.VIEW_ONLY}), limit(ASSESSOR, fields=("holder",)), limit(ASSESSOR, ground=None)):
        assert find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(each,))) == []


def test_a_limit_on_a_gap_is_found_at_its_place(find: Find, a_response: Callable[..., Record], a_gap: Callable[..., Any]) -> None:
    (found,) = find("GNI604", a_response(gaps=(a_gap(), a_gap("GOV-01-G500", limits=(limit(ASSESSOR),)))))
    assert found.path == ("gaps", 1, "limits", 0, "treatment")
