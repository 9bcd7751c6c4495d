from collections.abc import Callable

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def test_unused_policies_and_systems_are_found_and_cases_are_not(find: Find, a_policy: Make, a_system: Make, a_case: Make) -> None:
    found = find("GNI106", a_policy(), a_system(), a_case())
    assert [each.record.id for each in found] == ["POL-417", "SYS-122"]


@pytest.mark.parametrize("kind", ["a_case", "a_recommendation", "a_request"])
def test_every_kind_of_link_is_a_use(kind: str, find: Find, a_policy: Make, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    assert find("GNI106", a_policy(), make(evidence=(EvidenceLink(id="POL-417"),))) == []


def test_links_of_responses_and_gaps_are_uses(
    find: Find, a_policy: Make, a_system: Make, a_response: Make, a_gap: Callable[..., Gap]
) -> None:
    assert find("GNI106", a_policy(), a_system(), a_response(evidence=("POL-417",), gaps=(a_gap(evidence=("SYS-122",)),))) == []


def test_a_version_that_a_used_one_supersedes_is_used(find: Find, a_policy: Make, a_response: Make) -> None:
    chain = (a_policy("POL-1"), a_policy("POL-2", supersedes="POL-1"), a_policy("POL-3", supersedes="POL-2"))
    assert find("GNI106", *chain, a_response(evidence=("POL-3",))) == []
    assert [each.record.id for each in find("GNI106", *chain, a_response(evidence=("POL-2",)))] == ["POL-3"]


def test_versions_that_supersede_each_other_do_not_hang(find: Find, a_policy: Make, a_response: Make) -> None:
    circle = (a_policy("POL-1", supersedes="POL-2"), a_policy("POL-2", supersedes="POL-1"))
    assert find("GNI106", *circle, a_response(evidence=("POL-1",))) == []


@pytest.mark.parametrize(("kind", "silent"), [(RecordKind.RESPONSE, True), (RecordKind.POLICY, True), (RecordKind.INTERVIEW, False)])
def test_a_record_that_cannot_be_read_may_be_the_one_that_uses_it(kind: RecordKind, *, silent: bool, find: Find, a_policy: Make) -> None:
    assert (find("GNI106", a_policy(), broken=(RecordRef(kind=kind, id="X-1"),)) == []) is silent
