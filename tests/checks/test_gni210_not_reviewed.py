from collections.abc import Callable
from dataclasses import replace
from datetime import date

from gni_assess.checks.digests import content_digest
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response, Return, Review

Find = Callable[..., list[Problem]]
DAY = date(2026, 5, 4)


def test_a_review_of_this_content_by_somebody_else_passes(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI210", a_response()) == []


def test_no_review_is_found(find: Find, a_response: Callable[..., Response]) -> None:
    assert [each.path for each in find("GNI210", a_response(review=False))] == [("answered",)]


def test_a_change_voids_the_review(find: Find, a_response: Callable[..., Response]) -> None:
    (found,) = find("GNI210", replace(a_response(), answer="Qanother answer."))
    assert (found.path, "changed" in found.message) == (("reviewed",), True)


def test_a_response_that_was_sent_back_is_not_reviewed(find: Find, a_response: Callable[..., Response]) -> None:
    (found,) = find("GNI210", a_response(review=False, returned=Return(on=DAY, by="qcounsel", note="Qnote of the reviewer")))
    assert found.path == ("returned",)


def test_a_self_review_is_another_rule_s(find: Find, codes: Callable[..., list[str]], a_response: Callable[..., Response]) -> None:
    response = a_response(review=False)
    by_self = replace(response, reviewed=Review(on=DAY, by="qofficer", of=content_digest(response)))
    assert [each.path for each in find("GNI211", by_self)] == [("reviewed", "by")]
    assert codes(by_self) == ["GNI211"]
    assert codes(replace(by_self, answer="Qanother answer.")) == ["GNI211"]
    assert find("GNI211", a_response()) == []
