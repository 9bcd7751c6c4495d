"""The assessor's workbook as it comes back, built without a workbook."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.exchange.assessor_requests import receive_requests
from gni_assess.exchange.receipt import UNSETTLED, Choices, Item, Receipt, put_changes
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.follow_up import Request
from gni_assess.sheets.incoming_values import Incoming, IncomingTable

Back = Callable[..., Incoming]
Only = Callable[[Receipt], Item]
Made = Callable[[Receipt], list[Request]]
After = Callable[[Assessment, Receipt], Assessment]

IDS: Mapping[str, tuple[str, ...]] = {
    "gni_criteria": ("GOV-01", "GOV-02", "GOV-03"),
    "gni_evidence": ("POL-417",),
    "gni_cases": ("CASE-175",),
    "gni_new_requests": tuple(map(str, range(1, 21))),
}

SHEETS = {"gni_criteria": "Criteria", "gni_evidence": "Evidence", "gni_cases": "Cases", "gni_new_requests": "Requests"}


def _back(digest: str = "a", *, gone: Collection[str] = (), lost: Collection[str] = (), **rows: Any) -> Incoming:  # noqa: ANN401 - rows
    """Give a workbook that came back: rows by the name of the table, without `gni_`; `digest` is one letter."""
    tables = {
        name: IncomingTable(
            name=name, sheet=SHEETS[name], rows=tuple(rows.get(name.removeprefix("gni_"), ())), ids=ids, gone=tuple(gone), lost=tuple(lost)
        )
        for name, ids in IDS.items()
    }
    facts = {"digest": digest * 64, "created": "2026-05-04", "company": "Acme"}
    return Incoming(file="back.xlsx", sha256="cd" * 32, kind="gap-report", facts=facts, tables=tables)


@pytest.fixture
def drawing(outside: Outside) -> Outside:
    numbers = iter(range(100, 10_000))
    return replace(outside, draw_record=lambda kind, _taken: f"{'REQ' if kind.value == 'request' else '?'}-{next(numbers)}")


@pytest.fixture
def take(drawing: Outside) -> Callable[..., Receipt]:
    def receive(record: Assessment, file: Incoming, choices: Choices = UNSETTLED, **more: Any) -> Receipt:  # noqa: ANN401 - as it takes it
        return receive_requests(file, record, drawing, choices, **more)

    return receive


def _only(receipt: Receipt) -> Item:
    (item,) = receipt.items
    return item


def _made(receipt: Receipt) -> list[Request]:
    return [each.after for each in receipt.changes if isinstance(each.after, Request)]


def _after(record: Assessment, receipt: Receipt) -> Assessment:
    return put_changes(record, receipt.changes)


@pytest.fixture
def ids() -> Mapping[str, tuple[str, ...]]:
    return IDS


@pytest.fixture
def back() -> Back:
    return _back


@pytest.fixture
def only() -> Only:
    return _only


@pytest.fixture
def made() -> Made:
    return _made


@pytest.fixture
def after() -> After:
    return _after
