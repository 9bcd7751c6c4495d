from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import AuthorityKind, CaseType, Challenge, Channel, DecisionLevel
from gni_assess.model.cases import Authority, CaseDates, DecidedBy, Option, UsersTold
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
DECISIONS = (CaseType.PRODUCT_DECISION, CaseType.MARKET_DECISION, CaseType.TRANSACTION)
PRESSURE = CaseType.INFORMAL_PRESSURE
EVERY = ("demanded", "dates.decided", "decided_by", "response", "result")
DEMAND = ("authority", "channel", "dates.received", "challenge", "users_told")
EMPTY: dict[str, Any] = {
    "demanded": " \n",
    "decided_by": None,
    "response": None,
    "result": None,
    "authority": None,
    "channel": None,
    "challenge": None,
    "users_told": None,
    "legal_basis": "",
    "pressure": "\n",
    "options": (),
}
FULL: dict[str, Any] = {"pressure": "Qthreat to the license.", "options": (Option(option="Qoption."),)}


def needed(kind: CaseType) -> set[str]:
    if kind in DECISIONS:
        return {*EVERY, "options"}
    return {*EVERY, *DEMAND, "pressure" if kind is PRESSURE else "legal_basis"}


def without(case: Any, name: str) -> Any:  # noqa: ANN401 - a case
    if name.startswith("dates."):
        return replace(case, dates=replace(case.dates, **{name.partition(".")[2]: None}))
    return replace(case, **{name: EMPTY[name]})


@pytest.mark.parametrize("kind", list(CaseType))
def test_each_type_needs_its_own_fields_and_no_others(find: Find, a_selected: Make, kind: CaseType) -> None:
    full = a_selected(type=kind, **FULL)
    assert find("GNI512", full) == []
    for name in (*EMPTY, "dates.received", "dates.decided"):
        said = [each.message for each in find("GNI512", without(full, name))]
        assert said == ([f"`CASE-208` is selected, and lacks `{name}`"] if name in needed(kind) else [])


@pytest.mark.parametrize("kind", list(CaseType))
def test_one_problem_for_each_case_where_it_is_selected(find: Find, a_selected: Make, kind: CaseType) -> None:
    (found,) = find("GNI512", a_selected(type=kind, dates=CaseDates(), **EMPTY))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.CASE, id="CASE-208"), ("selection", "decision"))
    assert {
        each.strip("`") for each in found.message.removeprefix("`CASE-208` is selected, and lacks ").replace(" and ", ", ").split(", ")
    } == needed(kind)


@pytest.mark.parametrize("kind", [CaseType.USER_DATA, CaseType.PRODUCT_DECISION])
@pytest.mark.parametrize("reason", ["", " \n", "TBD", "n/a", "-"])
def test_that_nobody_was_told_needs_a_reason(find: Find, a_selected: Make, kind: CaseType, reason: str) -> None:
    untold = a_selected(type=kind, users_told=UsersTold(told=False, reason=reason), **FULL)
    assert [each.message for each in find("GNI512", untold)] == ["`CASE-208` is selected, and lacks `users_told.reason`"]
    assert find("GNI512", a_selected(type=kind, users_told=UsersTold(told=False, reason="Qforbidden until 2027"), **FULL)) == []
    assert find("GNI512", a_selected(type=kind, users_told=UsersTold(told=True, reason=reason), **FULL)) == []


def test_only_selected_cases_must_be_complete(find: Find, a_case: Make) -> None:
    assert find("GNI512", a_case()) == []


def test_what_is_said_to_be_none_or_unknown_is_said(find: Find, a_selected: Make) -> None:
    unknown = CaseDates(received=PartialDate("unknown"), decided=PartialDate("unknown"))
    words = {"authority": Authority(kind=AuthorityKind.NONE), "channel": Channel.NONE, "challenge": Challenge.NONE}
    assert find("GNI512", a_selected(dates=unknown, decided_by=DecidedBy(level=DecisionLevel.TEAM), **words)) == []
    assert find("GNI512", a_selected(authority=Authority(name="Qcourt"))) == []


def test_an_empty_mapping_says_nothing(find: Find, a_selected: Make) -> None:
    (found,) = find("GNI512", a_selected(authority=Authority(name=" "), decided_by=DecidedBy(role=" ")))
    assert found.message == "`CASE-208` is selected, and lacks `authority` and `decided_by`"
