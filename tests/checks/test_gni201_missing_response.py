from collections.abc import Callable

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]


def test_each_criterion_that_applies_is_asked_for_in_the_workspace_file(find: Find, a_criterion: Callable[..., Criterion]) -> None:
    criteria = (a_criterion("GOV-01"), a_criterion("GOV-02"), a_criterion("FOE-10", applies_to=("telecom",)), a_criterion("CAS-01"))
    found = find("GNI201", criteria=criteria)
    assert [(each.record, each.path) for each in found] == [(WORKSPACE_REF, ("assessment", "pack"))] * 2
    assert [each.message for each in found] == ["`GOV-01` has no response", "`GOV-02` has no response"]
    assert [each.about for each in found] == ["GOV-01", "GOV-02"]
    assert found[1].fix == "answer it: gni-assess interview --only GOV-02"


def test_any_response_counts(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI201", a_response(finding=None, answer="")) == []


def test_a_response_that_cannot_be_read_is_there(find: Find) -> None:
    assert find("GNI201", broken=(RecordRef(kind=RecordKind.RESPONSE, id="GOV-01"),)) == []
    assert len(find("GNI201", broken=(RecordRef(kind=RecordKind.POLICY, id="GOV-01"),))) == 1
