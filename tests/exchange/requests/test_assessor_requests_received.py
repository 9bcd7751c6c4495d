from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.exchange.receipt import Outcome, Receipt
from gni_assess.model.assessment import Assessment
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, Spot


@pytest.mark.parametrize(
    ("lost", "copies", "is_cut"),
    [
        ((), (), False),
        (("Note to the company",), (), True),
        (("Private notes", "Seen"), (), False),
        ((), (Spot(sheet="Copy", row=9, column="B"),), True),
    ],
)
def test_what_is_cut_off_of_the_assessors_workbook_is_said(
    *,
    assessment: Assessment,
    row: Callable[..., IncomingRow],
    take: Callable[..., Receipt],
    back: Callable[..., Incoming],
    lost: tuple[str, ...],
    copies: tuple[Spot, ...],
    is_cut: bool,
) -> None:
    file = back(criteria=[row("GOV-01", request="Why?")])
    table = replace(file.tables["gni_criteria"], lost=lost, copies=copies)
    receipt = take(assessment, replace(file, tables={**file.tables, "gni_criteria": table}))
    assert (receipt.is_cut, receipt.is_left, len(receipt.changes)) == (is_cut, is_cut, 1)
    without = {name: each for name, each in file.tables.items() if name != "gni_cases"}
    assert not take(assessment, replace(file, tables=without)).is_cut, "no table of cases went out"


def test_a_day_in_numbers_with_one_reading_is_taken_and_said(
    assessment: Assessment, row: Callable[..., IncomingRow], take: Callable[..., Receipt], back: Callable[..., Incoming]
) -> None:
    receipt = take(assessment, back(new_requests=[row("1", text="The log", due="31.12.2026"), row("2", text="The list", due="03/04/2027")]))
    taken, refused = receipt.items
    assert ([each.what for each in taken.remarks], len(taken.changes)) == (["is taken as 2026-12-31"], 1)
    assert (refused.outcome, "two ways" in refused.problems[0].what) == (Outcome.REJECTED, True)
