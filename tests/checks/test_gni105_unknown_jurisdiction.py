from collections.abc import Callable

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.workspace import Entity

Find = Callable[..., list[Problem]]


def test_known_codes_pass(find: Find, a_case: Callable[..., Record]) -> None:
    assert find("GNI105", a_case()) == []


def test_unknown_codes_are_found_everywhere(find: Find, a_case: Callable[..., Record]) -> None:
    entity = Entity(id="one", name="One", jurisdiction="Norway")
    found = find("GNI105", a_case(jurisdiction="no"), markets=("US", "UK"), jurisdictions_of_concern=("XX",), entities=(entity,))
    assert [(each.path, each.detail) for each in found] == [
        (("markets", 1), "`UK`; did you mean `GB`?"),
        (("jurisdictions_of_concern", 0), "`XX`"),
        (("entities", 0, "jurisdiction"), "`Norway`"),
        (("jurisdiction",), "`no`; did you mean `NO`?"),
    ]


def test_without_a_table_nothing_is_said(find: Find, a_case: Callable[..., Record]) -> None:
    assert find("GNI105", a_case(jurisdiction="XX"), countries={}) == []
