from dataclasses import replace
from datetime import date

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack, Show
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.progress import gaps_of, is_overdue, open_gaps, progress_by_area, unanswered
from gni_assess.model.response import Response, Review
from gni_assess.model.stamps import stamp_response
from gni_assess.model.vocabulary import Basis, CompanyType, EvidenceKind, Finding, GapStatus, Level, Right, Skipped, Stage
from gni_assess.model.workspace import Company, Plan, Service, Workspace

MAY, JUNE = Stamp(on=date(2026, 5, 4), by="officer"), Stamp(on=date(2026, 6, 4), by="counsel")
DRAFT = Response(criterion="GOV-01", finding=Finding.IN_PLACE)
WHOLE = replace(DRAFT, answer="Yes.")
ANSWERED = replace(WHOLE, answered=MAY, confirmed_wording="w1")
DAY = date(2026, 6, 1)


def stamp(before: Response | None, after: Response, wording: str = "w2") -> Response:
    return stamp_response(before, after, by=JUNE, wording=wording)


@pytest.mark.parametrize(
    ("changes", "complete"),
    [
        ({}, False),
        ({"answer": "Yes."}, False),
        ({"finding": Finding.IN_PLACE}, False),
        ({"finding": Finding.IN_PLACE, "answer": " \n\t"}, False),
        ({"finding": Finding.IN_PLACE, "answer": "Yes."}, True),
        ({"finding": Finding.NOT_APPLICABLE, "answer": "Yes."}, False),
        ({"finding": Finding.NOT_APPLICABLE, "reason": "No users."}, True),
        ({"skipped": Skipped.DO_NOT_KNOW}, False),
    ],
)
def test_complete_is_a_finding_with_its_text(changes: dict[str, object], *, complete: bool) -> None:
    assert Response(criterion="GOV-01", **changes).is_complete is complete  # type: ignore[arg-type] # any field may be given


def test_draft_gets_no_stamp() -> None:
    assert stamp(None, DRAFT) == DRAFT
    assert stamp(DRAFT, replace(DRAFT, notes="n")) == replace(DRAFT, notes="n")


def test_first_whole_answer_is_stamped_as_answered() -> None:
    for before in (None, DRAFT):
        assert stamp(before, WHOLE) == replace(WHOLE, answered=JUNE, confirmed_wording="w2")


def test_mending_a_typo_is_an_update_by_someone_else_and_confirms_the_wording() -> None:
    after = replace(ANSWERED, answer="Yes!")
    assert stamp(ANSWERED, after) == replace(after, updated=JUNE, confirmed_wording="w2")


def test_other_changes_confirm_no_wording() -> None:
    after = replace(ANSWERED, notes="n")
    assert stamp(ANSWERED, after) == replace(after, updated=JUNE)


def test_an_answer_ends_the_waiting_and_keeps_who_was_asked() -> None:
    waiting = Response(criterion="GOV-01", skipped=Skipped.WAITING, assignee="carl", due=DAY)
    found = replace(waiting, skipped=None, finding=Finding.IN_PLACE)
    assert stamp(waiting, found).due == DAY, "a finding without its text is no answer yet"
    for before in (waiting, found):
        ended = stamp(before, replace(found, answer="Yes."))
        assert (ended.assignee, ended.due, ended.answered) == ("carl", None, JUNE)
    later = date(2026, 9, 1)
    assert stamp(waiting, replace(found, answer="Yes.", due=later)).due == later, "set together with the answer"
    assert stamp(ANSWERED, replace(ANSWERED, assignee="carl", due=DAY)).due == DAY, "asked for a second look"
    again = replace(ANSWERED, due=DAY)
    assert stamp(again, replace(again, answer="Yes!")).due == DAY


def test_nothing_changed_is_no_stamp() -> None:
    assert stamp(ANSWERED, ANSWERED) == ANSWERED


def test_answer_taken_back_keeps_who_answered_and_a_review_stays_as_it_was() -> None:
    reviewed = replace(ANSWERED, reviewed=Review(on=DAY, by="counsel", of="d"))
    after = replace(reviewed, answer="")
    assert stamp(reviewed, after) == replace(after, updated=JUNE)
    assert stamp(reviewed, replace(reviewed, answer="No.")).reviewed == reviewed.reviewed


def criterion(criterion_id: str, **changes: object) -> Criterion:
    plain = Criterion(
        id=criterion_id,
        title="t",
        question="Who?",
        intent="i",
        rights=(Right.PRIVACY,),
        na_allowed=True,
        basis=Basis.TOOLKIT,
        show=(Show(kind=EvidenceKind.POLICY, required=True, what="w"), Show(kind=EvidenceKind.CASE, required=False, what="w")),
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # any field may be given


@pytest.mark.parametrize(
    ("applies_to", "not_for", "facts", "applies"),
    [
        ((), (), set(), True),
        (("telecom",), (), {"telecom"}, True),
        (("telecom",), (), {"platform"}, False),
        (("telecom", "platform"), (), {"platform", "does_deals"}, True),
        ((), ("first_assessment",), {"telecom"}, True),
        ((), ("first_assessment",), {"telecom", "first_assessment"}, False),
        (("telecom",), ("first_assessment",), {"telecom", "first_assessment"}, False),
        (("telecom",), ("first_assessment",), set(), False),
    ],
)
def test_which_criteria_apply(applies_to: tuple[str, ...], not_for: tuple[str, ...], facts: set[str], *, applies: bool) -> None:
    assert criterion("GOV-01", applies_to=applies_to, not_for=not_for).applies(frozenset(facts)) is applies


def gap(number: int, level: Level, **changes: object) -> Gap:
    plain = Gap(id=f"GOV-01-G{number}", summary="s", scale=level, scope=Level.LOW, irremediability=Level.LOW)
    return replace(plain, **changes)  # type: ignore[arg-type] # any field may be given


def assess(*responses: Response, has_local_presence: bool = True, does_deals: bool = True) -> Assessment:
    figures = CaseFigures(
        min_cases=1, min_per_right=1, min_jurisdictions=1, min_concern_share=0.5, min_types=1, min_decision_cases=1, min_hard_cases=1
    )
    pack = Pack(
        id="p",
        title="t",
        edition="e",
        notice="n",
        sources=(),
        areas=tuple(Area(id=each, title=each) for each in ("GOV", "FOE", "CAS")),
        company_types=tuple(CompanyType),
        case_types=tuple(CaseType),
        case_selection=figures,
        freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
        criteria=(criterion("GOV-01"), criterion("GOV-02"), criterion("FOE-01", applies_to=("does_deals",)), criterion("CAS-01")),
    )
    workspace = Workspace(
        company=Company(name="n", types=(CompanyType.TELECOM,), has_local_presence=has_local_presence, does_deals=does_deals),
        plan=Plan(stage=Stage.REVIEW, pack="p", edition="e", first_assessment=False),
        services=(Service(id="s", name="s"),),
    )
    return Assessment(workspace=workspace, pack=pack, responses={each.id: each for each in responses})


def test_facts_of_the_company() -> None:
    assert assess().workspace.facts == {"telecom", "has_local_presence", "does_deals"}
    assert assess(has_local_presence=False, does_deals=False).workspace.facts == {"telecom"}


def test_counts_area_by_area() -> None:
    rows = progress_by_area(assess(WHOLE, Response(criterion="GOV-02", answer="no finding yet")))
    assert [(each.area.id, each.applicable, each.answered, each.findings) for each in rows] == [
        ("GOV", 2, 1, {Finding.IN_PLACE: 1}),
        ("FOE", 1, 0, {}),
        ("CAS", 1, 0, {}),
    ]
    assert [each.area.id for each in progress_by_area(assess(does_deals=False))] == ["GOV", "CAS"]


def test_what_is_not_answered_yet() -> None:
    assert unanswered(assess(WHOLE)) == ("GOV-02", "FOE-01")
    assert unanswered(assess(WHOLE, does_deals=False)) == ("GOV-02",)


def test_open_gaps_come_most_severe_first_then_by_date() -> None:
    gaps = (
        gap(100, Level.LOW, due=DAY),
        gap(101, Level.HIGH),
        gap(102, Level.HIGH, due=DAY),
        gap(103, Level.MEDIUM, status=GapStatus.IN_PROGRESS),
        gap(104, Level.HIGH, status=GapStatus.DONE),
        gap(105, Level.HIGH, status=GapStatus.ACCEPTED),
    )
    found = assess(replace(WHOLE, gaps=gaps))
    assert [each.id[-3:] for each in open_gaps(found)] == ["102", "101", "103", "100"]
    assert len(list(gaps_of(found))) == 6


def test_overdue_is_open_and_past_its_day() -> None:
    due = gap(100, Level.LOW, due=DAY)
    assert not is_overdue(due, DAY)
    assert is_overdue(due, date(2026, 6, 2))
    assert not is_overdue(replace(due, status=GapStatus.DONE), date(2026, 6, 2))
    assert not is_overdue(replace(due, due=None), date(2026, 6, 2))
