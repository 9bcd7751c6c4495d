"""A full disk, a folder that takes nothing, an editor that dies, a window that is resized: nothing typed is lost."""

import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.store.load import load_workspace

Start = Callable[..., Any]
Aside = Any
"""What is on disk and in no record; see the fixture."""
MINE = "Mine: [bold] 漢字"
needs_limits = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs a system that can limit the files of another process")
BOTH = pytest.mark.parametrize("options", [(), ("--plain",)], ids=["prompt", "plain"])


def read(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def answer_of(workspace: Path) -> str:
    return read(workspace).responses["DDR-01"].answer


def leftovers(workspace: Path) -> list[Path]:
    return [each for each in (workspace / "evidence").rglob("*") if each.name.startswith(".") and each.is_file()]


@needs_limits
@BOTH
def test_on_a_full_disk_the_text_stays_and_is_stored_once_there_is_room(
    start: Start, aside: Aside, workspace: Path, options: tuple[str, ...]
) -> None:
    person = start(*options)
    person.prompt("finding")
    person.say("p", "answer")
    person.fill_disk()
    person.say(MINE, "answer")
    person.see("File too large")
    person.see("cannot be put aside on disk either. It stays here")
    person.see(f"Not stored yet; Enter stores it here: | {MINE}")
    person.fill_disk(full=False)
    person.say("", "evidence")
    assert answer_of(workspace) == MINE
    assert (aside.texts, leftovers(workspace)) == ([], [])


@needs_limits
def test_on_a_full_disk_a_draft_stays_and_is_stored_once_there_is_room(start: Start, aside: Aside, gni: Start) -> None:
    gni("answer", "DDR-01", "--finding", "in-place", "--text", "It is there.")
    person = start()
    person.prompt("finding")
    person.say("", "answer")
    person.say("", "evidence")
    person.say("+p", "new policy kind")
    person.fill_disk()
    person.say("1", "new policy title")
    person.see("cannot be put on disk now. It stays here; keep the window open.")
    person.say("Charter", "new policy summary")
    assert aside.drafts_of("olga") == [{}]
    person.fill_disk(full=False)
    person.say(MINE, "new policy file")
    person.end(signal.SIGKILL)
    (draft,) = aside.drafts_of("olga")
    assert (draft["title"], draft["summary"]) == ("Charter", MINE)


@needs_limits
def test_a_text_of_an_earlier_session_stays_on_disk_where_the_draft_cannot_be_kept(
    start: Start, aside: Aside, gni: Start, workspace: Path
) -> None:
    gni("answer", "DDR-01", "--finding", "in-place", "--text", "It is there.")
    person = start()
    person.prompt("finding")
    person.say("", "answer")
    person.say("", "evidence")
    for answer, then in (("+p", "kind"), ("1", "title"), ("Charter", "summary")):
        person.say(answer, f"new policy {then}")
    person.type(MINE)
    person.end(signal.SIGKILL)
    again = start()
    again.prompt("summary")
    again.say(":p", "summary")
    blocked = next(iter(aside.drafts)).parent
    blocked.rename(workspace / "away")
    blocked.write_text("in the way", encoding="utf-8")
    again.say("", "file")
    again.see("keep the window open")
    again.end(signal.SIGKILL)
    assert aside.texts == [MINE]


def takes_nothing(folder: Path) -> bool:
    """Make a folder read-only, and tell whether that holds for us."""
    folder.chmod(0o500)
    return not os.access(folder, os.W_OK)


@BOTH
def test_in_a_folder_that_is_read_only_the_text_stays(start: Start, aside: Aside, workspace: Path, options: tuple[str, ...]) -> None:
    folder = workspace / "evidence/responses"
    person = start(*options)
    person.prompt("finding")
    person.say("p", "answer")
    if not takes_nothing(folder):
        folder.chmod(0o700)
        pytest.skip("whoever runs this may write everywhere")
    person.say(MINE, "answer")
    person.see("Permission denied")
    person.see("What you typed is kept in")
    assert aside.texts == [MINE]
    folder.chmod(0o700)
    person.say("", "evidence")
    assert (answer_of(workspace), aside.texts, leftovers(workspace)) == (MINE, [], [])


def test_a_record_that_is_protected_from_writing_is_told_and_the_text_stays(
    start: Start, aside: Aside, gni: Start, workspace: Path
) -> None:
    gni("answer", "DDR-01", "--finding", "planned", "--text", "Old.")
    file = workspace / "evidence/responses/DDR-01.yaml"
    person = start()
    person.prompt("finding")
    person.say("", "answer")
    file.chmod(0o400)
    person.say(MINE, "answer")
    person.see("is protected from writing; nothing was saved")
    person.end(signal.SIGKILL)
    assert aside.texts == [MINE]
    file.chmod(0o600)
    again = start()
    again.prompt("answer")
    again.say(":p", "answer")
    again.say("", "evidence")
    assert (answer_of(workspace), aside.texts) == (MINE, [])


@pytest.fixture
def editor(tmp_path: Path) -> Callable[[str], str]:
    """Make an editor: a script that is given the sheet as its first argument."""

    def make(script: str) -> str:
        path = tmp_path / "my editor"
        path.write_text(f'#!/bin/sh\nwrite() {{ sheet=$(cat "$2"); printf "%s\\n$1\\n" "$sheet" > "$2"; }}\n{script}\n', encoding="utf-8")
        path.chmod(0o700)
        return f"'{path}'"

    return make


def open_editor(start: Start, editor: str, *options: str) -> Any:  # noqa: ANN401 - a person at a terminal
    person = start(*options, EDITOR=editor, VISUAL="")
    person.prompt("finding")
    person.say("p", "answer")
    person.type(":e")
    person.press("\r")
    return person


@BOTH
@pytest.mark.parametrize("ends", ["kill -9 $$", "exit 3"])
def test_what_a_failing_editor_had_saved_is_offered(
    start: Start, aside: Aside, editor: Callable[[str], str], options: tuple[str, ...], ends: str
) -> None:
    person = open_editor(start, editor(f'write "{MINE}\\n\\nand more" "$1"; {ends}'), *options)
    person.prompt("answer")
    person.see("was stopped" if "kill" in ends else "ended with an error")
    person.say(":p", "answer")
    person.say("", "evidence")
    assert (answer_of(aside.workspace), aside.texts) == (f"{MINE}\n\nand more", [])


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGHUP])
def test_a_window_that_dies_while_the_editor_is_open_leaves_what_was_saved_there(
    start: Start, aside: Aside, workspace: Path, editor: Callable[[str], str], ends: signal.Signals
) -> None:
    person = open_editor(start, editor(f'write "{MINE}" "$1"; echo ready; exec sleep 30'))
    person.see("ready")
    person.end(ends)
    again = start()
    again.prompt("answer")
    again.see(f"not in the record: | {MINE} `:p` uses it here.")
    again.say(":p", "answer")
    again.say("", "evidence")
    again.end("\x04")
    assert (answer_of(workspace), aside.texts) == (MINE, [])
    assert not list(aside.folder.rglob("*.md"))


def test_ctrl_c_while_the_editor_runs_is_the_editors(start: Start, workspace: Path, editor: Callable[[str], str]) -> None:
    person = open_editor(start, editor(f'write "{MINE}" "$1"; trap "exit 0" INT; echo ready; read line'))
    person.see("ready")
    person.press("\x03")
    person.prompt("evidence")
    assert answer_of(workspace) == MINE


@pytest.mark.parametrize("ends", [signal.SIGKILL, "\x03"])
def test_lines_of_a_paste_that_is_not_marked_are_held_together(start: Start, aside: Aside, ends: signal.Signals | str) -> None:
    person = start()
    person.prompt("finding")
    person.say("p", "answer")
    person.type("First line\rsecond line\rand the third")
    person.end(ends)
    again = start()
    again.prompt("answer")
    assert aside.texts == ["First line\nsecond line\nand the third"]


@BOTH
def test_a_question_stays_readable_when_the_window_is_resized(start: Start, workspace: Path, options: tuple[str, ...]) -> None:
    person = start(*options)
    person.prompt("finding")
    person.say("p", "answer")
    person.type("Half")
    for rows, columns, more in ((12, 40, " of"), (24, 80, " the"), (12, 40, " answer")):
        person.resize(rows, columns)
        person.type(more)
    person.say("", "evidence")
    assert answer_of(workspace) == "Half of the answer"
    person.say(":b", "answer")
    assert {"Your answer, in a few sentences: what", "there is, who does it, how often."} <= {*person.lines}
    assert person.lines[-1 if options else -2] == "DDR-01 answer:"
    person.resize(24, 80)
    person.say("A new answer", "evidence")


@BOTH
def test_a_small_window_shows_the_question_and_the_prompt(start: Start, options: tuple[str, ...]) -> None:
    person = start(*options, rows=12, columns=40)
    person.prompt("finding")
    assert person.lines[-1 if options else -2] == "DDR-01 finding:"
    person.say("p", "answer")
    assert {"Your answer, in a few sentences: what", "there is, who does it, how often."} <= {*person.lines}
    assert "1 of 1 ? commands" in person.shown or options


@pytest.mark.long
def test_a_kill_at_any_moment_of_a_save_leaves_the_text_in_the_record_or_at_hand(start: Start, aside: Aside, workspace: Path) -> None:
    person = start()
    person.prompt("finding")
    person.say("p", "answer")
    for moment in range(8):
        words = f"Answer number {moment} 漢字"
        person.type(words)
        person.press("\r")
        time.sleep(0.01 * moment)
        person.end(signal.SIGKILL)
        person = start()
        if person.prompt().endswith("evidence"):
            person.say(":b", "finding")
            person.say("", "answer")
        assert words in {answer_of(workspace), *aside.texts}, moment
        if aside.texts:
            person.say(":f DDR-01", "answer")
    person.say("The last answer.", "evidence")
    assert leftovers(workspace) == []


@BOTH
def test_a_kill_among_several_lines_leaves_those_that_were_entered(
    start: Start, aside: Aside, workspace: Path, options: tuple[str, ...]
) -> None:
    person = start(*options)
    person.prompt("finding")
    for line, then in (("p", "answer"), (":m", "answer .."), ("First line", "answer .."), ("second 漢字", "answer ..")):
        person.say(line, then)
    person.type("third")
    person.end(signal.SIGKILL)
    again = start(*options)
    again.prompt("answer")
    assert answer_of(workspace) == "First line\nsecond 漢字"
    assert aside.texts == ([] if options else ["third"])
