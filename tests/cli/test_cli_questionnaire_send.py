import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.exchange.answer_words import EVIDENCE_HEADINGS, GAP_HEADINGS, QUESTION_HEADINGS
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Finding, Skipped
from gni_assess.sheets.texts import decode
from gni_assess.store.load import load_workspace

ROOT = Path(__file__).parents[2]
Run = Callable[..., Any]
DUE = ("--due", "2026-12-05")
CASE = """\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: TR
classification: restricted
protected_terms: [{term: Zqxakov, kind: person}]
"""


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def reports(workspace: Path) -> list[str]:
    return sorted(each.name for each in (workspace / "reports").glob("*"))


def tree(workspace: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


def all_text(path: Path) -> str:
    """Every part of the file, as it is."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join([*archive.namelist(), *(decode(archive.read(each).decode("utf-8", "replace")) for each in archive.namelist())])


def table(path: Path, sheet: str, heading: str) -> list[dict[str, Any]]:
    rows = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if heading in row)
    return [{str(key): value for key, value in zip(rows[head], row, strict=True) if value is not None} for row in rows[head + 1 :]]


def protect(gni: Run) -> None:
    done = gni("evidence", "add", "case", "--from-file", "-", stdin=CASE)
    assert done.code == 0, done.err


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
    assert "all 2 show what the record says now" in again.err
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


def test_a_team_gets_the_questions_and_nothing_of_the_record(gni: Run, workspace: Path) -> None:
    answer(gni, "GOV-02", "--classification", "public", "--notes", "Zqnote", text="Zqanswer")
    before = tree(workspace)
    sent = gni("questionnaire", "send", "--only", "GOV-02", *DUE)
    assert sent.code == 0, sent.err
    assert "1 question, due 2026-12-05" in sent.err
    text = all_text(workspace / "reports/questionnaire-gov-02-2026-11-21.xlsx")
    assert "Zq" not in text
    assert "Carl" not in text
    assert "Board oversight" in text
    assert tree(workspace) == before


def test_only_what_is_the_respondents_own_is_in_any_part_of_the_file(gni: Run, workspace: Path) -> None:
    protect(gni)
    answer(gni, "GOV-01", "--assign", "carl", "--notes", "Zqnote", text="Carl says so.")
    answer(gni, "GOV-02", "--assign", "olga", text="Zqanswer")
    gap = ("--scale", "high", "--scope", "low", "--irremediability", "low", "--owner")
    assert gni("gap", "add", "GOV-01", "--summary", "Zqgap", *gap, "olga").code == 0
    assert gni("gap", "add", "GOV-01", "--summary", "Carl's gap", *gap, "carl").code == 0
    sent = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-01", "--only", "GOV-02", "--only", "GOV-03", *DUE)
    assert sent.code == 0, sent.err
    assert "GOV-02 is left out: it is assigned to olga (`gni-assess answer GOV-02 --assign carl` changes that)" in sent.err
    assert "`--reassign` takes all of them" in sent.err
    text = all_text(workspace / "reports/questionnaire-carl-2026-11-21.xlsx")
    assert ("Carl says so." in text, "Carl&apos;s gap" in text or "Carl's gap" in text) == (True, True)
    assert not re.findall("zq[a-z]*|CASE-208|GOV-02|A week without", text, re.IGNORECASE)


def test_reassigning_takes_questions_over(gni: Run, workspace: Path) -> None:
    assert gni("answer", "GOV-02", "--assign", "olga").code == 0
    none = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE)
    assert (none.code, "1 question assigned to olga" in none.err, "--reassign" in none.err) == (2, True, True)
    assert gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", "--reassign", *DUE).code == 0
    assert record(workspace).responses["GOV-02"].assignee == "carl"


def test_one_entity_is_asked_and_nobody_gets_the_question(gni: Run, workspace: Path) -> None:
    before = tree(workspace)
    sent = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", "--entity", "nordics", *DUE)
    assert sent.code == 0, sent.err
    assert "1 question for Carl Counsel about Acme Nordics AS, due 2026-12-05" in sent.err
    assert "the record does not keep who was asked about one entity" in sent.err
    (row,) = table(workspace / "reports/questionnaire-carl-nordics-2026-11-21.xlsx", "Questions", "ID")
    assert row["Question"].startswith("For Acme Nordics AS: How does your board")
    assert tree(workspace) == before


def test_a_dry_run_says_what_would_be_sent_and_writes_nothing(gni: Run, workspace: Path) -> None:
    before = tree(workspace)
    done = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE, "--dry-run")
    assert (done.code, done.out) == (0, "GOV-02  Board oversight\n")
    assert "would send 1 question for Carl Counsel, due 2026-12-05; nothing was written" in done.err
    assert (tree(workspace), reports(workspace)) == (before, [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*DUE,), ("what is to be asked?", "`--assignee PERSON`", "`--area AREA`", "`--only ID`", "questions waiting: carl 2")),
        (("--only", "GOV-02"), ("until when", "--due DATE")),
        (("--only", "GOV-02", "--due", "soon"), ("`--due` is not a date",)),
        (("--only", "GOV-02", "--due", "2026-11-20"), ("`--due` 2026-11-20 is over",)),
        (("--assignee", "crl", *DUE), ("there is no person `crl`", "did you mean carl?")),
        (("--assignee", "olga", *DUE), ("nothing is assigned to `olga`", "`--area` or `--only`")),
        (("--area", "ZZZ", *DUE), ("there is no area `ZZZ`", "GOV")),
        (("--only", "GOV-2", *DUE), ("there is no criterion `GOV-2`", "GOV-02")),
        (("--only", "GOV-02", "--entity", "nordic", *DUE), ("there is no entity `nordic`", "did you mean nordics?")),
        (("--only", "GOV-02", "--reassign", *DUE), ("`--reassign` goes with `--assignee`",)),
        (("--assignee", "carl", "--entity", "nordics", "--reassign", *DUE), ("does not go with `--entity`",)),
        (("--only", "GOV-02", *DUE, "-o", "x.pdf"), ("does not end in `.xlsx`", "name it `x.xlsx`")),
        (("--only", "GOV-02", *DUE, "-o", "no/x.xlsx"), ("there is no folder `no`",)),
        (("--only", "GOV-02", *DUE, "-o", "evidence/x.xlsx"), ("is part of the record",)),
    ],
)
def test_what_cannot_be_sent_says_why(gni: Run, workspace: Path, options: tuple[str, ...], said: tuple[str, ...]) -> None:
    for each in ("GOV-03", "GOV-04"):
        assert gni("answer", each, "--assign", "carl").code == 0
    before = tree(workspace)
    refused = gni("questionnaire", "send", *options)
    assert (refused.code, refused.out) == (2, "")
    assert [each for each in said if each not in refused.err] == []
    assert (tree(workspace), reports(workspace)) == (before, [])


def test_a_criterion_that_does_not_apply_is_not_asked(gni: Run, workspace: Path) -> None:
    loaded = record(workspace)
    other = next(each.id for each in loaded.pack.criteria if each not in loaded.applicable)
    refused = gni("questionnaire", "send", "--only", other, *DUE)
    assert (refused.code, f"`{other}` does not apply to this company" in refused.err) == (2, True)


def test_a_file_that_somebody_may_have_worked_in_is_replaced_only_by_force(gni: Run, workspace: Path) -> None:
    send = ("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE, "-o", "q.xlsx")
    assert gni(*send).code == 0
    first = (workspace / "q.xlsx").read_bytes()
    refused = gni(*send)
    assert (refused.code, "someone may have worked in it" in refused.err) == (2, True)
    assert gni(*send, "--force").code == 0
    assert (workspace / "q.xlsx").read_bytes() == first


@pytest.mark.parametrize("said", ["Zqxakov was here.", "See zqxakov"])
def test_a_protected_term_keeps_the_file_from_being_made(gni: Run, workspace: Path, said: str) -> None:
    protect(gni)
    answer(gni, "GOV-01", text=said)
    before = tree(workspace)
    refused = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-01", *DUE)
    assert (refused.code, refused.out) == (1, "")
    assert "nothing was sent: it would show what must not be shown" in refused.err
    assert "GNI511" in refused.err
    assert "zqxakov" not in refused.err.casefold()
    assert (tree(workspace), reports(workspace)) == (before, [])
    assert gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE).code == 0


def test_a_protected_term_in_the_companys_own_words_is_found(gni: Run, workspace: Path) -> None:
    protect(gni)
    overlay = "format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, title: Zqxakov and the board}\n"
    (workspace / "criteria").mkdir(exist_ok=True)
    (workspace / "criteria/own.yaml").write_text(overlay, encoding="utf-8")
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(\n  edition: [^\n]*\n)", r"\1  overlays: [criteria/own.yaml]\n", text), encoding="utf-8")
    refused = gni("questionnaire", "send", "--only", "GOV-02", *DUE)
    assert (refused.code, "nothing was sent" in refused.err) == (1, True)
    assert "zqxakov" not in refused.err.casefold()


def test_a_term_that_is_one_of_our_words_blocks_nothing(gni: Run) -> None:
    done = gni("evidence", "add", "case", "--from-file", "-", stdin=CASE.replace("Zqxakov", "not in place"))
    assert done.code == 0, done.err
    assert gni("answer", "GOV-01", "--assign", "carl", "--finding", "not-in-place", "--text", "No.").code == 0
    assert gni("questionnaire", "send", "--assignee", "carl", *DUE).code == 0


def test_a_limit_that_says_nothing_keeps_the_file_from_being_made(gni: Run, workspace: Path) -> None:
    answer(gni, "GOV-01", "--assign", "carl")
    file = workspace / "evidence/responses/GOV-01.yaml"
    limits = "limits: [{ground: security, fields: [reason]}]\n"
    file.write_text(file.read_text(encoding="utf-8") + limits, encoding="utf-8")
    refused = gni("questionnaire", "send", "--assignee", "carl", *DUE)
    assert (refused.code, "GNI601" in refused.err) == (1, True)


def test_nothing_is_sent_while_a_file_cannot_be_read(gni: Run, workspace: Path) -> None:
    protect(gni)
    file = workspace / "evidence/cases/CASE-208.yaml"
    file.write_text("id: [", encoding="utf-8")
    refused = gni("questionnaire", "send", "--only", "GOV-02", *DUE)
    assert (refused.code, "cannot be told while a file cannot be read" in refused.err) == (2, True)


def test_where_the_record_cannot_be_saved_that_is_said(gni: Run, workspace: Path) -> None:
    journal = workspace / "evidence/journal"
    shutil.rmtree(journal, ignore_errors=True)
    journal.write_text("", encoding="utf-8")  # a file where a folder must be
    refused = gni("questionnaire", "send", "--assignee", "carl", "--only", "GOV-02", *DUE)
    assert refused.code == 2
    assert "is written, but the record does not say who has these questions" in refused.err
    assert len(reports(workspace)) == 1


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


def texts_of_others(assessment: Assessment, person: str) -> Iterator[str]:
    for each in assessment.responses.values():
        yield from (each.notes, *(gap.notes for gap in each.gaps))
        if each.assignee != person:
            yield from (each.answer, each.reason, *(note.note for note in each.exceptions))
        yield from (text for gap in each.gaps if gap.owner != person for text in (gap.summary, gap.cause, gap.action))
    for case in assessment.cases.values():
        yield from (case.title, case.shareable_summary, case.notes, *(term.term for term in case.protected_terms))
    for other in assessment.workspace.people:
        if other.id not in (person, "officer"):
            yield from (other.email, other.name if " " in other.name and other.name != other.role else "")


@pytest.mark.parametrize("person", ["trust-safety", "counsel"])
def test_no_file_of_the_sample_holds_what_is_not_the_respondents(run: Run, tmp_path: Path, person: str) -> None:
    root = tmp_path / "sample"
    assert run("init", root, "--sample").code == 0
    path = tmp_path / "q.xlsx"
    sent = run("questionnaire", "send", "-C", root, "--as", "officer", "--today", "2026-11-22", "--assignee", person, *DUE, "-o", path)
    assert sent.code == 0, sent.err
    assessment = load_workspace(root).require()
    text = all_text(path)
    lines = {line.strip() for each in texts_of_others(assessment, person) for line in each.split("\n")}
    secrets = {each for each in lines if len(each) > 20 or "@" in each}
    assert len(secrets) > 100
    assert [each for each in secrets if each in text] == []
    own = [each for each in assessment.responses.values() if each.assignee == person]
    assert own
    assert all(line in text for each in own for line in each.answer.split("\n") if "'" not in line and "&" not in line)
    hidden = {each.id for each in assessment.cases.values()}
    hidden |= {gap.id for each in assessment.responses.values() for gap in each.gaps if gap.owner != person}
    assert not hidden & set(re.findall(r"[A-Z]{3,4}-\d+(?:-G\d+)?", text))


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
