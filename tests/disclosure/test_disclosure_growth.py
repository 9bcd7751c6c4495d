import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from gni_assess.disclosure.leaks import find_leaks
from gni_assess.disclosure.terms import Search, Term, TermIndex
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case, ProtectedTerm
from gni_assess.model.criteria import CaseFigures, Freshness, Pack
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Right, Stage, Treatment
from gni_assess.model.workspace import Company, Plan, Service, Workspace

FIGURES = CaseFigures(
    min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
)
EMPTY: dict[str, Any] = dict.fromkeys(("sources", "areas", "company_types", "case_types"), ())
FRESHNESS = Freshness(policy_review_months=24, evidence_stale_months=36)
PACK = Pack(id="p", title="P", edition="1", notice="", case_selection=FIGURES, freshness=FRESHNESS, **EMPTY)
WORKSPACE = Workspace(
    company=Company(name="Example Relay", types=()),
    plan=Plan(stage=Stage.REVIEW, pack="p", edition="1", first_assessment=False),
    services=(Service(id="cdn", name="Content delivery"),),
)
LIMITS = (Limit(ground=Ground.SECURITY, treatment={Audience.PUBLIC: Treatment.UNACKNOWLEDGED}),)
SUMMARY = "In this case 3 of 2081 people were told, as section 2 of the policy 4.1 says; Mr Lee, Ann-Lee and Q 17 asked for a sample."
NAMES = ("bar", "lee", "nor", "sam", "tun", "vik")


def count_steps(work: Callable[[], object]) -> int:
    """Count the lines and calls of Python that some work takes: the same on every computer, unlike time."""
    steps = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - as the interpreter asks
        nonlocal steps
        steps += event in ("line", "call")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def assess(size: int, terms: int) -> Assessment:
    ids = [f"POL-{7919 * at % 900_000 + 100_000}" for at in range(size)]
    policies = {each: write_policy(each, ids[at // 2], is_limited=at % 3 == 0) for at, each in enumerate(ids)}
    return Assessment(workspace=WORKSPACE, pack=PACK, policies=policies, cases={"CASE-208": protect_words(terms)} if terms else {})


def write_policy(own_id: str, other_id: str, *, is_limited: bool) -> Policy:
    return Policy(
        id=own_id,
        kind_of=PolicyKind.POLICY,
        title="A policy",
        summary=f"{SUMMARY} It stands beside {other_id}." if is_limited else SUMMARY,
        owner="officer",
        effective=Effective(from_=PartialDate("2024-01")),
        classification=Classification.RESTRICTED if is_limited else Classification.CONFIDENTIAL,
        limits=LIMITS if is_limited else (),
    )


def protect_words(count: int) -> Case:
    words = [f"{NAMES[at % 6]}{NAMES[at // 6 % 6]} Q{7919 * at % 90_000 + 10_000}" for at in range(count)]
    words[::2] = [f"{'abcdelmnos'[at % 10]}{'aeiou'[at // 10 % 5]}{at % 97:02}" for at in range(0, count, 2)]
    return Case(
        id="CASE-208",
        title="An order",
        type=CaseType.USER_DATA,
        rights=(Right.PRIVACY,),
        jurisdiction="TR",
        classification=Classification.RESTRICTED,
        protected_terms=tuple(ProtectedTerm(term=each) for each in words),
    )


@pytest.mark.parametrize("share", [0, 1], ids=["ids", "terms"])
def test_the_search_for_leaks_grows_no_faster_than_the_record(share: int) -> None:
    small, large = assess(60, 60 * share), assess(480, 480 * share)
    find_leaks(small)

    steps = [count_steps(lambda each=each: find_leaks(each)) for each in (small, large)]  # type: ignore[misc] # each is bound at once

    assert steps[1] <= 8 * steps[0] * 1.1


@pytest.mark.parametrize(
    ("write", "search"),
    [
        ("CASE-{}".format, Search.IDENTIFIER),
        (lambda number: f"GOV-{number % 90 + 10}-G{number}", Search.IDENTIFIER),
        ("2081 people {}".format, Search.ANYWHERE),
        ("{} were told".format, Search.ANYWHERE),
        (lambda number: f"q{number % 100_000:05}", Search.ANYWHERE),
        (lambda number: f"q{number % 10_000:04}", Search.ANYWHERE),
        (lambda number: f"a{number % 10_000}", Search.WORD),
        (lambda number: f"{number % 10_000} t", Search.WORD),
    ],
    ids=["case", "gap", "same-beginning", "same-end", "six", "short", "word", "words"],
)
def test_the_work_for_a_text_does_not_grow_with_the_number_of_terms(write: Callable[[int], str], search: Search) -> None:
    numbers = [7919 * at % 899_000 + 100_000 for at in range(20_000)]
    few, many = (TermIndex(Term(text=write(each), search=search) for each in numbers[:count]) for count in (100, 20_000))

    assert not few.may_find([SUMMARY])
    assert not many.may_find([SUMMARY])
    steps = [count_steps(lambda index=index: index.may_find([SUMMARY])) for index in (few, many)]  # type: ignore[misc] # bound at once

    assert steps[1] <= 2 * steps[0] + 40
