from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.checks.outstanding import outstanding_for
from gni_assess.checks.rule import Context
from gni_assess.model.case_vocabulary import NominatedBy, SelectionDecision
from gni_assess.model.cases import Selection
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Ground, RecordKind, Treatment

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]
READERS = (Audience.ASSESSOR, Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC)
OTHERS = [each for each in Treatment if each is not Treatment.UNACKNOWLEDGED]


def limited(treatment: Treatment, *audiences: Audience, fields: tuple[str, ...] = ()) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.LEGAL_PROHIBITION, fields=fields, treatment=dict.fromkeys(audiences or READERS, treatment)),)


SECRET = limited(Treatment.UNACKNOWLEDGED)


def test_a_selected_case_that_the_assessor_may_not_know_of(find: Find, a_selected: Make) -> None:
    (found,) = find("GNI514", a_selected(limits=SECRET))
    assert (found.record, found.path) == (RecordRef(kind=RecordKind.CASE, id="CASE-208"), ("selection", "decision"))
    assert found.message == "`CASE-208` is selected, and the assessor does not receive it"
    # A field that every complete case has cannot be kept secret by itself: its absence would tell.
    assert len(find("GNI514", a_selected(limits=limited(Treatment.UNACKNOWLEDGED, fields=("title",))))) == 1


@pytest.mark.parametrize("treatment", OTHERS)
def test_what_the_assessor_may_know_of_can_be_selected(find: Find, a_selected: Make, treatment: Treatment) -> None:
    assert find("GNI514", a_selected(limits=limited(treatment))) == []
    assert find("GNI514", a_selected(limits=limited(Treatment.UNACKNOWLEDGED, Audience.GNI, Audience.PUBLIC))) == []
    assert find("GNI514", a_selected(limits=limited(Treatment.UNACKNOWLEDGED, fields=("remedy",)))) == []


def test_a_case_that_is_not_selected_may_be_secret(find: Find, a_case: Make) -> None:
    assert find("GNI514", a_case(limits=SECRET)) == []
    assert find("GNI514", a_case(selection=Selection(decision=SelectionDecision.DECLINED), limits=SECRET)) == []


def test_it_is_said_once_and_of_a_case_that_lacks_everything(
    codes: Callable[..., list[str]], a_selected: Make, a_case: Make, a_response: Make
) -> None:
    assert codes(a_selected(limits=SECRET), a_response()) == ["GNI514"]
    bare = a_case(selection=Selection(decision=SelectionDecision.SELECTED), shareable_summary="", limits=SECRET)
    assert codes(bare, a_response()) == ["GNI514"]


def test_it_is_in_none_of_the_counts(a_context: Callable[..., Context], a_criterion: Callable[..., Criterion], a_case_set: Make) -> None:
    more = {"criteria": tuple(a_criterion(f"CAS-{number:02}") for number in range(1, 11))}
    nominated = Selection(nominated_by=NominatedBy.NON_COMPANY_MEMBER, decision=SelectionDecision.SELECTED)
    open_set = a_case_set(selection=nominated, services=("qcdn",))
    secret = a_case_set(selection=nominated, limits=SECRET)
    hidden = [replace(each, id=f"CASE-{601 + number}") for number, each in enumerate(secret)]
    assert a_context(*open_set, *hidden, **more).index.coverage == a_context(*open_set, **more).index.coverage
    assert {each.count for each in a_context(*hidden, **more).index.coverage.lines} == {0}


def test_a_report_to_others_does_not_tell(a_context: Callable[..., Context], a_selected: Make) -> None:
    only_the_assessor = limited(Treatment.UNACKNOWLEDGED, Audience.ASSESSOR)[0]
    treatment = {**only_the_assessor.treatment, **dict.fromkeys(READERS[1:], Treatment.FULL)}
    limits = (Limit(ground=Ground.LEGAL_PROHIBITION, treatment=treatment),)
    context = a_context(a_selected(limits=limits, classification="public"))
    for audience in READERS:
        assert "GNI514" not in outstanding_for(context.assessment, context.facts, audience)
