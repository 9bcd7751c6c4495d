"""The cover: whose record this is, for whom, and what the sheets hold."""

from collections.abc import Mapping, Sequence

from gni_assess.model.dates import Span
from gni_assess.report.about import edition_of
from gni_assess.report.board import BOARD_SHEET
from gni_assess.report.shown import say_what_is_shown
from gni_assess.report.view import View
from gni_assess.report.words import AUDIENCES, COMPANY_TYPES, MARKINGS, WITHHELD_SHEET, plain
from gni_assess.sheets.book import Column, ColumnKind, Link, Row, Sheet, Table, Value

CONTENTS = {
    BOARD_SHEET: "Where the company stands, what the board is asked to decide, severe and overdue gaps, what improved",
    "Summary": "The counts of this report in one place, and how much is not shown in full",
    "Criteria": "Each criterion that applies: finding, answer, evidence, gaps, where the work stands",
    "Gaps": "What the company itself found missing or weak: severity for people, action, owner, date",
    "Evidence": "Policies and systems: what they say, where they are kept, when they were in force",
    "Cases": "Real instances: what was demanded or decided, how it was handled, what it meant for people",
    "Case coverage": "What the set of selected cases covers: rights, types, jurisdictions, services",
    "Crosswalk": "Criteria beside the UN Guiding Principles, RDR 2020, the DSA and the CSDDD; our own judgment",
    "Recommendations": "What earlier assessments recommended, and what has become of it",
    "Interviews": "Who was or will be interviewed, by role, and about what",
    "Requests": "What the assessor asked for, and where it stands",
    WITHHELD_SHEET: "What this report does not show in full, on which ground, and how to see it",
    "Not applicable": "Criteria that do not apply to this company, and why",
    "About": "How to read this, what the words mean, counts that must agree, how this was made",
}
"""What stands on each sheet after the cover."""

_TOLD_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Criteria": (
        ("question", "title and question"),
        ("finding", "finding"),
        ("answer", "answer"),
        ("evidence1", "evidence"),
        ("gaps1", "gaps"),
        ("state", "where the work stands"),
    ),
    "Gaps": (("severity", "severity for people"), ("action", "action"), ("owner", "owner"), ("due", "date")),
    "Evidence": (("summary", "what they say"), ("location", "where they are kept"), ("from", "when they were in force")),
}
"""By which column a sheet has what its description promises, where readers may get less: only what is there is named."""

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
        ("Criteria", edition_of(view)),
        ("Date of this report", view.today),
        ("Prepared for", AUDIENCES[view.disclosure.audience]),
        ("Marking", MARKINGS[view.disclosure.audience]),
        *_shown(view),
        ("Notice", _first_paragraph(pack.notice)),
    ]
    return Table(
        name="gni_cover",
        heading="This report",
        description="Whose record this is, for which period and for whom.",
        columns=(Column(key="item", heading="Item", width=28), Column(key="details", heading="Details", width=100)),
        rows=tuple(rows),
    )


def _shown(view: View) -> tuple[tuple[str, Value], ...]:
    said = say_what_is_shown(view)
    return (("What this version shows", said[0]), ("What it does not show", said[1])) if said else ()


def _first_paragraph(notice: str) -> str:
    first, _, more = notice.strip().partition("\n\n")
    return " ".join(first.split()) + (" The notice stands in full under About." if more else "")


def _span(span: Span | None) -> str:
    if span is None:
        return "not set"
    return f"{span.start.isoformat()} to {span.end.isoformat() if span.end else 'today'}"


def _contents(sheets: Sequence[Sheet]) -> Table:
    rows: list[Row] = [(Link(each.name, each.name), _describe(each), _count(each)) for each in sheets]
    return Table(
        name="gni_contents",
        heading="Contents",
        description="The parts of this report, with links.",
        columns=(
            Column(key="part", heading="Part", width=28, kind=ColumnKind.LINK),
            Column(key="holds", heading="What it holds", width=100),
            Column(key="rows", heading="Entries", kind=ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
    )


def _describe(sheet: Sheet) -> str:
    """Say what stands on a sheet: of what is named one by one, only what its table has."""
    whole = CONTENTS[sheet.name]
    columns = {column.key for table in sheet.tables for column in table.columns}
    parts = _TOLD_BY.get(sheet.name, ())
    named = [text for key, text in parts if key in columns and not (key == "question" and "answer" in columns)]
    lead = whole.partition(": ")[0]
    return f"{lead}: {', '.join(named)}" if parts and named else lead if parts else whole


def _count(sheet: Sheet) -> int | None:
    """Count the entries of a sheet: the rows of the table on it that can be filtered."""
    tables = [table for table in sheet.tables if table.filtered] or sheet.tables
    return len(tables[0].rows) if sheet.name not in _WITHOUT_COUNT else None
