from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gni_assess.checks.case_set import measure_coverage
from gni_assess.checks.outstanding import states_for, tally
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import run_checks
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.disclosure.project import disclose
from gni_assess.errors import ReportError
from gni_assess.interview.bars import count
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.criteria import CASE_AREA
from gni_assess.model.diagnostics import KeyPath, Place, RecordRef
from gni_assess.model.progress import open_gaps, progress_by_area, unanswered
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Finding
from gni_assess.report.agreement import refuse_disagreement
from gni_assess.report.build import build_report
from gni_assess.report.words import FINDINGS
from gni_assess.sheets.book import Book, Table, Value, text_of
from gni_assess.store.load import load_workspace

MakeReport = Callable[..., Book]
SAMPLE = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
DRAFTS = (
    Response(criterion="TRE-01", finding=Finding.IN_PLACE),
    Response(criterion="TRE-02", finding=Finding.NOT_APPLICABLE),
    Response(criterion="CAS-03", finding=Finding.PLANNED),
)


@pytest.fixture(scope="module")
def sample() -> Assessment:
    return load_workspace(SAMPLE).require()


def export(assessment: Assessment, audience: Audience) -> Book:
    disclosure = disclose(assessment, audience)
    found = run_checks(Context(assessment=assessment, facts=Facts(today=TODAY), broken=frozenset()), nowhere)
    return build_report(
        disclosure,
        today=TODAY,
        states=states_for(assessment, audience),
        outstanding=tally(found) if audience is Audience.INTERNAL else {},
        tool_version="0.1.0",
        countries={},
        coverage=coverage_for(disclosure),
    )


def nowhere(_record: RecordRef, _path: KeyPath, _offset: int | None) -> Place:
    return Place(file="")


def rows(book: Book, name: str) -> list[dict[str, Value]]:
    table = table_of(book, name)
    return [{column.key: value for column, value in zip(table.columns, row, strict=True)} for row in table.rows]


def table_of(book: Book, name: str) -> Table:
    table = book.find_table(f"gni_{name}")
    assert table is not None
    return table


def number(value: Value) -> int:
    assert isinstance(value, int)
    return value


@pytest.fixture(params=["sample", "drafts", "made up"])
def whole(request: pytest.FixtureRequest, sample: Assessment, assessment: Assessment) -> Assessment:
    with_drafts = {**assessment.responses, **{each.criterion: each for each in DRAFTS}}
    return {"sample": sample, "made up": assessment, "drafts": replace(assessment, responses=with_drafts)}[request.param]


def test_findings_are_counted_as_status_counts_them(whole: Assessment) -> None:
    found = {str(row["label"]).partition(" ")[0]: row for row in rows(export(whole, Audience.INTERNAL), "findings")}

    for area in progress_by_area(whole):
        row = found[area.area.id]
        assert {finding: row[word.text] for finding, word in FINDINGS.items()} == {each: area.findings.get(each, 0) for each in Finding}
        assert row["total"] == area.applicable
        not_answered = {key: number(value) for key, value in row.items() if key in ("unanswered", "unfinished", "answered by the cases")}
        assert sum(not_answered.values()) == area.applicable - area.answered


def test_what_is_left_is_what_status_says_is_left(whole: Assessment) -> None:
    found = [row for row in rows(export(whole, Audience.INTERNAL), "findings") if not str(row["label"]).startswith((CASE_AREA, "Total"))]
    left = sum(number(row[key]) for row in found for key in ("unanswered", "unfinished") if key in row)

    assert left == len(unanswered(whole)) == count(whole, [each.id for each in whole.applicable]).left


def test_open_gaps_are_counted_as_status_counts_them(whole: Assessment) -> None:
    book, gaps = export(whole, Audience.INTERNAL), open_gaps(whole)
    (*_, total) = rows(book, "open_gaps")

    assert {key: total[key] for key in ("severe", "moderate", "minor")} == {
        key: sum(gap.severity == key for gap in gaps) for key in ("severe", "moderate", "minor")
    }
    listed = [str(row["id"]) for row in rows(book, "gaps") if text_of(row["status"]) in ("open", "in progress")]
    assert sorted(listed) == sorted(gap.id for gap in gaps)


def test_the_set_of_cases_is_counted_as_status_and_validate_count_it(whole: Assessment) -> None:
    book, coverage = export(whole, Audience.INTERNAL), measure_coverage(whole)

    assert [(text_of(row["criterion"]), row["counted"], row["count"], row["target"] or 0) for row in rows(book, "case_rules")] == [
        (each.criterion, each.counted, each.count, each.target) for each in coverage.lines
    ]
    by_type = {row["label"]: row["selected"] for row in rows(book, "cases_by_type") if row["selected"] and row["label"] != "Total"}
    assert by_type == {key.replace("-", " "): value for key, value in coverage.types.items()}
    by_place = {row["label"]: row["selected"] for row in rows(book, "cases_by_place") if row["selected"] and row["label"] != "Total"}
    assert by_place == {key: value for key, value in coverage.jurisdictions.items() if value}
    (*kinds, all_cases) = rows(book, "cases_by_right")
    assert {row["label"]: row["cases"] for row in kinds} == by_type
    assert {key: all_cases[key] for key in coverage.rights} == dict(coverage.rights)


def test_recommendations_are_counted_as_they_are_listed(whole: Assessment) -> None:
    book = export(whole, Audience.INTERNAL)
    counted = {row["label"]: row["count"] for row in rows(book, "recommendations") if row["label"] != "Total"}

    assert counted == Counter(text_of(row["status"]) for row in rows(book, "recommendation_list"))
    assert sum(map(number, counted.values())) == len(whole.recommendations)


def test_what_is_outstanding_is_what_validate_finds(sample: Assessment) -> None:
    found = run_checks(Context(assessment=sample, facts=Facts(today=TODAY), broken=frozenset()), nowhere)
    counted = {row["code"]: row["count"] for row in rows(export(sample, Audience.INTERNAL), "outstanding")}

    assert counted == Counter(each.code for each in found.diagnostics)


def test_a_cover_that_counts_criteria_otherwise_is_refused(sample: Assessment) -> None:
    book = export(sample, Audience.PUBLIC)
    contents = table_of(book, "contents")
    rows_of = [(part, holds, 1 if text_of(part) == "Criteria" else count) for part, holds, count in contents.rows]
    cover = replace(book.sheets[0], tables=(book.sheets[0].tables[0], replace(contents, rows=rows_of)))

    assert ("Criteria that apply", "entries of Criteria on Cover") in [(row[0], row[1]) for row in table_of(book, "counts").rows]
    with pytest.raises(ReportError, match="`Criteria that apply` differs between `rows of Criteria` and `entries of Criteria on Cover`"):
        refuse_disagreement(replace(book, sheets=(cover, *book.sheets[1:])))


def recount(book: Book) -> Counter[str]:
    """Count the rows of the report, and what it says it has no row of."""
    counts = Counter({"Criteria that apply": len(rows(book, "criteria")), "Not shown in full": len(rows(book, "withheld"))})
    for row in rows(book, "gaps") if book.find_table("gni_gaps") else ():
        status = text_of(row["status"])
        is_open = status in ("open", "in progress")
        counts["Open gaps"] += is_open
        counts["Accepted gaps"] += status == "accepted"
        counts["Severe open gaps"] += is_open and text_of(row.get("severity")) == "severe"
        counts["Overdue gaps"] += is_open and text_of(row.get("overdue")) == "overdue"
    for what, name, kind in (("Cases", "cases", "case"), ("Earlier recommendations", "recommendation_list", "recommendation")):
        if book.find_table(f"gni_{name}"):
            counts[what] = len(rows(book, name))
            counts[what] += sum(
                (row["kind"], text_of(row["treatment"]), row["what"]) == (kind, "withheld", "all of it") for row in rows(book, "withheld")
            )
    if book.find_table("gni_case_set"):
        counts["Cases of the set"] = len(rows(book, "case_set"))
    return counts


@pytest.mark.parametrize("audience", Audience)
def test_counts_agree_across_the_sheets_of_the_sample(sample: Assessment, audience: Audience) -> None:
    book = export(sample, audience)
    places: dict[str, list[int]] = {}
    for row in rows(book, "counts"):
        places.setdefault(str(row["what"]), []).append(number(row["count"]))
    recounted = recount(book)
    assert {name: set(counts) for name, counts in places.items()} == {name: {recounted[name]} for name in places}
    assert all(len(counts) > 1 for counts in places.values()), places
    if table := book.find_table("gni_top_gaps"):
        (*_, total) = rows(book, "open_gaps")
        assert min(number(total["severe"]), 10) == len(table.rows)
    if book.find_table("gni_findings") is None:
        assert audience in (Audience.RESPONDENT, Audience.PUBLIC)
        return
    findings = Counter(text_of(row["finding"]) for row in rows(book, "criteria"))
    (*_, total) = rows(book, "findings")
    assert all(findings[word.text] == total.get(word.text, 0) for word in FINDINGS.values())


def test_a_finding_whose_answer_is_not_finished_says_so(assessment: Assessment) -> None:
    with_drafts = {**assessment.responses, **{each.criterion: each for each in DRAFTS}}
    book = export(replace(assessment, responses=with_drafts), Audience.INTERNAL)
    words = {text_of(row["id"]): text_of(row["finding"]) for row in rows(book, "criteria")}

    assert (words["TRE-01"], words["TRE-02"]) == ("in place, unfinished", "not applicable, unfinished")
    assert "TRE-02" not in [text_of(row["id"]) for row in rows(book, "not_applicable")]
