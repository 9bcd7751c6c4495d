from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, ScopedFinding
from gni_assess.model.vocabulary import Finding, Skipped
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import Incoming, IncomingCell, IncomingRow, Spot

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
WHY = "If it does not apply: why"


def outcome_of(receipt: Receipt, key: str) -> Outcome:
    return next(each.outcome for each in receipt.items if each.key == key)


def test_every_question_is_counted_once(assessment: Assessment, receive: Receive, row: Row, answered: Answered) -> None:
    record = answered("GOV-02", finding=Finding.PLANNED, answer="Now.", record=answered("GOV-04", answer="Old."))
    rows = [
        row("GOV-01", finding="in place", answer="New."),
        row("GOV-02", finding="in place", answer="Mine.", sent={"answer": "Then."}),
        row("GOV-03", finding="nearly"),
        row("GOV-04", finding="planned", answer="Old.", sent={"finding": "planned", "answer": "Old."}),
        row("GOV-09", answer="Nobody asked."),
        row("", answer="Beside it."),
    ]
    receipt = receive(record, rows)
    assert {each.value: number for each, number in receipt.counts("question").items()} == {
        "new": 1,
        "same": 1,
        "conflict": 1,
        "rejected": 1,
    }
    assert receipt.count("row", Outcome.REJECTED) == 2
    assert receipt.adds_up
    assert receipt.asked == 4
    assert assessment.responses == {}


def test_an_answer_is_stamped_with_who_was_asked(receive: Receive, row: Row, answered: Answered) -> None:
    record = answered("GOV-01", skipped=Skipped.WAITING, assignee="lena", due=date(2026, 12, 5), notes="Ask again.")
    receipt = receive(record, [row("GOV-01", finding="Partly-in-place", answer=" It is so.\n\n =1+1 ", sure="not sure", whom="Security")])
    (change,) = receipt.changes
    assert change.before == record.responses["GOV-01"]
    after = change.after
    assert isinstance(after, Response)
    assert after == Response(
        criterion="GOV-01",
        finding=Finding.PARTLY_IN_PLACE,
        answer=" It is so.\n\n =1+1 ",
        unsure=True,
        assignee="lena",
        notes="Ask again.\nLena Berg says whom else to ask: Security",
        answered=Stamp(on=date(2026, 11, 21), by="lena"),
        confirmed_wording="wording",
    )
    assert receipt.count("question", Outcome.NEW) == 1


@pytest.mark.parametrize("assignee", ["", "gone"])
def test_where_nobody_of_the_workspace_was_asked_who_receives_answered(
    assessment: Assessment, receive: Receive, row: Row, assignee: str
) -> None:
    receipt = receive(assessment, [row("GOV-01", finding="in place", answer="So.")], assignee=assignee)
    (change,) = receipt.changes
    assert isinstance(change.after, Response)
    assert change.after.answered == Stamp(on=date(2026, 11, 21), by="olga")
    assert bool(assignee) is any("gone" in each for each in receipt.notes)


def test_what_was_not_touched_changes_nothing_whatever_happened_meanwhile(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Changed meanwhile.")
    sent = {"finding": "planned", "answer": "Was sent."}
    receipt = receive(record, [row("GOV-01", finding="planned", answer="Was sent.", sent=sent)])
    assert (outcome_of(receipt, "GOV-01"), receipt.changes) == (Outcome.SAME, ())


def test_a_draft_that_was_sent_and_not_touched_is_not_filled_in(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", answer="Draft.")
    assert outcome_of(receive(record, [row("GOV-01", answer="Draft.", sent={"answer": "Draft."})]), "GOV-01") is Outcome.EMPTY


def test_fields_that_do_not_clash_are_merged(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Was sent.")
    sent = {"finding": "planned", "answer": "Was sent."}
    receipt = receive(record, [row("GOV-01", finding="planned", answer="Better.", sent=sent)])
    after = apply(record, receipt).responses["GOV-01"]
    assert outcome_of(receipt, "GOV-01") is Outcome.CHANGED
    assert (after.finding, after.answer) == (Finding.IN_PLACE, "Better.")


def test_paragraphs_that_were_taken_out_are_taken_out(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    sent = {"answer": "One.\n\nTwo.\n\nThree."}
    record = answered("GOV-01", answer=sent["answer"])
    for left in ("One.", "Two.", "Three."):
        receipt = receive(record, [row("GOV-01", answer=left, sent=sent)])
        assert apply(record, receipt).responses["GOV-01"].answer == left
    moved = answered("GOV-01", answer=f"{sent['answer']}\n\nFour.")
    assert outcome_of(receive(moved, [row("GOV-01", answer="One.", sent=sent)]), "GOV-01") is Outcome.CONFLICT


def test_a_conflict_is_left_until_it_is_settled(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Theirs.")
    rows = [row("GOV-01", finding="planned", answer="Mine.")]
    (item,) = receive(record, rows, asked="GOV-01").items
    assert item.outcome is Outcome.CONFLICT
    assert item.changes == ()
    assert [(each.key, each.theirs, each.mine, each.sent, each.can_join) for each in item.conflicts] == [
        ("finding", "in place", "planned", "", False),
        ("answer", "Theirs.", "Mine.", "", True),
    ]
    kept = receive(record, rows, choices=Choices(others=Choice.KEEP))
    assert (outcome_of(kept, "GOV-01"), kept.changes) == (Outcome.SAME, ())
    taken = apply(record, receive(record, rows, choices=Choices(others=Choice.TAKE))).responses["GOV-01"]
    assert (taken.finding, taken.answer) == (Finding.PLANNED, "Mine.")
    (half,) = receive(record, rows, choices=Choices(others=Choice.BOTH), asked="GOV-01").items
    assert [each.key for each in half.conflicts] == ["finding"]
    single = {"question GOV-01 finding": Choice.KEEP, "question GOV-01 answer": Choice.BOTH}
    after = apply(record, receive(record, rows, choices=Choices(single=single)))
    both = after.responses["GOV-01"]
    assert (both.finding, both.answer) == (Finding.IN_PLACE, "Theirs.\n\nMine.")
    again = receive(after, rows, asked="GOV-01").items[0]
    assert [each.key for each in again.conflicts] == ["finding"], "what was joined is there already"


def test_a_field_that_was_hidden_is_a_conflict_when_it_is_filled_in(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Hidden from them.")
    receipt = receive(record, [row("GOV-01", finding="in place", answer="Mine.", sent={"finding": "in place"})])
    (item,) = [each for each in receipt.items if each.conflicts]
    assert [each.key for each in item.conflicts] == ["answer"]


def test_what_was_emptied_is_not_erased_unless_somebody_says_so(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Was sent.")
    rows = [row("GOV-01", sent={"finding": "in place", "answer": "Was sent."})]
    assert outcome_of(receive(record, rows), "GOV-01") is Outcome.CONFLICT
    after = apply(record, receive(record, rows, choices=Choices(others=Choice.TAKE))).responses["GOV-01"]
    assert (after.finding, after.answer) == (None, "")


def test_a_column_that_is_gone_empties_nothing(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer="Was sent.")
    rows = [row("GOV-01", finding="in place", sent={"finding": "in place", "answer": "Was sent."})]
    receipt = receive(record, rows, lost=("Answer",))
    assert outcome_of(receipt, "GOV-01") is Outcome.SAME
    assert any("`Answer`" in each for each in receipt.notes)


def test_the_same_file_again_changes_nothing(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    rows = [row("GOV-01", finding="not applicable", reason="No.", sure="not sure", whom="Bo"), row("GOV-02", answer="Half.")]
    after = apply(assessment, receive(assessment, rows))
    again = receive(after, rows)
    assert again.changes == ()
    assert again.count("question", Outcome.SAME) == 2


def test_not_applicable_needs_a_reason_and_must_be_possible(assessment: Assessment, receive: Receive, row: Row) -> None:
    receipt = receive(assessment, [row("GOV-01", finding="not applicable"), row("GOV-03", finding="not applicable", reason="No.")])
    without, impossible = (each for each in receipt.items if each.problems)
    assert WHY in without.problems[0].what
    assert "not applicable" not in impossible.problems[0].allowed
    assert receipt.changes == ()


def test_rows_that_are_there_twice(assessment: Assessment, receive: Receive, row: Row) -> None:
    twice = [row("GOV-01", answer="One."), row("gov-01", answer="Two."), row("GOV-02", answer="Same."), row("GOV-02", answer="Same.")]
    receipt = receive(assessment, [*twice, row("GOV-03", answer="Once."), row("GOV-03")])
    assert [outcome_of(receipt, each) for each in ("GOV-01", "GOV-02", "GOV-03")] == [Outcome.REJECTED, Outcome.NEW, Outcome.NEW]


def test_for_one_entity_the_answer_is_an_exception(answered: Answered, receive: Receive, row: Row, apply: Apply) -> None:
    record = answered(
        "GOV-01", finding=Finding.IN_PLACE, answer="Company.", assignee="lena", answered=Stamp(on=date(2026, 1, 1), by="olga")
    )
    rows = [
        row("GOV-01", finding="not applicable", answer="There.", reason="No staff.", sure="not sure", whom="Bo"),
        row("GOV-02", answer="Only text."),
    ]
    receipt = receive(record, rows, entity="nordics", asked="GOV-01 GOV-02")
    after = apply(record, receipt)
    found = after.responses["GOV-01"]
    assert (found.finding, found.answer, found.unsure) == (Finding.IN_PLACE, "Company.", False)
    assert found.exceptions == (ScopedFinding(entity="nordics", finding=Finding.NOT_APPLICABLE, note="There.\n\nNo staff."),)
    assert found.notes.split("\n") == [
        "Lena Berg says whom else to ask about nordics: Bo",
        "Lena Berg is not sure of the answer about nordics.",
    ]
    assert found.updated == Stamp(on=date(2026, 11, 21), by="lena")
    assert outcome_of(receipt, "GOV-02") is Outcome.REJECTED
    assert receive(after, rows, entity="nordics", asked="GOV-01 GOV-02").changes == ()


def test_an_entity_that_is_gone_rejects_everything(assessment: Assessment, receive: Receive, row: Row) -> None:
    receipt = receive(assessment, [row("GOV-01", finding="in place")], entity="atlantis")
    assert receipt.counts("question") == {Outcome.REJECTED: 4}


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (Cell(CellKind.FORMULA, "in place"), "formula"),
        (Cell(CellKind.ERROR, "#NAME?"), "error"),
    ],
)
def test_formulas_and_errors_are_not_followed(assessment: Assessment, receive: Receive, row: Row, cell: Cell, word: str) -> None:
    receipt = receive(assessment, [row("GOV-01", answer=cell)], asked="GOV-01")
    (problem,) = receipt.items[0].problems
    assert word in problem.what
    assert problem.value == cell.text
    assert str(problem.spot)


def test_cells_that_are_merged_belong_to_nobody(assessment: Assessment, receive: Receive, row: Row) -> None:
    merged = IncomingCell(cell=Cell(CellKind.TEXT, "For both."), spot=Spot(sheet="S", row=1, column="A"), is_merged=True)
    assert "merged" in receive(assessment, [row("GOV-01", answer=merged)], asked="GOV-01").items[0].problems[0].what


def test_numbers_and_days_typed_as_answers_are_taken_and_said(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    receipt = receive(assessment, [row("GOV-01", answer=Cell(CellKind.NUMBER, "417", 417.0), reason=date(2026, 3, 4))], asked="GOV-01")
    after = apply(assessment, receipt).responses["GOV-01"]
    assert (after.answer, after.reason) == ("417", "2026-03-04")
    assert len(receipt.items[0].remarks) == 2


def test_two_files_that_say_different_things_are_a_conflict(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    after = apply(assessment, receive(assessment, [row("GOV-01", answer="First.")]))
    second = receive(after, [row("GOV-01", answer="Second.")])
    assert outcome_of(second, "GOV-01") is Outcome.CONFLICT
    assert second.items[0].conflicts[0].theirs == "First."


def test_what_cannot_be_stored_is_a_problem(assessment: Assessment, receive: Receive, row: Row) -> None:
    receipt = receive(assessment, [row("GOV-01", answer="half \ud800"), row("GOV-02", answer="whole")])
    assert [outcome_of(receipt, each) for each in ("GOV-01", "GOV-02")] == [Outcome.REJECTED, Outcome.NEW]


def test_the_record_is_not_changed_while_it_is_compared(assessment: Assessment, receive: Receive, row: Row) -> None:
    before = replace(assessment)
    receive(assessment, [row("GOV-01", answer="So.")])
    assert assessment == before


def test_to_whom_it_was_sent_is_a_claim_that_the_record_decides(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", assignee="lena", record=answered("GOV-02", assignee="carl"))
    receipt = receive(record, [row(each, finding="in place", answer="So.") for each in ("GOV-01", "GOV-02", "GOV-03")])
    by = {each.after.id: each.after.answered.by for each in receipt.changes if isinstance(each.after, Response) and each.after.answered}
    assert by == {"GOV-01": "lena", "GOV-02": "olga", "GOV-03": "olga"}
    told = "\n".join(receipt.notes)
    assert "the file says it was sent to Lena Berg" in told
    assert "does not have in the record now, the answers count as written by Olga Officer: GOV-02, GOV-03, GOV-04" in told
    assert "somebody else has these now, as the record says: GOV-02\n" in told
    assert "does not say that anybody was asked these: GOV-03, GOV-04" in told


@pytest.mark.parametrize("now", ["Corrected.", "Was sent."])
def test_what_was_taken_and_corrected_since_stays_corrected(
    answered: Answered, incoming: Callable[..., Incoming], outside: Outside, row: Row, now: str
) -> None:
    file = incoming(
        [row("GOV-01", finding="planned", answer="Mine.", whom="Bo", sent={"answer": "Was sent.", "finding": "in place"})],
        asked="GOV-01",
        sent="2026-11-20",
    )
    record = answered("GOV-01", finding=Finding.IN_PLACE, answer=now)
    texts = {"answer": ("Mine.", now), "finding": ("planned",), "notes": ("Lena Berg says whom else to ask: Bo\nMore.",)}
    days: set[date] = set()

    def entered(_record_id: str, since: date) -> Entered:
        days.add(since)
        return texts

    known = replace(outside, entered=entered)
    receipt = receive_questionnaire(file, record, known, Choices(others=Choice.TAKE))
    (item,) = receipt.items
    assert (item.outcome, item.conflicts, receipt.changes) == (Outcome.SAME, (), ())
    assert [each.what.split(",")[0].split(";")[0] for each in item.remarks] == [
        "was in the record before",
        "was in the record before",
        "was in the notes of the team before",
    ]
    assert days == {date(2026, 11, 20)}
    assert (
        outcome_of(receive_questionnaire(replace(file, facts={**file.facts, "sent": "soon"}), record, known), "GOV-01") is not Outcome.SAME
    )


@pytest.mark.parametrize("kind", [CellKind.FORMULA, CellKind.ERROR])
@pytest.mark.parametrize("shown", ["", "Then."])
def test_a_formula_is_never_what_was_sent(receive: Receive, row: Row, answered: Answered, kind: CellKind, shown: str) -> None:
    sent = row("GOV-01", finding="planned", answer="x", sent={"answer": shown})
    cells = {**sent.cells, "answer": IncomingCell(cell=Cell(kind, shown), spot=sent.cells["answer"].spot, is_merged=False)}
    receipt = receive(answered("GOV-01", answer=shown), [replace(sent, cells=cells)])
    assert outcome_of(receipt, "GOV-01") is Outcome.REJECTED
    assert not receipt.changes


@pytest.mark.parametrize("typed", ["n/a", "N/A", "N.A.", "not relevant", "Does not apply"])
def test_what_means_that_it_does_not_apply_is_said_and_not_guessed(assessment: Assessment, receive: Receive, row: Row, typed: str) -> None:
    receipt = receive(assessment, [row(each, finding=typed, reason="No.") for each in ("GOV-01", "GOV-03")], asked="GOV-01 GOV-03")
    assert [(each.outcome, each.problems[0].nearest) for each in receipt.items] == [
        (Outcome.REJECTED, "not applicable"),
        (Outcome.REJECTED, ""),
    ]


def test_a_word_of_a_list_that_was_sent_is_still_known(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", finding=Finding.PLANNED, answer="So.", unsure=False)
    sent = {"finding": "not applicable", "sure": "not sure", "answer": "So."}
    receipt = receive(record, [row("GOV-01", finding="in place", answer="So.", sure="not sure", sent=sent)], asked="GOV-01")
    (conflict,) = receipt.items[0].conflicts
    assert (conflict.sent, conflict.theirs, conflict.mine) == ("not applicable", "planned", "in place")
