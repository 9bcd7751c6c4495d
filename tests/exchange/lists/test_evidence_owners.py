from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gni_assess.exchange.evidence_map import EvidenceMap
from gni_assess.exchange.evidence_values import find_unknown_people, typed_cell
from gni_assess.exchange.receipt import Receipt, put_changes
from gni_assess.model.assessment import Assessment

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Made = Callable[[Receipt], list[Any]]


def test_who_stands_in_is_known_by_name_and_nobody_for_another(*, bring: Bring, line: Line, usual: EvidenceMap, made: Made) -> None:
    mapping = usual.with_word("owner", "Unbekannte Person", "carl")
    receipt = bring(line("A", Owner=" unbekannte  person"), line("B", Owner="Neue Person"), mapping=mapping)
    assert [(each.title, each.owner, each.notes) for each in made(receipt)] == [("A", "carl", "Owner: unbekannte  person")]
    problem = receipt.items[1].problems[0]
    assert (problem.value, "--word owner:NAME=PERSON" in problem.what) == ("Neue Person", True)


def test_somebody_of_the_workspace_is_taken_whatever_a_word_says(*, bring: Bring, line: Line, usual: EvidenceMap, made: Made) -> None:
    assert made(bring(line(Owner="Lena Berg"), mapping=usual.with_word("owner", "Lena Berg", "carl")))[0].owner == "lena"


def test_names_that_the_owner_for_all_stands_in_for_are_named(*, bring: Bring, line: Line, usual: EvidenceMap) -> None:
    mapping = replace(usual, defaults={"owner": "carl"})
    receipt = bring(line("A", Owner="Legal"), line("B", Owner="Legal"), line("C", Owner="IT"), line("D"), mapping=mapping)
    (note,) = [each for each in receipt.notes if "not in the workspace" in each]
    assert "`Legal` (2 rows), `IT` (1 row); carl answers for what is theirs" in note


def test_rows_without_an_owner_are_counted_with_who_answers(
    *, bring: Bring, line: Line, usual: EvidenceMap, assessment: Assessment
) -> None:
    lines = [line("A", Owner="lena"), line("B"), line("C")]
    receipt = bring(*lines)
    (note,) = [each for each in receipt.notes if "owner" in each and "olga" in each]
    assert note.startswith("2 new records do not name an owner, and so olga answers for them, who imports")
    assert not any("olga" in each for each in bring(*lines, record=put_changes(assessment, receipt.changes)).notes)
    without = bring(line("A"), mapping=usual.with_column("owner", ""))
    assert any("1 new record does not name an owner, as no column does, and so olga answers for it" in each for each in without.notes)
    assert not any("olga" in each for each in bring(*lines, mapping=replace(usual, defaults={"owner": "carl"})).notes)


def test_names_are_asked_about_once_whatever_their_case(*, assessment: Assessment, usual: EvidenceMap, line: Line, bring: Bring) -> None:
    bad = bring(line("A", Owner="Legal"), line("B", Owner="LEGAL "), line("C", Owner="IT"))
    cells = [typed_cell(each.problems[0].value) for each in bad.items]
    people = assessment.workspace.people
    assert find_unknown_people(cells, people, usual) == {"Legal": 2, "IT": 1}
    assert find_unknown_people(cells, people, usual.with_word("owner", "legal", "carl")) == {"IT": 1}


def test_a_mark_under_owner_names_nobody(*, bring: Bring, line: Line, made: Made, assessment: Assessment, usual: EvidenceMap) -> None:
    receipt = bring(line("A", Owner="n/a"), line("B", Owner="-"))
    assert [each.owner for each in made(receipt)] == ["olga", "olga"]
    assert "`Owner`: what stands there names nobody, and is read as none (2 cells, the first in row 2)" in receipt.notes
    assert any(each.startswith("2 new records do not name an owner") for each in receipt.notes)
    assert find_unknown_people([None, typed_cell("-"), typed_cell(" ")], assessment.workspace.people, usual) == {}
