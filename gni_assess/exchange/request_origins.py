"""Where in the assessor's workbook a request stands, kept in the record, so that the next file that comes back finds it again."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from gni_assess.sheets.way_back import digest_of_text

_DIGITS = 12
_BESIDE = "+"
_ID = re.compile("[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell in which the assessor wrote: of which export, in which table, on the row with which id, in which column."""

    export: str
    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Write it as one word."""
        return f"{self.export}/{self.table}/{self.row}/{self.column}"

    @property
    def first(self) -> Self:
        """The cell itself, where this stands for another text in a copy of it."""
        return replace(self, row=self.row.partition(_BESIDE)[0])

    def beside(self, text: str) -> Self:
        """Name another text for the same cell, as two people have it who write in copies of one workbook."""
        return replace(self, row=f"{self.first.row}{_BESIDE}{digest_of_text(text)[:_DIGITS]}")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a request stands, and the digests of what was there when it was last received, by column.

    The digests tell whether the assessor wrote something else since then, whatever became of the record meanwhile.
    """

    place: Place
    received: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `write` wrote; None where it is something else."""
        place, *pairs = text.split() or [""]
        parts = place.split("/")
        if len(parts) != len(("export", "table", "row", "column")):
            return None
        received = {key: digest for key, _, digest in (each.partition(":") for each in pairs)}
        return cls(place=Place(export=parts[0], table=parts[1], row=parts[2], column=parts[3]), received=received)

    def write(self) -> str:
        """Write it as it is kept in the record: the place, then the digests."""
        return " ".join([str(self.place), *(f"{key}:{digest}" for key, digest in sorted(self.received.items()))])


def export_of(digest: str) -> str:
    """Give the short name of an export from its digest."""
    return digest[:_DIGITS]


def digests_of(fields: Mapping[str, str]) -> Mapping[str, str]:
    """Digest what stands in columns."""
    return {key: digest_of_text(text) for key, text in fields.items()}


def row_without_number(fields: Iterable[str]) -> str:
    """Name a row that has no number of its own by what stands in it."""
    digest = digest_of_text(json.dumps(list(fields)))
    return f"text-{digest[:_DIGITS]}"


def row_named(key: str) -> str:
    """Give the id of a row as it can stand in an origin; what is not like an id is named by its digest."""
    return key if _ID.fullmatch(key) else row_without_number([key])
