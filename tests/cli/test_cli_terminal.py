"""The real program at a real (pseudo) terminal."""

import os
import re
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.columns import count_columns
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding
from gni_assess.store.load import load_workspace

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
pytestmark = [
    pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

Run = Callable[..., Any]
Spawn = Callable[..., Any]
PROGRAM = ("-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")
COLORS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Start the program at a terminal of 100 columns."""
    started: list[Any] = []

    def start(*args: str, cwd: Path = tmp_path, columns: int = 100, **env: str) -> Any:  # noqa: ANN401 - pexpect's own
        child = pexpect.spawn(
            sys.executable,
            [*PROGRAM, *args],
            cwd=str(cwd),
            env={**os.environ, "TERM": "xterm", "INPUTRC": os.devnull, **env},
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
            dimensions=(40, columns),
        )
        child.ptyproc.delayafterclose = 0.02
        started.append(child)
        return child

    yield start
    for child in started:
        if child.isalive():
            child.kill(signal.SIGKILL)  # what ends by itself takes its time
        child.close(force=True)


def end(child: Any) -> tuple[int, str]:  # noqa: ANN401 - pexpect's own
    """Wait for the end; give the exit code and what was shown since the last expectation."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")


def say(child: Any, **answers: str) -> None:  # noqa: ANN401 - pexpect's own
    """Wait for each question that holds a word, and type the answer."""
    for word, answer in answers.items():
        child.expect(f"{word}.*?> ")
        child.sendline(answer)


def reply(child: Any, **answers: str) -> None:  # noqa: ANN401 - pexpect's own
    """Wait for each prompt of the interview that holds a word, and type the answer."""
    for word, answer in answers.items():
        child.expect(f"{word}[^\n]*:")
        child.sendline(answer)


def say_again(child: Any, refused: str, answer: str) -> None:  # noqa: ANN401 - pexpect's own
    """Wait for the word that an answer cannot be used, and type another."""
    child.expect(f"{refused}.*?> ")
    child.sendline(answer)


def skip_to(child: Any, word: str, answer: str) -> None:  # noqa: ANN401 - pexpect's own
    """Press Enter at each question until one holds a word, and type the answer there."""
    child.expect("> ")
    while word not in child.before:
        child.sendline("")
        child.expect("> ")
    child.sendline(answer)


def response(workspace: Path, criterion: str = "CTX-01") -> Response:
    return load_workspace(workspace).require().responses[criterion]


def test_init_asks_again_until_it_can_use_the_answer(spawn: Spawn, tmp_path: Path) -> None:
    child = spawn("init", "acme")
    say(child, called="")
    say_again(child, "an answer is needed here", "Acme [bold], Inc.")
    say(child, stack="middleman")
    say_again(child, "one of these, please: platform, telecom, vendor, infrastructure", "plat, infra")
    say(child, services=" , ")
    say_again(child, "at least one, please", "Names, names")
    say_again(child, "`names` is there twice", "Content delivery, Names")
    say(child, name="Olga Officer", role="Human rights lead", first="perhaps")
    say_again(child, "y or n, please", "n")
    code, shown = end(child)
    assert code == 0
    assert "go there with: cd acme" in shown
    workspace = load_workspace(tmp_path / "acme").require().workspace
    assert workspace.company.name == "Acme [bold], Inc."
    assert [each.value for each in workspace.company.types] == ["platform", "infrastructure"]
    assert [each.id for each in workspace.services] == ["content-delivery", "names"]
    assert [(each.id, each.name, each.role) for each in workspace.people] == [("human-rights-lead", "Olga Officer", "Human rights lead")]
    assert workspace.plan.first_assessment is False


def test_ctrl_c_in_init_tells_how_to_go_on(spawn: Spawn, run: Run, tmp_path: Path, interrupt: Callable[..., Any]) -> None:
    child = spawn("init", "my acme", "--membership", "member")
    say(child, called="Acme, Inc.", stack="plat", services="Content delivery, Names")
    child.expect("your name.*?> ")
    code, shown = interrupt(child)
    assert code == 130
    assert "Traceback" not in shown
    assert not (tmp_path / "my acme").exists()
    again = shlex.split(shown.partition("to go on from here: ")[2])
    assert again[0] == "gni-assess"
    assert run(*again[1:], "--person", "olga=Olga", "--first-assessment", "--no-input").code == 0
    workspace = load_workspace(tmp_path / "my acme").require().workspace
    assert (workspace.company.name, [each.name for each in workspace.services]) == ("Acme, Inc.", ["Content delivery", "Names"])
    assert workspace.company.membership is not None


def test_a_mistake_that_shows_only_afterwards_loses_nothing_typed(spawn: Spawn, workspace: Path) -> None:
    child = spawn("init", "new")
    say(child, called="Acme, Inc.", stack="plat", services="Names, Names!", name="Olga O'Brien", role="", first="y")
    code, shown = end(child)
    assert code == 2
    assert "the id `names` is there twice" in shown
    again = shlex.split(shown.partition("to go on from here: ")[2])
    services = ["--service", "Names", "--service", "Names!"]
    assert again[:7] == ["gni-assess", "init", "new", "--name", "Acme, Inc.", "--type", "platform"]
    assert again[7:] == [*services, "--person", "olga-o-brien=Olga O'Brien", "--first-assessment"]
    code, shown = end(spawn("init", str(workspace)))
    assert code == 2
    assert "there is a workspace in" in shown


def test_evidence_is_asked_for_and_nothing_typed_is_lost(spawn: Spawn, run: Run, workspace: Path) -> None:
    child = spawn("evidence", "add", "policy", "--as", "olga", "--version", "3", cwd=workspace)
    say(child, kind="proc", called="Charter of the [board]", sentences="Says so.", force="soon")
    say_again(child, "type a day such as `2026-11-21`", "Feb 2023")
    say(child, file="", address="", kept="Vault")
    child.expect("Who keeps it.*?> ")
    child.sendeof()
    code, shown = end(child)
    assert code == 130
    again = shlex.split(shown.partition("to go on from here: ")[2])
    finished = run(*again[1:], "--classification", "internal", cwd=workspace)
    assert finished.code == 0
    found = load_workspace(workspace).require().policies[finished.out.strip()]
    assert (found.kind_of.value, found.title, found.version, str(found.effective.from_)) == (
        "procedure",
        "Charter of the [board]",
        "3",
        "2023-02",
    )


@pytest.mark.long
def test_a_case_is_asked_for(spawn: Spawn, workspace: Path) -> None:
    child = spawn("evidence", "add", "case", "--as", "olga", cwd=workspace)
    say(child, written="yes", call="A week without", kind="network-dis", rights="both", country="Atlantis")
    say_again(child, "no country is called `Atlantis`", "turkey")
    say(child, confidential="4")
    skip_to(child, "never leave", "Amira Haddad, Haddad")
    say(child, shared="A network was shut down for a week.", show=".")
    code, shown = end(child)
    assert code == 0
    found = next(iter(load_workspace(workspace).require().cases.values()))
    assert found.id in shown
    assert (found.title, found.jurisdiction, len(found.rights)) == ("A week without", "TR", 2)
    assert [each.term for each in found.protected_terms] == ["Amira Haddad", "Haddad"]
    assert found.shareable_summary == "A network was shut down for a week."


def test_lines_pasted_at_a_question_do_not_answer_the_next_ones(spawn: Spawn, workspace: Path) -> None:
    known = ("--type", "user-data", "--title", "A case", "--right", "privacy", "--classification", "restricted")
    child = spawn("evidence", "add", "case", "--as", "olga", *known, cwd=workspace)
    say(child, written="y")
    child.expect("country.*?> ")
    child.send("TR\nthe name of Amira Haddad\nand her address\necho RAN\n")
    say_again(child, "4 lines came at once, and nothing was taken", "TR")
    skip_to(child, "demanded", "Records.")
    skip_to(child, "never leave", "Amira Haddad, Haddad, Haddad")
    say(child, shared=".")
    assert end(child)[0] == 0
    found = next(iter(load_workspace(workspace).require().cases.values()))
    assert (found.demanded, [each.term for each in found.protected_terms]) == ("Records.", ["Amira Haddad", "Haddad"])


def test_bytes_that_are_no_text_are_asked_for_again(spawn: Spawn, workspace: Path) -> None:
    child = spawn("evidence", "add", "policy", "--as", "olga", "--kind", "policy", "--from", "unknown", cwd=workspace, LC_ALL="C")
    child.expect("called.*?> ")
    os.write(child.child_fd, b"caf\xe9\n")
    say_again(child, "bytes that are not text", "Café")
    say(child, sentences="S", file=".")
    assert end(child)[0] == 0
    assert next(iter(load_workspace(workspace).require().policies.values())).title == "Café"


def test_the_interview_is_left_and_taken_up_again(spawn: Spawn, workspace: Path) -> None:
    child = spawn("interview", "--as", "olga", cwd=workspace)
    child.expect("Continuing at CTX-01")
    reply(child, finding="p", answer="We deliver [bold]content[/bold].")
    child.expect("CTX-01 evidence:")
    child.sendline(":q")
    code, shown = end(child)
    assert code == 0
    assert "CTX-01" in shown
    assert response(workspace).finding is Finding.PARTLY_IN_PLACE
    assert response(workspace).answer == "We deliver [bold]content[/bold]."
    again = spawn("interview", "--as", "olga", cwd=workspace)
    again.expect("1 of [0-9]+ answered")
    again.expect("CTX-01 evidence:")
    again.sendline(":n")
    again.expect("CTX-02 finding:")
    again.sendeof()
    assert end(again)[0] == 0


def test_ctrl_c_in_the_interview_ends_it_with_130_and_keeps_what_was_accepted(
    spawn: Spawn, workspace: Path, interrupt: Callable[..., Any]
) -> None:
    child = spawn("interview", "--as", "olga", "--only", "CTX-01", cwd=workspace)
    reply(child, finding="l")
    child.expect("CTX-01 answer:")
    assert interrupt(child)[0] == 130
    assert response(workspace).finding is Finding.PLANNED


def test_a_kill_loses_at_most_the_line_being_typed(spawn: Spawn, workspace: Path) -> None:
    child = spawn("interview", "--as", "olga", "--only", "CTX-01", cwd=workspace)
    reply(child, finding="l", answer="It is decided.")
    child.expect("CTX-01 evidence:")
    child.send("half a li")
    child.kill(signal.SIGKILL)
    child.expect(pexpect.EOF)
    assert (response(workspace).finding, response(workspace).answer) == (Finding.PLANNED, "It is decided.")
    assert not list((workspace / "evidence").rglob(".*.tmp"))


@pytest.mark.parametrize(("choice", "answer"), [("t", "Theirs."), ("m", "Mine.")])
def test_two_writers_are_shown_both_and_neither_overwrites(spawn: Spawn, gni: Run, workspace: Path, choice: str, answer: str) -> None:
    child = spawn("interview", "--as", "olga", "--only", "CTX-01", cwd=workspace)
    reply(child, finding="l")
    child.expect("CTX-01 answer:")
    assert gni("answer", "CTX-01", "--text", "Theirs.", "--notes", "Only theirs.", "--as", "carl").code == 0
    child.sendline("Mine.")
    child.expect("was changed meanwhile")
    child.expect(r"Theirs\.")
    child.expect(r"Mine\.")
    child.expect("mine or theirs:")
    assert response(workspace).answer == "Theirs."
    child.sendline(choice)
    child.expect("CTX-01 (evidence|finding):")
    child.sendline(":q")
    assert end(child)[0] == 0
    assert (response(workspace).answer, response(workspace).notes) == (answer, "Only theirs.")


def test_pasted_lines_are_one_text(spawn: Spawn, workspace: Path) -> None:
    child = spawn("interview", "--as", "olga", "--only", "CTX-01", cwd=workspace, TERM="dumb")
    reply(child, finding="l")
    child.expect("CTX-01 answer:")
    child.send("First line\n  second: line\n\nfourth line\n")
    child.expect("Several lines came together")
    child.expect(r"CTX-01 answer \.\. ")
    child.sendline(".")
    child.expect("CTX-01 [a-z-]+: ")
    child.sendline(":q")
    assert end(child)[0] == 0
    assert response(workspace).answer == "First line\n  second: line\n\nfourth line"


def test_the_interview_shows_hostile_text_literally(spawn: Spawn, gni: Run, workspace: Path) -> None:
    text = "[bold]x[/bold] :smile: \x1b[2J\x1b]0;title\x07 \u202egnp \x9b2J"
    gni("answer", "CTX-01", "--finding", "planned", "--text", text, "--notes", text)
    gni("gap", "add", "CTX-01", "--summary", text, "--scale", "low", "--scope", "low", "--irremediability", "low", "--action", text)
    child = spawn("interview", "--as", "olga", "--only", "CTX-01", cwd=workspace, TERM="dumb")
    shown = ""
    while child.expect(["CTX-01 [a-z-]+[^\n]*: ", pexpect.EOF]) == 0:
        shown += child.before + child.after
        child.sendline("")
    shown += child.before
    assert "[bold]x[/bold] :smile:" in shown
    assert not set(shown) & set("\x1b\x07\u202e\x9b")
    assert response(workspace).answer == text


FAULT = 'criterion: GOV-02\nfinding: "漢字かな [bold]x[/bold] \\e[31m"\n'


@pytest.fixture
def faulty(workspace: Path) -> Path:
    """One record with a wrong word, one that is not YAML."""
    (workspace / "evidence/responses/GOV-02.yaml").write_text(FAULT, encoding="utf-8")
    (workspace / "evidence/policies/POL-417.yaml").write_text("id: POL-417\n漢字: x: y\n", encoding="utf-8")
    return workspace


VALIDATE = ("validate", "--select", "GNI001,GNI003", "--today", "2026-11-21")


def test_at_a_terminal_value_source_and_caret_are_shown(spawn: Spawn, faulty: Path) -> None:
    code, shown = end(spawn(*VALIDATE, cwd=faulty))
    assert code == 1
    assert COLORS.search(shown)
    lines = COLORS.sub("", shown).split("\n")
    assert "\x1b" not in "".join(lines)
    assert any("漢字かな [bold]x[/bold] \\x1b[31m" in each for each in lines)
    for source, at in ((f"  2 | {FAULT.splitlines()[1]}", '"漢'), ("  2 | 漢字: x: y", ": y")):
        number = lines.index(source)
        caret = lines[number + 1]
        assert caret.strip() == "^"
        assert count_columns(source[: source.index(at)]) == len(caret) - 1, (source, caret)


@pytest.mark.long
@pytest.mark.parametrize(("options", "env"), [(("--no-color",), {}), ((), {"NO_COLOR": "1"}), ((), {"TERM": "dumb"})])
def test_colors_can_be_turned_off(spawn: Spawn, faulty: Path, options: tuple[str, ...], env: dict[str, str]) -> None:
    code, shown = end(spawn(*VALIDATE, *options, cwd=faulty, **env))
    assert code == 1
    assert "\x1b" not in shown
    assert "  2 | " in shown
    code, shown = end(spawn("criteria", "list", *options, cwd=faulty, **env))
    assert (code, "\x1b" in shown) == (0, False)


def test_tables_and_text_fit_a_narrow_window(spawn: Spawn, gni: Run, workspace: Path) -> None:
    title = "漢字かな交じり文 [bold]x[/bold] :warning: \x1b[31mred \u202egnp " * 3
    new = ("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", title, "--summary", title, "--from", "unknown")
    assert gni(*new).code == 0
    for command in (("evidence", "list"), ("evidence", "show", "POL-417"), ("criteria", "show", "GOV-02"), ("rule", "--all")):
        code, shown = end(spawn(*command, cwd=workspace, columns=60))
        assert code == 0
        plain = COLORS.sub("", shown)
        assert not set(plain) & set("\x1b\u202e")
        assert max(map(count_columns, plain.split("\n"))) <= 60, command
    assert "[bold]x[/bold] :warning:" in COLORS.sub("", end(spawn("evidence", "show", "POL-417", cwd=workspace, columns=200))[1])


def open_when_read(fifo: Path, child: Any) -> int:  # noqa: ANN401 - pexpect's own
    """Open a pipe for writing once the program reads it; never wait for a program that is gone."""
    while child.isalive():
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.05)
    pytest.fail("the program ended before it read its text")


def test_a_conflict_at_a_terminal_shows_both_versions(spawn: Spawn, gni: Run, workspace: Path) -> None:
    fifo = workspace / "typed"
    os.mkfifo(fifo)
    child = spawn("answer", "CTX-01", "--finding", "planned", "--text-file", "typed", "--as", "olga", cwd=workspace)
    with os.fdopen(open_when_read(fifo, child), "wb") as stream:  # the program reads after it has loaded
        assert gni("answer", "CTX-01", "--finding", "planned", "--text", "Theirs", "--as", "carl").code == 0
        stream.write(b"Mine")
    code, shown = end(child)
    assert code == 2
    assert "was changed by someone else" in shown
    assert "Theirs" in shown
    assert "Mine" in shown


def test_without_a_terminal_the_interview_names_the_command_that_does_the_same(gni: Run) -> None:
    refused = gni("interview")
    assert refused.code == 2
    assert "the interview needs a terminal" in refused.err
    assert "gni-assess answer ID --finding" in refused.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "CTX-99"), "there is no criterion `CTX-99`"),
        (("--area", "XXX"), "there is no area `XXX`"),
        (("--from", "GOV-02", "--area", "CTX"), "`GOV-02` is not among the criteria chosen"),
        (("--only", "IMP-01"), "`IMP-01` does not apply to this company"),
        (("--as", "ogla"), "there is no person `ogla`"),
    ],
)
def test_mistakes_in_the_options_of_the_interview(spawn: Spawn, workspace: Path, options: tuple[str, ...], said: str) -> None:
    who = () if "--as" in options else ("--as", "olga")
    code, shown = end(spawn("interview", *options, *who, cwd=workspace))
    assert code == 2
    assert said in shown
    assert "what to do: " in shown


@pytest.mark.long
def test_at_a_terminal_files_are_named_in_full(spawn: Spawn, workspace: Path) -> None:
    (workspace / "evidence/files/order 88213.pdf").write_text("x", encoding="utf-8")
    for output_format in ("text", "concise", "json"):
        code, shown = end(spawn("validate", "--select", "GNI008", "--format", output_format, cwd=workspace))
        assert (code, "evidence/files/order 88213.pdf" in shown) == (0, True)
