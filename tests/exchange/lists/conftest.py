"""Lists of evidence that somebody keeps, built without a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.evidence_guess import is_heading
from gni_assess.exchange.evidence_list import ListOutside, receive_list
from gni_assess.exchange.evidence_map import EvidenceMap
from gni_assess.exchange.receipt import UNSETTLED, Choices, Item, Receipt
from gni_assess.model.assessment import Assessment
from gni_assess.model.evidence import Policy, System
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.plain_tables import ListFile, make_table

HEADINGS = ("Title", "Kind", "Summary", "Owner", "Where", "From", "To", "Reviewed", "Class", "Version", "Extra")
Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]


@pytest.fixture
def headings() -> tuple[str, ...]:
    """Give the headings of the list."""
    return HEADINGS


@pytest.fixture
def usual() -> EvidenceMap:
    """Give what its columns stand for; `Extra` for nothing."""
    keys = ("title", "kind", "summary", "owner", "place", "effective.from", "effective.to", "last_reviewed", "classification", "version")
    return EvidenceMap(columns=dict(zip(keys, HEADINGS, strict=False)))


@pytest.fixture
def line() -> Line:
    """Make a line of the list: `line("Charter", "policy", "It says so.", Owner="lena")`."""

    def make(title: object = "Charter", kind: object = "policy", summary: object = "It says so.", **more: object) -> list[object]:
        values = {"Title": title, "Kind": kind, "Summary": summary, **more}
        return [values.get(each, "") for each in HEADINGS]

    return make


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, date):
        return Cell(CellKind.DAY, value.isoformat(), 1.0, value)
    return Cell(CellKind.TEXT, str(value))


@pytest.fixture
def outside() -> ListOutside:
    """Give an outside world in which ids are drawn in sequence, and what is called Refused cannot be stored."""
    numbers = iter(range(100, 10_000))
    return ListOutside(
        by="olga",
        draw_record=lambda kind: f"{'POL' if kind.value == 'policy' else 'SYS'}-{next(numbers)}",
        stamp=lambda _before, after: after,
        check=lambda record: ("cannot be kept",) if isinstance(record, Policy | System) and record.title == "Refused" else (),
    )


@pytest.fixture
def bring(assessment: Assessment, outside: ListOutside, usual: EvidenceMap) -> Bring:
    """Import lines of a list: `bring(line("A"), line("B"), mapping=…, record=…, choices=…, links={(1, 0): "https://…"}, outside=…)`."""

    def bring_lines(
        *lines: Sequence[object],
        mapping: EvidenceMap = usual,
        record: Assessment = assessment,
        choices: Choices = UNSETTLED,
        links: Mapping[tuple[int, int], str] | None = None,
        outside: ListOutside = outside,
    ) -> Receipt:
        rows = [dict(enumerate(map(_cell, each))) for each in (HEADINGS, *lines)]
        grid = [(row, {at: cell for at, cell in cells.items() if cell.text}) for row, cells in enumerate(rows)]
        grids = {"Sheet": [(row, cells) for row, cells in grid if cells]}
        found = ListFile(file="list.xlsx", sha256="ab" * 32, grids=grids, merges={}, links={"Sheet": links or {}})
        table = make_table(found, "Sheet", is_heading, heading_row=1)
        return receive_list(found, table, mapping, record, outside, choices)

    return bring_lines


@pytest.fixture
def outcomes() -> Callable[[Receipt], list[str]]:
    """Give what becomes of each line, in words."""
    return lambda receipt: [each.outcome.value for each in receipt.items]


@pytest.fixture
def made() -> Callable[[Receipt], list[Any]]:
    """Give the records that are made or changed, as they are afterwards."""
    return lambda receipt: [each.after for each in receipt.changes]


@pytest.fixture
def problem_of() -> Callable[[Item], str]:
    """Give what is in the way of a line, as one text."""
    return lambda item: "; ".join(each.what for each in item.problems)
