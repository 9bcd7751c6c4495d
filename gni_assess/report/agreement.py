"""The counts that must agree: each that stands in the report at several places is the same at all of them."""

from collections.abc import Mapping, Sequence

from gni_assess.errors import ReportError
from gni_assess.model.vocabulary import Audience, GapStatus, Severity, Treatment
from gni_assess.report.board import BOARD_SHEET, MOST_GAPS, MOST_OVERDUE, gap_tables
from gni_assess.report.board_words import GapNumbers, count_gaps
from gni_assess.report.tables_gaps import OVERDUE
from gni_assess.report.tables_withheld import ALL_OF_IT
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, SEVERITIES, TREATMENTS
from gni_assess.sheets.book import Book, Column, ColumnKind, Row, Sheet, Table, Value, Word, text_of

_COUNTS = "gni_counts"
_OPEN = tuple(GAP_STATUSES[each] for each in (GapStatus.OPEN, GapStatus.IN_PROGRESS))
_ACCEPTED = (GAP_STATUSES[GapStatus.ACCEPTED],)
_SEVERE = SEVERITIES[Severity.SEVERE]
_ON_COVER = "entries of Criteria on Cover"
_IN_WORDS = f"the sentences of {BOARD_SHEET}"

Place = tuple[str, int]
"""Where a count stands, and the count."""


def refuse_disagreement(book: Book) -> None:
    """Raise ReportError where two places of a report give different counts of one thing. It names the places and not the counts."""
    table = book.find_table(_COUNTS)
    if table is None:
        return
    what, where, count = map(table.index_of, ("what", "where", "count"))
    first: dict[str, tuple[str, object]] = {}
    for row in table.rows:
        name, place = text_of(row[what]), text_of(row[where])
        earlier, same = first.setdefault(name, (place, row[count]))
        # The cover is made after this table, which it names.
        if row[count] != same or (place == _ON_COVER and _on_cover(book) != same):
            raise ReportError(
                f"the report would contradict itself: the count `{name}` differs between `{earlier}` and `{place}`",
                hint="nothing was written; report this as a bug of gni-assess",
            )


def _on_cover(book: Book) -> Value:
    contents = book.find_table("gni_contents")
    if contents is None:
        return None
    part, entries = map(contents.index_of, ("part", "rows"))
    return next((row[entries] for row in contents.rows if text_of(row[part]) == "Criteria"), None)


def counts_table(view: View, sheets: Sequence[Sheet]) -> Table:
    """Make the table of the counts that stand on these sheets, and on the board's page where there is one, at two places or more."""
    tables = {table.name: table for sheet in sheets for table in sheet.tables}
    rows = [
        *_places(
            "Criteria that apply",
            ("rows of Criteria", _rows(tables["gni_criteria"])),
            (_ON_COVER, _rows(tables["gni_criteria"])),
            *((("total of findings on Summary", _total(tables["gni_findings"])),) if "gni_findings" in tables else ()),
        ),
        *_gap_counts(view, tables),
        *_case_counts(tables),
        *_recommendation_counts(tables),
        *_places(
            "Not shown in full",
            ("rows of Withheld", _rows(tables["gni_withheld"])),
            ("total on Summary", _total(tables["gni_withheld_by_ground"])),
        ),
    ]
    return Table(
        name=_COUNTS,
        heading="Counts that must agree",
        description="Each count at two places of this report, or more.",
        columns=(
            Column(key="what", heading="What", width=32),
            Column(key="where", heading="Where", width=110),
            Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
    )


def _places(what: str, *places: Place) -> list[Row]:
    """Give a count at each of its places; at one place alone there is nothing to agree."""
    return [(what, where, count) for where, count in places] if len(places) > 1 else []


def _gap_counts(view: View, tables: Mapping[str, Table]) -> list[Row]:
    if "gni_gaps" not in tables:
        return []
    gaps, on_summary = tables["gni_gaps"], tables["gni_open_gaps"]
    is_for_board = view.disclosure.audience is Audience.COMPANY_BOARD
    page = {table.name: table for table in gap_tables(view)} if is_for_board else {}
    numbers = count_gaps(view) if is_for_board else None
    severe = _number(on_summary.rows[-1][on_summary.index_of(_SEVERE.text)]) if on_summary.rows else 0
    return [
        *_places(
            "Open gaps",
            ("open or in progress on Gaps", _gaps(gaps, _OPEN)),
            ("total on Summary", _total(on_summary)),
            *(((_IN_WORDS, numbers.open),) if numbers else ()),
        ),
        *_places(
            "Severe open gaps",
            ("severe and open on Gaps", _gaps(gaps, _OPEN, severity=_SEVERE)),
            ("total on Summary", severe),
            *(((_IN_WORDS, numbers.severe), *_listed(page, "gni_board_gaps", numbers.severe, MOST_GAPS)) if numbers else ()),
        ),
        *(_counts_for_board(gaps, page, numbers) if numbers else ()),
    ]


def _counts_for_board(gaps: Table, page: Mapping[str, Table], numbers: GapNumbers) -> list[Row]:
    accepted = page.get("gni_board_accepted")
    return [
        *_places(
            "Overdue gaps",
            ("open and overdue on Gaps", _gaps(gaps, _OPEN, overdue=OVERDUE)),
            (_IN_WORDS, numbers.overdue),
            *_listed(page, "gni_board_overdue", numbers.overdue, MOST_OVERDUE),
        ),
        *_places(
            "Accepted gaps",
            ("accepted on Gaps", _gaps(gaps, _ACCEPTED)),
            (_IN_WORDS, numbers.accepted),
            (
                f"gaps that were accepted on {BOARD_SHEET}",
                sum(_number(row[accepted.index_of("count")]) for row in accepted.rows) if accepted else 0,
            ),
        ),
    ]


def _listed(page: Mapping[str, Table], name: str, number: int, most: int) -> tuple[Place, ...]:
    """Give how many gaps a list of the board's page names, where it is short enough to name all."""
    if number > most:
        return ()
    return ((f"gaps listed on {BOARD_SHEET}", _rows(page[name]) if name in page else 0),)


def _case_counts(tables: Mapping[str, Table]) -> list[Row]:
    if "gni_cases" not in tables:
        return []
    on_summary = [(where, tables[name]) for where, name in _CASES_ON_SUMMARY if name in tables]
    rows = _places(
        "Cases",
        ("rows of Cases, with those of Withheld that have none there", _rows(tables["gni_cases"]) + _withheld(tables, "case")),
        *((where, _total(table)) for where, table in on_summary),
    )
    if "gni_case_set" in tables:
        in_set = ("rows of the cases of the set on Case coverage", _rows(tables["gni_case_set"]))
        rows += _places("Cases of the set", in_set, *((where, _selected(table)) for where, table in on_summary))
    return rows


_CASES_ON_SUMMARY = (("total by type on Summary", "gni_cases_by_type"), ("total by jurisdiction on Summary", "gni_cases_by_place"))


def _recommendation_counts(tables: Mapping[str, Table]) -> list[Row]:
    if "gni_recommendation_list" not in tables:
        return []
    return _places(
        "Earlier recommendations",
        (
            "rows of Recommendations, with those of Withheld that have none there",
            _rows(tables["gni_recommendation_list"]) + _withheld(tables, "recommendation"),
        ),
        ("total on Summary", _total(tables["gni_recommendations"])),
    )


def _withheld(tables: Mapping[str, Table], kind: str) -> int:
    """Count the records of a kind of which this report has no more than a row of the sheet Withheld."""
    table = tables["gni_withheld"]
    of_kind, treatment, what = (table.index_of(key) for key in ("kind", "treatment", "what"))
    without_row = TREATMENTS[Treatment.WITHHELD]
    return sum(row[of_kind] == kind and text_of(row[treatment]) == without_row and row[what] == ALL_OF_IT for row in table.rows)


def _rows(table: Table) -> int:
    return len(table.rows)


def _total(table: Table) -> int:
    return _number(table.rows[-1][-1]) if table.rows else 0


def _selected(table: Table) -> int:
    return _number(table.rows[-1][table.index_of("selected")]) if table.rows else 0


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _gaps(table: Table, statuses: Sequence[Word], **words: Word) -> int:
    """Count the rows of gaps that have one of these statuses, and these words in the columns of these names."""
    at = {column.key: index for index, column in enumerate(table.columns)}
    if not {"status", *words} <= at.keys():
        return 0
    return sum(row[at["status"]] in statuses and all(row[at[key]] == word for key, word in words.items()) for row in table.rows)
