"""Sheets whose rows are as tall as they should be, and grow with what is typed into them."""

from functools import cache
from typing import Any


@cache
def growing_worksheet() -> Any:  # noqa: ANN401 - XlsxWriter has no types
    """Give the class of worksheets whose heights of rows count as estimated, not as set by hand.

    A spreadsheet program fits a row to its text again when somebody types, unless its height was set by hand. XlsxWriter marks every
    height so. Should a later version of it write rows in another way, the heights stay, and rows do not grow.
    """
    from xlsxwriter.worksheet import Worksheet  # noqa: PLC0415 - slow to load

    class GrowingWorksheet(Worksheet):  # type: ignore[misc] # it has no types
        """A worksheet that does not mark heights."""

        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:  # noqa: ANN401 - pairs of names and values
            kept = [each for each in attributes or () if tag != "row" or each[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, kept)

    return GrowingWorksheet
