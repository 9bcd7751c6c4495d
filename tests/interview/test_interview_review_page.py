from dataclasses import replace
from datetime import date

import pytest

from gni_assess.checks.digests import content_digest
from gni_assess.interview.layout import lay_out
from gni_assess.interview.review_page import explain_for_review, show_for_review
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.columns import count_columns
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Return, Review, ScopedFinding
from gni_assess.model.vocabulary import Audience, Classification, EvidenceKind, Finding, GapStatus, Ground, Impact, Level, Treatment

TODAY = date(2026, 11, 21)
ANSWERED = Stamp(on=date(2026, 11, 10), by="olga")

FULL = Response(
    criterion="GOV-01",
    finding=Finding.PARTLY_IN_PLACE,
    answer="The board decides.\nIt meets in May.",
    reason="A reason that stayed.",
    no_instance="Nothing of the kind happened.",
    alternative="A talk with counsel.",
    unsure=True,
    assignee="carla",
    due=date(2026, 12, 1),
    evidence=(EvidenceLink(id="POL-417", where="section 3", shows="who decides"), EvidenceLink(id="CASE-208"), EvidenceLink(id="POL-999")),
    gaps=(
        Gap(
            id="GOV-01-G100",
            summary="Two markets are not covered.",
            scale=Level.HIGH,
            scope=Level.LOW,
            irremediability=Level.MEDIUM,
            cause="No time.",
            impact=Impact.ACTUAL,
            affected=("journalists", "lawyers"),
            missing=(EvidenceKind.CASE,),
            entities=("acme-tr",),
            action="Cover them.",
            owner="carl",
            due=date(2027, 3, 31),
            original_due=date(2026, 12, 31),
            due_moves=2,
            status=GapStatus.ACCEPTED,
            reason="The market closes.",
            accepted_by="carla",
            review_on=date(2027, 6, 30),
            evidence=("POL-208",),
            classification=Classification.RESTRICTED,
            notes="Ask again.",
        ),
    ),
    exceptions=(ScopedFinding(finding=Finding.NOT_IN_PLACE, entity="acme-tr", note="It has no board."),),
    classification=Classification.CONFIDENTIAL,
    limits=(
        Limit(
            ground=Ground.LEGAL_PRIVILEGE,
            treatment={Audience.ASSESSOR: Treatment.VIEW_ONLY},
            fields=("answer",),
            how="in counsel's office",
            note="Olga knows.",
        ),
        Limit(),
    ),
    notes="Notes of ours.",
    answered=ANSWERED,
    updated=Stamp(on=date(2026, 11, 12), by="carla"),
)
SHORT = Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="Yes.", answered=ANSWERED)


def page(assessment: Assessment, response: Response, *, person_id: str = "carl", width: int = 80) -> str:
    known = replace(assessment, responses={response.id: response})
    paras = show_for_review(known, Facts(today=TODAY), response, position="1 of 2", person_id=person_id)
    lines = ["".join(piece.text for piece in line) for para in paras for line in lay_out(para, width)]
    assert all(count_columns(line) <= width for line in lines)
    return "\n".join(lines)


def test_everything_that_is_entered_is_shown(assessment: Assessment) -> None:
    shown = page(assessment, FULL, width=120)
    for text in (
        "[1 of 2] GOV-01 Title of GOV-01",
        "Who decides about GOV-01",
        "Finding: partly in place",
        "  | The board decides.\n  | It meets in May.",
        "  | A reason that stayed.",
        "  | Nothing of the kind happened.",
        "  | A talk with counsel.",
        "- entity acme-tr: not in place",
        "It has no board.",
        "- POL-417 Board charter (policy)",
        "    Where: section 3\n    Shows: who decides",
        "- CASE-208 Blocked site (case, service blocking, TR, restricted)",
        "- POL-999 (policy): not registered",
        "- GOV-01-G100: severe, accepted",
        "    | Two markets are not covered.",
        "Severity: severe (how grave: high; how many people: low; how hard to undo: medium)",
        "Impact: it has harmed people already",
        "Cause: No time.",
        "Who is affected: journalists, lawyers",
        "Explains missing: case",
        "Only for: acme-tr",
        "Action: Cover them.",
        "Owner: Carl Counsel",
        "Due: 2027-03-31 (moved 2 times, first 2026-12-31)",
        "Accepted by: Carla Clerk",
        "Reason: The market closes.",
        "Look again on: 2027-06-30",
        "Evidence: POL-208",
        "    Classification: restricted",
        "Notes for the team: Ask again.",
        "Classification: confidential",
        "Limit: These parts are limited: answer, because of legal privilege.",
        "The assessor may look at it, and gets no copy. Nobody else outside the team",
        "How to see it after all: in counsel's office",
        "For the team: Olga knows.",
        "Limit: All of it is limited; no reason is given.",
        "Nobody outside the team gets it.",
        "  | Notes of ours.",
        "It is marked unsure",
        "Assigned to Carla Clerk, due 2026-12-01.",
        "Answered by Olga Officer on 2026-11-10, changed last by Carla Clerk on 2026-11-12.",
        "The checks say:",
    ):
        assert text in shown


def test_empty_fields_are_left_out(assessment: Assessment) -> None:
    assert page(assessment, SHORT).split("\n")[-6:] == [
        "Finding: in place",
        "Answer:",
        "  | Yes.",
        "No evidence is linked and no gap is named.",
        "Answered by Olga Officer on 2026-11-10.",
        "The checks find nothing wrong with it.",
    ]


@pytest.mark.parametrize(
    ("updated", "says"),
    [
        (None, "It has not been changed since then."),
        (Stamp(on=date(2026, 11, 13), by="carla"), "It has not been changed since then."),
        (Stamp(on=date(2026, 11, 14), by="carla"), "Changed on the same day by Carla Clerk; it is not known whether before or after."),
        (Stamp(on=date(2026, 11, 15), by="carla"), "Changed since then by Carla Clerk on 2026-11-15."),
    ],
)
def test_an_earlier_return_is_shown_with_what_came_after(assessment: Assessment, updated: Stamp | None, says: str) -> None:
    returned = Return(on=date(2026, 11, 14), by="carl", note="Which board?")
    shown = page(assessment, replace(SHORT, returned=returned, updated=updated))
    assert f"You sent this back on 2026-11-14:\n  | Which board?\n{says}" in shown
    assert "Carl Counsel sent this back on 2026-11-14:" in page(assessment, replace(SHORT, returned=returned), person_id="carla")


def test_an_earlier_review_is_shown_with_what_it_is_worth(assessment: Assessment) -> None:
    review = Review(on=date(2026, 11, 14), by="carla", of=content_digest(SHORT))
    assert "Carla Clerk reviewed this on 2026-11-14, exactly as it stands." in page(assessment, replace(SHORT, reviewed=review))
    changed = page(assessment, replace(SHORT, answer="No.", reviewed=review))
    assert "Carla Clerk reviewed this on 2026-11-14. It was changed after that" in changed
    own = page(assessment, replace(SHORT, reviewed=replace(review, by="olga")))
    assert "Olga Officer reviewed this on 2026-11-14, but had answered or changed it" in own


def test_what_people_typed_is_shown_literally(assessment: Assessment) -> None:
    nasty = replace(FULL, answer="[bold]\x1b[31m\u202e=1+1", notes="a\nGOV-01 is reviewed")
    shown = page(assessment, nasty)
    assert "  | [bold]\\x1b[31m\\u202e=1+1" in shown
    assert "\nGOV-01 is reviewed" not in shown


def test_the_line_end_at_the_end_of_a_text_is_no_line(assessment: Assessment) -> None:
    assert page(assessment, replace(SHORT, answer="Yes.\n")) == page(assessment, SHORT)


@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_every_line_fits(assessment: Assessment, width: int) -> None:
    page(assessment, replace(FULL, answer="漢字" * 90 + " " + "x" * 300), width=width)


def test_what_a_good_answer_has_is_listed(assessment: Assessment) -> None:
    criterion = replace(assessment.pack.by_id["GOV-01"], looks_for=("A decision",), probes=("Who signed?",))
    texts = [para.text for para in explain_for_review(criterion)]
    assert {"People are hurt where nobody decides.", "A decision", "Who signed?", "policy: A policy that shows it"} <= {*texts}
