"""The page for the company's board: where the company stands in words, severe gaps, what improved, what the board is asked to decide.

Everything follows from the record as the board may have it; nothing is judged that the company has not judged itself.
"""

from collections import Counter
from collections.abc import Mapping

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.vocabulary import Finding, Severity
from gni_assess.report.board_matters import Asked, Improved, Matter, find_matters, find_progress
from gni_assess.report.board_words import say_where_we_stand
from gni_assess.report.fields import Field, field
from gni_assess.report.tables_gaps import of_gap, overdue, when
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, NO_DATE, NOBODY_YET
from gni_assess.sheets.book import Column, ColumnKind, Sheet, Table

BOARD_SHEET = "For the board"
MOST_GAPS, MOST_OF_A_KIND = 10, 3
"""How many severe gaps, and how many improvements of each kind, the page names; all stand on their sheets. Decisions are never cut."""

_TEXT_WIDTH = 62
_SIDE_WIDTH = 40


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
        tables=(_standing(view, previous, len(progress), len(matters)), _decisions(matters), _severe_gaps(view), _progress(progress)),
    )


def _standing(view: View, previous: Mapping[str, Finding], progress: int, matters: int) -> Table:
    sentences = say_where_we_stand(view, previous, progress=progress, matters=matters)
    return Table(
        name="gni_board_standing",
        heading="Where the company stands",
        description="Where the company stands, in sentences.",
        columns=(Column(key="sentence", heading="In words", width=_TEXT_WIDTH),),
        rows=tuple((each,) for each in sentences),
    )


def _decisions(matters: tuple[Matter, ...]) -> Table:
    rows = tuple((each.text, each.link, each.asked, each.day, each.owner) for each in sorted(matters, key=_matter_order))
    return Table(
        name="gni_board_decisions",
        heading="What the board is asked to decide",
        description="What the board is asked to decide, the most pressing first.",
        columns=(
            Column(key="text", heading="About", width=_TEXT_WIDTH),
            Column(key="id", heading="ID", width=13, kind=ColumnKind.LINK),
            Column(key="asked", heading="Asked of the board", width=_SIDE_WIDTH),
            Column(key="day", heading="Date", width=12, kind=ColumnKind.DATE),
            Column(key="owner", heading="Owner", width=20),
        ),
        rows=rows,
        empty="Nothing in what is shown here: no severe gap is without owner or date, nothing was declined, and no decision is overdue.",
    )


def _matter_order(matter: Matter) -> tuple[int, str, str]:
    return tuple(Asked).index(matter.what), matter.sort_day, matter.key


def _severe_gaps(view: View) -> Table:
    severe = [each for each in view.gaps if (gap := each.gap.record) and gap.is_open and gap.severity is Severity.SEVERE]
    severe.sort(key=lambda each: (when(view, each), each.gap.id))
    rows = tuple(tuple(each.value(view, item) for each in _GAP_FIELDS) for item in severe[:MOST_GAPS])
    return Table(
        name="gni_board_gaps",
        heading="Severe gaps that are open",
        # Also where there is no company at all, so that the words are known for fixed ones.
        note=f"The first {MOST_GAPS} by date; all are on the sheet Gaps." if len(severe) > MOST_GAPS or view.is_template else "",
        description="The severe gaps that are open, with owner and date.",
        columns=tuple(each.column for each in _GAP_FIELDS),
        rows=rows,
        empty="None: no severe gap shown here is open.",
    )


def _progress(progress: tuple[Matter, ...]) -> Table:
    is_cut = max(Counter(each.what for each in progress).values(), default=0) > MOST_OF_A_KIND
    named = [each for kind in Improved for each in [one for one in progress if one.what is kind][:MOST_OF_A_KIND]]
    rows = tuple((each.text, each.link, each.asked, each.day, each.before, each.now) for each in named)
    return Table(
        name="gni_board_progress",
        heading="What has improved",
        note="Since the assessment period began." + (f" The first {MOST_OF_A_KIND} of each kind." if is_cut else ""),
        description="Gaps closed, recommendations done, and criteria that are better than in the last assessment.",
        columns=(
            Column(key="text", heading="What", width=_TEXT_WIDTH),
            Column(key="id", heading="ID", width=13, kind=ColumnKind.LINK),
            Column(key="how", heading="How", width=_SIDE_WIDTH),
            Column(key="day", heading="Done", width=12, kind=ColumnKind.DATE),
            Column(key="before", heading="Before", width=20),
            Column(key="now", heading="Now", width=16),
        ),
        rows=rows,
        empty="Nothing in what is shown here: no gap was closed and no recommendation done since the assessment period began.",
    )


_GAP_FIELDS: tuple[Field[DisclosedGap], ...] = (
    field("summary", "Gap", _TEXT_WIDTH, of_gap(lambda _, gap: gap.summary, "summary")),
    field("id", "ID", 13, lambda view, each: view.link(each.gap.id), ColumnKind.LINK),
    field("owner", "Owner", _SIDE_WIDTH, of_gap(lambda _, gap: gap.owner or NOBODY_YET, "owner")),
    field("due", "Due", 12, of_gap(lambda _, gap: gap.due or NO_DATE, "due"), ColumnKind.DATE),
    field("overdue", "Overdue?", 20, of_gap(overdue, "due")),
    field("status", "Status", 16, of_gap(lambda _, gap: GAP_STATUSES[gap.status], "status")),
)
