from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.model.assessment import Record
from gni_assess.model.case_vocabulary import CaseStep
from gni_assess.model.cases import CaseDates, Secrecy, Step
from gni_assess.model.dates import PartialDate, Span, Stamp
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, Problem
from gni_assess.model.evidence import Effective
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response, Return, Review
from gni_assess.model.vocabulary import DiagnosticSeverity, GapStatus
from gni_assess.model.workspace import Plan, Workspace

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
TODAY, LATER = date(2026, 5, 4), date(2026, 7, 1)


def stamp(on: date) -> Stamp:
    return Stamp(on=on, by="qofficer")


def dates(**texts: str) -> CaseDates:
    return CaseDates(**{name: PartialDate(text) for name, text in texts.items()})


def span(begins: str, ends: str | None) -> Effective:
    return Effective(from_=PartialDate(begins), to=PartialDate(ends) if ends else None)


@pytest.mark.parametrize(
    ("kind", "change", "path"),
    [
        ("a_response", lambda on: {"answered": stamp(on)}, ("answered", "on")),
        ("a_response", lambda on: {"updated": stamp(on)}, ("updated", "on")),
        ("a_response", lambda on: {"reviewed": Review(on=on, by="qcounsel", of="77ab")}, ("reviewed", "on")),
        ("a_response", lambda on: {"returned": Return(on=on, by="qcounsel")}, ("returned", "on")),
        ("a_policy", lambda on: {"verified": stamp(on)}, ("verified", "on")),
        ("a_policy", lambda on: {"last_reviewed": on}, ("last_reviewed",)),
        ("a_policy", lambda on: {"updated": stamp(on)}, ("updated", "on")),
        ("a_system", lambda on: {"verified": stamp(on)}, ("verified", "on")),
        ("a_system", lambda on: {"last_reviewed": on}, ("last_reviewed",)),
        ("a_case", lambda on: {"updated": stamp(on)}, ("updated", "on")),
        ("a_case", lambda on: {"reviewed": Review(on=on, by="qcounsel", of="77ab")}, ("reviewed", "on")),
        (
            "a_case",
            lambda on: {"steps": (Step(step=CaseStep.RECEIVED), Step(step=CaseStep.DECIDED, on=PartialDate(str(on))))},
            ("steps", 1, "on"),
        ),
        *(
            ("a_case", lambda on, name=name: {"dates": dates(**{name: str(on)})}, ("dates", name))
            for name in ("received", "escalated", "decided", "carried_out", "closed")
        ),
        ("a_recommendation", lambda on: {"completed": on}, ("completed",)),
        ("a_recommendation", lambda on: {"updated": stamp(on)}, ("updated", "on")),
        ("a_request", lambda on: {"asked_on": on}, ("asked_on",)),
        ("a_request", lambda on: {"updated": stamp(on)}, ("updated", "on")),
        ("an_interview", lambda on: {"held_on": on}, ("held_on",)),
        ("an_interview", lambda on: {"updated": stamp(on)}, ("updated", "on")),
    ],
)
def test_what_has_happened_cannot_lie_in_the_future(
    kind: str, change: Callable[[date], dict[str, Any]], path: KeyPath, find: Find, request: pytest.FixtureRequest
) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI306", make(**change(LATER)))
    assert (found.path, found.lowered) == (path, False)
    assert str(LATER) not in found.message + found.fix
    assert str(LATER) in found.detail
    assert find("GNI306", make(**change(TODAY))) == []


def test_the_closing_of_a_gap_cannot_lie_in_the_future(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    (found,) = find("GNI306", a_response(gaps=(a_gap(), a_gap(status=GapStatus.DONE, closed=LATER))))
    assert found.path == ("gaps", 1, "closed")
    assert found.message.startswith("`gaps.closed` ")


def test_tomorrow_is_a_warning_as_it_may_be_today_elsewhere(run_all: Callable[..., Any], a_recommendation: Make) -> None:
    for days, severity in ((1, DiagnosticSeverity.WARNING), (2, DiagnosticSeverity.ERROR)):
        found = run_all(a_recommendation(completed=TODAY + timedelta(days=days))).diagnostics
        assert [each.severity for each in found if each.code == "GNI306"] == [severity]


def test_what_is_only_planned_may_lie_in_the_future(
    *, find: Find, a_response: Make, a_gap: Callable[..., Gap], a_policy: Make, a_case: Make, an_interview: Make, a_request: Make
) -> None:
    records = (
        a_response(due=LATER, gaps=(a_gap(due=LATER, review_on=LATER, original_due=LATER),)),
        a_policy(next_review=LATER, effective=span("2027-01-01", "2028-01-01")),
        a_case(secrecy=Secrecy(order=True, expires=LATER)),
        an_interview(planned=LATER),
        a_request(due=LATER),
    )
    assert find("GNI306", *records) == []


@pytest.mark.parametrize("text", ["2026-05", "unknown", "2026-04"])
def test_a_month_or_an_unknown_day_may_have_been(text: str, find: Find, a_case: Make) -> None:
    assert find("GNI306", a_case(dates=dates(decided=text), steps=(Step(step=CaseStep.DECIDED, on=PartialDate(text)),))) == []


def test_a_month_that_has_not_begun_cannot_have_been(find: Find, a_case: Make) -> None:
    assert [each.path for each in find("GNI306", a_case(dates=dates(decided="2026-06")))] == [("dates", "decided")]


@pytest.mark.parametrize(
    ("begins", "ends", "is_found"),
    [
        ("2025-03-02", "2025-03-01", True),
        ("2025-03-01", "2025-03-01", False),
        ("2025-03-15", "2025-03", False),
        ("2025-03", "2025-03-01", False),
        ("2025-04", "2025-03", True),
        ("unknown", "2025-03", False),
        ("2025-03", "unknown", False),
        ("2025-03", None, False),
    ],
)
@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_nothing_ends_before_it_starts(
    *, kind: str, begins: str, ends: str | None, is_found: bool, find: Find, request: pytest.FixtureRequest
) -> None:
    make: Make = request.getfixturevalue(kind)
    assert [each.path for each in find("GNI306", make(effective=span(begins, ends)))] == [("effective", "to")] * is_found


@pytest.mark.parametrize(
    ("texts", "places"),
    [
        ({"received": "2025-03-02", "decided": "2025-03-01"}, ["decided"]),
        ({"received": "2025-03-02", "decided": "2025-03-02"}, []),
        ({"received": "2025-03-02", "decided": "2025-03"}, []),
        ({"received": "2025-03", "decided": "2025-03-01"}, []),
        ({"received": "unknown", "decided": "2020-01-01"}, []),
        ({"received": "2025-03-02", "escalated": "2025-03-01"}, ["escalated"]),
        ({"received": "2025-03-02", "closed": "2025-03-01"}, ["closed"]),
        ({"decided": "2025-03-02", "carried_out": "2025-03-01"}, ["carried_out"]),
        ({"decided": "2025-03-02", "closed": "2025-03-01"}, ["closed"]),
        ({"received": "2025-03-02", "carried_out": "2025-03-01"}, ["carried_out"]),
        ({"received": "2025-03-02", "decided": "unknown", "carried_out": "2025-03-01"}, ["carried_out"]),
        ({"received": "2025-03-02", "escalated": "2025-06-01", "decided": "2025-03-03"}, []),
        ({"decided": "2025-03-02", "escalated": "2025-08-01", "carried_out": "2025-06-01", "closed": "2025-09-01"}, []),
        ({"received": "2025-09-02", "escalated": "2025-03-02", "decided": "2025-03-03", "carried_out": "2025-03-04"}, ["received"]),
        ({"received": "2025-03-02", "decided": "2025-09-03", "carried_out": "2025-03-04", "closed": "2025-04-04"}, ["decided"]),
        ({"received": "2052-03-02", "decided": "2025-03-03", "carried_out": "2025-03-04"}, ["received"]),
        ({"carried_out": "2025-03-02", "closed": "2025-03-01"}, ["carried_out"]),
        ({"decided": "2025-02-02", "carried_out": "2025-03-02", "closed": "2025-03-01"}, ["carried_out"]),
        ({"escalated": "2025-03-02", "closed": "2025-03-01"}, ["escalated"]),
        ({"escalated": "2025-03-02", "closed": "2025-03"}, []),
        ({"escalated": "2025-03-02", "carried_out": "2025-03-02", "closed": "2025-03-01"}, ["closed"]),
        ({"decided": "2025-03-02", "escalated": "2025-04-01", "closed": "2025-03-01"}, ["closed"]),
    ],
)
def test_the_order_of_a_case_gives_one_problem_for_each_cause(texts: dict[str, str], places: list[str], find: Find, a_case: Make) -> None:
    assert [each.path for each in find("GNI306", a_case(dates=dates(**texts)))] == [("dates", each) for each in places]


def test_the_dates_themselves_are_only_a_detail(find: Find, a_case: Make) -> None:
    (found,) = find("GNI306", a_case(dates=dates(received="2025-03-02", decided="2024-03-01")))
    assert found.message == "`dates.decided` lies before `dates.received`"
    assert found.detail == "received 2025-03-02, decided 2024-03-01"


def test_a_company_cannot_join_in_the_future(find: Find, a_workspace: Workspace) -> None:
    for days, expected in ((-1, []), (0, []), (1, [True]), (2, [False])):
        found = find("GNI306", company=replace(a_workspace.company, joined=TODAY + timedelta(days=days)))
        assert [(each.record, each.path, each.lowered) for each in found] == [
            (WORKSPACE_REF, ("company", "joined"), each) for each in expected
        ]


@pytest.mark.parametrize(("days", "is_found"), [(-1, True), (0, False), (1, False)])
def test_a_review_is_no_older_than_the_answer(days: int, *, is_found: bool, find: Find, a_response: Make) -> None:
    answered = TODAY - timedelta(days=7)
    review = Review(on=answered + timedelta(days=days), by="qcounsel", of="0" * 64)
    found = find("GNI306", a_response(answered=stamp(answered), reviewed=review))
    assert [each.path for each in found] == [("reviewed", "on")] * is_found


def test_an_answer_in_the_future_is_all_that_is_wrong(find: Find, a_response: Make, a_request: Make) -> None:
    review = Review(on=TODAY, by="qcounsel", of="0" * 64)
    assert [each.path for each in find("GNI306", a_response(answered=stamp(LATER), reviewed=review))] == [("answered", "on")]
    assert [each.path for each in find("GNI306", a_request(asked_on=LATER, due=TODAY))] == [("asked_on",)]


@pytest.mark.parametrize(("days", "is_found"), [(-1, True), (0, False), (1, False)])
def test_nothing_is_due_before_it_is_asked_for(days: int, *, is_found: bool, find: Find, a_request: Make) -> None:
    asked = TODAY - timedelta(days=7)
    request = a_request(asked_on=asked, due=asked + timedelta(days=days))
    assert [each.path for each in find("GNI306", request)] == [("due",)] * is_found
    assert len(find("GNI702", request)) == (not is_found)


def test_steps_may_stand_in_any_order(find: Find, a_case: Make) -> None:
    steps = tuple(
        Step(step=each, on=PartialDate(text)) for each, text in ((CaseStep.DECIDED, "2025-03-01"), (CaseStep.RECEIVED, "2025-02-01"))
    )
    assert find("GNI306", a_case(steps=steps)) == []


@pytest.mark.parametrize("name", ["period", "fieldwork"])
@pytest.mark.parametrize(("end", "is_found"), [(date(2024, 6, 30), True), (date(2024, 7, 1), False), (None, False)])
def test_the_workspace_s_own_spans_are_looked_at(
    name: str, end: date | None, *, is_found: bool, find: Find, a_workspace: Workspace
) -> None:
    plan: Plan = replace(a_workspace.plan, **{name: Span(start=date(2024, 7, 1), end=end)})  # type: ignore[arg-type] # a span, as is
    found = find("GNI306", plan=plan)
    assert [(each.record, each.path) for each in found] == [(WORKSPACE_REF, ("assessment", name, "end"))] * is_found


@pytest.fixture
def a_workspace(a_context: Callable[..., Any]) -> Workspace:
    workspace: Workspace = a_context().assessment.workspace
    return workspace


def test_what_does_not_apply_is_not_judged(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI306", a_response("GOV-99", answered=stamp(LATER))) == []


def test_an_impossible_date_is_nobody_else_s_problem(codes: Callable[..., list[str]], a_policy: Make) -> None:
    policy = a_policy(effective=span("2023-01-01", "2022-01-01"), last_reviewed=None, next_review=date(2024, 1, 1))
    period = Span(start=date(2024, 7, 1), end=date(2026, 3, 31))
    assert {each for each in codes(policy, period=period) if each.startswith("GNI3")} == {"GNI306"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.dictionaries(
        st.sampled_from(["received", "escalated", "decided", "carried_out", "closed"]),
        st.one_of(
            st.just("unknown"), st.dates(date(2020, 1, 1), TODAY).map(str), st.dates(date(2020, 1, 1), TODAY).map(lambda day: str(day)[:7])
        ),
    )
)
def test_dates_in_order_pass_and_none_is_named_twice(known: dict[str, str], find: Find, a_case: Make) -> None:
    found = [each.path for each in find("GNI306", a_case(dates=dates(**known)))]
    assert len(found) == len(set(found))
    in_order = dict(
        zip(
            [each for each in ("received", "escalated", "decided", "carried_out", "closed") if each in known],
            sorted(known.values()),
            strict=True,
        )
    )
    exact = {name: text for name, text in in_order.items() if text != "unknown"}
    assert find("GNI306", a_case(dates=dates(**exact))) == []
