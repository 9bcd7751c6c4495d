from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import PartialDate, Span
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.evidence import Effective
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind, Skipped

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
PERIOD = Span(start=date(2024, 7, 1), end=date(2026, 3, 31))
BEFORE = Effective(from_=PartialDate("2020-01-01"), to=PartialDate("2023-12-31"))
AFTER = Effective(from_=PartialDate("2026-04-01"))
INVERTED = Effective(from_=PartialDate("2023-01-01"), to=PartialDate("2022-01-01"))


@pytest.fixture
def judge(find: Find, a_policy: Make, a_system: Make, a_case: Make, a_response: Callable[..., Response]) -> Find:
    """Judge one response that links what its first argument names, each out of force in the period unless it is named `SYS-9`."""
    there = (
        a_policy("POL-1", effective=BEFORE),
        a_policy("POL-2", effective=AFTER),
        a_policy("POL-3", effective=INVERTED),
        a_system("SYS-1", effective=AFTER),
        a_system("SYS-9"),
        a_system("SYS-8", effective=Effective(from_=PartialDate("unknown"))),
        a_case("CASE-1"),
    )

    def run(*links: str, period: Span | None = PERIOD, broken: tuple[RecordRef, ...] = (), **changes: Any) -> list[Problem]:  # noqa: ANN401
        return find("GNI304", a_response(evidence=links, **changes), *there, period=period, broken=broken)

    return run


@pytest.mark.parametrize("links", [("POL-1",), ("POL-2",), ("SYS-1",), ("POL-1", "POL-2", "SYS-1", "CASE-1")])
def test_nothing_in_force_in_the_period_is_found(links: tuple[str, ...], judge: Find) -> None:
    (found,) = judge(*links)
    assert found.path == ("evidence",)
    assert found.message == "`GOV-01` is said to be in place, and nothing that is linked was in force in the assessment period"


@pytest.mark.parametrize("links", [("SYS-9",), ("POL-1", "SYS-9"), ("POL-2", "SYS-8"), ("CASE-1",), ()])
def test_one_that_may_have_been_in_force_is_enough_and_none_at_all_is_another_rule_s(links: tuple[str, ...], judge: Find) -> None:
    assert judge(*links) == []


@pytest.mark.parametrize("finding", [each for each in Finding if each is not Finding.IN_PLACE])
def test_other_findings_say_nothing_about_the_period(finding: Finding, judge: Find) -> None:
    assert judge("POL-2", finding=finding, reason="Qreason why.") == []


@pytest.mark.parametrize("changes", [{"answer": " "}, {"skipped": Skipped.COME_BACK_LATER}])
def test_unfinished_responses_are_another_rule_s(changes: dict[str, Any], judge: Find) -> None:
    assert judge("POL-2", **changes) == []


def test_a_link_that_leads_nowhere_is_another_rule_s(judge: Find) -> None:
    assert judge("POL-2", "POL-99") == []


def test_a_record_that_cannot_be_read_or_whose_dates_cannot_be_may_be_the_one(judge: Find) -> None:
    assert judge("POL-2", "POL-77", broken=(RecordRef(kind=RecordKind.POLICY, id="POL-77"),)) == []
    assert judge("POL-2", "POL-3") == []


@pytest.mark.parametrize("period", [None, Span(start=date(2026, 3, 31), end=date(2024, 7, 1))])
def test_without_a_period_that_can_be_nothing_is_found(period: Span | None, judge: Find) -> None:
    assert judge("POL-1", period=period) == []


def test_evidence_of_an_unknown_date_is_never_excluded(find: Find, a_policy: Make, a_response: Make) -> None:
    policy = a_policy(effective=Effective(from_=PartialDate("2026-03")))
    assert find("GNI304", policy, a_response(evidence=("POL-417",)), period=PERIOD) == []


def test_the_evidence_and_the_response_are_each_told_what_is_theirs(
    codes: Callable[..., list[str]], a_policy: Make, a_response: Make
) -> None:
    found = codes(a_policy(effective=AFTER), a_response(evidence=("POL-417",)), period=PERIOD)
    assert sorted(set(found) - {"GNI501"}) == ["GNI303", "GNI304"]
