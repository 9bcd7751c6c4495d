"""Writing one laid-out sheet with XlsxWriter. Every write is checked: nothing may be dropped or cut without anybody noticing."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from gni_assess.errors import StoreError
from gni_assess.sheets.book import ColumnKind, Link, Links, Table, Value, Word
from gni_assess.sheets.charts import draw_chart
from gni_assess.sheets.growing import growing_worksheet
from gni_assess.sheets.layout import MOST_OF_A_TITLE, Layout, Line, Place, Role, is_prose, serial
from gni_assess.sheets.looks import DATE_FORMAT, Looks
from gni_assess.sheets.page import set_up_page
from gni_assess.sheets.texts import pieces, visible

MAX_LINKS = 65_000  # Excel allows 65,530 on a sheet
READY_ROWS = 200
"""How many rows below a table for new entries have its lists too."""

_LIKE_A_FORMULA = ("=", "+", "-", "@", "'")


class SheetWriter:
    """Writes one sheet."""

    def __init__(self, workbook: Any, looks: Looks, layout: Layout, anchors: Mapping[tuple[str, str], int]) -> None:  # noqa: ANN401
        """Add the sheet to the workbook."""
        self._workbook = workbook
        self._looks = looks
        self._layout = layout
        self._anchors = anchors
        self._links = 0
        grows = any(table.is_form for table in layout.sheet.tables)
        self._sheet = workbook.add_worksheet(layout.sheet.name, growing_worksheet() if grows else None)
        if layout.sheet.hidden:
            self._sheet.very_hidden()

    def write(self, *, owner: str, told: Callable[[int], None]) -> None:
        """Write everything on the sheet. `owner` stands in the page's header; `told` is called for each row."""
        self._sheet.hide_gridlines(2)
        for index, width in enumerate(self._layout.widths):
            self._sheet.set_column(index, index, width)
        writers = [self._row_writer(place.table) for place in self._layout.places]
        for line in self._layout.lines():
            if line.height is not None:
                self._sheet.set_row(line.row, line.height)
            if line.role in (Role.DATA, Role.TOTAL):
                writers[line.table](line)
            else:
                self._write_other(line)
            told(line.row)
        if self._layout.sheet.hidden:
            return
        for place in self._layout.places:
            self._finish_table(place)
        set_up_page(self._sheet, self._layout, owner=owner)

    def _write_other(self, line: Line) -> None:
        if line.role is Role.HEADER:
            columns = self._layout.places[line.table].table.columns
            for index, column in enumerate(columns):
                self._text(line.row, index, column.heading, self._looks.header(column))
            return
        for index, value in enumerate(line.values):
            if value is not None:
                self._value(line.row, index, value, self._looks.of_role(line.role))

    def _row_writer(self, table: Table) -> Callable[[Line], None]:
        """Prepare the writing of a table's rows: the formats of each column are looked up once."""
        look = self._looks.cell
        middle = not table.filtered
        formats = {
            role: tuple(
                (look(column, total=total, middle=middle), look(column, total=total, middle=middle, quoted=True))
                for column in table.columns
            )
            for role, total in ((Role.DATA, False), (Role.TOTAL, True))
        }
        row_text, special = self._text, self._special

        def write(line: Line) -> None:
            row = line.row
            for index, (value, (plain, quoted)) in enumerate(zip(line.values, formats[line.role], strict=True)):
                if value.__class__ is str:
                    row_text(row, index, value, quoted if value[:1] in _LIKE_A_FORMULA else plain)
                elif value is None:
                    self._sheet.write_blank(row, index, None, plain)
                else:
                    special(line, table, index, value)

        return write

    def _special(self, line: Line, table: Table, index: int, value: Value) -> None:
        column, total, middle = table.columns[index], line.role is Role.TOTAL, not table.filtered
        look = partial(self._looks.cell, column, total=total, middle=middle)
        if isinstance(value, Word):
            self._text(line.row, index, value.text, self._looks.word(value.tone, middle=middle))
        elif isinstance(value, Link):
            self._link(line.row, index, value, look(link=True), look())
        elif isinstance(value, Links):
            self._text(line.row, index, value.text, look())
        elif isinstance(value, date):
            self._value(line.row, index, value, look(number=DATE_FORMAT))
        else:
            self._value(line.row, index, value, look(number="#,##0" if isinstance(value, int) else "#,##0.##"))

    def _value(self, row: int, index: int, value: Value, look: Any) -> None:  # noqa: ANN401
        if isinstance(value, date):
            self._check(self._sheet.write_number(row, index, serial(value), look))
        elif isinstance(value, int | float):
            self._check(self._sheet.write_number(row, index, value, look))
        else:
            self._text(row, index, str(value), look)

    def _text(self, row: int, index: int, text: str, look: Any) -> None:  # noqa: ANN401
        if not text:
            self._sheet.write_blank(row, index, None, look)
            return
        text = visible(text)
        # Nearly all text is one piece; asking first is cheaper than cutting.
        if "_x" not in text and text[:3] != "<r>":
            self._check(self._sheet.write_string(row, index, text, look))
            return
        first, *rest = pieces(text)
        if rest:
            runs = [each for piece in rest for each in (self._looks.run, piece)]
            self._check(self._sheet.write_rich_string(row, index, first, *runs, look))
        else:
            self._check(self._sheet.write_string(row, index, text, look))

    def _link(self, row: int, index: int, link: Link, look: Any, plain: Any) -> None:  # noqa: ANN401
        target = 0 if not link.key else self._anchors.get((link.sheet, link.key))
        if target is None or self._links >= MAX_LINKS:
            self._text(row, index, link.text, plain)
            return
        self._links += 1
        quoted_name = link.sheet.replace("'", "''")
        place = f"internal:'{quoted_name}'!A{target + 1}"
        tip = f"Go to {link.key or 'the sheet'} on {link.sheet}" if link.key else f"Go to {link.sheet}"
        self._check(self._sheet.write_url(row, index, place, look, visible(link.text), tip[:255]))
        if len(pieces(visible(link.text))) > 1:
            self._text(row, index, link.text, look)

    def _check(self, code: int | None) -> None:
        if code:
            raise StoreError(
                f"a cell of the sheet `{self._layout.sheet.name}` could not be written (XlsxWriter's code {code})",
                hint="report this as a bug of gni-assess; no file was written",
            )

    def _finish_table(self, place: Place) -> None:
        table = place.table
        if not table.rows or is_prose(table):
            return
        last = len(table.columns) - 1
        if self._layout.big:
            if place is self._layout.filtered:
                self._sheet.autofilter(place.header_row, 0, place.last_row, last)
        else:
            columns = [{"header": column.heading, "header_format": self._looks.header(column)} for column in table.columns]
            self._check(
                self._sheet.add_table(
                    *(place.header_row, 0, place.last_row, last),
                    {
                        "name": table.name,
                        "columns": columns,
                        "style": None,
                        # A filter hides whole rows: where tables stand below each other it would hide rows of the others.
                        "autofilter": table.filtered,
                        "title": table.heading or self._layout.sheet.title,
                        "description": table.description,
                    },
                )
            )
        self._add_lists(place)
        if table.chart:
            draw_chart(self._workbook, self._sheet, self._layout, place, table.chart)

    def _add_lists(self, place: Place) -> None:
        last = place.last_row
        if not place.table.anchor and place is self._layout.places[-1]:
            # Rows without a record behind them stand ready to be filled: those typed below them have the same lists.
            last += READY_ROWS
        for index, column in enumerate(place.table.columns):
            if not column.to_fill_in:
                continue
            options: dict[str, Any] = (
                {"input_title": column.heading[:MOST_OF_A_TITLE], "input_message": column.note[:255]} if column.note else {}
            )
            if column.choices:
                options |= {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            elif column.kind is ColumnKind.DATE:
                options |= {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_type": "warning"}
            elif options:
                options["validate"] = "any"
            else:
                continue
            self._check(self._sheet.data_validation(place.header_row + 1, index, last, index, options))
