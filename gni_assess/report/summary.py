"""The summary: counts and the most severe open gaps. No score, no percentage, no ranking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import Severity, Treatment
from gni_assess.report.fields import Field, field
from gni_assess.report.tables_gaps import of_gap, overdue
from gni_assess.report.view import View
from gni_assess.report.words import (
    BY_CASES,
    DETAILS_NOT_SHOWN,
    FINDINGS,
    GAP_STATUSES,
    NO_DATE,
    NOBODY_YET,
    NOT_SHOWN,
    RECOMMENDATION_STATUSES,
    SEVERITIES,
    TREATMENTS,
    UNANSWERED,
    grounds_in_words,
    plain,
)
from gni_assess.sheets.book import Chart, Column, ColumnKind, Row, Sheet, Table, Word

MAX_TOP_GAPS = 10
"""How many severe gaps the summary names; all stand on the sheet of gaps."""

_LABEL_WIDTH = 44
_NOT_SHOWN = "not shown here"


def summary_sheet(view: View) -> Sheet:
    """Make the summary."""
    return Sheet(
        name="Summary",
        title="Summary",
        one_page=True,
        notes=("Counts, not a score: whether the company makes good-faith efforts with improvement over time is for GNI to determine.",),
        tables=(
            _findings(view),
            _open_gaps(view),
            _top_gaps(view),
            _cases_by(view, "gni_cases_by_type", "Cases by type", Counter(plain(each.type) for each in view.full_cases)),
            _cases_by(view, "gni_cases_by_place", "Cases by jurisdiction", _places(view)),
            _recommendations(view),
            _withheld(view),
        ),
    )


def _findings(view: View) -> Table:
    counts = Counter((each.area, view.finding_of(each)) for each in view.criteria)
    rare = [word for word in (BY_CASES, NOT_SHOWN) if any(finding == word for _, finding in counts)]
    words = [*FINDINGS.values(), UNANSWERED, *rare]
    return _matrix(
        name="gni_findings",
        heading="Criteria by area and finding",
        label="Area",
        rows={f"{area} {title}": [counts[area, word] for word in words] for area, title in view.areas.items()},
        words=words,
        chart="Findings by area",
        alt="Stacked bars: for each area, how many criteria have each finding. The table to the left gives the same counts.",
    )


def _open_gaps(view: View) -> Table:
    counts: Counter[tuple[str, Word]] = Counter()
    for criterion, gap in view.full_gaps:
        if gap.is_open:
            counts[criterion.partition("-")[0], SEVERITIES[gap.severity]] += 1
    words = list(SEVERITIES.values())
    titles = {area.id: area.title for area in view.disclosure.pack.areas}
    areas = [*view.areas, *(area for area, _ in counts if area not in view.areas)]
    with_gaps = [area for area in dict.fromkeys(areas) if any(counts[area, word] for word in words)]
    return _matrix(
        name="gni_open_gaps",
        heading="Open gaps shown in full, by area and severity for people",
        label="Area",
        rows={f"{area} {titles.get(area, '')}".strip(): [counts[area, word] for word in words] for area in with_gaps},
        words=words,
        chart="Open gaps by area",
        alt="Stacked bars: for each area with open gaps, how many are severe, moderate and minor. The table beside it gives the same.",
        empty="None: no gap shown here is open.",
    )


def _matrix(
    *,
    name: str,
    heading: str,
    label: str,
    rows: Mapping[str, Sequence[int]],
    words: Sequence[Word],
    chart: str,
    alt: str,
    empty: str = "None.",
) -> Table:
    keys = [word.text for word in words]
    columns = (
        Column(key="label", heading=label, width=_LABEL_WIDTH),
        *(Column(key=key, heading=key.capitalize(), kind=ColumnKind.NUMBER) for key in keys),
        Column(key="total", heading="Total", kind=ColumnKind.NUMBER),
    )
    body: list[Row] = [(text, *counts, sum(counts)) for text, counts in rows.items()]
    totals: Row = ("Total", *map(sum, zip(*rows.values(), strict=True)), sum(map(sum, rows.values())))
    return Table(
        name=name,
        heading=heading,
        description=alt,
        columns=columns,
        rows=(*body, totals) if body else (),
        totals=1 if body else 0,
        chart=Chart(title=chart, alt=alt, category="label", series={word.text: word.tone for word in words}) if body else None,
        empty=empty,
    )


def _top_gaps(view: View) -> Table:
    severe = [each for each in view.gaps if (gap := each.gap.record) and gap.is_open and gap.severity is Severity.SEVERE]
    severe.sort(key=lambda each: _when(view, each))
    fields: tuple[Field[DisclosedGap], ...] = (
        field("summary", "Gap", _LABEL_WIDTH, of_gap(lambda _, gap: gap.summary, "summary")),
        field("id", "ID", 13, lambda view, each: view.link(each.gap.id), ColumnKind.LINK),
        field("criterion", "Criterion", 11, lambda view, each: view.link(each.criterion), ColumnKind.LINK),
        field("owner", "Owner", 18, of_gap(lambda _, gap: gap.owner or NOBODY_YET, "owner")),
        field("due", "Due", 12, of_gap(lambda _, gap: gap.due or NO_DATE, "due"), ColumnKind.DATE),
        field("overdue", "Overdue?", 12, of_gap(overdue, "due")),
        field("status", "Status", 12, of_gap(lambda _, gap: GAP_STATUSES[gap.status], "status")),
    )
    rows = tuple(tuple(each.value(view, item) for each in fields) for item in severe[:MAX_TOP_GAPS])
    more = len(severe) - MAX_TOP_GAPS
    return Table(
        name="gni_top_gaps",
        heading="Severe open gaps, by date",
        note=f"The first {MAX_TOP_GAPS}; {more} more on the sheet Gaps." if more > 0 else "",
        description="The severe gaps that are open, with owner and date.",
        columns=tuple(each.column for each in fields),
        rows=rows,
        empty="None: no severe gap shown here is open.",
    )


def _when(view: View, each: DisclosedGap) -> tuple[bool, date, str]:
    due = each.gap.record.due if each.gap.record is not None else None
    return due is None, due or view.today, each.gap.id


def _places(view: View) -> Counter[str]:
    return Counter(view.place(each.jurisdiction) or DETAILS_NOT_SHOWN for each in view.full_cases)


def _cases_by(view: View, name: str, heading: str, counts: Mapping[str, int]) -> Table:
    known = {label: count for label, count in counts.items() if label != DETAILS_NOT_SHOWN}
    hidden = sum(each.record is None for each in view.disclosure.cases.values()) + counts.get(DETAILS_NOT_SHOWN, 0)
    rows = [*sorted(known.items()), *([(DETAILS_NOT_SHOWN, hidden)] if hidden else [])]
    return _counted(name, heading, rows, label=heading.removeprefix("Cases by ").capitalize())


def _recommendations(view: View) -> Table:
    counts = Counter(
        _recommendation_status(each.record.status if each.record else each.status) for each in view.disclosure.recommendations.values()
    )
    words = [*(word.text for word in RECOMMENDATION_STATUSES.values()), _NOT_SHOWN]
    return _counted(
        *("gni_recommendations", "Earlier recommendations by status", [(word, counts[word]) for word in words if counts[word]]),
        label="Status",
    )


def _recommendation_status(status: str) -> str:
    return RECOMMENDATION_STATUSES[RecommendationStatus(status)].text if status else _NOT_SHOWN


def _withheld(view: View) -> Table:
    treatments = (Treatment.VIEW_ONLY, Treatment.SUMMARY, Treatment.WITHHELD)
    counts = Counter((grounds_in_words(each.grounds), each.treatment) for each in view.disclosure.withheld)
    grounds = sorted({ground for ground, _ in counts})
    rows: list[Row] = [
        (ground, *(counts[ground, each] for each in treatments), sum(counts[ground, each] for each in treatments)) for ground in grounds
    ]
    sums = [sum(counts[ground, each] for ground in grounds) for each in treatments]
    totals: list[Row] = [("Total", *sums, sum(sums))] if rows else []
    return Table(
        name="gni_withheld_by_ground",
        heading="Not shown in full, by ground and treatment",
        description="How many records or parts of records are not shown in full, by ground and treatment.",
        columns=(
            Column(key="ground", heading="Ground", width=_LABEL_WIDTH),
            *(Column(key=each.value, heading=TREATMENTS[each].capitalize(), kind=ColumnKind.NUMBER) for each in treatments),
            Column(key="total", heading="Total", kind=ColumnKind.NUMBER),
        ),
        rows=(*rows, *totals),
        totals=len(totals),
        empty="None: nothing is held back from this workbook.",
    )


def _counted(name: str, heading: str, rows: Iterable[tuple[str, int]], *, label: str) -> Table:
    body = tuple(rows)
    return Table(
        name=name,
        heading=heading,
        description=f"{heading}: how many.",
        columns=(Column(key="label", heading=label, width=_LABEL_WIDTH), Column(key="count", heading="Count", kind=ColumnKind.NUMBER)),
        rows=(*body, ("Total", sum(count for _, count in body))) if body else (),
        totals=1 if body else 0,
    )
