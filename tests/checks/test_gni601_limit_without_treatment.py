from collections.abc import Callable

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Ground, Treatment

Find = Callable[..., list[Problem]]
WHOLE = Limit(ground=Ground.LEGAL_PRIVILEGE, treatment={Audience.ASSESSOR: Treatment.VIEW_ONLY}, how="Qsecure room", note="Qnote")
NO_GROUND = Limit(treatment={Audience.ASSESSOR: Treatment.FULL})
NO_TREATMENT = Limit(ground=Ground.SECURITY, fields=("answer",))
KINDS = ["a_response", "a_policy", "a_system", "a_case", "a_recommendation", "a_request", "an_interview"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_incomplete_limit_is_found_on_every_kind_of_record(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Callable[..., Record] = request.getfixturevalue(kind)
    found = find("GNI601", make(limits=(WHOLE, NO_GROUND, NO_TREATMENT, Limit())))
    assert [(each.path, each.message) for each in found] == [
        (("limits", 1), "a limit has no ground"),
        (("limits", 2), "a limit has no treatment"),
        (("limits", 3), "a limit has no ground and no treatment"),
    ]


def test_an_incomplete_limit_is_found_on_gaps(find: Find, a_response: Callable[..., Record], a_gap: Callable[..., Gap]) -> None:
    found = find("GNI601", a_response(gaps=(a_gap(), a_gap(limits=(WHOLE, NO_GROUND)))))
    assert [each.path for each in found] == [("gaps", 1, "limits", 1)]
