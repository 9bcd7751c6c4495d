"""What was joined and corrected since stays corrected, however often the file is received."""

from collections.abc import Callable

from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Finding
from gni_assess.sheets.incoming_values import IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Know = Callable[..., Outside]
BOTH = Choices(others=Choice.BOTH)


def test_what_was_joined_and_then_corrected_is_not_joined_again(
    answered: Answered, receive: Receive, row: Row, entered_since: Know
) -> None:
    rows = [row("GOV-01", finding="in place", answer="Mine.")]
    known = entered_since({"answer": ("Other.\n\nMine.",)})
    for answer in ("Mine, more exactly.", "Other.\n\nMine, more exactly."):
        record = answered("GOV-01", finding=Finding.IN_PLACE, answer=answer)
        receipt = receive(record, rows, asked="GOV-01", sent="2026-11-20", known=known, choices=BOTH)
        (item,) = receipt.of_kind("question")
        assert (item.outcome, receipt.changes) == (Outcome.SAME, ())
        assert "was in the record before" in item.remarks[0].what


def test_a_paragraph_that_was_taken_out_of_what_was_sent_is_still_taken_out(
    answered: Answered, receive: Receive, row: Row, entered_since: Know
) -> None:
    whole = "First.\n\nLast."
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer=whole)
    rows = [row("GOV-01", sent={"finding": "in place", "answer": whole}, finding="in place", answer="Last.")]
    receipt = receive(record, rows, asked="GOV-01", sent="2026-11-20", known=entered_since({"answer": (whole,)}))
    assert [getattr(each.after, "answer", "") for each in receipt.changes] == ["Last."]
