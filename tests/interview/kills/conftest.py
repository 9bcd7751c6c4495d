"""A person at a real (pseudo) terminal of the real program, whose window may die at any moment.

Loading the program takes ten times as long as asking a question. So one process loads it, once, and each window is a copy of that
process (a fork) with a terminal of its own, in which the program then starts from its very beginning.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyte
import pytest

from gni_assess.store.yaml_reader import read_yaml

SERVER = r"""
import fcntl, gc, json, os, signal, socket, struct, sys, termios
from gni_assess.cli import app, boundary, interview, workplace, prompt_terminal
from gni_assess.cli.entry import main
from gni_assess.interview import session
from gni_assess.store import load, previous, apply, drafts
import filelock, jsonschema_rs, typer.main
from prompt_toolkit.styles.defaults import default_ui_style
default_ui_style()  # made once, and kept by the library
gc.collect()
gc.freeze()  # so that no copy copies the memory of what is loaded
wire = socket.socket(fileno=int(sys.argv[1]))

def run(wanted, window, inside):
    os.close(window)
    os.setsid()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", wanted["rows"], wanted["columns"], 0, 0))
    fcntl.ioctl(inside, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(inside, number)
    os.closerange(3, 64)
    for each in (signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = open(number, "w" if number else "r", closefd=False, buffering=1)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = ["gni-assess", *wanted["arguments"]]
    code = main()
    sys.stdout.flush()
    os._exit(code)

while line := wire.recv(65536):
    wanted = json.loads(line)
    if "wait" in wanted:
        _, status = os.waitpid(wanted["wait"], 0)
        wire.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())
        continue
    window, inside = os.openpty()
    child = os.fork()
    if not child:
        try:
            run(wanted, window, inside)
        finally:
            os._exit(99)
    os.close(inside)
    socket.send_fds(wire, [json.dumps(child).encode()], [window])
    os.close(window)
"""
SECONDS = 20.0
_PROMPT = re.compile(r"(?P<prompt>([A-Z]{3}-[0-9]{2} |More).*?):( \[.*\]| Enter; q goes to the question:)? ?")
_BLOCK = re.compile(r"[A-Z]{3}-[0-9]{2} .* \.\. ?")


class Person:
    """Types, reads the screen, and may have the window die. The screen is drawn as a terminal draws it."""

    def __init__(self, window: int, process: int, wait: Callable[[int], int], rows: int, columns: int) -> None:
        self.process = process
        self._window = window
        self._wait = wait
        self._screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream = pyte.ByteStream(self._screen)
        self._is_new = True
        self.ended: int | None = None

    @property
    def lines(self) -> list[str]:
        """The lines on the screen now."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def shown(self) -> str:
        """All that was shown so far, wrapped lines put together with a blank."""
        above = ["".join(row[column].data for column in range(self._screen.columns)).rstrip() for row in self._screen.history.top]
        return " ".join(" ".join([*above, *self.lines]).split())

    @property
    def cursor_line(self) -> str:
        """What stands before the cursor."""
        return self._line(self._screen.cursor.y, self._screen.cursor.x)

    def _line(self, row: int, columns: int) -> str:
        # A wide character is followed by an empty one.
        return "".join(self._screen.buffer[row][column].data for column in range(columns))

    def _standing_prompt(self) -> str:
        before = self.cursor_line
        if before.strip() == ">" and self._screen.cursor.y:
            before = self._line(self._screen.cursor.y - 1, self._screen.columns).rstrip()
        found = _PROMPT.fullmatch(before)
        return found["prompt"] if found else before.rstrip() if _BLOCK.fullmatch(before) else ""

    def _read(self, seconds: float) -> bool:
        if not select.select([self._window], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._window, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        self._is_new = self._is_new or b"\n" in data
        self._stream.feed(data)
        return bool(data)

    def wait_until(self, is_there: Callable[[], bool], what: str) -> None:
        """Read what is shown until something is there."""
        ends = time.monotonic() + SECONDS
        while not is_there():
            if not self._read(0.5) or time.monotonic() > ends:
                pytest.fail(f"not seen: {what}\n" + "\n".join(self.lines))

    def prompt(self, wanted: str = "") -> str:
        """Wait for the next prompt and give it, without the colon at its end; with `wanted`, it has to end with that."""
        self.wait_until(lambda: self._is_new and bool(self._standing_prompt()), f"a prompt, {wanted}")
        prompt = self._standing_prompt()
        if wanted and not prompt.endswith(wanted):
            pytest.fail(f"the prompt is {prompt!r} and not {wanted!r}\n" + "\n".join(self.lines))
        return prompt

    def see(self, text: str) -> None:
        """Wait until a text was shown."""
        self.wait_until(lambda: text in self.shown, text)

    def type(self, text: str) -> None:
        """Type without Enter, and wait until the program shows it."""
        os.write(self._window, text.encode())
        tail = text[-8:]
        self.wait_until(lambda: self.cursor_line.rstrip().endswith(tail.rstrip()), f"what was typed: {tail}")

    def press(self, keys: str) -> None:
        """Press keys that show nothing."""
        while select.select([self._window], [], [], 0)[0] and self._read(0):
            pass
        self._is_new = False
        os.write(self._window, keys.encode())

    def say(self, line: str, wanted: str = "") -> str:
        """Type a line and Enter, and give the next prompt."""
        if line:
            self.type(line)
        self.press("\r")
        return self.prompt(wanted)

    def resize(self, rows: int, columns: int) -> None:
        """Make the window another size, as a person drags it."""
        at, fewer = self._screen.cursor.y, max(self._screen.lines - rows, 0)
        self._screen.resize(rows, columns)
        # What does not fit leaves at the top, and the cursor stays at its text.
        self._screen.cursor.y = max(at - fewer, 0)
        fcntl.ioctl(self._window, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def end(self, how: signal.Signals | str = "") -> int:
        """Let the window die of a signal, or press a key that ends it, and wait for the end of the program. Gives the exit code."""
        if isinstance(how, signal.Signals):
            os.kill(self.process, how)
        elif how:
            self.press(how)
        ends = time.monotonic() + SECONDS
        while self._read(0.5):
            if time.monotonic() > ends:
                pytest.fail("the program did not end\n" + "\n".join(self.lines))
        self.close()
        assert "something went wrong" not in self.shown
        return self.ended if self.ended is not None else -1

    def fill_disk(self, *, full: bool = True) -> None:
        """Let the disk take nothing more, or have room again."""
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.process, resource.RLIMIT_FSIZE, (0 if full else hard, hard))

    def close(self) -> None:
        """Leave nothing running."""
        if self.ended is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self.ended = self._wait(self.process)
            os.close(self._window)


class Windows:
    """Opens windows with the program in them."""

    def __init__(self) -> None:
        self._wire, there = socket.socketpair()
        self._process = subprocess.Popen([sys.executable, "-c", SERVER, str(there.fileno())], pass_fds=[there.fileno()], env={**os.environ})
        there.close()

    def open(self, folder: Path, *arguments: str, rows: int = 24, columns: int = 80, **env: str) -> Person:
        """Start the program."""
        chosen = {"TERM": "xterm", "INPUTRC": os.devnull, **env}
        wanted = {"arguments": arguments, "cwd": str(folder), "rows": rows, "columns": columns, "env": chosen}
        self._wire.send(json.dumps(wanted).encode())
        data, handles, _, _ = socket.recv_fds(self._wire, 1000, 1)
        return Person(handles[0], json.loads(data), self._end, rows, columns)

    def _end(self, process: int) -> int:
        self._wire.send(json.dumps({"wait": process}).encode())
        return int(json.loads(self._wire.recv(1000)))

    def close(self) -> None:
        """End the process that has the program loaded."""
        self._wire.close()
        self._process.wait(timeout=SECONDS)


@dataclass(frozen=True)
class Aside:
    """What is on disk of a workspace and in no record: wherever the tool keeps it, and for whom."""

    workspace: Path

    @property
    def folder(self) -> Path:
        """Where all of it is."""
        return self.workspace / ".gni-assess/unsaved"

    @property
    def texts(self) -> list[str]:
        """The texts that were put aside."""
        listed = [text for value in self._read().values() if set(value) == {"unsaved"} for text in value["unsaved"]]
        return [*listed, *(path.read_bytes().decode() for path in sorted(self.folder.rglob("[A-Z]*-*.txt")))]

    @property
    def drafts(self) -> dict[Path, Any]:
        """The fields of records that are being entered, by file."""
        return {path: value["fields"] for path, value in self._read().items() if {"kind", "fields"} <= set(value)}

    def drafts_of(self, who: str) -> list[Any]:
        """The fields of records that a person is entering."""
        return [fields for path, fields in self.drafts.items() if who in path.parts]

    def _read(self) -> dict[Path, Any]:
        found = {path: read_yaml(path.read_bytes()).value for path in sorted(self.folder.rglob("*.yaml"))}
        return {path: value for path, value in found.items() if isinstance(value, dict)}


Start = Callable[..., Person]


@pytest.fixture
def aside(workspace: Path) -> Aside:
    """Look at what is on disk and in no record."""
    return Aside(workspace)


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """Load the program once."""
    windows = Windows()
    yield windows
    windows.close()


@pytest.fixture
def start(windows: Windows, workspace: Path) -> Iterator[Start]:
    """Start the interview about DDR-01 in a window of 80 columns: `start("--plain", who="carl", rows=24, EDITOR="...")`."""
    opened: list[Person] = []

    def begin(*options: str, who: str = "olga", rows: int = 24, columns: int = 80, **env: str) -> Person:
        chosen = ("interview", "--as", who, "--today", "2026-11-21", "--only", "DDR-01", *options)
        opened.append(windows.open(workspace, *chosen, rows=rows, columns=columns, **env))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()
