"""Reading which cells of a sheet have a link behind their text. It is only read, never opened."""

import re
from collections.abc import Mapping

from gni_assess.sheets.book_parts import relation_of, tags
from gni_assess.sheets.guard import Bounds, too_much
from gni_assess.sheets.sheet_reader import column_index
from gni_assess.sheets.xml_walk import PartReader

_FIRST_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})(?::|$)")


class LinkReader(PartReader):
    """Reads the links of a sheet: `found` has, by row and column from 0, the id of the relation that says where it leads.

    Of a link over several cells the first counts, as of merged cells. Links inside the file have no relation, and are left out.
    """

    TAGS = tags("hyperlink")

    def __init__(self, bounds: Bounds) -> None:
        """Start with nothing."""
        self.found: dict[tuple[int, int], str] = {}
        self._bounds = bounds

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""
        place, relation = _FIRST_CELL.match(attributes.get("ref", "")), relation_of(attributes)
        if place is None or not relation:
            return
        if len(self.found) >= self._bounds.merges:
            raise too_much(f"a sheet of it has more than {self._bounds.merges:,} links")
        self.found[int(place[2]) - 1, column_index(place[1])] = relation
