from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import ScopedFinding
from gni_assess.model.vocabulary import Finding
from gni_assess.model.workspace import Entity

Find = Callable[..., list[Problem]]


@pytest.mark.parametrize("kind", ["a_policy", "a_system", "a_case"])
@pytest.mark.parametrize(
    ("changes", "path"),
    [({"services": ("qcdn", "elsewhere")}, ("services", 1)), ({"entities": ("elsewhere",)}, ("entities", 0))],
)
def test_an_unknown_service_or_entity_is_found(
    kind: str, changes: dict[str, Any], path: KeyPath, find: Find, request: pytest.FixtureRequest
) -> None:
    make: Callable[..., Record] = request.getfixturevalue(kind)
    (found,) = find("GNI104", make(**changes))
    assert (found.path, found.detail) == (path, "`elsewhere`")


def test_gaps_and_exceptions_are_looked_through(find: Find, a_response: Callable[..., Record], a_gap: Callable[..., Gap]) -> None:
    exceptions = tuple(
        ScopedFinding(finding=Finding.PLANNED, entity=entity, service=service) for entity, service in (("qnord", ""), ("qnowhere", "qdcn"))
    )
    found = find("GNI104", a_response(gaps=(a_gap(services=("qcdm",), entities=("qnord", "south")),), exceptions=exceptions))
    assert [each.path for each in found] == [
        ("gaps", 0, "services", 0),
        ("exceptions", 1, "service"),
        ("gaps", 0, "entities", 1),
        ("exceptions", 1, "entity"),
    ]
    assert found[0].detail == "`qcdm`; did you mean `qcdn`?"


def test_the_parent_of_an_entity_must_exist(find: Find) -> None:
    (found,) = find("GNI104", entities=(Entity(id="qnord", name="Nordics", jurisdiction="NO", parent="qgroup"),))
    assert (found.record, found.path) == (WORKSPACE_REF, ("entities", 0, "parent"))


def test_known_scope_passes(find: Find, a_case: Callable[..., Record]) -> None:
    assert find("GNI104", a_case(services=("qcdn",), entities=("qgroup", "qnord"))) == []
