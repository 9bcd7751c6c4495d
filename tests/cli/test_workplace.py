"""What the interview and the review keep of one person: offered to that person, for that purpose, and to nobody else."""

import os
import pty
import re
import select
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.cli.editor import Editor
from gni_assess.cli.interview import is_simple
from gni_assess.cli.prompt_terminal import _is_hung_up
from gni_assess.cli.shared import Shared
from gni_assess.cli.workplace import RealWorkplace
from gni_assess.errors import EditorError
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.documents import complete_document
from gni_assess.store.drafts import StoredDraft, keep_draft
from gni_assess.store.load import load_workspace
from gni_assess.store.private import UNSAVED

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
needs_terminals = pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals")
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

Run = Callable[..., Any]
Open = Callable[..., RealWorkplace]
Spawn = Callable[..., Any]
PROGRAM = ("-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")


@pytest.fixture
def open_for(workspace: Path) -> Open:
    return lambda person, purpose="": RealWorkplace(Shared(directory=workspace), person, purpose)


def texts(left: tuple[UnsavedText, ...]) -> list[str]:
    return [each.text for each in left]


def test_what_was_typed_is_offered_to_nobody_else(open_for: Open) -> None:
    counsel = open_for("carl")
    counsel.keep("GOV-02", "Kept by counsel.")
    counsel.hold("GOV-02", "The line of counsel.")
    counsel.keep_place('{"criterion": "GOV-02"}')
    keep_draft(counsel.session, StoredDraft(kind=RecordKind.CASE, criterion="GOV-02", fields={"title": "Of counsel"}))
    counsel.session.end()
    for who in (open_for("olga"), open_for("carl", "review"), open_for("carl.")):
        assert (who.left(), who.drafts(), who.place()) == ((), (), "")
        who.forget("GOV-02", "Kept by counsel.")
    again = open_for("carl")
    assert texts(again.left()) == ["Kept by counsel.", "The line of counsel."]
    assert {each.place.rpartition("/")[0] for each in again.left()} == {".gni-assess/unsaved/carl"}
    assert ([each.fields["title"] for each in again.drafts()], again.place()) == (["Of counsel"], '{"criterion": "GOV-02"}')


def test_notes_of_a_review_are_apart(open_for: Open) -> None:
    open_for("carl", "review").keep("GOV-02", "A note.")
    assert open_for("carl").left() == ()
    (left,) = open_for("carl", "review").left()
    assert (left.text, left.place) == ("A note.", ".gni-assess/unsaved/carl/review/GOV-02.1.txt")


def test_what_stands_in_the_old_place_is_shown_to_whoever_works(open_for: Open, workspace: Path) -> None:
    old = workspace / UNSAVED / "GOV-02.yaml"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_text("unsaved:\n  - Of an older version.\n", encoding="utf-8")
    officer = open_for("olga")
    assert officer.left() == (UnsavedText(criterion="GOV-02", text="Of an older version.", place=".gni-assess/unsaved/GOV-02.yaml"),)
    assert open_for("carl", "review").left() == ()
    officer.forget("GOV-02", "Of an older version.")
    assert not old.exists()


@pytest.mark.skipif(os.name == "nt", reason="the editor here is a shell script")
@pytest.mark.parametrize("end", ["", "\\n", "\\n\\n"])
def test_what_a_failing_editor_left_is_not_offered_once_it_is_in_the_record(open_for: Open, tmp_path: Path, end: str) -> None:
    program = tmp_path / "editor"
    program.write_text(f'#!/bin/sh\nprintf "Mine.{end}" >> "$1"\nexit 3\n', encoding="utf-8")
    program.chmod(0o700)
    officer = open_for("olga")
    editor = Editor(session=officer.session, environ={"EDITOR": str(program), "PATH": os.environ["PATH"]})
    with pytest.raises(EditorError) as caught:
        editor.edit(name="GOV-02-answer", guide=["Q"], text="")
    officer.keep("GOV-02", caught.value.text)
    typed = caught.value.text.rstrip("\n")
    if typed != caught.value.text:  # the session goes on with the text alone, and keeps that instead
        officer.keep("GOV-02", typed)
        officer.forget("GOV-02", caught.value.text)
    officer.forget("GOV-02", typed)
    assert editor.close() == ()
    officer.session.end()
    assert open_for("olga").left() == ()


def test_the_only_copy_of_a_text_is_not_taken_away_with_another_that_ends_differently(open_for: Open) -> None:
    officer = open_for("olga")
    officer.keep("GOV-02", "Mine.\n")
    officer.forget("GOV-02", "Mine.")
    assert texts(officer.left()) == ["Mine.\n"]


@pytest.fixture
def spawn(workspace: Path) -> Iterator[Spawn]:
    started: list[Any] = []

    def start(*args: str) -> Any:  # noqa: ANN401 - pexpect's own
        child = pexpect.spawn(
            sys.executable,
            [*PROGRAM, *args, "--today", "2026-11-21"],
            cwd=str(workspace),
            env={**os.environ, "TERM": "xterm", "INPUTRC": os.devnull},
            encoding="utf-8",
            timeout=30,
            dimensions=(60, 100),
        )
        child.ptyproc.delayafterclose = 0.02
        started.append(child)
        return child

    yield start
    for child in started:
        if child.isalive():
            child.kill(signal.SIGKILL)  # what ends by itself takes its time
        child.close(force=True)


@needs_terminals
def test_a_note_in_hand_is_offered_in_the_next_review(spawn: Spawn, gni: Run, workspace: Path) -> None:
    walk = ("GOV-01", "GOV-02", "GOV-03")
    for each in walk:
        assert gni("answer", each, "--finding", "planned", "--text", f"Answer to {each}.").code == 0
    review = ("interview", "--review", "--as", "carl", "--only", ",".join(walk))
    first = spawn(*review)
    for criterion, typed in (("GOV-01", "r"), ("GOV-02", "s")):
        first.expect(f"{criterion} review")
        first.send(f"{typed}\r")
    first.expect("GOV-02 note")
    first.send("Which board?\r")
    first.expect("GOV-03 review")
    first.send("s\r")
    first.expect("GOV-03 note")
    first.send("Half of a note")
    first.expect("Half of a note")
    first.kill(signal.SIGKILL)
    first.expect(pexpect.EOF)
    officer = spawn("interview", "--as", "carl", "--only", "GOV-03")
    officer.expect("GOV-03 finding")
    assert "Half of a note" not in officer.before
    officer.sendeof()
    officer.expect(pexpect.EOF)
    again = spawn(*review, "--from", "GOV-03")
    again.expect("GOV-03 review")
    again.send("s\r")
    again.expect("Half of a note")
    again.expect("GOV-03 note")
    again.send(":p\r")
    again.expect("GOV-03 note")
    again.send("\r")
    again.expect(pexpect.EOF)
    responses = load_workspace(workspace).require().responses
    assert responses["GOV-01"].reviewed is not None
    assert [(back.by, back.note) for key in walk[1:] if (back := responses[key].returned)] == [
        ("carl", "Which board?"),
        ("carl", "Half of a note"),
    ]
    assert not [each for each in (workspace / UNSAVED).rglob("*") if each.suffix in (".txt", ".line", ".lock")]


@needs_terminals
def test_only_that_names_nothing_is_not_taken_for_everything(spawn: Spawn) -> None:
    child = spawn("interview", "--as", "olga", "--only", " , ")
    child.expect(re.escape("`--only` names no criterion"))
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


@pytest.mark.parametrize(
    ("term", "system", "expected"),
    [("dumb", "posix", True), ("", "posix", True), ("xterm", "posix", False), ("dumb", "nt", True), ("", "nt", False)],
)
def test_which_windows_show_plain_lines(term: str, system: str, *, expected: bool) -> None:
    assert is_simple({"TERM": term} if term else {}, system) is expected


def test_paths_with_backslashes_are_completed_where_these_stand_between_folders(workspace: Path) -> None:
    (workspace / "evidence/files/charter.txt").touch()
    found = complete_document(workspace, "evidence\\files\\ch", workspace, backslashes=True)
    assert found == ("evidence/files/charter.txt",)
    assert complete_document(workspace, "evidence\\files\\ch", workspace, backslashes=False) == ()
    assert complete_document(workspace, "evidence/fi", workspace / "evidence") == ("evidence/files/",)


@needs_terminals
def test_a_terminal_of_which_the_system_cannot_tell_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poll:
        def register(self, handle: int, _: int) -> None:
            self.handle = handle

        def poll(self, _: int) -> list[tuple[int, int]]:
            return [(self.handle, select.POLLNVAL)]

    monkeypatch.setattr(select, "poll", Poll)
    window, inside = pty.openpty()
    assert not _is_hung_up(inside)
    os.close(inside)
    os.close(window)
    assert _is_hung_up(inside)
