from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.model.workspace import Service

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
ID = "CAS-04"


@pytest.fixture
def find_uncovered(find: Find, a_criterion: Callable[..., Criterion]) -> Find:
    def run(*records: Any, **more: Any) -> list[Problem]:  # noqa: ANN401 - as `find` takes it
        services = tuple(Service(id=each, name="Qname", material_risk=True) for each in ("qpages", "qcdn", "qmail"))
        return find("GNI504", *records, criteria=(a_criterion(ID),), **{"services": services, **more})

    return run


def test_services_that_no_case_names_are_in_the_detail_only(find_uncovered: Find, a_selected: Make) -> None:
    (found,) = find_uncovered(a_selected())
    assert (found.record, found.path, found.about) == (WORKSPACE_REF, ("assessment", "pack"), ID)
    assert found.message == "of the services in scope with material risk 2 appear in no selected case"
    assert found.detail == "qpages, qmail"
    (found,) = find_uncovered(a_selected(services=("qcdn", "qmail")))
    assert found.message == "a service in scope with material risk appears in no selected case"


def test_every_service_may_be_in_another_case(find_uncovered: Find, a_selected: Make) -> None:
    assert find_uncovered(*(a_selected(f"CASE-{each}", services=(each,)) for each in ("qcdn", "qpages", "qmail"))) == []


@pytest.mark.parametrize("changes", [{"in_scope": False, "material_risk": True}, {"material_risk": False}])
def test_other_services_need_no_case(find_uncovered: Find, a_selected: Make, changes: dict[str, bool]) -> None:
    assert find_uncovered(a_selected(), services=(Service(id="qother", name="Qname", **changes),)) == []


def test_only_what_says_in_place_is_wrong(find_uncovered: Find, a_selected: Make, a_response: Callable[..., Response]) -> None:
    (found,) = find_uncovered(a_selected(), a_response(ID))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.RESPONSE, id=ID), ("finding",))
    assert find_uncovered(a_selected(), a_response(ID, finding=Finding.PLANNED)) == []
    assert find_uncovered(a_selected(), broken=(RecordRef(kind=RecordKind.CASE, id="CASE-1"),)) == []
