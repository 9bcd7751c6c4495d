"""The page for the company's board: where the company stands in words, severe gaps, what improved, what the board is asked to decide.

Everything follows from the record as the board may have it; nothing is judged that the company has not judged itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.vocabulary import Finding
from gni_assess.report.board_matters import Asked, Improved, Matter, find_matters, find_progress
from gni_assess.report.board_words import accepted_gaps, say_where_we_stand
from gni_assess.report.fields import Field, field, make_rows
from gni_assess.report.tables_gaps import brief_summary, of_gap, overdue, overdue_gaps, severe_open_gaps
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, NO_DATE, NOBODY_YET, NOT_SAID
from gni_assess.sheets.book import Column, ColumnKind, Sheet, Table, text_of

BOARD_SHEET = "For the board"
MOST_GAPS, MOST_OVERDUE, MOST_OF_A_KIND = 10, 5, 3
"""How many severe and overdue gaps, and improvements of each kind, the page names; all stand on their sheets. Decisions are never cut."""

_TEXT_WIDTH = 98
_SIDE_WIDTH = 40
"""Texts stand in one line or two, and the page is as wide as it is tall, so that it fills its paper."""


def board_sheet(view: View, previous: Mapping[str, Finding]) -> Sheet:
    """Make the page for the board.

    `previous` has the findings of the last assessment that the board may have, by criterion (`disclosure.earlier`); empty where none are
    there. Of the criteria compared, only those that are better or worse now are named.
    """
    matters, progress = find_matters(view), find_progress(view, previous)
    return Sheet(
        name=BOARD_SHEET,
        title=BOARD_SHEET,
        one_page=True,
        notes=("These are counts, not a score. The determination is GNI's.",),
        tables=(
            _standing(view, previous, progress, len(matters)),
            _decisions(view, matters),
            *gap_tables(view),
            _progress(view, progress),
        ),
    )


def gap_tables(view: View) -> tuple[Table, ...]:
    """Make the tables of gaps of the page: the severe ones that are open; where there are any, those past their date and those accepted."""
    return _severe_gaps(view), *_overdue_gaps(view), *_accepted_gaps(view)


def _standing(view: View, previous: Mapping[str, Finding], progress: Sequence[Matter], matters: int) -> Table:
    sentences = say_where_we_stand(view, previous, progress=len(progress), named=len(_named(progress)), matters=matters)
    return Table(
        name="gni_board_standing",
        heading="Where the company stands",
        description="Where the company stands, in sentences.",
        columns=(Column(key="sentence", heading="In words", width=_TEXT_WIDTH),),
        rows=tuple((each,) for each in sentences),
    )


def _decisions(view: View, matters: tuple[Matter, ...]) -> Table:
    rows = tuple((each.text, each.link, each.asked, each.day, each.owner) for each in sorted(matters, key=_matter_order))
    table = Table(
        name="gni_board_decisions",
        heading="What the board is asked to decide",
        description="What the board is asked to decide, the most pressing first.",
        columns=(
            *_first_columns("About", ("asked", "Asked of the board"), "Date"),
            Column(key="owner", heading="Owner", width=20),
        ),
        rows=rows,
        empty="Nothing in what is shown here: no severe gap is without owner or date, nothing was declined, and no decision is overdue.",
    )
    # Also where there is no company at all, so that the heading is known for a fixed one.
    return table if view.is_template else _without_empty(table, "day")


def _without_empty(table: Table, key: str) -> Table:
    """Leave out a column in which no row has anything."""
    at = table.index_of(key)
    if not table.rows or any(row[at] is not None for row in table.rows):
        return table
    rows = tuple((*row[:at], *row[at + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[:at], *table.columns[at + 1 :]), rows=rows)


def _first_columns(text: str, side: tuple[str, str], day: str) -> tuple[Column, ...]:
    """Give the columns that stand below each other in all tables of the page: text, id, something beside it, a day."""
    key, heading = side
    return (
        Column(key="text", heading=text, width=_TEXT_WIDTH),
        Column(key="id", heading="ID", width=13, kind=ColumnKind.LINK),
        Column(key=key, heading=heading, width=_SIDE_WIDTH),
        Column(key="day", heading=day, width=12, kind=ColumnKind.DATE),
    )


def _matter_order(matter: Matter) -> tuple[int, str, str]:
    return tuple(Asked).index(matter.what), matter.sort_day, matter.key


def _severe_gaps(view: View) -> Table:
    severe = severe_open_gaps(view)
    return Table(
        name="gni_board_gaps",
        heading="Severe gaps that are open",
        # Also where there is no company at all, so that the words are known for fixed ones.
        note=f"The first {MOST_GAPS} by date; all stand under Gaps." if len(severe) > MOST_GAPS or view.is_template else "",
        description="The severe gaps that are open, with owner and date.",
        columns=tuple(each.column for each in _GAP_FIELDS),
        rows=make_rows(_GAP_FIELDS, view, severe[:MOST_GAPS]),
        empty="None: no severe gap shown here is open.",
    )


def _overdue_gaps(view: View) -> tuple[Table, ...]:
    overdue = overdue_gaps(view)
    fields = [each for each in _GAP_FIELDS if each.column.key in ("summary", "id", "owner", "due")]
    table = Table(
        name="gni_board_overdue",
        heading="Gaps past the date set",
        note=f"The first {MOST_OVERDUE} by date; all stand under Gaps." if len(overdue) > MOST_OVERDUE or view.is_template else "",
        description="The open gaps whose date has passed, with owner and date.",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, overdue[:MOST_OVERDUE]),
    )
    return (table,) if overdue or view.is_template else ()


def _accepted_gaps(view: View) -> tuple[Table, ...]:
    """Say how many gaps were accepted by whom: one row for each who did."""
    accepted = accepted_gaps(view)
    who = of_gap(lambda _, gap: gap.accepted_by or NOT_SAID, "accepted_by")
    by: dict[str, list[DisclosedGap]] = {}
    for each in accepted:
        by.setdefault(text_of(who(view, each)), []).append(each)
    rows = tuple((name, len(gaps), _next_look(gaps)) for name, gaps in sorted(by.items(), key=lambda pair: (-len(pair[1]), pair[0])))
    table = Table(
        name="gni_board_accepted",
        heading="Gaps that were accepted",
        note="Each with its reason and the day on which it is looked at again: under Gaps.",
        description="How many gaps were accepted, by whom, and when the first of them is looked at again.",
        columns=(
            Column(key="by", heading="Accepted by", width=_TEXT_WIDTH),
            Column(key="count", heading="Gaps", width=13, kind=ColumnKind.NUMBER),
            Column(key="next", heading="First looked at again on", width=_SIDE_WIDTH, kind=ColumnKind.DATE),
        ),
        rows=rows,
    )
    return (table,) if accepted or view.is_template else ()


def _next_look(gaps: Sequence[DisclosedGap]) -> date | None:
    shown = [gap.review_on for each in gaps if (gap := each.gap.record) and gap.review_on and "review_on" not in each.gap.hidden_fields]
    return min(shown, default=None)


def _named(progress: Sequence[Matter]) -> list[Matter]:
    return [each for kind in Improved for each in [one for one in progress if one.what is kind][:MOST_OF_A_KIND]]


def _progress(view: View, progress: tuple[Matter, ...]) -> Table:
    named = _named(progress)
    table = Table(
        name="gni_board_progress",
        heading="What has improved",
        note=f"Since the assessment period began.{_ELSEWHERE if len(named) < len(progress) or view.is_template else ''}",
        description="Gaps closed, recommendations done, and criteria that are better than in the last assessment.",
        columns=(
            *_first_columns("What", ("how", "How"), "Done"),
            Column(key="before", heading="Before", width=20),
            Column(key="now", heading="Now", width=16),
        ),
        rows=tuple((each.text, each.link, each.asked, each.day, each.before, each.now) for each in named),
        empty="Nothing in what is shown here: no gap was closed and no recommendation done since the assessment period began.",
    )
    # Only findings have a word for what was before.
    return table if view.is_template else _without_empty(table, "before")


_ELSEWHERE = f" The first {MOST_OF_A_KIND} of each kind; the others stand under Gaps (those that are done), Recommendations and Criteria."


_GAP_FIELDS: tuple[Field[DisclosedGap], ...] = (
    field("summary", "Gap", _TEXT_WIDTH, of_gap(brief_summary, "summary")),
    field("id", "ID", 13, lambda view, each: view.link(each.gap.id), ColumnKind.LINK),
    field("owner", "Owner", _SIDE_WIDTH, of_gap(lambda _, gap: gap.owner or NOBODY_YET, "owner")),
    field("due", "Due", 12, of_gap(lambda _, gap: gap.due or NO_DATE, "due"), ColumnKind.DATE),
    field("overdue", "Overdue?", 20, of_gap(overdue, "due")),
    field("status", "Status", 16, of_gap(lambda _, gap: GAP_STATUSES[gap.status], "status")),
)
