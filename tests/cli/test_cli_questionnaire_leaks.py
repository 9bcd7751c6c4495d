import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.sheets.texts import decode
from gni_assess.store.load import load_workspace

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


def reports(workspace: Path) -> list[str]:
    return sorted(each.name for each in (workspace / "reports").glob("*"))


def tree(workspace: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


def all_text(path: Path) -> str:
    """Every part of the file, as it is."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join([*archive.namelist(), *(decode(archive.read(each).decode("utf-8", "replace")) for each in archive.namelist())])


def protect(gni: Run) -> None:
    done = gni("evidence", "add", "case", "--from-file", "-", stdin=CASE)
    assert done.code == 0, done.err


def answer(gni: Run, criterion_id: str, *more: str, text: str = "Yes.") -> None:
    done = gni("answer", criterion_id, "--finding", "in-place", "--text", text, *more)
    assert done.code == 0, done.err


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
    assert "`--reassign` takes it, too" in sent.err
    text = all_text(workspace / "reports/questionnaire-carl-2026-11-21.xlsx")
    assert ("Carl says so." in text, "Carl&apos;s gap" in text or "Carl's gap" in text) == (True, True)
    assert not re.findall("zq[a-z]*|CASE-208|GOV-02|A week without", text, re.IGNORECASE)


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


def test_a_protected_term_in_an_id_that_goes_with_the_file_is_found(gni: Run, workspace: Path) -> None:
    protect(gni)
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: carl", "id: zqxakov"), encoding="utf-8")
    refused = gni("questionnaire", "send", "--assignee", "zqxakov", "--only", "GOV-02", *DUE)
    assert (refused.code, "property assignee on the hidden sheet holds what" in refused.err) == (1, True)
    assert reports(workspace) == []
    assert gni("questionnaire", "send", "--only", "GOV-02", *DUE).code == 0


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
