from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.model.workspace import ChosenFigure

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-05"


@pytest.fixture
def find_narrow(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        return find("GNI505", *records, criteria=(a_criterion(ID),), **more)

    return run


def test_too_few_types(find_narrow: Find, a_case_set: Make) -> None:
    assert find_narrow(*a_case_set()) == []
    (found,) = find_narrow(*a_case_set(type=CaseType.INTERCEPTION))
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "the selected cases are all of one type, and there should be at least 4 types"


def test_only_what_says_in_place_is_wrong(find_narrow: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_narrow(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_narrow(a_selected(), a_response(ID, finding=Finding.PLANNED)) == []
    assert find_narrow(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []


def test_the_workspace_may_choose_another_figure(find_narrow: Find, a_case_set: Make) -> None:
    assert len(find_narrow(*a_case_set(), case_selection={"min_types": ChosenFigure(value=5, reason="Qasked for")})) == 1
