from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError, WorkspaceError
from gni_assess.interview.edits import rebase
from gni_assess.interview.scripted import MemoryRecord, ScriptedTerminal
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response, ScopedFinding
from gni_assess.model.vocabulary import Finding, Level

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]

OLD = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Old.", unsure=True)
THEIRS = replace(OLD, answer="Theirs.", alternative="An interview.", notes="Their note.")


def change_meanwhile(record: MemoryRecord, theirs: Response | None, *, before: Response | None = OLD) -> None:
    """Let a colleague save something just before the next save."""
    record.assessment = put_response(record.assessment, "GOV-02", before)
    left = [theirs]

    def meddle(there: MemoryRecord, _: Change) -> None:
        if left:
            there.assessment = put_response(there.assessment, "GOV-02", left.pop())

    record.before_save = meddle


def get(record: MemoryRecord) -> Response:
    return record.assessment.responses["GOV-02"]


def test_both_versions_are_shown_and_nothing_is_overwritten(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record, THEIRS)
    terminal, summary = interview("", "Mine.", start="GOV-02")
    assert get(record) == THEIRS
    assert "  | answer: Theirs." in terminal.screen
    assert "  | answer: Mine." in terminal.screen
    assert terminal.asked[-1][0] == "GOV-02 mine or theirs: "
    assert "answer: Mine." in summary.unsaved[0]


def test_mine_goes_in_and_the_rest_stays_theirs(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record, THEIRS)
    terminal, _ = interview("", "Mine.", "m", start="GOV-02")
    assert replace(get(record), answered=None, confirmed_wording="") == replace(THEIRS, answer="Mine.")
    assert terminal.asked[-1][0] == "GOV-02 evidence: "


def test_theirs_stays_and_the_question_comes_again(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record, THEIRS)
    terminal, _ = interview("", "Mine.", "t", start="GOV-02")
    assert get(record) == THEIRS
    assert terminal.asked[-1] == ("GOV-02 finding: ", "l")


@pytest.mark.parametrize("typed", ["", "x", "yes", ":w", "Mine."])
def test_nothing_else_is_taken_for_a_choice(record: MemoryRecord, interview: Interview, typed: str) -> None:
    change_meanwhile(record, THEIRS)
    terminal, _ = interview("", "Mine.", typed, "l", ":q", start="GOV-02")
    assert get(record) == THEIRS
    assert terminal.screen.count("  | answer: Theirs.") == 2


def test_a_record_that_somebody_began_meanwhile_is_a_conflict(record: MemoryRecord, interview: Interview) -> None:
    change_meanwhile(record, Response(criterion="GOV-02", answer="Theirs."), before=None)
    interview("i", "m", start="GOV-02")
    assert replace(get(record), answered=None, confirmed_wording="") == Response(
        criterion="GOV-02", finding=Finding.IN_PLACE, answer="Theirs."
    )


@pytest.mark.parametrize(("choice", "left"), [("m", "Mine."), ("t", None)])
def test_a_record_that_was_removed_meanwhile(record: MemoryRecord, interview: Interview, choice: str, left: str | None) -> None:
    change_meanwhile(record, None)
    terminal, _ = interview("", "Mine.", choice, start="GOV-02")
    there = record.assessment.responses.get("GOV-02")
    assert (there.answer if there else None) == left
    assert "(the record was removed)" in terminal.text


def test_a_second_conflict_is_asked_about_again(record: MemoryRecord, interview: Interview) -> None:
    record.assessment = put_response(record.assessment, "GOV-02", OLD)
    versions = [replace(THEIRS, alternative="Again."), THEIRS]
    record.before_save = lambda there, _: setattr(
        there, "assessment", put_response(there.assessment, "GOV-02", versions.pop()) if versions else there.assessment
    )
    interview("", "Mine.", "m", "m", start="GOV-02")
    assert (get(record).answer, get(record).alternative) == ("Mine.", "Again.")


def test_a_failing_save_keeps_the_text_for_another_try(record: MemoryRecord, interview: Interview) -> None:
    errors = [StoreError("the disk is full", hint="make room")]

    def fail(_record: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Response) and change.after.answer and errors:
            raise errors.pop()

    record.before_save = fail
    terminal, _ = interview("i", "Mine.", "", start="GOV-02")
    assert get(record).answer == "Mine."
    assert {"the disk is full", "make room", "  | Mine."} <= set(terminal.screen)


def test_a_failing_save_is_told_at_the_end(record: MemoryRecord, interview: Interview) -> None:
    def fail(_record: MemoryRecord, change: Change) -> None:
        if isinstance(change.after, Response) and change.after.answer:
            raise StoreError("the disk is full")

    record.before_save = fail
    _, summary = interview("i", "Mine.", ":b", ":b", ":q", start="GOV-02")
    assert summary.unsaved == ("Mine.",)


def test_ctrl_c_while_saving_ends_like_ctrl_c_at_a_prompt(record: MemoryRecord, interview: Interview) -> None:
    def stop(_record: MemoryRecord, _change: Change) -> None:
        raise KeyboardInterrupt

    record.before_save = stop
    _, summary = interview("i", start="GOV-02")
    assert summary.interrupted


def test_a_record_that_cannot_be_read_again_is_told_and_the_interview_goes_on(record: MemoryRecord) -> None:
    loads: Iterator[Assessment | None] = iter([record.assessment, None, None, None])

    def load() -> Assessment:
        loaded = next(loads)
        if loaded is None:
            raise WorkspaceError("`POL-417.yaml` cannot be read", hint="mend it")
        return loaded

    record.load = load  # type: ignore[method-assign]
    terminal = ScriptedTerminal(["i", "Yes.", "POL-417"])
    run_interview(
        terminal,
        record,
        walk=("GOV-02",),
        person_id="olga",
        today=date(2026, 11, 21),
    )
    assert "`POL-417.yaml` cannot be read" in terminal.screen
    assert [each.id for each in get(record).evidence] == ["POL-417"]


def test_a_walk_without_criteria_says_so(record: MemoryRecord) -> None:
    terminal = ScriptedTerminal([])
    summary = run_interview(
        terminal,
        record,
        walk=(),
        person_id="olga",
        today=date(2026, 11, 21),
    )
    assert summary == Summary()
    assert "`gni-assess criteria list`" in terminal.text


FITTING: dict[str, tuple[str, ...]] = {
    "finding": ("i", "p", "n"),
    "evidence": ("", "POL-417", "-POL-417", "SYS-122"),
    "gaps": ("a", "1", ""),
    "how grave": ("l", "h"),
    "how many people": ("l", "h"),
    "how hard to undo": ("l", "h"),
    "mine or theirs": ("m", "m", "t", "l"),
}
TEXTS = ("Mine.", "Some text", "", ":b", ":u")


@given(
    choices=st.lists(st.integers(0, 100), min_size=10, max_size=50),
    meddles=st.lists(st.sampled_from(["", "", "note", "link", "gap"]), max_size=40),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_somebody_else_saved_is_never_lost(assessment: Assessment, choices: Sequence[int], meddles: Sequence[str]) -> None:
    marks: list[str] = []
    todo = iter(meddles)

    def meddle(there: MemoryRecord, change: Change) -> None:
        kind = next(todo, "")
        if kind:
            marks.append(f"Colleague{len(marks)}")
            now = there.assessment.responses.get(change.after.id, Response(criterion=change.after.id))
            there.assessment = put_response(there.assessment, now.criterion, _add(now, kind, marks[-1]))

    def type_all() -> Iterator[str]:
        for number in choices:
            step = terminal.asked[-1][0].split(" ", 1)[1].rstrip(": ")
            fitting = FITTING.get(step, TEXTS)
            yield fitting[number % len(fitting)]

    record = MemoryRecord(assessment, before_save=meddle)
    terminal = ScriptedTerminal(type_all())
    run_interview(
        terminal,
        record,
        walk=("GOV-02", "GOV-03"),
        person_id="olga",
        today=date(2026, 11, 21),
    )
    held = str(record.assessment.responses)
    assert all(mark in held for mark in marks)


def _add(response: Response, kind: str, mark: str) -> Response:
    if kind == "note":
        return replace(response, exceptions=(*response.exceptions, ScopedFinding(finding=Finding.PLANNED, note=mark)))
    if kind == "link":
        return replace(response, evidence=(*response.evidence, EvidenceLink(id="CASE-208", shows=mark)))
    low = Level.LOW
    return replace(response, gaps=(*response.gaps, Gap(id=f"X-{mark}", summary="", scale=low, scope=low, irremediability=low)))


def test_a_merge_applies_what_was_added_changed_and_removed() -> None:
    kept, changed, removed, added, theirs = (EvidenceLink(id=f"POL-{number}") for number in range(100, 105))
    before = Response(criterion="GOV-02", evidence=(kept, changed, removed))
    after = replace(before, evidence=(kept, replace(changed, where="page 4"), added))
    there = replace(before, evidence=(theirs, removed, changed, kept), finding=Finding.PLANNED)
    merged = rebase(before, after, there)
    assert merged.evidence == (theirs, replace(changed, where="page 4"), kept, added)
    assert merged.finding is Finding.PLANNED
