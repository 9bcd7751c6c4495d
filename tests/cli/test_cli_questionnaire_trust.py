import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.exchange.answer_words import QUESTION_HEADINGS
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import Response
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
Fill = Callable[..., Any]
FINDING, ANSWER = QUESTION_HEADINGS["finding"], QUESTION_HEADINGS["answer"]


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def response(workspace: Path, criterion_id: str) -> Response:
    return record(workspace).responses[criterion_id]


def test_another_companys_questionnaire_is_refused(run: Run, send: Fill, tmp_path: Path) -> None:
    path = send("GOV-01")
    other = tmp_path / "other"
    made = run(
        "init", other, "--no-input", "--name", "Other", "--type", "platform", "--service", "Mail", "--person", "a=A", "--first-assessment"
    )
    assert made.code == 0, made.err
    done = run("questionnaire", "receive", path, "--apply", "-C", other)
    assert (done.code, "another workspace" in done.err) == (2, True)


def claim(path: Path, **facts: str | None) -> None:
    """Change what a file says of itself, as anybody can who has it."""
    book = openpyxl.load_workbook(path)
    for row in book["_gni"].iter_rows():
        if row[0].value == "fact" and row[3].value in facts:
            row[4].value = facts[str(row[3].value)]
    book.save(path)


@pytest.mark.parametrize("facts", [{"company": None}, {"format": "99"}, {"format": None}, {"company": "Other"}])
def test_a_file_must_say_of_which_company_and_format_it_is(
    gni: Run, workspace: Path, send: Fill, facts: dict[str, str | None], put: Fill
) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Forged."})
    claim(path, **facts)
    assert gni("questionnaire", "receive", path, "--apply").code == 2
    assert response(workspace, "GOV-01").finding is None


def test_a_file_cannot_answer_in_the_name_of_somebody_who_was_not_asked(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", who=())
    claim(path, assignee="carl", questions="GOV-01 GOV-05")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Forged."})
    done = gni("questionnaire", "receive", path, "--apply")
    answered = response(workspace, "GOV-01").answered
    assert answered is not None
    assert answered.by == "olga"
    assert "the file says it was sent to" in done.out
    assert re.search(r"anybody was asked\s+these: GOV-01, GOV-05", done.out)


def test_control_characters_do_no_harm(gni: Run, workspace: Path, send: Fill, put: Fill) -> None:
    path = send("GOV-01", "GOV-02")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "a_x001B_[2Jb_xFFFE_"})
    put(path, "Questions", "GOV-02", {FINDING: "in place", ANSWER: "a_xD800_b"})
    done = gni("questionnaire", "receive", path, "--apply")
    assert done.code in (0, 1)
    assert "\x1b" not in done.both
    assert response(workspace, "GOV-02").finding is None
