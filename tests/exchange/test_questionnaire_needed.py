"""What the sheets say that a row needs is what it is not taken without."""

from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.exchange.answer_words import EVIDENCE, EVIDENCE_HEADINGS, GAP_HEADINGS, GAPS
from gni_assess.exchange.questionnaire_columns import NEEDED, on_new_evidence, on_new_gaps
from gni_assess.exchange.receipt import Item, Outcome, Receipt
from gni_assess.model.assessment import Assessment

ROWS = {
    EVIDENCE: {"questions": "GOV-01", "title": "Rules", "kind": "policy", "summary": "What we do."},
    GAPS: {"question": "GOV-01", "summary": "No list.", "scale": "low", "scope": "low", "irremediability": "high"},
}
HEADINGS = {EVIDENCE: EVIDENCE_HEADINGS, GAPS: GAP_HEADINGS}
Make = Callable[..., Any]


@pytest.mark.parametrize("table", [EVIDENCE, GAPS])
def test_a_row_with_all_that_is_needed_is_taken_and_without_one_of_them_is_not(
    assessment: Assessment, row: Make, receive: Make, table: str
) -> None:
    whole = ROWS[table]
    assert tuple(whole) == NEEDED[table]

    def receive_row(**cells: str) -> Item:
        receipt: Receipt = receive(assessment, [], asked="GOV-01", **{table: [row("1", **cells)]})
        (item,) = (each for each in receipt.items if each.kind != "question")
        return item

    assert receive_row(**whole).outcome is Outcome.NEW
    for key in whole:
        item = receive_row(**{name: text for name, text in whole.items() if name != key})
        assert item.outcome is Outcome.REJECTED
        assert HEADINGS[table][key] in " ".join(each.what for each in item.problems)


def test_the_note_of_such_a_column_begins_with_it() -> None:
    for table, columns in ((EVIDENCE, on_new_evidence("GOV-01")), (GAPS, on_new_gaps("GOV-01"))):
        assert tuple(each.key for each in columns if each.note.startswith("Needed. ")) == NEEDED[table]
