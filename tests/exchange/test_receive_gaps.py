from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.exchange.answer_words import IMPACT_WORDS
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Outcome, Problem, Receipt, put_changes
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, GapStatus, Impact, Level, Severity
from gni_assess.model.workspace import Person
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable, Spot

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
Know = Callable[..., Outside]
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "High", "scope": "low", "irremediability": "medium"}


def test_a_new_gap_comes_under_its_question(assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know) -> None:
    more = {"cause": "Nobody asked.", "impact": "yes", "action": "Build it.", "owner": "carl counsel", "due": "March 2027"}
    receipt = receive(assessment, gaps=[row("1", **WEAK, **more)])
    after = apply(assessment, receipt)
    (made,) = after.responses["GOV-01"].gaps
    assert (made.severity, made.impact, made.owner, made.due) == (Severity.SEVERE, Impact.ACTUAL, "carl", date(2027, 3, 31))
    assert (made.cause, made.action, made.due_moves) == ("Nobody asked.", "Build it.", 0)
    assert "2027-03-31" in receipt.of_kind("gap")[0].remarks[0].what
    again = receive(after, gaps=[row("1", **WEAK, **more)])
    assert (again.changes, again.counts("gap")) == ((), {Outcome.SAME: 1})
    known = entered_since({f"gaps/{made.id}/id": (made.id,)})
    later = receive(after, gaps=[row("1", **{**WEAK, "scale": "low"})], sent="2026-11-20", known=known)
    assert [each.key for each in later.of_kind("gap")[0].conflicts] == ["scale"]


def test_a_gap_that_was_sent_can_be_changed(answered: Answered, receive: Receive, row: Row, apply: Apply, gap: Gap) -> None:
    own = replace(gap, owner="lena")
    record = answered("GOV-01", assignee="lena", finding=Finding.PLANNED, answer="So.", gaps=(own,))
    sent = {**WEAK, "scale": "high", "irremediability": "low", "owner": "Trust and safety", "due": "2026-12-31"}
    same = row("GOV-01-G417", sent=sent, **sent)
    assert receive(record, gaps=[same]).of_kind("gap") == ()
    changed = {**sent, "action": "Build it.", "owner": "olga", "due": date(2027, 1, 31), "cause": ""}
    after = apply(record, receive(record, gaps=[row("GOV-01-G417", sent=sent, **changed)])).responses["GOV-01"]
    (found,) = after.gaps
    assert (found.action, found.owner, found.due, found.original_due, found.due_moves) == (
        "Build it.",
        "olga",
        date(2027, 1, 31),
        date(2026, 12, 31),
        1,
    )
    moved = answered("GOV-01", assignee="lena", gaps=(replace(own, scale=Level.LOW),))
    clash = receive(moved, gaps=[row("GOV-01-G417", sent=sent, **{**sent, "scale": "medium"})])
    assert [each.key for each in clash.of_kind("gap")[0].conflicts] == ["scale"]


def test_gaps_that_cannot_be_taken(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    record = answered("GOV-01", gaps=(gap,))
    rows = [
        row("1", question="GOV-01", summary="Half"),
        row("2", **{**WEAK, "question": "GOV-01 GOV-02"}),
        row("3", **WEAK, due="soon"),
        row("GOV-01-G999", **WEAK, sent={"summary": "Gone"}),
        row("GOV-01-G417", **WEAK),
        row("GOV-01-G417", **{**WEAK, "question": "GOV-02"}, sent=WEAK),
        row("4", **{**WEAK, "scale": "hihg"}, impact="perhaps"),
    ]
    receipt = receive(record, gaps=rows)
    assert receipt.counts("gap") == {Outcome.REJECTED: 7}
    problems = [each.problems for each in receipt.of_kind("gap")]
    assert len(problems[0]) == 3
    assert problems[2][0].allowed == ("a day such as 2026-12-31",)
    assert [each.nearest for each in problems[6]] == ["high", ""]
    assert problems[6][1].allowed == tuple(IMPACT_WORDS.values())
    assert receipt.changes == ()


def test_a_gap_of_one_entity_is_confined_to_it(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    after = apply(assessment, receive(assessment, gaps=[row("1", **WEAK)], entity="nordics"))
    assert after.responses["GOV-01"].gaps[0].entities == ("nordics",)


def test_a_gap_that_was_reworded_is_the_same(assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know) -> None:
    rows = [row("1", **WEAK)]
    after = apply(assessment, receive(assessment, gaps=rows))
    response = after.responses["GOV-01"]
    (made,) = response.gaps
    known = entered_since({f"gaps/{made.id}/id": (made.id,), f"gaps/{made.id}/summary": ("No log",)})
    for changed in (replace(made, summary="No log of requests"), replace(made, status=GapStatus.DONE)):
        record = replace(after, responses={"GOV-01": replace(response, gaps=(changed,))})
        (item,) = receive(record, gaps=rows, sent="2026-11-20", known=known).of_kind("gap")
        assert (item.outcome, item.changes, item.conflicts) == (Outcome.SAME, (), ())
        assert "was in the record before" in item.remarks[0].what

    closed = replace(after, responses={"GOV-01": replace(response, gaps=(replace(made, status=GapStatus.DONE),))})
    later = [row("1", **WEAK, action="One thing more.")]
    (item,) = receive(closed, gaps=later, sent="2026-11-20", known=known).of_kind("gap")
    assert (item.outcome, [each.key for each in item.conflicts]) == (Outcome.CONFLICT, ["action"])


def test_a_gap_of_one_entity_is_not_that_of_the_company(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    of_company = apply(assessment, receive(assessment, gaps=[row("1", **WEAK)]))
    receipt = receive(of_company, gaps=[row("1", **WEAK)], entity="nordics")
    assert receipt.counts("gap") == {Outcome.NEW: 1}
    assert "about the whole company" in receipt.of_kind("gap")[0].remarks[0].what
    both = apply(of_company, receipt)
    assert [each.entities for each in both.responses["GOV-01"].gaps] == [(), ("nordics",)]
    assert receive(both, gaps=[row("1", **WEAK)], entity="nordics").counts("gap") == {Outcome.SAME: 1}


@pytest.mark.parametrize("status", [GapStatus.DONE, GapStatus.ACCEPTED])
def test_a_gap_that_was_closed_before_is_not_opened_by_a_new_row(
    answered: Answered, receive: Receive, row: Row, gap: Gap, status: GapStatus
) -> None:
    record = answered("GOV-01", gaps=(replace(gap, status=status),))
    receipt = receive(record, gaps=[row("1", **WEAK, action="Another plan.")])
    (item,) = receipt.of_kind("gap")
    assert (item.outcome, status.value in item.remarks[0].what) == (Outcome.NEW, True)
    old, new = put_changes(record, receipt.changes).responses["GOV-01"].gaps
    assert (old.action, new.action) == ("", "Another plan.")


def test_cells_of_a_gap_that_were_emptied_are_said(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    record = answered("GOV-01", gaps=(gap,))
    sent = {**WEAK, "action": "Build it."}
    emptied = replace(row("GOV-01-G417", sent=sent, **WEAK), columns={"action": "M"})
    receipt = receive(record, gaps=[emptied])
    (item,) = receipt.of_kind("gap")
    assert (item.outcome, receipt.changes) == (Outcome.SAME, ())
    what = "`What will be done` was emptied; the record keeps it"
    assert item.remarks == (Problem(what=what, spot=Spot(sheet="Sheet", row=7, column="M")),)


def test_rows_of_gaps_that_are_gone_are_said(answered: Answered, incoming: Callable[..., Incoming], outside: Outside, gap: Gap) -> None:
    file = incoming()
    table = IncomingTable(name="gaps", sheet="Gaps", rows=(), ids=("GOV-01-G417", "1"), gone=("GOV-01-G417", "1"))
    receipt = receive_questionnaire(replace(file, tables={**file.tables, "gaps": table}), answered("GOV-01", gaps=(gap,)), outside)
    (told,) = [each for each in receipt.notes if "Gaps" in each]
    assert "1 row that was sent is not on sheet `Gaps` any more: GOV-01-G417;" in told


def test_by_whom_is_whoever_alone_has_that_role(answered: Answered, receive: Receive, row: Row, apply: Apply, gap: Gap) -> None:
    after = apply(answered("GOV-01"), receive(answered("GOV-01"), gaps=[row("1", **WEAK, owner="Trust and  Safety")]))
    assert after.responses["GOV-01"].gaps[0].owner == "lena"
    record = answered("GOV-01", assignee="lena", gaps=(replace(gap, owner="lena"),))
    sent = {**WEAK, "scale": "high", "irremediability": "low", "owner": "Trust and safety"}
    known = apply(record, receive(record, gaps=[row("GOV-01-G417", sent=sent, **{**sent, "owner": "lead"})]))
    assert known.responses["GOV-01"].gaps[0].owner == "olga"


def test_whoever_is_not_in_the_workspace_is_kept_in_the_notes_of_the_gap(
    answered: Answered, receive: Receive, row: Row, apply: Apply, entered_since: Know
) -> None:
    record = answered("GOV-01", assignee="lena")
    rows = [row("1", **WEAK, owner="Lena Borg")]
    receipt = receive(record, gaps=rows)
    (item,) = receipt.of_kind("gap")
    (remark,) = item.remarks
    assert (item.outcome, item.problems) == (Outcome.NEW, ())
    assert (remark.value, remark.nearest, remark.spot) == ("Lena Borg", "lena (Lena Berg, Trust and safety)", rows[0].cells["owner"].spot)
    assert remark.allowed == ("olga (Olga Officer, Lead)", "lena (Lena Berg, Trust and safety)", "carl (Carl Counsel)")
    assert remark.what == "is no person of the workspace; it goes into the notes of the gap, and the owner is not changed"
    after = apply(record, receipt)
    response = after.responses["GOV-01"]
    (made,) = response.gaps
    assert (made.owner, made.notes) == ("", "Lena Berg says who will do it: Lena Borg")
    assert receive(after, gaps=rows).counts("gap") == {Outcome.SAME: 1}
    # What the team took out of the notes, and whom it put there, stays.
    settled = replace(after, responses={"GOV-01": replace(response, gaps=(replace(made, owner="carl", notes="See above."),))})
    texts = {f"gaps/{made.id}/notes": (made.notes,), f"gaps/{made.id}/id": (made.id,)}
    again = receive(settled, gaps=rows, sent="2026-11-20", known=entered_since(texts))
    assert (again.counts("gap"), again.changes) == ({Outcome.SAME: 1}, ())


def test_a_role_that_two_have_is_asked_about(assessment: Assessment, receive: Receive, row: Row, apply: Apply, gap: Gap) -> None:
    people = (*assessment.workspace.people, Person(id="nils", name="Nils Ny", role="lead"))
    workspace = replace(assessment.workspace, people=people)
    response = Response(criterion="GOV-01", assignee="lena", gaps=(replace(gap, owner="lena"),))
    record = replace(assessment, workspace=workspace, responses={"GOV-01": response})
    sent = {**WEAK, "scale": "high", "irremediability": "low", "owner": "Trust and safety"}
    receipt = receive(record, gaps=[row("GOV-01-G417", sent=sent, **{**sent, "owner": "Lead", "action": "Build it."})])
    (remark,) = receipt.of_kind("gap")[0].remarks
    assert remark.what.startswith("can be more than one person of the workspace; it goes into the notes")
    assert remark.allowed == ("olga (Olga Officer, Lead)", "nils (Nils Ny, lead)")
    (after,) = apply(record, receipt).responses["GOV-01"].gaps
    assert (after.owner, after.action, after.notes) == ("lena", "Build it.", "Lena Berg says who will do it: Lead")


@pytest.mark.parametrize(("owner", "is_shown"), [("olga", False), ("lena", True)])
def test_a_new_row_is_not_put_into_a_gap_that_the_respondent_is_not_shown(
    answered: Answered, receive: Receive, row: Row, gap: Gap, owner: str, *, is_shown: bool
) -> None:
    record = answered("GOV-01", assignee="lena", gaps=(replace(gap, owner=owner),))
    own = {**WEAK, "irremediability": "low"}
    receipt = receive(record, gaps=[row("1", **own, action="Another plan."), row("2", **own, cause="No time.")])
    found = put_changes(record, receipt.changes).responses["GOV-01"].gaps
    if is_shown:
        assert [(each.action, each.cause) for each in found] == [("Another plan.", "No time.")]
        return
    assert [(each.action, each.cause) for each in found] == [("", ""), ("Another plan.", "No time.")]
    (remark,) = receipt.of_kind("gap")[0].remarks
    assert remark.what == (
        "says the same as GOV-01-G417, which is open and about the whole company, and which this respondent is not shown; this is a new one"
    )
    assert receive(record, gaps=[row("1", **own)]).counts("gap") == {Outcome.SAME: 1}, "it says nothing that is not there"


def test_a_day_in_numbers_with_one_reading_is_taken_and_one_with_two_is_not(assessment: Assessment, receive: Receive, row: Row) -> None:
    receipt = receive(assessment, gaps=[row("1", **WEAK, due="31.12.2026"), row("2", **{**WEAK, "summary": "No list"}, due="03/04/2027")])
    taken, refused = receipt.of_kind("gap")
    assert (taken.outcome, [each.what for each in taken.remarks]) == (Outcome.NEW, ["is taken as 2026-12-31"])
    assert (refused.outcome, "two ways" in refused.problems[0].what) == (Outcome.REJECTED, True)
