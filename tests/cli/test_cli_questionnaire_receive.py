import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.exchange.answer_words import QUESTION_HEADINGS
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Skipped
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
Fill = Callable[..., Any]
FINDING, ANSWER, REASON, WHOM = (QUESTION_HEADINGS[each] for each in ("finding", "answer", "reason", "whom"))


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def response(workspace: Path, criterion_id: str) -> Response:
    return record(workspace).responses[criterion_id]


def test_answers_come_back_with_who_gave_them_and_from_which_file(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", "GOV-02", "GOV-03")
    assert response(workspace, "GOV-01").skipped is Skipped.WAITING
    text = "=1+1 \u202e [bold] x _x0041 \n\n  twice  "
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "'" + text})
    put(path, "Questions", "GOV-02", {FINDING: "nearly"})
    looked = gni("questionnaire", "receive", path, "--dry-run")
    assert looked.code == 1
    assert "3 asked: 1 new, 1 not filled in, 1 rejected" in looked.out
    assert re.search(r"sheet `Questions`, row \d+,\s+column [A-Z]+:\s+`nearly`", looked.out)
    assert "can be: in place; partly in place" in looked.out
    assert response(workspace, "GOV-01").finding is None
    done = gni("questionnaire", "receive", path, "--apply")
    assert (done.code, "1 change applied" in done.err, "saved: GOV-01\n" in done.err) == (1, True, True)
    found = response(workspace, "GOV-01")
    assert (found.finding, found.answer, found.skipped, found.due) == (Finding.IN_PLACE, "'" + text, None, None)
    assert found.answered is not None
    assert found.answered.by == "carl"
    entry = json.loads((workspace / "evidence/journal/GOV-01.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert entry["by"] == "olga"
    assert re.fullmatch("sha256:[0-9a-f]{64}", entry["via"])


def test_the_same_file_again_writes_nothing(gni: Run, workspace: Path, send: Fill, put: Fill, tree: Fill) -> None:
    path = send("GOV-01", "GOV-02")
    put(path, "Questions", "GOV-01", {FINDING: "not applicable", REASON: "No.", WHOM: "Security"})
    assert gni("questionnaire", "receive", path, "--apply").code == 0
    before = tree(workspace)
    again = gni("questionnaire", "receive", path, "--apply")
    assert (again.code, again.err) == (0, "nothing to apply\n")
    assert "2 asked: 1 same, 1 not filled in" in again.out
    assert tree(workspace) == before


def test_evidence_and_gaps_come_along(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", "GOV-02")
    evidence = {"For question(s)": "GOV-01", "Title": "Charter", "Kind": "policy", "What it says or does": "The board has the task."}
    gap = {
        "Question": "GOV-01",
        "What is missing or weak": "No log",
        "How grave": "high",
        "How many people": "low",
        "How hard to undo": "low",
    }
    put(path, "Evidence", "1", evidence)
    put(path, "Gaps", "1", gap)
    done = gni("questionnaire", "receive", path, "--apply")
    assert done.code == 0, done.both
    assert "1 row of evidence filled in: 1 new" in done.out
    assert "1 row of gaps filled in: 1 new" in done.out
    (made,) = record(workspace).policies.values()
    assert (made.title, made.owner) == ("Charter", "carl")
    found = response(workspace, "GOV-01")
    assert [each.id for each in found.evidence] == [made.id]
    assert re.fullmatch(r"GOV-01-G[0-9]{3}", found.gaps[0].id)
    assert gni("questionnaire", "receive", path, "--apply").err == "nothing to apply\n"
    assert "GNI102" not in done.err


def test_conflicts_stay_out_until_they_are_settled(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "Theirs.").code == 0
    left = gni("questionnaire", "receive", path, "--apply")
    assert (left.code, "not taken: 1 conflict" in left.err) == (1, True)
    assert "Theirs." not in left.out
    assert response(workspace, "GOV-01").answer == "Theirs."
    assert gni("questionnaire", "receive", path, "--apply", "--on-conflict", "keep").code == 0
    both = gni("questionnaire", "receive", path, "--apply", "--on-conflict", "both")
    assert both.code == 0
    assert response(workspace, "GOV-01").answer == "Theirs.\n\nMine."
    assert gni("questionnaire", "receive", path, "--apply").code == 0


def test_two_files_that_differ_are_a_conflict(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    first = send("GOV-01")
    second = Path(shutil.copy(first, workspace / "second.xlsx"))
    put(first, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "First."})
    put(second, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Second."})
    done = gni("questionnaire", "receive", first, second, "--apply")
    assert done.code == 1
    assert "together: 2 asked: 1 new, 1 conflict" in done.out
    assert response(workspace, "GOV-01").answer == "First."


def test_one_file_that_cannot_be_read_keeps_all_from_being_written(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "So."})
    (workspace / "broken.xlsx").write_bytes(b"PK not a workbook")
    done = gni("questionnaire", "receive", path, "broken.xlsx", "--apply")
    assert (done.code, "what to do" in done.err, response(workspace, "GOV-01").finding) == (2, True, None)


def test_off_a_terminal_it_says_which_option_to_give(gni: Run, send: Fill) -> None:
    path = send("GOV-01")
    for options, told in (
        ((), ("--dry-run", "--apply")),
        (("--apply", "--dry-run"), ("--apply", "--dry-run")),
        (("--format", "json"), ("--dry-run", "--apply")),
    ):
        done = gni("questionnaire", "receive", path, *options)
        assert (done.code, done.out) == (2, "")
        assert all(each in done.err for each in told)


def test_json_has_counts_places_and_no_text_of_the_record(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", "GOV-02", "GOV-03")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    put(path, "Questions", "GOV-02", {FINDING: "Planed"})
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "Theirs.").code == 0
    done = gni("questionnaire", "receive", path, "--dry-run", "--format", "json")
    found = json.loads(done.out)
    (file,) = found["files"]
    assert (found["version"], found["applied"], done.code) == (1, False, 1)
    assert file["counts"]["question"] == {"not filled in": 1, "conflict": 1, "rejected": 1}
    assert sum(file["counts"]["question"].values()) == file["asked"]
    (problem,) = [each for item in file["items"] for each in item["problems"]]
    assert (problem["sheet"], problem["value"], problem["nearest"]) == ("Questions", "Planed", "planned")
    assert {"row", "column", "allowed"} <= set(problem)
    assert "Theirs." not in done.out
    assert response(workspace, "GOV-01").answer == "Theirs."


def test_what_was_corrected_after_a_file_was_received_stays_corrected(gni: Run, workspace: Path, send: Fill, put: Fill, tree: Fill) -> None:
    path = send("GOV-01")
    evidence = {"For question(s)": "GOV-01", "Title": "Charter", "Kind": "policy", "What it says or does": "The board has the task."}
    gap = {"Question": "GOV-01", "What is missing or weak": "No log", "How grave": "high", "How many people": "low"}
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine.", WHOM: "Security"})
    put(path, "Evidence", "1", evidence)
    put(path, "Gaps", "1", {**gap, "How hard to undo": "low"})
    assert gni("questionnaire", "receive", path, "--apply").code == 0
    found = response(workspace, "GOV-01")
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "Corrected.").code == 0
    assert gni("gap", "set", found.gaps[0].id, "--summary", "No log of requests").code == 0
    before = tree(workspace)
    again = gni("questionnaire", "receive", path, "--apply", "--on-conflict", "take", "--as", "carl")
    assert (again.code, again.err) == (0, "nothing to apply\n")
    assert tree(workspace) == before
    assert " ".join(again.out.split()).count("was in the record before") == 3


def test_where_the_second_file_cannot_be_saved_the_first_is_told(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    first, second = send("GOV-01"), send("GOV-02", name="second")
    put(first, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "First."})
    put(second, "Questions", "GOV-02", {FINDING: "in place", ANSWER: "Second."})
    journal = workspace / "evidence/journal/GOV-02.jsonl"
    journal.unlink()
    journal.mkdir()  # what nobody can append to
    done = gni("questionnaire", "receive", first, second, "--apply")
    assert done.code == 2
    assert "saved already: what stands in `" in done.err
    assert "not saved: what stands in `" in done.err
    assert "saved: GOV-01\n" in done.err
    assert (response(workspace, "GOV-01").answer, response(workspace, "GOV-02").answer) == ("First.", "")


def test_a_protected_term_that_comes_in_is_said_at_once(gni: Run, send: Fill, put: Fill, protected_term: str) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: f"Ask {protected_term}."})
    done = gni("questionnaire", "receive", path, "--apply")
    assert done.code == 0
    assert "GNI511" in done.err
    assert done.err.index("GNI511") < done.err.index("1 change applied")
    assert protected_term not in done.both
    looked = gni("questionnaire", "receive", path, "--dry-run", "--format", "json")
    assert json.loads(looked.out)["leaks"] == []


@pytest.mark.parametrize("is_sent_first", [False, True])
def test_a_word_that_the_record_once_said_is_still_an_answer(
    gni: Run, workspace: Path, *, is_sent_first: bool, send: Fill, put: Fill
) -> None:
    assert gni("answer", "GOV-01", "--text", "Something.", "--finding", "not-in-place", "--assign", "carl").code == 0
    path = send("GOV-01") if is_sent_first else None
    assert gni("answer", "GOV-01", "--finding", "planned").code == 0
    assert gni("answer", "GOV-01", "--finding", "in-place").code == 0
    path = path or send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "planned"})
    done = gni("questionnaire", "receive", path, "--apply")
    assert ("1 conflict" if is_sent_first else "1 changed") in done.out
    assert response(workspace, "GOV-01").finding is (Finding.IN_PLACE if is_sent_first else Finding.PLANNED)


def test_off_a_terminal_no_typed_text_is_printed(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01")
    levels = {"How grave": "high", "How many people": "low", "How hard to undo": "low"}
    put(path, "Gaps", "1", {"Question": "GOV-01", "What is missing or weak": "We know of Selma", **levels})
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Ask Selma."})
    done = gni("questionnaire", "receive", path, "--apply")
    assert (done.code, "Selma" in done.both) == (0, False)
    assert "new: gap in row " in done.out
    assert len(response(workspace, "GOV-01").gaps) == 1


def test_a_second_term_in_the_same_text_is_told_too(gni: Run, send: Fill, put: Fill, protected_term: str) -> None:
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", f"Ask {protected_term}.", "--assign", "carl").code == 0
    path = send("GOV-02")
    put(path, "Questions", "GOV-02", {FINDING: "planned", ANSWER: "Ask nobody."})
    assert "take care" not in gni("questionnaire", "receive", path, "--dry-run").err
    put(path, "Questions", "GOV-02", {ANSWER: f"Ask {protected_term} again."})
    assert gni("questionnaire", "receive", path, "--apply").err.count("take care (GNI511): GOV-02") == 1
    put(path, "Questions", "GOV-02", {ANSWER: f"Ask {protected_term}, or {protected_term.upper()}."})
    assert "take care (GNI511): GOV-02" in gni("questionnaire", "receive", path, "--dry-run", "--on-conflict", "take").err


@pytest.fixture
def by_office(tmp_path: Path) -> Callable[[Path], Path]:
    if not shutil.which("soffice"):
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice must be there in this run")
        pytest.skip("needs LibreOffice Calc")

    def save_again(path: Path) -> Path:
        out = tmp_path / "saved"
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out / path.name

    return save_again


def sort_rows(path: Path, sheet: str, headings: set[str], find_header: Callable[..., Any]) -> None:
    """Turn the rows below the header upside down, and put a column and some rows in between."""
    book = openpyxl.load_workbook(path)
    of = book[sheet]
    header, _ = find_header(of, headings)
    rows = [[(cell.value, cell.data_type) for cell in row] for row in of.iter_rows(min_row=header + 1)]
    filled = [each for each in rows if any(value is not None for value, _ in each)]
    for number, values in enumerate(reversed(filled)):
        for column, (value, kind) in enumerate(values, start=1):
            of.cell(header + 1 + number, column).value = value
            of.cell(header + 1 + number, column).data_type = kind
    of.insert_cols(3)
    of.insert_rows(1, 2)
    of.title = "Mine now"
    book.save(path)


@pytest.mark.long
def test_out_sorted_saved_by_libreoffice_and_back_with_a_conflict(
    gni: Run, workspace: Path, *, send: Fill, put: Fill, by_office: Callable[[Path], Path], find_header: Fill
) -> None:
    path = send("GOV-01", "GOV-02", "GOV-03", "GOV-04")
    for criterion_id, answer in (("GOV-01", "Mine."), ("GOV-02", "=1+1 is\n\n not followed"), ("GOV-04", "Fourth.")):
        put(path, "Questions", criterion_id, {FINDING: "in place", ANSWER: answer})
    sort_rows(path, "Questions", {FINDING, ANSWER}, find_header)
    back = by_office(path)
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "Meanwhile.").code == 0
    done = gni("questionnaire", "receive", back, "--apply")
    assert "4 asked: 2 new, 1 not filled in, 1 conflict" in done.out
    assert done.code == 1
    assert response(workspace, "GOV-02").answer == "=1+1 is\n\n not followed"
    assert response(workspace, "GOV-04").answer == "Fourth."
    assert response(workspace, "GOV-01").answer == "Meanwhile."


def test_what_was_sent_filled_in_comes_back_as_the_same(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    assert (
        gni("answer", "GOV-01", "--finding", "partly-in-place", "--text", "=1+1 was sent.\n\nTwice.", "--assign", "carl", "--unsure").code
        == 0
    )
    levels = (
        "--scale",
        "high",
        "--scope",
        "low",
        "--irremediability",
        "low",
        "--impact",
        "actual",
        "--owner",
        "carl",
        "--due",
        "2026-12-31",
    )
    assert gni("gap", "add", "GOV-01", "--summary", "No log", *levels).code == 0
    path = send("GOV-01")
    (gap,) = response(workspace, "GOV-01").gaps
    before = response(workspace, "GOV-01")
    same = gni("questionnaire", "receive", path, "--apply")
    assert (same.code, same.err) == (0, "nothing to apply\n")
    assert "1 asked: 1 same\n" in same.out
    assert "rows of gaps" not in same.out
    put(path, "Gaps", gap.id, {"What will be done": "Build it.", "By whom": "Olga Officer", "By when": "31 January 2027"})
    put(path, "Questions", "GOV-01", {FINDING: "in place", "Sure?": "yes"})
    done = gni("questionnaire", "receive", path, "--apply")
    assert done.code == 0, done.both
    after = response(workspace, "GOV-01")
    assert (after.finding, after.answer, after.unsure) == (Finding.IN_PLACE, before.answer, False)
    (changed,) = after.gaps
    assert (changed.action, changed.owner, str(changed.due), changed.due_moves) == ("Build it.", "olga", "2027-01-31", 1)
    assert changed.scale is gap.scale


def test_the_answers_of_one_entity_become_exceptions(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", "GOV-02", who=("--entity", "nordics"))
    put(path, "Questions", "GOV-01", {FINDING: "not in place", ANSWER: "Not in Norway."})
    done = gni("questionnaire", "receive", path, "--apply")
    assert done.code == 0, done.both
    (found,) = response(workspace, "GOV-01").exceptions
    assert (found.entity, found.finding, found.note) == ("nordics", Finding.NOT_IN_PLACE, "Not in Norway.")
    assert response(workspace, "GOV-01").finding is None
    assert gni("questionnaire", "receive", path, "--apply").err == "nothing to apply\n"
    assert gni("answer", "GOV-01", "--assign", "carl").code == 0
    again = send("GOV-01", who=("--assignee", "carl", "--entity", "nordics"), name="again")
    assert "1 asked: 1 same\n" in gni("questionnaire", "receive", again, "--dry-run").out
