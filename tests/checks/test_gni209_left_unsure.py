from collections.abc import Callable

from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response


def test_the_mark_is_found(find: Callable[..., list[Problem]], a_response: Callable[..., Response]) -> None:
    assert [each.path for each in find("GNI209", a_response(unsure=True))] == [("unsure",)]
    assert find("GNI209", a_response()) == []


def test_the_mark_is_no_part_of_what_was_reviewed(codes: Callable[..., list[str]], a_response: Callable[..., Response]) -> None:
    assert codes(a_response(unsure=True)) == ["GNI209"]
