from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.evidence import Effective, PolicyKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
NEVER = {"last_reviewed": None}


def since(text: str, to: str | None = None) -> Effective:
    return Effective(from_=PartialDate(text), to=PartialDate(to) if to else None)


def paths(found: list[Problem]) -> list[KeyPath]:
    return [each.path for each in found]


@pytest.mark.parametrize(
    ("day", "is_stale"), [((2024, 5, 3), True), ((2024, 5, 4), False), ((2024, 5, 5), False), ((2023, 12, 31), True), ((2026, 5, 4), False)]
)
def test_a_policy_is_stale_after_its_months(day: tuple[int, int, int], *, is_stale: bool, find: Find, a_policy: Make) -> None:
    assert paths(find("GNI301", a_policy(last_reviewed=date(*day)))) == [("last_reviewed",)] * is_stale


@pytest.mark.parametrize(("day", "is_stale"), [((2023, 5, 3), True), ((2023, 5, 4), False), ((2024, 5, 3), False)])
def test_a_system_has_more_time(day: tuple[int, int, int], *, is_stale: bool, find: Find, a_system: Make) -> None:
    assert paths(find("GNI301", a_system(last_reviewed=date(*day)))) == [("last_reviewed",)] * is_stale


@pytest.mark.parametrize("kind", list(PolicyKind))
def test_reports_and_minutes_have_as_long_as_systems(kind: PolicyKind, find: Find, a_policy: Make) -> None:
    lasting = kind not in {PolicyKind.REPORT, PolicyKind.MINUTES}
    assert len(find("GNI301", a_policy(kind_of=kind, last_reviewed=date(2024, 5, 3)))) == lasting
    assert len(find("GNI301", a_policy(kind_of=kind, last_reviewed=date(2023, 5, 3)))) == 1


@pytest.mark.parametrize(
    ("begins", "is_stale"), [("2024-05-03", True), ("2024-05-04", False), ("2024-04", True), ("2024-05", False), ("unknown", False)]
)
def test_without_a_review_it_counts_from_the_last_day_it_can_have_begun(begins: str, *, is_stale: bool, find: Find, a_policy: Make) -> None:
    found = find("GNI301", a_policy(effective=since(begins), **NEVER))
    assert paths(found) == [("effective", "from")] * is_stale


def test_the_months_are_the_pack_s_and_days_are_only_a_detail(find: Find, a_policy: Make, a_system: Make) -> None:
    policy, system = find("GNI301", a_policy(last_reviewed=date(2020, 1, 31)), a_system(last_reviewed=date(2020, 2, 29)))
    assert ("24 months" in policy.message, "36 months" in system.message) == (True, True)
    assert "2020" not in policy.message + policy.fix
    assert policy.detail == "since 2020-01-31"


@pytest.mark.parametrize(
    ("effective", "is_stale"),
    [
        (since("2020-01-01", "2026-05-03"), False),
        (since("2020-01-01", "2026-05-04"), True),
        (since("2020-01-01", "2026-05"), True),
        (since("2020-01-01", "2026-04"), False),
        (since("2020-01-01", "unknown"), True),
        (since("2026-06-01"), False),
        (since("2023-01-01", "2022-01-01"), False),
    ],
)
def test_what_is_not_in_force_today_is_not_stale(effective: Effective, *, is_stale: bool, find: Find, a_policy: Make) -> None:
    old = a_policy(effective=effective, last_reviewed=date(2021, 1, 1))
    assert len(find("GNI301", old)) == is_stale


@pytest.mark.parametrize(("begins", "names"), [("2024-05-05", []), ("unknown", []), ("2026-06-01", ["POL-1"]), ("2026-05", [])])
def test_what_a_later_version_has_replaced_is_not_stale(begins: str, names: list[str], find: Find, a_policy: Make) -> None:
    old, new = a_policy("POL-1", last_reviewed=date(2021, 1, 1)), a_policy("POL-2", supersedes="POL-1", effective=since(begins))
    assert [each.record.id for each in find("GNI301", old, new)] == names


def test_a_document_cannot_replace_itself(find: Find, a_policy: Make) -> None:
    assert len(find("GNI301", a_policy(supersedes="POL-417", last_reviewed=date(2021, 1, 1)))) == 1


def test_versions_that_supersede_each_other_do_not_hang(find: Find, a_policy: Make) -> None:
    assert find("GNI301", a_policy("POL-1", supersedes="POL-2"), a_policy("POL-2", supersedes="POL-1")) == []


def test_versions_that_supersede_each_other_are_judged(find: Find, a_policy: Make) -> None:
    old: dict[str, Any] = {"last_reviewed": date(2021, 1, 1)}
    one = a_policy("POL-1", supersedes="POL-2", effective=since("2023-01-01"), **old)
    two = a_policy("POL-2", supersedes="POL-1", effective=since("2022-01-01"), **old)
    assert [each.record.id for each in find("GNI301", one, two)] == ["POL-1", "POL-2"]
    before = a_policy("POL-3", effective=since("2020-01-01"), **old)
    newest = a_policy("POL-4", supersedes="POL-3", effective=since("2024-01-01"))
    assert [each.record.id for each in find("GNI301", one, two, before, newest)] == ["POL-1", "POL-2"]


@pytest.mark.parametrize(
    ("begins", "is_found"), [("2023-01-31", True), ("2022-05", True), ("2023-02", False), ("2023-03-01", False), ("unknown", False)]
)
def test_what_began_no_later_has_replaced_nothing(begins: str, *, is_found: bool, find: Find, a_policy: Make) -> None:
    old = a_policy("POL-1", last_reviewed=date(2021, 1, 1), effective=since("2023-02"))
    found = find("GNI301", old, a_policy("POL-2", supersedes="POL-1", effective=since(begins)))
    assert [each.record.id for each in found] == ["POL-1"] * is_found


def test_a_review_that_was_planned_and_missed_is_another_rule_s(codes: Callable[..., list[str]], a_policy: Make) -> None:
    old: dict[str, Any] = {"last_reviewed": date(2021, 1, 1)}
    unused = ["GNI106", "GNI201"]
    assert sorted(set(codes(a_policy(**old))) - {"GNI501"}) == [*unused, "GNI301"]
    assert sorted(set(codes(a_policy(next_review=date(2027, 1, 1), **old))) - {"GNI501"}) == [*unused, "GNI301"]
    assert sorted(set(codes(a_policy(next_review=date(2022, 1, 1), **old))) - {"GNI501"}) == [*unused, "GNI302"]


def test_a_review_in_the_future_is_another_rule_s(find: Find, a_policy: Make) -> None:
    assert find("GNI301", a_policy(last_reviewed=date(9999, 12, 31))) == []


def test_the_first_and_the_last_days_that_there_are_break_nothing(find: Find, a_policy: Make) -> None:
    assert len(find("GNI301", a_policy(last_reviewed=date.min))) == 1
    assert find("GNI301", a_policy(effective=since("9999-12"), **NEVER)) == []
