import csv
import re
from collections import Counter
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest

from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.vocabulary import Basis, CompanyType, EvidenceKind, Right
from gni_assess.store.packs import load_built_in

PACK = load_built_in("gni-2024")
PER_AREA = {"CTX": 7, "GOV": 17, "DDR": 16, "FOE": 15, "PRV": 20, "TRE": 8, "IMP": 5, "CAS": 10}
FACTS = list(csv.DictReader((Path(__file__).parent / "gni_2024_facts.csv").read_text(encoding="utf-8").splitlines()))
KINDS = {"p": EvidenceKind.POLICY, "s": EvidenceKind.SYSTEM, "c": EvidenceKind.CASE}
RIGHTS = {"E": Right.EXPRESSION, "P": Right.PRIVACY}
COMPANY_FACTS = {*CompanyType, "has_local_presence", "does_deals", "first_assessment"}
RUN = 12


def words_of(criterion: Criterion) -> list[str]:
    texts = [criterion.title, criterion.question, criterion.intent, criterion.example, *criterion.looks_for, *criterion.probes]
    texts += [*criterion.common_gaps, *criterion.first_steps, *criterion.question_for.values(), *(each.what for each in criterion.show)]
    return re.findall(r"\w+", " / ".join(texts).casefold())


def runs_of(criterion: Criterion) -> set[tuple[str, ...]]:
    words = words_of(criterion)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def test_every_criterion_is_in_the_table_in_order() -> None:
    assert [each.id for each in PACK.criteria] == [each["id"] for each in FACTS]
    assert len(PACK.criteria) == 98


@pytest.mark.parametrize("fact", FACTS, ids=lambda each: each["id"])
def test_criterion_is_as_the_table_says(fact: dict[str, str]) -> None:
    criterion = PACK.by_id[fact["id"]]
    assert criterion.title == fact["title"]
    assert criterion.basis is Basis(fact["basis"])
    assert set(criterion.rights) == {RIGHTS[each] for each in fact["rights"]}
    shown = [(each.kind, each.required) for each in criterion.show]
    assert Counter(shown) == Counter((KINDS[each.lower()], each.isupper()) for each in fact["show"])
    applies = fact["applies"]
    excluded = applies.removeprefix("not ") if applies.startswith("not ") else ""
    assert set(criterion.not_for) == ({excluded} if excluded else set())
    assert set(criterion.applies_to) == (set() if excluded or not applies else set(applies.split("+")))


@pytest.mark.parametrize("criterion", PACK.criteria, ids=lambda each: each.id)
def test_criterion_is_complete(criterion: Criterion) -> None:
    assert criterion.question.endswith("?")
    assert "\n" not in criterion.question
    assert len(criterion.intent) > 80
    assert bool(criterion.show) is (criterion.area != CASE_AREA)
    assert {each.document for each in criterion.sources} <= {each.id for each in PACK.sources}
    assert criterion.sources
    assert set(criterion.crosswalk) <= {each.id for each in PACK.sources}
    assert set(criterion.see_also) <= set(PACK.by_id) - {criterion.id}
    assert {*criterion.applies_to, *criterion.not_for} <= COMPANY_FACTS
    assert criterion.since == PACK.edition
    for text in (criterion.question, *criterion.probes, *criterion.question_for.values()):
        assert text.endswith("?")


def test_areas_in_order_with_their_counts() -> None:
    assert [each.id for each in PACK.areas] == list(PER_AREA)
    assert Counter(each.area for each in PACK.criteria) == PER_AREA


def test_areas_follow_each_other_and_numbers_run_without_holes() -> None:
    for before, after in pairwise(PACK.criteria):
        expected = int(before.id[-2:]) + 1 if before.area == after.area else 1
        assert int(after.id[-2:]) == expected, after.id


def test_no_two_criteria_share_a_run_of_words() -> None:
    owners: dict[tuple[str, ...], str] = {}
    for criterion in PACK.criteria:
        for run in runs_of(criterion):
            assert owners.setdefault(run, criterion.id) == criterion.id, " ".join(run)


def test_figures_for_the_selection_of_cases() -> None:
    assert asdict(PACK.case_selection) == {
        "min_cases": 8,
        "min_per_right": 3,
        "min_jurisdictions": 4,
        "min_concern_share": 0.5,
        "min_types": 4,
        "min_decision_cases": 1,
        "min_hard_cases": 1,
    }
    assert asdict(PACK.freshness) == {"policy_review_months": 24, "evidence_stale_months": 36}


def test_vocabularies_edition_and_notice() -> None:
    assert PACK.edition == "2024.1"
    assert set(PACK.case_types) == set(CaseType)
    assert set(PACK.company_types) == set(CompanyType)
    assert "paraphrase" in PACK.notice
    assert "endorsed" in PACK.notice
    # It stands in every report, also for readers who know nothing of files.
    assert not [each for each in ("overlay", "YAML", "format: 1") if each in PACK.notice]
    assert all(each.title and each.publisher and each.year and each.address.startswith("https://") for each in PACK.sources)
