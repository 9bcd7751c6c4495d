from collections.abc import Callable

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
LINKS = (EvidenceLink(id="POL-417"), EvidenceLink(id="POL-999"))


def test_links_to_registered_evidence_pass(find: Find, a_response: Make, a_policy: Make, a_system: Make, a_case: Make) -> None:
    assert find("GNI102", a_response(evidence=("POL-417", "SYS-122", "CASE-208")), a_policy(), a_system(), a_case()) == []


@pytest.mark.parametrize("kind", ["a_case", "a_recommendation", "a_request"])
def test_a_dead_link_is_found_in_every_kind_of_record(kind: str, find: Find, a_policy: Make, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI102", make(evidence=LINKS), a_policy())
    assert (found.path, found.detail) == (("evidence", 1, "id"), "`POL-999`")


def test_a_dead_link_is_found_in_responses_and_gaps(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    found = find("GNI102", a_response(evidence=("SYS-404",), gaps=(a_gap(), a_gap(evidence=("POL-263",)))))
    assert [each.path for each in found] == [("evidence", 0, "id"), ("gaps", 1, "evidence", 0)]


def test_a_superseded_document_must_exist(find: Find, a_policy: Make, a_system: Make) -> None:
    found = find("GNI102", a_policy(supersedes="POL-208"), a_policy("POL-418", supersedes="POL-417"), a_system(supersedes="SYS-1"))
    assert [(each.record.id, each.path) for each in found] == [("POL-417", ("supersedes",)), ("SYS-122", ("supersedes",))]


def test_a_file_that_cannot_be_read_speaks_for_itself(find: Find, a_response: Make) -> None:
    broken = RecordRef(kind=RecordKind.SYSTEM, id="SYS-122")
    assert find("GNI102", a_response(evidence=("SYS-122",)), broken=(broken,)) == []
