from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.digests import content_digest, wording_digest
from gni_assess.checks.states import state_of
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Return, Review, ScopedFinding
from gni_assess.model.vocabulary import Audience, Classification, EvidenceKind, Finding, Ground, Level, Skipped, State, Treatment

DAY = date(2026, 5, 4)
LIMIT = Limit(ground=Ground.SECURITY, treatment={Audience.GNI: Treatment.SUMMARY, Audience.ASSESSOR: Treatment.FULL})
CONTENT: list[dict[str, Any]] = [
    {"finding": Finding.PLANNED},
    {"answer": "Another."},
    {"reason": "Another."},
    {"evidence": (EvidenceLink(id="POL-1"),)},
    {"evidence": (EvidenceLink(id="POL-1", where="page 2"),)},
    {"exceptions": (ScopedFinding(finding=Finding.PLANNED, entity="nordics"),)},
    {"no_instance": "Nothing happened."},
    {"alternative": "An interview."},
    {"limits": (LIMIT,)},
    {"limits": (replace(LIMIT, how="Ask."),)},
    {"limits": (replace(LIMIT, treatment={Audience.GNI: Treatment.FULL}),)},
    {"classification": Classification.PUBLIC},
]
GAP_CONTENT: list[dict[str, Any]] = [
    {"summary": "Another."},
    {"scale": Level.HIGH},
    {"due": date(2027, 1, 1)},
    {"due_moves": 2},
    {"missing": (EvidenceKind.CASE,)},
    {"limits": (LIMIT,)},
    {"evidence": ("POL-1",)},
]
ABOUT_THE_WORK: list[dict[str, Any]] = [
    {"unsure": True},
    {"assignee": "someone"},
    {"due": DAY},
    {"notes": "For the team."},
    {"confirmed_wording": "3f9c"},
    {"answered": None},
    {"updated": Stamp(on=DAY, by="someone")},
    {"reviewed": None},
    {"returned": Return(on=DAY, by="someone")},
    {"skip_reason": "Later."},
]


@pytest.mark.parametrize("change", CONTENT)
def test_every_part_of_the_content_counts(change: dict[str, Any], a_response: Callable[..., Response]) -> None:
    assert content_digest(a_response(**change)) != content_digest(a_response())


def test_all_contents_differ(a_response: Callable[..., Response]) -> None:
    assert len({content_digest(a_response(**change)) for change in CONTENT}) == len(CONTENT)


@pytest.mark.parametrize("change", ABOUT_THE_WORK)
def test_what_is_about_the_work_does_not_count(change: dict[str, Any], a_response: Callable[..., Response]) -> None:
    assert content_digest(a_response(**change)) == content_digest(a_response())


@pytest.mark.parametrize("change", GAP_CONTENT)
def test_gaps_count(change: dict[str, Any], a_response: Callable[..., Response], a_gap: Callable[..., Gap]) -> None:
    assert content_digest(a_response(gaps=(a_gap(**change),))) != content_digest(a_response(gaps=(a_gap(),)))


def test_notes_of_gaps_and_limits_do_not_count(a_response: Callable[..., Response], a_gap: Callable[..., Gap]) -> None:
    with_notes = a_response(gaps=(a_gap(notes="For the team.", limits=(replace(LIMIT, note="For the team."),)),))
    assert content_digest(with_notes) == content_digest(a_response(gaps=(a_gap(limits=(LIMIT,)),)))


def test_the_order_of_audiences_does_not_count(a_response: Callable[..., Response]) -> None:
    turned = replace(LIMIT, treatment=dict(reversed(list(LIMIT.treatment.items()))))
    assert content_digest(a_response(limits=(turned,))) == content_digest(a_response(limits=(LIMIT,)))


def test_the_digest_is_the_same_for_ever() -> None:
    response = Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="The charter says so.\n")
    assert content_digest(response) == "93c739b070707cb9535c0684b5f5f9117625fb1cacc46518f7e85cb53d56baa2"
    assert content_digest(Response(criterion="X")) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.text(), other=st.text())
def test_different_texts_differ(one: str, other: str, a_response: Callable[..., Response]) -> None:
    same = one.strip() == other.strip()
    assert (content_digest(a_response(answer=one)) == content_digest(a_response(answer=other))) is same


def test_wrapping_does_not_change_a_wording() -> None:
    assert wording_digest("Who decides,\n  and when?") == wording_digest("Who decides, and when?\n")
    assert wording_digest("Who decides?") != wording_digest("Who decided?")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, State.REVIEWED),
        ({"review": False}, State.ANSWERED),
        ({"finding": None}, State.DRAFT),
        ({"answer": " "}, State.DRAFT),
        ({"finding": Finding.NOT_APPLICABLE}, State.DRAFT),
        ({"finding": Finding.NOT_APPLICABLE, "reason": "Why."}, State.REVIEWED),
        ({"skipped": Skipped.WAITING}, State.DRAFT),
        ({"answered": Stamp(on=DAY, by="qcounsel")}, State.ANSWERED),
        ({"answered": None}, State.REVIEWED),
        ({"reviewed": Review(on=DAY, by="qcounsel", of="77ab")}, State.ANSWERED),
    ],
)
def test_the_state_of_a_response(change: dict[str, Any], state: State, a_response: Callable[..., Response]) -> None:
    assert state_of(a_response(**change)) is state
