import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.exchange.receipt import Choice, Choices, FieldConflict, Item, Outcome, Problem, Receipt, squash
from gni_assess.exchange.three_ways import Field, join, merge_fields
from gni_assess.exchange.values import Reading, read_day, read_ids, read_partial_day, read_person, read_text, read_word
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.spoken_dates import explain_day
from gni_assess.model.workspace import Person
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import IncomingCell, Spot
from gni_assess.sheets.way_back import digest_of_text

SPOT = Spot(sheet="Sheet", row=7, column="D")
TEXTS = st.text(st.sampled_from("ab \n"), max_size=4)


def cell(text: str, kind: CellKind = CellKind.TEXT, number: float | None = None, day: date | None = None) -> IncomingCell:
    return IncomingCell(cell=Cell(kind, text, number, day), spot=SPOT, is_merged=False)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_text_is_read_exactly(text: str) -> None:
    assert (read_text(cell(text)).value or "") == (text if text.strip() else "")


@pytest.mark.parametrize("typed", ["in place", "In-Place", " IN  PLACE ", "in\u00a0place", "in_place.", "in\u2011place"])
def test_words_are_read_in_any_case(typed: str) -> None:
    assert read_word(cell(typed), {"in place": 1, "planned": 2}).value == 1


def test_a_near_word_is_named_and_never_taken() -> None:
    read = read_word(cell("plannd"), {"in place": 1, "planned": 2}, {"intended": 2})
    assert read.value is None
    assert read.problems == (
        Problem(
            what="is none of the words that can stand there", spot=SPOT, value="plannd", allowed=("in place", "planned"), nearest="planned"
        ),
    )
    assert read_word(cell("Intended"), {"planned": 2}, {"intended": 2}).value == 2
    assert read_word(cell("intnded"), {"planned": 2}, {"intended": 2}).problems[0].nearest == "planned"


@pytest.mark.parametrize(("shown", "value"), [("TRUE", 1), ("FALSE", 2)])
def test_a_truth_value_is_yes_or_no_in_every_language(shown: str, value: int) -> None:
    assert read_word(cell(shown, CellKind.TRUTH), {"yes": 1, "no": 2}).value == value


@pytest.mark.parametrize("typed", ["2026-12-31", "31 December 2026", "Dec 31, 2026", "31st of December 2026", "2026\u201112\u201131"])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert read_day(cell(typed)).value == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["31.12.2026", "03/04/2027", "in 3 months", "31 December", "Friday", "soon", "2026-02-30", "12/26"])
def test_days_that_can_be_read_otherwise_are_refused(typed: str) -> None:
    (problem,) = read_day(cell(typed), whole_month=True).problems
    assert problem.what[0].islower()
    assert problem.allowed


@pytest.mark.parametrize(
    ("typed", "day"), [("31.12.2026", date(2026, 12, 31)), ("12-31-2026", date(2026, 12, 31)), ("3/3/2027", date(2027, 3, 3))]
)
def test_days_in_numbers_with_one_reading_are_taken_where_that_is_meant(typed: str, day: date) -> None:
    read = read_day(cell(typed), in_numbers=True)
    assert (read.value, [each.what for each in read.remarks]) == (day, [f"is taken as {day}"])
    assert read_partial_day(cell(typed), in_numbers=True).as_text().value == str(day)
    assert read_day(cell(typed)).value is None


@pytest.mark.parametrize("typed", ["03/04/2027", "3.4.27", "31.02.2026", "31.13.2026", "31/12.2026", "2026/13/01", "0.0.0000", "1.1"])
def test_days_in_numbers_with_no_reading_or_two_are_refused(typed: str) -> None:
    assert read_day(cell(typed), in_numbers=True, whole_month=True).problems[0].allowed


def test_a_month_is_a_day_only_where_that_is_meant() -> None:
    assert read_day(cell("March 2027")).problems[0].nearest == "2027-03-31"
    read = read_day(cell("Q1 2027"), whole_month=True)
    assert read.value == date(2027, 3, 31)
    assert "2027-03-31" in read.remarks[0].what


def test_days_in_cells_of_the_right_and_of_the_wrong_kind() -> None:
    assert read_day(cell("2026-12-31 14:30", CellKind.DAY, 46387.6, date(2026, 12, 31))).value == date(2026, 12, 31)
    (lost,) = read_day(cell("46387", CellKind.NUMBER, 46387.0)).problems
    assert (lost.what, lost.nearest) == ("is a number and no day", "2026-12-31")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2025-03", "2025-03"),
        ("March 2025", "2025-03"),
        ("Unknown", "unknown"),
        ("4 March 2025", "2025-03-04"),
        ("2025-03-04", "2025-03-04"),
    ],
)
def test_partial_days(typed: str, text: str) -> None:
    assert str(read_partial_day(cell(typed)).value) == text


def test_partial_days_that_are_none() -> None:
    (problem,) = read_partial_day(cell("2025")).problems
    assert "unknown" in problem.allowed


@pytest.mark.parametrize(
    "typed", ["GOV-01, GOV-02", "gov-01\nGOV\u201302", "GOV-01 and (GOV-02).", "\u00a0GOV-01;GOV-02;", "GOV-01 / GOV-02 & GOV-01"]
)
def test_ids_however_they_are_listed(typed: str) -> None:
    assert read_ids(cell(typed), ["GOV-01", "GOV-02"], "question").value == ("GOV-01", "GOV-02")


@pytest.mark.parametrize("typed", ["PRV 01", "prv-1", "PRV01", "Prv\u20111.", "prv_01", "PRV\u00a0001", "(PRV-1)"])
def test_ids_however_they_are_spelled(typed: str) -> None:
    assert read_ids(cell(f"{typed} and gov 2"), ["GOV-02", "PRV-01", "PRV-11"], "question").value == ("PRV-01", "GOV-02")


def test_an_id_is_not_taken_for_another() -> None:
    known = ["GOV-1", "GOV-01", "GOV-02", "POL-417"]
    assert read_ids(cell("GOV-1, GOV-01"), known, "question").value == ("GOV-1", "GOV-01")
    assert [each.value for each in read_ids(cell("GOV 001, pol 7 and GOV-02-G417"), known, "question").problems] == [
        "GOV-001",
        "POL-7",
        "GOV-02-G417",
    ]


def test_words_that_are_no_ids_are_one_problem() -> None:
    (problem,) = read_ids(cell(" Rules of the house 2025 "), ["GOV-01", "POL-417"], "question").problems
    assert (problem.value, problem.what, problem.nearest) == ("Rules of the house 2025", "is no id of a question", "")
    assert [each.value for each in read_ids(cell("see GOV-09"), ["GOV-01"], "question").problems] == ["SEE", "GOV-09"]
    (typo,) = read_ids(cell("gvo 01"), ["GOV-01", "POL-417"], "question").problems
    assert (typo.value, typo.nearest) == ("gvo 01", "GOV-01")


def test_ids_that_are_unknown_are_named_one_by_one() -> None:
    read = read_ids(cell("GOV-01, GOV-20, DDR-01"), ["GOV-01", "GOV-02"], "question")
    assert [(each.value, each.nearest) for each in read.problems] == [("GOV-20", "GOV-02"), ("DDR-01", "")]
    assert read_ids(cell("?"), ["GOV-01"], "question").value is None


@pytest.mark.parametrize("typed", ["soon", "in 3 working days", "", "31.12.2026", "1 May 26", "2026-02-30", "03/04/2027", "12/26"])
def test_what_is_advised_in_place_of_a_day_is_taken(typed: str) -> None:
    told = explain_day(typed, when_is_known=False)
    advised = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+ [A-Z][a-z]+ [0-9]{4}", told)
    assert advised
    assert all(read_day(cell(each)).value for each in advised)
    assert "or:" not in told
    problems = read_day(cell(typed)).problems
    assert all(each not in problem.what for problem in problems for each in ("3 months", "Friday", "Q2", "weeks"))


def test_people_by_id_name_or_address() -> None:
    people = [
        Person(id="lena", name="Lena Berg", email="lena@example.com"),
        Person(id="l2", name="Lena  berg"),
        Person(id="bo", name="Bo Ek"),
    ]
    assert [read_person(cell(each), people).value for each in ("LENA", "lena@example.com", "Bo Ek")] == ["lena", "lena", "bo"]
    (two,) = read_person(cell("Lena Berg"), people).problems
    assert two.allowed == ("lena (Lena Berg)", "l2 (Lena  berg)")
    assert [read_person(cell(each), people).value for each in two.allowed] == ["lena", "l2"]
    assert read_person(cell("Bo Ec"), people).problems[0].nearest == "bo (Bo Ek)"
    assert read_person(cell("Anybody"), []).problems


def test_people_by_role() -> None:
    people = [
        Person(id="regional", name="Regional counsel", role="Regional counsel"),
        Person(id="counsel", name="Counsel", role="Chief legal officer"),
        Person(id="security", name="Kim Specimen", role="Head of security"),
        Person(id="legal", name="Ann Adler", role="Head of policy"),
        Person(id="bo", name="Bo Ek", role="Legal"),
    ]
    typed = ("head of  Security", "Head-of-security.", "kim specimen", "Kim Specimen (Head of security)", "counsel", "legal")
    assert [read_person(cell(each), people).value for each in typed] == ["security"] * 4 + ["counsel", "legal"]
    (problem,) = read_person(cell("Legal"), people).problems
    assert problem.allowed == ("legal (Ann Adler, Head of policy)", "bo (Bo Ek, Legal)"), "the id of one and the role of another"
    near = {
        "General counsel": "counsel (Counsel, Chief legal officer)",
        "Security": "",
        "Hed of security": "security (Kim Specimen, Head of security)",
        "Kim": "security (Kim Specimen, Head of security)",
        "Head of": "",
        "Treasurer": "",
        "?": "",
    }
    told = {each: read_person(cell(each), people) for each in near}
    assert {each: read.problems[0].nearest if read.problems else "" for each, read in told.items()} == near
    assert [each for each, read in told.items() if not read.is_unknown] == ["Security"]
    assert not read_person(replace(cell("Nobody"), is_merged=True), people).is_unknown


def test_what_is_empty_is_nothing() -> None:
    for each in (None, cell(" \n\t")):
        found: list[Reading[Any]] = [read_text(each), read_word(each, {}), read_day(each), read_ids(each, [], "question")]
        assert found == [Reading()] * 4


@given(TEXTS, TEXTS, TEXTS, st.sampled_from([None, *Choice]))
def test_three_ways(sent: str, theirs: str, mine: str, choice: Choice | None) -> None:
    field = Field(key="answer", heading="Answer", theirs=theirs, mine=mine, can_join=True)
    digests = {"answer": digest_of_text(sent)} if sent else {}
    merge = merge_fields([field], digests, {}, lambda conflict: choice if choice in conflict.choices else None)
    if mine.rstrip() == sent.rstrip():
        assert (merge.texts, merge.conflicts) == ({}, ()), "what was not touched changes nothing"
    elif mine.rstrip() == theirs.rstrip():
        assert (merge.texts, merge.conflicts) == ({}, ())
    elif theirs.rstrip() == sent.rstrip() and mine.strip():
        assert merge.texts == {"answer": mine}
    elif choice is None:
        assert merge.texts == {}
        assert merge.conflicts or f"\n\n{mine.rstrip()}\n\n" in f"\n\n{theirs.rstrip()}\n\n", "what is not there is not lost"
    for text in merge.texts.values():
        assert text in (mine, join(theirs, mine))


def test_what_was_sent_is_shown_where_it_is_known() -> None:
    field = Field(key="answer", heading="Answer", theirs="Now.", mine="Mine.", can_join=True)
    digest = digest_of_text("Then.")

    def find(past: dict[str, str]) -> FieldConflict:
        return merge_fields([field], {"answer": digest}, past, lambda _: None).conflicts[0]

    assert [find({}).sent, find({digest: "Then."}).sent] == [None, "Then."]


def test_a_receipt_counts_and_joins_changes() -> None:
    first, second, third = (Response(criterion="GOV-01", answer=each) for each in ("a", "b", "c"))
    items = (
        Item(
            kind="question",
            key="GOV-01",
            outcome=Outcome.NEW,
            changes=(Change(before=None, after=first), Change(before=first, after=second)),
        ),
        Item(kind="gap", key="1", outcome=Outcome.CHANGED, changes=(Change(before=second, after=third),)),
    )
    receipt = Receipt(file="f", sha256="0", items=items, asked=1)
    assert receipt.changes == (Change(before=None, after=third),)
    assert (receipt.kinds, receipt.adds_up, receipt.is_left) == (("question", "gap"), True, False)
    assert squash([Change(before=first, after=second), Change(before=second, after=first)]) == ()


def test_a_choice_that_cannot_be_is_none() -> None:
    conflict = FieldConflict(key="finding", field="Finding", sent="", theirs="a", mine="b", can_join=False)
    find: Callable[[Choices], Choice | None] = lambda choices: choices.find("question", "GOV-01", conflict)  # noqa: E731
    assert find(Choices(others=Choice.BOTH)) is None
    assert find(Choices(others=Choice.BOTH, single={"question GOV-01 finding": Choice.TAKE})) is Choice.TAKE
