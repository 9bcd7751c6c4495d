import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.criteria import Official
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, CompanyType, Ground, Treatment
from gni_assess.report.writers.csv_report import README, render_csv
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.html import render_html
from gni_assess.report.writers.json_report import render_json
from gni_assess.sheets.book import Book, ColumnKind, Value, text_of

MakeReport = Callable[..., Book]
OTHERS = [each for each in Audience if each is not Audience.INTERNAL]
LITTLE = (Audience.GNI, Audience.COMPANY_BOARD, Audience.RESPONDENT, Audience.PUBLIC)
OF_WORKBOOKS = re.compile(r"\b(?:work)?sheets?\b|workbook|to the left|\bbrown\b|\bon paper\b|\bA3\b", re.IGNORECASE)
UNTOLD = (Limit(ground=Ground.LEGAL_PROHIBITION, treatment=dict.fromkeys(Audience, Treatment.UNACKNOWLEDGED)),)


def rows(book: Book, name: str) -> list[dict[str, Value]]:
    table = book.find_table(f"gni_{name}")
    assert table is not None
    return [{column.key: value for column, value in zip(table.columns, row, strict=True)} for row in table.rows]


def row_of(book: Book, name: str, key: str) -> dict[str, Value]:
    (row,) = [row for row in rows(book, name) if text_of(row["id"]) == key]
    return row


def names(book: Book) -> list[str]:
    return [sheet.name for sheet in book.sheets]


def without(assessment: Assessment, *kinds: str) -> Assessment:
    return replace(assessment, **{kind: {} for kind in kinds})  # type: ignore[arg-type] # every kind is a mapping


@pytest.mark.parametrize("audience", LITTLE)
def test_a_sheet_is_there_only_with_an_entry(report: MakeReport, assessment: Assessment, audience: Audience) -> None:
    kinds = ("responses", "policies", "systems", "cases", "recommendations", "interviews", "requests")
    empty = report(audience, without(assessment, *kinds))
    first, board = (("For the board",), ("Gaps",)) if audience is Audience.COMPANY_BOARD else ((), ())

    assert names(empty) == [*first, "Cover", "Summary", "Criteria", *board, "Crosswalk", "Withheld", *names(empty)[-2:]]
    for sheet in report(audience).sheets:
        assert any(table.rows for table in sheet.tables) or sheet.name in ("Summary", "Withheld", "Crosswalk", *board)


@pytest.mark.parametrize("audience", OTHERS)
def test_a_report_is_the_same_whether_what_may_not_be_told_is_there_or_not(
    report: MakeReport, assessment: Assessment, audience: Audience
) -> None:
    def hide(kind: str, key: str) -> Assessment:
        records = getattr(assessment, kind)
        changed: dict[str, Any] = {kind: {**records, key: replace(records[key], limits=UNTOLD)}}
        return replace(assessment, **changed)

    def drop(kind: str, key: str) -> Assessment:
        records = getattr(assessment, kind)
        changed: dict[str, Any] = {kind: {other: each for other, each in records.items() if other != key}}
        return replace(assessment, **changed)

    hidden = [("cases", "CASE-208"), ("cases", "CASE-209"), ("recommendations", "REC-1"), ("requests", "REQ-2"), ("interviews", "INT-1")]
    for kind, key in hidden:
        assert report(audience, hide(kind, key)) == report(audience, drop(kind, key))


@pytest.mark.parametrize("audience", LITTLE)
def test_columns_that_say_nothing_are_left_out(report: MakeReport, audience: Audience) -> None:
    for sheet in report(audience).sheets:
        for table in sheet.tables:
            if table.filtered and table.name not in ("gni_crosswalk", "gni_withheld", "gni_not_applicable"):
                said = [{text_of(row[at]) for row in table.rows} - {"", "not shown"} for at in range(len(table.columns))]
                assert not table.rows or all(said), (table.name, [c.key for c, s in zip(table.columns, said, strict=True) if not s])


def test_only_the_assessor_gets_rows_to_fill_in(report: MakeReport) -> None:
    for audience in Audience:
        table = report(audience).find_table("gni_new_requests")
        assert (table is not None) == (audience is Audience.ASSESSOR)
    table = report(Audience.ASSESSOR).find_table("gni_new_requests")
    assert table is not None
    assert [column.key for column in table.columns if column.to_fill_in] == ["kind", "text", "criteria", "due", "private"]
    assert all(row == (number, None, None, None, None, None) for number, row in enumerate(table.rows, 1))
    assert table.columns[1].choices == ("document", "interview", "clarification", "good practice", "note")
    assert table.columns[4].kind is ColumnKind.DATE


@pytest.mark.parametrize("audience", LITTLE)
def test_counts_are_held_against_targets_for_the_team_and_the_assessor_alone(report: MakeReport, audience: Audience) -> None:
    book = report(audience)
    assert book.find_table("gni_case_rules") is None
    assert "concern" not in [column.key for sheet in book.sheets for table in sheet.tables for column in table.columns]


def test_cases_that_are_not_shown_in_full_leave_it_open_whether_a_count_is_reached(report: MakeReport, assessment: Assessment) -> None:
    found = {(text_of(row["criterion"]), row["counted"]): (row["count"], text_of(row["reached"])) for row in _rules(report, assessment)}

    assert found["CAS-01", "selected cases"] == (2, "not known")
    assert found["", "cases not shown in full"] == (1, "not known")
    table = report(Audience.ASSESSOR, assessment).find_table("gni_case_rules")
    assert table is not None
    assert "are not counted here" in table.note
    whole = replace(assessment, cases={key: each for key, each in assessment.cases.items() if key != "CASE-300"})
    found = {(text_of(row["criterion"]), row["counted"]): (row["count"], text_of(row["reached"])) for row in _rules(report, whole)}
    assert found["CAS-01", "selected cases"] == (2, "not yet")
    assert ("", "cases not shown in full") not in found


def _rules(report: MakeReport, assessment: Assessment) -> list[dict[str, Value]]:
    return rows(report(Audience.ASSESSOR, assessment), "case_rules")


def test_a_case_with_hidden_parts_is_in_no_count_they_decide(report: MakeReport, assessment: Assessment) -> None:
    limit = Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: Treatment.WITHHELD}, fields=("services", "rights"))
    case = replace(assessment.cases["CASE-208"], limits=(limit,))
    book = report(Audience.ASSESSOR, replace(assessment, cases={**assessment.cases, "CASE-208": case}))

    assert rows(book, "case_rules")[0]["count"] == 1
    assert [(row["label"], row["cases"]) for row in rows(book, "cases_by_service")] == [
        ("Content delivery", 1),
        ("details not shown here", 1),
        ("all cases of the set", 2),
    ]
    assert [row["hidden"] for row in rows(book, "cases_by_right")] == [1, 0, 1]
    assert len(rows(book, "case_set")) == 2


def test_a_selected_case_that_the_assessor_may_not_know_of_is_in_no_set(report: MakeReport, assessment: Assessment) -> None:
    secret = replace(assessment.cases["CASE-208"], limits=UNTOLD)
    book = report(Audience.INTERNAL, replace(assessment, cases={**assessment.cases, "CASE-208": secret}))

    assert "CASE-208" in [text_of(row["id"]) for row in rows(book, "cases")]
    assert "CASE-208" not in [text_of(row["id"]) for row in rows(book, "case_set")]
    assert rows(book, "cases_by_type")[-1] == {"label": "Total", "selected": 2, "other": 1, "count": 3}


def test_recommendations_have_text_status_and_evidence(report: MakeReport, assessment: Assessment) -> None:
    first = replace(assessment.recommendations["REC-2"], due=date(2026, 1, 1), owner="counsel", criteria=("GOV-01",))
    book = report(Audience.ASSESSOR, replace(assessment, recommendations={**assessment.recommendations, "REC-2": first}))
    row = row_of(book, "recommendation_list", "REC-2")

    assert [text_of(each["id"]) for each in rows(book, "recommendation_list")] == ["REC-2", "REC-1"]
    assert (row["area"], row["text"], row["owner"]) == ("Governance", "Train the staff.", "General counsel")
    assert [text_of(row[key]) for key in ("status", "overdue", "due", "criteria1")] == ["open", "overdue", "2026-01-01", "GOV-01"]
    assert row_of(book, "recommendation_list", "REC-1")["overdue"] is None


def test_requests_have_answers_and_no_link_to_what_may_not_be_told(report: MakeReport) -> None:
    book = report(Audience.ASSESSOR)
    first, second = rows(book, "requests")

    assert [text_of(first[key]) for key in ("id", "text", "status", "overdue")] == [
        "REQ-1",
        "=Please let us see the minutes.",
        "open",
        "overdue",
    ]
    assert (second["answer"], second["shows"], second["owner"]) == ("21 of 311.", "SYS-122: figures", "General counsel")
    assert [text_of(value) for key, value in second.items() if key.startswith("evidence")] == ["SYS-122"]


def test_interviews_are_by_role_and_names_are_for_the_team(report: MakeReport) -> None:
    inside, outside = (row_of(report(each), "interviews", "INT-1") for each in (Audience.INTERNAL, Audience.ASSESSOR))

    assert (inside["person"], inside["consent"]) == ("Carl Counsel", "no")
    assert not {"person", "consent"} & outside.keys()
    assert [text_of(outside[key]) for key in ("role", "state", "held_on")] == ["Head of trust and safety", "held", "2026-02-01"]
    assert text_of(row_of(report(Audience.ASSESSOR), "interviews", "INT-2")["state"]) == "planned"


@pytest.mark.parametrize("treatment", [Treatment.SUMMARY, Treatment.VIEW_ONLY, Treatment.WITHHELD])
def test_follow_up_goes_by_treatment(report: MakeReport, assessment: Assessment, treatment: Treatment) -> None:
    limits = (Limit(ground=Ground.LITIGATION, treatment={Audience.ASSESSOR: treatment}, how="Ask counsel"),)
    changed = {
        kind: {key: replace(each, limits=limits) for key, each in getattr(assessment, kind).items()}
        for kind in ("recommendations", "requests", "interviews")
    }
    book = report(Audience.ASSESSOR, replace(assessment, **changed))  # type: ignore[arg-type] # each kind is a mapping of its own records
    listed = [row for name in ("recommendation_list", "requests", "interviews") for row in rows(book, name)]

    assert len(listed) == (0 if treatment is Treatment.WITHHELD else 6)
    assert all(row["how"] == "Ask counsel" for row in listed)
    texts = {text_of(value) for row in listed for key, value in row.items() if key not in ("id", "how", "limit", "status", "state")}
    hidden = {each for each in texts if each not in ("", "not shown", "GOV-01", "FOE-04") and "see Withheld" not in each}
    assert hidden == set()
    assert rows(book, "recommendations")[-1]["count"] == 2


def test_gaps_stand_by_status_then_severity_then_date(report: MakeReport) -> None:
    found = [[text_of(row[key]) for key in ("status", "severity", "due")] for row in rows(report(Audience.INTERNAL), "gaps")]
    statuses, order = ("open", "in progress", "accepted", "done"), ("severe", "moderate", "minor")

    assert found == sorted(found, key=lambda each: (statuses.index(each[0]), order.index(each[1]), each[2] or "9"))
    assert len({status for status, _, _ in found}) > 1


def test_criteria_say_who_answered_and_give_other_wordings_only_where_there_are_some(report: MakeReport, assessment: Assessment) -> None:
    row = row_of(report(Audience.ASSESSOR), "criteria", "GOV-01")
    assert row["answered"] == "Human rights lead\n2026-04-01"
    assert not {"wordings", "official"} & row.keys()

    worded = {CompanyType.PLATFORM: "As a platform?", CompanyType.VENDOR: "As a vendor?"}
    first = replace(assessment.pack.criteria[0], question_for=worded, official=Official(number="1.2", text="The board shall"))
    pack = replace(assessment.pack, criteria=(first, *assessment.pack.criteria[1:]))
    row = row_of(report(Audience.ASSESSOR, replace(assessment, pack=pack)), "criteria", "GOV-01")
    assert (row["wordings"], row["official"]) == ("As a platform company: As a platform?", "1.2\nThe board shall")
    assert "official" not in row_of(report(Audience.PUBLIC, replace(assessment, pack=pack)), "criteria", "GOV-01")


def test_the_crosswalk_is_marked_as_a_judgment(report: MakeReport, assessment: Assessment) -> None:
    first = replace(assessment.pack.criteria[0], crosswalk={"ungp-2011": ("16", "19"), "dsa": ("41",), "own": ("7",)})
    pack = replace(assessment.pack, criteria=(first, *assessment.pack.criteria[1:]))
    book = report(Audience.PUBLIC, replace(assessment, pack=pack))
    (row,) = rows(book, "crosswalk")
    (sheet,) = [sheet for sheet in book.sheets if sheet.name == "Crosswalk"]

    assert [row[key] for key in ("ungp-2011", "rdr-2020", "dsa", "csddd", "own")] == ["16, 19", "", "41", "", "7"]
    assert "our own judgment" in sheet.notes[0]


def test_evidence_names_what_it_replaces_only_where_that_may_be_told(report: MakeReport, assessment: Assessment) -> None:
    policy = replace(assessment.policies["POL-417"], supersedes="POL-777", approved_by="Carl Counsel", services=("cdn",))
    changed = replace(assessment, policies={**assessment.policies, "POL-417": policy})
    inside, outside = (row_of(report(each, changed), "evidence", "POL-417") for each in (Audience.INTERNAL, Audience.ASSESSOR))

    assert text_of(inside["supersedes1"]) == "POL-777"
    assert outside["supersedes1"] is None
    assert (outside["approved_by"], outside["scope"]) == ("General counsel", "Content delivery")


def test_no_report_says_that_nothing_is_held_back(report: MakeReport, assessment: Assessment) -> None:
    public = replace(assessment.policies["POL-417"], classification=Classification.PUBLIC)
    told = report(Audience.PUBLIC, replace(assessment, policies={"POL-417": public}, systems={}, cases={}))
    (table,) = [table for sheet in told.sheets for table in sheet.tables if table.name == "gni_withheld"]

    assert (table.rows, table.empty) == ((), "None: whatever this report names, it shows in full.")


def test_protected_terms_in_follow_up_are_cleaned_for_others(report: MakeReport, assessment: Assessment) -> None:
    case = replace(assessment.cases["CASE-208"], protected_terms=(ProtectedTerm(term="Quagga"),))
    book = report(Audience.ASSESSOR, replace(assessment, cases={"CASE-208": case}))

    assert not any("Quagga" in text_of(value) for sheet in book.sheets for table in sheet.tables for row in table.rows for value in row)


def test_the_board_gets_its_page_before_all_else(report: MakeReport) -> None:
    book = report(Audience.COMPANY_BOARD)
    assert names(book)[:3] == ["For the board", "Cover", "Summary"]
    assert "For the board" in [text_of(row["part"]) for row in rows(book, "contents")]
    assert all("For the board" not in names(report(each)) for each in Audience if each is not Audience.COMPANY_BOARD)


@pytest.mark.parametrize("audience", Audience)
def test_only_the_workbook_speaks_of_workbooks(report: MakeReport, audience: Audience) -> None:
    book = report(audience)
    of_workbooks = [table for sheet in book.sheets for table in sheet.tables if table.workbook_only]
    assert [table.name for table in of_workbooks] == ["gni_working"]

    html = re.sub("<style>.*?</style>", "", render_html(book), flags=re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(render_docx(book))) as archive:
        word = archive.read("word/document.xml").decode()
    texts = _texts(json.loads(render_json(book)))
    # What is said of all the files tells that a workbook does better.
    tables = [text for name, text in render_csv(book).items() if name != README]
    assert [OF_WORKBOOKS.findall(text) for text in (html, word, "\n".join(texts), *tables) if OF_WORKBOOKS.search(text)] == []


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for each in value.values() for text in _texts(each))
        case list():
            yield from (text for each in value for text in _texts(each))
