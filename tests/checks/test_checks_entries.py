"""What tells entries of lists apart, whatever their positions."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.checks.runner import Result
from gni_assess.model.case_vocabulary import SelectionDecision
from gni_assess.model.cases import Selection
from gni_assess.model.diagnostics import Diagnostic, KeyPath
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import ScopedFinding
from gni_assess.model.vocabulary import Audience, Finding, Ground, Treatment

Make = Callable[..., Any]
Run = Callable[..., Result]


def found_in(result: Result, code: str) -> dict[KeyPath, Diagnostic]:
    return {each.path: each for each in result.diagnostics if each.code == code}


def test_a_gap_is_known_by_its_id_and_not_by_its_place(run_all: Run, a_response: Make, a_gap: Make) -> None:
    first, second = a_gap("GOV-01-G417", action=""), a_gap("GOV-01-G418", action="")
    before = found_in(run_all(a_response(gaps=(first, second))), "GNI206")
    after = found_in(run_all(a_response(gaps=(a_gap("GOV-01-G900"), second, first))), "GNI206")
    assert before["gaps", 0].entries == after["gaps", 2].entries
    assert before["gaps", 1].entries == after["gaps", 1].entries != before["gaps", 0].entries
    for each in before.values():
        assert re.fullmatch("[0-9a-f]{16}", each.entries)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("GNI102", {"evidence": ("POL-901", "POL-902")}),
        ("GNI104", {"exceptions": tuple(ScopedFinding(finding=Finding.PLANNED, service=each) for each in ("qone", "qtwo"))}),
        ("GNI601", {"limits": tuple(Limit(ground=each) for each in (Ground.LEGAL_PRIVILEGE, Ground.LEGAL_PROHIBITION))}),
    ],
)
def test_links_exceptions_and_limits_are_told_apart(run_all: Run, a_response: Make, code: str, changes: dict[str, Any]) -> None:
    there = {path[1]: each.entries for path, each in found_in(run_all(a_response(**changes)), code).items()}
    back = {name: tuple(reversed(value)) for name, value in changes.items()}
    turned = {path[1]: each.entries for path, each in found_in(run_all(a_response(**back)), code).items()}
    assert (there[0], there[1]) == (turned[1], turned[0])
    assert len({*there.values(), ""}) == 3


def test_ids_in_lists_inside_of_gaps_are_told_apart(run_all: Run, a_response: Make, a_gap: Make) -> None:
    gap: Gap = a_gap(services=("qone", "qtwo"))
    found = found_in(run_all(a_response(gaps=(gap,))), "GNI104")
    turned = found_in(run_all(a_response(gaps=(replace(gap, services=("qtwo", "qone")),))), "GNI104")
    assert found["gaps", 0, "services", 0].entries == turned["gaps", 0, "services", 1].entries
    assert len({each.entries for each in found.values()}) == 2


def test_what_only_a_value_could_tell_apart_has_no_name(run_all: Run, a_case: Make) -> None:
    found = [each for each in run_all(a_case(jurisdiction="QQ")).diagnostics if each.code == "GNI105"]
    assert [each.entries for each in found] == [""]


def test_rules_name_what_is_missing(run_all: Run, a_response: Make, a_gap: Make, a_case: Make) -> None:
    assert found_in(run_all(a_response(gaps=(a_gap(action="", due=None),))), "GNI206")["gaps", 0].key == ("action", "due")
    selected = Selection(decision=SelectionDecision.SELECTED)
    (case,) = found_in(run_all(a_case(demanded="", result=None, selection=selected)), "GNI512").values()
    assert {"demanded", "result"} <= set(case.key)
    limit = Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.PUBLIC: Treatment.UNACKNOWLEDGED})
    (half,) = found_in(run_all(a_response(limits=(limit,))), "GNI604").values()
    assert "assessor" in half.key
