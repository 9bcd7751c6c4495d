from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import Problem
from gni_assess.model.evidence import Effective

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def since(begins: str) -> dict[str, Any]:
    return {"effective": Effective(from_=PartialDate(begins))}


def test_a_circle_is_found_once_where_it_began(find: Find, a_policy: Make) -> None:
    (found,) = find(
        "GNI310",
        a_policy("POL-101", supersedes="POL-102", **since("2024-01")),
        a_policy("POL-102", supersedes="POL-103", **since("2023-01")),
        a_policy("POL-103", supersedes="POL-101", **since("2022-01")),
    )
    assert (found.record.id, found.path) == ("POL-103", ("supersedes",))
    assert found.message == "`POL-103` and `POL-101` and `POL-102` supersede each other in a circle"


@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_a_document_that_supersedes_itself_is_a_circle(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI310", make("POL-101", supersedes="POL-101"))
    assert found.message == "`POL-101` supersedes itself"


def test_each_circle_is_found_and_what_leads_into_one_is_none(find: Find, a_policy: Make) -> None:
    pairs = {
        "POL-101": "POL-102",
        "POL-102": "POL-101",
        "POL-103": "POL-101",
        "POL-104": "POL-103",
        "POL-201": "POL-202",
        "POL-202": "POL-201",
    }
    found = find("GNI310", *(a_policy(new, supersedes=old) for new, old in pairs.items()))
    assert [each.record.id for each in found] == ["POL-101", "POL-201"]


def test_versions_in_a_row_pass(find: Find, a_policy: Make, a_system: Make) -> None:
    row = (a_policy("POL-101", supersedes="POL-102"), a_policy("POL-102", supersedes="POL-103"), a_policy("POL-103"))
    assert find("GNI310", *row, a_policy("POL-104", supersedes="POL-102"), a_system(supersedes="SYS-999")) == []


def test_a_long_row_takes_no_longer(find: Find, a_policy: Make) -> None:
    row = [a_policy(f"POL-{number}", supersedes=f"POL-{number + 1}") for number in range(10000, 14000)]
    assert find("GNI310", *row) == []
