from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.checks.digests import content_digest
from gni_assess.errors import EditorError, StoreError
from gni_assess.interview.paging import MORE
from gni_assess.interview.review_session import run_review
from gni_assess.interview.review_summary import ReviewSummary
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.terminal import NO_AIDS, Aids, Interrupt
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, Return, Review
from gni_assess.model.vocabulary import Finding

TODAY = date(2026, 11, 21)
BEFORE = Stamp(on=date(2026, 11, 10), by="olga")
Reviewing = Callable[..., tuple[ScriptedTerminal, ReviewSummary]]


def answer(criterion_id: str, text: str = "Yes.", by: str = "olga") -> Response:
    return Response(criterion=criterion_id, finding=Finding.IN_PLACE, answer=text, answered=replace(BEFORE, by=by))


def put(record: MemoryRecord, *responses: Response) -> None:
    record.assessment = replace(record.assessment, responses={**record.assessment.responses, **{each.id: each for each in responses}})


@pytest.fixture
def answered(assessment: Assessment) -> MemoryRecord:
    record = MemoryRecord(assessment)
    put(record, answer("GOV-01", "The board decides."), answer("GOV-02"), answer("GOV-03"))
    return record


@pytest.fixture
def review(answered: MemoryRecord) -> Reviewing:
    """Let Carl review with these inputs; at the end of the list the input is closed."""

    def run(
        *inputs: str | Paste | Signal,
        script: Iterable[str | Paste | Signal] | None = None,
        terminal: ScriptedTerminal | None = None,
        start: str = "",
        left: tuple[UnsavedText, ...] = (),
    ) -> tuple[ScriptedTerminal, ReviewSummary]:
        terminal = terminal or ScriptedTerminal(inputs if script is None else script)
        summary = run_review(
            terminal,
            load=answered.load,
            save=answered.save,
            keep=answered.keep,
            forget=answered.forget,
            walk=("GOV-03", "GOV-02", "GOV-01", "CAS-01"),
            person_id="carl",
            today=TODAY,
            start=start,
            left=left,
        )
        return terminal, summary

    return run


def test_a_second_person_marks_and_sends_back(review: Reviewing, answered: MemoryRecord) -> None:
    terminal, summary = review("r", "s", "Which board?", "")
    assert summary == ReviewSummary(reviewed=("GOV-01",), returned=("GOV-02",), left=("GOV-03",))
    responses = answered.assessment.responses
    assert responses["GOV-01"].reviewed == Review(on=TODAY, by="carl", of=content_digest(responses["GOV-01"]))
    assert responses["GOV-02"].returned == Return(on=TODAY, by="carl", note="Which board?")
    assert responses["GOV-03"] == answer("GOV-03")
    assert [prompt for prompt, _ in terminal.asked] == ["GOV-01 review: ", "GOV-02 review: ", "GOV-02 note: ", "GOV-03 review: "]
    assert all(default == "" for _, default in terminal.asked)
    for text in (
        "3 of 4 wait for your review; beginning at GOV-01.",
        "[1 of 3] GOV-01",
        "| The board decides.",
        "GOV-01 is reviewed, as it stands (answered by Olga Officer on 2026-11-10).",
        "GOV-02 is sent back, with your note.",
        "Reviewed in this session: GOV-01.",
        "Sent back in this session: GOV-02.",
        "`gni-assess interview --only GOV-02`",
        "Left for you to review: 1 (GOV-03).",
    ):
        assert text in terminal.text
    assert answered.unsaved == []


def test_what_is_not_for_this_reviewer_is_counted_and_passed_over(review: Reviewing, answered: MemoryRecord) -> None:
    put(answered, answer("GOV-01", by="carl"), replace(answer("GOV-02"), updated=Stamp(on=TODAY, by="carl")))
    terminal, summary = review(":g GOV-01", ":b", "r")
    assert summary.reviewed == ("GOV-03",)
    assert "2 of these you answered or changed yourself; somebody else reviews them: GOV-01," in terminal.text
    assert "GOV-01: you answered or changed it yourself; somebody else reviews it" in terminal.text
    assert "None of these waits for your review." in terminal.text


def test_where_nothing_waits_nothing_is_asked(review: Reviewing, answered: MemoryRecord) -> None:
    reviewed = [replace(each, reviewed=Review(on=TODAY, by="carla", of=content_digest(each))) for each in map(answer, ("GOV-01", "GOV-02"))]
    put(answered, *reviewed, replace(answer("GOV-03"), returned=Return(on=TODAY, by="carl", note="No.")))
    terminal, summary = review("r")
    assert (terminal.asked, summary) == ([], ReviewSummary())
    assert "Reviewed already, as they stand: 2." in terminal.text
    assert "Sent back, and not changed since: 1 (GOV-03)." in terminal.text


def test_a_mark_can_be_taken_back(review: Reviewing, answered: MemoryRecord) -> None:
    terminal, summary = review("r", ":b", "s", "After all, no.")
    assert (summary.reviewed, summary.returned) == ((), ("GOV-01",))
    assert answered.assessment.responses["GOV-01"].reviewed is None
    assert "You reviewed this on 2026-11-21, exactly as it stands." in terminal.text


def test_one_can_begin_anywhere(review: Reviewing, answered: MemoryRecord) -> None:
    assert review("r", start="gov-02")[1].reviewed == ("GOV-02",)
    terminal, summary = review("r", start="CAS-01")
    assert summary.reviewed == ("GOV-01",)
    assert "CAS-01: it is not answered yet" in terminal.text
    assert len(answered.saves) == 2


@pytest.mark.parametrize("judgment", [["r"], ["s", "Which board?"]])
def test_what_a_colleague_changes_meanwhile_is_shown_and_not_marked(review: Reviewing, answered: MemoryRecord, judgment: list[str]) -> None:
    def script() -> Iterable[str]:
        *first, last = judgment
        yield from first
        put(answered, answer("GOV-01", "The chair decides."))
        yield last
        yield from ([] if judgment == ["r"] else ["s", ""])

    terminal, summary = review(script=script())
    assert "changed since you saw it. Nothing was marked." in " ".join(terminal.screen)
    assert terminal.text.index("| The board decides.") < terminal.text.index("| The chair decides.")
    assert summary.reviewed == ()
    assert summary.returned == (() if judgment == ["r"] else ("GOV-01",))
    assert answered.unsaved == []


def test_a_conflict_while_saving_marks_nothing(review: Reviewing, answered: MemoryRecord) -> None:
    def change_first(record: MemoryRecord, _: Change) -> None:
        record.before_save = lambda _record, _change: None
        put(record, answer("GOV-01", "The chair decides."))

    answered.before_save = change_first
    terminal, summary = review("s", "Which board?")
    assert (summary.returned, summary.unsaved) == ((), ("Which board?",))
    assert answered.unsaved == [UnsavedText(criterion="GOV-01", text="Which board?", place="unsaved/GOV-01.yaml")]
    assert "| The chair decides." in terminal.text
    assert "Your note so far; `s` takes it up:" in terminal.text


def test_a_colleague_may_take_the_answer_away(review: Reviewing, answered: MemoryRecord) -> None:
    def script() -> Iterable[str]:
        put(answered, replace(answer("GOV-01"), answer=""))
        yield "r"

    terminal, summary = review(script=script())
    assert "GOV-01: it is not answered yet" in terminal.text
    assert (summary.reviewed, terminal.asked[-1][0]) == ((), "GOV-02 review: ")


def test_a_full_disk_costs_no_note(review: Reviewing, answered: MemoryRecord) -> None:
    def fail(record: MemoryRecord, _: Change) -> None:
        record.before_save = lambda _record, _change: None
        raise StoreError("the disk is full", hint="make room")

    answered.before_save = fail
    terminal, summary = review("s", Paste("Which board?\n\nWhere?\n."), "")
    assert "the disk is full" in terminal.text
    assert "make room" in terminal.text
    assert summary.returned == ("GOV-01",)
    assert answered.assessment.responses["GOV-01"].returned == Return(on=TODAY, by="carl", note="Which board?\n\nWhere?")
    assert answered.unsaved == []


def test_a_disk_that_takes_nothing_is_told_of_and_the_note_shown_at_the_end(
    review: Reviewing, answered: MemoryRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_criterion: str, _text: str) -> str:
        raise StoreError("the disk is full", hint="make room")

    monkeypatch.setattr(answered, "keep", refuse)
    terminal, summary = review("Which board is it?", ":q")
    assert (summary.unsaved, summary.places) == (("Which board is it?",), ())
    assert "cannot be put aside on disk either" in terminal.text
    assert "  | Which board is it?" in terminal.screen


@pytest.mark.parametrize("end", [Signal.END, Signal.INTERRUPT, ":q"])
def test_a_note_that_was_not_sent_is_kept(review: Reviewing, answered: MemoryRecord, end: str | Signal) -> None:
    terminal, summary = review("s", ":m", "one", "", "two", end)
    assert (summary.unsaved, summary.places) == (("one\n\ntwo",), ("unsaved/GOV-01.yaml",))
    assert [each.text for each in answered.unsaved] == ["one\n\ntwo"]
    assert summary.interrupted == (end is Signal.INTERRUPT)
    assert "It is kept in `unsaved/GOV-01.yaml` too" in terminal.text
    terminal, summary = review("s", ":p", "", left=tuple(answered.unsaved))
    assert (summary.returned, answered.unsaved) == (("GOV-01",), [])
    assert "What was typed for GOV-01 in an earlier session is in no record." in terminal.text


def test_what_an_earlier_session_kept_goes_only_when_it_is_sent(review: Reviewing, answered: MemoryRecord) -> None:
    answered.keep("GOV-01", "Old text\n")
    review("s", ":p", "More.", left=tuple(answered.unsaved))
    assert answered.unsaved == []
    answered.keep("GOV-02", "Other")
    review("s", ":p", ":m", "Yet more.", left=tuple(answered.unsaved))
    assert [each.text for each in answered.unsaved] == ["Other\nYet more."]


@pytest.mark.parametrize(("inputs", "typed", "kept"), [(["s"], "Whi", "Whi"), ([], "Which boa", "Which boa"), ([], "r", "")])
def test_a_line_that_ctrl_c_cut_off_is_kept(review: Reviewing, answered: MemoryRecord, inputs: list[str], typed: str, kept: str) -> None:
    class Cut(ScriptedTerminal):
        def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
            if len(self.asked) == len(inputs):
                raise Interrupt(typed)
            return super().ask(prompt, default, aids)

    _, summary = review(terminal=Cut(inputs))
    assert summary.interrupted
    assert [each.text for each in answered.unsaved] == ([kept] if kept else [])


def test_the_line_being_typed_is_held_until_it_is_entered(answered: MemoryRecord) -> None:
    held: list[tuple[str, str]] = []

    class Typing(ScriptedTerminal):
        def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
            typed = super().ask(prompt, default, aids)
            aids.hold(typed[:5])
            return typed

    def look(assessment: Assessment) -> Facts:
        held.append(("facts", str(len(assessment.responses))))
        return Facts(today=TODAY)

    run_review(
        Typing(["s", "Which board?"]),
        load=answered.load,
        save=answered.save,
        keep=answered.keep,
        forget=answered.forget,
        walk=["GOV-01"],
        person_id="carl",
        today=TODAY,
        facts=look,
        hold=lambda criterion, line: held.append((criterion, line)),
    )
    facts = ("facts", "3")
    assert held == [facts, facts, ("GOV-01", "s"), ("GOV-01", ""), ("GOV-01", "Which"), facts, ("GOV-01", "")]


def test_the_editor_writes_the_note_and_enter_sends_it(review: Reviewing, answered: MemoryRecord) -> None:
    terminal = ScriptedTerminal(["s", ":e", ""], edits=["Which board?\n\nWhere?\n"])
    review(terminal=terminal)
    returned = answered.assessment.responses["GOV-01"].returned
    assert returned is not None
    assert returned.note == "Which board?\n\nWhere?"
    assert terminal.edited[0][0] == "GOV-01-note"
    assert terminal.sheets == 0


@pytest.mark.parametrize(("text", "kept"), [("", "So far."), ("So far. And", "So far. And"), ("Half", "So far.\nHalf")])
def test_an_editor_that_fails_takes_nothing_along(review: Reviewing, answered: MemoryRecord, text: str, kept: str) -> None:
    terminal = ScriptedTerminal(["So far.", "s", ":e", ":q"], edits=[EditorError("the editor failed", hint="use `:m` instead", text=text)])
    _, summary = review(terminal=terminal)
    assert "the editor failed" in terminal.text
    assert summary.unsaved == (kept,)
    assert [each.text for each in answered.unsaved] == [kept]


def test_a_record_that_cannot_be_read_is_not_marked(review: Reviewing, answered: MemoryRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def script() -> Iterable[str]:
        yield "s"
        with monkeypatch.context() as context:
            context.setattr(MemoryRecord, "load", _fail)
            yield "Which board?"
        yield ""

    monkeypatch.setattr(answered, "load", lambda: MemoryRecord.load(answered))
    terminal, summary = review(script=script())
    assert "the file is broken" in terminal.text
    assert "nothing was marked" in terminal.text
    assert summary.returned == ("GOV-01",)


def _fail(_record: MemoryRecord) -> Assessment:
    raise StoreError("the file is broken", hint="mend it")


def test_a_long_response_is_shown_page_by_page(review: Reviewing, answered: MemoryRecord) -> None:
    put(answered, answer("GOV-01", "\n".join(f"line {number}" for number in range(60))))
    terminal = ScriptedTerminal(["", "", "", "r", ""], height=24)
    _, summary = review(terminal=terminal)
    assert summary.reviewed == ("GOV-01",)
    assert [prompt for prompt, _ in terminal.asked][:4] == [MORE, MORE, MORE, "GOV-01 review: "]


def test_what_was_not_seen_to_its_end_is_not_reviewed(review: Reviewing, answered: MemoryRecord) -> None:
    put(answered, answer("GOV-01", "\n".join(f"line {number}" for number in range(30))))
    terminal = ScriptedTerminal(["q", ":w", "r", "", "r"], height=24)
    _, summary = review(terminal=terminal)
    assert summary.reviewed == ("GOV-01",)
    assert "You have not seen all of it yet, so nothing was marked." in terminal.text
    assert {f"  | line {number}" for number in range(30)} <= {*terminal.screen}


def test_what_is_typed_at_a_pause_is_for_the_question(review: Reviewing, answered: MemoryRecord) -> None:
    put(answered, answer("GOV-01", "\n".join(f"line {number}" for number in range(60))))
    _, summary = review(terminal=ScriptedTerminal(["Which board is it?", "s", ""], height=24))
    assert summary.returned == ("GOV-01",)
    assert answered.saves[0].after == replace(
        answered.assessment.responses["GOV-01"], returned=Return(on=TODAY, by="carl", note="Which board is it?")
    )


def test_ctrl_c_in_the_middle_of_a_save_takes_no_note_along(review: Reviewing, answered: MemoryRecord) -> None:
    def interrupt(_record: MemoryRecord, _change: Change) -> None:
        raise KeyboardInterrupt

    answered.before_save = interrupt
    _, summary = review("s", "Which board?")
    assert (summary.interrupted, summary.returned, summary.unsaved) == (True, (), ("Which board?",))
    assert [each.text for each in answered.unsaved] == ["Which board?"]


def test_with_another_list_of_criteria_nothing_is_marked(review: Reviewing, answered: MemoryRecord) -> None:
    def script() -> Iterable[str]:
        pack = answered.assessment.pack
        answered.assessment = replace(answered.assessment, pack=replace(pack, criteria=pack.criteria[:1]))
        yield "r"

    terminal, summary = review(script=script())
    assert summary.reviewed == ()
    assert "The list of criteria was exchanged meanwhile" in terminal.text
