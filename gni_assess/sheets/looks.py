"""How cells look: the formats of one workbook, each made once."""

from typing import Any

from gni_assess.sheets import colors, measure
from gni_assess.sheets.book import Column, ColumnKind, Tone
from gni_assess.sheets.colors import Pair
from gni_assess.sheets.layout import Role

FONT = {"font_name": measure.FONT, "font_size": measure.FONT_SIZE}
DEFAULTS = {"default_format_properties": {"font_name": measure.FONT, "font_size": 10}, "default_row_height": 17}
"""The workbook's own font, whose digits are the unit of a column's width, and the height of its rows in pixels."""

DATE_FORMAT = "yyyy-mm-dd"
_TYPED = {ColumnKind.TEXT: "@", ColumnKind.DATE: DATE_FORMAT}
"""How cells to fill in are formatted: text stays as it is typed (`2025-03` is no day, `=1+1` no formula), and days look like ours."""

_ROLES: dict[Role, tuple[Pair, dict[str, Any]]] = {
    Role.TITLE: (colors.PAGE, {"font_size": 16, "bold": True, "valign": "vcenter"}),
    Role.MARKING: (colors.MARKING, {"bold": True}),
    Role.NOTE: (colors.NOTE, {"italic": True}),
    Role.HEADING: (colors.PAGE, {"font_size": 12, "bold": True}),
    Role.GROUP: (Pair(colors.ASSESSOR_HEADER.ground, colors.PAGE.ground), {"bold": True}),
    Role.EMPTY: (colors.PAGE, {}),
}
_BOX = {"border": 1, "border_color": colors.LINE}
_CELL = {**_BOX, "text_wrap": True, "valign": "top"}


class Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        """Start with none."""
        self._workbook = workbook
        self._formats: dict[object, Any] = {}
        self.run = workbook.add_format(FONT)

    def of_role(self, role: Role) -> Any:  # noqa: ANN401
        """Give the format of a line that is no part of a table."""
        pair, extra = _ROLES[role]
        return self._format(role, pair, extra)

    def header(self, column: Column) -> Any:  # noqa: ANN401
        """Give the format of a column's heading."""
        pair = colors.ASSESSOR_HEADER if column.to_fill_in else colors.HEADER
        aligned = {"align": "right", "indent": 1} if column.kind is ColumnKind.NUMBER else {}
        return self._format(
            ("header", pair, column.kind is ColumnKind.NUMBER), pair, {**_CELL, "bold": True, "valign": "vcenter", **aligned}
        )

    def cell(self, column: Column, *, total: bool, middle: bool = False, quoted: bool = False, link: bool = False, number: str = "") -> Any:  # noqa: ANN401
        """Give the format of a cell.

        `quoted` keeps text that starts like a formula text, even after somebody edits it. `middle` is for short rows.
        """
        pair = colors.TOTAL if total else colors.ASSESSOR_CELL if column.to_fill_in else colors.PAGE
        extra: dict[str, Any] = {**_CELL, "bold": total or column.kind is ColumnKind.ID}
        if link:
            pair, extra = Pair(colors.LINK.ink, pair.ground), {**extra, "underline": 1}
        if quoted:
            extra["quote_prefix"] = True
        if column.is_private:
            # It shows nowhere, goes with a cell that is moved or copied, and tells where that came from (`Cell.is_private`).
            extra["hidden"] = True
        if middle:
            extra["valign"] = "vcenter"
        number = number or (_TYPED.get(column.kind, "") if column.to_fill_in else "")
        if number:
            extra |= {"num_format": number, **({"align": "right", "indent": 1} if column.kind is ColumnKind.NUMBER else {"align": "left"})}
        key = (pair, total, column.kind is ColumnKind.ID, middle, quoted, link, number, extra.get("align"), column.is_private)
        return self._format(key, pair, extra)

    def word(self, tone: Tone, *, middle: bool) -> Any:  # noqa: ANN401
        """Give the format of a word with a tone."""
        return self._format((tone, middle), colors.TONES[tone], {**_CELL, "bold": True, "valign": "vcenter" if middle else "top"})

    def _format(self, key: object, pair: Pair, extra: dict[str, Any]) -> Any:  # noqa: ANN401
        if key not in self._formats:
            fill = {} if pair.ground == colors.PAGE.ground else {"bg_color": pair.ground}
            self._formats[key] = self._workbook.add_format({**FONT, "font_color": pair.ink, **fill, **extra})
        return self._formats[key]
