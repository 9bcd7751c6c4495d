"""The gap report as a book of plain values, made from one audience's disclosure and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from gni_assess.disclosure.views import Disclosure
from gni_assess.model.vocabulary import Audience, State
from gni_assess.report.about import about_sheet, is_digest
from gni_assess.report.cover import cover_sheet
from gni_assess.report.summary import summary_sheet
from gni_assess.report.tables_cases import cases_table
from gni_assess.report.tables_criteria import criteria_table, not_applicable_table
from gni_assess.report.tables_evidence import evidence_table
from gni_assess.report.tables_gaps import gaps_table
from gni_assess.report.tables_withheld import withheld_table
from gni_assess.report.view import View
from gni_assess.report.words import MARKINGS, WITHHELD_SHEET
from gni_assess.sheets.book import Book, Link, Paper, Sheet, Table, Value, Word


def build_report(
    disclosure: Disclosure,
    *,
    today: date,
    states: Mapping[str, State],
    outstanding: Mapping[str, tuple[str, int]],
    tool_version: str,
    countries: Mapping[str, str],
) -> Book:
    """Build the report for the audience of the disclosure.

    `states` says where the work on each response stands. `outstanding` maps codes of diagnostics to name and count. `countries` maps
    ISO 3166-1 codes to names.
    """
    view = View(disclosure=disclosure, today=today, states=states, countries=countries)
    sheets = _sheets(view)
    for_assessor = disclosure.audience is Audience.ASSESSOR

    def book(digest: str) -> Book:
        about = about_sheet(view, sheets, outstanding=outstanding, tool_version=tool_version, is_for_assessor=for_assessor, digest=digest)
        company = disclosure.workspace.company.name
        return Book(
            sheets=(cover_sheet(view, (*sheets, about)), *sheets, about),
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
        )

    return book(digest_of(book("")))


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
        f"{counts['criteria']} {'criterion' if counts['criteria'] == 1 else 'criteria'}, {counts['evidence']} evidence, "
        f"{cases} case{'' if cases == 1 else 's'}, {gaps} gap{'' if gaps == 1 else 's'}; {counts['withheld']} withheld"
    )


def _sheets(view: View) -> tuple[Sheet, ...]:
    return (
        summary_sheet(view),
        Sheet(name="Criteria", title="Criteria", tables=(criteria_table(view),), paper=Paper.A3),
        Sheet(name="Gaps", title="Gaps", tables=(gaps_table(view),), paper=Paper.A3),
        Sheet(name="Evidence", title="Evidence: policies and systems", tables=(evidence_table(view),), paper=Paper.A3),
        Sheet(name="Cases", title="Cases", tables=(cases_table(view),), paper=Paper.A3),
        Sheet(name=WITHHELD_SHEET, title="Not shown in full", tables=(withheld_table(view),)),
        Sheet(name="Not applicable", title="Criteria that do not apply", tables=(not_applicable_table(view),)),
    )


def _plain_table(table: Table) -> object:
    rows = [[_plain(value) for value in row] for row in table.rows if not is_digest(table, row)]
    return [table.name, table.heading, table.note, [column.heading for column in table.columns], rows, table.empty]


def _plain(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word | Link):
        return value.text
    return value
