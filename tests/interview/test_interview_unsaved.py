from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.interview.pending_gap import PendingGap, with_pending
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Level

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]

OLD = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Old.", alternative="An interview.")
THEIRS = replace(OLD, answer="Theirs.")
PLACE = "unsaved/GOV-02.yaml"


class Killed(BaseException):
    """The program is killed at a prompt: nothing more is run."""


def change_meanwhile(record: MemoryRecord) -> None:
    """Let a colleague save something just before the next save."""
    record.assessment = put_response(record.assessment, "GOV-02", OLD)
    left = [THEIRS]

    def meddle(there: MemoryRecord, _: Change) -> None:
        if left:
            there.assessment = put_response(there.assessment, "GOV-02", left.pop())

    record.before_save = meddle


def fail_at_answers(record: MemoryRecord, times: int = 100) -> None:
    errors = [StoreError("the disk is full", hint="make room") for _ in range(times)]

    def fail(_record: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Response) and change.after.answer and errors:
            raise errors.pop()

    record.before_save = fail


def texts(record: MemoryRecord) -> list[str]:
    return [each.text for each in record.unsaved]


def type_and_look(record: MemoryRecord, typed: Sequence[str | Paste], seen: list[str]) -> Iterator[str | Paste]:
    """Type, and look at the end what is on disk before the next prompt is answered."""
    yield from typed
    seen += texts(record)
    raise Killed


def kill_after(interview: Interview, record: MemoryRecord, *typed: str | Paste) -> list[str]:
    seen: list[str] = []
    with pytest.raises(Killed):
        interview(script=type_and_look(record, typed, seen), start="GOV-02")
    return seen


def test_a_kill_at_mine_or_theirs_loses_nothing(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record)
    (text,) = kill_after(interview, record, "", "Mine.")
    assert "answer: Mine." in text
    assert [each.criterion for each in record.unsaved] == ["GOV-02"]


@pytest.mark.parametrize("typed", [("Mine.",), (Paste("Mine.\nTwo."),), (":m", "Mine.", "Two.")])
def test_a_kill_after_a_failed_save_loses_nothing(record: MemoryRecord, interview: Interview, typed: tuple[str | Paste, ...]) -> None:
    fail_at_answers(record)
    assert "Mine." in kill_after(interview, record, "i", *typed)[-1]


def test_a_kill_after_a_text_was_set_aside_loses_nothing(record: MemoryRecord, interview: Interview) -> None:
    assert kill_after(interview, record, "The board of the company decides.") == ["The board of the company decides."]


@pytest.mark.parametrize(("error", "raised"), [(KeyboardInterrupt, None), (ZeroDivisionError, ZeroDivisionError)])
def test_what_breaks_off_a_save_takes_nothing_along(
    record: MemoryRecord, interview: Interview, error: type[BaseException], raised: type[BaseException] | None
) -> None:
    def stop(_record: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Response) and change.after.answer:
            raise error

    record.before_save = stop
    if raised is None:
        assert interview("i", "Mine.", start="GOV-02")[1].interrupted
    else:
        with pytest.raises(raised):
            interview("i", "Mine.", start="GOV-02")
    assert texts(record) == ["Mine."]


@pytest.mark.parametrize("choice", ["m", "t"])
def test_after_the_choice_nothing_is_left(record: MemoryRecord, interview: Interview, choice: str) -> None:
    change_meanwhile(record)
    terminal, summary = interview("", "Mine.", choice, ":q", start="GOV-02")
    assert (record.unsaved, summary.unsaved) == ([], ())
    assert f"What you typed is kept in `{PLACE}` meanwhile." in terminal.screen


def test_it_stays_when_no_choice_was_made(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record)
    terminal, summary = interview("", "Mine.", Signal.END, start="GOV-02")
    assert texts(record) == list(summary.unsaved)
    assert f"It is kept in `{PLACE}` too; the next interview offers it again." in terminal.screen


def test_it_stays_until_the_save_after_the_choice_has_succeeded(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record)
    meddle, errors = record.before_save, [StoreError("the disk is full")]

    def meddle_then_fail(there: MemoryRecord, change: Change) -> None:
        meddle(there, change)
        if change.before == THEIRS and errors:
            raise errors.pop()

    record.before_save = meddle_then_fail
    assert len(kill_after(interview, record, "", "Mine.", "m")) == 1
    record.unsaved.clear()
    change_meanwhile(record)
    interview("", "Mine.", "m", "m", start="GOV-02")
    assert not record.unsaved


def test_a_save_that_succeeds_at_the_second_try_leaves_nothing(record: MemoryRecord, interview: Interview) -> None:
    fail_at_answers(record, times=1)
    _, summary = interview("i", "Mine.", "", start="GOV-02")
    assert (record.unsaved, summary.unsaved) == ([], ())


def test_a_disk_that_refuses_even_that_is_told_and_the_text_is_shown_at_the_end(record: MemoryRecord) -> None:
    fail_at_answers(record)

    def refuse(_criterion: str, _text: str) -> str:
        raise StoreError("the disk is full")

    record.keep = refuse  # type: ignore[method-assign, assignment]
    terminal = ScriptedTerminal(["i", "Mine.", ":b", ":q"])
    summary = run_interview(
        terminal,
        record,
        walk=("GOV-02",),
        person_id="olga",
        today=date(2026, 11, 21),
    )
    assert (summary.unsaved, summary.places) == (("Mine.",), ())
    assert "cannot be put aside on disk either" in terminal.text
    assert terminal.screen.count("  | Mine.") == 2


def left_over() -> UnsavedText:
    return UnsavedText(criterion="GOV-02", text="answer: Mine.\n", place=PLACE)


def test_the_next_session_tells_of_it_shows_it_and_keeps_it(record: MemoryRecord, interview: Interview) -> None:
    record.unsaved.append(left_over())
    terminal, _ = interview(":o")
    assert "What was typed for GOV-02 in an earlier session is not in the record." in terminal.text
    assert "  | answer: Mine." in terminal.screen
    assert record.unsaved == [left_over()]


def test_it_goes_when_the_person_says_so(record: MemoryRecord, interview: Interview) -> None:
    other = replace(left_over(), criterion="GOV-03", text="Other.")
    record.unsaved += [left_over(), other]
    terminal, _ = interview(":f", ":f gov-01", ":f gov-02", ":o", ":?")
    assert record.unsaved == [other]
    assert "  | Other." in terminal.screen
    assert "  :f ID  " in terminal.text
    assert ":f" not in interview(":f GOV-03", ":?")[0].screen[-20:]
    assert not record.unsaved


def test_without_any_there_is_no_such_command(interview: Interview) -> None:
    terminal, _ = interview(":o", ":?")
    assert "`:o` is not possible here" in terminal.text
    assert "  :o  " not in terminal.text


def test_what_cannot_be_taken_away_is_still_offered(record: MemoryRecord) -> None:
    def refuse(_criterion: str, _text: str) -> None:
        raise StoreError("the disk is broken")

    record.forget = refuse  # type: ignore[method-assign, assignment]
    terminal = ScriptedTerminal([":f GOV-02", ":o"])
    run_interview(
        terminal,
        record,
        walk=("GOV-02",),
        person_id="olga",
        today=date(2026, 11, 21),
        left=[left_over()],
    )
    assert "the disk is broken" in terminal.screen
    assert f"GOV-02, in `{PLACE}`:" in terminal.screen


def test_what_was_typed_again_at_the_right_question_is_no_longer_kept(record: MemoryRecord, interview: Interview) -> None:
    _, summary = interview("The board of the company decides.", "i", "The board of the company decides.", start="GOV-02")
    assert (record.unsaved, summary.unsaved) == ([], ())


TYPED = st.lists(
    st.sampled_from(
        ["i", "n", "", "One sentence of text.", "Another sentence of text.", ":m", ".", ":b", ":p", ":n", "m", "t", ":+", "Two.", "a"]
    ),
    max_size=25,
)


@given(typed=TYPED, fail_at=st.frozensets(st.integers(0, 12)), conflict_at=st.frozensets(st.integers(0, 12)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_every_prompt_the_disk_has_all_that_was_typed(
    assessment: Assessment, typed: list[str], fail_at: frozenset[int], conflict_at: frozenset[int]
) -> None:
    attempts = iter(range(1000))

    def disturb(there: MemoryRecord, change: Change) -> None:
        number = next(attempts)
        if number in fail_at:
            raise StoreError("the disk is full")
        if number in conflict_at:
            now = there.assessment.responses.get(change.after.id, Response(criterion=change.after.id))
            there.assessment = put_response(there.assessment, now.criterion, replace(now, notes=f"{now.notes}{number}"))

    # The list ends at any prompt, and what is at its end is what a kill there would leave.
    record = MemoryRecord(assessment, before_save=disturb)
    summary = run_interview(
        ScriptedTerminal(typed),
        record,
        walk=("GOV-02", "GOV-03"),
        person_id="olga",
        today=date(2026, 11, 21),
    )
    assert set(texts(record)) == set(summary.unsaved)


def begun(scale: Level | None = None, scope: Level | None = None) -> Response:
    notes = with_pending("Ask Carl.", PendingGap(summary="No rule.", scale=scale, scope=scope))
    return Response(criterion="GOV-02", finding=Finding.NOT_IN_PLACE, answer="No.", notes=notes)


def test_a_gap_that_was_begun_is_told_at_the_end_and_at_the_start(interview: Interview) -> None:
    terminal, summary = interview("n", "No.", "", "a", "No rule.", "m", Signal.INTERRUPT, start="GOV-02")
    assert summary.begun == ("GOV-02",)
    assert "not finished: a gap of GOV-02. In the next interview `:g GOV-02` goes on with it." in " ".join(terminal.screen)
    terminal, _ = interview()
    assert "not finished: a gap of GOV-02. `:g GOV-02` goes on with it." in " ".join(terminal.screen)
    assert "without evidence or a gap: GOV-02" not in terminal.text


@pytest.mark.parametrize(
    ("known", "step", "typed"),
    [
        ((None, None), "how grave", ("m", "l", "l")),
        ((Level.MEDIUM, None), "how many people", ("l", "l")),
        ((Level.MEDIUM, Level.LOW), "how hard to undo", ("l",)),
    ],
)
def test_going_there_goes_on_with_the_gap(
    record: MemoryRecord, interview: Interview, known: tuple[Level | None, Level | None], step: str, typed: tuple[str, ...]
) -> None:
    record.assessment = put_response(record.assessment, "GOV-02", begun(*known))
    terminal, summary = interview(":g GOV-02", *typed)
    assert terminal.asked[1][0] == f"GOV-02 {step}: "
    assert "  | No rule." in terminal.screen
    (gap,) = record.assessment.responses["GOV-02"].gaps
    assert (gap.summary, gap.scale, gap.scope) == ("No rule.", Level.MEDIUM, Level.LOW)
    assert record.assessment.responses["GOV-02"].notes == "Ask Carl."
    assert summary.begun == ()


def test_from_the_gap_the_finding_and_the_list_are_near(record: MemoryRecord, interview: Interview) -> None:
    record.assessment = put_response(record.assessment, "GOV-02", begun())
    assert [each for each, _ in interview(":g GOV-02", ":b", ":b")[0].asked[1:]] == [
        "GOV-02 how grave: ",
        "GOV-02 gaps: ",
        "GOV-01 finding: ",
    ]
    assert interview(":g GOV-02", ":g GOV-02")[0].asked[-1] == ("GOV-02 finding: ", "n")
