from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.disclosure.leaks import index_secrets
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import DecisionLevel, TermMatch
from gni_assess.model.cases import DecidedBy, ProtectedTerm
from gni_assess.model.criteria import Area
from gni_assess.model.evidence import Figure
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment
from gni_assess.model.workspace import Company
from gni_assess.report.spill import CLOSED, Spill, book_texts, find_spills, without_records
from gni_assess.sheets.book import Book, Column, Link, Sheet, Table, text_of

MakeReport = Callable[..., Book]
Where = tuple[str, str, int, str, str]
KEEPER = "CASE-300"


def titled(name: str, text: str) -> Table:
    return Table(name=name, columns=(Column(key="details", heading="Details"),), rows=((text,),))


def protect(assessment: Assessment, *terms: str, match: TermMatch | None = None) -> Assessment:
    protected = tuple(ProtectedTerm(term=each, match=match) for each in terms)
    cases = {key: replace(each, protected_terms=protected if key == KEEPER else ()) for key, each in assessment.cases.items()}
    return replace(assessment, cases=cases)


def change_case(assessment: Assessment, **changes: Any) -> Assessment:  # noqa: ANN401 - any field
    return replace(assessment, cases={**assessment.cases, "CASE-208": replace(assessment.cases["CASE-208"], **changes)})


def find(report: MakeReport, assessment: Assessment, audience: Audience = Audience.ASSESSOR) -> list[Where]:
    blank: list[Book] = []

    def build_blank() -> Book:
        blank.append(report(audience, without_records(assessment)))
        return blank[-1]

    spills = find_spills(report(audience, assessment), index_secrets(assessment, audience), build_blank)
    assert audience is not Audience.INTERNAL or not blank
    return [(each.sheet, each.table, each.row, each.column, each.record) for each in spills]


def test_a_figure_is_found_as_the_number_that_is_written(report: MakeReport, assessment: Assessment) -> None:
    system = replace(assessment.systems["SYS-122"], figures=(Figure(name="n", value=9051234567), Figure(name="m", value=1.5)))
    changed = replace(assessment, systems={system.id: system})

    assert find(report, protect(changed, "905-123-4567")) == [("Evidence", "", 3, "Figures", "SYS-122")]
    assert find(report, protect(changed, "905-123-4567"), Audience.INTERNAL) == []
    assert find(report, protect(changed, "9051234568")) == []


def test_the_name_of_a_country_is_found(report: MakeReport, assessment: Assessment) -> None:
    found = find(report, protect(assessment, "T\u00dcRKIYE"))

    assert found == [
        ("Summary", "Cases by jurisdiction", 2, "Jurisdiction", ""),
        ("Cases", "", 1, "Jurisdiction", "CASE-208"),
        ("Case coverage", "Services and jurisdictions", 0, "column", ""),
        ("Case coverage", "The cases of the set", 1, "Jurisdiction", "CASE-208"),
    ]


def test_words_that_only_the_report_puts_together_are_found(report: MakeReport, assessment: Assessment) -> None:
    changed = change_case(assessment, decided_by=DecidedBy(role="board", level=DecisionLevel.EXECUTIVE))

    assert find(report, protect(changed, "Board executive")) == [("Cases", "", 1, "Decided by", "CASE-208")]


def test_dates_and_names_of_the_company_are_found(report: MakeReport, assessment: Assessment) -> None:
    workspace = replace(assessment.workspace, company=Company(name="Zebra-Quartz", types=assessment.workspace.company.types))
    found = find(report, protect(replace(assessment, workspace=workspace), "zebra quartz", "2026-03-31"))

    assert {(sheet, column) for sheet, _, _, column, _ in found} == {
        *(("", each) for each in ("owner", "property title", "property company")),
        ("Cover", "title"),
        ("Cover", "Details"),
        ("Gaps", "Due"),
        ("Summary", "Due"),
    }


def test_the_id_and_title_of_what_is_unacknowledged_are_found(report: MakeReport, assessment: Assessment) -> None:
    system = replace(assessment.systems["SYS-122"], figures=(Figure(name="POL-777", value=1), Figure(name="Zebra-Quartz-91", value=1)))

    changed = replace(assessment, systems={system.id: system}, cases={})

    assert find(report, changed) == [("Evidence", "", 3, "Figures", "SYS-122")]
    assert find(report, protect(replace(assessment, cases=assessment.cases))) == []


FIXED = (
    *("privacy", "expression", "Freedom of expression", "in place", "confidential", "service blocking", "legal privilege", "withheld"),
    *("Transparency and engagement", "Criteria", "About this report", "not shown", "a member of staff", "reviewed", "trade secret"),
    *("governance", "missing-response", "Evidence 2", "no date", "in force", "not applicable", "toolkit", "severe"),
)


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.INTERNAL])
def test_fixed_words_block_no_report(report: MakeReport, assessment: Assessment, audience: Audience) -> None:
    responses = {key: assessment.responses[key] for key in ("GOV-01", "GOV-03", "GOV-05", "FOE-01", "FOE-02")}
    hidden = Limit(ground=Ground.SECURITY, treatment={}, fields=("demanded", "analysis"))
    changed = change_case(replace(assessment, responses=responses), limits=(hidden,))
    # CASE-209 says of necessity that it was not shown.
    cases = {key: each for key, each in changed.cases.items() if key != "CASE-209"}

    assert find(report, protect(replace(changed, cases=cases), *FIXED), audience) == []


def test_a_criterion_under_an_overlay_or_of_an_own_pack_is_no_fixed_word(report: MakeReport, assessment: Assessment) -> None:
    first = replace(assessment.pack.criteria[0], title="Zebra-Quartz")
    pack = replace(assessment.pack, criteria=(first, *assessment.pack.criteria[1:]), areas=(Area(id="GOV", title="Yak-Onyx"),))
    protected = protect(replace(assessment, pack=pack), "zebra quartz", "yak onyx")
    plan = assessment.workspace.plan

    def columns(**changes: Any) -> set[str]:  # noqa: ANN401 - any field
        workspace = replace(assessment.workspace, plan=replace(plan, **changes))
        return {column for _, _, _, column, _ in find(report, replace(protected, workspace=workspace))}

    assert columns() == set()
    assert columns(overlays=("criteria/own.yaml",)) == {"Title", "Area"}
    assert columns(pack="./criteria/own") == {"Title", "Area"}


def test_a_phrase_for_what_is_not_shown_hides_nothing_beside_it(report: MakeReport, assessment: Assessment) -> None:
    limit = Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: Treatment.WITHHELD}, fields=("remedy",))
    changed = change_case(assessment, harm="Zebra", limits=(limit,))

    assert find(report, protect(changed, "Zebra")) == [("Cases", "", 1, "Harm and remedy", "CASE-208")]
    assert find(report, protect(changed, "security", match=TermMatch.ANYWHERE)) == []


SAID = "This version shows only what may be public: 905123 cases."


@pytest.mark.parametrize(
    ("sheet", "term", "is_found"),
    [
        (Sheet(name="Cover", title="T", tables=(titled("gni_cover", SAID),)), "905123", False),
        (Sheet(name="Cover", title="T", tables=(titled("gni_cover", SAID.replace("905123", "9051234")),)), "9051234", True),
        (Sheet(name="Cover", title="T", tables=(titled("gni_contents", SAID),)), "905123", True),
        (Sheet(name="Cover", title="T", tables=(), notes=(SAID,)), "905123", True),
        (Sheet(name="Summary", title="T", tables=(), notes=(SAID,)), "905123", False),
        (Sheet(name="Summary", title="T", tables=(), notes=(SAID.replace(" cases", "4 cases"),)), "9051234", True),
        (Sheet(name="Summary", title=SAID, tables=()), "905123", True),
        (Sheet(name="Summary", title="T", tables=(replace(titled("gni_top_gaps", "x"), note=SAID),)), "905123", True),
        (Sheet(name="Criteria", title="T", tables=(titled("gni_criteria", SAID),)), "905123", True),
    ],
)
def test_how_much_is_shown_is_excused_only_where_the_report_says_it(
    report: MakeReport, assessment: Assessment, sheet: Sheet, term: str, *, is_found: bool
) -> None:
    protected = protect(assessment, term, match=TermMatch.ANYWHERE)
    book = replace(report(Audience.PUBLIC), sheets=(sheet,))

    found = find_spills(book, index_secrets(protected, Audience.PUBLIC), lambda: report(Audience.PUBLIC, without_records(protected)))
    assert [each.sheet for each in found] == [sheet.name] * is_found


def test_a_gap_named_like_a_row_of_about_is_searched(report: MakeReport, assessment: Assessment) -> None:
    response = assessment.responses["GOV-02"]
    gap = replace(response.gaps[0], summary="Digest of the data", due=None)
    responses = {**assessment.responses, "GOV-02": replace(response, gaps=(gap,))}

    assert len(find(report, protect(replace(assessment, responses=responses), "Digest of the data"))) == 2


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.INTERNAL])
def test_every_text_of_a_report_is_given(report: MakeReport, assessment: Assessment, audience: Audience) -> None:
    book = report(audience, assessment)
    expected = {book.marking, book.owner, *book.properties.values()}
    for sheet in book.sheets:
        expected |= {sheet.name, sheet.title, *sheet.notes}
        for table in sheet.tables:
            expected |= {table.heading, table.note, table.description, table.empty, *(each.heading for each in table.columns)}
            free = [at for at, column in enumerate(table.columns) if column.key not in CLOSED.get(table.name, ())]
            rows = [row for row in table.rows if row[0] != "Digest of the data"]
            expected |= {text_of(row[at]) for row in rows for at in free if isinstance(row[at], str | date | Link)}

    assert expected == expected & {each.text for each in book_texts(book)}


def test_closed_columns_are_columns_of_the_report(report: MakeReport, assessment: Assessment) -> None:
    blank = [report(audience, without_records(assessment)) for audience in Audience]
    columns = {(table.name, each.key) for book in blank for sheet in book.sheets for table in sheet.tables for each in table.columns}

    assert {(name, key) for name, keys in CLOSED.items() for key in keys} <= columns


def test_a_spill_carries_neither_text_nor_term(report: MakeReport, assessment: Assessment) -> None:
    protected = protect(assessment, "CASE-208", "zebra")
    index = index_secrets(protected, Audience.ASSESSOR)

    spills = find_spills(report(Audience.ASSESSOR, protected), index, lambda: report(Audience.ASSESSOR, without_records(protected)))

    assert Spill(sheet="Cases", table="", row=1, column="ID", record="") in spills
    assert all("208" not in repr(each) and "zebra" not in repr(each).casefold() for each in spills)


def test_other_audiences_have_secrets_of_their_own(assessment: Assessment) -> None:
    hidden = replace(assessment.policies["POL-417"], classification=Classification.RESTRICTED)
    changed = replace(assessment, policies={"POL-417": hidden}, cases={})

    assert bool(index_secrets(changed, Audience.GNI))
    assert not index_secrets(changed, Audience.ASSESSOR)
    assert not index_secrets(assessment, Audience.INTERNAL)
