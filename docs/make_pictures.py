"""Make the pictures of the documents from the real program: `python docs/make_pictures.py` (needs the extras of `test`).

Each is what a terminal of 80 columns shows. Nothing is drawn by hand.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PROGRAM = Path(sys.executable).with_name("gni-assess")
TODAY = ("--today", "2026-11-21")
WIDTH = 96


class Recorder:
    """The real program in a terminal of its own."""

    def __init__(self, arguments: list[str], *, height: int) -> None:
        self._screen = pyte.Screen(WIDTH, height)
        self._stream = pyte.Stream(self._screen)
        environment = {"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": tempfile.gettempdir()}
        self._child = pexpect.spawn(
            str(PROGRAM), [*arguments, *TODAY], dimensions=(height, WIDTH), env=environment, encoding="utf-8", timeout=30
        )

    def expect(self, text: str) -> None:
        self._child.expect(text)
        self._stream.feed(self._child.before + self._child.after)

    def type(self, text: str) -> None:
        self._child.send(text + "\r")

    def finish(self) -> None:
        self._child.expect(pexpect.EOF)
        self._stream.feed(self._child.before)

    def leave(self) -> None:
        self._child.close(force=True)

    def save(self, name: str, title: str) -> None:
        lines = [_line(self._screen.buffer[row]) for row in range(self._screen.lines)]
        while lines and not lines[-1].plain.strip():
            lines.pop()
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        console.print(Text("\n").join(lines), soft_wrap=True)
        svg = console.export_svg(title=title, unique_id=name)
        # Fonts of the reader's own system: a picture must not call home.
        svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "ui-monospace, Menlo, Consolas")
        (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


def _line(row: dict[int, pyte.screens.Char]) -> Text:
    text = Text()
    for column in range(WIDTH):
        char = row[column]
        color = None if char.fg == "default" else char.fg.replace("brown", "yellow")
        text.append(char.data, Style(color=color, bold=char.bold, dim=False))
    text.rstrip()
    return text


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sample = str(Path(folder) / "sample")
        making = Recorder(["init", "--sample-unfinished", sample], height=10)
        making.finish()

        status = Recorder(["status", "-C", sample], height=60)
        status.finish()
        status.save("status", "gni-assess status")

        interview = Recorder(["interview", "-C", sample, "--as", "officer", "--only", "GOV-05,GOV-06"], height=40)
        interview.expect("finding: ")
        interview.type("p")
        interview.expect("answer: ")
        interview.type("The risk committee has had both rights on its list since May; nobody checks yet how they are rated.")
        interview.expect("evidence: ")
        interview.save("interview", "gni-assess interview")
        interview.leave()


if __name__ == "__main__":
    main()
