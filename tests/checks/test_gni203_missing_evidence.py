from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.case_vocabulary import SelectionDecision
from gni_assess.model.cases import Selection
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import EvidenceKind, Finding, GapStatus, RecordKind

Make = Callable[..., Record]
Missing = Callable[..., list[str]]


@pytest.fixture
def missing(find: Callable[..., list[Problem]], a_criterion: Callable[..., Criterion]) -> Missing:
    """Give the kinds that are missing under a criterion that requires policy, system (twice) and case."""

    def run(*records: Record, **more: Any) -> list[str]:  # noqa: ANN401
        found = find("GNI203", *records, criteria=(a_criterion("GOV-01", "policy", "system", "system", "case"),), **more)
        assert all(each.path == ("finding",) for each in found)
        return [each.message.split(" no ")[1].split()[0] for each in found]

    return run


@pytest.mark.parametrize("finding", [Finding.IN_PLACE, Finding.PARTLY_IN_PLACE])
def test_each_required_kind_is_asked_for_once(finding: Finding, missing: Missing, a_response: Make) -> None:
    assert missing(a_response(finding=finding)) == ["policy", "system", "case"]


@pytest.mark.parametrize("finding", [Finding.PLANNED, Finding.NOT_IN_PLACE, Finding.NOT_APPLICABLE])
def test_nothing_is_asked_for_where_nothing_is_claimed(finding: Finding, missing: Missing, a_response: Make) -> None:
    assert missing(a_response(finding=finding, reason="Qreason.")) == []


def test_linked_evidence_counts_by_its_kind(missing: Missing, a_response: Make, a_policy: Make, a_system: Make, a_case: Make) -> None:
    records = (a_policy(), a_system(), a_case())
    assert missing(a_response(evidence=("POL-417",)), *records) == ["system", "case"]
    assert missing(a_response(evidence=("SYS-122", "CASE-208")), *records) == ["policy"]


def test_a_mistyped_link_is_another_rule_s(
    missing: Missing, codes: Callable[..., list[str]], a_response: Make, a_criterion: Callable[..., Criterion]
) -> None:
    assert missing(a_response(evidence=("POL-471", "elsewhere"))) == ["system", "case"]
    assert codes(a_response(evidence=("POL-471",)), criteria=(a_criterion("GOV-01", "policy"),)) == ["GNI102"]


def test_a_link_to_a_file_that_cannot_be_read_counts(missing: Missing, a_response: Make) -> None:
    broken = (RecordRef(kind=RecordKind.POLICY, id="POL-417"),)
    assert missing(a_response(evidence=("POL-417",)), broken=broken) == ["system", "case"]
    assert missing(a_response(), broken=broken) == ["policy", "system", "case"]


@pytest.mark.parametrize("decision", list(SelectionDecision))
def test_a_case_that_names_the_criterion_counts(decision: SelectionDecision, missing: Missing, a_response: Make, a_case: Make) -> None:
    assert missing(a_response(), a_case(criteria=("GOV-01",), selection=Selection(decision=decision))) == ["policy", "system"]


@pytest.mark.parametrize(("status", "explains"), [(each, each is not GapStatus.DONE) for each in GapStatus])
def test_a_gap_explains_the_kinds_it_names_until_it_is_done(
    status: GapStatus, *, explains: bool, missing: Missing, a_response: Make, a_gap: Callable[..., Gap]
) -> None:
    gap = a_gap(missing=(EvidenceKind.SYSTEM,), status=status)
    assert missing(a_response(gaps=(gap,))) == (["policy", "case"] if explains else ["policy", "system", "case"])


def test_no_instance_explains_only_cases(missing: Missing, a_response: Make) -> None:
    assert missing(a_response(no_instance="Qnothing happened.")) == ["policy", "system"]
    assert missing(a_response(no_instance="  ")) == ["policy", "system", "case"]


def test_an_alternative_explains_everything(missing: Missing, a_response: Make) -> None:
    assert missing(a_response(alternative="Qounsel will attest.")) == []


def test_case_criteria_ask_for_nothing(find: Callable[..., list[Problem]], a_response: Make, a_criterion: Callable[..., Criterion]) -> None:
    assert find("GNI203", a_response("CAS-01"), criteria=(a_criterion("CAS-01"),)) == []


def test_the_fix_names_the_command(find: Callable[..., list[Problem]], a_response: Make, a_criterion: Callable[..., Criterion]) -> None:
    (found,) = find("GNI203", a_response(), criteria=(a_criterion("GOV-01", "policy"),))
    assert found.fix == "link a policy: gni-assess answer GOV-01 --evidence POL-…, or add a gap whose `missing` names policy"
