"""Paper and screen: frozen header, print set-up, marking on every page."""

import math
from typing import Any

from gni_assess.sheets.book import Paper
from gni_assess.sheets.layout import Layout
from gni_assess.sheets.paging import MARGINS, pages_down
from gni_assess.sheets.texts import units, visible

_PAPER_CODES = {Paper.A4: 9, Paper.A3: 8}
_READABLE_WIDTH = {Paper.A4: 185, Paper.A3: 265}  # widths of columns that still print in about 7 points on one page
_MAX_HEADER = 255  # UTF-16 units, set by Excel
_REPEATED_COLUMNS = 2
_MOST_FROZEN = 10  # rows that may stay in view


def set_up_page(worksheet: Any, layout: Layout, *, owner: str) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Set up paper, header, footer and the part of the sheet that stays in view."""
    worksheet.set_landscape()
    worksheet.set_paper(_PAPER_CODES[layout.sheet.paper])
    worksheet.set_margins(**MARGINS)
    worksheet.set_header(_header(layout.marking, owner, layout.sheet.name))
    worksheet.set_footer(_footer(layout.marking))
    place = layout.filtered
    pages, rows, columns = 1, layout.size, len(layout.widths)
    if place is not None:
        # Below a longer table a header that stays in view would take the rows of a small screen with it.
        worksheet.freeze_panes(place.header_row + 1 if place.header_row < _MOST_FROZEN else 0, 1 + place.split)
        worksheet.repeat_rows(place.header_row)
        rows, columns = place.last_row + 1, (0 if place.table.is_form else place.first_to_fill_in) or len(place.table.columns)
        pages = math.ceil(sum(layout.widths[:columns]) / _READABLE_WIDTH[layout.sheet.paper])
        # The page's header has title and marking; columns repeated on further pages would cut them off.
        first = 0 if pages == 1 else 2 if layout.sheet.notes else place.header_row
        worksheet.print_area(first, 0, rows - 1, columns - 1)
        if pages > 1:
            worksheet.repeat_columns(0, _REPEATED_COLUMNS - 1 + place.split)
    down = 1 if layout.sheet.one_page else pages_down(layout, rows=rows, columns=columns) if pages == 1 else 0
    worksheet.fit_to_pages(pages, down)


def _header(marking: str, owner: str, name: str) -> str:
    text = f"&L{_plain(owner)}&C&B{_plain(marking)}&B&R{_plain(name)}"
    # The marking matters more than a very long name.
    return text if units(text) <= _MAX_HEADER else f"&C&B{_plain(marking)}&B&R{_plain(name)}"


def _footer(marking: str) -> str:
    return f"&L{_plain(marking)}&RPage &P of &N"


def _plain(text: str) -> str:
    """Write text so that Excel takes nothing in it for a code, and XlsxWriter nothing for a picture (`P&G`)."""
    flat = " ".join(visible(text).split())
    return flat.replace("&", "&&").replace("&&G", '&&&"-,Regular"G').replace("&&[", '&&&"-,Regular"[')
