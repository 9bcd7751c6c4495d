import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gni_assess.errors import ReportError
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import Audience, Finding
from gni_assess.report.agreement import refuse_disagreement
from gni_assess.report.build import counts_line, digest_of
from gni_assess.sheets.book import Book, Column, Link, Links, Sheet, Table, Tone, Value, Word, text_of
from gni_assess.sheets.write import write_book

MakeReport = Callable[..., Book]
SECRET = "Zebra-Quartz-91"  # noqa: S105 - a word that must not get out
OTHERS = [audience for audience in Audience if audience is not Audience.INTERNAL]


def table_of(book: Book, name: str) -> Table:
    table = book.find_table(f"gni_{name}")
    assert table is not None
    return table


def row_of(table: Table, key: str) -> dict[str, Value]:
    (row,) = [row for row in table.rows if text_of(row[0]) == key]
    return {column.key: value for column, value in zip(table.columns, row, strict=True)}


def texts(book: Book) -> list[str]:
    return [text_of(value) for sheet in book.sheets for table in sheet.tables for row in table.rows for value in row]


def keys(columns: Sequence[Column]) -> list[str]:
    return [column.key for column in columns]


def test_sheets_stand_in_the_order_of_the_contract(report: MakeReport) -> None:
    for audience in (Audience.ASSESSOR, Audience.INTERNAL):
        assert [sheet.name for sheet in report(audience).sheets] == [
            *("Cover", "Summary", "Criteria", "Gaps", "Evidence", "Cases", "Case coverage", "Crosswalk", "Recommendations"),
            *("Interviews", "Requests", "Withheld", "Not applicable", "About"),
        ]


def test_every_criterion_that_applies_has_a_row_in_the_order_of_the_pack(report: MakeReport, assessment: Assessment) -> None:
    table = table_of(report(Audience.ASSESSOR), "criteria")
    assert [text_of(row[0]) for row in table.rows] == [each.id for each in assessment.applicable]
    assert row_of(table, "TRE-01")["finding"] == Word("unanswered", Tone.OPEN)
    assert row_of(table, "FOE-03")["finding"] == Word("unanswered", Tone.OPEN)
    assert row_of(table, "CAS-01")["finding"] == Word("answered by the cases", Tone.INFO)
    assert row_of(table, "CAS-02")["finding"] == Word("not in place", Tone.BAD)


def test_answers_stand_unchanged_with_links_and_state(report: MakeReport, assessment: Assessment) -> None:
    table = table_of(report(Audience.ASSESSOR), "criteria")
    row = row_of(table, "GOV-01")
    assert row["answer"] == assessment.responses["GOV-01"].answer
    assert (row["evidence1"], row["evidence2"]) == (Link("POL-417", "Evidence", "POL-417"), Link("SYS-122", "Evidence", "SYS-122"))
    assert row["shows"] == "POL-417: section 4.2. The charter gives the committee the task"
    assert (row["state"], row["reviewed"]) == (Word("reviewed", Tone.GOOD), "General counsel\n2026-04-09")
    assert row_of(table, "GOV-02")["answer"] == assessment.responses["GOV-02"].answer
    assert row_of(table, "GOV-04")["exceptions"] == "Example Relay Nordics AS: in place. Trained in 2025"
    assert row_of(table, "GOV-05")["answer"] == "The company has no board of its own."


def test_what_is_held_back_is_said_in_place_of_the_text(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "criteria")
    whole, part = row_of(table, "FOE-01"), row_of(table, "FOE-02")
    assert whole["answer"] == "withheld: legal privilege; see Withheld"
    assert whole["finding"] == Word("not shown here", Tone.HIDDEN)
    assert part["answer"] == "for viewing only: trade secret; see Withheld"
    assert part["finding"] == Word("in place", Tone.GOOD)
    assert part["instead"] == "Instead: An interview with the team"


def test_only_the_assessor_gets_columns_to_fill_in_and_they_are_empty(report: MakeReport) -> None:
    for audience in Audience:
        for name in ("criteria", "evidence", "cases"):
            table = report(audience).find_table(f"gni_{name}")
            if table is None:
                continue
            wanted = [column.key for column in table.columns if column.to_fill_in]
            assert bool(wanted) == (audience is Audience.ASSESSOR)
            assert all(row[table.index_of(key)] is None for row in table.rows for key in wanted)
    extra = [column.key for column in table_of(report(Audience.ASSESSOR), "criteria").columns if column.to_fill_in]
    assert extra == ["seen", "date_seen", "interview", "view", "good_practice", "request", "note", "private"]


def test_gaps_have_severity_dates_and_what_is_overdue(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "gaps")
    late = row_of(table, "GOV-02-G417")
    assert (late["severity"], late["overdue"], late["due"]) == (Word("severe", Tone.BAD), Word("overdue", Tone.BAD), date(2026, 3, 31))
    assert late["criterion"] == Link("GOV-02", "Criteria", "GOV-02")
    assert late["owner"] == "Human rights lead"
    assert row_of(table, "FOE-04-G77")["overdue"] == "no"
    assert row_of(table, "GOV-03-G220")["overdue"] == "no date"
    assert row_of(table, "GOV-04-G311")["overdue"] is None
    assert row_of(table, "GOV-04-G311")["evidence1"] == Link("POL-417", "Evidence", "POL-417")
    assert row_of(table, "FOE-04-G78")["closing"] == "Accepted by: General counsel\nReason: Small"


def test_evidence_gives_place_period_and_what_it_supports(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "evidence")
    policy, system, brief = row_of(table, "POL-417"), row_of(table, "SYS-122"), row_of(table, "POL-501")
    assert (policy["from"], policy["to"], policy["in_period"], policy["sha256"]) == (date(2023, 2, 1), "in force", "yes", "ab" * 32)
    assert policy["location"] == "File: evidence/files/charter.pdf"
    assert policy["supports1"] == Link("GOV-01", "Criteria", "GOV-01")
    assert (system["kind"], system["in_period"], system["figures"]) == ("system: register", "no", "Demands received: 412 demands (2025)")
    assert [system["supports1"], system["supports2"]] == [Link("GOV-01", "Criteria", "GOV-01"), Link("FOE-04", "Criteria", "FOE-04")]
    assert (brief["limit"], brief["how"]) == ("for viewing only: legal privilege", "Secure room, ask counsel")
    assert (brief["from"], brief["to"], brief["in_period"]) == ("2025-03", "unknown", "not known")
    assert brief["summary"] == "What counsel thinks of the license terms."
    assert [brief["location"], brief["sha256"], brief["owner"]] == ["not shown"] * 3


def test_cases_give_places_with_names_and_only_a_summary_where_restricted(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "cases")
    whole, brief = row_of(table, "CASE-208"), row_of(table, "CASE-300")
    assert whole["jurisdiction"] == "TR T\u00fcrkiye"
    assert (whole["received"], whole["decided"], whole["closed"]) == (date(2025, 3, 1), "2025-03", "unknown")
    assert whole["steps"] == "2025-03-01 verified, Regional counsel: Called the regulator back.\n2025-03-02 narrowed"
    assert whole["criteria1"] == Link("FOE-04", "Criteria", "FOE-04")
    assert brief["shareable"] == whole["shareable"]
    assert [brief["type"], brief["jurisdiction"], brief["demanded"]] == ["not shown"] * 3
    assert brief["received"] == date(2025, 3, 1)


def test_criteria_that_do_not_apply_say_why(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "not_applicable")
    assert [(text_of(row[0]), row[-1]) for row in table.rows] == [
        ("GOV-05", "The company has no board of its own."),
        ("FOE-07", "only for companies that are telecom or vendor companies"),
        ("TRE-05", "not for companies in their first assessment"),
    ]


def test_the_manifest_has_ground_treatment_and_how(report: MakeReport) -> None:
    table = table_of(report(Audience.ASSESSOR), "withheld")
    assert [text_of(row[0]) for row in table.rows] == ["FOE-01", "FOE-02", "FOE-01-G500", "POL-501", "CASE-300"]
    row = row_of(table, "FOE-02")
    assert [row[key] for key in ("kind", "what", "ground", "how")] == ["response", "answer", "trade secret", "Secure room"]
    assert row_of(table, "FOE-01-G500")["id"] == "FOE-01-G500"
    assert row_of(table, "POL-501")["id"] == Link("POL-501", "Evidence", "POL-501")


@pytest.mark.parametrize("audience", Audience)
def test_counts_agree_between_sheets(report: MakeReport, audience: Audience) -> None:
    counts: dict[str, set[Value]] = {}
    for what, _, count in table_of(report(audience), "counts").rows:
        counts.setdefault(str(what), set()).add(count)
    if audience in (Audience.INTERNAL, Audience.ASSESSOR):
        assert len(counts) == 7
    assert {"Criteria that apply", "Not shown in full"} <= counts.keys()
    assert all(len(found) == 1 for found in counts.values()), counts


def test_the_summary_counts_and_names_the_severe_gaps(report: MakeReport) -> None:
    book = report(Audience.ASSESSOR)
    findings = row_of(table_of(book, "findings"), "GOV Governance")
    assert [
        findings[key] for key in ("in place", "partly in place", "planned", "not in place", "not applicable", "unanswered", "total")
    ] == [1] * 6 + [6]
    gaps = row_of(table_of(book, "open_gaps"), "GOV Governance")
    assert (gaps["severe"], gaps["moderate"], gaps["minor"]) == (1, 1, 1)
    assert [text_of(row[1]) for row in table_of(book, "top_gaps").rows] == ["GOV-02-G417", "FOE-04-G77"]
    assert list(table_of(book, "cases_by_place").rows) == [
        ("BR Brazil", 1, 0, 1),
        ("TR T\u00fcrkiye", 1, 0, 1),
        ("cases not shown in full", None, None, 1),
        ("Total", 2, 0, 3),
    ]
    assert list(table_of(book, "recommendations").rows) == [("open", 1), ("done", 1), ("Total", 2)]
    assert row_of(table_of(book, "withheld_by_ground"), "legal privilege")["total"] == 3


@pytest.mark.parametrize("audience", Audience)
def test_no_score_percentage_or_grade_anywhere(report: MakeReport, audience: Audience) -> None:
    book = report(audience)
    headings = [column.heading for sheet in book.sheets for table in sheet.tables for column in table.columns]
    assert not any(re.search(r"\bscore|grade|rank|maturity|%|percent", text, re.IGNORECASE) for text in headings)
    assert not any(isinstance(value, float) for sheet in book.sheets for table in sheet.tables for row in table.rows for value in row)
    assert not any(re.search(r"\d\s*%", text) for text in texts(book))


@pytest.mark.parametrize("audience", OTHERS)
def test_nothing_that_was_not_disclosed_is_anywhere_in_the_file(report: MakeReport, tmp_path: Path, audience: Audience) -> None:
    # The company's board may know that POL-777 exists: no limit says otherwise for it.
    ids = () if audience is Audience.COMPANY_BOARD else ("POL-777",)
    write_book(report(audience), tmp_path / "report.xlsx")
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            for word in (SECRET, *ids, "Paula", "Carl Counsel", "officer"):
                assert word not in content, (name, word)


def test_internal_has_it_all(report: MakeReport, tmp_path: Path) -> None:
    write_book(report(Audience.INTERNAL), tmp_path / "report.xlsx")
    shared = zipfile.ZipFile(tmp_path / "report.xlsx").read("xl/sharedStrings.xml").decode()
    assert all(word in shared for word in (SECRET, "POL-777", "Paula Person"))


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_has_its_own_marking_on_every_sheet(report: MakeReport, tmp_path: Path, audience: Audience) -> None:
    book = report(audience)
    write_book(book, tmp_path / "report.xlsx")
    archive = zipfile.ZipFile(tmp_path / "report.xlsx")
    pages = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(book.sheets) + 1)]
    escaped = book.marking.replace("&", "&amp;amp;")
    assert all(page.partition("<headerFooter>")[2].count(escaped) == 2 for page in pages)


def test_markings_differ(report: MakeReport) -> None:
    assert len({report(audience).marking for audience in Audience}) == len(Audience)


def test_outsiders_are_not_told_what_is_unanswered(report: MakeReport) -> None:
    for audience in (Audience.PUBLIC, Audience.RESPONDENT):
        assert "finding" not in [column.key for column in table_of(report(audience), "criteria").columns]


def test_gni_gets_findings_without_texts(report: MakeReport) -> None:
    row = row_of(table_of(report(Audience.GNI), "criteria"), "GOV-01")
    assert row["finding"] == Word("in place", Tone.GOOD)
    assert not {"answer", "exceptions", "evidence1", "state", "answered"} & row.keys()


def test_the_counts_line_names_what_the_book_holds(report: MakeReport) -> None:
    assert counts_line(report(Audience.ASSESSOR)) == "shown: 20 criteria, 3 records of evidence, 3 cases, 7 gaps; 5 not shown in full"
    assert counts_line(report(Audience.GNI)) == "shown: 20 criteria, 1 record of evidence, 1 case, 0 gaps; 28 not shown in full"


def test_a_book_says_for_programs_what_it_is(report: MakeReport, assessment: Assessment) -> None:
    for audience in Audience:
        book = report(audience)
        assert (book.audience, book.tool_version, book.digest) == (audience.value, "0.1.0", digest_of(book))
        assert book.period == (date(2024, 7, 1), date(2026, 6, 30))
    plan = replace(assessment.workspace.plan, period=None)
    assert report(Audience.PUBLIC, replace(assessment, workspace=replace(assessment.workspace, plan=plan))).period is None


def test_ids_beyond_the_last_column_stay_links(report: MakeReport, assessment: Assessment) -> None:
    links = tuple(EvidenceLink(id=each) for each in ("POL-417", "SYS-122", "POL-501", "CASE-208", "CASE-209", "POL-999", "CASE-300"))
    changed = replace(assessment.responses["GOV-01"], evidence=links)
    book = report(Audience.INTERNAL, replace(assessment, responses={**assessment.responses, "GOV-01": changed}))
    table = table_of(book, "criteria")
    row = row_of(table, "GOV-01")
    assert row["evidence4"] == Link("CASE-208", "Cases", "CASE-208")
    rest = (Link("CASE-209", "Cases", "CASE-209"), Link("POL-999", ""), Link("CASE-300", "Cases", "CASE-300"))
    assert row["evidence5"] == Links(rest)
    assert text_of(row["evidence5"]) == "CASE-209, POL-999, CASE-300"
    widths = [table.columns[table.index_of(f"evidence{number}")].width for number in range(1, 6)]
    assert (len({*widths[:4]}), widths[4]) == (1, 24)
    assert digest_of(book) != digest_of(report(Audience.INTERNAL))


def test_counts_that_do_not_agree_are_refused_without_telling_them(report: MakeReport, assessment: Assessment) -> None:
    other = report(Audience.ASSESSOR, replace(assessment, cases={}))
    refuse_disagreement(other)
    mixed = replace(other, sheets=(*other.sheets[:-1], replace(other.sheets[-1], tables=(_one_more(table_of(other, "counts")),))))
    with pytest.raises(ReportError, match="`Open gaps` differs between `open or in progress on Gaps` and `total on Summary`") as refused:
        refuse_disagreement(mixed)
    assert refused.value.exit_code == 3
    assert not re.search("[0-9]", f"{refused.value} {refused.value.hint}")


def _one_more(table: Table) -> Table:
    """The same counts, with one gap more on the sheet of gaps."""
    return replace(
        table, rows=tuple((what, where, 99 if where == "open or in progress on Gaps" else count) for what, where, count in table.rows)
    )


def test_the_digest_covers_every_value_but_itself(report: MakeReport, assessment: Assessment) -> None:
    book = report(Audience.ASSESSOR)
    digest = row_of(table_of(book, "made"), "Digest of the data")["text"]
    assert digest == digest_of(book) == digest_of(report(Audience.ASSESSOR))
    changed = replace(assessment.responses["GOV-01"], finding=Finding.PLANNED)
    other = report(Audience.ASSESSOR, replace(assessment, responses={**assessment.responses, "GOV-01": changed}))
    assert digest_of(other) != digest
    hidden = replace(assessment.responses["FOE-01"], answer="another secret")
    same = report(Audience.ASSESSOR, replace(assessment, responses={**assessment.responses, "FOE-01": hidden}))
    assert digest_of(same) == digest


def test_diagnostics_and_the_notice_stand_on_about(report: MakeReport) -> None:
    book = report(Audience.ASSESSOR)
    assert list(table_of(book, "outstanding").rows) == [("GNI201", "missing-response", 9), ("GNI210", "not-reviewed", 4)]
    assert row_of(table_of(book, "made"), "Notice")["text"] == "These criteria are a paraphrase. The official texts decide."
    assert row_of(table_of(book, "made"), "Tool")["text"] == "gni-assess 0.1.0"


def test_an_empty_assessment_still_makes_an_honest_report(report: MakeReport, assessment: Assessment, tmp_path: Path) -> None:
    empty = Assessment(workspace=assessment.workspace, pack=assessment.pack)
    book = report(Audience.ASSESSOR, empty)
    write_book(book, tmp_path / "report.xlsx")
    assert counts_line(book) == "shown: 20 criteria, 0 records of evidence, 0 cases, 0 gaps; 0 not shown in full"


def test_the_contents_lead_to_every_sheet(report: MakeReport) -> None:
    book = report(Audience.ASSESSOR)
    assert [row[0] for row in table_of(book, "contents").rows] == [Link(sheet.name, sheet.name) for sheet in book.sheets[1:]]
    assert all(isinstance(sheet, Sheet) for sheet in book.sheets)


def test_table_names_and_headings_are_unique(report: MakeReport) -> None:
    tables = [table for sheet in report(Audience.ASSESSOR).sheets for table in sheet.tables]
    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert len({column.heading.lower() for column in table.columns}) == len(keys(table.columns))


def test_case_criteria_are_unanswered_while_there_are_no_cases(report: MakeReport, assessment: Assessment) -> None:
    with_cases = row_of(table_of(report(Audience.ASSESSOR), "criteria"), "CAS-01")
    without = row_of(table_of(report(Audience.ASSESSOR, replace(assessment, cases={})), "criteria"), "CAS-01")
    assert [text_of(each["finding"]) for each in (with_cases, without)] == ["answered by the cases", "unanswered"]
