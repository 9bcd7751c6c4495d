from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice, Choices, Outcome, Receipt
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, Spot

Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]
Answered = Callable[..., Assessment]
Apply = Callable[[Assessment, Receipt], Assessment]
Know = Callable[..., Outside]
CHARTER = {"questions": "gov-01, GOV\u201302", "title": "Charter", "kind": "Policy", "summary": "The board has the task."}
WEAK = {"question": "GOV-01", "summary": "No log", "scale": "High", "scope": "low", "irremediability": "medium"}


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


def test_what_the_officer_corrected_in_a_gap_or_a_record_stays(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know
) -> None:
    file: Any = {"evidence": [row("1", **CHARTER)], "gaps": [row("1", **WEAK, action="Build.")], "assignee": "", "sent": "2026-11-20"}
    after = apply(assessment, receive(assessment, **file))
    (made,) = after.policies.values()
    response = after.responses["GOV-01"]
    (weak,) = response.gaps
    corrected = replace(
        after,
        policies={made.id: replace(made, summary="Corrected.")},
        responses={**after.responses, "GOV-01": replace(response, gaps=(replace(weak, action="Corrected."),))},
    )
    texts = {"summary": ("The board has the task.",), f"gaps/{weak.id}/action": ("Build.",), f"gaps/{weak.id}/id": (weak.id,)}
    again = receive(corrected, **file, known=entered_since(texts), choices=Choices(others=Choice.TAKE))
    assert (again.changes, again.counts("evidence"), again.counts("gap")) == ((), {Outcome.SAME: 1}, {Outcome.SAME: 1})


def test_who_receives_it_again_and_what_was_added_since_makes_nothing_twice(
    assessment: Assessment, receive: Receive, row: Row, apply: Apply, entered_since: Know
) -> None:
    def file(**more: str) -> Any:  # noqa: ANN401 - any part
        questions = [row("GOV-01", finding="in place", answer="So.", whom="Bo")]
        rows = {"evidence": [row("1", **CHARTER, shows="Section 4")], "gaps": [row("1", **WEAK, owner="Nobody", **more)]}
        return {**rows, "rows": questions, "assignee": "", "sent": "2026-11-20"}

    def take(record: Assessment, parts: Any, known: Outside) -> Receipt:  # noqa: ANN401 - any part
        return receive(record, parts["rows"], **{key: each for key, each in parts.items() if key != "rows"}, known=known)

    after = apply(assessment, take(assessment, file(), entered_since({})))
    (weak,) = after.responses["GOV-01"].gaps
    by_carl = entered_since({f"gaps/{weak.id}/id": (weak.id,)}, by="carl")
    again = take(after, file(), by_carl)
    assert again.changes == ()
    later = take(after, file(action="Build it."), by_carl)
    (change,) = later.changes
    found = change.after
    assert isinstance(found, Response)
    before = after.responses["GOV-01"]
    assert (found.notes, found.evidence, found.answer) == (before.notes, before.evidence, before.answer)
    assert found.gaps == (replace(weak, action="Build it."),)
    assert found.updated is not None
    assert found.updated.by == "carl"


@pytest.mark.parametrize(
    "facts",
    [
        {"sent": "9999-12-31"},
        {"sent": "0001-01-01"},
        {"sent": "2026-13-45T99:00"},
        {"sent": "\u0662\u0660\u0662\u0666-11-20"},
        {"assignee": "../../etc/passwd"},
        {"assignee": "[bold]lena"},
        {"entity": "=1+1"},
        {"questions": "gov-01 GOV-01,GOV-01 \u202eGOV-02 ../x"},
        {"questions": " ".join(f"GOV-{number}" for number in range(5_000))},
    ],
)
def test_facts_that_are_forged_break_nothing(assessment: Assessment, receive: Receive, row: Row, facts: dict[str, str]) -> None:
    rows = [row("GOV-01", finding="in place", answer="So."), row("=1+1", answer="x"), row("\u202eGOV-02", answer="y")]
    asked = facts.pop("questions", "GOV-01")
    receipt = receive(
        assessment, rows, evidence=[row("1", **CHARTER)], gaps=[row("1", **WEAK), row("GOV-01-G1", **WEAK)], asked=asked, **facts
    )
    assert receipt.adds_up
    assert {each.after.id for each in receipt.changes} <= {"GOV-01", "GOV-02", "POL-100"}
    assert all(each.outcome is not Outcome.NEW for each in receipt.items if each.key in ("=1+1", "GOV-01-G1"))


@pytest.mark.parametrize(
    ("assignee", "told"),
    [
        ("lena", "Olga Officer"),
        ("", "Olga Officer"),
        ("zoe", "Olga Officer; the file says it was sent to `zoe`, who is not in the workspace"),
    ],
)
def test_about_an_entity_one_note_says_whose_the_answers_are(
    answered: Answered, receive: Receive, row: Row, assignee: str, told: str
) -> None:
    rows = [row("GOV-01", finding="in place", answer="So.")]
    record = answered("GOV-02", assignee="carl")
    receipt = receive(record, rows, entity="nordics", assignee=assignee)
    start = "the answers are about Acme Nordics AS (`nordics`) alone: they become exceptions there, and count as written by"
    assert receipt.notes == (f"{start} {told}",)


def test_about_an_entity_whoever_has_the_question_has_written_it(answered: Answered, receive: Receive, row: Row) -> None:
    rows = [row("GOV-01", finding="in place", answer="So.")]
    record = answered("GOV-01", assignee="lena")
    (mixed,) = receive(record, rows, entity="nordics").notes
    assert mixed.endswith("count as written by Olga Officer, but those to GOV-01 by Lena Berg")
    (alone,) = receive(record, rows, entity="nordics", asked="GOV-01").notes
    assert alone.endswith("count as written by Lena Berg")


@pytest.mark.parametrize(
    ("name", "values", "is_cut"),
    [
        ("questions", {}, False),
        ("questions", {"lost": ("Answer",)}, True),
        ("questions", {"lost_of_sender": ("Question",)}, False),
        ("evidence", {"copies": (Spot(sheet="Copy", row=3, column="A"),)}, True),
        ("evidence", {"ids": ("1", "2"), "gone": ("1", "2")}, False),
        ("gaps", None, True),
    ],
)
def test_a_file_of_which_something_is_cut_off_says_so(
    *, assessment: Assessment, incoming: Callable[..., Incoming], outside: Outside, name: str, values: dict[str, Any] | None, is_cut: bool
) -> None:
    file = incoming()
    tables = {key: each for key, each in file.tables.items() if key != name or values is not None}
    if values is not None:
        tables[name] = replace(tables[name], **values)
    receipt = receive_questionnaire(replace(file, tables=tables), assessment, outside)
    assert (receipt.is_cut, receipt.is_left) == (is_cut, is_cut)


def test_a_file_that_says_of_nobody_that_they_were_asked_counts_as_the_receivers(answered: Answered, receive: Receive, row: Row) -> None:
    record = answered("GOV-01", assignee="lena")
    receipt = receive(record, [row("GOV-01", finding="in place", answer="So.")], assignee="")
    told = "\n".join(receipt.notes)
    assert "does not say to whom it was sent; what it says counts as written by Olga Officer" in told
    assert "somebody else has these now, as the record says: GOV-01\n" in told
    (change,) = receipt.changes
    assert isinstance(change.after, Response)
    assert change.after.answered == Stamp(on=date(2026, 11, 21), by="olga")
