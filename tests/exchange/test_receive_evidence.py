from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.answer_words import CLASSIFICATION_WORDS
from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, SystemKind
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import Classification
from gni_assess.sheets.incoming_values import IncomingRow, Spot

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
Know = Callable[..., Outside]
CHARTER = {"questions": "gov-01, GOV\u201302", "title": "Charter", "kind": "Policy", "summary": "The board has the task."}


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
    again = receive(after, evidence=[row("1", **CHARTER, **more, classification=words, shows="Section 4")])
    assert (again.changes, again.counts("evidence")) == ((), {Outcome.SAME: 1})


def test_a_system_is_told_by_its_kind_and_a_place_in_words_stays_words(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply
) -> None:
    given = {**CHARTER, "kind": "training", "place": "Vault, folder 12"}
    after = apply(assessment, receive(assessment, evidence=[row("1", **given)]))
    (made,) = after.systems.values()
    assert (made.kind_of, made.held_at, made.url, made.effective.from_.text) == (SystemKind.TRAINING, "Vault, folder 12", "", "unknown")


def test_the_same_evidence_again_makes_nothing_twice(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know
) -> None:
    first = apply(assessment, receive(assessment, evidence=[row("1", **CHARTER)]))
    again = receive(first, evidence=[row("1", **{**CHARTER, "title": " charter "})])
    assert (again.changes, again.counts("evidence")) == ((), {Outcome.SAME: 1})
    known: Any = {"sent": "2026-11-20", "known": entered_since({"id": tuple(first.policies)})}
    later = receive(first, evidence=[row("9", **CHARTER, place="Vault", shows="Page 2")], **known)
    assert later.counts("evidence") == {Outcome.CHANGED: 1}
    after = apply(first, later)
    assert [each.held_at for each in after.policies.values()] == ["Vault"]
    assert after.responses["GOV-01"].evidence[0].shows == "Page 2"
    rewritten = [row("1", **{**CHARTER, "summary": "Another."})]
    (item,) = receive(after, evidence=rewritten, **known).of_kind("evidence")
    assert (item.outcome, [each.key for each in item.conflicts]) == (Outcome.CONFLICT, ["summary"])
    both = apply(after, receive(after, evidence=rewritten, choices=Choices(others=Choice.BOTH), **known))
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


def test_a_cell_that_is_empty_is_named_at_its_own_place(assessment: Assessment, receive: Receive, row: Row) -> None:
    evidence = replace(row("1", at=9, title="Only a title"), columns={"title": "C", "questions": "B", "kind": "F"})
    receipt = receive(assessment, evidence=[evidence])
    spots = [each.spot for each in receipt.of_kind("evidence")[0].problems]
    # Where the column is gone, the row is named by what is there.
    assert spots == [Spot(sheet="Sheet", row=9, column=each) for each in ("B", "F", "D")]


def test_evidence_is_the_same_whoever_receives_it_and_whoever_owns_it_by_now(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know
) -> None:
    file: Any = {"evidence": [row("1", **CHARTER)], "assignee": "", "sent": "2026-11-20"}
    after = apply(assessment, receive(assessment, **file))
    by_carl = receive(after, **file, known=entered_since({}, by="carl"))
    assert (by_carl.changes, by_carl.counts("evidence")) == ((), {Outcome.SAME: 1})
    (made,) = after.policies.values()
    moved = replace(after, policies={made.id: replace(made, owner="carl")})
    assert receive(moved, **file).counts("evidence") == {Outcome.SAME: 1}
    renamed = replace(after, policies={made.id: replace(made, title="Charter of the board")})
    (item,) = receive(renamed, **file, known=entered_since({"title": ("Charter",)})).of_kind("evidence")
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


@pytest.mark.parametrize("classification", [Classification.RESTRICTED, Classification.INTERNAL])
def test_a_title_that_happens_to_be_that_of_a_hidden_record_changes_nothing_in_it_silently(
    answered: Answered, receive: Receive, row: Row, classification: Classification
) -> None:
    old = policy("POL-417", summary=CHARTER["summary"], classification=classification)
    record = replace(answered("GOV-01", evidence=(EvidenceLink(id=old.id),)), policies={old.id: old})
    given = {**CHARTER, "questions": "GOV-01", "place": "My drawer", "shows": "Section 4"}
    (item,) = receive(record, evidence=[row("1", **given)], assignee="").of_kind("evidence")
    if classification is Classification.INTERNAL:
        assert item.outcome is Outcome.CHANGED
    else:
        assert (item.outcome, [each.key for each in item.conflicts]) == (Outcome.CONFLICT, ["place", "shows:GOV-01"])


@pytest.mark.parametrize("summary", ["The board has the task.", "Another."])
def test_a_record_with_the_same_kind_and_title_is_named_to_the_receiver(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, summary: str
) -> None:
    others = {each: policy(each, title=" charter", owner="lena", summary=summary) for each in ("POL-417", "POL-418")}
    tool = replace(others["POL-417"], id="POL-419", kind_of=PolicyKind.CONTRACT)
    record = replace(assessment, policies={**others, "POL-419": tool})
    rows = [row("1", **CHARTER), row("2", **{**CHARTER, "questions": "GOV-03"})]
    receipt = receive(record, evidence=rows)
    new, linked = receipt.of_kind("evidence")
    told = "this is a new one; link that instead if it is the same"
    assert (new.outcome, [each.what for each in new.remarks], new.remarks[0].spot) == (
        Outcome.NEW,
        [f"has the kind and title of POL-417, POL-418, which are in the record already; {told}"],
        rows[0].cells["title"].spot,
    )
    assert (linked.outcome, linked.remarks) == (Outcome.CHANGED, ()), "the row before made it"
    again = receive(apply(record, receipt), evidence=rows)
    assert (again.counts("evidence"), [each.remarks for each in again.of_kind("evidence")]) == ({Outcome.SAME: 2}, [(), ()])


def test_an_id_that_another_row_of_the_file_drew_is_never_offered_nor_taken(assessment: Assessment, receive: Receive, row: Row) -> None:
    rows = [row("1", **CHARTER), row("2", questions="GOV-01", registered="POL-101"), row("3", questions="GOV-01", registered="POL-100")]
    made, near, same = receive(assessment, evidence=rows).of_kind("evidence")
    (change,) = [each for each in made.changes if each.before is None and isinstance(each.after, Policy)]
    assert change.after.id == "POL-100"
    for each in (near, same):
        assert (each.outcome, each.problems[0].nearest) == (Outcome.REJECTED, "")


def test_what_ends_before_it_begins_is_refused_with_both_places(assessment: Assessment, receive: Receive, row: Row) -> None:
    rows = [row("1", **CHARTER, from_="2025-02-01", to="2024-01-01"), row("2", **CHARTER, from_="2025-02-10", to="2025-02")]
    backwards, same_month = receive(assessment, evidence=rows).of_kind("evidence")
    (problem,) = backwards.problems
    assert (problem.value, problem.spot) == ("2024-01-01", rows[0].cells["to"].spot)
    assert problem.what == f"is before 2025-02-01, under `In force from` ({rows[0].cells['from'].spot})"
    assert same_month.outcome is Outcome.NEW


@pytest.mark.parametrize(
    ("record", "typed", "what"),
    [
        (Effective(from_=PartialDate("2025-03")), {"to": "2024-01"}, "is before 2025-03, under `In force from` (as the record says)"),
        (
            Effective(from_=PartialDate("unknown"), to=PartialDate("2024-01-31")),
            {"from_": "2024-02"},
            "is after 2024-01-31, under `In force to` (as the record says)",
        ),
    ],
)
def test_what_would_end_before_it_begins_in_the_record_is_refused(
    *, assessment: Assessment, receive: Receive, row: Row, record: Effective, typed: dict[str, str], what: str
) -> None:
    policies = {"POL-417": policy("POL-417", effective=record, classification=Classification.INTERNAL)}
    receipt = receive(
        replace(assessment, policies=policies), evidence=[row("1", questions="GOV-01", registered="POL-417", **typed)], assignee=""
    )
    (item,) = receipt.of_kind("evidence")
    assert (item.outcome, receipt.changes, [each.what for each in item.problems]) == (Outcome.REJECTED, (), [what])


@pytest.mark.parametrize(
    ("typed", "day"), [("31.12.2026", "2026-12-31"), ("13/02/2025", "2025-02-13"), ("12/31/2026", "2026-12-31"), ("2026/4/3", "2026-04-03")]
)
def test_a_day_in_numbers_with_one_reading_is_taken_and_said(
    *, assessment: Assessment, receive: Receive, row: Row, apply: Apply, typed: str, day: str
) -> None:
    receipt = receive(assessment, evidence=[row("1", **CHARTER, from_=typed, last_reviewed=typed)])
    (item,) = receipt.of_kind("evidence")
    assert [(each.value, each.what) for each in item.remarks] == [(typed, f"is taken as {day}")] * 2
    (made,) = apply(assessment, receipt).policies.values()
    assert (str(made.effective.from_), str(made.last_reviewed)) == (day, day)
    again = receive(apply(assessment, receipt), evidence=[row("1", **CHARTER, from_=typed, last_reviewed=typed)])
    assert again.counts("evidence") == {Outcome.SAME: 1}
