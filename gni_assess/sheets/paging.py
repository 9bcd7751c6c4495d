"""How many pages of paper a short sheet is to take, so that none is left nearly empty."""

from collections.abc import Mapping, Sequence
from typing import Final

from gni_assess.sheets.book import Paper
from gni_assess.sheets.layout import Layout

MARGINS: Final[Mapping[str, float]] = {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.65}
"""The margins of every page, in inches."""

_POINTS = 72  # of an inch
_SIZES = {Paper.A4: (842, 595), Paper.A3: (1191, 842)}  # in points, as all that follows
_CHARACTER, _BESIDE = 5.25, 3.75  # the unit of a column's width, and what each column takes besides
_USUAL_HEIGHT = 12.75
_LEAST_SCALE = 0.78  # letters of 9 points print in 7
_NEARLY_EMPTY = 0.4
_FEW_ROWS = 100  # where a sheet has more, one page of many is no matter


def pages_down(layout: Layout, *, rows: int, columns: int) -> int:
    """Give how many pages below each other a sheet is to take, of which so many rows and columns are printed; 0 leaves that open.

    Letters are made a little smaller where that saves a page that is nearly empty. What somebody fills in may grow: that is left as it is.
    """
    if not columns or rows > _FEW_ROWS or any(place.table.is_form for place in layout.places):
        return 0
    wide, high = _SIZES[layout.sheet.paper]
    across = wide - _POINTS * (MARGINS["left"] + MARGINS["right"])
    down = high - _POINTS * (MARGINS["top"] + MARGINS["bottom"])
    scale = min(1.0, across / sum(width * _CHARACTER + _BESIDE for width in layout.widths[:columns]))
    heights = dict.fromkeys(range(rows), _USUAL_HEIGHT)
    heights |= {line.row: line.height for line in layout.lines() if line.height is not None and line.row in heights}
    repeated = heights[layout.filtered.header_row] if layout.filtered is not None else 0.0
    pages = _fill([*heights.values()], down / scale, repeated)
    if len(pages) == 1 or pages[-1] > _NEARLY_EMPTY:
        return 0
    fewer = len(pages) - 1
    return fewer if len(_fill([*heights.values()], down / _LEAST_SCALE, repeated)) <= fewer else 0


def _fill(heights: Sequence[float], room: float, repeated: float) -> list[float]:
    """Lay rows on pages with so much room, and give how full each is. `repeated` is the height of what stands on every further page."""
    pages = [0.0]
    for height in heights:
        if pages[-1] + height > room and pages[-1] > repeated:
            pages.append(repeated)
        pages[-1] += height
    return [each / room for each in pages]
