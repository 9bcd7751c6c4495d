from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.answer_words import CLASSIFICATION_WORDS, IMPACT_WORDS
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt, put_changes
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, SystemKind
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import Classification, Finding, GapStatus, Impact, Level, Severity
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
CHARTER = {"questions": "gov-01, GOV\u201302", "title": "Charter", "kind": "Policy", "summary": "The board has the task."}
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "High", "scope": "low", "irremediability": "medium"}


@pytest.fixture
def gap() -> Gap:
    return Gap(
        id="GOV-01-G417",
        summary="No log",
        scale=Level.HIGH,
        scope=Level.LOW,
        irremediability=Level.LOW,
        owner="olga",
        due=date(2026, 12, 31),
    )


def policy(record_id: str, **values: Any) -> Policy:  # noqa: ANN401 - any field
    return replace(
        Policy(
            id=record_id,
            kind_of=PolicyKind.POLICY,
            title="Charter",
            summary="Old.",
            owner="olga",
            effective=Effective(from_=PartialDate("unknown")),
        ),
        **values,
    )


def test_new_evidence_is_registered_and_linked_to_the_questions_it_names(
    answered: Answered, receive: Receive, row: Row, apply: Apply
) -> None:
    more = {"place": " https://wiki.example.com/charter ", "from_": "2023-02", "to": "", "last_reviewed": date(2025, 6, 30)}
    words = CLASSIFICATION_WORDS[Classification.CONFIDENTIAL].upper()
    record = answered("GOV-01", assignee="lena", record=answered("GOV-02", assignee="lena"))
    receipt = receive(record, evidence=[row("1", **CHARTER, **more, classification=words, shows="Section 4")])
    (item,) = receipt.of_kind("evidence")
    assert (item.outcome, item.title) == (Outcome.NEW, "Charter")
    after = apply(record, receipt)
    (made,) = after.policies.values()
    assert made == policy(
        made.id,
        summary="The board has the task.",
        owner="lena",
        url="https://wiki.example.com/charter",
        effective=Effective(from_=PartialDate("2023-02")),
        last_reviewed=date(2025, 6, 30),
        classification=Classification.CONFIDENTIAL,
    )
    for criterion_id in ("GOV-01", "GOV-02"):
        assert after.responses[criterion_id].evidence == (EvidenceLink(id=made.id, shows="Section 4"),)
    assert len(receipt.changes) == 3


def test_a_system_is_told_by_its_kind_and_a_place_in_words_stays_words(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply
) -> None:
    given = {**CHARTER, "kind": "training", "place": "Vault, folder 12"}
    after = apply(assessment, receive(assessment, evidence=[row("1", **given)]))
    (made,) = after.systems.values()
    assert (made.kind_of, made.held_at, made.url, made.effective.from_.text) == (SystemKind.TRAINING, "Vault, folder 12", "", "unknown")


def test_the_same_evidence_again_makes_nothing_twice(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    first = apply(assessment, receive(assessment, evidence=[row("1", **CHARTER)]))
    again = receive(first, evidence=[row("1", **{**CHARTER, "title": " charter "})])
    assert (again.changes, again.counts("evidence")) == ((), {Outcome.SAME: 1})
    later = receive(first, evidence=[row("9", **CHARTER, place="Vault", shows="Page 2")])
    assert later.counts("evidence") == {Outcome.CHANGED: 1}
    after = apply(first, later)
    assert [each.held_at for each in after.policies.values()] == ["Vault"]
    assert after.responses["GOV-01"].evidence[0].shows == "Page 2"
    rewritten = [row("1", **{**CHARTER, "summary": "Another."})]
    (item,) = receive(after, evidence=rewritten).of_kind("evidence")
    assert (item.outcome, [each.key for each in item.conflicts]) == (Outcome.CONFLICT, ["summary"])
    both = apply(after, receive(after, evidence=rewritten, choices=Choices(others=Choice.BOTH)))
    assert [each.summary for each in both.policies.values()] == ["The board has the task.\n\nAnother."]


def test_one_row_a_question_makes_one_record(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    rows = [row("1", **{**CHARTER, "questions": "GOV-01"}), row("2", **{**CHARTER, "questions": "GOV-02"})]
    receipt = receive(assessment, evidence=rows)
    after = apply(assessment, receipt)
    assert receipt.counts("evidence") == {Outcome.NEW: 1, Outcome.CHANGED: 1}
    assert len(after.policies) == 1
    assert {key for key, each in after.responses.items() if each.evidence} == {"GOV-01", "GOV-02"}


def test_evidence_that_is_registered_is_only_linked(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    record = replace(assessment, policies={"POL-417": policy("POL-417", summary="Old.", classification=Classification.INTERNAL)})
    receipt = receive(record, evidence=[row("1", questions="GOV-01", registered="pol-417", shows="It does.")])
    after = apply(record, receipt)
    assert after.policies == record.policies
    assert after.responses["GOV-01"].evidence == (EvidenceLink(id="POL-417", shows="It does."),)
    clash = receive(record, evidence=[row("1", questions="GOV-01", registered="POL-417", summary="Mine.")])
    assert clash.counts("evidence") == {Outcome.CONFLICT: 1}
    other = receive(record, evidence=[row("1", questions="GOV-01", registered="POL-417", kind="training")])
    assert other.counts("evidence") == {Outcome.REJECTED: 1}


def test_what_is_missing_or_unknown_in_a_row_of_evidence_is_said(assessment: Assessment, receive: Receive, row: Row) -> None:
    record = replace(assessment, policies={"POL-417": policy("POL-417")})
    rows = [
        row("1", title="Only a title"),
        row("2", **{**CHARTER, "questions": "GOV-10"}),
        row("3", **{**CHARTER, "kind": "polciy"}),
        row("4", questions="GOV-01", registered="POL-471"),
        row("5", **CHARTER, from_="03/04/2025"),
        row("6"),
    ]
    receipt = receive(record, evidence=rows)
    problems = [each.problems for each in receipt.of_kind("evidence")]
    assert receipt.counts("evidence") == {Outcome.REJECTED: 5}
    assert [len(each) for each in problems] == [3, 1, 1, 1, 1]
    assert [each[0].nearest for each in problems[1:4]] == ["GOV-01", "policy", "POL-417"]
    assert problems[1][0].allowed == ("GOV-01", "GOV-02", "GOV-03", "GOV-04")
    assert problems[3][0].allowed == (), "which other records there are is not told"
    assert "two ways" in problems[4][0].what
    assert receipt.changes == ()


def test_a_new_gap_comes_under_its_question(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    more = {"cause": "Nobody asked.", "impact": "yes", "action": "Build it.", "owner": "carl counsel", "due": "March 2027"}
    receipt = receive(assessment, gaps=[row("1", **WEAK, **more)])
    after = apply(assessment, receipt)
    (made,) = after.responses["GOV-01"].gaps
    assert (made.severity, made.impact, made.owner, made.due) == (Severity.SEVERE, Impact.ACTUAL, "carl", date(2027, 3, 31))
    assert (made.cause, made.action, made.due_moves) == ("Nobody asked.", "Build it.", 0)
    assert "2027-03-31" in receipt.of_kind("gap")[0].remarks[0].what
    again = receive(after, gaps=[row("1", **WEAK, **more)])
    assert (again.changes, again.counts("gap")) == ((), {Outcome.SAME: 1})
    later = receive(after, gaps=[row("1", **{**WEAK, "scale": "low"})])
    assert [each.key for each in later.of_kind("gap")[0].conflicts] == ["scale"]


def test_a_gap_that_was_sent_can_be_changed(answered: Answered, receive: Receive, row: Row, apply: Apply, gap: Gap) -> None:
    record = answered("GOV-01", finding=Finding.PLANNED, answer="So.", gaps=(gap,))
    sent = {**WEAK, "scale": "high", "irremediability": "low", "owner": "Lead", "due": "2026-12-31"}
    same = row("GOV-01-G417", sent=sent, **sent)
    assert receive(record, gaps=[same]).of_kind("gap") == ()
    changed = {**sent, "action": "Build it.", "owner": "lena", "due": date(2027, 1, 31), "cause": ""}
    after = apply(record, receive(record, gaps=[row("GOV-01-G417", sent=sent, **changed)])).responses["GOV-01"]
    (found,) = after.gaps
    assert (found.action, found.owner, found.due, found.original_due, found.due_moves) == (
        "Build it.",
        "lena",
        date(2027, 1, 31),
        date(2026, 12, 31),
        1,
    )
    moved = answered("GOV-01", gaps=(replace(gap, scale=Level.LOW),))
    clash = receive(moved, gaps=[row("GOV-01-G417", sent=sent, **{**sent, "scale": "medium"})])
    assert [each.key for each in clash.of_kind("gap")[0].conflicts] == ["scale"]


def test_gaps_that_cannot_be_taken(answered: Answered, receive: Receive, row: Row, gap: Gap) -> None:
    record = answered("GOV-01", gaps=(gap,))
    rows = [
        row("1", question="GOV-01", summary="Half"),
        row("2", **{**WEAK, "question": "GOV-01 GOV-02"}),
        row("3", **WEAK, owner="Lena Borg"),
        row("GOV-01-G999", **WEAK, sent={"summary": "Gone"}),
        row("GOV-01-G417", **WEAK),
        row("GOV-01-G417", **{**WEAK, "question": "GOV-02"}, sent=WEAK),
        row("4", **{**WEAK, "scale": "hihg"}, impact="perhaps"),
    ]
    receipt = receive(record, gaps=rows)
    assert receipt.counts("gap") == {Outcome.REJECTED: 7}
    problems = [each.problems for each in receipt.of_kind("gap")]
    assert len(problems[0]) == 3
    assert problems[2][0].nearest == "lena"
    assert problems[2][0].allowed == ("olga (Olga Officer)", "lena (Lena Berg)", "carl (Carl Counsel)")
    assert [each.nearest for each in problems[6]] == ["high", ""]
    assert problems[6][1].allowed == tuple(IMPACT_WORDS.values())
    assert receipt.changes == ()


def test_a_gap_of_one_entity_is_confined_to_it(assessment: Assessment, receive: Receive, row: Row, apply: Apply) -> None:
    after = apply(assessment, receive(assessment, gaps=[row("1", **WEAK)], entity="nordics"))
    assert after.responses["GOV-01"].gaps[0].entities == ("nordics",)


@pytest.mark.parametrize("facts", [{"asked": "GOV-99"}, {"asked": "GOV-01", "entity": "atlantis"}])
def test_what_a_file_says_of_itself_is_only_a_claim(
    answered: Answered, receive: Receive, row: Row, gap: Gap, facts: dict[str, str]
) -> None:
    record = answered("GOV-99", gaps=(replace(gap, id="GOV-99-G417"),))
    rows = [row("1", **{**WEAK, "question": facts["asked"]}), row("GOV-99-G417", sent={"summary": "No log"}, summary="Forged")]
    receipt = receive(record, evidence=[row("1", **{**CHARTER, "questions": facts["asked"]})], gaps=rows, **facts)
    assert receipt.changes == ()
    assert receipt.counts("gap") == {Outcome.REJECTED: 2}


def test_all_that_comes_under_one_question_is_one_change(assessment: Assessment, receive: Receive, row: Row) -> None:
    answer = row("GOV-01", finding="in place", answer="So.")
    receipt = receive(assessment, [answer], evidence=[row("1", **CHARTER)], gaps=[row("1", **WEAK)])
    changed = {each.after.id: each for each in receipt.changes}
    assert len(receipt.changes) == 3
    response = changed["GOV-01"].after
    assert changed["GOV-01"].before is None
    assert getattr(response, "updated", None) is None, "what was answered just now was not changed since"
    assert len(getattr(response, "gaps", ())) == len(getattr(response, "evidence", ())) == 1


def entered_since(outside: Outside, texts: Entered, *, by: str = "olga") -> Outside:
    return replace(outside, by=by, entered=lambda _id, since: texts if since <= date(2026, 11, 20) else {})


def test_evidence_is_the_same_whoever_receives_it_and_whoever_owns_it_by_now(
    assessment: Assessment, incoming: Callable[..., Incoming], outside: Outside, row: Row, apply: Apply
) -> None:
    file = incoming(evidence=[row("1", **CHARTER)], assignee="", sent="2026-11-20")
    after = apply(assessment, receive_questionnaire(file, assessment, outside))
    by_carl = receive_questionnaire(file, after, replace(outside, by="carl"))
    assert (by_carl.changes, by_carl.counts("evidence")) == ((), {Outcome.SAME: 1})
    (made,) = after.policies.values()
    moved = replace(after, policies={made.id: replace(made, owner="carl")})
    assert receive_questionnaire(file, moved, outside).counts("evidence") == {Outcome.SAME: 1}
    renamed = replace(after, policies={made.id: replace(made, title="Charter of the board")})
    (item,) = receive_questionnaire(file, renamed, entered_since(outside, {"title": ("Charter",)})).of_kind("evidence")
    assert (item.outcome, item.changes, item.conflicts) == (Outcome.SAME, (), ())
    assert "was in the record before" in item.remarks[0].what


@pytest.mark.parametrize("choice", [None, Choice.TAKE])
def test_what_somebody_else_owns_is_linked_and_not_changed(
    assessment: Assessment, receive: Receive, row: Row, choice: Choice | None
) -> None:
    record = replace(assessment, policies={"POL-417": policy("POL-417", owner="carl", classification=Classification.INTERNAL)})
    rows = [row("1", questions="GOV-01", registered="POL-417", place="My drawer", to="2026-01-01")]
    (item,) = receive(record, evidence=rows, choices=Choices(others=choice)).of_kind("evidence")
    if choice is None:
        assert (item.outcome, [each.key for each in item.conflicts]) == (Outcome.CONFLICT, ["place", "to"])
    else:
        assert item.outcome is Outcome.CHANGED
    own = replace(assessment, policies={"POL-417": policy("POL-417", owner="olga", classification=Classification.INTERNAL)})
    assert receive(own, evidence=rows, assignee="").counts("evidence") == {Outcome.CHANGED: 1}


@pytest.mark.parametrize("classification", [Classification.RESTRICTED, None])
def test_restricted_evidence_of_others_is_not_linked_by_who_guesses_its_id(
    assessment: Assessment, receive: Receive, row: Row, classification: Classification | None
) -> None:
    record = replace(assessment, policies={"POL-417": policy("POL-417", owner="carl", classification=classification)})
    receipt = receive(record, evidence=[row("1", questions="GOV-01", registered="POL-417")])
    (item,) = receipt.of_kind("evidence")
    assert (item.outcome, receipt.changes) == (Outcome.REJECTED, ())
    assert "may be told of" in item.problems[0].what


def test_a_gap_that_was_reworded_is_the_same(
    assessment: Assessment, incoming: Callable[..., Incoming], outside: Outside, row: Row, apply: Apply
) -> None:
    file = incoming(gaps=[row("1", **WEAK)], sent="2026-11-20")
    after = apply(assessment, receive_questionnaire(file, assessment, outside))
    response = after.responses["GOV-01"]
    (made,) = response.gaps
    known = entered_since(outside, {f"gaps/{made.id}/summary": ("No log",)})
    for changed in (replace(made, summary="No log of requests"), replace(made, status=GapStatus.DONE)):
        record = replace(after, responses={"GOV-01": replace(response, gaps=(changed,))})
        (item,) = receive_questionnaire(file, record, known).of_kind("gap")
        assert (item.outcome, item.changes, item.conflicts) == (Outcome.SAME, (), ())
        assert "was in the record before" in item.remarks[0].what

    closed = replace(after, responses={"GOV-01": replace(response, gaps=(replace(made, status=GapStatus.DONE),))})
    later = incoming(gaps=[row("1", **WEAK, action="One thing more.")], sent="2026-11-20")
    (item,) = receive_questionnaire(later, closed, known).of_kind("gap")
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
    receipt = receive(record, gaps=[row("GOV-01-G417", sent=sent, **WEAK)])
    (item,) = receipt.of_kind("gap")
    assert (item.outcome, receipt.changes) == (Outcome.SAME, ())
    assert [each.what for each in item.remarks] == ["`What will be done` in row 7 of `Sheet` was emptied; the record keeps it"]


def test_rows_of_gaps_that_are_gone_are_said(answered: Answered, incoming: Callable[..., Incoming], outside: Outside, gap: Gap) -> None:
    file = incoming()
    table = IncomingTable(name="gaps", sheet="Gaps", rows=(), ids=("GOV-01-G417", "1"), gone=("GOV-01-G417", "1"))
    receipt = receive_questionnaire(replace(file, tables={**file.tables, "gaps": table}), answered("GOV-01", gaps=(gap,)), outside)
    (told,) = [each for each in receipt.notes if "Gaps" in each]
    assert "1 row that was sent is not on sheet `Gaps` any more: GOV-01-G417;" in told


def test_what_the_officer_corrected_in_a_gap_or_a_record_stays(
    assessment: Assessment, incoming: Callable[..., Incoming], outside: Outside, row: Row, apply: Apply
) -> None:
    file = incoming(evidence=[row("1", **CHARTER)], gaps=[row("1", **WEAK, action="Build.")], assignee="", sent="2026-11-20")
    after = apply(assessment, receive_questionnaire(file, assessment, outside))
    (made,) = after.policies.values()
    response = after.responses["GOV-01"]
    (weak,) = response.gaps
    corrected = replace(
        after,
        policies={made.id: replace(made, summary="Corrected.")},
        responses={**after.responses, "GOV-01": replace(response, gaps=(replace(weak, action="Corrected."),))},
    )
    texts = {"summary": ("The board has the task.",), f"gaps/{weak.id}/action": ("Build.",)}
    again = receive_questionnaire(file, corrected, entered_since(outside, texts), Choices(others=Choice.TAKE))
    assert (again.changes, again.counts("evidence"), again.counts("gap")) == ((), {Outcome.SAME: 1}, {Outcome.SAME: 1})
