from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.disclosure.readers import OTHERS
from gni_assess.disclosure.sight import look
from gni_assess.disclosure.untold import Untold
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Classification, Ground, Level, Treatment

DOCUMENT: dict[str, Any] = {"title": "x", "summary": "x", "owner": "officer", "effective": Effective(from_=PartialDate("2024-01"))}
GAP = Gap(id="GOV-02-G417", summary="x", scale=Level.LOW, scope=Level.LOW, irremediability=Level.LOW, owner="officer")
RESPONSE = Response(criterion="GOV-02", assignee="officer")
RECORDS: tuple[Any, ...] = (
    RESPONSE,
    Policy(id="POL-417", kind_of=PolicyKind.POLICY, **DOCUMENT),
    System(id="SYS-417", kind_of=SystemKind.TEAM, **DOCUMENT),
    Case(id="CASE-417", title="x", type=CaseType.USER_DATA, rights=(), jurisdiction="TR", classification=Classification.PUBLIC),
    Recommendation(id="REC-417", text="x", area="x", source="x", owner="officer"),
    Request(id="REQ-417", text="x", asked_by="x", asked_on=date(2026, 9, 1), kind_of=RequestKind.NOTE, owner="officer"),
    Interview(id="INT-417", role="x", person="officer"),
)


def every_limits() -> Iterator[tuple[Limit, ...]]:
    yield ()
    for ground in (None, Ground.SECURITY):
        for treatment in Treatment:
            for keys in ((), ("title",), ("gaps",), ("finding",), ("unheard-of",)):
                yield (Limit(ground=ground, treatment={Audience.GNI: treatment, Audience.RESPONDENT: treatment}, fields=keys),)
    yield (
        Limit(ground=Ground.SECURITY, treatment=dict.fromkeys(Audience, Treatment.FULL)),
        Limit(ground=Ground.LITIGATION, treatment={Audience.ASSESSOR: Treatment.UNACKNOWLEDGED}),
    )


LIMITS = tuple(every_limits())
VARIANTS = [(classification, limits) for classification in Classification for limits in LIMITS]


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.id)
def test_untold_are_those_who_see_nothing_of_a_record_of_their_own(record: Any) -> None:  # noqa: ANN401 - any record
    untold = Untold(OTHERS)
    for classification, limits in VARIANTS:
        each = replace(record, classification=classification, limits=limits)
        unseen = {audience for audience in OTHERS if not look(each, audience, person_id="officer").is_acknowledged}

        assert untold.of_record(each) == unseen
        assert untold.of_record(replace(each, notes="x")) == unseen


def test_untold_of_a_gap_are_those_who_see_nothing_of_it_or_its_response() -> None:
    untold = Untold(OTHERS)
    for classification, limits in VARIANTS[::2]:
        for own_classification in (None, Classification.PUBLIC):
            for own_limits in LIMITS[::5]:
                gap = replace(GAP, classification=own_classification, limits=own_limits)
                response = replace(RESPONSE, classification=classification, limits=limits, gaps=(gap,))
                unseen = {each for each in OTHERS if not look(response, each, person_id="officer").gaps[0].is_acknowledged}

                assert untold.of_gap(response, gap) == unseen


def test_whose_a_record_is_makes_no_difference() -> None:
    policy = replace(RECORDS[1], classification=Classification.CONFIDENTIAL)

    assert Untold(OTHERS).of_record(replace(policy, owner="counsel")) == {Audience.PUBLIC}
    assert Untold((Audience.GNI,)).of_record(policy) == frozenset()
