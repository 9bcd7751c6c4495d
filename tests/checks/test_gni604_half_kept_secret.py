from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.checks import gni604_half_kept_secret
from gni_assess.disclosure.treatments import Decision, treat
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
    assert found.detail.endswith("would be told: gni, company-board, public")


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
    assert found.detail.endswith("would be told: assessor")


def test_what_may_be_published_tells_of_no_secret(find: Find, a_policy: Callable[..., Record]) -> None:
    (found,) = find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(limit(ASSESSOR),)))
    assert found.message == "a limit does not name every audience"
    assert not [each for each in (*Audience, "told", "forbid", "know", "secret") if each in found.message + found.fix]


def test_many_limits_are_judged_once_for_each_audience(
    find: Find, a_policy: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Audience] = []

    def count(part: Any, audience: Audience) -> Decision:  # noqa: ANN401 - a record or a gap
        judged.append(audience)
        return treat(part, audience)

    monkeypatch.setattr(gni604_half_kept_secret, "treat", count)
    limits = (limit(ASSESSOR),) * 50
    assert len(find("GNI604", a_policy(classification=Classification.INTERNAL, limits=limits), a_policy("POL-2"))) == 50
    assert judged == [ASSESSOR, GNI, BOARD, PUBLIC]


def test_what_another_limit_hides_is_hidden(find: Find, a_policy: Callable[..., Record]) -> None:
    others = limit(GNI, BOARD, PUBLIC, ASSESSOR)
    assert find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(limit(ASSESSOR), others))) == []


def test_limits_that_hide_nothing_wholly_are_let_be(find: Find, a_policy: Callable[..., Record]) -> None:
    for each in (limit(treatment={ASSESSOR: Treatment.VIEW_ONLY}), limit(ASSESSOR, fields=("holder",)), limit(ASSESSOR, ground=None)):
        assert find("GNI604", a_policy(classification=Classification.INTERNAL, limits=(each,))) == []


def test_a_limit_on_a_gap_is_found_at_its_place(find: Find, a_response: Callable[..., Record], a_gap: Callable[..., Any]) -> None:
    (found,) = find("GNI604", a_response(gaps=(a_gap(), a_gap("GOV-01-G500", limits=(limit(ASSESSOR),)))))
    assert found.path == ("gaps", 1, "limits", 0, "treatment")
