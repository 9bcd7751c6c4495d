from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.checks.outstanding import outstanding_for
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, DiagnosticSeverity, Finding, Ground, RecordKind, Skipped, Stage, Treatment
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-01"


@pytest.fixture
def find_few(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        return find("GNI501", *records, **{"criteria": (a_criterion(ID),), **more})

    return run


def test_a_set_that_is_too_small_is_asked_for_in_the_workspace_file(find_few: Find, a_selected: Make) -> None:
    (found,) = find_few(a_selected())
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "only 1 case is selected, and at least 8 should be; `CAS-01` has no response either"
    assert "gni-assess answer CAS-01 --finding partly-in-place" in found.fix
    (found,) = find_few()
    assert found.message == "no case is selected, and at least 8 should be; `CAS-01` has no response either"


def test_a_response_that_says_in_place_is_pointed_at(find_few: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_few(a_selected(), a_response(ID))
    assert (found.record, found.path, found.about) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",), "")


def test_a_full_set_is_enough(find_few: Find, a_case_set: Make) -> None:
    assert find_few(*a_case_set()) == []
    assert len(find_few(*a_case_set()[1:])) == 1


@pytest.mark.parametrize("finding", [each for each in Finding if each is not Finding.IN_PLACE])
def test_an_honest_shortfall_passes(find_few: Find, a_response: Callable[..., Response], finding: Finding) -> None:
    assert find_few(a_response(ID, finding=finding)) == []


def test_an_unfinished_response_is_another_rule_s(find_few: Find, a_response: Callable[..., Response]) -> None:
    assert find_few(a_response(ID, finding=None)) == []
    assert find_few(a_response(ID, answer=" ")) == []
    assert find_few(a_response(ID, skipped=Skipped.COME_BACK_LATER)) == []


def test_what_cannot_be_read_might_be_enough(find_few: Find) -> None:
    assert find_few(broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []
    assert find_few(broken=(RecordRef(kind=RecordKind.RESPONSE, id=ID),)) == []
    assert len(find_few(broken=(RecordRef(kind=RecordKind.POLICY, id="POL-1"),))) == 1


def test_a_pack_without_the_criterion_asks_for_nothing(find: Find, a_criterion: Callable[..., Criterion]) -> None:
    assert find("GNI501", criteria=(a_criterion("CAS-02"),)) == []
    assert find("GNI501", criteria=(a_criterion(ID, applies_to=("telecom",)),)) == []


def test_the_workspace_may_choose_another_figure(find_few: Find, a_selected: Make) -> None:
    for figure, found in ((1, 0), (1.5, 1), (2, 1)):
        chosen = {"min_cases": ChosenFigure(value=figure, reason="Qagreed with the assessor.")}
        assert len(find_few(a_selected(), case_selection=chosen)) == found


def test_an_error_that_is_a_warning_while_collecting(run_all: Callable[..., Any], a_criterion: Callable[..., Criterion]) -> None:
    for stage, severity in ((Stage.REVIEW, DiagnosticSeverity.ERROR), (Stage.COLLECTING, DiagnosticSeverity.WARNING)):
        (found,) = run_all(criteria=(a_criterion(ID),), at=stage).diagnostics
        assert (found.code, found.severity) == ("GNI501", severity)


@pytest.mark.parametrize("number", [0, 1, 7])
def test_a_set_that_is_too_small_is_said_once(
    codes: Callable[..., list[str]], a_criterion: Callable[..., Criterion], a_selected: Make, a_response: Make, number: int
) -> None:
    criteria = tuple(a_criterion(f"CAS-{number:02}") for number in range(1, 11))
    cases = [a_selected(f"CASE-{each + 1}") for each in range(number)]
    assert codes(*cases, criteria=criteria) == ["GNI501"]
    assert codes(*cases, a_response(ID), criteria=criteria) == ["GNI501"]
    # A response that says otherwise is wrong for itself.
    assert sorted(codes(*cases, a_response("CAS-07"), criteria=criteria)) == ["GNI501", "GNI507"]
    # What is owned up to is not held against the company under another name; nor is what nobody has finished saying.
    assert codes(*cases, a_response(ID, finding=Finding.PLANNED), criteria=criteria) == ["GNI205"]
    assert codes(*cases, a_response(ID, answer="", review=False), criteria=criteria) == ["GNI202"]


def test_a_set_that_is_large_enough_is_judged_by_all_else(
    codes: Callable[..., list[str]], a_criterion: Callable[..., Criterion], a_selected: Make, a_response: Make
) -> None:
    criteria = tuple(a_criterion(f"CAS-{number:02}") for number in range(1, 11))
    cases = [a_selected(f"CASE-{each + 1}") for each in range(8)]
    others = ["GNI502", "GNI503", "GNI505", "GNI506", "GNI507"]
    assert sorted(codes(*cases, criteria=criteria)) == others
    assert sorted(codes(*cases, criteria=criteria[1:])) == others
    assert codes(*cases, a_response(ID, finding=Finding.PARTLY_IN_PLACE, gaps=()), criteria=criteria) == ["GNI205"]
    unfinished = a_response("CAS-05", answer="", review=False)
    assert sorted(codes(*cases, unfinished, criteria=criteria)) == ["GNI202", *(each for each in others if each != "GNI505")]


@pytest.mark.parametrize(
    ("treatment", "told"), [(Treatment.VIEW_ONLY, False), (Treatment.WITHHELD, False), (Treatment.UNACKNOWLEDGED, True)]
)
def test_a_report_says_nothing_of_a_set_that_its_reader_does_not_see(
    a_context: Make, a_selected: Make, a_criterion: Callable[..., Criterion], treatment: Treatment, *, told: bool
) -> None:
    hidden = a_selected(limits=(Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.ASSESSOR: treatment}),))
    context = a_context(hidden, criteria=(a_criterion(ID),))
    assert ("GNI501" in outstanding_for(context.assessment, context.facts, Audience.ASSESSOR)) is told
