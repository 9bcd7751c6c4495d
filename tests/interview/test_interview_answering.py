from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.checks.digests import content_digest, wording_digest
from gni_assess.checks.states import state_of
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.state import put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response, Return, Review
from gni_assess.model.vocabulary import EvidenceKind, Finding, Impact, Level, Skipped, State

Interview = Callable[..., tuple[ScriptedTerminal, Summary]]
TODAY = Stamp(on=date(2026, 11, 21), by="olga")
EARLIER = Stamp(on=date(2026, 5, 4), by="carl")


def put(record: MemoryRecord, response: Response) -> None:
    record.assessment = put_response(record.assessment, response.criterion, response)


def get(record: MemoryRecord, criterion_id: str = "GOV-02") -> Response:
    return record.assessment.responses[criterion_id]


def test_opens_with_where_it_stands(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-01", finding=Finding.IN_PLACE, answer="Yes.", alternative="An interview."))
    terminal, summary = interview()
    assert terminal.screen[0] == "1 of 4 answered, 2 left; the other one is about your cases and may stay empty."
    assert "Continuing at GOV-02." in terminal.screen
    assert "[2 of 4] GOV-02 Title of GOV-02" in terminal.screen
    assert summary.left == ("GOV-02", "GOV-03")
    assert "`gni-assess interview`" in terminal.text


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("i", Finding.IN_PLACE),
        ("P", Finding.PARTLY_IN_PLACE),
        ("l", Finding.PLANNED),
        ("n", Finding.NOT_IN_PLACE),
        (" a ", Finding.NOT_APPLICABLE),
        ("not in place", Finding.NOT_IN_PLACE),
        ("partly-in-place", Finding.PARTLY_IN_PLACE),
    ],
)
def test_a_finding_alone_is_saved_as_a_draft(record: MemoryRecord, interview: Interview, typed: str, finding: Finding) -> None:
    _, summary = interview(typed, start="GOV-02")
    assert get(record) == Response(criterion="GOV-02", finding=finding)
    assert state_of(get(record)) is State.DRAFT
    assert summary.changed == ("GOV-02",)


@pytest.mark.parametrize("typed", ["", " ", "x", "yes", "ii", "in"])
def test_no_judgment_is_ever_proposed(record: MemoryRecord, interview: Interview, typed: str) -> None:
    terminal, _ = interview(typed, start="GOV-02")
    assert not record.assessment.responses
    assert terminal.asked[:2] == [("GOV-02 finding: ", ""), ("GOV-02 finding: ", "")]


def test_not_applicable_is_refused_where_the_pack_does_not_allow_it(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("a", start="GOV-03")
    assert not record.assessment.responses
    assert "concerns every company" in terminal.text


def test_not_applicable_asks_for_the_reason_instead_of_the_answer(record: MemoryRecord, interview: Interview) -> None:
    _, summary = interview("a", "We have no board.", start="GOV-02")
    assert (get(record).reason, get(record).answer) == ("We have no board.", "")
    assert get(record).answered == TODAY
    assert summary.answered == ("GOV-02",)


def test_the_first_answer_is_stamped_and_later_edits_are_updates(record: MemoryRecord, interview: Interview) -> None:
    interview("i", "The board decides.", start="GOV-02")
    wording = wording_digest(record.assessment.pack.by_id["GOV-02"].question)
    assert get(record) == Response(
        criterion="GOV-02", finding=Finding.IN_PLACE, answer="The board decides.", answered=TODAY, confirmed_wording=wording
    )
    interview("", "A committee decides.", start="GOV-02")
    assert get(record).answer == "A committee decides."
    assert (get(record).answered, get(record).updated) == (TODAY, TODAY)


def test_enter_keeps_what_is_there_and_saves_nothing(record: MemoryRecord, interview: Interview) -> None:
    old = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Soon.", answered=EARLIER)
    put(record, replace(old, confirmed_wording=wording_digest(record.assessment.pack.by_id["GOV-02"].question)))
    terminal, _ = interview("", "", "", "", start="GOV-02")
    assert not record.saves
    assert terminal.asked[0] == ("GOV-02 finding: ", "l")
    assert "  | Soon." in terminal.screen


def test_enter_confirms_an_answer_to_a_question_that_was_reworded(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Soon.", answered=EARLIER, confirmed_wording="other"))
    terminal, _ = interview("", "", start="GOV-02")
    assert "wording of the question has changed" in terminal.text
    assert get(record).confirmed_wording == wording_digest(record.assessment.pack.by_id["GOV-02"].question)
    assert get(record).updated == TODAY


def test_an_edit_voids_the_review_and_keeps_its_stamp(record: MemoryRecord, interview: Interview) -> None:
    old = Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="Yes.", answered=TODAY)
    put(record, reviewed := replace(old, reviewed=Review(on=EARLIER.on, by=EARLIER.by, of=content_digest(old))))
    assert state_of(reviewed) is State.REVIEWED
    terminal, _ = interview("", "No longer.", start="GOV-02")
    assert "Reviewed by Carl Counsel" in terminal.text
    assert get(record).reviewed == reviewed.reviewed
    assert state_of(get(record)) is State.ANSWERED


def test_a_returned_response_shows_the_reviewers_note_before_the_answer(record: MemoryRecord, interview: Interview) -> None:
    put(
        record,
        Response(
            criterion="GOV-02", finding=Finding.IN_PLACE, answer="Yes.", returned=Return(on=EARLIER.on, by="carl", note="How [often]?")
        ),
    )
    terminal, _ = interview(start="GOV-02")
    note, answer = terminal.screen.index("  | How [often]?"), terminal.screen.index("  | Yes.")
    assert note < answer


def test_a_finding_takes_the_question_off_the_list_for_later(record: MemoryRecord, interview: Interview) -> None:
    due = date(2026, 12, 1)
    put(record, Response(criterion="GOV-02", skipped=Skipped.WAITING, skip_reason="ask", assignee="carl", due=due))
    interview("n", start="GOV-02")
    assert get(record) == Response(criterion="GOV-02", finding=Finding.NOT_IN_PLACE, assignee="carl", due=due)
    interview("n", "Nobody decides.", start="GOV-02")
    assert (get(record).assignee, get(record).due) == ("carl", None), "the answer is there"


def test_evidence_is_linked_by_id_and_described(record: MemoryRecord, interview: Interview) -> None:
    interview("i", "Yes.", "pol-417, SYS-122", "section 4", "the task", "", "the entries", "", start="GOV-02")
    assert get(record).evidence == (
        EvidenceLink(id="POL-417", where="section 4", shows="the task"),
        EvidenceLink(id="SYS-122", shows="the entries"),
    )


def test_evidence_is_searched_by_words_and_picked_by_number(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", "Yes.", "CHARTER", "2", start="GOV-02")
    assert "  1  POL-208 Old charter" in terminal.screen
    assert "  2  POL-417 Board charter" in terminal.screen
    assert [each.id for each in get(record).evidence] == ["POL-417"]


@pytest.mark.parametrize("typed", ["3", "0", "nothing like it", "POL-418", "POL-417 board", "-POL-417"])
def test_evidence_that_is_not_clear_links_nothing(record: MemoryRecord, interview: Interview, typed: str) -> None:
    interview("i", "Yes.", "charter", typed, start="GOV-02")
    assert get(record).evidence == ()


def test_evidence_registered_meanwhile_is_found(record: MemoryRecord, interview: Interview) -> None:
    def type_and_register() -> Iterator[str]:
        yield from ("i", "Yes.", "POL-999")
        policies = {**record.assessment.policies, "POL-999": replace(record.assessment.policies["POL-417"], id="POL-999")}
        record.assessment = replace(record.assessment, policies=policies)
        yield ":r"

    terminal, _ = interview(start="GOV-02", script=type_and_register())
    assert "`+` registers it here and now" in terminal.text
    assert [each.id for each in get(record).evidence] == ["POL-999"]


def test_a_link_can_be_taken_away(record: MemoryRecord, interview: Interview) -> None:
    interview("i", "Yes.", "POL-417 SYS-122", "", "", "", "", "-pol-417", start="GOV-02")
    assert [each.id for each in get(record).evidence] == ["SYS-122"]


def test_missing_kinds_of_evidence_are_named_and_can_be_explained(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", "Yes.", "POL-417", "", "", "", "n", "We searched the register.", "", start="GOV-01")
    assert "  - case: A case that shows it" in terminal.screen
    assert get(record, "GOV-01").no_instance == "We searched the register."
    assert "GOV-01 is complete." in terminal.text


def test_an_alternative_explains_all_missing_evidence(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("i", "Yes.", "", "o", "An interview.", start="GOV-01")
    assert get(record, "GOV-01").alternative == "An interview."
    assert terminal.asked[-1][0] == "GOV-01 gaps: "


def test_a_gap_explains_missing_evidence(record: MemoryRecord, interview: Interview) -> None:
    terminal, _ = interview("p", "Some.", "", "g", "No policy.", "l", "l", "l", "", "", "", "", "", start="GOV-01")
    assert get(record, "GOV-01").gaps == (
        Gap(
            id="GOV-01-G100",
            summary="No policy.",
            scale=Level.LOW,
            scope=Level.LOW,
            irremediability=Level.LOW,
            missing=(EvidenceKind.POLICY, EvidenceKind.CASE),
        ),
    )
    assert "GOV-01-G100 is minor." in terminal.text


def test_a_gap_is_entered_whole(record: MemoryRecord, interview: Interview) -> None:
    judged = ("high", "m", "l", "p")
    terminal, _ = interview("n", "No.", "", "a", "No rule.", *judged, "Write it.", "clerk", "2027-03-31", "", "", start="GOV-02")
    assert get(record).gaps == (
        Gap(
            id="GOV-02-G100",
            summary="No rule.",
            scale=Level.HIGH,
            scope=Level.MEDIUM,
            irremediability=Level.LOW,
            impact=Impact.POTENTIAL,
            action="Write it.",
            owner="carla",
            due=date(2027, 3, 31),
        ),
    )
    assert get(record).notes == ""
    assert "GOV-02-G100 is severe." in terminal.text
    assert "GOV-02 is complete." in terminal.text


@pytest.mark.parametrize("typed", ["31.3.2027", "2027-02-30", "2027-13-01", "20270331", "soon", "03/04/2027"])
def test_a_date_that_is_none_is_refused(record: MemoryRecord, interview: Interview, typed: str) -> None:
    terminal, _ = interview("n", "No.", "", "a", "No rule.", "l", "l", "l", "", "", "", typed, start="GOV-02")
    assert get(record).gaps[0].due is None
    assert "`2027-" in terminal.text
    assert terminal.asked[-1][0] == "GOV-02 due date: "


def make_gap() -> Gap:
    low = Level.LOW
    return Gap(id="GOV-02-G417", summary="Old.", scale=low, scope=low, irremediability=low, due=date(2026, 1, 1))


def test_a_gap_is_changed_and_the_move_of_its_date_is_counted(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Soon.", gaps=(make_gap(),)))
    terminal, _ = interview("", "", "", "1", "", "", "m", "", "", "", "", "2027-01-01", "", start="GOV-02")
    assert get(record).gaps == (replace(make_gap(), scope=Level.MEDIUM, due=date(2027, 1, 1), original_due=date(2026, 1, 1), due_moves=1),)
    assert ("GOV-02 how grave: ", "l") in terminal.asked


def test_a_finding_without_a_gap_is_called_incomplete_by_the_rules_of_validate(interview: Interview) -> None:
    terminal, _ = interview("n", "No.", "", "", start="GOV-02")
    assert "(GNI205)" in terminal.text


def test_a_gap_being_entered_survives_in_the_notes(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", notes="Ask Carl."))
    interview("n", "No.", "", "a", Paste("No rule.\n\n| Not one."), ".", "m", Signal.INTERRUPT, start="GOV-02")
    assert get(record).gaps == ()
    assert "No rule." in get(record).notes
    terminal, _ = interview("", "", "", "a", "", "", "l", "l", start="GOV-02")
    assert ("GOV-02 how grave: ", "m") in terminal.asked
    assert get(record).notes == "Ask Carl."
    assert (get(record).gaps[0].summary, get(record).gaps[0].scale) == ("No rule.\n\n| Not one.", Level.MEDIUM)


def test_criteria_about_cases_are_optional(record: MemoryRecord, interview: Interview) -> None:
    terminal, summary = interview("", start="CAS-01")
    assert not record.assessment.responses
    assert summary.left == ("GOV-01", "GOV-02", "GOV-03")
    assert "Optional" in terminal.text


def test_the_walk_goes_on_to_the_next_without_an_answer_and_ends(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="Yes."))
    terminal, summary = interview("i", "Yes.", "", "", "", "i", "Yes.", "", "", "")
    assert [each for each, _ in terminal.asked if "finding" in each] == ["GOV-01 finding: ", "GOV-03 finding: ", "CAS-01 finding: "]
    assert summary == Summary(answered=("GOV-01", "GOV-03"), loose=("GOV-01",))
    assert "`gni-assess validate`" in terminal.text


def test_where_all_is_answered_it_goes_through_all_again(record: MemoryRecord, interview: Interview) -> None:
    for each in ("GOV-02", "GOV-03"):
        put(record, Response(criterion=each, finding=Finding.IN_PLACE, answer="Yes."))
    terminal, _ = interview("", "", "", "", "", "", "", "", walk=("GOV-02", "GOV-03"))
    assert terminal.screen[0] == "2 of 2 answered, 0 left."
    assert "Going through them from GOV-02." in terminal.screen
    assert [each for each, _ in terminal.asked if "finding" in each] == ["GOV-02 finding: ", "GOV-03 finding: "]


def test_loose_ends_are_named_at_the_start(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-01", finding=Finding.PLANNED, answer="Soon."))
    terminal, _ = interview()
    assert "Answered, but without evidence or a gap: GOV-01." in terminal.text


def test_what_must_not_leave_the_team_is_told_while_the_person_knows_what_was_typed(record: MemoryRecord, interview: Interview) -> None:
    case = replace(record.assessment.cases["CASE-208"], protected_terms=(ProtectedTerm(term="Quillfeather"),))
    record.assessment = replace(record.assessment, cases={case.id: case})
    terminal, _ = interview("i", "We told Quillfeather; call +47 22 12 34 56.", "", "", "", start="GOV-02")
    told = " ".join(terminal.screen[terminal.screen.index("GOV-02 is saved. Before the assessment:") :])
    assert "(GNI511)" in told
    assert "(GNI603)" in told
    assert "Quillfeather" not in told


def test_one_character_is_asked_about_before_it_becomes_an_answer(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="The committee decides."))
    terminal, _ = interview("", "l", start="GOV-02")
    assert get(record).answer == "The committee decides."
    assert "is that the text?" in terminal.text
    interview("", "l", "", start="GOV-02")
    assert get(record).answer == "l"


def test_a_marked_paste_is_one_text_that_enter_ends(record: MemoryRecord, interview: Interview) -> None:
    interview("i", "First.\n\nSecond.", start="GOV-02")
    assert get(record).answer == "First.\n\nSecond."


def test_a_note_is_added_to(record: MemoryRecord, interview: Interview) -> None:
    put(record, Response(criterion="GOV-02", notes="Ask Carl."))
    interview(":k", "Asked.", start="GOV-02")
    assert get(record).notes == "Ask Carl.\nAsked."


def test_what_was_sent_back_is_told_at_the_start(record: MemoryRecord, interview: Interview) -> None:
    returned = Return(on=date(2026, 11, 20), by="carl", note="Which minutes?")
    put(record, Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="Yes.", returned=returned))
    terminal, _ = interview(":q")
    assert "Sent back to be changed: GOV-02. `:g GOV-02` shows why." in terminal.screen
