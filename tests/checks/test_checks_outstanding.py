from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.checks.catalogue import RULES
from gni_assess.checks.outstanding import outstanding_for, states_for, tally
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result
from gni_assess.model.cases import Case
from gni_assess.model.criteria import Criterion, Show
from gni_assess.model.dates import Stamp
from gni_assess.model.evidence import Policy
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import Audience, Classification, EvidenceKind, Finding, Ground, Skipped, State, Treatment
from gni_assess.model.workspace import RuleSettings

Make = Callable[..., Any]
ASSESSOR = Audience.ASSESSOR


def limited(treatment: Treatment, *fields: str) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.LEGAL_PROHIBITION, treatment={ASSESSOR: treatment}, fields=fields),)


UNTOLD, WITHHELD = limited(Treatment.UNACKNOWLEDGED), limited(Treatment.WITHHELD)


def count(context: Context, audience: Audience = ASSESSOR) -> dict[str, int]:
    found = outstanding_for(context.assessment, context.facts, audience)
    return {code: number for code, (_, number) in found.items()}


def states(context: Context, audience: Audience = ASSESSOR) -> Mapping[str, State]:
    return states_for(context.assessment, audience)


def link(response: Response, evidence_id: str) -> Response:
    return replace(response, evidence=(*response.evidence, EvidenceLink(id=evidence_id)))


def test_linking_what_is_unacknowledged_makes_state_and_count_say_the_same(
    a_context: Make, a_response: Make, a_policy: Callable[..., Policy]
) -> None:
    reviewed, hidden = a_response(), a_policy(limits=UNTOLD)
    # Reviewed with the link, and reviewed before the link was made.
    whole = link(replace(reviewed, reviewed=None), "POL-417")
    for response, state in ((a_response(evidence=("POL-417",)), State.REVIEWED), (link(reviewed, "POL-417"), State.ANSWERED)):
        context = a_context(response, hidden)
        assert states(context) == {"GOV-01": state}
        assert count(context) == ({} if state is State.REVIEWED else {"GNI210": 1})
    assert count(a_context(whole, hidden)) == {"GNI210": 1}


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.INTERNAL])
def test_what_was_not_reviewed_is_counted_as_often_as_it_is_shown(
    a_context: Make, a_response: Make, a_gap: Make, audience: Audience
) -> None:
    criteria = tuple(f"GOV-0{number}" for number in range(1, 7))
    records = (
        a_response("GOV-01", review=False),
        a_response("GOV-02", review=False, limits=WITHHELD),
        a_response("GOV-03", review=False, gaps=(a_gap("GOV-03-G1", limits=WITHHELD),)),
        a_response("GOV-04", review=False, limits=UNTOLD),
        a_response("GOV-05", review=False, limits=limited(Treatment.WITHHELD, "answer")),
        a_response("GOV-06", review=False, classification=Classification.PUBLIC),
    )
    context = a_context(*records, criteria=tuple(map(_criterion, criteria)))

    answered = [key for key, state in states(context, audience).items() if state is State.ANSWERED]

    assert count(context, audience).get("GNI210", 0) == len(answered)
    assert audience is not ASSESSOR or answered == ["GOV-01", "GOV-03", "GOV-06"]


def _criterion(criterion_id: str) -> Criterion:
    return Criterion(id=criterion_id, title="T", question="Q?", intent="", rights=(), na_allowed=True, basis="toolkit")  # type: ignore[arg-type]


def test_evidence_in_an_unacknowledged_field_does_not_count(
    a_context: Make, a_response: Make, a_policy: Make, a_criterion: Callable[..., Criterion]
) -> None:
    hidden = limited(Treatment.UNACKNOWLEDGED, "evidence")
    for limits, codes in ((hidden, {"GNI106": 1, "GNI203": 1}), (limited(Treatment.WITHHELD, "evidence"), {}), ((), {})):
        response = a_response(evidence=("POL-417",), limits=limits)
        assert count(a_context(response, a_policy(), criteria=(a_criterion("GOV-01", "policy"),))) == codes


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, 0),
        ({"limits": limited(Treatment.UNACKNOWLEDGED, "criteria")}, 1),
        ({"limits": limited(Treatment.WITHHELD, "criteria")}, 0),
        ({"limits": UNTOLD}, 1),
        ({"criteria": ()}, 1),
        # What it is a case of is not shown, so nobody can say that none is.
        ({"criteria": (), "limits": WITHHELD}, 0),
        ({"criteria": (), "classification": Classification.RESTRICTED}, 0),
        ({"limits": limited(Treatment.WITHHELD, "harm")}, 0),
    ],
)
def test_cases_count_as_far_as_it_is_shown_what_they_are_cases_of(
    a_context: Make, a_response: Make, a_case: Callable[..., Case], changes: dict[str, Any], missing: int
) -> None:
    case = a_case(**{"criteria": ("GOV-01",), **changes})

    criterion = replace(_criterion("GOV-01"), show=(Show(kind=EvidenceKind.CASE, required=True, what=""),))

    assert count(a_context(a_response(), case, criteria=(criterion,))).get("GNI203", 0) == missing


@pytest.mark.parametrize(
    "limits", [WITHHELD, limited(Treatment.SUMMARY), limited(Treatment.VIEW_ONLY), limited(Treatment.WITHHELD, "answer")]
)
def test_what_is_in_a_record_that_is_not_shown_whole_is_not_judged(
    a_context: Make, a_response: Make, a_gap: Callable[..., Gap], a_criterion: Make, limits: tuple[Limit, ...]
) -> None:
    good = a_response(limits=limits)
    bad = (
        a_response(limits=limits, answer="TODO", unsure=True),
        a_response(limits=limits, finding=None),
        a_response(limits=limits, finding=Finding.PLANNED, review=False),
        a_response(limits=limits, gaps=(a_gap(owner="", due=None),)),
        replace(good, evidence=(EvidenceLink(id="POL-999"),), assignee="nobody"),
        a_response(limits=limits, skipped=Skipped.DO_NOT_KNOW),
    )
    criteria = (a_criterion("GOV-01", "policy"),)

    for each in (good, *bad):
        context = a_context(each, criteria=criteria)
        assert count(context) == {}
        assert states(context) == {}


def test_a_gap_that_is_not_shown_keeps_its_response_from_being_judged(a_context: Make, a_response: Make, a_gap: Make) -> None:
    hidden = a_gap(limits=WITHHELD, owner="")

    context = a_context(a_response(finding=Finding.PARTLY_IN_PLACE, gaps=(hidden,), unsure=True))

    assert (count(context), states(context)) == ({}, {"GOV-01": State.REVIEWED})


def test_an_unacknowledged_gap_or_response_counts_as_never_entered(a_context: Make, a_response: Make, a_gap: Make) -> None:
    hidden = a_response(finding=Finding.PARTLY_IN_PLACE, gaps=(a_gap(limits=UNTOLD),))

    assert count(a_context(hidden)) == {"GNI205": 1}
    assert count(a_context(a_response(limits=UNTOLD))) == {"GNI201": 1}


@pytest.mark.parametrize(
    ("changes", "fields", "state"),
    [
        ({}, (), State.REVIEWED),
        ({"skipped": Skipped.COME_BACK_LATER}, (), State.DRAFT),
        ({"skipped": Skipped.COME_BACK_LATER}, ("skipped",), State.ANSWERED),
        ({}, ("reviewed",), State.ANSWERED),
        ({"reviewed": Review(on=date(2026, 5, 4), by="qcounsel", of="old")}, (), State.ANSWERED),
        ({"answered": Stamp(on=date(2026, 5, 4), by="qcounsel")}, (), State.ANSWERED),
    ],
)
def test_states_follow_from_what_is_known_and_reviews_from_the_whole(
    a_context: Make, a_response: Make, changes: dict[str, Any], fields: tuple[str, ...], state: State
) -> None:
    limits = limited(Treatment.UNACKNOWLEDGED, *fields) if fields else ()

    assert states(a_context(a_response(limits=limits, **changes))) == {"GOV-01": state}


@pytest.mark.parametrize("field", ["answer", "reason", "skipped", "answered", "reviewed"])
def test_no_state_is_given_where_what_it_follows_from_is_withheld(a_context: Make, a_response: Make, field: str) -> None:
    assert states(a_context(a_response(limits=limited(Treatment.WITHHELD, field)))) == {}


def test_ignores_hold_and_nothing_is_said_of_them(a_context: Make, a_response: Make) -> None:
    ignore = {"GNI106": "Kept.", "GNI210": "Later.", "GNI203": "Later.", "GNI999": "Unknown."}

    context = a_context(a_response(review=False), rules=RuleSettings(ignore=ignore))

    assert count(context) == {}


def test_codes_about_files_and_settings_are_for_the_team() -> None:
    assert {each.code for each in RULES if each.code.startswith("GNI0")} == {f"GNI00{number}" for number in range(1, 10)}


def test_internal_counts_and_states_are_the_real_ones(a_context: Make, a_response: Make, run_all: Callable[..., Result]) -> None:
    response = a_response(review=False, limits=UNTOLD)

    meanings = {each.code: each.summary for each in RULES}
    assert tally(run_all(response)) == {each: (meanings[each], 1) for each in ("GNI210", "GNI604")}
    assert states(a_context(response), Audience.INTERNAL) == {"GOV-01": State.ANSWERED}
