from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.exchange.evidence_map import EvidenceMap
from gni_assess.exchange.receipt import Choice, Choices, Receipt, put_changes
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import EvidenceLink, Response

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Made = Callable[[Receipt], list[Any]]
Outcomes = Callable[[Receipt], list[str]]
UPDATE = Choices(others=Choice.TAKE)


@pytest.fixture
def with_criteria(usual: EvidenceMap) -> EvidenceMap:
    """Give a mapping in which the last column names criteria."""
    return usual.with_column("criteria", "Extra")


def test_a_document_that_moved_is_told_how_to_be_the_same(
    *, bring: Bring, line: Line, made: Made, outcomes: Outcomes, assessment: Assessment
) -> None:
    record = put_changes(assessment, bring(line("A", Where="https://example.com/old")).changes)
    told = bring(line("A", Where="Vault 2"), record=record)
    (remark,) = told.items[0].remarks
    assert outcomes(told) == ["new"]
    assert "if it has only moved, `--update` puts the new place into its record" in remark.what
    assert "name POL-100 in a column for `supersedes`" in remark.what
    moved = bring(line("A", Where="Vault 2"), record=record, choices=UPDATE)
    assert [(each.id, each.url, each.held_at) for each in made(moved)] == [("POL-100", "", "Vault 2")]
    after = put_changes(record, moved.changes)
    assert outcomes(bring(line("A", Where="Vault 2"), record=after, choices=UPDATE)) == ["same"]


def test_of_two_documents_of_one_title_none_is_taken_for_the_one_that_moved(
    *, bring: Bring, line: Line, outcomes: Outcomes, assessment: Assessment
) -> None:
    record = put_changes(assessment, bring(line("A", Where="Vault 1")).changes)
    assert outcomes(bring(line("A", Where="Vault 2"), line("A", Where="Vault 1"), record=record, choices=UPDATE)) == ["new", "same"]
    assert outcomes(bring(line("A", Where="Vault 2", Version="2"), line("B"), record=record, choices=UPDATE)) == ["changed", "new"]


def test_a_new_version_is_a_record_of_its_own_and_names_the_one_before(
    *, bring: Bring, line: Line, usual: EvidenceMap, outcomes: Outcomes, assessment: Assessment
) -> None:
    record = put_changes(assessment, bring(line("A", Version="1", Where="Vault")).changes)
    for choices in (Choices(), UPDATE):
        receipt = bring(line("A", Version="2", Where="Vault"), record=record, choices=choices)
        (remark,) = receipt.items[0].remarks
        assert outcomes(receipt) == ["new"]
        assert "name POL-100 in a column for `supersedes`" in remark.what
        assert "--update" not in remark.what
    named = bring(line("A", Version="2", Where="Vault", Extra="POL-100"), record=record, mapping=usual.with_column("supersedes", "Extra"))
    assert (outcomes(named), named.items[0].remarks) == (["new"], ())


def test_links_that_an_updating_list_names_no_more_are_told_and_stay(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, assessment: Assessment
) -> None:
    record = put_changes(assessment, bring(line("A", Extra="GOV-01 GOV-02 GOV-03"), mapping=with_criteria).changes)
    fewer = bring(line("A", Extra="GOV-02"), line("A", Extra="GOV-01"), mapping=with_criteria, record=record, choices=UPDATE)
    (remark,) = fewer.items[0].remarks
    assert remark.what == "no longer names GOV-03, but POL-100 stays linked there; `gni-assess answer GOV-03 --unlink POL-100` takes it out"
    assert str(remark.spot) == "sheet `Sheet`, row 2, column K"
    assert fewer.changes == ()
    assert bring(line("A", Extra="GOV-02"), mapping=with_criteria, record=record).items[0].remarks == ()
    others = replace(record, responses={"GOV-01": Response(criterion="GOV-01", evidence=(EvidenceLink(id="SYS-9"),))})
    assert bring(line("A"), mapping=with_criteria, record=others, choices=UPDATE).items[0].remarks == ()


def test_a_case_or_words_under_criteria_are_one_mistake_each(*, bring: Bring, line: Line, with_criteria: EvidenceMap) -> None:
    receipt = bring(line("A", Extra="see above"), line("B", Extra="CASE-704"), line("C", Extra="POL-417 GOV-01"), mapping=with_criteria)
    words, case, policy = (each.problems for each in receipt.items)
    assert [(each.value, each.nearest) for each in (*words, *case, *policy)] == [("see above", ""), ("CASE-704", ""), ("POL-417", "")]
    assert (case[0].what.startswith("is a case and no criterion"), case[0].allowed) == (True, ())
    assert policy[0].what.startswith("is a policy and no criterion")
