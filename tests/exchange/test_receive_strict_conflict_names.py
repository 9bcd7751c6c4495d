"""What a conflict is called does not depend on ids that are drawn each time that a file is read."""

from collections.abc import Callable, Mapping

import pytest

from gni_assess.exchange.receipt import Choice, Choices, Receipt, name_conflict
from gni_assess.model.assessment import Assessment
from gni_assess.sheets.incoming_values import IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Apply = Callable[[Assessment, Receipt], Assessment]
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "high", "scope": "low", "irremediability": "medium"}
CHARTER = {"questions": "GOV-01", "title": "Charter", "kind": "policy"}
ROWS = {
    "gap": ("gaps", {**WEAK, "cause": "A"}, {**WEAK, "cause": "B"}),
    "evidence": ("evidence", {**CHARTER, "summary": "A"}, {**CHARTER, "summary": "B"}),
}


def names_of(receipt: Receipt) -> list[str]:
    return [name_conflict(item.kind, item.key, each) for item in receipt.items for each in item.conflicts]


@pytest.mark.parametrize("kind", ROWS)
def test_a_conflict_with_an_earlier_row_of_the_file_can_be_settled(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, kind: str
) -> None:
    table, *texts = ROWS[kind]
    rows = [row(str(number), **each) for number, each in enumerate(texts, start=1)]
    looked = receive(assessment, **{table: rows})
    (name,) = names_of(looked)
    (remark,) = looked.of_kind(kind)[1].remarks
    assert remark.what == "is taken for what an earlier row of this file makes"
    assert [each.guard for each in looked.of_kind(kind)[1].conflicts] == ["says something else in an earlier row"]
    settled = receive(assessment, **{table: rows}, choices=Choices(single={name: Choice.BOTH}))
    assert names_of(settled) == []
    after = apply(assessment, settled)
    texts_of: Mapping[str, list[str]] = {
        "gap": [each.cause for each in after.responses["GOV-01"].gaps],
        "evidence": [each.summary for each in after.policies.values()],
    }
    assert texts_of[kind] == ["A\n\nB"]


def test_a_conflict_with_a_record_of_the_file_before_has_the_same_name_again(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply
) -> None:
    _, first, second = ROWS["evidence"]
    rows = [row("1", **second)]
    found = []
    for _ in range(2):
        after = apply(assessment, receive(assessment, evidence=[row("1", **first)]))
        receipt = receive(after, evidence=rows)
        found.append(names_of(receipt))
        (remark,) = receipt.of_kind("evidence")[0].remarks
        assert remark.what == f"is taken for {next(iter(after.policies))}"
    assert found[0] == found[1] != []
