"""What stands at some places of a workbook that somebody sent."""

from collections.abc import Collection, Mapping
from pathlib import Path

from gni_assess.sheets.guard import BOUNDS, Bounds
from gni_assess.sheets.incoming_values import Spot, spot_of
from gni_assess.sheets.typed_read import SentWorkbook


def read_at_spots(path: Path, spots: Collection[Spot], *, bounds: Bounds = BOUNDS) -> Mapping[Spot, str]:
    """Give the texts at places; of an empty cell there is none. Raises StoreError."""
    wanted = frozenset(spots)
    if not wanted:
        return {}
    rows = {(each.sheet, each.row) for each in wanted}
    found: dict[Spot, str] = {}
    with SentWorkbook(path, bounds) as file:
        for sheet in {each.sheet for each in wanted}:
            for row, cells in file.cells(sheet):
                if (sheet, row + 1) in rows:
                    found |= {spot: cell.text for column, cell in cells.items() if (spot := spot_of(sheet, row, column)) in wanted}
    return found
