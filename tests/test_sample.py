"""The sample company is a company's real file: of everything that a record can hold there is something, and it holds together."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gni_assess.checks.states import state_of
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.case_vocabulary import CaseResult, CaseType, Challenge, NominatedBy, SelectionDecision
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.plain import to_plain
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import (
    Audience,
    CompanyType,
    Finding,
    GapStatus,
    Ground,
    Right,
    Severity,
    Stage,
    State,
    Treatment,
)
from gni_assess.store.load import load_workspace

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-21"
LAST_DAY = date(2026, 11, 20)
DAYS_PAST = ("closed", "held_on", "completed", "last_reviewed")
DECISIONS = (CaseType.PRODUCT_DECISION, CaseType.MARKET_DECISION, CaseType.TRANSACTION)
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def sample() -> Assessment:
    return load_workspace(ROOT).require()


def limits_of(assessment: Assessment) -> Iterator[Limit]:
    for record in assessment.records():
        yield from record.limits
        if isinstance(record, Response):
            for gap in record.gaps:
                yield from gap.limits


def gaps_of(assessment: Assessment) -> list[Gap]:
    return [gap for each in assessment.responses.values() for gap in each.gaps]


def selected(assessment: Assessment) -> list[Case]:
    return [each for each in assessment.cases.values() if each.selection.decision is SelectionDecision.SELECTED]


def test_it_validates_at_the_stage_it_says(run: Run, sample: Assessment) -> None:
    assert sample.workspace.plan.stage is Stage.REVIEW
    found = json.loads(run("validate", "-C", ROOT, "--today", TODAY, "--format", "json").out)["diagnostics"]
    assert [each for each in found if each["severity"] == "error"] == []
    # What stands between it and `ready`: a second look and some reviews. The rest is about days gone by, and true.
    assert {each["code"] for each in found} == {"GNI209", "GNI210", "GNI303", "GNI305"}


def test_the_company_is_as_large_as_a_real_one(sample: Assessment) -> None:
    workspace = sample.workspace
    assert set(workspace.company.types) == {CompanyType.INFRASTRUCTURE, CompanyType.PLATFORM}
    assert len(workspace.services) == 3
    assert [each.jurisdiction for each in workspace.entities] == ["US", "NO"]
    assert len(workspace.markets) == 5
    assert len({each.role for each in workspace.people}) == 6
    assert (len(sample.policies) + len(sample.systems), len(sample.cases)) == (30, 10)
    assert (len(sample.recommendations), len(sample.interviews), len(sample.requests)) == (6, 4, 3)


def test_every_criterion_that_applies_has_an_answer_of_its_own(sample: Assessment) -> None:
    assert set(sample.responses) == {each.id for each in sample.applicable}
    assert all(each.is_answered for each in sample.responses.values())
    assert {each.finding for each in sample.responses.values()} == set(Finding)
    answers = [each.answer or each.reason for each in sample.responses.values()]
    assert len(set(answers)) == len(answers)
    assert not {each.example for each in sample.pack.criteria} & set(answers)
    reviewed = sum(state_of(each) is State.REVIEWED for each in sample.responses.values())
    assert 75 <= reviewed < len(answers)


def test_gaps_are_of_every_kind(sample: Assessment) -> None:
    gaps = gaps_of(sample)
    open_ones = [each for each in gaps if each.status in (GapStatus.OPEN, GapStatus.IN_PROGRESS)]
    assert {each.severity for each in open_ones} == set(Severity)
    assert {each.status for each in gaps} == set(GapStatus)
    assert sum(each.due is not None and each.due < LAST_DAY for each in open_ones) == 3
    assert any(each.due_moves for each in gaps)
    assert any(each.entities for each in gaps)
    assert any(each.services for each in gaps)
    assert len({each.id for each in gaps}) == len(gaps)


def test_cases_differ_in_what_matters(sample: Assessment) -> None:
    cases, chosen = list(sample.cases.values()), selected(sample)
    figures = sample.pack.case_selection
    assert len(chosen) >= figures.min_cases
    assert len({each.type for each in cases}) == 10
    assert len({each.type for each in chosen}) >= 5
    assert {each.jurisdiction for each in chosen} == set(sample.workspace.markets)
    assert {each.response for each in cases} >= {"refused", "narrowed", "complied-in-part", "complied-in-full", "decision-made"}
    assert {each.challenge for each in cases} >= {Challenge.WON, Challenge.LOST, Challenge.PENDING, Challenge.NONE}
    assert {each.result for each in cases} == set(CaseResult)
    assert [each.selection.nominated_by for each in cases].count(NominatedBy.NON_COMPANY_MEMBER) == 1
    assert any(each.type in DECISIONS for each in chosen)
    for right in Right:
        assert sum(right in each.rights for each in chosen) >= figures.min_per_right
    for service in sample.workspace.services:
        covered = any(service.id in each.services for each in chosen)
        assert covered or not (service.in_scope and service.material_risk)


def test_a_case_has_what_a_case_of_its_type_needs(sample: Assessment) -> None:
    for case in selected(sample):
        has = to_plain(case)
        needs = ["demanded", "decided_by", "response", "result", "shareable_summary"]
        needs += ["options"] if case.type in DECISIONS else ["authority", "channel", "challenge", "users_told"]
        needs += [] if case.type in DECISIONS else ["pressure" if case.type is CaseType.INFORMAL_PRESSURE else "legal_basis"]
        assert [each for each in needs if not has.get(each)] == [], case.id
        assert case.dates.decided is not None


def test_a_case_is_judged_by_the_policy_of_its_day(sample: Assessment) -> None:
    for case in sample.cases.values():
        decided = case.dates.decided
        assert decided is not None
        for link in case.evidence:
            policy = sample.policies.get(link.id)
            if policy is not None and decided.earliest is not None:
                assert policy.effective.overlaps(decided.earliest, decided.latest), (case.id, link.id)


def test_every_ground_and_every_treatment_stands_somewhere(sample: Assessment) -> None:
    limits = list(limits_of(sample))
    assert {each.ground for each in limits} == set(Ground)
    assert {treatment for each in limits for treatment in each.treatment.values()} == set(Treatment)


def test_one_case_must_not_be_acknowledged(sample: Assessment) -> None:
    hidden = [
        each.id
        for each in sample.cases.values()
        for limit in each.limits
        if not limit.fields
        and all(limit.treatment.get(who) is Treatment.UNACKNOWLEDGED for who in Audience if who is not Audience.INTERNAL)
    ]
    assert hidden == ["CASE-129"]
    linked = [each.id for each in sample.records() if any(link.id == hidden[0] and (link.where or link.shows) for link in _links(each))]
    assert linked == []


def _links(record: Record) -> tuple[Any, ...]:
    return getattr(record, "evidence", ())


def test_protected_terms_stand_in_several_scripts(sample: Assessment) -> None:
    terms = [term.term for case in sample.cases.values() for term in case.protected_terms]
    scripts = {unicodedata.name(char).split()[0] for term in terms for char in term if char.isalpha()}
    assert {"LATIN", "ARABIC", "CYRILLIC", "GREEK", "CJK"} <= scripts


def test_versions_follow_each_other(sample: Assessment) -> None:
    chains = [(each, sample.policies[each.supersedes]) for each in sample.policies.values() if each.supersedes]
    assert len(chains) >= 2
    for later, earlier in chains:
        assert isinstance(earlier, Policy)
        assert later.version != earlier.version
        assert earlier.effective.to is not None


def test_files_are_real_and_as_recorded(sample: Assessment) -> None:
    documents = [each for each in (*sample.policies.values(), *sample.systems.values()) if each.file]
    assert len({Path(each.file).suffix for each in documents}) >= 5
    for each in documents:
        data = (ROOT / each.file).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each.size, each.sha256), each.id
    listed = {each.file for each in documents}
    assert {f"evidence/files/{each.name}" for each in (ROOT / "evidence/files").iterdir()} == listed


def test_nothing_that_happened_lies_in_the_future(sample: Assessment) -> None:
    past = {"answered", "updated", "reviewed", "returned", "verified"}

    def find(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield from find(each, (*path, key))
        elif isinstance(value, list):
            for each in value:
                yield from find(each, path)
        elif isinstance(value, str | date) and ((path[-1] == "on" and past & set(path)) or path[-1] in DAYS_PAST):
            yield path, str(value)

    for record in sample.records():
        for path, day in find(to_plain(record), ()):
            assert day <= str(LAST_DAY) or day == "unknown", (record.id, path, day)
