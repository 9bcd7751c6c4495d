"""Each state with each kind of input."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.checks.digests import content_digest
from gni_assess.interview.review import advance, arrive, meet_change, notes_in_hand, prompt_of, put_question, settle, take_edited
from gni_assess.interview.review import take_unfinished as take_line
from gni_assess.interview.review_state import Judgment, Look, ReviewState, ReviewStep, ReviewTurn, Standing, may_judge, standing_of
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, Return, Review
from gni_assess.model.vocabulary import Finding, Skipped

TODAY = date(2026, 11, 21)
BEFORE = Stamp(on=date(2026, 11, 10), by="olga")
LATER = Stamp(on=date(2026, 11, 20), by="carla")
WALK = ("GOV-01", "GOV-02", "GOV-03")


def answer(criterion_id: str, text: str = "Yes.") -> Response:
    return Response(criterion=criterion_id, finding=Finding.IN_PLACE, answer=text, answered=BEFORE)


def look_at(assessment: Assessment, *responses: Response) -> Look:
    return Look(assessment=replace(assessment, responses={each.id: each for each in responses}), facts=Facts(today=TODAY))


@pytest.fixture
def look(assessment: Assessment) -> Look:
    return look_at(assessment, *map(answer, WALK))


@pytest.fixture
def state(look: Look) -> ReviewState:
    """The first of three is on the screen."""
    start = ReviewState(look=look, walk=WALK, queue=WALK, person_id="carl", today=TODAY, spot="GOV-01")
    return replace(arrive(start, look).state, is_seen=True)


def text_of(turn: ReviewTurn) -> str:
    return "\n".join(para.text for para in turn.says)


RETURN = Return(on=date(2026, 11, 15), by="carl")
RESPONSE = answer("GOV-01")
STANDINGS: Mapping[str, tuple[Response | None, Standing, bool]] = {
    "none": (None, Standing.UNANSWERED, False),
    "no text": (replace(RESPONSE, answer=""), Standing.UNANSWERED, False),
    "skipped": (replace(RESPONSE, skipped=Skipped.WAITING), Standing.UNANSWERED, False),
    "nobody's": (replace(RESPONSE, answered=None), Standing.UNSTAMPED, False),
    "theirs": (RESPONSE, Standing.OPEN, True),
    "answered by me": (replace(RESPONSE, answered=replace(BEFORE, by="carl")), Standing.OWN, False),
    "changed by me": (replace(RESPONSE, updated=replace(LATER, by="carl")), Standing.OWN, False),
    "reviewed": (replace(RESPONSE, reviewed=Review(on=TODAY, by="carla", of=content_digest(RESPONSE))), Standing.REVIEWED, True),
    "review voided": (replace(RESPONSE, reviewed=Review(on=TODAY, by="carla", of="0")), Standing.OPEN, True),
    "sent back": (replace(RESPONSE, returned=RETURN), Standing.SENT_BACK, True),
    "changed since": (replace(RESPONSE, returned=RETURN, updated=LATER), Standing.OPEN, True),
    "changed that day": (replace(RESPONSE, returned=RETURN, updated=replace(LATER, on=RETURN.on)), Standing.OPEN, True),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_who_may_judge_what(name: str) -> None:
    response, standing, may = STANDINGS[name]
    assert (standing_of(response, "carl"), may_judge(response, "carl")) == (standing, may)


@pytest.mark.parametrize("name", STANDINGS)
def test_what_cannot_be_judged_is_passed_over_with_the_reason(assessment: Assessment, look: Look, name: str) -> None:
    response, _, may = STANDINGS[name]
    start = ReviewState(look=look, walk=WALK, queue=WALK, person_id="carl", today=TODAY, spot="GOV-01")
    fresh = look_at(assessment, *filter(None, [response]), answer("GOV-02"))
    turn = arrive(start, fresh)
    assert (turn.state.spot, turn.state.shown is not None) == (("GOV-01", True) if may else ("GOV-02", False))
    assert may or "GOV-01: " in text_of(turn)


# What is typed, and where it leads from the first, the middle one and the last: spot, whether it leaves.
@pytest.mark.parametrize(
    ("spot", "goes_to", "leaves"), [("GOV-01", "GOV-02", False), ("GOV-02", "GOV-03", False), ("GOV-03", "GOV-03", True)]
)
@pytest.mark.parametrize("typed", ["", "  "])
def test_enter_decides_later(state: ReviewState, look: Look, spot: str, goes_to: str, typed: str, *, leaves: bool) -> None:
    here = arrive(state.move(spot), look).state
    turn = advance(here, (typed,))
    assert (turn.state.spot, turn.leave, turn.judgment, turn.change) == (goes_to, leaves, None, None)


@pytest.mark.parametrize("typed", ["r", "R", " reviewed "])
def test_r_judges_what_was_seen(state: ReviewState, typed: str) -> None:
    assert advance(state, (typed,)).judgment == Judgment()
    unseen = advance(replace(state, is_seen=False), (typed,))
    assert (unseen.judgment, unseen.shows_rest) == (None, True)


@pytest.mark.parametrize("typed", ["s", "S", "send back", "send it back"])
@pytest.mark.parametrize("is_seen", [True, False])
def test_s_asks_for_the_note(state: ReviewState, typed: str, *, is_seen: bool) -> None:
    turn = advance(replace(state, is_seen=is_seen), (typed,))
    assert (turn.state.step, turn.judgment, turn.change) == (ReviewStep.NOTE, None, None)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("x",), ()),
        (("yes",), ()),
        (("q",), ()),
        (("Which board?",), ("Which board?",)),
        (("::r",), (":r",)),
        (("incomprehensible",), ("incomprehensible",)),
        (("r", "r"), ("r", "r")),
        (("one", "", "two"), ("one", "", "two")),
        (("", "", ""), ()),
        (("\ud800",), ()),
        (("?",), ()),
    ],
)
def test_anything_else_decides_nothing_and_a_text_is_kept(state: ReviewState, lines: tuple[str, ...], kept: tuple[str, ...]) -> None:
    turn = advance(state, lines)
    assert (turn.state.lines, turn.state.spot, turn.state.step) == (kept, "GOV-01", ReviewStep.JUDGE)
    assert (turn.judgment, turn.change, turn.leave) == (None, None, False)


NOTE_INPUTS = [
    # lines typed, lines before, in a block: lines after, in a block after, note that is sent
    (("Which?",), (), False, ("Which?",), False, "Which?"),
    (("Which?",), ("So.",), False, ("So.", "Which?"), False, "So.\nWhich?"),
    (("::q",), (), False, (":q",), False, ":q"),
    (("",), ("So.",), False, ("So.",), False, "So."),
    (("",), (), False, (), False, None),
    ((".",), (), False, (), False, None),
    ((".",), ("So.",), False, ("So.",), False, "So."),
    (("a", "", "b"), (), False, ("a", "", "b"), True, None),
    (("a", "b", "."), (), False, ("a", "b"), False, "a\nb"),
    ((":m", "a", "b", "."), (), False, ("a", "b"), False, "a\nb"),
    ((":q", "b"), (), False, (":q", "b"), True, None),
    (("a",), ("So.",), True, ("So.", "a"), True, None),
    (("",), ("So.",), True, ("So.", ""), True, None),
    (("::m",), (), True, (":m",), True, None),
    ((".",), ("So.", ""), True, ("So.", ""), False, "So."),
    ((".",), (), True, (), False, None),
    (("?",), ("So.",), False, ("So.",), False, None),
    (("\ud800",), ("So.",), False, ("So.",), False, None),
]


@pytest.mark.parametrize(("lines", "before", "block", "after", "block_after", "sent"), NOTE_INPUTS)
def test_the_note(
    state: ReviewState,
    lines: tuple[str, ...],
    before: tuple[str, ...],
    after: tuple[str, ...],
    sent: str | None,
    *,
    block: bool,
    block_after: bool,
) -> None:
    here = replace(state.with_lines(before), step=ReviewStep.NOTE, is_block=block)
    turn = advance(here, lines)
    assert (turn.state.lines, turn.state.is_block) == (after, block_after)
    assert turn.judgment == (None if sent is None else Judgment(note=sent))


COMMANDS = [":b", ":n", ":g GOV-03", ":g", ":g GOV-1", ":g CAS-01", ":w", ":v", ":m", ":e", ":d", ":p", ":?", ":q", ":zzz", ":", ":r"]
ONLY_AT_A_NOTE = {":m", ":e", ":d", ":p"}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("step", list(ReviewStep))
@pytest.mark.parametrize("block", [True, False])
@pytest.mark.parametrize("lines", [(), ("So.",)])
@pytest.mark.parametrize("left", [(), (UnsavedText(criterion="GOV-01", text="Old.", place="there"),)])
def test_no_command_marks_anything_or_loses_a_note(
    state: ReviewState, command: str, step: ReviewStep, lines: tuple[str, ...], left: tuple[UnsavedText, ...], *, block: bool
) -> None:
    here = replace(state.with_lines(lines), step=step, left=left, is_block=block and step is ReviewStep.NOTE)
    turn = advance(here, (command,))
    assert (turn.judgment, turn.change) == (None, None)
    assert turn.leave == (command == ":q")
    assert turn.says or turn.asks_again or turn.edits or turn.leave or turn.state != here
    if command == ":d" and step is ReviewStep.NOTE and lines:
        assert (turn.state.notes, turn.says[-1].text) == ({}, "So.")
    elif command == ":p" and step is ReviewStep.NOTE and left:
        assert (turn.state.notes, turn.state.left) == ({"GOV-01": (*lines, "Old.")}, ())
    else:
        assert (turn.state.notes, turn.state.left) == (here.notes, left)
    if command in ONLY_AT_A_NOTE and step is ReviewStep.JUDGE:
        assert "is not possible here" in text_of(turn)
    assert put_question(turn.state)
    assert prompt_of(turn.state).startswith(turn.state.spot)


def test_the_way_back(state: ReviewState, look: Look) -> None:
    second = arrive(advance(state, ("",)).state, look).state
    third = arrive(advance(second, (":g gov-03",)).state, look).state
    back = advance(third, (":b",)).state
    assert (back.spot, advance(arrive(back, look).state, (":b",)).state.spot) == ("GOV-02", "GOV-01")
    assert "first one" in text_of(advance(state, (":b",)))
    noting = advance(third, ("s",)).state
    assert (advance(noting, (":b",)).state.spot, advance(noting, (":b",)).state.step) == ("GOV-03", ReviewStep.JUDGE)


def test_the_next_that_waits_is_looked_for_around_the_end(state: ReviewState, look: Look) -> None:
    third = arrive(state.move("GOV-03"), look).state
    assert advance(third, (":n",)).state.spot == "GOV-01"
    alone = replace(third, queue=("GOV-03",))
    assert "No other one" in text_of(advance(alone, (":n",)))


@pytest.mark.parametrize("judgment", [Judgment(), Judgment(note="Which board?")])
def test_a_judgment_is_stored_with_what_was_shown(state: ReviewState, look: Look, judgment: Judgment) -> None:
    turn = settle(state.with_lines(("Which board?",)), judgment, look)
    assert turn.change is not None
    after = turn.change.after
    assert isinstance(after, Response)
    assert turn.change.before == answer("GOV-01")
    if judgment.note is None:
        assert after.reviewed == Review(on=TODAY, by="carl", of=content_digest(answer("GOV-01")))
    else:
        assert after.returned == Return(on=TODAY, by="carl", note="Which board?")
    assert notes_in_hand(turn.state) == (() if judgment.note else ("Which board?",))
    assert (turn.state.spot, turn.state.is_open("GOV-01")) == ("GOV-02", False)
    assert turn.unsaved is not None
    assert (turn.unsaved.spot, notes_in_hand(turn.unsaved)) == ("GOV-01", ("Which board?",))


@pytest.mark.parametrize("judgment", [Judgment(), Judgment(note="Which board?")])
@pytest.mark.parametrize("change", [{"answer": "No."}, {"notes": "New."}, {"updated": LATER}, {"unsure": True}])
def test_what_changed_since_it_was_shown_is_shown_again(
    state: ReviewState, assessment: Assessment, judgment: Judgment, change: dict[str, object]
) -> None:
    fresh = look_at(assessment, replace(answer("GOV-01"), **change), answer("GOV-02"))  # type: ignore[arg-type] # one field at a time
    turn = settle(state.with_lines(("Which board?",)), judgment, fresh)
    assert (turn.change, turn.state.shown, turn.state.spot, turn.state.step) == (None, None, "GOV-01", ReviewStep.JUDGE)
    assert notes_in_hand(turn.state) == ("Which board?",)


def test_a_change_to_what_the_page_rests_on_counts_too(state: ReviewState, look: Look) -> None:
    pack = replace(
        look.assessment.pack,
        criteria=(replace(look.assessment.pack.criteria[0], question="Another one?"), *look.assessment.pack.criteria[1:]),
    )
    turn = settle(state, Judgment(), replace(look, assessment=replace(look.assessment, pack=pack)))
    assert (turn.change, turn.state.shown) == (None, None)


@pytest.mark.parametrize("judgment", [Judgment(), Judgment(note="Which board?")])
def test_nothing_is_marked_while_the_record_cannot_be_read(state: ReviewState, judgment: Judgment) -> None:
    turn = settle(state, judgment, None)
    assert (turn.change, turn.state) == (None, state)


def test_what_is_reviewed_already_is_not_reviewed_twice_but_can_be_sent_back(state: ReviewState, assessment: Assessment) -> None:
    reviewed = replace(RESPONSE, reviewed=Review(on=TODAY, by="carl", of=content_digest(RESPONSE)))
    look = look_at(assessment, reviewed, answer("GOV-02"))
    here = arrive(state, look).state
    again = settle(here, Judgment(), look)
    assert (again.change, again.state.spot) == (None, "GOV-02")
    back = settle(here, Judgment(note="After all."), look).change
    assert back is not None
    assert isinstance(back.after, Response)
    assert (back.after.reviewed, back.after.returned) == (None, Return(on=TODAY, by="carl", note="After all."))


def test_a_change_leaves_the_note_in_hand(state: ReviewState) -> None:
    turn = meet_change(state.with_lines(("a",)).at(ReviewStep.NOTE))
    assert (turn.state.lines, turn.state.shown, turn.state.step) == (("a",), None, ReviewStep.JUDGE)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a\r\nb\n", ("a", "b")), ("", ("So.",)), (" \n", ("So.",)), ("\ud800", ("So.",)), ("So.", ("So.",))],
)
def test_what_comes_back_from_the_editor_is_never_sent_by_itself(state: ReviewState, text: str, lines: tuple[str, ...]) -> None:
    turn = take_edited(state.with_lines(("So.",)).at(ReviewStep.NOTE), text)
    assert (turn.state.lines, turn.judgment) == (lines, None)


@pytest.mark.parametrize(
    ("typed", "lines"), [("", ()), ("r", ()), (":g GOV", ()), ("Which boa", ("Which boa",)), ("::x", (":x",)), ("\ud800 a", ())]
)
def test_a_line_cut_off_is_kept(state: ReviewState, typed: str, lines: tuple[str, ...]) -> None:
    assert take_line(state, typed).lines == lines


@pytest.mark.parametrize(("typed", "lines"), [("", ()), (" ", ()), ("r", ("r",)), (":b", ()), ("Whi", ("Whi",))])
def test_a_line_of_a_note_that_is_cut_off_is_kept(state: ReviewState, typed: str, lines: tuple[str, ...]) -> None:
    assert take_line(state.at(ReviewStep.NOTE), typed).lines == lines
