"""Record the real program in a terminal of its own, screen by screen (needs the extras of `test`).

What is kept is what a person sees: the screen after each key, not the bytes that drew it. Those depend on how fast the machine is.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import pexpect
import pyte

_QUIET_SECONDS = 0.04
_LONGEST_SECONDS = 30.0
_FAINT, _KEPT_AS = "\x1b[2m", "\x1b[3m"
"""The emulated terminal forgets faint text, and the program never writes in italics: the one is kept as the other."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a character looks; `color` is a name of the terminal's palette, or "" for its own."""

    color: str = ""
    bold: bool = False
    faint: bool = False
    reverse: bool = False


PLAIN = Look()


@dataclass(frozen=True, kw_only=True)
class Run:
    """Characters of one look that stand side by side from `column` on, counted from 0."""

    column: int
    text: str
    look: Look


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One screen: its lines, how each character looks, and where the cursor is (line and column, counted from 0; None: not shown)."""

    lines: tuple[str, ...]
    looks: tuple[tuple[Look, ...], ...]
    cursor: tuple[int, int] | None

    @property
    def text(self) -> str:
        """The screen as text, without blanks at the ends of lines and without empty lines at its end."""
        return "\n".join(each.rstrip() for each in self.lines).rstrip("\n")

    def runs(self, row: int, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
        """Give a line in runs of the same look, from one column to another."""
        line, looks = self.lines[row], self.looks[row]
        columns = range(start, len(line) if end is None else end)
        groups = (tuple(each) for _, each in groupby(columns, key=lambda column: looks[column]))
        return tuple(Run(column=each[0], text=line[each[0] : each[-1] + 1], look=looks[each[0]]) for each in groups)

    def above(self, words: str) -> "Frame":
        """Keep what stands above the first line with these words, without empty lines at the end, and without the cursor."""
        row = next(row for row, line in enumerate(self.lines) if words in line)
        count = max((at + 1 for at, line in enumerate(self.lines[:row]) if line.strip()), default=0)
        return Frame(lines=self.lines[:count], looks=self.looks[:count], cursor=None)

    def with_words(self, words: Mapping[str, str]) -> "Frame":
        """Put other words of the same length in the place of some."""
        lines = list(self.lines)
        for old, new in words.items():
            if len(old) != len(new):
                raise ValueError(f"`{new}` is not as long as `{old}`")
            lines = [each.replace(old, new) for each in lines]
        return replace(self, lines=tuple(lines))


def blank_frame(width: int, height: int) -> Frame:
    """Give an empty screen."""
    return Frame(lines=(" " * width,) * height, looks=((PLAIN,) * width,) * height, cursor=(0, 0))


@dataclass(kw_only=True)
class Recorder:
    """A program in a terminal, and a person who types. The environment holds nothing of the machine that the program could show."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    width: int = 80
    height: int = 24

    def __post_init__(self) -> None:
        """Start the program."""
        self._screen = pyte.Screen(self.width, self.height)
        self._stream = pyte.Stream(self._screen)
        given = {"TERM": "xterm-256color", "PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.folder), **self.environment}
        self._child = pexpect.spawn(
            self.command[0],
            list(self.command[1:]),
            cwd=str(self.folder),
            env=given,
            dimensions=(self.height, self.width),
            encoding="utf-8",
            timeout=_LONGEST_SECONDS,
        )
        self._child.delaybeforesend = None

    def press(self, keys: str) -> None:
        """Press keys, without waiting for what comes of it."""
        self._child.send(keys)

    def wait(self, until: Callable[[Frame], bool], what: str) -> Frame:
        """Wait until the screen is as wanted and stays so for a moment. Raises TimeoutError with the screen."""
        ends = time.monotonic() + _LONGEST_SECONDS
        while time.monotonic() < ends:
            if not self._read() and until(self.frame()):
                return self.frame()
        raise TimeoutError(f"waited for {what}, and the screen is:\n{self.frame().text}")

    def finish(self) -> Frame:
        """Wait until the program has ended."""
        while self._child.isalive() or self._read():
            self._read()
        self._child.close()
        return self.frame()

    def frame(self) -> Frame:
        """Give the screen as it is now."""
        cells = [[self._screen.buffer[row][column] for column in range(self.width)] for row in range(self.height)]
        cursor = self._screen.cursor
        return Frame(
            lines=tuple("".join(each.data or " " for each in row) for row in cells),
            looks=tuple(tuple(_look(each) for each in row) for row in cells),
            cursor=(cursor.y, min(cursor.x, self.width - 1)),
        )

    def _read(self) -> bool:
        try:
            self._stream.feed(self._child.read_nonblocking(65536, _QUIET_SECONDS).replace(_FAINT, _KEPT_AS))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True


def _look(cell: pyte.screens.Char) -> Look:
    color = "" if cell.fg == "default" else cell.fg.replace("brown", "yellow")
    return Look(color=color, bold=cell.bold, faint=cell.italics, reverse=cell.reverse)
