"""The summary: counts and the most severe open gaps. No score, no percentage, no ranking."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.cases import Case
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import Treatment
from gni_assess.report.fields import Field, field, make_rows
from gni_assess.report.shown import say_what_is_shown
from gni_assess.report.tables_gaps import brief_summary, of_gap, overdue, severe_open_gaps
from gni_assess.report.view import View, is_in_set
from gni_assess.report.words import (
    BY_CASES,
    DETAILS_NOT_SHOWN,
    FINDINGS,
    GAP_STATUSES,
    NO_DATE,
    NOBODY_YET,
    NOT_SHOWN,
    NOTHING_LISTED,
    RECOMMENDATION_STATUSES,
    SEVERITIES,
    SEVERITY_NOT_SHOWN,
    TREATMENTS,
    UNANSWERED,
    UNFINISHED,
    WHOLE_NOT_SHOWN,
    grounds_in_words,
    plain,
)
from gni_assess.sheets.book import Chart, Column, ColumnKind, Row, Sheet, Table, Word

MAX_TOP_GAPS = 10
"""How many severe gaps the summary names; all stand on the sheet of gaps."""

_LABEL_WIDTH = 44
_NOT_SHOWN = "not shown here"


def summary_sheet(view: View, sheets: Collection[str]) -> Sheet:
    """Make the summary; of gaps, cases and recommendations it tells where the report has a sheet of them among `sheets`."""
    parts: Mapping[str, Callable[[View], tuple[Table, ...]]] = {"Gaps": _gaps, "Cases": _cases, "Recommendations": _recommendations}
    tables = (table for name, make in parts.items() if name in sheets for table in make(view))
    return Sheet(
        name="Summary",
        title="Summary",
        notes=(
            *(say_what_is_shown(view) or ()),
            "Counts, not a score: whether the company makes good-faith efforts with improvement over time is for GNI to determine.",
        ),
        tables=(*_findings(view), *tables, _withheld(view)),
    )


def _gaps(view: View) -> tuple[Table, ...]:
    return _open_gaps(view), _top_gaps(view)


def _cases(view: View) -> tuple[Table, ...]:
    if not (view.full_cases or view.gets_everything):
        return ()
    return (
        _cases_by(view, "gni_cases_by_type", "Cases by type", lambda case: plain(case.type)),
        _cases_by(view, "gni_cases_by_place", "Cases by jurisdiction", lambda case: view.place(case.jurisdiction)),
    )


def _findings(view: View) -> tuple[Table, ...]:
    counts = Counter((each.area, view.counted_as(each)) for each in view.criteria)
    rare = [word for word in (UNFINISHED, BY_CASES, NOT_SHOWN) if any(finding == word for _, finding in counts)]
    words = [*FINDINGS.values(), UNANSWERED, *rare]
    if not view.gets_everything:
        words = [word for word in words if any(finding == word for _, finding in counts)]
    if words == [NOT_SHOWN]:
        return ()
    table = _matrix(
        name="gni_findings",
        heading="Criteria by area and finding",
        label="Area",
        rows={f"{area} {title}": [counts[area, word] for word in words] for area, title in view.areas.items()},
        words=words,
        chart="Findings by area",
        alt="Stacked bars: for each area, how many criteria have each finding. The table gives the same counts.",
    )
    return (table,)


def _open_gaps(view: View) -> Table:
    counts = Counter((criterion.partition("-")[0], word) for criterion, word in view.open_gaps)
    is_partly_hidden = view.is_template or any(word == SEVERITY_NOT_SHOWN for _, word in counts)
    words = [*SEVERITIES.values(), *([SEVERITY_NOT_SHOWN] if is_partly_hidden else [])]
    titles = {area.id: area.title for area in view.disclosure.pack.areas}
    areas = [*view.areas, *(area for area, _ in counts if area not in view.areas)]
    with_gaps = [area for area in dict.fromkeys(areas) if any(counts[area, word] for word in words)]
    return _matrix(
        name="gni_open_gaps",
        heading="Open gaps by area and severity for people",
        label="Area",
        rows={f"{area} {titles.get(area, '')}".strip(): [counts[area, word] for word in words] for area in with_gaps},
        words=words,
        chart="Open gaps by area",
        alt="Stacked bars: for each area with open gaps, how many are severe, moderate and minor. The table gives the same counts.",
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
        chart=Chart(title=chart, alt=alt, category="label", series={word.text: word.tone for word in words}) if body and chart else None,
        empty=empty,
    )


def _top_gaps(view: View) -> Table:
    severe = severe_open_gaps(view)
    fields: tuple[Field[DisclosedGap], ...] = (
        field("summary", "Gap", _LABEL_WIDTH, of_gap(brief_summary, "summary")),
        field("id", "ID", 13, lambda view, each: view.link(each.gap.id), ColumnKind.LINK),
        field("criterion", "Criterion", 11, lambda view, each: view.link(each.criterion), ColumnKind.LINK),
        field("due", "Due", 12, of_gap(lambda _, gap: gap.due or NO_DATE, "due"), ColumnKind.DATE),
        field("overdue", "Overdue?", 12, of_gap(overdue, "due")),
        field("status", "Status", 12, of_gap(lambda _, gap: GAP_STATUSES[gap.status], "status")),
        # Last, because it is wide, and counts stand above the others.
        field("owner", "Owner", 18, of_gap(lambda _, gap: gap.owner or NOBODY_YET, "owner")),
    )
    more = len(severe) - MAX_TOP_GAPS
    return Table(
        name="gni_top_gaps",
        heading="Severe open gaps, by date",
        note=f"The first {MAX_TOP_GAPS}; {more} more under Gaps." if more > 0 else "",
        description="The severe gaps that are open, with owner and date.",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, severe[:MAX_TOP_GAPS]),
        empty="None: no severe gap shown here is open.",
    )


def _cases_by(view: View, name: str, heading: str, give: Callable[[Case], str]) -> Table:
    """Count the cases by what is given for each: those of the set, the others, and those of which neither is shown."""
    counts = Counter((give(each) or DETAILS_NOT_SHOWN, is_in_set(each)) for each in view.full_cases)
    labels = sorted({label for label, _ in counts}, key=lambda label: (label == DETAILS_NOT_SHOWN, label))
    rows: list[Row] = [(each, counts[each, True], counts[each, False], counts[each, True] + counts[each, False]) for each in labels]
    brief = sum(each.record is None for each in view.disclosure.cases.values())
    if brief:
        rows.append((WHOLE_NOT_SHOWN, None, None, brief))
    selected = sum(map(is_in_set, view.full_cases))
    totals: Row = ("Total", selected, len(view.full_cases) - selected, len(view.full_cases) + brief)
    return Table(
        name=name,
        heading=heading,
        description=f"{heading}: how many are in the set for the assessment, and how many are not.",
        columns=(
            Column(key="label", heading=heading.removeprefix("Cases by ").capitalize(), width=_LABEL_WIDTH),
            Column(key="selected", heading="In the set", kind=ColumnKind.NUMBER),
            Column(key="other", heading="Not in the set", kind=ColumnKind.NUMBER),
            Column(key="count", heading="Cases", kind=ColumnKind.NUMBER),
        ),
        rows=(*rows, totals) if rows else (),
        totals=1 if rows else 0,
    )


def _recommendations(view: View) -> tuple[Table, ...]:
    counts = Counter(
        _recommendation_status(each.record.status if each.record else each.status) for each in view.disclosure.recommendations.values()
    )
    words = [*(word.text for word in RECOMMENDATION_STATUSES.values()), _NOT_SHOWN]
    rows = [(word, counts[word]) for word in words if counts[word]]
    return (_counted("gni_recommendations", "Earlier recommendations by status", rows, label="Status"),)


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
        empty=NOTHING_LISTED,
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
