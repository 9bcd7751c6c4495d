from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.case_set import figures_of, measure_coverage
from gni_assess.checks.rule import Context
from gni_assess.model.cases import Case
from gni_assess.model.coverage import Coverage
from gni_assess.model.criteria import Criterion
from gni_assess.model.dates import Span
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.model.workspace import ChosenFigure, Service

Make = Callable[..., Any]
ALL = tuple(f"CAS-{number:02}" for number in range(1, 11))


@pytest.fixture
def measure(a_context: Callable[..., Context], a_criterion: Callable[..., Criterion]) -> Callable[..., Coverage]:
    def run(*records: Case, ids: tuple[str, ...] = ALL, **more: Any) -> Coverage:  # noqa: ANN401 - fields of the workspace
        context = a_context(*records, criteria=tuple(map(a_criterion, ids)), **more)
        return measure_coverage(context.assessment, context.broken)

    return run


def counts(coverage: Coverage) -> dict[str, tuple[int, int, bool | None]]:
    return {each.key: (each.count, each.target, each.met) for each in coverage.lines}


def figure(value: float) -> ChosenFigure:
    return ChosenFigure(value=value, reason="Qreason")


def test_a_full_set_meets_every_target(measure: Callable[..., Coverage], a_case_set: Make) -> None:
    coverage = measure(*a_case_set(), markets=("US", "NO", "TR", "GB", "DE"))
    assert counts(coverage) == {
        "cases": (8, 8, True),
        "expression": (3, 3, True),
        "privacy": (6, 3, True),
        "jurisdictions": (4, 4, True),
        "concern": (1, 1, True),
        "services": (0, 0, None),
        "types": (4, 4, True),
        "decision_cases": (1, 1, True),
        "hard_cases": (1, 1, True),
        "cases_in_period": (8, 8, True),
        "nominations": (0, 0, None),
        "shareable_summaries": (8, 8, True),
    }
    assert coverage.rights == {"privacy": 6, "expression": 3}
    assert list(coverage.types.items())[:2] == [("user-data", 4), ("content-restriction", 2)]
    assert coverage.jurisdictions == {"TR": 5, "GB": 1, "NO": 1, "US": 1}
    assert coverage.services == {"qcdn": 8}


def test_only_selected_cases_count(measure: Callable[..., Coverage], a_case: Make) -> None:
    coverage = measure(a_case())
    assert counts(coverage)["cases"] == (0, 8, False)
    assert coverage.rights == {"expression": 0, "privacy": 0}
    assert (coverage.types, coverage.jurisdictions, coverage.services) == ({}, {"TR": 0}, {"qcdn": 0})


def test_only_criteria_that_the_pack_has_get_a_line(measure: Callable[..., Coverage]) -> None:
    assert [each.criterion for each in measure(ids=("GOV-01", "CAS-03", "CAS-05")).lines] == ["CAS-03", "CAS-03", "CAS-05"]
    assert measure(ids=("GOV-01",)).lines == ()


def test_cases_that_cannot_be_read_are_told_apart(measure: Callable[..., Coverage]) -> None:
    broken = (RecordRef(kind=RecordKind.CASE, id="CASE-1"), RecordRef(kind=RecordKind.POLICY, id="POL-1"))
    assert measure(broken=broken).unread == 1


def test_the_workspace_chooses_other_figures(a_context: Callable[..., Context]) -> None:
    chosen = {"min_cases": figure(6), "min_types": figure(2.5), "min_concern_share": figure(0.25), "min_per_right": figure(float("inf"))}
    figures = figures_of(a_context(case_selection=chosen).assessment)
    assert (figures.min_cases, figures.min_types, figures.min_concern_share, figures.min_per_right) == (6, 3, 0.25, 3)
    assert (figures.min_jurisdictions, figures.min_decision_cases) == (4, 1)


@pytest.mark.parametrize("reason", ["", " ", "TODO", "...", "x", "12"])
def test_a_figure_for_a_reason_that_says_nothing_is_not_followed(a_context: Callable[..., Context], reason: str) -> None:
    chosen = {"min_cases": ChosenFigure(value=1, reason=reason), "min_types": figure(2)}
    figures = figures_of(a_context(case_selection=chosen).assessment)
    assert (figures.min_cases, figures.min_types) == (8, 2)


@pytest.mark.parametrize(
    ("markets", "target"), [((), 4), (("US",), 1), (("US", "NO", "US"), 2), (("US", "NO", "TR", "DE"), 4), (tuple("ABCDEFG"), 4)]
)
def test_a_company_with_few_markets_needs_few_jurisdictions(
    measure: Callable[..., Coverage], markets: tuple[str, ...], target: int
) -> None:
    assert counts(measure(markets=markets))["jurisdictions"][1] == target


@pytest.mark.parametrize(
    ("concern", "share", "needed"),
    [
        ((), 0.5, 0),
        (("TR",), 0.5, 1),
        (("TR", "NO", "GB"), 0.5, 2),
        (tuple(map(str, range(100))), 0.07, 7),
        (("TR", "NO"), 50, 2),
        (("TR",), 0, 0),
    ],
)
def test_the_share_of_jurisdictions_of_concern_is_rounded_up(
    measure: Callable[..., Coverage], concern: tuple[str, ...], share: float, needed: int
) -> None:
    coverage = measure(jurisdictions_of_concern=concern, case_selection={"min_concern_share": figure(share)})
    assert counts(coverage)["concern"][1] == needed


def test_services_in_scope_with_material_risk_are_asked_for(measure: Callable[..., Coverage], a_selected: Make) -> None:
    services = (
        Service(id="qone", name="One", material_risk=True),
        Service(id="qtwo", name="Two", material_risk=True),
        Service(id="qout", name="Out", in_scope=False, material_risk=True),
        Service(id="qlow", name="Low"),
    )
    coverage = measure(a_selected(services=("qtwo", "qtwo", "qout")), services=services)
    (line,) = (each for each in coverage.lines if each.key == "services")
    assert (line.count, line.target, line.lacking) == (1, 2, ("qone",))
    assert coverage.services == {"qout": 1, "qtwo": 1, "qlow": 0, "qone": 0}


def test_the_period_is_counted_where_there_is_one(measure: Callable[..., Coverage], a_selected: Make) -> None:
    cases = a_selected("CASE-1"), a_selected("CASE-2", period_reason="Qreason")
    assert counts(measure(*cases, period=Span(start=date(2026, 1, 1))))["cases_in_period"] == (1, 2, False)
    assert "cases_in_period" not in counts(measure(*cases, period=None))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)), kept=st.integers(0, 8))
def test_more_cases_never_cover_less_and_their_order_makes_no_difference(
    order: list[int], kept: int, measure: Callable[..., Coverage], a_case_set: Make
) -> None:
    cases = a_case_set()
    some, every = measure(*cases[:kept]), measure(*cases)
    assert all(few.count <= many.count for few, many in zip(some.lines, every.lines, strict=True))
    assert measure(*(cases[each] for each in order)) == every
