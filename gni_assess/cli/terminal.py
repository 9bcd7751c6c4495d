"""The real terminal of the interview: line editing where the system has it, and nothing in the text interpreted."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator

from gni_assess.interview.terminal import EndOfInput, Interrupt, Line, Style
from gni_assess.model.visible import visible_line

_CODES = {
    Style.HEADING: "1",
    Style.QUESTION: "1;36",
    Style.QUOTED: "",
    Style.KEY: "1",
    Style.HINT: "2",
    Style.GOOD: "32",
    Style.WARNING: "33",
    Style.ERROR: "1;31",
}
_PASTE_SECONDS = 0.03


class RealTerminal:
    """Writes to stdout and reads from stdin, line by line; works over ssh and in a small window."""

    def __init__(self, *, use_color: bool) -> None:
        """Use colors only where they are wanted."""
        self._use_color = use_color
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - importing it gives `input` line editing and history

    @property
    def width(self) -> int:
        """How many columns the window has now."""
        return shutil.get_terminal_size().columns

    def show(self, line: Line) -> None:
        """Write one line."""
        sys.stdout.write("".join(self._paint(visible_line(each.text), each.style) for each in line) + "\n")
        sys.stdout.flush()

    def ask(self, prompt: str, default: str = "") -> str:
        """Read one line."""
        prompt = prompt.rstrip()
        shown = f"{prompt} [{visible_line(default)}] " if default else f"{prompt} "
        try:
            return input(shown)
        except EOFError as error:
            sys.stdout.write("\n")
            raise EndOfInput from error
        except KeyboardInterrupt as error:
            sys.stdout.write("\n")
            raise Interrupt from error

    def has_pending_input(self) -> bool:
        """Whether more input is there already: the rest of something pasted."""
        return input_is_waiting()

    def _paint(self, text: str, style: Style) -> str:
        code = _CODES.get(style, "") if self._use_color else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def input_is_waiting() -> bool:
    """Whether more was typed or pasted than was read so far; also a line that has no end yet."""
    if os.name == "nt":
        return _key_is_waiting()
    import select  # noqa: PLC0415 - not on every system

    with _every_character():
        return bool(select.select([sys.stdin], [], [], _PASTE_SECONDS)[0])


def _key_is_waiting() -> bool:
    import importlib  # noqa: PLC0415 - the module below is only on Windows

    return bool(importlib.import_module("msvcrt").kbhit())


@contextlib.contextmanager
def _every_character() -> Iterator[None]:
    # A terminal in its usual mode tells only of whole lines; the last line of a paste often has no end.
    import termios  # noqa: PLC0415 - not on every system

    handle = sys.stdin.fileno()
    try:
        usual = termios.tcgetattr(handle)
    except termios.error:
        yield
        return
    eager = list(usual)
    eager[3] &= ~termios.ICANON
    termios.tcsetattr(handle, termios.TCSANOW, eager)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, usual)
