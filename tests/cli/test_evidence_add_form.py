"""`evidence add` takes any field by its name, and asks at a terminal with the questions of the interview."""

import os
import re
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.cases import Case
from gni_assess.store.load import load_workspace

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
at_a_terminal = pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals")

Run = Callable[..., Any]
Child = Any
PROGRAM = ("-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")
CASE = ("evidence", "add", "case", "--type", "user-data", "--title", "A week", "--right", "privacy", "--jurisdiction", "TR")
RESTRICTED = ("--classification", "restricted")


@pytest.fixture
def add(workspace: Path) -> Iterator[Callable[..., Child]]:
    started: list[Child] = []

    def start(*args: str) -> Child:
        child = pexpect.spawn(
            sys.executable,
            [*PROGRAM, "evidence", "add", *args, "--as", "olga"],
            cwd=str(workspace),
            env={**os.environ, "TERM": "dumb", "INPUTRC": os.devnull},
            encoding="utf-8",
            timeout=30,
            dimensions=(40, 100),
        )
        child.ptyproc.delayafterclose = 0.02
        started.append(child)
        return child

    yield start
    for child in started:
        if child.isalive():
            child.kill(signal.SIGKILL)  # what ends by itself takes its time
        child.close(force=True)


def answer(child: Child, answers: dict[str, str]) -> str:
    """Type the answer at each question that holds a word, in any order, and Enter at the others; give all that was shown."""
    left, shown = dict(answers), ""
    while left:
        child.expect("> ")
        shown += child.before
        # What is said of the answer before stands above the question; the note below it may hold any word.
        word = next((each for each in left if re.search(rf"^{re.escape(each)}", child.before.replace("\r", ""), re.MULTILINE)), "")
        child.sendline(left.pop(word, ""))
    return shown


def end(child: Child) -> tuple[int, str]:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")


def case(workspace: Path) -> Case:
    return next(iter(load_workspace(workspace).require().cases.values()))


def test_any_field_can_be_given_by_its_name(gni: Run, workspace: Path) -> None:
    fields = (
        *("steps.0.step=received", "steps.0.on=1 March 2025", "steps.1.step=decided", "hard=yes", "hard_reason=Two laws, one = the other"),
        *("affected.groups=journalists, readers", "protected_terms=Amira Haddad", "secrecy.order=no", "jurisdiction=Norway"),
    )
    done = gni(*CASE, *RESTRICTED, *(part for each in fields for part in ("--field", each)))
    assert done.code == 0
    found = case(workspace)
    assert [(each.step.value, str(each.on or "")) for each in found.steps] == [("received", "2025-03-01"), ("decided", "")]
    assert (found.hard, found.hard_reason, found.jurisdiction) == (True, "Two laws, one = the other", "NO")
    assert found.affected is not None
    assert found.affected.groups == ("journalists", "readers")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("steps.1.step=received", "there is no field `steps.1.step`, or not before another one"),
        ("stteps=x", "there is no field `stteps`"),
        ("=x", "there is no field ``"),
        ("dates.received=03/04/2025", "`--field dates.received`: `03/04/2025` can be"),
        ("evidence=POL-999", "there is no evidence"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(gni: Run, workspace: Path, field: str, said: str) -> None:
    refused = gni(*CASE, *RESTRICTED, "--field", field)
    assert refused.code == 2
    assert said in refused.err
    assert "what to do: " in refused.err
    assert not [*(workspace / "evidence").rglob("CASE-*.yaml")]


@at_a_terminal
def test_what_is_typed_where_there_is_no_option_is_not_lost(
    add: Callable[..., Child], run: Run, workspace: Path, interrupt: Callable[..., Any]
) -> None:
    child = add("case", "--type", "user-data", "--title", "A week", "--right", "privacy")
    answers = {"May this case": "y", "Which country": "Norway", "How confidential": "4", "Which kinds of users' data": "1 2"}
    steps = {"What was the first step": "1", "When was that": "2025-03", "Who did it": "O'Brien's desk", "Another step": "decided"}
    shown = answer(child, {**answers, **steps, "How far did": "Everywhere, for \u201cnine\u201d hours."})
    assert "4 restricted    your team only" in shown
    assert "country: NO" in shown
    assert "That is all that it must have." in shown
    child.expect("> ")
    code, said = interrupt(child)
    assert code == 130
    again = shlex.split(said.partition("to go on from here: ")[2])
    assert "steps.0.by=O'Brien's desk" in again
    assert run(*again[1:], cwd=workspace).code == 0
    found = case(workspace)
    assert found.territorial_effect == "Everywhere, for \u201cnine\u201d hours."
    assert [each.step.value for each in found.steps] == ["received", "decided"]
    assert [each.value for each in found.data_categories] == ["subscriber", "traffic"]


@at_a_terminal
def test_a_case_that_may_not_be_written_down_is_not(add: Callable[..., Child], workspace: Path) -> None:
    child = add("case")
    answer(child, {"May this case": "no"})
    code, said = end(child)
    assert code == 2
    assert "nothing of this case is written down" in said
    assert "counsel" in said
    assert "to go on" not in said
    assert not [*(workspace / "evidence").rglob("CASE-*.yaml")]


@at_a_terminal
def test_a_document_is_measured_and_figures_come_one_by_one(add: Callable[..., Child], workspace: Path) -> None:
    (workspace / "evidence/files").mkdir(parents=True, exist_ok=True)
    (workspace / "evidence/files/log.txt").write_text("log", encoding="utf-8")
    child = add("system", "--kind", "register", "--title", "Log", "--summary", "Counts.")
    child.expect("Since when.*?> ")
    child.sendline("2023-02")
    child.expect("Which file.*?> ")
    child.sendline("evidence/files/none.txt")
    child.expect("there is no file.*?> ")
    child.sendline("evidence/files/log.txt")
    answer(child, {"Which number": "demands", "What is the number": "402", "Which other number": "staff"})
    child.expect("What is the number.*?> ")
    child.sendline(".")
    child.expect("has to be said.*?> ")
    child.sendline("6.8")
    answer(child, {"In which unit": "."})
    assert end(child)[0] == 0
    found = next(iter(load_workspace(workspace).require().systems.values()))
    assert (found.file, found.size, found.owner) == ("evidence/files/log.txt", 3, "olga")
    assert [(each.name, each.value) for each in found.figures] == [("demands", 402), ("staff", 6.8)]
