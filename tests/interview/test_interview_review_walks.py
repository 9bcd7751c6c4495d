"""Random sequences of inputs, with a colleague at work on the same record, and a disk that fails now and then."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.digests import content_digest
from gni_assess.errors import EditorError, StoreError
from gni_assess.interview.review_session import run_review
from gni_assess.interview.review_summary import ReviewSummary
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.columns import count_columns
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding

TODAY = date(2026, 11, 21)
IDS = ("GOV-01", "GOV-02", "GOV-03", "CAS-01")
TOKEN, VERSION = re.compile(r"Token\d+"), re.compile(r"Version\d+")
Typed = str | Paste | Signal

TEXT, SENTENCE, PASTE, COLLEAGUE, OWN = "<text>", "<sentence>", "<paste>", "<colleague>", "<own>"
KEYS = st.sampled_from(["r", "r", "r", "s", "s", "", "", TEXT, SENTENCE, PASTE, ":m", ".", COLLEAGUE, "q", "x"])
MOVES = st.sampled_from([":b", ":n", ":g GOV-01", ":g gov-03", ":g CAS-01", ":w", ":v", ":e", ":?", ":zzz", "?", OWN])
ENDS = st.sampled_from([Signal.END, Signal.INTERRUPT, ":q"])
STEPS = st.one_of(KEYS, KEYS, KEYS, MOVES)
WALKS = st.lists(STEPS, min_size=10, max_size=50).flatmap(lambda walk: ENDS.map(lambda end: [*walk, end]))
FAILURES = st.frozensets(st.integers(0, 15), max_size=4)
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def make_response(criterion_id: str, number: int, by: str) -> Response:
    text = f"Version{number} [bold] \x1b[31m 漢字\n" + "\n".join(f"row {row}" for row in range(number % 4 * 8))
    return Response(criterion=criterion_id, finding=Finding.IN_PLACE, answer=text, answered=Stamp(on=TODAY, by=by))


@dataclass
class Reviewer:
    """Types the inputs; between two of them a colleague may change what is reviewed, or the reviewer may, elsewhere."""

    plan: Sequence[Typed]
    record: MemoryRecord
    fail_at: frozenset[int]
    terminal: ScriptedTerminal = field(init=False)
    typed: list[tuple[str, Typed]] = field(default_factory=list)
    attempts: int = 0

    def type_all(self) -> Iterator[Typed]:
        for number, each in enumerate(self.plan):
            if each in (COLLEAGUE, OWN):
                self.change(number, "carl" if each == OWN else "olga")
                continue
            given = self.fill(each, number)
            self.typed.append((self.terminal.asked[-1][0], given))
            yield given

    def change(self, number: int, by: str) -> None:
        response = make_response(IDS[number % len(IDS)], number, by)
        self.record.assessment = replace(self.record.assessment, responses={**self.record.assessment.responses, response.id: response})

    def fill(self, each: Typed, number: int) -> Typed:
        texts = {TEXT: f"Token{number} [bold] =1+1", SENTENCE: f"::Token{number} is wrong \x1b[31m\u202e"}
        if each == PASTE:
            return Paste(f"Token{number} first\n\n:q\nlast")
        return texts.get(each, each) if isinstance(each, str) else each

    def judge_save(self, record: MemoryRecord, change: Change) -> None:
        self.attempts += 1
        if self.attempts in self.fail_at:
            if self.attempts % 2:
                raise StoreError("the disk is full", hint="make room")
            self.change(self.attempts + 100, "olga")
        before, after = change.before, change.after
        assert isinstance(before, Response)
        assert isinstance(after, Response)
        if record.assessment.responses[after.id] != before:
            return
        assert before.answered
        assert before.answered.by != "carl"
        assert replace(after, reviewed=None, returned=None) == replace(before, reviewed=None, returned=None)
        if after.reviewed:
            # What is marked is what the reviewer saw last of this criterion. (It may be sent back after a glance at its first page.)
            assert self.last_shown(after.id) == VERSION.findall(before.answer)[-1]
            assert after.reviewed.of == content_digest(before)
            assert self.typed[-1][1] == "r"
        else:
            assert after.returned

    def last_shown(self, criterion_id: str) -> str:
        shown, on_screen = "", ""
        for line in self.terminal.screen:
            if found := re.match(r"\[.*\] ([A-Z]+-\d+) ", line):
                shown = found[1]
            if shown == criterion_id and (version := VERSION.search(line)):
                on_screen = version[0]
        return on_screen


def walk_through(
    assessment: Assessment, plan: Sequence[Typed], *, fail_at: frozenset[int] = frozenset(), width: int = 80, height: int = 24
) -> tuple[MemoryRecord, Reviewer, ReviewSummary]:
    responses = {each: make_response(each, number, "olga") for number, each in enumerate(IDS)}
    record = MemoryRecord(replace(assessment, responses=responses))
    reviewer = Reviewer(plan, record, fail_at)
    record.before_save = reviewer.judge_save
    reviewer.terminal = ScriptedTerminal(
        reviewer.type_all(), width=width, height=height, edits=[EditorError("it failed", hint="use `:m`"), "", "Wholly new\n"]
    )
    summary = run_review(
        reviewer.terminal,
        load=record.load,
        save=record.save,
        keep=record.keep,
        forget=record.forget,
        walk=IDS,
        person_id="carl",
        today=TODAY,
    )
    return record, reviewer, summary


@given(plan=WALKS, fail_at=FAILURES)
@QUICK
def test_the_record_holds_exactly_what_was_accepted(assessment: Assessment, plan: Sequence[Typed], fail_at: frozenset[int]) -> None:
    record, reviewer, summary = walk_through(assessment, plan, fail_at=fail_at)
    said = [line for line in reviewer.terminal.screen if re.match(r"[A-Z]+-\d+ is (reviewed, as|sent back, with)", line)]
    saved = [each.after for each in record.saves if isinstance(each.after, Response)]
    assert [line.split()[0] for line in said] == [each.id for each in saved]
    last = {each.id: each for each in saved}
    assert sorted((*summary.reviewed, *summary.returned)) == sorted(last)
    assert all(last[each].reviewed for each in summary.reviewed)
    assert all(last[each].returned for each in summary.returned)
    for each in record.assessment.responses.values():
        # Whatever was changed by others since stands as they left it.
        assert each in last.values() or (each.reviewed, each.returned) == (None, None)


@given(plan=WALKS, fail_at=FAILURES)
@QUICK
def test_nothing_typed_is_lost(assessment: Assessment, plan: Sequence[Typed], fail_at: frozenset[int]) -> None:
    record, reviewer, summary = walk_through(assessment, [each for each in plan if each != ":e"], fail_at=fail_at)
    notes = [each.after.returned.note for each in record.saves if isinstance(each.after, Response) and each.after.returned]
    everything = "\n".join([*notes, *summary.unsaved])
    for _, typed in reviewer.typed:
        text = typed.text if isinstance(typed, Paste) else str(typed)
        assert all(token in everything for token in TOKEN.findall(text))
    assert {each.text for each in record.unsaved} == {*summary.unsaved}


@given(plan=WALKS, width=st.integers(40, 100), height=st.integers(1, 30))
@QUICK
def test_every_line_fits_and_no_page_is_higher_than_the_screen(
    assessment: Assessment, plan: Sequence[Typed], width: int, height: int
) -> None:
    _, reviewer, _ = walk_through(assessment, plan, width=width, height=height)
    assert all(count_columns(line) <= width for line in reviewer.terminal.screen)
    assert not set("\x1b\u202e") & set(reviewer.terminal.text)
