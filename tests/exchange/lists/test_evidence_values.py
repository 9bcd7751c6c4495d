from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.evidence_map import DateOrder, EvidenceMap
from gni_assess.exchange.evidence_values import find_unknown_words
from gni_assess.exchange.receipt import Item, Outcome, Receipt
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import Classification
from gni_assess.sheets.cells import Cell, CellKind

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Outcomes = Callable[[Receipt], list[str]]
Made = Callable[[Receipt], list[Any]]
ProblemOf = Callable[[Item], str]


def test_words_that_mean_ours_are_read_and_said_once(made: Made, line: Line, bring: Bring) -> None:
    receipt = bring(line("A", "SOP"), line("B", "sop"), line("C", "Log", Where="Vault"), line("D", "Memo"))
    assert [each.kind_of for each in made(receipt)] == [PolicyKind.PROCEDURE, PolicyKind.PROCEDURE, SystemKind.REGISTER]
    assert made(receipt)[2].held_at == "Vault"
    assert any("`SOP` is read as procedure" in note for note in receipt.notes)
    last = receipt.items[-1]
    assert (last.outcome, last.problems[0].value) == (Outcome.REJECTED, "Memo")
    assert "report" in last.problems[0].allowed
    assert "--word kind:" in last.problems[0].what


def test_a_word_can_be_given_its_meaning(usual: EvidenceMap, made: Made, line: Line, bring: Bring) -> None:
    mapping = usual.with_word("kind", "Memo", "report").with_word("classification", "C3", "restricted")
    receipt = bring(line("A", " memo", Class="c3"), mapping=mapping)
    assert (made(receipt)[0].kind_of, made(receipt)[0].classification) == (PolicyKind.REPORT, Classification.RESTRICTED)


@pytest.mark.parametrize(
    ("typed", "order", "found"),
    [
        ("03/04/2025", None, None),
        ("03/04/2025", DateOrder.DAY_FIRST, "2025-04-03"),
        ("3.4.2025", DateOrder.MONTH_FIRST, "2025-03-04"),
        ("25/04/2025", None, "2025-04-25"),
        ("25/04/2025", DateOrder.MONTH_FIRST, None),
        ("05/05/2025", None, "2025-05-05"),
        ("05/05/2025", DateOrder.MONTH_FIRST, "2025-05-05"),
        ("03/04/25", DateOrder.DAY_FIRST, None),
        ("2025-04-03 10:30:00", None, "2025-04-03"),
        ("2025/4/3", None, "2025-04-03"),
        ("March 2025", None, "2025-03"),
        ("2025", None, None),
        ("n/a", None, "unknown"),
        ("-", None, "unknown"),
        (date(2025, 4, 3), None, "2025-04-03"),
        (Cell(CellKind.NUMBER, "45000", 45000.0), None, None),
    ],
)
def test_days_are_read_where_they_mean_one_day(
    *,
    usual: EvidenceMap,
    made: Made,
    outcomes: Outcomes,
    line: Line,
    bring: Bring,
    typed: object,
    order: DateOrder | None,
    found: str | None,
) -> None:
    receipt = bring(line(From=typed), mapping=replace(usual, dates=order))
    if found is None:
        assert outcomes(receipt) == ["rejected"]
        assert receipt.items[0].problems[0].spot is not None
    else:
        assert made(receipt)[0].effective.from_ == PartialDate(found)


def test_what_is_still_in_force_has_no_end(made: Made, line: Line, bring: Bring) -> None:
    assert made(bring(line(To="ongoing")))[0].effective.to is None


def test_an_unknown_owner_is_a_problem_or_goes_to_the_one_for_all(usual: EvidenceMap, made: Made, line: Line, bring: Bring) -> None:
    rejected = bring(line(Owner="Lena Bergh")).items[0]
    assert (rejected.problems[0].value, rejected.problems[0].nearest.partition(" ")[0]) == ("Lena Bergh", "lena")
    receipt = bring(line(Owner="Legal"), line("B"), mapping=replace(usual, defaults={"owner": "carl"}))
    assert [(each.owner, each.notes) for each in made(receipt)] == [("carl", "Owner: Legal"), ("carl", "")]
    assert made(bring(line()))[0].owner == "olga"


def test_formulas_errors_and_what_is_no_address_are_refused(
    usual: EvidenceMap, problem_of: ProblemOf, outcomes: Outcomes, line: Line, bring: Bring
) -> None:
    formula, error = Cell(CellKind.FORMULA, "x"), Cell(CellKind.ERROR, "#REF!")
    receipt = bring(line(formula), line("B", summary=error), line("C", formula), line("D", Extra=error))
    assert outcomes(receipt) == ["rejected", "rejected", "rejected", "new"]
    assert all(len(each.problems) == 1 for each in receipt.items[:3])
    address = replace(usual, columns={**{key: name for key, name in usual.columns.items() if key != "place"}, "url": "Where"})
    assert "no address" in problem_of(bring(line(Where="C:\\x"), mapping=address).items[0])


def test_entities_and_services_are_found_by_name_or_id(usual: EvidenceMap, made: Made, line: Line, bring: Bring) -> None:
    mapping = usual.with_column("entities", "Extra")
    assert made(bring(line(Extra="Acme Nordics AS"), mapping=mapping))[0].entities == ("nordics",)
    assert bring(line(Extra="Acme Sud"), mapping=mapping).items[0].problems[0].allowed == ("nordics",)


def test_unknown_words_are_counted_whatever_their_case(usual: EvidenceMap, line: Line, bring: Bring) -> None:
    receipt = bring(line("A", "Memo"))
    spot = receipt.items[0].problems[0].spot
    assert spot is not None
    assert str(spot) == "sheet `Sheet`, row 2, column B"
    assert find_unknown_words("kind", [None], usual) == {}


def test_a_time_of_day_is_said_and_nothing_else_is_dropped(made: Made, outcomes: Outcomes, line: Line, bring: Bring) -> None:
    moment = Cell(CellKind.DAY, "2025-04-25 14:30", 45772.6, date(2025, 4, 25))
    receipt = bring(line("A", Reviewed=moment), line("B", Reviewed="25/04/2025 14:30"), line("C", Reviewed="2025-04-25 2:30 pm"))
    assert [each.last_reviewed for each in made(receipt)] == [date(2025, 4, 25)] * 3
    assert "`Reviewed`: what stands there has a time of day, which is not taken (3 cells, the first in row 2)" in receipt.notes
    assert outcomes(bring(line("A", Reviewed="25/04/2025 (draft)"), line("B", Reviewed="2025-04-25 14:30 or later"))) == ["rejected"] * 2


def test_many_unknown_entities_of_one_cell_are_counted(usual: EvidenceMap, line: Line, bring: Bring) -> None:
    mapping = replace(usual, columns={**usual.columns, "entities": "Extra"})
    (item,) = bring(line(Extra=", ".join(f"e{number}" for number in range(5_000))), mapping=mapping).items
    assert (len(item.problems), item.problems[-1].what) == (21, "and 4980 more like that")


def test_what_ends_before_it_begins_is_rejected_with_both_places(line: Line, bring: Bring) -> None:
    (problem,) = bring(line(From="2025-02", To="2024-01-01")).items[0].problems
    assert (problem.what, str(problem.spot), problem.value) == (
        "is before 2025-02, under `From` (sheet `Sheet`, row 2, column F)",
        "sheet `Sheet`, row 2, column G",
        "2024-01-01",
    )
    receipt = bring(line("A", From="2025-02", To="2025-02-01"), line("B", From="unknown", To="2024-01"))
    assert [each.outcome.value for each in receipt.items] == ["new", "new"]
