from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.leaks import index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.errors import ReportError
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.follow_up import Recommendation, RecommendationStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.previous import Previous
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Classification, Finding, GapStatus, Ground, Level, Stage, State, Treatment
from gni_assess.report.agreement import refuse_disagreement
from gni_assess.report.board import MOST_GAPS, MOST_OF_A_KIND, MOST_OVERDUE, board_sheet
from gni_assess.report.board_matters import AHEAD, Asked, Improved
from gni_assess.report.build import build_report
from gni_assess.report.spill import find_spills, without_records
from gni_assess.report.view import View
from gni_assess.sheets.book import Book, Sheet, Value, text_of

TODAY = date(2026, 5, 4)
BOARD = Audience.COMPANY_BOARD


def gap(number: int, **fields: Any) -> Gap:  # noqa: ANN401 - fields of a gap
    given: dict[str, Any] = {"owner": "officer", "due": date(2026, 9, 1), "scale": Level.HIGH, **fields}
    return Gap(id=f"GOV-01-G{number}", summary=f"Gap {number}", scope=Level.LOW, irremediability=Level.LOW, **given)


def with_gaps(assessment: Assessment, *gaps: Gap, **records: Any) -> Assessment:  # noqa: ANN401 - records by kind
    response = Response(criterion="GOV-01", finding=Finding.PARTLY_IN_PLACE, answer="Some.", gaps=gaps)
    return replace(assessment, responses={"GOV-01": response}, **{"recommendations": {}, **records})


def page(assessment: Assessment, previous: Mapping[str, Finding] | None = None, **view: Any) -> Sheet:  # noqa: ANN401 - parts of the view
    return board_sheet(View(disclosure=disclose(assessment, BOARD), today=TODAY, **view), previous or {})


def rows(sheet: Sheet, name: str, *keys: str) -> list[tuple[str, ...]]:
    (table,) = [each for each in sheet.tables if each.name == name]
    at = [table.index_of(key) for key in keys] or range(len(table.columns))
    return [tuple(text_of(row[index]) for index in at) for row in table.rows]


def sentences(sheet: Sheet) -> str:
    return " ".join(text for (text,) in rows(sheet, "gni_board_standing"))


def limited(treatment: Treatment, *keys: str) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.LITIGATION, treatment={BOARD: treatment}, fields=keys),)


def book(assessment: Assessment, audience: Audience) -> Book:
    disclosure = disclose(assessment, audience)
    return build_report(disclosure, today=TODAY, states={}, outstanding={}, tool_version="0", countries={}, previous={})


def test_the_page_stands_first_for_the_board_and_nowhere_for_others(assessment: Assessment) -> None:
    assert book(assessment, BOARD).sheets[0].name == "For the board"
    for audience in (Audience.INTERNAL, Audience.ASSESSOR, Audience.GNI, Audience.PUBLIC):
        assert "For the board" not in {each.name for each in book(assessment, audience).sheets}


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"owner": "", "due": None}, Asked.NAME_AND_DATE),
        ({"owner": ""}, Asked.NAME_OWNER),
        ({"due": None}, Asked.SET_DATE),
        ({"due": TODAY - timedelta(days=1)}, Asked.OVERDUE_GAP),
        ({"due": TODAY}, None),
        ({"owner": "", "scale": Level.MEDIUM}, None),
        ({"owner": "", "status": GapStatus.DONE}, None),
        ({"status": GapStatus.ACCEPTED}, Asked.UNDATED_ACCEPTANCE),
        ({"status": GapStatus.ACCEPTED, "scale": Level.LOW, "review_on": TODAY - timedelta(days=1)}, Asked.RENEW_OVERDUE),
        ({"status": GapStatus.ACCEPTED, "review_on": TODAY + AHEAD}, Asked.RENEW_SOON),
        ({"status": GapStatus.ACCEPTED, "review_on": TODAY + AHEAD + timedelta(days=1)}, None),
    ],
)
def test_what_the_board_is_asked_of_a_gap(assessment: Assessment, changes: dict[str, Any], asked: Asked | None) -> None:
    sheet = page(with_gaps(assessment, gap(1, **changes)))

    assert rows(sheet, "gni_board_decisions", "id", "asked") == ([("GOV-01-G1", asked.value)] if asked else [])
    waiting = "1 matter waits for a decision" if asked else "0 matters wait for a decision"
    assert waiting in sentences(sheet)


@pytest.mark.parametrize("key", ["owner", "due"])
def test_nobody_is_asked_for_what_is_only_not_shown(assessment: Assessment, key: str) -> None:
    sheet = page(with_gaps(assessment, gap(1, limits=limited(Treatment.WITHHELD, key))))

    assert rows(sheet, "gni_board_decisions") == []
    (row,) = rows(sheet, "gni_board_gaps", key)
    assert "litigation" in row[0]


def test_gaps_that_are_not_shown_ask_nothing_and_are_counted_only_where_they_may_be_told_of(assessment: Assessment) -> None:
    withheld = gap(2, owner="", limits=limited(Treatment.WITHHELD))
    untold = gap(3, owner="", limits=limited(Treatment.UNACKNOWLEDGED))
    sheet = page(with_gaps(assessment, gap(1), withheld, untold))

    assert rows(sheet, "gni_board_decisions") == []
    assert rows(sheet, "gni_board_gaps", "id") == [("GOV-01-G1",)]
    assert "1 gap is open or in progress: 1 severe for the people affected." in sentences(sheet)
    assert "1 further gap is on record; the board is not told whether it is open." in sentences(sheet)
    assert sheet == page(with_gaps(assessment, gap(1), withheld))


def test_an_open_gap_whose_severity_is_not_shown_is_counted_as_open_everywhere(assessment: Assessment) -> None:
    hidden = gap(2, status=GapStatus.IN_PROGRESS, limits=limited(Treatment.SUMMARY))
    report = book(with_gaps(assessment, gap(1), hidden), BOARD)
    table, counts = report.find_table("gni_open_gaps"), report.find_table("gni_counts")
    assert table is not None
    assert counts is not None

    words = "2 gaps are open or in progress: 1 severe for the people affected, and 1 of which the severity is not shown to the board."
    assert words in sentences(report.sheets[0])
    assert table.rows[-1] == ("Total", 1, 0, 0, 1, 2)
    assert [count for what, _, count in counts.rows if what == "Open gaps"] == [2, 2, 2]


def test_gaps_past_their_date_are_named_and_those_accepted_counted_by_whom(assessment: Assessment) -> None:
    late = [gap(number, scale=Level.LOW, due=TODAY - timedelta(days=number)) for number in range(1, MOST_OVERDUE + 3)]
    days = (date(2027, 6, 30), date(2027, 5, 1), None)
    accepted = [gap(20 + at, status=GapStatus.ACCEPTED, accepted_by="counsel", review_on=day) for at, day in enumerate(days)]
    unsaid = gap(30, status=GapStatus.ACCEPTED, review_on=date(2027, 1, 1), limits=limited(Treatment.WITHHELD, "review_on"))
    sheet = page(with_gaps(assessment, *late, *accepted, unsaid))

    assert rows(sheet, "gni_board_overdue", "id") == [(each.id,) for each in reversed(late[-MOST_OVERDUE:])]
    assert rows(sheet, "gni_board_overdue")[0] == ("Gap 7", "GOV-01-G7", "Human rights lead", "2026-04-27")
    assert rows(sheet, "gni_board_accepted") == [("General counsel", "3", "2027-05-01"), ("not said", "1", "")]
    assert "4 gaps are accepted" in sentences(sheet)
    assert "7 of them are past the date set" in sentences(sheet)
    names = {each.name for each in page(with_gaps(assessment, gap(1))).tables}
    assert not names & {"gni_board_overdue", "gni_board_accepted"}


@pytest.mark.parametrize("treatment", [Treatment.VIEW_ONLY, Treatment.SUMMARY])
def test_an_accepted_gap_of_which_little_is_told_is_counted_wherever_accepted_gaps_are(
    assessment: Assessment, treatment: Treatment
) -> None:
    whole = gap(1, status=GapStatus.ACCEPTED, accepted_by="counsel", review_on=date(2027, 5, 1))
    brief = gap(2, status=GapStatus.ACCEPTED, accepted_by="counsel", review_on=date(2027, 1, 1), limits=limited(treatment))
    done = gap(3, status=GapStatus.DONE, limits=limited(treatment))
    report = book(with_gaps(assessment, whole, brief, done), BOARD)
    gaps = report.find_table("gni_gaps")
    assert gaps is not None

    assert [text_of(row[gaps.index_of("status")]) for row in gaps.rows].count("accepted") == 2
    assert rows(report.sheets[0], "gni_board_accepted") == [("General counsel", "1", "2027-05-01"), ("not shown", "1", "")]
    assert "2 gaps are accepted by the company" in sentences(report.sheets[0])
    assert places_of(report, "Accepted gaps") == [2, 2, 2]


def places_of(report: Book, what: str) -> list[Value]:
    table = report.find_table("gni_counts")
    assert table is not None
    return [count for name, _, count in table.rows if name == what]


def test_the_numbers_of_gaps_on_the_page_are_compared_with_the_other_sheets(assessment: Assessment) -> None:
    late = [gap(number, due=TODAY - timedelta(days=number)) for number in range(1, MOST_OVERDUE + 1)]
    few = book(with_gaps(assessment, *late, gap(20, scale=Level.LOW), gap(21, status=GapStatus.ACCEPTED)), BOARD)
    more = [gap(number, due=TODAY - timedelta(days=number)) for number in range(1, MOST_GAPS + 2)]
    many = book(with_gaps(assessment, *more), BOARD)

    names = ("Open gaps", "Severe open gaps", "Overdue gaps", "Accepted gaps")
    assert [places_of(few, each) for each in names] == [[6] * 3, [5] * 4, [5] * 3, [1] * 3]
    # A list that is cut off says nothing about how many there are.
    assert [places_of(many, each) for each in names] == [[11] * 3, [11] * 3, [11] * 2, [0] * 3]
    assert places_of(book(with_gaps(assessment, *late), Audience.ASSESSOR), "Open gaps") == [5, 5]
    assert places_of(book(with_gaps(assessment, *late), Audience.ASSESSOR), "Overdue gaps") == []


def test_a_page_that_counts_gaps_otherwise_is_refused(assessment: Assessment) -> None:
    report = book(with_gaps(assessment, gap(1, due=TODAY - timedelta(days=1)), gap(2, status=GapStatus.ACCEPTED)), BOARD)
    table = report.find_table("gni_counts")
    assert table is not None
    of_page = [at for at, row in enumerate(table.rows) if "For the board" in text_of(row[1])]
    assert len(of_page) == 7
    for at in of_page:
        what, where, count = table.rows[at]
        assert isinstance(count, int)
        changed = replace(table, rows=(*table.rows[:at], (what, where, count + 1), *table.rows[at + 1 :]))
        with pytest.raises(ReportError, match=f"`{what}` differs between `.+ on Gaps` and `{where}`"):
            refuse_disagreement(replace(report, sheets=(*report.sheets[:-1], replace(report.sheets[-1], tables=(changed,)))))


def test_a_column_of_days_without_a_day_is_left_out(assessment: Assessment) -> None:
    declined = Recommendation(id="REC-1", text="Do", area="GOV", source="2022", status=RecommendationStatus.DECLINED)
    sheet = page(with_gaps(assessment, recommendations={"REC-1": declined}))
    (table,) = [each for each in sheet.tables if each.name == "gni_board_decisions"]

    assert [column.heading for column in table.columns] == ["About", "ID", "Asked of the board", "Owner"]


def test_reviews_are_said_to_be_counted_over_what_is_shown(assessment: Assessment) -> None:
    whole = replace(with_gaps(assessment), policies={})
    hidden = replace(whole.responses["GOV-01"], limits=limited(Treatment.WITHHELD, "answer"))

    assert "0 answers have been reviewed so far." in sentences(page(whole))
    assert "0 answers of those shown in full here have been" in sentences(page(replace(whole, responses={"GOV-01": hidden})))


def test_recommendations_declined_or_late_are_put_to_the_board(assessment: Assessment) -> None:
    def made(number: int, **fields: Any) -> Recommendation:  # noqa: ANN401 - fields of a recommendation
        return Recommendation(id=f"REC-{number}", text=f"Do {number}", area="GOV", source="2022", **fields)

    late, declined = TODAY - timedelta(days=1), RecommendationStatus.DECLINED
    found = (made(1, due=late), made(2, status=declined), made(3, due=late, status=RecommendationStatus.DONE, completed=late), made(4))
    sheet = page(with_gaps(assessment, recommendations={each.id: each for each in found}))

    asked = [("REC-2", Asked.DECLINED.value), ("REC-1", Asked.OVERDUE_RECOMMENDATION.value)]
    assert rows(sheet, "gni_board_decisions", "id", "asked") == asked
    assert rows(sheet, "gni_board_progress", "id", "how") == [("REC-3", Improved.RECOMMENDATION.value)]
    assert "Of 4 recommendations of earlier assessments 1 is done, 2 are open and 1 is declined." in sentences(sheet)


def test_only_what_was_closed_since_the_period_began_has_improved(assessment: Assessment) -> None:
    days = (date(2024, 6, 30), date(2024, 7, 1), TODAY, TODAY + timedelta(days=1), None)
    gaps = [gap(number, status=GapStatus.DONE, closed=day) for number, day in enumerate(days)]
    sheet = page(with_gaps(assessment, *gaps))

    assert rows(sheet, "gni_board_progress", "id", "day") == [("GOV-01-G1", "2024-07-01"), ("GOV-01-G2", "2026-05-04")]


def test_what_was_before_is_shown_only_where_a_finding_is_better(assessment: Assessment) -> None:
    closed = gap(1, status=GapStatus.DONE, closed=date(2025, 3, 1))
    sheet = page(with_gaps(assessment, closed))
    (table,) = [each for each in sheet.tables if each.name == "gni_board_progress"]

    assert [column.heading for column in table.columns] == ["What", "ID", "How", "Done", "Now"]
    assert rows(sheet, "gni_board_progress", "id", "now") == [("GOV-01-G1", "done")]


def test_the_page_leaves_out_the_empty_lines_that_texts_end_with(assessment: Assessment) -> None:
    severe = replace(gap(1), summary="No plan.\n")
    sheet = page(with_gaps(assessment, severe, gap(2, owner="")))

    assert rows(sheet, "gni_board_gaps", "summary") == [("No plan.",), ("Gap 2",)]


def test_findings_are_compared_where_both_are_known_and_finished(assessment: Assessment) -> None:
    found = {
        "GOV-01": Response(criterion="GOV-01", finding=Finding.PARTLY_IN_PLACE, answer="x"),
        "GOV-02": Response(criterion="GOV-02", finding=Finding.NOT_IN_PLACE, answer="x"),
        "GOV-03": Response(criterion="GOV-03", finding=Finding.IN_PLACE),
        "GOV-04": Response(criterion="GOV-04", finding=Finding.IN_PLACE, answer="x", classification=Classification.RESTRICTED),
    }
    before = dict.fromkeys(("GOV-01", "GOV-03", "GOV-04", "GOV-06"), Finding.NOT_IN_PLACE) | {"GOV-02": Finding.PLANNED}
    sheet = page(replace(assessment, responses=found, recommendations={}), before, states={"GOV-03": State.DRAFT})

    better = ("GOV-01", Improved.FINDING.value, "not in place", "partly in place")
    assert rows(sheet, "gni_board_progress", "id", "how", "before", "now") == [better]
    assert "Beside the last assessment, 1 criterion is better, 1 worse and 0 the same; 2 were compared." in sentences(sheet)


def test_a_last_assessment_that_cannot_be_read_whole_is_not_compared() -> None:
    then = Response(criterion="GOV-01", finding=Finding.IN_PLACE, answer="x")
    assert disclose_earlier(Previous(responses={"GOV-01": then}), BOARD) == {"GOV-01": Finding.IN_PLACE}
    assert disclose_earlier(Previous(responses={"GOV-01": then}, problems=("unreadable",)), BOARD) == {}
    unfinished = Response(criterion="GOV-01", finding=Finding.IN_PLACE)
    assert disclose_earlier(Previous(responses={"GOV-01": unfinished}), BOARD) == {}


def test_the_page_stays_a_page_but_no_decision_is_cut(assessment: Assessment) -> None:
    many = [gap(number, owner="") for number in range(100, 130)] + [
        gap(number, status=GapStatus.DONE, closed=TODAY) for number in range(200, 230)
    ]
    sheet = page(with_gaps(assessment, *many))

    assert len(rows(sheet, "gni_board_decisions")) == 30
    assert len(rows(sheet, "gni_board_gaps")) == MOST_GAPS
    assert len(rows(sheet, "gni_board_progress")) == MOST_OF_A_KIND
    assert "30 improvements are on record (3 of them named below), and 30 matters wait" in sentences(sheet)


def test_the_words_agree_with_the_counts_of_the_summary(assessment: Assessment) -> None:
    report = book(assessment, BOARD)
    findings, gaps = report.find_table("gni_findings"), report.find_table("gni_open_gaps")
    assert findings is not None
    assert gaps is not None
    totals = dict(zip((each.key for each in findings.columns), findings.rows[-1], strict=True))
    severities = dict(zip((each.key for each in gaps.columns), gaps.rows[-1], strict=True))
    words = sentences(report.sheets[0])

    assert f"of {totals['total']} criteria are answered" in words
    assert f"{totals['in place']} are in place" in words
    assert f"{severities['total']} gaps are open or in progress: {severities['severe']} severe" in words


def test_there_is_no_score_and_every_stage_is_said(assessment: Assessment) -> None:
    said = set()
    for stage in Stage:
        plan = replace(assessment.workspace.plan, stage=stage)
        text = sentences(page(replace(assessment, workspace=replace(assessment.workspace, plan=plan))))
        assert "%" not in text
        assert "score" not in text
        said.add(text.partition(".")[0])
    assert len(said) == len(Stage)


def test_protected_terms_that_are_words_of_the_page_block_nothing(assessment: Assessment) -> None:
    case = next(iter(assessment.cases.values()))
    words = ("answered", "improvement", "overdue", "Severe gaps that are open", "board", "declines", "gap closed")
    terms = tuple(ProtectedTerm(term=each, match=TermMatch.WORD) for each in words)
    known = replace(with_gaps(assessment, gap(1, owner=""), gap(2, status=GapStatus.DONE, closed=TODAY)), cases={})
    protected = replace(known, cases={case.id: replace(case, protected_terms=terms, classification=Classification.RESTRICTED)})
    report = book(protected, BOARD)

    spills = find_spills(report, index_secrets(protected, BOARD), lambda: book(without_records(protected), BOARD))

    assert [each for each in spills if each.sheet == "For the board"] == []
