from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Skipped

Find = Callable[..., list[Problem]]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"finding": None}, ("finding",)),
        ({"finding": None, "answer": ""}, ("finding",)),
        ({"answer": " \n"}, ("answer",)),
        ({"skipped": Skipped.DO_NOT_KNOW}, ("skipped",)),
        ({"skipped": Skipped.WAITING, "finding": None}, ("skipped",)),
        ({"skipped": Skipped.COME_BACK_LATER, "finding": Finding.NOT_APPLICABLE}, ("skipped",)),
    ],
)
def test_an_unfinished_response_gives_one_problem(
    changes: dict[str, Any], path: KeyPath, find: Find, codes: Callable[..., list[str]], a_response: Callable[..., Response]
) -> None:
    unfinished = a_response(**changes, review=False)
    assert [each.path for each in find("GNI202", unfinished)] == [path]
    assert codes(unfinished) == ["GNI202"]


def test_a_command_that_answers_needs_no_edit_besides(find: Find, a_response: Callable[..., Response]) -> None:
    for skipped, more in ((Skipped.DO_NOT_KNOW, ""), (Skipped.WAITING, "; or remind the assignee")):
        (found,) = find("GNI202", a_response(skipped=skipped))
        assert found.fix == f"answer it: gni-assess interview --only GOV-01{more}"


def test_finished_responses_pass(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI202", a_response()) == []
    assert find("GNI202", a_response(finding=Finding.NOT_APPLICABLE, answer="", reason="Qreason why.")) == []


def test_a_reason_that_is_missing_is_left_to_gni204(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI202", a_response(finding=Finding.NOT_APPLICABLE, answer="")) == []


def test_a_gap_without_a_plan_is_reported_all_the_same(
    codes: Callable[..., list[str]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]
) -> None:
    assert sorted(codes(a_response(finding=None, gaps=(a_gap(action="", summary="TODO"),)))) == ["GNI202", "GNI206", "GNI208"]
