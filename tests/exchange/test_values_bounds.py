import time
from datetime import date

import pytest

from gni_assess.errors import ReportError
from gni_assess.exchange.receipt import Item, Outcome, Receipt
from gni_assess.exchange.values import (
    MOST_TOLD,
    Reading,
    is_address,
    read_day,
    read_ids,
    read_partial_day,
    read_person,
    read_text,
    read_word,
)
from gni_assess.model.workspace import Person
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import IncomingCell, Spot

SPOT = Spot(sheet="Sheet", row=7, column="D")
KNOWN = tuple(f"GOV-{number:02}" for number in range(100))
MOMENT = IncomingCell(cell=Cell(CellKind.DAY, "2026-01-02 14:30", 46024.6, date(2026, 1, 2)), spot=SPOT)


def cell(text: str) -> IncomingCell:
    return IncomingCell(cell=Cell(CellKind.TEXT, text), spot=SPOT)


@pytest.mark.parametrize("text", ["policy x" * 2_000_000, "1" * 15_000_000, "1 " * 9_000_000, "GOV-" * 5_000_000])
def test_what_is_far_too_long_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    found: list[Reading[object]] = [
        read_word(cell(text), {"policy": 1}),
        read_day(cell(text)),  # type: ignore[list-item]
        read_partial_day(cell(text)),  # type: ignore[list-item]
        read_ids(cell(text), KNOWN, "question"),  # type: ignore[list-item]
        read_person(cell(text), [Person(id="lena", name="Lena Berg")]),  # type: ignore[list-item]
    ]
    assert [each.value for each in found] == [None] * 5
    assert all("is too long for what goes there" in each.problems[0].what for each in found)
    assert time.process_time() - start < 1


def test_of_many_unknown_ids_some_are_told_and_the_others_counted() -> None:
    start = time.process_time()
    read = read_ids(cell(" ".join(f"GOV-{number}" for number in range(1000, 10_000))), KNOWN, "question")
    assert (len(read.problems), read.problems[-1].what) == (MOST_TOLD + 1, f"and {9000 - MOST_TOLD} more like that")
    assert time.process_time() - start < 2
    exactly = read_ids(cell(" ".join(f"GOV-{number}" for number in range(1000, 1000 + MOST_TOLD))), KNOWN, "question")
    assert len(exactly.problems) == MOST_TOLD


def test_the_nearest_of_a_long_word_is_not_looked_for() -> None:
    assert read_word(cell("policies" * 13), {"policies" * 12: 1}).problems[0].nearest == ""
    assert read_ids(cell("GOV-0" + "1" * 100), KNOWN, "question").problems[0].nearest == ""


def test_a_long_text_is_taken_whole() -> None:
    assert read_text(cell("x" * 200_000)).value == "x" * 200_000


def test_a_time_of_day_that_is_dropped_is_said() -> None:
    told = [*read_day(MOMENT).remarks, *read_partial_day(MOMENT).remarks]
    assert [each.what for each in told] == ["is taken as 2026-01-02, without the time of day"] * 2
    assert [each.value for each in told] == ["2026-01-02 14:30"] * 2
    assert read_day(cell("2026-01-02")).remarks == ()


def test_an_address_may_be_in_capitals() -> None:
    assert [is_address(each) for each in ("HTTPS://example.com/p", "http://x", "see https://x", "https://x y")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_receipt_that_does_not_add_up_gives_no_changes() -> None:
    asked = Item(kind="question", key="GOV-01", outcome=Outcome.SAME)
    row = Item(kind="list row", key="2", outcome=Outcome.SAME)
    right = Receipt(file="f", sha256="0", items=(asked, row), asked=1, filled={"list row": 1})
    assert (right.adds_up, right.changes) == (True, ())
    for items, number, filled in (((asked, asked), 2, 0), ((asked,), 2, 0), ((row,), 0, 2), ((row, row), 0, 1)):
        wrong = Receipt(file="f", sha256="0", items=items, asked=number, filled={"list row": filled})
        with pytest.raises(ReportError, match="do not add up"):
            wrong.changes  # noqa: B018 - asking for them is what is tried
