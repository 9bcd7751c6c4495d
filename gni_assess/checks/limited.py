"""Where limits stand: on records, and on the gaps of responses."""

from collections.abc import Iterator

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import KeyPath
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response


def limited_parts(record: Record) -> Iterator[tuple[KeyPath, Record | Gap]]:
    """Give a record and its gaps, each with its path: all that can have limits."""
    yield (), record
    if isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            yield ("gaps", number), gap


def each_limit(record: Record) -> Iterator[tuple[KeyPath, Limit]]:
    """Give every limit of a record and of its gaps, with its path."""
    for path, part in limited_parts(record):
        for position, limit in enumerate(part.limits):
            yield (*path, "limits", position), limit
