"""What the selected cases cover, as lines of text or as plain values for JSON.

How many cases there are from each place and about each service tells values of the record, and how many of each kind can tell that a case
exists of which nobody may be told. Output that may be published has only the counts that criteria ask for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from gni_assess.model.columns import wrap_columns
from gni_assess.model.coverage import Coverage, CoverageLine
from gni_assess.model.visible import visible_line

_HEADINGS = ("", "THE SELECTED CASES", "COUNTED", "ASKED FOR", "MET")
_MET = {True: "yes", False: "no", None: "-"}


def write_coverage(coverage: Coverage, *, with_values: bool, width: int | None = None) -> Iterator[str]:
    """Give the lines of a table, and with values what there is of each kind; nothing where the pack asks for nothing.

    With `width` the lists below the table are wrapped to it.
    """
    if not coverage.lines:
        return
    rows = [_HEADINGS, *map(_cells, coverage.lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(most) for cell, most in zip(row, widths, strict=True)).rstrip()
    if coverage.unread:
        files = "1 case file" if coverage.unread == 1 else f"{coverage.unread} case files"
        yield f"not counted: {files} that cannot be read"
    if with_values:
        for name, counts in _by_kind(coverage).items():
            listed = visible_line(", ".join(f"{each} {number}" for each, number in counts.items()) or "none")
            lead = f"by {name}: "
            yield from [lead + listed] if width is None else wrap_columns(listed, width, first=lead, later="    ")


def coverage_as_json(coverage: Coverage, *, with_values: bool) -> dict[str, Any]:
    """Give plain values; with values also what there is of each kind, and what is not covered."""
    value: dict[str, Any] = {"criteria": [_as_json(each, with_values=with_values) for each in coverage.lines], "unread": coverage.unread}
    if with_values:
        value |= {f"by_{name}": dict(counts) for name, counts in _by_kind(coverage).items()}
    return value


def _cells(line: CoverageLine) -> tuple[str, ...]:
    return line.criterion, line.counted, str(line.count), str(line.target) if line.target else "-", _MET[line.met]


def _by_kind(coverage: Coverage) -> Mapping[str, Mapping[str, int]]:
    return {"right": coverage.rights, "type": coverage.types, "jurisdiction": coverage.jurisdictions, "service": coverage.services}


def _as_json(line: CoverageLine, *, with_values: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "criterion": line.criterion,
        "key": line.key,
        "counted": line.counted,
        "count": line.count,
        "target": line.target,
        "met": line.met,
    }
    return value | {"lacking": list(line.lacking)} if with_values else value
