from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Audience
from gni_assess.report.cover import CONTENTS
from gni_assess.report.shown import is_what_is_shown
from gni_assess.sheets.book import Book, Value, text_of

MakeReport = Callable[..., Book]
LITTLE = (Audience.GNI, Audience.COMPANY_BOARD, Audience.RESPONDENT, Audience.PUBLIC)
KINDS = ("responses", "policies", "systems", "cases", "recommendations", "interviews", "requests")


def rows(book: Book, name: str) -> list[dict[str, Value]]:
    table = book.find_table(f"gni_{name}")
    assert table is not None
    return [{column.key: value for column, value in zip(table.columns, row, strict=True)} for row in table.rows]


def without(assessment: Assessment, *kinds: str) -> Assessment:
    return replace(assessment, **{kind: {} for kind in kinds})  # type: ignore[arg-type] # every kind is a mapping


@pytest.mark.parametrize("audience", Audience)
def test_what_is_outstanding_is_told_to_those_alone_who_can_act_on_it(report: MakeReport, audience: Audience) -> None:
    table = report(audience).find_table("gni_outstanding")

    assert (table is not None) == (audience in (Audience.INTERNAL, Audience.ASSESSOR))


@pytest.mark.parametrize("audience", Audience)
def test_readers_who_get_little_are_told_so_at_the_start(report: MakeReport, assessment: Assessment, audience: Audience) -> None:
    bare = report(audience, without(assessment, *KINDS))
    notes = next(sheet.notes for sheet in report(audience).sheets if sheet.name == "Summary")
    cover = {row["item"]: row["details"] for row in rows(report(audience), "cover")}
    assert ("What this version shows" in cover) == any(is_what_is_shown(note) for note in notes) == (audience in LITTLE)
    if audience in LITTLE:
        assert notes[:2] == (cover["What this version shows"], cover["What it does not show"])
        of_bare = next(sheet.notes for sheet in bare.sheets if sheet.name == "Summary")
        assert of_bare[0] == notes[0].partition(":")[0] + ": the criteria alone."
        assert of_bare[1] == notes[1]


def test_the_public_is_told_what_is_shown_and_gets_a_list_of_criteria(report: MakeReport) -> None:
    book = report(Audience.PUBLIC)
    table = book.find_table("gni_criteria")
    assert table is not None
    described = {text_of(row["part"]): row["holds"] for row in rows(book, "contents")}

    assert [column.key for column in table.columns] == ["id", "area", "title", "question", "basis"]
    assert described["Criteria"] == "Each criterion that applies: title and question"
    assert book.find_table("gni_findings") is None


def test_the_contents_promise_what_is_there(report: MakeReport) -> None:
    described = {text_of(row["part"]): row["holds"] for row in rows(report(Audience.GNI), "contents")}
    whole = {text_of(row["part"]): row["holds"] for row in rows(report(Audience.INTERNAL), "contents")}

    assert "answer" not in str(described["Criteria"])
    assert {key: CONTENTS[key] for key in whole} == whole


def test_what_is_withheld_is_counted_above_and_sorted(report: MakeReport) -> None:
    book = report(Audience.GNI)
    listed = [tuple(text_of(row[key]) for key in ("kind", "ground", "treatment")) for row in rows(book, "withheld")]
    *counted, total = [tuple(row.values()) for row in rows(book, "withheld_counts")]

    assert [(*map(text_of, each[:3]), each[3]) for each in counted] == [(*key, listed.count(key)) for key in dict.fromkeys(listed)]
    assert total == ("Total", None, None, len(listed))
    assert listed == sorted(listed, key=listed.index)
    assert [kind for at, (kind, *_) in enumerate(listed) if at == 0 or listed[at - 1][0] != kind] == list(
        dict.fromkeys(k for k, *_ in listed)
    )
    assert "gni_withheld_counts" not in [t.name for sheet in report(Audience.INTERNAL).sheets for t in sheet.tables]


@pytest.mark.parametrize("audience", LITTLE)
def test_readers_from_outside_see_no_words_for_programs(report: MakeReport, assessment: Assessment, audience: Audience) -> None:
    changed = replace(assessment.pack.criteria[0], laid_over=("probes",))
    pack = replace(assessment.pack, criteria=(changed, *assessment.pack.criteria[1:]))
    made = {row["item"]: row["text"] for row in rows(report(audience, replace(assessment, pack=pack)), "made")}

    assert "probes" not in str(made["Changes to the criteria"])
    assert changed.id in str(made["Changes to the criteria"])
    assert f"({pack.id})" not in str(made["Criteria"])


def test_only_words_of_the_program_pass_for_a_sentence_about_what_is_shown() -> None:
    assert is_what_is_shown("This version shows only what may be public: 3 documents (none in full) and 1 case.")
    assert not is_what_is_shown("This version shows only what may be public: 3 documents and 1 case of Qsecret.")
    assert not is_what_is_shown("Qsecret: 3 documents.")
