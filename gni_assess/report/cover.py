"""The cover: whose record this is, for whom, and what the sheets hold."""

from collections.abc import Sequence

from gni_assess.model.dates import Span
from gni_assess.report.board import BOARD_SHEET
from gni_assess.report.view import View
from gni_assess.report.words import AUDIENCES, COMPANY_TYPES, MARKINGS, WITHHELD_SHEET, plain
from gni_assess.sheets.book import Column, ColumnKind, Link, Row, Sheet, Table, Value

CONTENTS = {
    BOARD_SHEET: "One page: where the company stands, severe gaps, what improved, what the board is asked to decide",
    "Summary": "The counts of this report in one place, and how much is not shown in full",
    "Criteria": "Each criterion that applies: finding, answer, evidence, gaps, where the work stands",
    "Gaps": "What the company itself found missing or weak, with severity for people, action, owner and date",
    "Evidence": "Policies and systems, with where they are kept and when they were in force",
    "Cases": "Real instances: what was demanded or decided, how it was handled, what it meant for people",
    "Case coverage": "What the set of selected cases covers: rights, types, jurisdictions, services",
    "Crosswalk": "Criteria beside the UN Guiding Principles, RDR 2020, the DSA and the CSDDD; our own judgment",
    "Recommendations": "What earlier assessments recommended, and what has become of it",
    "Interviews": "Who was or will be interviewed, by role, and about what",
    "Requests": "What the assessor asked for, and where it stands",
    WITHHELD_SHEET: "What this report does not show in full, on which ground, and how to see it",
    "Not applicable": "Criteria that do not apply to this company, with the reason",
    "About": "How to read this, definitions, counts that must agree, what was outstanding at export",
}
"""What stands on each sheet after the cover."""

_WITHOUT_COUNT = (BOARD_SHEET, "Summary", "Case coverage", "About")


def cover_sheet(view: View, sheets: Sequence[Sheet]) -> Sheet:
    """Make the cover for the sheets that follow it."""
    return Sheet(
        name="Cover",
        title=f"Gap report: {view.disclosure.workspace.company.name}",
        tables=(_facts(view), _contents(sheets)),
        one_page=True,
    )


def _facts(view: View) -> Table:
    workspace, pack = view.disclosure.workspace, view.disclosure.pack
    plan, company = workspace.plan, workspace.company
    rows: list[tuple[str, Value]] = [
        ("Company", company.name),
        ("Kind of company", ", ".join(COMPANY_TYPES[each] for each in company.types)),
        ("Standing with GNI", plain(company.membership) or "not said"),
        ("Assessment period", _span(plan.period)),
        ("Assessor", plan.assessor or "not said"),
        ("Stage, as the company says", plain(plan.stage)),
        ("Criteria", f"{pack.title}, edition {pack.edition} ({pack.id})"),
        ("Date of this report", view.today),
        ("Prepared for", AUDIENCES[view.disclosure.audience]),
        ("Marking", MARKINGS[view.disclosure.audience]),
        ("Notice", _first_paragraph(pack.notice)),
    ]
    return Table(
        name="gni_cover",
        heading="This report",
        description="Whose record this is, for which period and for whom.",
        columns=(Column(key="item", heading="Item", width=28), Column(key="details", heading="Details", width=100)),
        rows=tuple(rows),
    )


def _first_paragraph(notice: str) -> str:
    first, _, more = notice.strip().partition("\n\n")
    return " ".join(first.split()) + (" The sheet About has the notice in full." if more else "")


def _span(span: Span | None) -> str:
    if span is None:
        return "not set"
    return f"{span.start.isoformat()} to {span.end.isoformat() if span.end else 'today'}"


def _contents(sheets: Sequence[Sheet]) -> Table:
    rows: list[Row] = [(Link(each.name, each.name), CONTENTS[each.name], _count(each)) for each in sheets]
    return Table(
        name="gni_contents",
        heading="Contents",
        description="The sheets of this report, with links.",
        columns=(
            Column(key="sheet", heading="Sheet", width=28, kind=ColumnKind.LINK),
            Column(key="holds", heading="What it holds", width=100),
            Column(key="rows", heading="Entries", kind=ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
    )


def _count(sheet: Sheet) -> int | None:
    return len(sheet.tables[0].rows) if sheet.name not in _WITHOUT_COUNT else None
