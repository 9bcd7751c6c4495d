from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.interview.commands import COMMANDS
from gni_assess.interview.scripted import MemoryRecord, ScriptedTerminal
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.criteria import Official, SourceRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Skipped

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]


def last(terminal: ScriptedTerminal) -> str:
    return terminal.asked[-1][0]


@pytest.mark.parametrize(
    ("typed", "following"),
    [
        (":g gov-03", "GOV-03 finding: "),
        (":g CAS-01", "CAS-01 finding: "),
        (":g GOV-3", "GOV-02 answer: "),
        (":n", "GOV-03 finding: "),
        (":b", "GOV-02 finding: "),
        (":s", "GOV-03 finding: "),
        (":a olga", "GOV-02 answer: "),
        (":r", "GOV-02 answer: "),
        (":d", "GOV-02 answer: "),
        (":p", "GOV-02 answer: "),
    ],
)
def test_moving_about(interview: Interview, typed: str, following: str) -> None:
    terminal, _ = interview("n", typed, start="GOV-02")
    assert last(terminal) == following


def test_back_at_the_start_leads_to_the_criterion_before(record: MemoryRecord, interview: Interview) -> None:
    record.assessment = put_response(record.assessment, "GOV-01", Response(criterion="GOV-01", finding=Finding.PLANNED, answer="Soon."))
    terminal, _ = interview(":b")
    assert terminal.asked == [("GOV-02 finding: ", ""), ("GOV-01 finding: ", "l")]


def test_next_wraps_around_and_stops_where_all_is_answered(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview(":n", start="CAS-01")
    assert last(terminal) == "GOV-01 finding: "
    done = Response(criterion="GOV-01", finding=Finding.NOT_APPLICABLE, reason="None.")
    record.assessment = put_response(record.assessment, "GOV-01", done)
    terminal, _ = interview(":n", walk=("GOV-01",))
    assert "No other question here is without an answer." in terminal.text


def test_a_criterion_outside_the_selection_can_be_visited(interview: Interview) -> None:
    terminal, _ = interview(":g GOV-02", "a", "None.", walk=("GOV-01", "GOV-03"))
    assert "[outside your selection] GOV-02 Title of GOV-02" in terminal.screen
    assert last(terminal) == "GOV-03 finding: "


def test_why_says_all_that_the_pack_knows(record: MemoryRecord, interview: Interview) -> None:
    criterion = replace(
        record.assessment.pack.by_id["GOV-02"],
        looks_for=("A condition.",),
        probes=("A probe?",),
        common_gaps=("A common gap.",),
        first_steps=("A first step.",),
        see_also=("GOV-03",),
        sources=(SourceRef(document="principles", section="Governance"),),
        official=Official(number="4.2", text="Official words."),
    )
    others = [each for each in record.assessment.pack.criteria if each.id != "GOV-02"]
    record.assessment = replace(record.assessment, pack=replace(record.assessment.pack, criteria=(criterion, *others)))
    terminal, _ = interview(":w", start="GOV-02")
    said = (
        "A condition.",
        "A probe?",
        "A common gap.",
        "A first step.",
        "GOV-03",
        "principles: Governance",
        "Official wording 4.2:",
        "Official words.",
    )
    assert all(each in terminal.text for each in said)
    assert "People are hurt where nobody decides." in terminal.screen
    assert "  - A condition." in interview("i", start="GOV-02")[0].screen


def test_a_name_that_two_people_share_part_of_is_asked_about(interview: Interview) -> None:
    terminal, _ = interview(":a c")
    assert "`c` can be one of these; type the id:" in terminal.screen


def test_without_people_nobody_can_be_assigned(record: MemoryRecord, interview: Interview) -> None:
    record.assessment = replace(record.assessment, workspace=replace(record.assessment.workspace, people=()))
    terminal, _ = interview(":a carl", width=100)
    assert "list them under `people` in `gni-assess.yaml`" in terminal.text


def test_skipping_keeps_the_reason_and_goes_on(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview(":s", "c", "Waiting for the audit.")
    assert record.assessment.responses["GOV-01"] == Response(
        criterion="GOV-01", skipped=Skipped.COME_BACK_LATER, skip_reason="Waiting for the audit."
    )
    assert last(terminal) == "GOV-02 finding: "


@pytest.mark.parametrize("name", ["carl", "CARL", "Carl Counsel", "general"])
def test_assigning_without_a_finding_waits_for_them(record: MemoryRecord, interview: Interview, name: str) -> None:
    terminal, _ = interview(f":a {name}")
    assert record.assessment.responses["GOV-01"] == Response(criterion="GOV-01", assignee="carl", skipped=Skipped.WAITING)
    assert last(terminal) == "GOV-02 finding: "


def test_assigning_with_a_finding_only_names_who(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("n", ":a carl")
    assert record.assessment.responses["GOV-01"] == Response(criterion="GOV-01", finding=Finding.NOT_IN_PLACE, assignee="carl")
    assert last(terminal) == "GOV-01 answer: "


@pytest.mark.parametrize("name", ["car", "nobody", ""])
def test_assigning_to_somebody_unclear_lists_people(record: MemoryRecord, interview: Interview, name: str) -> None:
    terminal, _ = interview(f":a {name}")
    assert "  carla  Carla Clerk (Clerk)" in terminal.screen
    assert not record.assessment.responses


def test_help_lists_only_what_is_possible(interview: Interview) -> None:
    at_finding, _ = interview(":?")
    at_answer, _ = interview("i", ":?")
    assert "  :m  " not in at_finding.text
    assert "  :m  " in at_answer.text
    assert all(command.usage.split()[0] == f":{name}" for name, command in COMMANDS.items())


def test_the_example_is_said_to_be_missing_where_it_is(interview: Interview) -> None:
    terminal, _ = interview(":x", start="GOV-02")
    assert "no example for GOV-02 yet" in terminal.text


def test_a_text_that_begins_with_a_colon_is_not_lost(interview: Interview) -> None:
    terminal, summary = interview("i", ":note that the board approved the policy in May")
    assert "is no command" in terminal.text
    assert summary.unsaved == (":note that the board approved the policy in May",)


def test_the_end_does_not_say_saved_where_nothing_was(interview: Interview) -> None:
    terminal, _ = interview(":q")
    assert "Left." in terminal.screen
    assert "Saved." not in terminal.screen
