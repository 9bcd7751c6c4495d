"""The gap report as a book of plain values, made from one audience's disclosure and nothing else."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date

from gni_assess.disclosure.views import Disclosure
from gni_assess.model.coverage import Coverage
from gni_assess.model.vocabulary import Audience, Finding, State
from gni_assess.report.about import about_sheet, is_digest
from gni_assess.report.agreement import refuse_disagreement
from gni_assess.report.board import board_sheet
from gni_assess.report.cover import cover_sheet
from gni_assess.report.summary import summary_sheet
from gni_assess.report.tables_cases import cases_table
from gni_assess.report.tables_coverage import COVERAGE_NOTES, coverage_tables
from gni_assess.report.tables_criteria import criteria_table, not_applicable_table
from gni_assess.report.tables_crosswalk import CROSSWALK_NOTES, crosswalk_table
from gni_assess.report.tables_evidence import evidence_table
from gni_assess.report.tables_follow_up import interviews_table, recommendations_table, requests_tables
from gni_assess.report.tables_gaps import gaps_table
from gni_assess.report.tables_withheld import withheld_tables
from gni_assess.report.view import View
from gni_assess.report.words import MARKINGS, WITHHELD_SHEET
from gni_assess.sheets.book import Book, Link, Links, Paper, Sheet, Table, Value, Word

_AFTER_CROSSWALK = ("Recommendations", "Interviews", "Requests")


def build_report(
    disclosure: Disclosure,
    *,
    today: date,
    states: Mapping[str, State],
    outstanding: Mapping[str, tuple[str, int]],
    tool_version: str,
    countries: Mapping[str, str],
    coverage: Coverage | None = None,
    previous: Mapping[str, Finding] | None = None,
) -> Book:
    """Build the report for the audience of the disclosure.

    `states` says where the work on each response stands. `outstanding` maps codes of diagnostics to what
    they mean and their count; only the team and the assessor are told of them. `countries` maps
    ISO 3166-1 codes to names. `coverage` is what the set of cases covers, counted over what this audience gets (`checks.shown_cases`);
    without it there is no sheet about it. `previous` has the findings of the last assessment that this audience may have, by criterion.
    For the company's board one page with what concerns it comes before all else.

    A sheet without an entry is there for the team and the assessor, whom its emptiness tells something, and for nobody else; so whether
    it is there says the same as its rows would. The company's board always has the sheet of gaps.

    Raises ReportError where two places of the report that must give the same count do not.
    """
    view = View(disclosure=disclosure, today=today, states=states, countries=countries, coverage=coverage)
    for_board = (board_sheet(view, previous or {}),) if disclosure.audience is Audience.COMPANY_BOARD else ()
    sheets = _sheets(view)
    for_assessor, period = disclosure.audience is Audience.ASSESSOR, disclosure.workspace.plan.period

    def book(digest: str) -> Book:
        about = about_sheet(view, sheets, outstanding=outstanding, tool_version=tool_version, is_for_assessor=for_assessor, digest=digest)
        company = disclosure.workspace.company.name
        return Book(
            sheets=(*for_board, cover_sheet(view, (*for_board, *sheets, about)), *sheets, about),
            marking=MARKINGS[disclosure.audience],
            owner=company,
            created=today,
            properties={
                "title": f"Gap report: {company}",
                "subject": MARKINGS[disclosure.audience],
                "author": "gni-assess",
                "company": company,
                "category": "GNI assessment",
            },
            audience=disclosure.audience.value,
            period=None if period is None else (period.start, period.end),
            tool_version=tool_version,
            digest=digest,
            facts=_facts(disclosure, today, digest) if for_assessor else {},
        )

    made = book(digest_of(book("")))
    refuse_disagreement(made)
    return made


def _facts(disclosure: Disclosure, today: date, digest: str) -> Mapping[str, str]:
    """Say what the workbook is, for when it comes back."""
    return {
        "kind": "gap-report",
        "format": "1",
        "audience": disclosure.audience.value,
        "company": disclosure.workspace.company.name,
        "pack": disclosure.pack.id,
        "edition": disclosure.workspace.plan.edition,
        "created": today.isoformat(),
        "digest": digest,
    }


def digest_of(book: Book) -> str:
    """Digest every value of a report but the digest on its sheet About (SHA-256 of canonical JSON)."""
    sheets = [[each.name, each.title, each.notes, [_plain_table(table) for table in each.tables]] for each in book.sheets]
    text = json.dumps([book.marking, book.owner, sheets], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def counts_line(book: Book) -> str:
    """Say in one line how much a report holds."""
    counts = {
        name: len(table.rows) if (table := book.find_table(f"gni_{name}")) else 0
        for name in ("criteria", "evidence", "cases", "gaps", "withheld")
    }
    cases, gaps = counts["cases"], counts["gaps"]
    return (
        f"shown: {counts['criteria']} {'criterion' if counts['criteria'] == 1 else 'criteria'}, "
        f"{counts['evidence']} record{'' if counts['evidence'] == 1 else 's'} of evidence, "
        f"{cases} case{'' if cases == 1 else 's'}, {gaps} gap{'' if gaps == 1 else 's'}; {counts['withheld']} not shown in full"
    )


def _sheets(view: View) -> tuple[Sheet, ...]:
    records = tuple(sheet for sheet in _record_sheets(view) if _belongs(view, sheet))
    return (
        summary_sheet(view, {sheet.name for sheet in records}),
        Sheet(name="Criteria", title="Criteria", tables=(criteria_table(view),), paper=Paper.A3),
        *(sheet for sheet in records if sheet.name not in _AFTER_CROSSWALK),
        Sheet(name="Crosswalk", title="Related standards and laws", tables=(crosswalk_table(view),), notes=CROSSWALK_NOTES),
        *(sheet for sheet in records if sheet.name in _AFTER_CROSSWALK),
        Sheet(name=WITHHELD_SHEET, title="Not shown in full", tables=withheld_tables(view)),
        *(sheet for sheet in (_not_applicable(view),) if _belongs(view, sheet)),
    )


def _not_applicable(view: View) -> Sheet:
    return Sheet(name="Not applicable", title="Criteria that do not apply", tables=(not_applicable_table(view),))


def _record_sheets(view: View) -> Iterator[Sheet]:
    yield Sheet(name="Gaps", title="Gaps", tables=(gaps_table(view),), paper=Paper.A3)
    yield Sheet(name="Evidence", title="Evidence: policies and systems", tables=(evidence_table(view),), paper=Paper.A3)
    yield Sheet(name="Cases", title="Cases", tables=(cases_table(view),), paper=Paper.A3)
    if (coverage := view.coverage) is not None:
        tables = coverage_tables(view, coverage)
        yield Sheet(name="Case coverage", title="What the set of cases covers", tables=tables, notes=COVERAGE_NOTES)
    earlier = recommendations_table(view)
    yield Sheet(name="Recommendations", title="Recommendations of earlier assessments", tables=(earlier,), paper=Paper.A3)
    yield Sheet(name="Interviews", title="Interviews", tables=(interviews_table(view),))
    yield Sheet(name="Requests", title="Requests of the assessor", tables=requests_tables(view), paper=Paper.A3)


def _belongs(view: View, sheet: Sheet) -> bool:
    is_for_board = view.disclosure.audience is Audience.COMPANY_BOARD and sheet.name == "Gaps"
    return view.gets_everything or is_for_board or any(table.rows for table in sheet.tables)


def _plain_table(table: Table) -> object:
    rows = [[_plain(value) for value in row] for row in table.rows if not is_digest(table, row)]
    return [table.name, table.heading, table.note, [column.heading for column in table.columns], rows, table.empty]


def _plain(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word | Link | Links):
        return value.text
    return value
