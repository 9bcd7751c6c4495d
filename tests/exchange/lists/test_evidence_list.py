from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.exchange.evidence_guess import is_heading
from gni_assess.exchange.evidence_list import ListOutside, receive_list
from gni_assess.exchange.evidence_map import EvidenceMap, Rest
from gni_assess.exchange.receipt import Choice, Choices, Item, Outcome, Receipt, put_changes
from gni_assess.model.assessment import Assessment
from gni_assess.model.evidence import Policy, PolicyKind
from gni_assess.model.vocabulary import Classification
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.plain_tables import ListFile, make_table

Bring = Callable[..., Receipt]
Line = Callable[..., list[object]]
Outcomes = Callable[[Receipt], list[str]]
Made = Callable[[Receipt], list[Any]]
ProblemOf = Callable[[Item], str]


def test_a_row_becomes_a_record(made: Made, line: Line, bring: Bring) -> None:
    receipt = bring(
        line(
            "Policy on demands",
            "Policy",
            "What we do.\nAnd how.",
            Owner="Lena Berg",
            Where="https://example.com/p",
            From=date(2024, 3, 1),
            To="2026-05",
            Class="INTERNAL",
            Version="2.1",
        )
    )
    assert made(receipt) == [
        Policy(
            id="POL-100",
            kind_of=PolicyKind.POLICY,
            title="Policy on demands",
            summary="What we do.\nAnd how.",
            owner="lena",
            url="https://example.com/p",
            effective=made(receipt)[0].effective,
            classification=Classification.INTERNAL,
            version="2.1",
        )
    ]
    assert (str(made(receipt)[0].effective.from_), str(made(receipt)[0].effective.to)) == ("2024-03-01", "2026-05")


def test_each_row_of_the_file_is_counted_once(
    headings: tuple[str, ...], problem_of: ProblemOf, outcomes: Outcomes, line: Line, bring: Bring
) -> None:
    receipt = bring(line("A"), line("", "", ""), line("A"), line("A", Owner="carl"), headings, line("", "", "x"), line("Refused"))
    assert outcomes(receipt) == ["new", "same", "rejected", "not filled in", "rejected", "rejected", "not filled in"]
    assert sum(receipt.counts("list row").values()) == len(receipt.items) == 7
    assert "row 2" in receipt.items[1].remarks[0].what
    assert "`Owner`" in problem_of(receipt.items[2])
    assert problem_of(receipt.items[4]).count("each record needs") == 2
    assert problem_of(receipt.items[5]) == "cannot be kept"


def test_the_same_list_again_brings_nothing(
    *, usual: EvidenceMap, made: Made, outcomes: Outcomes, line: Line, bring: Bring, assessment: Assessment
) -> None:
    lines = [line("A", Owner="Legal", Where="Vault", Extra="more"), line("B\u00a0 b", "tool", From="unknown"), line("C", Class="public")]
    mapping = replace(usual, rest=Rest.NOTES, defaults={"owner": "carl"})
    first = bring(*lines, mapping=mapping)
    assert made(first)[0].notes == "Owner: Legal\nExtra: more"
    record = put_changes(assessment, first.changes)
    assert outcomes(bring(*lines, mapping=mapping, record=record)) == ["same"] * 3
    noted = replace(record.policies["POL-100"], notes="Mine.\n\nOwner: Legal\nExtra: more")
    assert outcomes(bring(*lines, mapping=mapping, record=replace(record, policies={**record.policies, "POL-100": noted}))) == ["same"] * 3


def test_what_differs_is_a_conflict_until_somebody_says_so(outcomes: Outcomes, line: Line, bring: Bring, assessment: Assessment) -> None:
    record = put_changes(assessment, bring(line("A", summary="Old."), line("B")).changes)
    changed = (line("A", summary="New.", Version="2"), line(" b ", Reviewed="2026-01-01"))
    receipt = bring(*changed, record=record)
    assert outcomes(receipt) == ["conflict", "new"]
    conflict = receipt.items[0].conflicts[0]
    assert (conflict.theirs, conflict.mine, conflict.field, conflict.sent) == ("Old.", "New.", "What it says or does", None)
    taken = bring(*changed, record=record, choices=Choices(others=Choice.TAKE))
    assert outcomes(taken) == ["changed", "new"]
    after = taken.changes[0].after
    assert isinstance(after, Policy)
    assert (after.id, after.summary, after.version) == ("POL-100", "New.", "2")
    assert outcomes(bring(*changed, record=record, choices=Choices(others=Choice.KEEP)))[0] == "changed"


def test_another_place_or_version_is_another_record(
    problem_of: ProblemOf, outcomes: Outcomes, line: Line, bring: Bring, assessment: Assessment
) -> None:
    record = put_changes(assessment, bring(line("A", Where="Vault 1", Version="1")).changes)
    for more in ({"Where": "Vault 2"}, {"Where": "Vault 1", "Version": "2"}):
        receipt = bring(line("A", **more), record=record)
        assert outcomes(receipt) == ["new"]
        assert "POL-100" in receipt.items[0].remarks[0].what
    assert outcomes(bring(line("A"), record=record)) == ["same"]
    two = put_changes(record, bring(line("A", Where="Vault 2"), record=record).changes)
    assert "say where it is" in problem_of(bring(line("A"), record=two).items[0])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1), summary=st.text(min_size=1))
def test_texts_arrive_unchanged(made: Made, assessment: Assessment, title: str, summary: str) -> None:
    rows = [
        (0, {0: Cell(CellKind.TEXT, "Title"), 1: Cell(CellKind.TEXT, "Summary")}),
        (1, {0: Cell(CellKind.TEXT, title), 1: Cell(CellKind.TEXT, summary)}),
    ]
    found = ListFile(file="x", sha256="", merges={}, grids={"S": rows})
    table = make_table(found, "S", is_heading)
    mapping = EvidenceMap(columns={"title": "Title", "summary": "Summary"}, defaults={"kind": "policy"})
    outside = ListOutside(by="olga", draw_record=lambda _kind: "POL-1", check=lambda _record: (), stamp=lambda _before, after: after)
    receipt = receive_list(found, table, mapping, assessment, outside)
    for each in made(receipt):
        # Lines end with a line feed in what is kept; a title stands in one line.
        assert each.summary == summary.replace("\r\n", "\n").replace("\r", "\n")
        assert each.title == title.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert len(receipt.items) == 1


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["A", "a", " A ", "B", "", "Refused"]),
            "kind": st.sampled_from(["policy", "Policies", "tool", "Memo", ""]),
            "Owner": st.sampled_from(["", "lena", "Lena Berg", "Legal"]),
            "Where": st.sampled_from(["", "Vault", "https://example.com/1"]),
            "From": st.sampled_from(["", "2025-01", "03/04/2025", "n/a"]),
            "Version": st.sampled_from(["", "1", "2"]),
            "Extra": st.sampled_from(["", "x"]),
        }
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, rest=st.sampled_from(Rest))
def test_counts_add_up_and_a_second_time_makes_nothing(
    *, usual: EvidenceMap, made: Made, line: Line, bring: Bring, assessment: Assessment, rows: list[dict[str, str]], rest: Rest
) -> None:
    lines = [line(**each) for each in rows]
    mapping = replace(usual, rest=rest)
    first = bring(*lines, mapping=mapping)
    numbers = [int(each.key.split()[0]) for each in first.items]
    assert sorted(numbers) == list(range(2, len(lines) + 2))
    assert len({each.id for each in made(first)}) == len(made(first)) == first.count("list row", Outcome.NEW)
    second = bring(*lines, mapping=mapping, record=put_changes(assessment, first.changes))
    was = {each.key.split()[0]: each.outcome for each in first.items}
    now = {each.key.split()[0]: each.outcome for each in second.items}
    assert now == {key: Outcome.SAME if each is Outcome.NEW else each for key, each in was.items()}


def test_columns_for_nothing_are_named_or_kept(usual: EvidenceMap, made: Made, line: Line, bring: Bring) -> None:
    left = bring(line(Extra="=1+1 [x]"))
    assert any("`Extra` (1 filled in)" in note and "--rest notes" in note for note in left.notes)
    assert made(left)[0].notes == ""
    assert made(bring(line(Extra="=1+1 [x]"), mapping=replace(usual, rest=Rest.NOTES)))[0].notes == "Extra: =1+1 [x]"


def test_what_is_read_nowhere_is_given_with_its_place(usual: EvidenceMap, line: Line, bring: Bring) -> None:
    extra = [line("A"), line("B", Extra="x"), line("C", Extra="y")]
    (unread,) = bring(*extra).unread
    assert (str(unread.spot), unread.heading, unread.count) == ("sheet `Sheet`, row 3, column K", "Extra", 2)
    assert bring(*extra, mapping=replace(usual, rest=Rest.NOTES)).unread == ()
    assert bring(*extra).filled == {"list row": 3}
