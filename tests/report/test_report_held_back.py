from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.model.evidence import Figure
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, ScopedFinding
from gni_assess.model.vocabulary import Audience, Classification, Finding, Ground, Treatment
from gni_assess.sheets.book import Book, Value, text_of

MakeReport = Callable[..., Book]
WHY = "withheld: security; see Withheld"


def limited(*fields: str, treatment: Treatment = Treatment.WITHHELD) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: treatment}, fields=fields),)


def row_of(book: Book, name: str, key: str) -> dict[str, Value]:
    table = book.find_table(f"gni_{name}")
    assert table is not None
    (row,) = [row for row in table.rows if key in (text_of(row[0]), text_of(row[1]))]  # the id stands first, or second on the sheet Summary
    return {column.key: value for column, value in zip(table.columns, row, strict=True)}


def change_response(assessment: Assessment, key: str, **changes: Any) -> Assessment:  # noqa: ANN401 - any field
    changed = replace(assessment.responses[key], **changes)
    return replace(assessment, responses={**assessment.responses, key: changed})


def change_gap(assessment: Assessment, key: str, **changes: Any) -> Assessment:  # noqa: ANN401 - any field
    response = assessment.responses[key]
    return change_response(assessment, key, gaps=(replace(response.gaps[0], **changes), *response.gaps[1:]))


@pytest.mark.parametrize("treatment", [Treatment.SUMMARY, Treatment.VIEW_ONLY, Treatment.WITHHELD])
def test_state_reviewer_and_all_else_of_a_response_are_held_back_with_it(
    report: MakeReport, assessment: Assessment, treatment: Treatment
) -> None:
    for changes in ({}, {"answer": "", "evidence": (), "reviewed": None, "exceptions": (ScopedFinding(finding=Finding.PLANNED),)}):
        hidden = change_response(assessment, "GOV-01", limits=limited(treatment=treatment), **changes)
        row = row_of(report(Audience.ASSESSOR, hidden), "criteria", "GOV-01")
        assert [row[key] for key in ("state", "reviewed", "exceptions", "shows", "instead", "evidence1", "gaps1")] == ["not shown"] * 7


@pytest.mark.parametrize("field", ["answer", "reason", "skipped", "answered", "reviewed"])
def test_the_state_is_held_back_with_what_it_follows_from(report: MakeReport, assessment: Assessment, field: str) -> None:
    row = row_of(report(Audience.ASSESSOR, change_response(assessment, "GOV-01", limits=limited(field))), "criteria", "GOV-01")

    assert (row["state"], row["reviewed"]) == ("not shown", "not shown")


def test_fields_of_a_response_that_are_held_back_say_so(report: MakeReport, assessment: Assessment) -> None:
    hidden = change_response(
        change_gap(assessment, "FOE-04", limits=limited()), "GOV-04", limits=limited("evidence", "gaps", "exceptions", "no_instance")
    )
    book = report(Audience.ASSESSOR, hidden)
    row, other = row_of(book, "criteria", "GOV-04"), row_of(book, "criteria", "FOE-04")

    assert [row[key] for key in ("evidence1", "gaps1", "shows", "exceptions")] == ["not shown", "not shown", WHY, WHY]
    assert row["instead"] == f"No instance: {WHY}"
    assert [text_of(other[key]) for key in ("gaps1", "gaps2")] == ["FOE-04-G78", "not shown"]


def test_what_a_link_says_is_held_back_where_its_target_is_not_shown_in_full(report: MakeReport, assessment: Assessment) -> None:
    links = (EvidenceLink(id="POL-501", where="Qwhere"), EvidenceLink(id="SYS-122"), EvidenceLink(id="POL-417", shows="all"))
    row = row_of(report(Audience.ASSESSOR, change_response(assessment, "GOV-03", evidence=links)), "criteria", "GOV-03")

    assert row["shows"] == "POL-501: not shown\nPOL-417: all"


def test_a_reason_that_is_held_back_stands_in_for_the_answer(report: MakeReport, assessment: Assessment) -> None:
    row = row_of(report(Audience.ASSESSOR, change_response(assessment, "GOV-05", limits=limited("reason"))), "criteria", "GOV-05")

    assert row["answer"] == WHY


def test_summary_and_gaps_say_the_same_of_fields_that_are_held_back(report: MakeReport, assessment: Assessment) -> None:
    hidden = change_gap(assessment, "GOV-02", limits=limited("owner", "due", "summary"))
    book = report(Audience.ASSESSOR, hidden)
    top, row = row_of(book, "top_gaps", "GOV-02-G417"), row_of(book, "gaps", "GOV-02-G417")

    assert [top[key] for key in ("summary", "owner", "due", "overdue")] == [WHY] * 4
    assert [row[key] for key in ("summary", "owner", "due", "overdue")] == [WHY] * 4
    nobody = row_of(report(Audience.ASSESSOR, change_gap(assessment, "GOV-02", owner="", due=None)), "top_gaps", "GOV-02-G417")
    assert (nobody["owner"], nobody["due"]) == ("nobody yet", "no date")


@pytest.mark.parametrize("treatment", [Treatment.SUMMARY, Treatment.VIEW_ONLY])
def test_a_gap_in_summary_has_no_empty_cell(report: MakeReport, assessment: Assessment, treatment: Treatment) -> None:
    row = row_of(report(Audience.ASSESSOR, change_gap(assessment, "GOV-02", limits=limited(treatment=treatment))), "gaps", "GOV-02-G417")

    assert not [key for key, value in row.items() if value in (None, "") and key not in ("evidence2", "evidence3")]
    assert row["evidence1"] == row["severity"] == row["due"] == "not shown"


def test_a_cell_made_of_several_fields_says_which_part_is_held_back(report: MakeReport, assessment: Assessment) -> None:
    hidden = change_gap(
        assessment, "GOV-02", services=("cdn",), entities=("nordics",), reason="Qreason", limits=limited("entities", "reason")
    )
    row = row_of(report(Audience.ASSESSOR, hidden), "gaps", "GOV-02-G417")

    assert (row["confined"], row["closing"]) == (f"Content delivery\n{WHY}", WHY)


def test_figures_titles_and_links_that_are_held_back_say_so(report: MakeReport, assessment: Assessment) -> None:
    system = replace(assessment.systems["SYS-122"], figures=(Figure(name="n", value=1),), limits=limited("figures"))
    case = replace(assessment.cases["CASE-208"], limits=limited("title", "evidence", "criteria", "jurisdiction"))
    cases = {**assessment.cases, "CASE-208": case}
    book = report(Audience.ASSESSOR, replace(assessment, systems={"SYS-122": system}, cases=cases))
    row, brief = row_of(book, "cases", "CASE-208"), row_of(book, "cases", "CASE-300")

    assert row_of(book, "evidence", "SYS-122")["figures"] == WHY
    assert [row[key] for key in ("title", "jurisdiction", "evidence1", "criteria1")] == [WHY, WHY, "not shown", "not shown"]
    assert [brief[key] for key in ("evidence1", "criteria1")] == ["not shown", "not shown"]
    places = book.find_table("gni_cases_by_place")
    assert places is not None
    assert list(places.rows) == [
        ("BR Brazil", 1, 0, 1),
        ("details not shown here", 1, 0, 1),
        ("cases not shown in full", None, None, 1),
        ("Total", 2, 0, 3),
    ]


def test_unacknowledged_fields_are_empty_and_no_more(report: MakeReport, assessment: Assessment) -> None:
    untold = limited("evidence", "reviewed", "exceptions", "alternative", treatment=Treatment.UNACKNOWLEDGED)
    hidden = change_response(assessment, "FOE-04", limits=untold, reviewed=None, alternative="Qalternative")
    never = change_response(assessment, "FOE-04", evidence=())

    assert report(Audience.ASSESSOR, hidden) == report(Audience.ASSESSOR, never)


def test_gaps_of_responses_that_are_withheld_have_no_row(report: MakeReport, assessment: Assessment) -> None:
    table = report(Audience.ASSESSOR, change_gap(assessment, "GOV-02", classification=Classification.RESTRICTED)).find_table("gni_gaps")

    assert table is not None
    assert "GOV-02-G417" in [row[0] for row in table.rows]
    assert date(2026, 3, 31) not in [value for row in table.rows if row[0] == "GOV-02-G417" for value in row]


def test_open_gaps_are_counted_alike_whatever_is_held_back(report: MakeReport, assessment: Assessment) -> None:
    hidden = change_gap(assessment, "GOV-02", limits=limited("due"))
    hidden = change_gap(change_gap(hidden, "GOV-03", limits=limited(treatment=Treatment.SUMMARY)), "GOV-04", limits=limited("due"))
    table = report(Audience.ASSESSOR, hidden).find_table("gni_counts")

    assert table is not None
    assert [count for what, _, count in table.rows if what == "Open gaps"] == [5, 5]
