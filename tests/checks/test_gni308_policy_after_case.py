from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case, CaseDates
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.evidence import Effective, PolicyKind
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def effective(begins: str, ends: str | None = None) -> Effective:
    return Effective(from_=PartialDate(begins), to=PartialDate(ends) if ends else None)


@pytest.fixture
def case(a_case: Callable[..., Case]) -> Callable[..., Case]:
    """Make a case that was decided on one day and links some evidence."""

    def make(decided: str, *links: str, **more: str) -> Case:
        when = {name: PartialDate(text) for name, text in {"decided": decided, **more}.items()}
        return a_case(dates=CaseDates(**when), evidence=tuple(EvidenceLink(id=each) for each in links))

    return make


@pytest.fixture
def versions(a_policy: Make) -> list[Record]:
    """Make four versions of a policy; the second has no end, as nobody entered it."""
    dates = (effective("2019-01-01", "2021-12-31"), effective("2022-01-01"), effective("2024-01-01", "2025-12-31"), effective("2026-01-01"))
    return [
        a_policy(f"POL-{number}", effective=each, supersedes=f"POL-{number - 1}" if number > 1 else "")
        for number, each in enumerate(dates, start=1)
    ]


@pytest.mark.parametrize(
    ("decided", "begins", "ends", "says"),
    [
        ("2025-03-01", "2025-03-02", None, "came into force only after"),
        ("2025-03-01", "2025-03-01", None, ""),
        ("2025-03-01", "2025-03", None, ""),
        ("2025-03-01", "2025-04", None, "came into force only after"),
        ("2025-03", "2025-03-31", None, ""),
        ("2025-03", "2025-04-01", None, "came into force only after"),
        ("2025-03-01", "unknown", None, ""),
        ("2025-03-01", "2020-01-01", "2025-02-28", "had ended before"),
        ("2025-03-01", "2020-01-01", "2025-03-01", ""),
        ("2025-03", "2020-01-01", "2025-02", "had ended before"),
        ("2025-03-01", "2020-01-01", "unknown", ""),
        ("unknown", "2025-03-02", None, ""),
        ("2025-03-01", "2026-03-02", "2025-12-31", ""),
    ],
)
def test_dates_that_exclude_the_day_are_found(
    *, decided: str, begins: str, ends: str | None, says: str, find: Find, a_policy: Make, case: Callable[..., Case]
) -> None:
    found = find("GNI308", a_policy(effective=effective(begins, ends)), case(decided, "SYS-1", "POL-417"))
    assert [each.path for each in found] == [("evidence", 1, "id")] * bool(says)
    assert [each.message for each in found] == [f"`POL-417` {says} this case was decided"] * bool(says)


def test_without_a_day_nothing_is_found(find: Find, a_policy: Make, a_case: Make) -> None:
    assert find("GNI308", a_policy(effective=effective("2026-01-01")), a_case(evidence=(EvidenceLink(id="POL-417"),))) == []


@pytest.mark.parametrize(
    ("decided", "linked", "right"),
    [
        ("2020-06-01", "POL-4", "POL-1"),
        ("2022-06-01", "POL-4", "POL-2"),
        ("2025-06-01", "POL-4", "POL-3"),
        ("2025-06-01", "POL-1", "POL-3"),
        ("2026-02-01", "POL-1", "POL-4"),
        ("2026-02-01", "POL-3", "POL-4"),
    ],
)
def test_the_version_in_force_is_named(
    *, decided: str, linked: str, right: str, find: Find, versions: list[Record], case: Callable[..., Case]
) -> None:
    (found,) = find("GNI308", *versions, case(decided, linked))
    assert found.fix.startswith(f"link `{right}`, ")


def test_no_version_is_named_where_none_was_in_force(find: Find, versions: list[Record], a_policy: Make, case: Callable[..., Case]) -> None:
    elsewhere = a_policy("POL-9", effective=effective("2010-01-01", "2020-01-01"))
    (found,) = find("GNI308", *versions, elsewhere, case("2018-06-01", "POL-4"))
    assert "POL-" not in found.fix


def test_a_version_whose_dates_cannot_be_is_not_named(find: Find, a_policy: Make, case: Callable[..., Case]) -> None:
    first = a_policy("POL-1", effective=effective("2025-01-01", "2020-01-01"))
    second = a_policy("POL-2", effective=effective("2026-01-01"), supersedes="POL-1")
    (found,) = find("GNI308", first, second, case("2023-01-01", "POL-2"))
    assert "POL-1" not in found.fix


def test_a_later_version_may_stand_beside_the_right_one(find: Find, versions: list[Record], case: Callable[..., Case]) -> None:
    assert find("GNI308", *versions, case("2025-06-01", "POL-3", "POL-4")) == []
    assert len(find("GNI308", *versions, case("2025-06-01", "POL-1", "POL-4"))) == 2


@pytest.mark.parametrize("kind", list(PolicyKind))
def test_reports_and_minutes_may_be_later(kind: PolicyKind, find: Find, a_policy: Make, case: Callable[..., Case]) -> None:
    found = find("GNI308", a_policy(kind_of=kind, effective=effective("2026-01-01")), case("2025-06-01", "POL-417"))
    assert len(found) == (kind not in {PolicyKind.REPORT, PolicyKind.MINUTES})


def test_systems_are_not_versions_of_a_policy(find: Find, a_system: Make, case: Callable[..., Case]) -> None:
    assert find("GNI308", a_system(effective=effective("2026-01-01")), case("2025-06-01", "SYS-122")) == []


@pytest.mark.parametrize("more", [{"received": "2025-07-01"}, {}])
def test_a_day_that_cannot_be_is_another_rule_s(more: dict[str, str], find: Find, a_policy: Make, case: Callable[..., Case]) -> None:
    decided = "2025-06-01" if more else "2027-06-01"
    wrong = a_policy(effective=effective("2020-01-01", "2024-01-01"))
    assert find("GNI308", wrong, case(decided, "POL-417", **more)) == []
    assert len(find("GNI306", wrong, case(decided, "POL-417", **more))) == 1


def test_links_that_lead_nowhere_or_cannot_be_read_are_passed_over(find: Find, case: Callable[..., Case]) -> None:
    broken: Any = (RecordRef(kind=RecordKind.POLICY, id="POL-2"),)
    assert find("GNI308", case("2025-06-01", "POL-1", "POL-2", "CASE-1", "x"), broken=broken) == []


def test_versions_that_supersede_each_other_do_not_hang(find: Find, a_policy: Make, case: Callable[..., Case]) -> None:
    circle = (
        a_policy("POL-1", supersedes="POL-2", effective=effective("2020-01-01")),
        a_policy("POL-2", supersedes="POL-1", effective=effective("2026-01-01")),
    )
    (found,) = find("GNI308", *circle, a_policy("POL-3", supersedes="POL-3"), case("2025-06-01", "POL-2"))
    assert "`POL-1`" in found.fix
