"""Comparing a chart on a page with the table that it was drawn from."""

from collections.abc import Iterator
from itertools import zip_longest
from xml.etree.ElementTree import Element

from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.html_tree import text_in
from gni_assess.report.writers.told import ToldTable, read_on_page
from gni_assess.sheets.book import Chart, text_of

_CUT = "\u2026"  # at the end of a name that is too long for a chart


def check_chart(told: ToldTable, figure: Element) -> None:
    """Compare what a chart says in words, and the parts of its bars. A StoreError where they differ."""
    chart = told.table.chart
    if chart is None:
        raise differing(f"{told.place} has a chart too many")
    said = [text_in(each) for path in ("figcaption/strong", "svg/title", "svg/desc") for each in figure.findall(path)]
    colors = [text_in(each) for each in figure.findall("figcaption/span/span")]
    headings = [read_on_page(told.table.columns[told.table.index_of(key)].heading) for key in chart.series]
    if said != [read_on_page(each) for each in (chart.title, chart.title, chart.alt)] or colors != headings:
        raise differing(f"the chart of {told.place} says something else")
    for bar, wanted in zip_longest(figure.findall("svg/g"), _bars(told, chart)):
        if bar is None or wanted is None or not _shows(bar, *wanted):
            raise differing(f"the chart of {told.place} differs")


def _bars(told: ToldTable, chart: Chart) -> Iterator[tuple[str, list[str]]]:
    """Give the name of each bar, and what its parts count."""
    table = told.table
    name, indexes = table.index_of(chart.category), [table.index_of(key) for key in chart.series]
    for row in table.rows[: len(table.rows) - table.totals]:
        counts = [value for index in indexes if isinstance(value := row[index], int | float)]
        yield read_on_page(text_of(row[name])), [text_of(count) for count in counts if count > 0]


def _shows(bar: Element, name: str, counts: list[str]) -> bool:
    """Whether a bar has this name and these parts; a small part has no number in it."""
    said = text_in(bar[0]) if len(bar) else ""
    parts: list[str] = []
    for each in bar[1:]:
        if each.tag == "rect":
            parts.append("")
        elif parts:
            parts[-1] += text_in(each)
    is_named = said == name or (said.endswith(_CUT) and name.startswith(said.removesuffix(_CUT)))
    return is_named and len(parts) == len(counts) and all(part in ("", count) for part, count in zip(parts, counts, strict=True))
