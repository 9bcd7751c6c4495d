"""The rows of evidence and gaps that are filled in are counted apart from the items."""

from collections.abc import Callable
from dataclasses import replace

from gni_assess.exchange.answer_words import GAP_HEADINGS
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.gaps import Gap
from gni_assess.sheets.incoming_values import Incoming, IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "high", "scope": "low", "irremediability": "low"}


def test_each_row_with_something_typed_is_counted(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    record = answered("GOV-01", assignee="lena", gaps=(replace(gap, owner="lena"),))
    sent = {**WEAK, "owner": "Trust and safety", "due": "2026-12-31"}
    untouched, emptied = row(gap.id, sent=sent, **sent), row(gap.id, sent=sent, **{**sent, "scale": ""})
    gone = row("GOV-01-G999", sent=sent, **{**sent, "due": ""})
    gaps = [untouched, emptied, gone, row("1", **{**WEAK, "summary": "No plan"}), row("2"), row("3", summary="   "), row("4", cause="Half")]
    evidence = [row("1", title="Half"), row("2"), row("3", summary=" \n ")]
    receipt = receive(record, gaps=gaps, evidence=evidence)
    assert receipt.filled == {"evidence": 1, "gap": 4}
    assert receipt.adds_up
    assert [each.outcome for each in receipt.of_kind("gap")] == [Outcome.SAME, Outcome.REJECTED, Outcome.NEW, Outcome.REJECTED]
    less = replace(receipt, items=tuple(each for each in receipt.items if each.outcome is not Outcome.NEW))
    assert not less.adds_up


def test_a_column_that_is_gone_fills_nothing_in(
    answered: Answered, incoming: Callable[..., Incoming], outside: Outside, row: Row, gap: Gap
) -> None:
    record = answered("GOV-01", assignee="lena", gaps=(replace(gap, owner="lena"),))
    file = incoming(gaps=[row(gap.id, sent=WEAK, **{**WEAK, "scale": ""})])
    table = replace(file.tables["gaps"], lost=(GAP_HEADINGS["scale"],))
    receipt = receive_questionnaire(replace(file, tables={**file.tables, "gaps": table}), record, outside)
    assert (receipt.of_kind("gap"), receipt.filled["gap"], receipt.adds_up) == ((), 0, True)
