"""However many rows a question has, each is checked alone."""

from collections.abc import Callable
from dataclasses import replace

from gni_assess.exchange.receipt import Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.sheets.incoming_values import IncomingRow

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
WEAK = {"question": "GOV-01", "scale": "high", "scope": "low", "irremediability": "medium"}
CHARTER = {"questions": "GOV-01", "kind": "policy", "summary": "One."}
MANY, MOST = 30, 1000


def test_only_what_is_new_of_a_response_is_checked(answered: Answered, receive: Receive, row: Row, outside: Outside) -> None:
    checked: list[Response] = []

    def check(record: Record) -> tuple[str, ...]:
        if isinstance(record, Response):
            checked.append(record)
        return ()

    record = answered("GOV-01", answer="Long.", evidence=(EvidenceLink(id="POL-417"),))
    rows = [row(str(each), **WEAK, summary=f"No {each}") for each in range(MANY)]
    evidence = [row(str(each), **CHARTER, title=f"Charter {each}") for each in range(MANY)]
    receipt = receive(record, gaps=rows, evidence=evidence, known=replace(outside, check=check))
    assert (receipt.count("gap", Outcome.NEW), receipt.count("evidence", Outcome.NEW)) == (MANY, MANY)
    assert [len(each.evidence) + len(each.gaps) for each in checked] == [1] * 2 * MANY
    assert {each.answer for each in checked} == {""}


def test_more_new_rows_than_anybody_types_are_refused(answered: Answered, receive: Receive, row: Row) -> None:
    rows = [row(str(each), **WEAK, summary=f"No {each}") for each in range(MOST - 1)]
    evidence = [row(str(each), **CHARTER, title=f"Charter {each}") for each in range(2)]
    receipt = receive(answered("GOV-01"), gaps=rows, evidence=evidence)
    assert (receipt.counts("evidence"), receipt.counts("gap")) == ({Outcome.NEW: 2}, {Outcome.NEW: MOST - 2, Outcome.REJECTED: 1})
    assert receipt.adds_up
    assert "more than the 1000 new rows" in receipt.of_kind("gap")[-1].problems[0].what


def test_what_cannot_be_stored_of_a_gap_is_still_found(answered: Answered, receive: Receive, row: Row, outside: Outside) -> None:
    def check(record: Record) -> tuple[str, ...]:
        texts = [record.answer, *(each.cause for each in record.gaps)] if isinstance(record, Response) else []
        return ("cannot be kept",) if "bad" in texts else ()

    rows = [row("1", **WEAK, summary="One", cause="good"), row("2", **WEAK, summary="Two", cause="bad")]
    receipt = receive(answered("GOV-01"), [row("GOV-01", answer="bad")], gaps=rows, known=replace(outside, check=check))
    assert [each.outcome for each in receipt.of_kind("gap")] == [Outcome.NEW, Outcome.REJECTED]
    assert receipt.of_kind("question")[0].outcome is Outcome.REJECTED
