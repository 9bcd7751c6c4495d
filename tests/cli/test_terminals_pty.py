"""The two terminals of the interview, at a real (pseudo) terminal."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
pytestmark = [
    pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

DRIVER = r"""
import os, sys
from pathlib import Path
from gni_assess.errors import EditorError
from gni_assess.interview.terminal import Aids, EndOfInput, Interrupt, Offer, Piece
from gni_assess.store.private_session import PrivateSession
kind, folder, prompt, default = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
if kind == "plain":
    from gni_assess.cli.terminal import PlainTerminal as Terminal
else:
    from gni_assess.cli.prompt_terminal import PromptTerminal as Terminal
WORDS = {"CASE-2026-014": "Order 88213", "CASE-2026-015": "[bold]漢字\x1b[31m \u202egnp", "POL-417": "Privacy policy"}
terminal = Terminal(use_color="color" in sys.argv[5:], session=PrivateSession(folder, "olga"), environ=os.environ)

def offers(line):
    if line.endswith("!"):
        raise RuntimeError("a fault in the offers")
    word = line.split(" ")[-1]
    return [Offer(text=each, replaces=len(word), note=note) for each, note in WORDS.items() if word and each.startswith(word.upper())]

def hold(text):
    (folder / "held").write_text(text, encoding="utf-8", errors="surrogateescape")
    if "refuse" in text:
        raise OSError("no room on the disk")

for number in range(14):
    terminal.show((Piece(text=f"Question {number} \x1b[2J"),))
for number in range(9):
    try:
        lines = [terminal.ask(prompt, default, Aids(offers=offers, hold=hold, foot="Ctrl-C stops \x1b[2J " + "foot " * 40))]
        while terminal.has_pending_input():
            lines.append(terminal.ask(""))
    except EndOfInput:
        print("END", flush=True)
        sys.exit(0)
    except Interrupt as stop:
        print("STOP", ascii(stop.typed), flush=True)
        continue
    text = "\n".join(lines)
    if text == "edit":
        try:
            text = "EDITED " + terminal.edit("GOV-02 answer", ["Guide"], "before")
        except EditorError as error:
            text = "FAILED " + error.message
    print("GOT", ascii(text), flush=True)
"""
PASTE, PASTE_END = "\x1b[200~", "\x1b[201~"
BOTH = pytest.mark.parametrize("kind", ["plain", "prompt"])
Start = Callable[..., Any]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a program that asks and shows what it was given."""
    started: list[Any] = []

    def spawn(kind: str, *options: str, prompt: str = "CTX-01 answer:", default: str = "", rows: int = 24, **env: str) -> Any:  # noqa: ANN401 - pexpect's own
        child = pexpect.spawn(
            sys.executable,
            ["-c", DRIVER, kind, str(tmp_path), prompt, default, *options],
            env={**os.environ, "TERM": "xterm", "INPUTRC": os.devnull, "PYTHONUTF8": "1", **env},
            encoding="utf-8",
            codec_errors="replace",
            timeout=20,
            dimensions=(rows, 80),
        )
        child.delaybeforesend = None
        child.ptyproc.delayafterclose = 0.02
        started.append(child)
        return child

    yield spawn
    for child in started:
        if child.isalive():
            child.kill(signal.SIGKILL)  # what ends by itself takes its time
        child.close(force=True)


def got(child: Any) -> str:  # noqa: ANN401 - pexpect's own
    """Wait for what the program was given."""
    child.expect(r"GOT ('.*'|\".*\")\r\n")
    return str(eval(child.match[1]))  # noqa: S307 - our own repr


def type_line(child: Any, typed: str) -> str:  # noqa: ANN401 - pexpect's own
    child.expect("answer:")
    child.send(typed + "\r")
    return got(child)


class Watcher:
    """A screen that draws what the program writes."""

    def __init__(self, child: Any, rows: int = 24, columns: int = 80) -> None:  # noqa: ANN401 - pexpect's own
        self.screen = pyte.HistoryScreen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        child.logfile_read = self

    def write(self, text: str) -> None:
        self.stream.feed(text)

    def flush(self) -> None:
        pass

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "[bold]x[/bold] <b>y</b> :smile: %s {x}",
        "漢字かな 한국어 👩‍👩‍👧 e\u0301 נוסח בעברית",
        "x" * 400,
        pytest.param("x" * 2000, marks=pytest.mark.long),
        "",
        " blanks at both ends ",
        "\u202egnp.exe",
    ],
)
def test_what_is_typed_arrives_unchanged(start: Start, kind: str, text: str) -> None:
    child = start(kind)
    assert type_line(child, text) == text
    assert type_line(child, "next") == "next"


def test_bytes_that_are_not_text_do_no_harm(start: Start) -> None:
    child = start("prompt")
    child.expect("answer:")
    os.write(child.child_fd, b"a\xff\xfeb\r")
    assert got(child) == "a\udcff\udcfeb"


@pytest.mark.parametrize(("kind", "ends"), [("plain", "\n"), ("plain", "\r"), ("prompt", "\n"), ("prompt", "\r"), ("prompt", "\r\n")])
def test_lines_of_a_paste_that_is_not_marked_are_taken_together(start: Start, kind: str, ends: str) -> None:
    child = start(kind)
    child.expect("answer:")
    child.send(ends.join(["First", "  second: line", "", "fourth", ""]))
    assert got(child) == "First\n  second: line\n\nfourth"


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
def test_a_marked_paste_waits_for_enter_and_comes_as_one_text(start: Start, ends: str) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send(PASTE + ends.join(["First", "\tsecond \x1b[31m", "", "漢字", ""]) + PASTE_END)
    child.expect("漢字")
    child.send("\x7f and more\r")
    assert got(child) == "First\n\tsecond \x1b[31m\n\n漢字 and more"
    assert type_line(child, "next") == "next"


def test_one_line_end_after_a_paste_is_that_of_enter(start: Start) -> None:
    child = start("prompt")
    assert type_line(child, f"{PASTE}one line\n{PASTE_END}") == "one line"


def test_a_long_paste_that_is_not_marked_comes_whole(start: Start) -> None:
    text = "\n".join(f"{number:03} " + "word " * 10 for number in range(60))
    child = start("prompt")
    child.expect("answer:")
    child.send(text.replace("\n", "\r") + "\r")
    taken = got(child)
    while len(taken) < len(text):  # a slow machine may take it in parts
        taken += "\n" + got(child)
    assert taken == text


@BOTH
def test_ctrl_c_gives_the_line_in_hand_back(start: Start, kind: str) -> None:
    child = start(kind)
    child.expect("answer:")
    child.send("half a 漢字 answer")
    child.expect("漢字 answer")
    child.send("\x03")
    child.expect(r"STOP '(.*)'\r\n")
    assert child.match[1] == ascii("half a 漢字 answer")[1:-1]
    assert type_line(child, "next") == "next"


def test_a_signal_to_stop_is_like_ctrl_c(start: Start) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send("in hand")
    child.expect("in hand")
    child.kill(signal.SIGINT)
    child.expect("STOP 'in hand'")


@BOTH
def test_ctrl_d_on_an_empty_line_ends_the_input(start: Start, kind: str) -> None:
    child = start(kind)
    child.expect("answer:")
    child.send("ab\x01\x04")  # to the start of the line; in a line it deletes
    child.send("\r")
    assert got(child) == "b"
    child.expect("answer:")
    child.send("\x04")
    child.expect("END")


@BOTH
def test_a_window_that_is_closed_ends_the_input(kind: str, tmp_path: Path) -> None:
    code = DRIVER.replace('print("END", flush=True)', '(folder / "ended").write_text("")')
    window, inside = os.openpty()
    command = [sys.executable, "-c", code, kind, str(tmp_path), "answer:", ""]
    with subprocess.Popen(command, stdin=inside, stdout=inside, stderr=subprocess.DEVNULL, start_new_session=True) as program:
        os.close(inside)
        shown = b""
        while b"answer:" not in shown:
            shown += os.read(window, 1000)
        os.close(window)
        program.wait(timeout=30)
    assert (tmp_path / "ended").exists()


def test_what_fits_is_shown_while_typing_and_enter_takes_the_line(start: Start) -> None:
    child = start("prompt")
    watcher = Watcher(child)
    child.expect("answer:")
    child.send("see cas")
    child.expect("CASE-2026-015")
    child.expect(r"\[bold\].*u202egnp")
    child.send("\r")
    assert got(child) == "see cas"
    assert "Question 13 \\x1b[2J" in watcher.lines
    assert not any("CASE" in line for line in watcher.lines)


def test_what_fits_is_picked_with_tab_or_arrows(start: Start) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send("see cas")
    child.expect("CASE-2026-015")
    child.send("\t\t and more\r")
    assert got(child) == "see CASE-2026-015 and more"
    child.expect("answer:")
    child.send("pol")
    child.expect("POL-417")
    child.send("\x1b[B\r")
    assert got(child) == "POL-417"


@pytest.mark.parametrize("rows", [24, 10, 4])
def test_the_list_never_covers_the_line_or_what_was_shown_above_it(start: Start, rows: int) -> None:
    child = start("prompt", rows=rows)
    watcher = Watcher(child, rows)
    child.expect("answer:")
    child.send("c")
    child.expect("CASE-2026-014")
    child.send("\x15all gone")  # clears the line
    child.expect("gone")
    child.send("\r")
    assert got(child) == "all gone"
    above = ["".join(row[column].data for column in range(80)).rstrip() for row in watcher.screen.history.top]
    shown = [*above, *watcher.lines]
    assert [line for line in shown if line.startswith("Question")] == [f"Question {number} \\x1b[2J" for number in range(14)]
    assert next(line for line in shown if line.startswith("CTX-01")) == "CTX-01 answer: all gone"


def test_a_fault_in_the_offers_or_a_full_disk_does_not_stop_the_typing(start: Start) -> None:
    child = start("prompt")
    assert type_line(child, "I refuse! to stop") == "I refuse! to stop"


def test_the_foot_is_one_line_in_the_window(start: Start) -> None:
    child = start("prompt")
    watcher = Watcher(child)
    child.expect("foot foo")
    child.send("x\r")
    child.expect("GOT 'x'")
    child.expect("foot foo")
    child.send("y")
    child.expect("y")
    feet = [line for line in watcher.lines if "foot" in line]
    assert len(feet) == 1
    assert feet[0].startswith("Ctrl-C stops \\x1b[2J foot")


def test_a_window_may_change_its_size_while_typing(start: Start) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send("漢字 " * 30 + "here")
    child.expect("here")
    for rows, columns in ((24, 30), (6, 12), (2, 5), (50, 200)):
        child.setwinsize(rows, columns)
        child.send("+")
        child.expect(r"\+")
    child.send("\r")
    assert got(child) == "漢字 " * 30 + "here++++"


def test_wide_and_combining_text_is_edited_by_character(start: Start) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send("漢字かな🙂 \x1b[D\x1b[D\x1b[D\x1b[3~\x01>\x05!\r")
    assert got(child) == ">漢字か🙂 !"


def test_direction_marks_and_escapes_are_shown_and_kept(start: Start) -> None:
    child = start("prompt")
    watcher = Watcher(child)
    child.expect("answer:")
    child.send(f"{PASTE}a\u202eb\x1b[31mc\x9bd{PASTE_END}")
    child.expect("x9bd")
    child.send("!\r")
    assert got(child) == "a\u202eb\x1b[31mc\x9bd!"
    assert "CTX-01 answer: a\\u202eb\\x1b[31mc\\x9bd!" in watcher.lines


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGHUP])
def test_the_line_in_hand_is_held_while_it_is_typed(start: Start, tmp_path: Path, ends: signal.Signals) -> None:
    child = start("prompt")
    child.expect("answer:")
    child.send("half 漢字 an answer")
    child.expect("an answer")
    child.kill(ends)
    child.expect(pexpect.EOF)
    assert (tmp_path / "held").read_text(encoding="utf-8") == "half 漢字 an answer"


def test_a_line_that_was_entered_is_held_no_longer(start: Start, tmp_path: Path) -> None:
    child = start("prompt")
    assert type_line(child, "done") == "done"
    assert (tmp_path / "held").read_text(encoding="utf-8") == ""


def test_lines_of_this_session_come_back_with_the_arrow_keys(start: Start) -> None:
    child = start("prompt")
    assert type_line(child, "first") == "first"
    assert type_line(child, "second") == "second"
    assert type_line(child, "\x1b[A\x1b[A again") == "first again"


@BOTH
def test_a_long_or_hostile_prompt_and_default_are_shown_literally(start: Start, kind: str) -> None:
    child = start(kind, prompt="CTX-01 <b>\x1b[31m %s answer:", default="漢字 \u202e{x} " * 12)
    watcher = Watcher(child)
    child.expect(r"\{x\} \]")
    child.send("typed\r")
    assert got(child) == "typed"
    shown = re.sub(r"\s+", "", "".join(watcher.lines))
    assert "CTX-01<b>\\x1b[31m%sanswer:[" + "漢字\\u202e{x}" * 12 + "]" in shown


@BOTH
def test_the_default_is_shown_and_enter_alone_gives_nothing(start: Start, kind: str) -> None:
    child = start(kind, default="next quarter")
    child.expect(re.escape("CTX-01 answer: [next quarter]"))
    child.send("\r")
    assert got(child) == ""


def test_without_color_there_is_none(start: Start) -> None:
    for options, colored in (((), False), (("color",), True)):
        child = start("prompt", *options)
        child.expect("answer:")
        child.send("cas")
        child.expect("Order 88213")
        shown = child.before
        child.send("\r")
        got(child)
        shown += child.before
        codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", shown) for code in found.split(";")}
        assert bool(codes - {"", "0", "7", "22", "23", "24", "27"}) is colored


def test_the_cursor_is_never_asked_for(start: Start) -> None:
    child = start("prompt")
    assert type_line(child, "x") == "x"
    child.expect("answer:")
    child.send("\x04")
    child.expect(pexpect.EOF)
    written = child.before
    assert "\x1b[6n" not in written
    assert "CPR" not in written


@BOTH
@pytest.mark.parametrize("ends", ["kill -9 $$", "exit 0"])
def test_the_terminal_works_after_an_editor(start: Start, tmp_path: Path, kind: str, ends: str) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(f'#!/bin/sh\nprintf "more" >> "$2"; stty raw -echo; {ends}\n', encoding="utf-8")
    editor.chmod(0o700)
    child = start(kind, EDITOR=f"'{editor}' -n", VISUAL="")
    taken = type_line(child, "edit")
    assert taken == ("EDITED before\nmore" if ends == "exit 0" else f"FAILED your editor `{editor}` was stopped")
    assert type_line(child, "seen") == "seen"
    (sheet,) = (tmp_path / ".gni-assess/unsaved/olga/editing").glob("GOV-02-answer.*.md")
    assert sheet.read_text(encoding="utf-8").endswith("\nbefore\nmore")


def test_ctrl_c_in_the_editor_does_not_end_the_session(start: Start, tmp_path: Path) -> None:
    editor = tmp_path / "ed.sh"
    editor.write_text("#!/bin/sh\necho ready\nexec sleep 60\n", encoding="utf-8")  # one process, which dies of it wherever it is
    editor.chmod(0o700)
    child = start("prompt", VISUAL=str(editor))
    child.expect("answer:")
    child.send("edit\r")
    child.expect("ready")
    child.send("\x03")
    assert got(child) == f"FAILED your editor `{editor}` was stopped"
    assert type_line(child, "next") == "next"


def test_the_help_and_the_checks_do_not_load_the_prompt_library() -> None:
    code = "import sys, gni_assess.cli.entry, gni_assess.cli.interview, gni_assess.cli.terminal; sys.exit('prompt_toolkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
