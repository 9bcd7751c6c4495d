"""Charts: native ones, beside the table they show, with the same in words."""

from typing import Any

from gni_assess.sheets.book import Chart
from gni_assess.sheets.colors import CHART_COLORS, PAGE
from gni_assess.sheets.layout import Layout, Place
from gni_assess.sheets.measure import FONT

_BAR_HEIGHT = 20
_FRAME_HEIGHT = 100
_WIDTH = 640


def draw_chart(workbook: Any, worksheet: Any, layout: Layout, place: Place, chart: Chart) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Draw stacked bars to the right of their table."""
    table = place.table
    rows = (place.header_row + 1, place.last_row - table.totals)
    drawing = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    category = table.index_of(chart.category)
    for key, tone in chart.series.items():
        index = table.index_of(key)
        color = CHART_COLORS[tone]
        drawing.add_series(
            {
                "name": [layout.sheet.name, place.header_row, index],
                "categories": [layout.sheet.name, rows[0], category, rows[1], category],
                "values": [layout.sheet.name, rows[0], index, rows[1], index],
                "fill": {"color": color},
                "border": {"color": PAGE.ground, "width": 0.75},
                "gap": 40,
                # Empty bars carry no number.
                "data_labels": {
                    "value": True,
                    "num_format": "#,##0;;;",
                    "font": {"name": FONT, "color": PAGE.ground, "bold": True, "size": 8},
                },
            }
        )
    font = {"name": FONT, "color": PAGE.ink, "size": 9}
    drawing.set_title({"name": chart.title, "name_font": {**font, "size": 11, "bold": True}, "overlay": False})
    drawing.set_y_axis({"reverse": True, "num_font": font, "major_gridlines": {"visible": False}})
    drawing.set_x_axis(
        {"num_font": font, "num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    )
    drawing.set_legend({"position": "bottom", "font": font})
    drawing.set_size({"width": _WIDTH, "height": _FRAME_HEIGHT + _BAR_HEIGHT * (rows[1] - rows[0] + 1)})
    column = max(len(each.table.columns) for each in layout.places)
    worksheet.insert_chart(place.heading_row, column, drawing, {"x_offset": 16, "description": chart.alt, "object_position": 2})
