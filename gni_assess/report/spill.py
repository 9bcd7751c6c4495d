"""Where a finished report holds what its audience must not be told: the last look at what is really written.

The record's texts were searched before, one by one (`disclosure.leaks`); here it is what the report made of them: numbers, dates, names of
countries, and words that only stand together because the report put them together.

Fixed words of the program and of a built-in pack are not searched: they stand in every report, whoever it is about, so they tell nothing,
and a protected term that happens to be one of them would block every export. Fixed is

- what stands in a column of the same name in the report of an assessment without any record (criteria that an overlay or a pack of the
  company's own brought are the company's words, and are searched);
- a colored status word, and all that stands in columns that hold words of closed lists, or sentences of such words and counts, and nothing
  else (`CLOSED`);
- the phrases that stand in place of what is not shown, and on the cover and above the summary the sentence that says how much is shown;
- counts, charts (drawn from a table that is searched), and the digest of the report.

Not fixed is a word of a closed list that stands in one cell with a text of the record, nor the name of a country: which one stands there is
the record's to say.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from gni_assess.disclosure.terms import TermIndex
from gni_assess.disclosure.texts import is_own_pack
from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import OWN_AREA, Pack
from gni_assess.model.workspace import Company, Plan, Workspace
from gni_assess.report.about import is_digest
from gni_assess.report.shown import is_what_is_shown
from gni_assess.report.words import HELD_BACK, is_fixed_phrase
from gni_assess.sheets.book import Book, Row, Sheet, Table, Value, Word, text_of

Closed = Mapping[str, tuple[str, ...]]

CLOSED: Closed = {
    "gni_contents": ("holds",),
    "gni_board_standing": ("sentence",),
    "gni_board_decisions": ("asked",),
    "gni_board_progress": ("how",),
    "gni_criteria": ("basis",),
    "gni_gaps": ("impact", "missing"),
    "gni_evidence": ("kind", "limit", "in_period", "classification"),
    "gni_cases": ("limit", "type", "rights", "response", "challenge", "classification"),
    "gni_case_rules": ("counted", "reached"),
    "gni_case_set": ("type", "rights", "concern"),
    "gni_cases_by_right": ("label",),
    "gni_recommendation_list": ("limit", "overdue"),
    "gni_interviews": ("limit", "consent"),
    "gni_requests": ("kind", "limit", "overdue"),
    "gni_withheld_counts": ("kind", "ground"),
    "gni_withheld": ("kind", "what", "treatment", "meaning", "ground"),
    "gni_not_applicable": ("decided",),
    "gni_cases_by_type": ("label",),
    "gni_recommendations": ("label",),
    "gni_withheld_by_ground": ("ground",),
}
"""Columns that hold words of closed lists, or sentences of them and counts, and nothing else, by table."""


@dataclass(frozen=True, kw_only=True)
class BookText:
    """One text of a report with its place. `row` counts the rows of its table from 1; 0 is what stands around the rows.

    `table` is the heading of the table, empty where a sheet has only one; `table_name` is its name, empty outside tables. `column` is the
    heading of the column, or says what it is.
    """

    sheet: str
    table: str
    row: int
    column: str
    text: str
    record: str = ""
    table_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Spill:
    """A place of a report that holds what the audience must not be told. It never carries the text or the term.

    `record` is the id in the same row; empty where there is none, or where it is the text itself.
    """

    sheet: str
    table: str
    row: int
    column: str
    record: str


def book_texts(book: Book, closed: Closed = CLOSED) -> Iterator[BookText]:
    """Give every text of a report: cells (numbers and dates as they read), headings, notes, and what every page and the file carry."""
    around = (("marking", book.marking), ("owner", book.owner), *((f"property {key}", text) for key, text in book.properties.items()))
    yield from (BookText(sheet="", table="", row=0, column=name, text=text) for name, text in around)
    for sheet in book.sheets:
        named = (("name", sheet.name), ("title", sheet.title), *(("note", note) for note in sheet.notes))
        yield from (BookText(sheet=sheet.name, table="", row=0, column=name, text=text) for name, text in named)
        for table in sheet.tables:
            yield from _table_texts(sheet, table, closed)


def find_spills(book: Book, index: TermIndex, build_blank: Callable[[], Book], *, closed: Closed = CLOSED) -> tuple[Spill, ...]:
    """Find every place of a report that holds a term of the index.

    `build_blank` makes the same report without records (`without_records`), for the words that are fixed; it is only called where there is
    something to find. `closed` names the columns with words of closed lists, by table.
    """
    if not index:
        return ()
    fixed = {_key(each) for each in book_texts(build_blank(), closed)}
    return tuple(
        Spill(
            sheet=each.sheet,
            table=each.table,
            row=each.row,
            column=each.column,
            record="" if index.find_terms(each.record) else each.record,
        )
        for each in book_texts(book, closed)
        if _key(each) not in fixed and not _says_what_is_shown(each) and index.find_terms(_without_fixed_phrases(each.text))
    )


def _says_what_is_shown(each: BookText) -> bool:
    is_its_place = each.table_name == "gni_cover" or (each.sheet == "Summary" and each.column == "note" and not each.table_name)
    return is_its_place and is_what_is_shown(each.text)


def without_records(assessment: Assessment) -> Assessment:
    """Give an assessment with the same built-in criteria and the same choices from closed lists, and nothing that a company wrote."""
    workspace = assessment.workspace
    company, plan = workspace.company, workspace.plan
    blank = Workspace(
        company=Company(
            name="",
            types=company.types,
            membership=company.membership,
            has_local_presence=company.has_local_presence,
            does_deals=company.does_deals,
        ),
        plan=Plan(stage=plan.stage, pack="", edition="", first_assessment=plan.first_assessment),
        services=(),
    )
    return Assessment(workspace=blank, pack=_built_in_part(workspace, assessment.pack))


def _built_in_part(workspace: Workspace, pack: Pack) -> Pack:
    if is_own_pack(workspace):
        return replace(pack, id="", title="", edition="", notice="", sources=(), areas=(), criteria=())
    if workspace.plan.overlays:
        return replace(pack, criteria=())
    return replace(pack, criteria=tuple(each for each in pack.criteria if each.area != OWN_AREA and not each.official))


def _table_texts(sheet: Sheet, table: Table, closed: Closed) -> Iterator[BookText]:
    heading = table.heading if len(sheet.tables) > 1 else ""

    def text(row: int, column: str, text: str, record: str = "") -> BookText:
        return BookText(sheet=sheet.name, table=heading, row=row, column=column, text=text, record=record, table_name=table.name)

    around = [("heading", table.heading), ("note", table.note), ("description", table.description), ("empty", table.empty)]
    for column in table.columns:
        around += [("column", each) for each in (column.heading, column.note, *column.choices)]
    yield from (text(0, name, each) for name, each in around)
    closed_here = closed.get(table.name, ())
    for number, row in enumerate(table.rows, 1):
        if is_digest(table, row):
            continue
        record = _record_of(table, row)
        for column, value in zip(table.columns, row, strict=True):
            if column.key not in closed_here and not _tells_nothing(table, value):
                yield text(number, column.heading, text_of(value), record if column.key != "id" else "")


def _record_of(table: Table, row: Row) -> str:
    return next((text_of(value) for column, value in zip(table.columns, row, strict=True) if column.key == "id"), "")


def _tells_nothing(table: Table, value: Value) -> bool:
    # Tables of records can be filtered; in the others whole numbers are counts.
    return value is None or isinstance(value, Word) or (isinstance(value, int) and not table.filtered)


def _key(each: BookText) -> tuple[str, str]:
    # Columns for ids are numbered by how many a row needs (`Evidence 2`).
    text = each.text.rstrip("0123456789 ") if each.column == "column" else each.text
    return each.column, text


def _without_fixed_phrases(text: str) -> str:
    return "\n".join(line.removesuffix(f": {HELD_BACK}") for line in text.split("\n") if not is_fixed_phrase(line))
