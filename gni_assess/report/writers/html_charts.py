"""Charts as inline SVG: stacked bars, each under its name, so that they can be read on a telephone and on paper."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from gni_assess.report.writers.html_nodes import element, words
from gni_assess.sheets.book import Chart, Row, Table, Tone, text_of

_WIDTH = 420
_NAME, _BAR, _ROW = 18, 20, 50
_TOP = 4
_ROOM = 10  # for one digit
_LONGEST = 46  # characters of a bar's name that surely fit the width


@dataclass(frozen=True, kw_only=True)
class _Bars:
    """What all bars of a chart share: where a row has its name and its parts, and what the longest bar counts."""

    name: int
    parts: tuple[tuple[int, Tone], ...]
    longest: float

    def draw(self, row: Row, top: int) -> Element:
        name = text_of(row[self.name])
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        made = [element("text", short, x="0", y=str(top + _NAME - 4))]
        left = 0.0
        for index, tone in self.parts:
            width = _WIDTH * max(_number(row, index), 0) / self.longest
            made += self._part(text_of(row[index]), tone, (left, width), top + _NAME) if width else ()
            left += width
        return element("g", *made)

    def _part(self, text: str, tone: Tone, span: tuple[float, float], top: int) -> tuple[Element, ...]:
        left, width = span
        box = element("rect", x=_plain(left), y=str(top), width=_plain(width), height=str(_BAR), class_=f"bar t-{tone.value}")
        if width < _ROOM * (len(text) + 1):
            return (box,)
        middle = _plain(left + width / 2)
        return box, element("text", text, x=middle, y=str(top + _BAR - 5), text_anchor="middle", class_="count")


def draw_chart(table: Table, chart: Chart) -> Element:
    """Draw the chart of a table. The table beside it gives the same numbers, so that no one needs the picture or its colors."""
    rows = table.rows[: len(table.rows) - table.totals]
    parts = tuple((table.index_of(key), tone) for key, tone in chart.series.items())
    longest = max((sum(max(_number(row, index), 0) for index, _ in parts) for row in rows), default=0) or 1
    bars = _Bars(name=table.index_of(chart.category), parts=parts, longest=longest)
    ids = f"{table.name}.chart-title", f"{table.name}.chart-text"
    picture = element(
        "svg",
        element("title", chart.title, id=ids[0]),
        element("desc", chart.alt, id=ids[1]),
        *(bars.draw(row, _TOP + _ROW * number) for number, row in enumerate(rows)),
        viewBox=f"0 0 {_WIDTH} {_TOP + _ROW * len(rows)}",
        role="img",
        aria_labelledby=" ".join(ids),
    )
    return element("figure", _caption(table, chart), picture, class_="chart")


def _caption(table: Table, chart: Chart) -> Element:
    names = [(table.columns[table.index_of(key)].heading, tone) for key, tone in chart.series.items()]
    legend = (
        element("span", element("span", class_=f"swatch t-{tone.value}", aria_hidden="true"), words(name), class_="key")
        for name, tone in names
    )
    return element("figcaption", element("strong", chart.title), element("span", *legend, class_="legend"))


def _number(row: Row, index: int) -> float:
    value = row[index]
    return value if isinstance(value, int | float) else 0


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
