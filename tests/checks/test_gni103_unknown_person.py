from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Return, Review

Find = Callable[..., list[Problem]]
WHO = "nobody-known"
STAMP = Stamp(on=date(2026, 5, 4), by=WHO)
REVIEW = Review(on=date(2026, 5, 4), by=WHO, of="77ab")


@pytest.mark.parametrize(
    ("kind", "changes", "path"),
    [
        ("a_policy", {"owner": WHO}, ("owner",)),
        ("a_system", {"verified": STAMP}, ("verified", "by")),
        ("a_policy", {"updated": STAMP}, ("updated", "by")),
        ("a_case", {"updated": STAMP}, ("updated", "by")),
        ("a_case", {"reviewed": REVIEW}, ("reviewed", "by")),
        ("a_recommendation", {"owner": WHO}, ("owner",)),
        ("a_request", {"owner": WHO}, ("owner",)),
        ("an_interview", {"person": WHO}, ("person",)),
        ("a_response", {"assignee": WHO}, ("assignee",)),
        ("a_response", {"answered": STAMP}, ("answered", "by")),
        ("a_response", {"updated": STAMP}, ("updated", "by")),
        ("a_response", {"reviewed": REVIEW}, ("reviewed", "by")),
        ("a_response", {"returned": Return(on=date(2026, 5, 4), by=WHO)}, ("returned", "by")),
    ],
)
def test_an_unknown_person_is_found(kind: str, changes: dict[str, Any], path: KeyPath, find: Find, request: pytest.FixtureRequest) -> None:
    make: Callable[..., Record] = request.getfixturevalue(kind)
    (found,) = find("GNI103", make(**changes))
    assert found.path == path
    assert WHO in found.detail


def test_an_unknown_person_is_found_in_gaps(find: Find, a_response: Callable[..., Record], a_gap: Callable[..., Gap]) -> None:
    found = find("GNI103", a_response(gaps=(a_gap(), a_gap(owner="qoficer", accepted_by=WHO))))
    assert [each.path for each in found] == [("gaps", 1, "owner"), ("gaps", 1, "accepted_by")]
    assert found[0].detail == "`qoficer`; did you mean `qofficer`?"
    assert found[0].message.startswith("`gaps.owner` ")


def test_people_of_the_workspace_and_words_pass(find: Find, a_response: Callable[..., Record], a_request: Callable[..., Record]) -> None:
    assert find("GNI103", a_response(), a_request(asked_by="An assessor")) == []
