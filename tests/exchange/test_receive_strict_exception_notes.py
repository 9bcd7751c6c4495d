"""The one text of an exception is not lost where the answer is left out and the reason filled in."""

from collections.abc import Callable

import pytest

from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import ScopedFinding
from gni_assess.model.vocabulary import Finding
from gni_assess.sheets.incoming_values import IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
NOTE, REASON = "Long careful note about the entity.", "It has no users."
SENT = {"finding": "in place", "answer": NOTE}


def record_with(answered: Answered, note: str) -> Assessment:
    return answered("GOV-01", assignee="lena", exceptions=(ScopedFinding(entity="nordics", finding=Finding.IN_PLACE, note=note),))


@pytest.mark.parametrize("lost", [("Answer",), ()])
@pytest.mark.parametrize(("choice", "note"), [(None, NOTE), (Choice.BOTH, f"{NOTE}\n\n{REASON}"), (Choice.TAKE, REASON)])
def test_a_reason_alone_is_not_put_in_the_place_of_the_answer(
    answered: Answered, receive: Receive, row: Row, apply: Apply, *, lost: tuple[str, ...], choice: Choice | None, note: str
) -> None:
    record = record_with(answered, NOTE)
    rows = [row("GOV-01", sent=SENT, finding="in place", reason=REASON)]
    receipt = receive(record, rows, asked="GOV-01", entity="nordics", lost=lost, choices=Choices(others=choice))
    (item,) = receipt.of_kind("question")
    assert item.outcome is (Outcome.CONFLICT if choice is None else Outcome.CHANGED)
    assert [each.guard for each in item.conflicts] == ["has an answer in the record, where the file has only a reason"][: choice is None]
    after = apply(record, receipt)
    assert [each.note for each in after.responses["GOV-01"].exceptions] == [note]
    if choice is not None:
        again = receive(after, rows, asked="GOV-01", entity="nordics", lost=lost, choices=Choices(others=choice))
        assert again.changes == ()


def test_a_reason_beside_the_answer_or_where_there_was_none_is_taken(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    beside = row("GOV-01", sent=SENT, finding="in place", answer=NOTE, reason=REASON)
    alone = row("GOV-01", sent={"finding": "in place"}, finding="in place", reason=REASON)
    for note, given, becomes in ((NOTE, beside, f"{NOTE}\n\n{REASON}"), ("", alone, REASON)):
        record = record_with(answered, note)
        after = apply(record, receive(record, [given], asked="GOV-01", entity="nordics"))
        assert [each.note for each in after.responses["GOV-01"].exceptions] == [becomes]
