import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.exchange.answer_words import EVIDENCE_HEADINGS, GAP_HEADINGS, QUESTION_HEADINGS
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Finding, Skipped
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
DUE = ("--due", "2026-12-05")


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def reports(workspace: Path) -> list[str]:
    return sorted(each.name for each in (workspace / "reports").glob("*"))


def tree(workspace: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


def table(path: Path, sheet: str, heading: str) -> list[dict[str, Any]]:
    rows = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if heading in row)
    return [{str(key): value for key, value in zip(rows[head], row, strict=True) if value is not None} for row in rows[head + 1 :]]


def answer(gni: Run, criterion_id: str, *more: str, text: str = "Yes.") -> None:
    done = gni("answer", criterion_id, "--finding", "in-place", "--text", text, *more)
    assert done.code == 0, done.err


def test_questions_go_to_a_person_and_the_record_says_so(gni: Run, workspace: Path) -> None:
    sent = gni("questionnaire", "send", "--assignee", "carl", "--only", "gov-01", "--only", "GOV-02", *DUE)
    path = workspace / "reports/questionnaire-carl-2026-11-21.xlsx"
    assert (sent.code, sent.out) == (0, f"{path}\n")
    assert sent.err.splitlines() == [
        "2 questions for Carl Counsel, due 2026-12-05",
        f"when it is back: `gni-assess questionnaire receive {path}`",
    ]
    for key in ("GOV-01", "GOV-02"):
        found = record(workspace).responses[key]
        assert (found.assignee, found.due, found.skipped) == ("carl", date(2026, 12, 5), Skipped.WAITING)
        entry = json.loads((workspace / f"evidence/journal/{key}.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert (entry["by"], entry["via"]) == ("olga", "questionnaire send")
    assert [each["ID"] for each in table(path, "Questions", "ID")] == ["GOV-01", "GOV-02"]


def test_a_person_alone_gets_what_is_open(gni: Run, workspace: Path) -> None:
    answer(gni, "GOV-01", "--assign", "carl")
    assert gni("answer", "GOV-02", "--assign", "carl").code == 0
    first = gni("questionnaire", "send", "--assignee", "carl", *DUE)
    assert "1 question for Carl Counsel" in first.err
    assert "left out, as there is an answer already: GOV-01 (`--only ID` asks again)" in first.err
    answer(gni, "GOV-02", text="Also.")
    again = gni("questionnaire", "send", "--assignee", "carl", *DUE)
    assert "2 questions for Carl Counsel" in again.err
    assert "all of them show what the record says now" in again.err
    assert "`questionnaire-carl-2026-11-21.xlsx` was there already and is as it was; this one is beside it" in again.err
    path = workspace / "reports/questionnaire-carl-2026-11-21-2.xlsx"
    assert [each["Answer"] for each in table(path, "Questions", "ID")] == ["Yes.", "Also."]
    assert record(workspace).responses["GOV-02"].due is None


def test_everything_to_fill_in_is_there_with_lists(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--area", "GOV", *DUE).code == 0
    (name,) = reports(workspace)
    assert name == "questionnaire-gov-2026-11-21.xlsx"
    book = openpyxl.load_workbook(workspace / "reports" / name)
    assert book.sheetnames == ["Start here", "Questions", "Evidence", "Gaps", "Help", "About", "_gni"]
    assert book["_gni"].sheet_state == "veryHidden"
    lists = {}
    for sheet, headings in (("Questions", QUESTION_HEADINGS), ("Evidence", EVIDENCE_HEADINGS), ("Gaps", GAP_HEADINGS)):
        cells = {cell.value: cell for row in book[sheet].iter_rows() for cell in row if isinstance(cell.value, str)}
        assert set(headings.values()) <= set(cells)
        assert book[sheet].freeze_panes == f"B{cells['For you to fill in'].row + 2}"
        for each in book[sheet].data_validations.dataValidation:
            column = re.sub(r"\d.*", "", str(each.sqref))
            lists[book[sheet][f"{column}{cells['For you to fill in'].row + 1}"].value] = each
    assert lists["Finding"].formula1 == '"in place,partly in place,planned,not in place,not applicable"'
    assert lists["How grave"].formula1 == '"low,medium,high"'
    assert "high: liberty" in lists["How grave"].prompt
    assert lists["Kind"].formula1.count(",") == 13
    assert lists["By when"].type == "date"


def test_what_is_typed_stays_as_it_is_typed(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--only", "GOV-02", *DUE).code == 0
    (name,) = reports(workspace)
    book = openpyxl.load_workbook(workspace / "reports" / name)
    formats: dict[object, str] = {}
    for sheet in ("Questions", "Evidence", "Gaps"):
        head = next(row for row in book[sheet].iter_rows() if row[1].value in ("Title", "For question(s)", "Question"))
        below = book[sheet][int(head[0].row or 0) + 1]
        formats |= {cell.value: under.number_format for cell, under in zip(head, below, strict=True)}
    assert {formats[each] for each in ("Answer", "In force from", "What is missing or weak", "Whom else to ask")} == {"@"}
    assert {formats[each] for each in ("Last reviewed", "By when")} == {"yyyy-mm-dd"}


def test_rows_grow_with_what_is_typed(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--only", "GOV-02", *DUE).code == 0
    (name,) = reports(workspace)
    with zipfile.ZipFile(workspace / "reports" / name) as archive:
        sheets = {each: archive.read(f"xl/worksheets/sheet{each}.xml").decode() for each in (1, 2, 3, 4)}
    rows = {number: re.findall("<row [^>]*>", text) for number, text in sheets.items()}
    assert any("customHeight" in each for each in rows[1])
    assert not any("customHeight" in each for number in (2, 3, 4) for each in rows[number])
    assert max(float(each) for each in re.findall(r'ht="([\d.]+)"', sheets[2])) > 100


def test_reassigning_takes_questions_over(gni: Run, workspace: Path) -> None:
    assert gni("answer", "GOV-02", "--assign", "olga").code == 0
    none = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE)
    assert (none.code, "1 question is assigned to olga" in none.err, "--reassign" in none.err) == (2, True, True)
    assert gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", "--reassign", *DUE).code == 0
    assert record(workspace).responses["GOV-02"].assignee == "carl"


def test_one_entity_is_asked_and_nobody_gets_the_question(gni: Run, workspace: Path) -> None:
    before = tree(workspace)
    sent = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", "--entity", "nordics", *DUE)
    assert sent.code == 0, sent.err
    assert "1 question for Carl Counsel about Acme Nordics AS, due 2026-12-05" in sent.err
    assert "the record does not keep who was asked about one entity" in sent.err
    (row,) = table(workspace / "reports/questionnaire-carl-nordics-2026-11-21.xlsx", "Questions", "ID")
    assert row["Question"].startswith("Board oversight\nFor Acme Nordics AS: How does your board")
    assert tree(workspace) == before


def test_of_an_entity_it_is_said_which_questions_have_its_own_finding(gni: Run, workspace: Path) -> None:
    answer(gni, "GOV-01")
    file = workspace / "evidence/responses/GOV-01.yaml"
    own = "exceptions: [{entity: nordics, finding: planned, note: Soon.}]\n"
    file.write_text(file.read_text(encoding="utf-8") + own, encoding="utf-8")
    answer(gni, "GOV-02")
    sent = gni("questionnaire", "send", "--area", "GOV", "--entity", "nordics", *DUE)
    assert sent.code == 0, sent.err
    assert "left out, as the record says already how it is in Acme Nordics AS: GOV-01 (`--only ID` asks again)" in sent.err
    (name,) = reports(workspace)
    asked = [each["ID"] for each in table(workspace / "reports" / name, "Questions", "ID")]
    assert ("GOV-01" in asked, "GOV-02" in asked) == (False, True)


def test_what_is_left_out_is_counted_in_words(gni: Run) -> None:
    ids = [f"GOV-{number:02}" for number in range(1, 15)]
    only = [each for key in ids for each in ("--only", key)]
    for number, key in enumerate(ids[:13], 1):
        assert gni("answer", key, "--assign", "olga").code == 0
        if number in (1, 13):
            said = gni("questionnaire", "send", "--assignee", "carl", *only, *DUE, "--dry-run").err.splitlines()
            last = said[said.index(next(each for each in said if "would send" in each)) - 1]
            more = "1 more is left out, as it is assigned to others; `--reassign` takes all of them"
            assert last == {1: "`--reassign` takes it, too", 13: more}[number]


@pytest.mark.parametrize("typed", ["carl", "Carl", "Carl Counsel", "carl  counsel", "General counsel"])
def test_a_person_can_be_named_by_name_or_role(gni: Run, workspace: Path, typed: str) -> None:
    assert gni("questionnaire", "send", "--assignee", typed, "--only", "GOV-02", *DUE).code == 0
    assert record(workspace).responses["GOV-02"].assignee == "carl"
    assert reports(workspace) == ["questionnaire-carl-2026-11-21.xlsx"]


def test_entities_and_areas_can_be_named_as_people_call_them(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--area", "governance", "--entity", "ACME Nordics AS", *DUE).code == 0
    assert reports(workspace) == ["questionnaire-gov-nordics-2026-11-21.xlsx"]


def test_an_answer_that_an_editor_wrapped_flows_and_comes_back_as_the_same(gni: Run, workspace: Path) -> None:
    wrapped = "The committee of the board looks at it twice a year, and hears\nthe lead of the team, whose report goes to all.\n"
    answer(gni, "GOV-01", "--assign", "carl", text=wrapped)
    assert gni("questionnaire", "send", "--assignee", "carl", *DUE).code == 0
    (name,) = reports(workspace)
    path = workspace / "reports" / name
    (row,) = table(path, "Questions", "ID")
    assert row["Answer"] == " ".join(wrapped.split())
    back = gni("questionnaire", "receive", path, "--dry-run", "--format", "json")
    assert back.code == 0, back.err
    (item,) = json.loads(back.out)["files"][0]["items"]
    assert (item["key"], item["outcome"]) == ("GOV-01", "same")
    assert record(workspace).responses["GOV-01"].answer == wrapped


def test_questions_can_be_named_between_commas(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--only", "gov-01, GOV-03,", "--only", "GOV-02", *DUE).code == 0
    (name,) = reports(workspace)
    assert [each["ID"] for each in table(workspace / "reports" / name, "Questions", "ID")] == ["GOV-01", "GOV-02", "GOV-03"]


def test_it_takes_little_paper(gni: Run, workspace: Path) -> None:
    assert gni("questionnaire", "send", "--area", "PRV", *DUE).code == 0
    (name,) = reports(workspace)
    book = openpyxl.load_workbook(workspace / "reports" / name)
    for sheet, most in (("Questions", 150), ("Help", 135)):
        dimensions = book[sheet].row_dimensions
        heights = [dimensions[row].height for row in range(6, book[sheet].max_row + 1)]
        # Four rows stand on a page.
        assert sum(heights) / len(heights) < most, sheet
    assert (book["Questions"].page_setup.fitToHeight, book["About"].page_setup.fitToHeight) == (0, 2)


def test_a_dry_run_says_what_would_be_sent_and_writes_nothing(gni: Run, workspace: Path) -> None:
    before = tree(workspace)
    done = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE, "--dry-run")
    assert (done.code, done.out) == (0, "GOV-02  Board oversight\n")
    assert "would send 1 question for Carl Counsel, due 2026-12-05; nothing was written" in done.err
    assert (tree(workspace), reports(workspace)) == (before, [])


def test_the_same_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        root = tmp_path / name
        assert run("init", root, "--sample").code == 0
        path = tmp_path / f"{name}.xlsx"
        who = ("--as", "officer", "--today", "2026-11-22", "--assignee", "trust-safety", "--only", "GOV-02", *DUE)
        assert run("questionnaire", "send", "-C", root, *who, "-o", path).code == 0
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_what_is_hostile_stays_text(gni: Run, workspace: Path) -> None:
    said = "=1+1 [bold] _x0041_ \u202e <r>x</r>"
    answer(gni, "GOV-01", "--assign", "carl", text=said)
    assert gni("questionnaire", "send", "--assignee", "carl", *DUE).code == 0
    (name,) = reports(workspace)
    (row,) = table(workspace / "reports" / name, "Questions", "ID")
    assert row["Answer"] == said
    with zipfile.ZipFile(workspace / "reports" / name) as archive:
        assert not [each for each in archive.namelist() if b"<f>" in archive.read(each) and "worksheets" in each]


def test_an_answer_longer_than_a_cell_goes_out_whole(gni: Run, workspace: Path) -> None:
    said = "word " * 8_000
    done = gni("answer", "GOV-01", "--finding", "in-place", "--text-file", "-", "--assign", "carl", stdin=said)
    assert done.code == 0, done.err
    assert gni("questionnaire", "send", "--assignee", "carl", *DUE).code == 0
    (name,) = reports(workspace)
    rows = table(workspace / "reports" / name, "Questions", "ID")
    assert "".join(each["Answer"] for each in rows) == record(workspace).responses["GOV-01"].answer
    assert record(workspace).responses["GOV-01"].finding is Finding.IN_PLACE
