from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.exchange.answer_words import QUESTION_HEADINGS
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
Fill = Callable[..., Any]
FINDING, ANSWER = QUESTION_HEADINGS["finding"], QUESTION_HEADINGS["answer"]


def response(workspace: Path, criterion_id: str) -> Response:
    return load_workspace(workspace).require().responses[criterion_id]


def test_at_a_terminal_each_conflict_is_shown_side_by_side(
    gni: Run, workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, ended: Fill
) -> None:
    path = send("GOV-01", "GOV-02")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    put(path, "Questions", "GOV-02", {FINDING: "planned", ANSWER: "Second."})
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "Theirs.").code == 0
    child = at_terminal("questionnaire", "receive", path)
    child.expect("planned +\\| in place")
    child.expect("keep or take.*> ")
    child.sendline("take")
    child.expect("Theirs. +\\| Mine.")
    child.expect("keep, take or both.*> ")
    child.sendline("both")
    child.expect("apply these 2 changes.*> ")
    child.sendline("y")
    child.expect("2 changes applied")
    assert ended(child)[0] == 0
    found = response(workspace, "GOV-01")
    assert (found.finding, found.answer) == (Finding.IN_PLACE, "Theirs.\n\nMine.")


@pytest.mark.parametrize("says", ["n", None])
def test_nothing_is_written_before_the_last_yes(
    workspace: Path, says: str | None, *, send: Fill, put: Fill, tree: Fill, at_terminal: Fill, ended: Fill, interrupt: Fill
) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    before = tree(workspace)
    child = at_terminal("questionnaire", "receive", path)
    child.expect("apply this change.*> ")
    if says:
        child.sendline(says)
    code, said = ended(child) if says else interrupt(child)
    assert ("nothing was applied" if says else "nothing is saved") in said
    assert (code, tree(workspace)) == (1 if says else 130, before)


def test_what_was_sent_is_shown_beside_a_conflict(
    gni: Run, workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, ended: Fill
) -> None:
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "As it was.", "--assign", "carl").code == 0
    path = send("GOV-01")
    assert gni("answer", "GOV-01", "--text", "Meanwhile.").code == 0
    put(path, "Questions", "GOV-01", {ANSWER: "Mine."})
    child = at_terminal("questionnaire", "receive", path)
    child.expect("as it was sent:\\s+As it was.")
    child.expect("Meanwhile. +\\| Mine.")
    child.expect("keep, take or both.*> ")
    child.sendline("keep")
    child.expect("nothing to apply")
    assert (ended(child)[0], response(workspace, "GOV-01").answer) == (0, "Meanwhile.")


def test_the_preview_shows_what_would_be_written_and_what_must_not_be_seen(
    gni: Run, workspace: Path, protected_term: str, *, send: Fill, put: Fill, tree: Fill, at_terminal: Fill, ended: Fill
) -> None:
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "As it was.", "--assign", "carl").code == 0
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {ANSWER: f"Ask {protected_term} instead."})
    before = tree(workspace)
    child = at_terminal("questionnaire", "receive", path)
    child.expect("apply this change.*> ")
    said = " ".join(child.before.split())
    assert "changed: GOV-01 " in said
    assert f"answer, now: As it was. to be: Ask {protected_term} instead." in said
    assert "take care (GNI511): GOV-01: " in said
    child.sendline("n")
    assert (ended(child)[0], tree(workspace)) == (1, before)


def test_what_was_chosen_is_not_asked_again_after_a_stop(
    gni: Run, workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, interrupt: Fill
) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "Theirs.").code == 0
    child = at_terminal("questionnaire", "receive", path.name)
    child.expect("keep or take.*> ")
    child.sendline("take")
    child.expect("keep, take or both.*> ")
    code, said = interrupt(child)
    said = " ".join(said.split())
    chosen = "question GOV-01 finding=take"
    assert (code, "nothing is saved" in said, f"--settle '{chosen}'" in said) == (130, True, True)
    left = gni("questionnaire", "receive", path, "--settle", chosen, "--apply")
    assert (left.code, '`--settle "question GOV-01 answer=…"`' in left.out) == (1, True)
    done = gni("questionnaire", "receive", path, "--settle", chosen, "--settle", "question GOV-01 answer=both", "--apply")
    assert done.code == 0, done.both
    assert (response(workspace, "GOV-01").finding, response(workspace, "GOV-01").answer) == (Finding.IN_PLACE, "Theirs.\n\nMine.")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["question GOV-01 answer"], "does not say how a conflict is settled"),
        (["question GOV-01 answer=perhaps"], "does not say how a conflict is settled"),
        (["question GOV-09 answer=keep"], "there is no conflict `question GOV-09 answer`"),
        (["question GOV-01 answr=keep"], "there is no conflict `question GOV-01 answr`"),
        (["question GOV-01 finding=both"], "`question GOV-01 finding` cannot be settled with `both`"),
        (["question GOV-01 answer=keep", "question GOV-01 answer=take"], "is settled in two ways"),
    ],
)
def test_a_conflict_that_cannot_be_settled_so_is_refused(
    gni: Run, workspace: Path, given: list[str], says: str, *, send: Fill, put: Fill, tree: Fill
) -> None:
    path = send("GOV-01")
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "Theirs.").code == 0
    before = tree(workspace)
    refused = gni("questionnaire", "receive", path, *(part for each in given for part in ("--settle", each)), "--apply")
    assert (refused.code, says in refused.err, tree(workspace)) == (2, True, before)


def test_what_is_left_can_be_settled_at_once(gni: Run, workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, ended: Fill) -> None:
    ids = ("GOV-01", "GOV-02", "GOV-03")
    path = send(*ids)
    for each in ids:
        put(path, "Questions", each, {ANSWER: "Mine."})
        assert gni("answer", each, "--text", "Theirs.").code == 0
    child = at_terminal("questionnaire", "receive", path)
    child.expect("conflict 1 of 3")
    child.expect("all-keep or all-take: the same for all that are left.*> ")
    child.sendline("k")
    child.expect("conflict 2 of 3")
    child.expect("> ")
    child.sendline("all-take")
    child.expect("apply these 2 changes.*> ")
    child.sendline("y")
    assert ended(child)[0] == 0
    assert [response(workspace, each).answer for each in ids] == ["Theirs.", "Mine.", "Mine."]


def test_what_comes_along_with_a_settled_conflict_is_shown_first(
    gni: Run, workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, ended: Fill
) -> None:
    assert gni("answer", "GOV-01", "--finding", "planned", "--text", "As it was.", "--assign", "carl").code == 0
    path = send("GOV-01")
    assert gni("answer", "GOV-01", "--text", "Meanwhile.").code == 0
    put(path, "Questions", "GOV-01", {FINDING: "in place", ANSWER: "Mine."})
    child = at_terminal("questionnaire", "receive", path)
    child.expect("keep, take or both.*> ")
    child.sendline("keep")
    child.expect("what that would write:")
    child.expect("changed: GOV-01 ")
    child.expect("finding, now: planned\\s+to be: in place")
    child.expect("in all: 1 asked: 1 changed")
    child.expect("apply this change.*> ")
    child.sendline("n")
    assert ended(child)[0] == 1
    assert response(workspace, "GOV-01").finding is Finding.PLANNED


def test_beside_another_file_of_the_same_run_it_is_said_so(
    workspace: Path, *, send: Fill, put: Fill, at_terminal: Fill, ended: Fill
) -> None:
    first, second = send("GOV-01"), send("GOV-01", name="second")
    put(first, "Questions", "GOV-01", {ANSWER: "First."})
    put(second, "Questions", "GOV-01", {ANSWER: "Second."})
    child = at_terminal("questionnaire", "receive", first, second)
    child.expect("the record, with the files before, says\\s+something else")
    child.expect("In the record, with the files before")
    child.expect("keep, take or both.*> ")
    child.sendline("keep")
    child.expect("apply this change.*> ")
    child.sendline("y")
    assert ended(child)[0] == 0
    assert response(workspace, "GOV-01").answer == "First."


def test_one_choice_does_not_settle_the_conflicts_of_two_files(gni: Run, workspace: Path, *, send: Fill, put: Fill, tree: Fill) -> None:
    files = send("GOV-01"), send("GOV-01", name="second")
    for each, text in zip(files, ("First.", "Second."), strict=True):
        put(each, "Questions", "GOV-01", {ANSWER: text})
    assert gni("answer", "GOV-01", "--text", "Meanwhile.").code == 0
    before = tree(workspace)
    refused = gni("questionnaire", "receive", *files, "--apply", "--settle", "question GOV-01 answer=take")
    assert (refused.code, "is a conflict of 2 files" in refused.err, tree(workspace)) == (2, True, before)
