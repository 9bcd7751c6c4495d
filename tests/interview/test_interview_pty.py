"""What only the real program at a real (pseudo) terminal can show: a kill in the middle."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.store.load import load_workspace
from gni_assess.store.unsaved import find_unsaved, read_unsaved

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
pytestmark = [
    pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

Run = Callable[..., Any]
Start = Callable[..., Any]
PROGRAM = ("-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")


@pytest.fixture
def start(workspace: Path) -> Iterator[Start]:
    """Start the interview as Olga, in a window of 80 columns."""
    started: list[Any] = []

    def spawn(*options: str) -> Any:  # noqa: ANN401 - pexpect's own
        child = pexpect.spawn(
            sys.executable,
            [*PROGRAM, "interview", "--as", "olga", "--only", "CTX-01", *options],
            cwd=str(workspace),
            env={**os.environ, "TERM": "dumb", "INPUTRC": os.devnull},
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
            dimensions=(24, 80),
        )
        child.ptyproc.delayafterclose = 0.02
        started.append(child)
        return child

    yield spawn
    for child in started:
        if child.isalive():
            child.kill(signal.SIGKILL)  # what ends by itself takes its time
        child.close(force=True)


def type_at(child: Any, prompt: str, typed: str) -> None:  # noqa: ANN401 - pexpect's own
    child.expect(f"CTX-01 {prompt}[^\n]*: ")
    child.sendline(typed)


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGHUP])
def test_a_window_that_dies_at_mine_or_theirs_takes_nothing_along(start: Start, gni: Run, workspace: Path, ends: signal.Signals) -> None:
    child = start()
    type_at(child, "finding", "l")
    child.expect("CTX-01 answer: ")
    assert gni("answer", "CTX-01", "--text", "Theirs.", "--as", "carl").code == 0
    child.sendline("Mine: [bold] 漢字.")
    child.expect("mine or theirs: ")
    child.kill(ends)
    child.expect(pexpect.EOF)
    (path,) = find_unsaved(workspace, "olga")
    assert "Mine: [bold] 漢字." in read_unsaved(path)[0]
    again = start()
    again.expect(re.escape("`.gni-assess/unsaved/olga/CTX-01.1.txt`"))
    type_at(again, "answer", ":o")
    again.expect(re.escape("Mine: [bold] 漢字."))
    type_at(again, "answer", ":f CTX-01")
    type_at(again, "answer", ":q")
    again.expect(pexpect.EOF)
    assert find_unsaved(workspace, "olga") == ()
    assert load_workspace(workspace).require().responses["CTX-01"].answer == "Theirs."


def test_after_the_choice_nothing_is_left_on_disk(start: Start, gni: Run, workspace: Path) -> None:
    child = start()
    type_at(child, "finding", "l")
    child.expect("CTX-01 answer: ")
    assert gni("answer", "CTX-01", "--text", "Theirs.", "--as", "carl").code == 0
    child.sendline("Mine.")
    type_at(child, "mine or theirs", "m")
    type_at(child, "evidence", ":q")
    child.expect(pexpect.EOF)
    assert find_unsaved(workspace, "olga") == ()
    assert load_workspace(workspace).require().responses["CTX-01"].answer == "Mine."
