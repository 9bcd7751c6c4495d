from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.exchange.evidence_map import EvidenceMap
from gni_assess.exchange.receipt import Item, Receipt, put_changes
from gni_assess.model.assessment import Assessment
from gni_assess.sheets.cells import Cell, CellKind

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Made = Callable[[Receipt], list[Any]]
Outcomes = Callable[[Receipt], list[str]]
ProblemOf = Callable[[Item], str]
TITLE, WHERE, EXTRA = 0, 4, 10


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Grand total", "Total documents: 12", "Gesamt", "Sum"])
def test_a_line_with_a_total_is_no_row_of_the_list(*, bring: Bring, line: Line, outcomes: Outcomes, word: str) -> None:
    total = line(word, "", "", Version=Cell(CellKind.NUMBER, "12", 12.0), Extra=Cell(CellKind.FORMULA, "3", 3.0), Class="1,200")
    receipt = bring(line("A"), total)
    assert outcomes(receipt) == ["new", "not filled in"]
    assert "a total" in receipt.items[1].remarks[0].what
    assert len(receipt.items) == receipt.filled["list row"] == 2


def test_a_document_that_is_called_so_is_no_total(*, bring: Bring, line: Line, outcomes: Outcomes) -> None:
    assert outcomes(bring(line("Total", "report"), line("Total cost of demands", "", ""))) == ["new", "rejected"]


def test_a_case_is_told_where_cases_are_added(*, bring: Bring, line: Line, usual: EvidenceMap, problem_of: ProblemOf) -> None:
    (item,) = bring(line("A", "Case")).items
    assert "gni-assess evidence add case" in problem_of(item)
    assert (item.problems[0].nearest, item.problems[0].allowed) == ("", ())
    assert bring(line("A", "Case"), mapping=usual.with_word("kind", "case", "report")).items[0].problems == ()


def test_the_address_behind_a_text_is_taken_where_no_column_has_one(
    *, bring: Bring, line: Line, made: Made, outcomes: Outcomes, assessment: Assessment
) -> None:
    lines = [line("A", Where="Transparency report"), line("B"), line("C", Where="https://example.com/c")]
    address = "https://example.com/a?b=1#c"
    behind = {(1, WHERE): address, (2, TITLE): address, (3, WHERE): "https://example.com/c/"}
    receipt = bring(*lines, links=behind)
    assert [(each.url, each.held_at) for each in made(receipt)] == [
        (address, "Transparency report"),
        (address, ""),
        ("https://example.com/c", ""),
    ]
    assert (
        "`Where`: what stands there has a link behind it, which is taken as the address on the web (1 cell, the first in row 2)"
        in receipt.notes
    )
    assert outcomes(bring(*lines, links=behind, record=put_changes(assessment, receipt.changes))) == ["same"] * 3


def test_a_link_that_was_added_since_belongs_to_the_same_record(*, bring: Bring, line: Line, made: Made, assessment: Assessment) -> None:
    record = put_changes(assessment, bring(line("A", Where="Transparency report")).changes)
    receipt = bring(line("A", Where="Transparency report"), links={(1, WHERE): "https://example.com/a"}, record=record)
    assert [(each.id, each.url, each.held_at) for each in made(receipt)] == [("POL-100", "https://example.com/a", "Transparency report")]
    two = put_changes(record, bring(line("A", Where="Vault"), record=record).changes)
    assert [each.id for each in made(bring(line("A", Where="Vault"), links={(1, WHERE): "https://example.com/b"}, record=two))] == [
        "POL-101"
    ]


@pytest.mark.parametrize("target", ["http://example.com/a", "file:///C:/x", "javascript:alert(1)", "\\\\server\\share", "https://a b"])
def test_links_that_are_no_https_addresses_are_told_and_not_taken(*, bring: Bring, line: Line, made: Made, target: str) -> None:
    receipt = bring(line("A", Where="Vault"), links={(1, WHERE): target})
    assert [(each.url, each.held_at) for each in made(receipt)] == [("", "Vault")]
    assert any(note.startswith("`Where`: what stands there has a link behind it that is no https address") for note in receipt.notes)
    assert not any(target in note for note in receipt.notes)


def test_a_link_that_says_what_stands_there_and_a_second_one(*, bring: Bring, line: Line, made: Made) -> None:
    behind = {(1, TITLE): "https://example.com/a", (1, WHERE): "https://example.com/b", (1, 3): "mailto:lena@example.com"}
    receipt = bring(line("A", Owner="lena@example.com", Where="Vault"), links=behind)
    assert (made(receipt)[0].url, made(receipt)[0].owner) == ("https://example.com/b", "lena")
    told = [note for note in receipt.notes if "link behind it" in note]
    assert [note.partition(":")[0] for note in told] == ["`Where`", "`Title`"]


def test_a_column_of_addresses_takes_those_behind_its_words(
    *, bring: Bring, line: Line, usual: EvidenceMap, made: Made, outcomes: Outcomes
) -> None:
    mapping = usual.with_column("place", "").with_column("url", "Extra")
    receipt = bring(line("A", Extra="Link"), line("B", Extra="Link"), mapping=mapping, links={(1, EXTRA): "https://example.com/a"})
    assert outcomes(receipt) == ["new", "rejected"]
    assert made(receipt)[0].url == "https://example.com/a"


@pytest.mark.parametrize(
    ("place", "also", "held_at", "notes", "told"),
    [
        ("", {}, "Vault folder 12, ask Ana", "Seen.", "is taken as where it is kept"),
        ("Safe", {}, "Safe", "Seen.\n\nExtra: Vault folder 12, ask Ana", "goes into the notes"),
        ("", {"held_at": "Safe"}, "Safe", "Seen.\n\nExtra: Vault folder 12, ask Ana", "goes into the notes"),
    ],
)
def test_the_words_before_an_address_are_kept(
    *,
    bring: Bring,
    line: Line,
    usual: EvidenceMap,
    made: Made,
    outcomes: Outcomes,
    assessment: Assessment,
    place: str,
    also: dict[str, str],
    held_at: str,
    notes: str,
    told: str,
) -> None:
    mapping = usual.with_column("place", "").with_column("url", "Extra").with_column("held_at", "Where").with_column("notes", "Version")
    mapping = replace(mapping.with_column("version", ""), defaults=also)
    lines = [line("A", Extra="Vault folder 12, ask Ana", Where=place, Version="Seen.")]
    behind = {(1, EXTRA): "https://example.com/a"}
    receipt = bring(*lines, mapping=mapping, links=behind)
    (after,) = made(receipt)
    assert (after.url, after.held_at, after.notes) == ("https://example.com/a", held_at, notes)
    assert any(f"`Extra`: what stands there in words {told}" in note for note in receipt.notes)
    assert outcomes(bring(*lines, mapping=mapping, links=behind, record=put_changes(assessment, receipt.changes))) == ["same"]


def test_words_that_are_another_field_or_the_address_itself_are_not_kept_twice(
    *, bring: Bring, line: Line, usual: EvidenceMap, made: Made
) -> None:
    title = usual.with_column("place", "").with_column("url", "Title")
    receipt = bring(line("A"), mapping=title, links={(1, TITLE): "https://example.com/a"})
    assert [(each.title, each.url, each.held_at) for each in made(receipt)] == [("A", "https://example.com/a", "")]
    web = usual.with_column("place", "").with_column("url", "Extra")
    receipt = bring(line("A", Extra="example.com/a"), mapping=web, links={(1, EXTRA): "https://example.com/a"})
    assert [(each.url, each.held_at) for each in made(receipt)] == [("https://example.com/a", "")]


@pytest.mark.parametrize(("key", "at"), [("place", WHERE), ("url", WHERE), ("place", TITLE)])
def test_a_link_that_is_longer_than_an_address_can_be_is_refused(
    *, bring: Bring, line: Line, usual: EvidenceMap, outcomes: Outcomes, key: str, at: int
) -> None:
    mapping = usual.with_column("place", "").with_column(key, "Where")
    address = f"https://example.com/{'x' * 3_000}"
    lines = [line("A", Where="Report" if at == WHERE else ""), line("B", Where="Report")]
    receipt = bring(*lines, mapping=mapping, links={(1, at): address, (2, WHERE): address[:2_079]})
    assert outcomes(receipt) == ["rejected", "new"]
    (problem,) = receipt.items[0].problems
    assert (problem.what.partition(";")[0], str(problem.spot)) == (
        "has a link behind it of 3,020 characters, and an address has at most 2,079",
        f"sheet `Sheet`, row 2, column {'ABCDE'[at]}",
    )


def test_the_version_before_is_named_by_the_id_of_its_record(
    *, bring: Bring, line: Line, usual: EvidenceMap, made: Made, problem_of: ProblemOf, assessment: Assessment
) -> None:
    mapping = usual.with_column("supersedes", "Extra")
    record = put_changes(assessment, bring(line("A", Version="1")).changes)
    receipt = bring(line("A", Version="2", Extra="pol-100"), line("B", Extra="POL-101"), mapping=mapping, record=record)
    assert made(receipt)[0].supersedes == "POL-100"
    problem = receipt.items[1].problems[0]
    assert (problem.value, problem.allowed, problem.nearest) == ("POL-101", (), "POL-100")
    assert "is the record itself" in problem_of(bring(line("A", Version="1", Extra="POL-100"), mapping=mapping, record=record).items[0])
