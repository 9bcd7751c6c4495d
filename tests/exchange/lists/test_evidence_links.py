from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.exchange.evidence_list import ListOutside
from gni_assess.exchange.evidence_map import EvidenceMap, Rest
from gni_assess.exchange.preview import find_written
from gni_assess.exchange.receipt import Choice, Choices, Item, Outcome, Receipt, put_changes
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.response import EvidenceLink, Response, Review
from gni_assess.model.vocabulary import Finding, RecordKind

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Outcomes = Callable[[Receipt], list[str]]
ProblemOf = Callable[[Item], str]


@pytest.fixture
def with_criteria(usual: EvidenceMap) -> EvidenceMap:
    """Give a mapping in which the last columns name criteria, where in it, and what it shows."""
    return (
        usual.with_column("criteria", "Extra")
        .with_column("where", "Version")
        .with_column("shows", "To")
        .with_column("version", "")
        .with_column("effective.to", "")
    )


@pytest.fixture
def links() -> Callable[[Receipt], Mapping[str, tuple[EvidenceLink, ...]]]:
    """Give the links of each response that a receipt changes."""

    def of(receipt: Receipt) -> Mapping[str, tuple[EvidenceLink, ...]]:
        return {each.after.id: each.after.evidence for each in receipt.changes if isinstance(each.after, Response)}

    return of


Links = Callable[[Receipt], Mapping[str, tuple[EvidenceLink, ...]]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("GOV-01", ["GOV-01"]),
        ("GOV-1; gov 02", ["GOV-01", "GOV-02"]),
        ("gov01,Gov_2\nGOV\u20113", ["GOV-01", "GOV-02", "GOV-03"]),
        ("GOV-02 and GOV-02", ["GOV-02"]),
        ("n/a", []),
        ("-", []),
    ],
)
def test_criteria_become_links_from_their_responses(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, links: Links, typed: str, found: list[str]
) -> None:
    receipt = bring(line(Extra=typed, Version="p. 3", To="Who decides."), mapping=with_criteria)
    assert receipt.items[0].outcome is Outcome.NEW
    assert links(receipt) == {each: (EvidenceLink(id="POL-100", where="p. 3", shows="Who decides."),) for each in found}


def test_words_that_name_no_criterion_are_told_once(*, bring: Bring, line: Line, with_criteria: EvidenceMap) -> None:
    receipt = bring(line("A", Extra="n/a"), line("B", Extra="tbd"), mapping=with_criteria)
    assert "`Extra`: what stands there names no criterion, and is read as none (2 cells, the first in row 2)" in receipt.notes


def test_the_same_list_again_links_nothing_twice(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, outcomes: Outcomes, assessment: Assessment
) -> None:
    lines = [line("A", Extra="GOV-01 GOV-02", Version="p. 3"), line("B", Extra="GOV-02"), line("A", Extra="GOV-03")]
    first = bring(*lines, mapping=with_criteria)
    assert (outcomes(first), len(first.changes)) == (["new", "new", "changed"], 5)
    record = put_changes(assessment, first.changes)
    assert record.responses["GOV-02"].evidence == (EvidenceLink(id="POL-100", where="p. 3"), EvidenceLink(id="POL-101"))
    assert outcomes(bring(*lines, mapping=with_criteria, record=record)) == ["same"] * 3


def test_links_that_are_there_gain_what_they_lack_and_differ_as_conflicts(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, links: Links, outcomes: Outcomes, assessment: Assessment
) -> None:
    answer = Response(criterion="GOV-01", answer="Yes.", evidence=(EvidenceLink(id="SYS-9"), EvidenceLink(id="POL-100", shows="Theirs.")))
    record = put_changes(assessment, bring(line("A")).changes)
    record = replace(record, responses={"GOV-01": answer})
    gained = bring(line("A", Extra="GOV-01", Version="p. 3"), mapping=with_criteria, record=record)
    assert links(gained)["GOV-01"] == (EvidenceLink(id="SYS-9"), EvidenceLink(id="POL-100", where="p. 3", shows="Theirs."))
    other = line("A", Extra="GOV-01 GOV-02", To="Ours.")
    left = bring(other, mapping=with_criteria, record=record)
    (conflict,) = left.items[0].conflicts
    assert (outcomes(left), left.changes, conflict.field, conflict.theirs) == (["conflict"], (), "What it shows (GOV-01)", "Theirs.")
    taken = bring(other, mapping=with_criteria, record=record, choices=Choices(others=Choice.BOTH))
    assert {key: each[-1].shows for key, each in links(taken).items()} == {"GOV-01": "Theirs.\n\nOurs.", "GOV-02": "Ours."}


def test_criteria_that_are_not_known_are_told_with_the_nearest_and_not_with_all(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap
) -> None:
    receipt = bring(line(Extra="GOV-01, GVO-02, privacy"), line("B", Extra="GOV-99"), mapping=with_criteria)
    first, second = receipt.items
    assert [(each.value, each.nearest) for each in first.problems] == [("GVO-02", "GOV-02"), ("PRIVACY", "")]
    assert [str(each.spot) for each in first.problems] == ["sheet `Sheet`, row 2, column K"] * 2
    assert "criteria list" in first.problems[1].what
    assert second.problems[0].value == "GOV-99"
    assert (receipt.count("list row", Outcome.REJECTED), receipt.changes) == (2, ())


def test_criteria_that_do_not_apply_are_told_and_not_linked(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, links: Links, assessment: Assessment
) -> None:
    criteria = tuple(replace(each, applies_to=("vendor",)) if each.id == "GOV-02" else each for each in assessment.pack.criteria)
    record = replace(assessment, pack=replace(assessment.pack, criteria=criteria))
    receipt = bring(line(Extra="GOV-01 GOV-2"), mapping=with_criteria, record=record)
    assert list(links(receipt)) == ["GOV-01"]
    (remark,) = receipt.items[0].remarks
    assert (remark.value, str(remark.spot)) == ("GOV-02", "sheet `Sheet`, row 2, column K")
    assert "does not apply" in remark.what


def test_where_and_what_without_a_criterion_go_into_the_notes(*, bring: Bring, line: Line, with_criteria: EvidenceMap) -> None:
    receipt = bring(line(Version="p. 3"), mapping=replace(with_criteria, rest=Rest.LEAVE))
    (change,) = receipt.changes
    assert getattr(change.after, "notes", "") == "Version: p. 3"
    assert any("`Version`: what stands there goes with no criterion, and is kept in the notes" in note for note in receipt.notes)


def test_responses_are_stamped_and_those_that_were_reviewed_are_named(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, outside: ListOutside, assessment: Assessment
) -> None:
    by = Stamp(on=date(2026, 11, 21), by="olga")
    reviewed = Review(on=by.on, by="carl", of="0" * 64)
    answer = Response(criterion="GOV-01", finding=Finding.IN_PLACE, answer="Yes.", answered=by, reviewed=reviewed)
    record = replace(assessment, responses={"GOV-01": answer})
    stamping = replace(outside, stamp=lambda _before, after: replace(after, updated=by))
    receipt = bring(line(Extra="GOV-01 GOV-02"), mapping=with_criteria, record=record, outside=stamping)
    assert [each.after.updated for each in receipt.changes if isinstance(each.after, Response)] == [by, by]
    assert "2 links to evidence go into 2 responses: GOV-01, GOV-02" in receipt.notes
    assert any("reviewed again" in note and note.endswith(": GOV-01") for note in receipt.notes)


def test_a_response_that_cannot_be_read_is_not_linked(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, outside: ListOutside, problem_of: ProblemOf
) -> None:
    broken = replace(outside, broken=(RecordRef(kind=RecordKind.RESPONSE, id="GOV-01"),))
    receipt = bring(line(Extra="GOV-01"), mapping=with_criteria, outside=broken)
    assert (problem_of(receipt.items[0]), receipt.changes) == ("belongs to GOV-01, whose file cannot be read; mend it first", ())


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["A", "B", "Refused"]),
            "Where": st.sampled_from(["", "Vault"]),
            "Extra": st.sampled_from(["", "GOV-01", "gov 2; GOV-1", "GOV-09", "n/a"]),
            "Version": st.sampled_from(["", "p. 1", "p. 2"]),
            "To": st.sampled_from(["", "It is so."]),
        }
    ),
    max_size=7,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_links_add_up_and_a_second_time_makes_nothing(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, assessment: Assessment, rows: list[dict[str, str]]
) -> None:
    lines = [line(**each) for each in rows]
    first = bring(*lines, mapping=with_criteria)
    assert len(first.items) == len(lines)
    record = put_changes(assessment, first.changes)
    known = {*record.policies}
    for response in record.responses.values():
        ids = [each.id for each in response.evidence]
        assert len(ids) == len({*ids})
        assert known >= {*ids}
    second = bring(*lines, mapping=with_criteria, record=record)
    was = [Outcome.SAME if each.outcome in (Outcome.NEW, Outcome.CHANGED) else each.outcome for each in first.items]
    assert [each.outcome for each in second.items] == was
    assert second.changes == ()


def test_of_a_response_with_many_links_only_the_new_one_is_checked(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, outside: ListOutside, assessment: Assessment
) -> None:
    many = Response(criterion="GOV-01", evidence=tuple(EvidenceLink(id=f"SYS-{number}") for number in range(500)))
    checked: list[Record] = []

    def check(record: Record) -> tuple[str, ...]:
        checked.append(record)
        return ("cannot be kept",) if isinstance(record, Response) and any("\0" in each.where for each in record.evidence) else ()

    lines = [line(f"Document {number}", Extra="GOV-01", Version=f"p. {number}") for number in range(50)]
    checking = replace(outside, check=check)
    record = replace(assessment, responses={"GOV-01": many})
    receipt = bring(*lines, line("Odd", Extra="GOV-01", Version="\0"), mapping=with_criteria, record=record, outside=checking)
    assert sum(len(each.evidence) for each in checked if isinstance(each, Response)) == len(lines) + 1
    assert (receipt.count("list row", Outcome.NEW), receipt.items[-1].outcome) == (50, Outcome.REJECTED)
    (after,) = [each.after for each in receipt.changes if isinstance(each.after, Response)]
    assert len(after.evidence) == 550


def test_thousands_of_rows_build_each_response_once_and_each_row_shows_its_own_link(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, outside: ListOutside, assessment: Assessment
) -> None:
    there = EvidenceLink(id="SYS-9", shows="Theirs.")
    record = replace(assessment, responses={"GOV-01": Response(criterion="GOV-01", answer="Yes.", evidence=(there, there))})
    built: list[Response] = []

    def stamp(before: Response | None, after: Response) -> Response:
        assert before == record.responses.get(after.criterion)
        built.append(after)
        return after

    lines = [line(f"Document {number}", Extra="GOV-01 GOV-02", Version="p. 1") for number in range(300)]
    receipt = bring(*lines, mapping=with_criteria, record=record, outside=replace(outside, stamp=stamp))
    ids = [f"POL-{100 + number}" for number in range(300)]
    assert sorted(each.criterion for each in built) == ["GOV-01", "GOV-02"]
    made = {each.after.id: each.after for each in receipt.changes if isinstance(each.after, Response)}
    assert [each.id for each in made["GOV-01"].evidence] == ["SYS-9", "SYS-9", *ids]
    assert [each.id for each in made["GOV-02"].evidence] == ids
    held = sum(len(each.after.evidence) for item in receipt.items for each in item.changes if isinstance(each.after, Response))
    assert held < 5 * len(lines)
    for item in (receipt.items[0], receipt.items[150], receipt.items[-1]):
        told = [(each.record, each.name, each.before, each.after) for each in find_written(item.changes) if each.record]
        both = [("evidence", "", "this new record"), ("evidence where", "", "p. 1")]
        assert told == [(criterion, *each) for criterion in ("GOV-01", "GOV-02") for each in both]
    assert "600 links to evidence go into 2 responses: GOV-01, GOV-02" in receipt.notes


def test_a_link_that_two_rows_fill_in_is_shown_by_each_as_it_was(
    *, bring: Bring, line: Line, with_criteria: EvidenceMap, links: Links
) -> None:
    lines = [line("A", Extra="GOV-01"), line("B", Extra="GOV-01"), line("A", Extra="GOV-01", Version="p. 3")]
    receipt = bring(*lines, mapping=with_criteria)
    assert links(receipt) == {"GOV-01": (EvidenceLink(id="POL-100", where="p. 3"), EvidenceLink(id="POL-101"))}
    shown = [[(each.name, each.after) for each in find_written(item.changes) if each.record] for item in receipt.items]
    assert shown == [[("evidence", "this new record")], [("evidence", "this new record")], [("evidence POL-100 where", "p. 3")]]
