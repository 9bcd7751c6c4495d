"""Texts that are typed in the person's own editor: wherever a text is asked, and whatever becomes of the editor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.errors import EditorError, StoreError
from gni_assess.interview.scripted import MemoryRecord, ScriptedTerminal, Typed
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import put_response
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.store.records import build_checked

GAP = ("n", "No.", "", "a")
LEVELS = ("l", "l", "l", "p")
WAYS: dict[str, tuple[str, ...]] = {
    "reason": ("a",),
    "answer": ("i",),
    "where": ("i", "Yes.", "POL-417"),
    "shows": ("i", "Yes.", "POL-417", "page 4"),
    "no case": ("i", "Yes.", "", "n"),
    "instead": ("i", "Yes.", "", "o"),
    "gap": GAP,
    "action": (*GAP, "No rule.", *LEVELS),
    "skip reason": (":s", "d"),
    "note": ("i", ":k"),
    "new policy summary": ("i", "Yes.", "+p", "1", "Charter"),
}
"""How to come to each question that takes a text."""

TEXT = "  One, [bold]\n\n:q\n.\n=1+1 \u202e\x1b[31m"
Edit = str | EditorError | Callable[[str], str]


def run(record: MemoryRecord, *typed: Typed, edits: tuple[Edit, ...] = ()) -> ScriptedTerminal:
    record.maker = build_checked
    terminal = ScriptedTerminal(typed, edits=list(edits))
    run_interview(terminal, record, walk=[each.id for each in record.assessment.applicable], person_id="olga", today=date(2026, 11, 21))
    return terminal


def held(record: MemoryRecord) -> str:
    return str((record.assessment.responses, record.drafts))


def failing(text: str = "") -> EditorError:
    return EditorError("the editor ended with an error", hint="type the text here", text=text)


def fail_once(record: MemoryRecord, text: str) -> None:
    left = [StoreError("the disk is full", hint="make room")]

    def fail(_record: MemoryRecord, change: Change) -> None:
        if text in str(change.after) and left:
            raise left.pop()

    record.before_save = fail


@pytest.mark.parametrize("step", WAYS)
def test_what_was_typed_there_is_stored_and_leads_on(record: MemoryRecord, step: str) -> None:
    terminal = run(record, *WAYS[step], ":e", edits=(f"{TEXT}\n",))
    assert repr(TEXT)[1:-1] in held(record).replace("\\n| ", "\\n")
    assert terminal.asked[-1][0] != f"GOV-01 {step}: "
    assert (record.unsaved, terminal.sheets) == ([], 0)


@pytest.mark.parametrize("step", WAYS)
def test_the_same_is_stored_as_by_typing(record: MemoryRecord, step: str) -> None:
    before = record.assessment
    typed = run(record, *WAYS[step], "A text.")
    first, record.assessment = (held(record), typed.asked[-1]), before
    record.drafts.clear()
    edited = run(record, *WAYS[step], ":e", edits=("A text.\n",))
    assert (held(record), edited.asked[-1]) == first


@pytest.mark.parametrize("step", WAYS)
def test_the_question_stands_above_and_the_text_so_far_below(record: MemoryRecord, step: str) -> None:
    terminal = run(record, *WAYS[step], "A [first] text.", ":b", ":e")
    name, guide, text = terminal.edited[0]
    assert text == "A [first] text."
    assert name.startswith("GOV-01-")
    assert " " not in name
    assert guide[0] == "GOV-01 Title of GOV-01"
    assert any("Who decides about GOV-01" in each for each in guide)


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("edit", ["", " \n\n", failing()])
def test_nothing_changes_where_nothing_came_back(record: MemoryRecord, step: str, edit: Edit) -> None:
    run(record, *WAYS[step], "Old.", ":b")
    before = held(record)
    record.assessment = replace(record.assessment, responses={})
    record.drafts.clear()
    terminal = run(record, *WAYS[step], "Old.", ":b", ":e", edits=(edit,))
    assert held(record) == before
    assert terminal.asked[-1][0] == f"GOV-01 {step}: "
    assert record.unsaved == []


@pytest.mark.parametrize("step", WAYS)
def test_what_a_failing_editor_left_is_kept_and_can_be_used(record: MemoryRecord, step: str) -> None:
    terminal = run(record, *WAYS[step], ":e", edits=(failing("Half\na text."),))
    assert "Half" not in held(record)
    assert [each.text for each in record.unsaved] == ["Half\na text."]
    assert "the editor ended with an error" in terminal.screen
    record.assessment = replace(record.assessment, responses={})
    record.drafts.clear()
    record.unsaved.clear()
    run(record, *WAYS[step], ":e", ":p", "", edits=(failing("Half\na text."),))
    assert "Half\\na text." in held(record).replace("\\n| ", "\\n")
    assert record.unsaved == []


@pytest.mark.parametrize("step", [step for step in WAYS if not step.startswith("new")])
def test_where_it_cannot_be_saved_it_is_kept_and_enter_saves_it(record: MemoryRecord, step: str) -> None:
    fail_once(record, "Edited")
    terminal = run(record, *WAYS[step], ":e", edits=("Edited\ntext.\n",))
    assert "Edited" not in held(record)
    assert "Edited\ntext." in [each.text.rstrip("\n") for each in record.unsaved]
    assert "  | Edited" in terminal.screen
    record.assessment = replace(record.assessment, responses={})
    record.unsaved.clear()
    fail_once(record, "Edited")
    run(record, *WAYS[step], ":e", "", edits=("Edited\ntext.\n",))
    assert "Edited\\ntext." in held(record).replace("\\n| ", "\\n")
    assert record.unsaved == []


def test_the_file_of_the_editor_stays_until_its_text_is_safe(record: MemoryRecord) -> None:
    def refuse(criterion_id: str, text: str) -> str:
        raise StoreError(f"no room for {criterion_id}, {len(text)} letters")

    fail_once(record, "Edited")
    record.keep = refuse  # type: ignore[method-assign]
    assert run(record, "i", ":e", edits=("Edited text.",)).sheets == 1
    assert run(record, "i", ":e", edits=("More text.",)).sheets == 0


@pytest.mark.parametrize("text", ["Good words.\0", "half \ud800 of it"])
def test_what_cannot_be_stored_stays_in_the_file_of_the_editor(record: MemoryRecord, text: str) -> None:
    terminal = run(record, "i", ":e", edits=(text,))
    assert record.assessment.responses["GOV-01"].answer == ""
    assert terminal.sheets == 1
    assert terminal.asked[-1][0] == "GOV-01 answer: "


def test_lines_that_are_being_typed_go_along_into_the_editor(record: MemoryRecord) -> None:
    terminal = run(record, "i", ":m", "One", "Two", ":e", edits=(lambda text: f"{text}\nThree",))
    assert terminal.edited[0][2] == "One\nTwo"
    assert record.assessment.responses["GOV-01"].answer == "One\nTwo\nThree"
    assert terminal.asked[-1][0] == "GOV-01 evidence: "


def test_what_is_not_stored_yet_goes_along_into_the_editor(record: MemoryRecord) -> None:
    terminal = run(record, "The board of it decides.", "i", ":p", ":e", edits=(lambda text: f"{text} Always.",))
    assert terminal.edited[0][2] == "The board of it decides."
    assert record.assessment.responses["GOV-01"].answer == "The board of it decides. Always."
    assert record.unsaved == []


def test_a_text_that_is_not_stored_yet_is_set_aside_when_lines_are_begun(record: MemoryRecord) -> None:
    terminal = run(record, "The board of it decides.", "i", ":p", ":m", "Other", ":e", edits=(lambda text: f"{text} words.",))
    assert terminal.edited[0][2] == "Other"
    assert record.assessment.responses["GOV-01"].answer == "Other words."
    assert [each.text for each in record.unsaved] == ["The board of it decides."]


@pytest.mark.parametrize(("choice", "answer"), [("m", "Mine\ntext."), ("t", "Theirs.")])
def test_a_colleague_saved_while_the_editor_was_open(record: MemoryRecord, choice: str, answer: str) -> None:
    def meddle(there: MemoryRecord, change: Change) -> None:
        if "Mine" in str(change.after) and "Theirs." not in str(there.assessment.responses):
            theirs = replace(there.assessment.responses["GOV-01"], answer="Theirs.")
            there.assessment = put_response(there.assessment, "GOV-01", theirs)

    record.before_save = meddle
    terminal = run(record, "i", ":e", choice, edits=("Mine\ntext.",))
    assert record.assessment.responses["GOV-01"].answer == answer
    assert {"  | answer: Theirs.", "  | answer: Mine"} <= set(terminal.screen)
    assert record.unsaved == []


@pytest.mark.parametrize("way", [(), ("i", "Yes."), ("i", "Yes.", "+p"), ("i", "Yes.", ""), (":s",)])
def test_where_no_text_is_asked_there_is_no_editor(record: MemoryRecord, way: tuple[str, ...]) -> None:
    terminal = run(record, *way, ":e", edits=("A text.",))
    assert terminal.edited == []
    assert "`:e` is not possible here" in terminal.text
    assert "A text." not in str((record.assessment.responses.get("GOV-01", Response(criterion="GOV-01")), record.drafts))
