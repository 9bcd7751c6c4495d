from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import CaseStep
from gni_assess.model.cases import CaseDates, Step
from gni_assess.model.dates import PartialDate, Span
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
PERIOD = Span(start=date(2024, 7, 1), end=date(2025, 12, 31))


def dates(**known: str) -> CaseDates:
    return CaseDates(**{name: PartialDate(text) for name, text in known.items()})


@pytest.mark.parametrize(
    "known",
    [
        {"received": "2024-06-01", "decided": "2024-06-30"},
        {"received": "2024-05", "closed": "2024-06"},
        {"decided": "2026-01-01"},
        {"received": "2026-01", "decided": "2026-02-01"},
        {"received": "2023-01-01", "decided": "2023-01-05", "closed": "unknown"},
    ],
)
def test_a_case_before_or_after_the_period(find: Find, a_selected: Make, known: dict[str, str]) -> None:
    (found,) = find("GNI508", a_selected(dates=dates(**known)), period=PERIOD)
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.CASE, id="CASE-208"), ("dates",))
    assert found.message == "`CASE-208` is selected, and lies outside the assessment period"


@pytest.mark.parametrize(
    "known",
    [
        {"decided": "2024-07-01"},
        {"decided": "2025-12-31"},
        {"received": "2024-05-01", "closed": "2024-07"},
        {"received": "2025-12", "decided": "2026-01-05"},
        {"received": "2020-01-01", "closed": "2026-03-01"},
        {"received": "unknown", "decided": "unknown"},
        {},
    ],
)
def test_a_case_that_touches_the_period_or_may_do_so(find: Find, a_selected: Make, known: dict[str, str]) -> None:
    assert find("GNI508", a_selected(dates=dates(**known)), period=PERIOD) == []


def on(*days: str) -> tuple[Step, ...]:
    return tuple(Step(step=CaseStep.CHALLENGED, on=PartialDate(day)) for day in days)


@pytest.mark.parametrize("days", [("2024-07-01",), ("unknown", "2024-07"), ("2024-06-01", "2026-03-01")])
def test_a_step_in_the_period_counts(find: Find, a_selected: Make, days: tuple[str, ...]) -> None:
    old = dates(decided="2020-01-01")
    assert find("GNI508", a_selected(dates=old, steps=on(*days)), period=PERIOD) == []
    assert len(find("GNI508", a_selected(dates=old, steps=(*on("unknown", "2024-06"), Step(step=CaseStep.DECIDED))), period=PERIOD)) == 1


def test_steps_are_dates_where_there_are_no_others(find: Find, codes: Callable[..., list[str]], a_selected: Make) -> None:
    nowhere = dates(received="unknown", decided="unknown")
    assert len(find("GNI508", a_selected(dates=nowhere, steps=on("2024-06-30")), period=PERIOD)) == 1
    assert find("GNI508", a_selected(dates=nowhere, steps=on("unknown")), period=PERIOD) == []
    to_come = a_selected(dates=nowhere, steps=on("2052-01-01"))
    assert find("GNI508", to_come, period=PERIOD) == []
    assert "GNI306" in codes(to_come, period=PERIOD)


def test_the_dates_and_the_period_are_details(find: Find, a_selected: Make) -> None:
    old = a_selected(dates=dates(received="2020-01", carried_out="2020-02-03"), steps=on("2020-01-09"))
    (found,) = find("GNI508", old, period=PERIOD)
    assert found.detail == (
        "received 2020-01, carried out 2020-02-03, challenged 2020-01-09 (step); the period starts on 2024-07-01 and ends on 2025-12-31"
    )
    assert find("GNI508", old, period=Span(start=date(2024, 7, 1)))[0].detail.endswith("; the period starts on 2024-07-01")


def test_a_reason_is_enough_and_blanks_are_none(find: Find, a_selected: Make) -> None:
    old = dates(decided="2020-01-01")
    assert find("GNI508", a_selected(dates=old, period_reason="Qthe assessor asked for it"), period=PERIOD) == []
    assert len(find("GNI508", a_selected(dates=old, period_reason=" \n"), period=PERIOD)) == 1


def test_an_open_period_has_no_end(find: Find, a_selected: Make) -> None:
    assert find("GNI508", a_selected(dates=dates(decided="2026-04-01")), period=Span(start=date(2024, 7, 1))) == []


def test_nothing_is_said_of_other_cases_or_without_a_period(find: Find, a_selected: Make, a_case: Make) -> None:
    old = dates(decided="2020-01-01")
    assert find("GNI508", a_case(dates=old), period=PERIOD) == []
    assert find("GNI508", a_selected(dates=old), period=None) == []


@pytest.mark.parametrize("known", [{"decided": "2052-01-01"}, {"received": "2020-02-01", "decided": "2020-01-01"}])
def test_a_date_that_cannot_be_is_another_rule_s(
    codes: Callable[..., list[str]], find: Find, a_selected: Make, known: dict[str, str]
) -> None:
    case = a_selected(dates=dates(**known))
    assert find("GNI508", case, period=PERIOD) == []
    assert "GNI306" in codes(case, period=PERIOD)


def test_a_period_that_cannot_be_is_another_rule_s(find: Find, a_selected: Make) -> None:
    assert find("GNI508", a_selected(), period=Span(start=date(2025, 7, 1), end=date(2024, 6, 30))) == []
