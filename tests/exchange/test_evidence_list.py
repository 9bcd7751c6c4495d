from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import UsageError
from gni_assess.exchange.evidence_guess import guess_columns, is_heading
from gni_assess.exchange.evidence_list import ListOutside, receive_list
from gni_assess.exchange.evidence_map import DateOrder, EvidenceMap, Rest, get_column, map_as_plain, map_from_plain
from gni_assess.exchange.evidence_values import find_unknown_words
from gni_assess.exchange.receipt import Choice, Choices, Item, Outcome, Receipt, put_changes
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Policy, PolicyKind, System, SystemKind
from gni_assess.model.vocabulary import Classification
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.plain_tables import ListFile, make_table

Import = Callable[..., Receipt]
HEADINGS = ("Title", "Kind", "Summary", "Owner", "Where", "From", "To", "Reviewed", "Class", "Version", "Extra")
MAP = EvidenceMap(
    columns={
        "title": "Title",
        "kind": "Kind",
        "summary": "Summary",
        "owner": "Owner",
        "place": "Where",
        "effective.from": "From",
        "effective.to": "To",
        "last_reviewed": "Reviewed",
        "classification": "Class",
        "version": "Version",
    }
)
TAKE = Choices(others=Choice.TAKE)


def line(title: object = "Charter", kind: object = "policy", summary: object = "It says so.", **more: object) -> list[object]:
    values = {"Title": title, "Kind": kind, "Summary": summary, **more}
    return [values.get(each, "") for each in HEADINGS]


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, date):
        return Cell(CellKind.DAY, value.isoformat(), 1.0, value)
    return Cell(CellKind.TEXT, str(value))


@pytest.fixture
def bring(assessment: Assessment) -> Import:
    """Import lines of a list: `bring(line("A"), line("B"), mapping=…, record=…, choices=…)`."""
    numbers = iter(range(100, 10_000))
    outside = ListOutside(
        by="olga",
        draw_record=lambda kind: f"{'POL' if kind.value == 'policy' else 'SYS'}-{next(numbers)}",
        check=lambda record: ("cannot be kept",) if isinstance(record, Policy | System) and record.title == "Refused" else (),
    )

    def bring_lines(
        *lines: Sequence[object], mapping: EvidenceMap = MAP, record: Assessment = assessment, choices: Choices | None = None
    ) -> Receipt:
        rows = [dict(enumerate(map(_cell, each))) for each in (HEADINGS, *lines)]
        grid = [(row, {at: cell for at, cell in cells.items() if cell.text}) for row, cells in enumerate(rows)]
        found = ListFile(file="list.xlsx", sha256="ab" * 32, grids={"Sheet": [(row, cells) for row, cells in grid if cells]}, merges={})
        table = make_table(found, "Sheet", is_heading, heading_row=1)
        return receive_list(found, table, mapping, record, outside, choices or Choices())

    return bring_lines


def outcomes(receipt: Receipt) -> list[str]:
    return [each.outcome.value for each in receipt.items]


def made(receipt: Receipt) -> list[Any]:
    return [each.after for each in receipt.changes]


def problem_of(item: Item) -> str:
    return "; ".join(each.what for each in item.problems)


def test_a_row_becomes_a_record(bring: Import) -> None:
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


def test_words_that_mean_ours_are_read_and_said_once(bring: Import) -> None:
    receipt = bring(line("A", "SOP"), line("B", "sop"), line("C", "Log", Where="Vault"), line("D", "Memo"))
    assert [each.kind_of for each in made(receipt)] == [PolicyKind.PROCEDURE, PolicyKind.PROCEDURE, SystemKind.REGISTER]
    assert made(receipt)[2].held_at == "Vault"
    assert any("`SOP` is read as procedure" in note for note in receipt.notes)
    last = receipt.items[-1]
    assert (last.outcome, last.problems[0].value) == (Outcome.REJECTED, "Memo")
    assert "report" in last.problems[0].allowed
    assert "--word kind:" in last.problems[0].what


def test_a_word_can_be_given_its_meaning(bring: Import) -> None:
    mapping = MAP.with_word("kind", "Memo", "report").with_word("classification", "C3", "restricted")
    receipt = bring(line("A", " memo", Class="c3"), mapping=mapping)
    assert (made(receipt)[0].kind_of, made(receipt)[0].classification) == (PolicyKind.REPORT, Classification.RESTRICTED)


@pytest.mark.parametrize(
    ("typed", "order", "found"),
    [
        ("03/04/2025", None, None),
        ("03/04/2025", DateOrder.DAY_FIRST, "2025-04-03"),
        ("3.4.2025", DateOrder.MONTH_FIRST, "2025-03-04"),
        ("25/04/2025", None, "2025-04-25"),
        ("25/04/2025", DateOrder.MONTH_FIRST, None),
        ("05/05/2025", None, "2025-05-05"),
        ("05/05/2025", DateOrder.MONTH_FIRST, "2025-05-05"),
        ("03/04/25", DateOrder.DAY_FIRST, None),
        ("2025-04-03 10:30:00", None, "2025-04-03"),
        ("2025/4/3", None, "2025-04-03"),
        ("March 2025", None, "2025-03"),
        ("2025", None, None),
        ("n/a", None, "unknown"),
        ("-", None, "unknown"),
        (date(2025, 4, 3), None, "2025-04-03"),
        (Cell(CellKind.NUMBER, "45000", 45000.0), None, None),
    ],
)
def test_days_are_read_where_they_mean_one_day(bring: Import, typed: object, order: DateOrder | None, found: str | None) -> None:
    receipt = bring(line(From=typed), mapping=replace(MAP, dates=order))
    if found is None:
        assert outcomes(receipt) == ["rejected"]
        assert receipt.items[0].problems[0].spot is not None
    else:
        assert made(receipt)[0].effective.from_ == PartialDate(found)


def test_what_is_still_in_force_has_no_end(bring: Import) -> None:
    assert made(bring(line(To="ongoing")))[0].effective.to is None


def test_an_unknown_owner_is_a_problem_or_goes_to_the_one_for_all(bring: Import) -> None:
    rejected = bring(line(Owner="Lena Bergh")).items[0]
    assert (rejected.problems[0].value, rejected.problems[0].nearest) == ("Lena Bergh", "lena")
    receipt = bring(line(Owner="Legal"), line("B"), mapping=replace(MAP, defaults={"owner": "carl"}))
    assert [(each.owner, each.notes) for each in made(receipt)] == [("carl", "Owner: Legal"), ("carl", "")]
    assert made(bring(line()))[0].owner == "olga"


def test_each_row_of_the_file_is_counted_once(bring: Import) -> None:
    receipt = bring(line("A"), line("", "", ""), line("A"), line("A", Owner="carl"), HEADINGS, line("", "", "x"), line("Refused"))
    assert outcomes(receipt) == ["new", "same", "rejected", "not filled in", "rejected", "rejected", "not filled in"]
    assert sum(receipt.counts("list row").values()) == len(receipt.items) == 7
    assert "row 2" in receipt.items[1].remarks[0].what
    assert "`Owner`" in problem_of(receipt.items[2])
    assert problem_of(receipt.items[4]).count("each record needs") == 2
    assert problem_of(receipt.items[5]) == "cannot be kept"


def test_the_same_list_again_brings_nothing(bring: Import, assessment: Assessment) -> None:
    lines = [line("A", Owner="Legal", Where="Vault", Extra="more"), line("B\u00a0 b", "tool", From="unknown"), line("C", Class="public")]
    mapping = replace(MAP, rest=Rest.NOTES, defaults={"owner": "carl"})
    first = bring(*lines, mapping=mapping)
    assert made(first)[0].notes == "Owner: Legal\nExtra: more"
    record = put_changes(assessment, first.changes)
    assert outcomes(bring(*lines, mapping=mapping, record=record)) == ["same"] * 3
    noted = replace(record.policies["POL-100"], notes="Mine.\n\nOwner: Legal\nExtra: more")
    assert outcomes(bring(*lines, mapping=mapping, record=replace(record, policies={**record.policies, "POL-100": noted}))) == ["same"] * 3


def test_what_differs_is_a_conflict_until_somebody_says_so(bring: Import, assessment: Assessment) -> None:
    record = put_changes(assessment, bring(line("A", summary="Old."), line("B")).changes)
    changed = (line("A", summary="New.", Version="2"), line(" b ", Reviewed="2026-01-01"))
    receipt = bring(*changed, record=record)
    assert outcomes(receipt) == ["conflict", "new"]
    conflict = receipt.items[0].conflicts[0]
    assert (conflict.theirs, conflict.mine, conflict.field, conflict.sent) == ("Old.", "New.", "What it says or does", None)
    taken = bring(*changed, record=record, choices=TAKE)
    assert outcomes(taken) == ["changed", "new"]
    after = taken.changes[0].after
    assert isinstance(after, Policy)
    assert (after.id, after.summary, after.version) == ("POL-100", "New.", "2")
    assert outcomes(bring(*changed, record=record, choices=Choices(others=Choice.KEEP)))[0] == "changed"


def test_another_place_or_version_is_another_record(bring: Import, assessment: Assessment) -> None:
    record = put_changes(assessment, bring(line("A", Where="Vault 1", Version="1")).changes)
    for more in ({"Where": "Vault 2"}, {"Where": "Vault 1", "Version": "2"}):
        receipt = bring(line("A", **more), record=record)
        assert outcomes(receipt) == ["new"]
        assert "POL-100" in receipt.items[0].remarks[0].what
    assert outcomes(bring(line("A"), record=record)) == ["same"]
    two = put_changes(record, bring(line("A", Where="Vault 2"), record=record).changes)
    assert "say where it is" in problem_of(bring(line("A"), record=two).items[0])


def test_formulas_errors_and_what_is_no_address_are_refused(bring: Import) -> None:
    formula, error = Cell(CellKind.FORMULA, "x"), Cell(CellKind.ERROR, "#REF!")
    receipt = bring(line(formula), line("B", summary=error), line("C", formula), line("D", Extra=error))
    assert outcomes(receipt) == ["rejected", "rejected", "rejected", "new"]
    assert all(len(each.problems) == 1 for each in receipt.items[:3])
    address = replace(MAP, columns={**{key: name for key, name in MAP.columns.items() if key != "place"}, "url": "Where"})
    assert "no address" in problem_of(bring(line(Where="C:\\x"), mapping=address).items[0])


def test_columns_for_nothing_are_named_or_kept(bring: Import) -> None:
    left = bring(line(Extra="=1+1 [x]"))
    assert any("`Extra` (1 filled in)" in note and "--rest notes" in note for note in left.notes)
    assert made(left)[0].notes == ""
    assert made(bring(line(Extra="=1+1 [x]"), mapping=replace(MAP, rest=Rest.NOTES)))[0].notes == "Extra: =1+1 [x]"


def test_entities_and_services_are_found_by_name_or_id(bring: Import) -> None:
    mapping = MAP.with_column("entities", "Extra")
    assert made(bring(line(Extra="Acme Nordics AS"), mapping=mapping))[0].entities == ("nordics",)
    assert bring(line(Extra="Acme Sud"), mapping=mapping).items[0].problems[0].allowed == ("nordics",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1), summary=st.text(min_size=1))
def test_texts_arrive_unchanged(assessment: Assessment, title: str, summary: str) -> None:
    rows = [(0, {0: _cell("Title"), 1: _cell("Summary")}), (1, {0: _cell(title), 1: _cell(summary)})]
    found = ListFile(file="x", sha256="", merges={}, grids={"S": rows})
    table = make_table(found, "S", is_heading)
    mapping = EvidenceMap(columns={"title": "Title", "summary": "Summary"}, defaults={"kind": "policy"})
    outside = ListOutside(by="olga", draw_record=lambda _kind: "POL-1", check=lambda _record: ())
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
    bring: Import, assessment: Assessment, rows: list[dict[str, str]], rest: Rest
) -> None:
    lines = [line(**each) for each in rows]
    mapping = replace(MAP, rest=rest)
    first = bring(*lines, mapping=mapping)
    numbers = [int(each.key.split()[0]) for each in first.items]
    assert sorted(numbers) == list(range(2, len(lines) + 2))
    assert len({each.id for each in made(first)}) == len(made(first)) == first.count("list row", Outcome.NEW)
    second = bring(*lines, mapping=mapping, record=put_changes(assessment, first.changes))
    was = {each.key.split()[0]: each.outcome for each in first.items}
    now = {each.key.split()[0]: each.outcome for each in second.items}
    assert now == {key: Outcome.SAME if each is Outcome.NEW else each for key, each in was.items()}


def test_guesses_are_sure_only_of_plain_names() -> None:
    names = (
        "Ref",
        "Document",
        "Doc. type",
        "Description",
        "Responsible",
        "SharePoint link",
        "Valid from",
        "Review date",
        "Confidentiality",
    )
    found = guess_columns(names, {})
    assert {key: (each.name, each.is_sure) for key, each in found.items()} == {
        "title": ("Document", False),
        "kind": ("Doc. type", True),
        "summary": ("Description", True),
        "owner": ("Responsible", True),
        "place": ("SharePoint link", False),
        "effective.from": ("Valid from", True),
        "last_reviewed": ("Review date", False),
        "classification": ("Confidentiality", True),
    }
    assert guess_columns(("Title", "Document title"), {})["title"].is_sure is False
    assert "title" not in guess_columns(("Title",), {}, ("title",))
    both = guess_columns(("Location", "Link"), {})
    assert {key: each.name for key, each in both.items()} == {"url": "Link", "held_at": "Location"}


def test_a_mapping_can_be_kept_and_taken_again() -> None:
    mapping = EvidenceMap(
        columns={"title": "Name: x", "kind": "Type"},
        defaults={"owner": "carl"},
        words={"kind": {"Memo": "report"}},
        dates=DateOrder.DAY_FIRST,
        rest=Rest.NOTES,
        left_out=("notes",),
        sheet="Register",
        headings=("Name: x", "Type"),
    )
    assert map_from_plain(dict(map_as_plain(mapping)), "m.yaml") == mapping


@pytest.mark.parametrize(
    "more",
    [
        {"columns": {"titel": "x"}},
        {"columns": ["x"]},
        {"words": {"title": {"a": "b"}}},
        {"words": {"kind": {"a": "b"}}},
        {"dates": "year-first"},
        {"evidence_mapping": 2},
        {"colums": {}},
        {"headings": [{}]},
    ],
)
def test_a_mapping_that_is_none_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(UsageError) as refused:
        map_from_plain({"evidence_mapping": 1, **more}, "m.yaml")
    assert refused.value.hint


def test_columns_are_found_by_heading_or_letters() -> None:
    letters = {"Title": "A", "B": "C", "column D": "D"}
    assert [get_column(each, letters, "--map") for each in (" title ", "a", "b", "d", "column c")] == [
        "Title",
        "Title",
        "B",
        "column D",
        "B",
    ]
    with pytest.raises(UsageError, match="no column `Titel`") as refused:
        get_column("Titel", letters, "--map")
    assert "perhaps `Title`" in refused.value.hint


def test_unknown_words_are_counted_whatever_their_case(bring: Import) -> None:
    receipt = bring(line("A", "Memo"))
    spot = receipt.items[0].problems[0].spot
    assert spot is not None
    assert str(spot) == "sheet `Sheet`, row 2, column B"
    assert find_unknown_words("kind", [None], MAP) == {}


def test_a_time_of_day_is_said_and_nothing_else_is_dropped(bring: Import) -> None:
    moment = Cell(CellKind.DAY, "2025-04-25 14:30", 45772.6, date(2025, 4, 25))
    receipt = bring(line("A", Reviewed=moment), line("B", Reviewed="25/04/2025 14:30"), line("C", Reviewed="2025-04-25 2:30 pm"))
    assert [each.last_reviewed for each in made(receipt)] == [date(2025, 4, 25)] * 3
    assert "`Reviewed`: what stands there has a time of day, which is not taken (3 cells, the first in row 2)" in receipt.notes
    assert outcomes(bring(line("A", Reviewed="25/04/2025 (draft)"), line("B", Reviewed="2025-04-25 14:30 or later"))) == ["rejected"] * 2


def test_what_is_read_nowhere_is_given_with_its_place(bring: Import) -> None:
    extra = [line("A"), line("B", Extra="x"), line("C", Extra="y")]
    (unread,) = bring(*extra).unread
    assert (str(unread.spot), unread.heading, unread.count) == ("sheet `Sheet`, row 3, column K", "Extra", 2)
    assert bring(*extra, mapping=replace(MAP, rest=Rest.NOTES)).unread == ()
    assert bring(*extra).filled == {"list row": 3}


def test_many_unknown_entities_of_one_cell_are_counted(bring: Import) -> None:
    mapping = replace(MAP, columns={**MAP.columns, "entities": "Extra"})
    (item,) = bring(line(Extra=", ".join(f"e{number}" for number in range(5_000))), mapping=mapping).items
    assert (len(item.problems), item.problems[-1].what) == (21, "and 4980 more like that")


def test_the_day_since_which_something_is_in_force_is_no_end() -> None:
    found = guess_columns(("Policy", "In force", "Ended", "Class"), {})
    assert {key: each.name for key, each in found.items() if key.startswith(("effective", "class"))} == {
        "effective.from": "In force",
        "effective.to": "Ended",
        "classification": "Class",
    }
