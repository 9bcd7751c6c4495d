"""The plain terminal of the interview: line editing where the system has it, and nothing in the text interpreted."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gni_assess.cli.editor import Editor
from gni_assess.interview.terminal import NO_AIDS, Aids, EndOfInput, Interrupt, Line, Style
from gni_assess.model.visible import visible_line
from gni_assess.store.private_session import PrivateSession

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


class Screen:
    """What all real terminals have in common: writing lines, and the person's own editor."""

    def __init__(self, *, use_color: bool, session: PrivateSession, environ: Mapping[str, str]) -> None:
        """Use colors only where they are wanted; `session` keeps the files that the editor is given."""
        self._use_color = use_color
        self._editor = Editor(session=session, environ=environ)

    @property
    def width(self) -> int:
        """How many columns the window has now."""
        return shutil.get_terminal_size().columns

    @property
    def height(self) -> int:
        """How many lines the window has now."""
        return shutil.get_terminal_size().lines

    def show(self, line: Line) -> None:
        """Write one line."""
        with contextlib.suppress(OSError):  # the window is gone, which the next question says in order
            sys.stdout.write("".join(self._paint(visible_line(each.text), each.style) for each in line) + "\n")
            sys.stdout.flush()

    def edit(self, name: str, guide: Sequence[str], text: str) -> str:
        """Open a text in the person's own editor. Raises EditorError."""
        return self._editor.edit(name=name, guide=guide, text=text)

    def drop_edited(self) -> None:
        """Remove the file of the last edit."""
        self._editor.drop_edited()

    def close(self) -> tuple[Path, ...]:
        """Look at the files of the editor once more; give those that hold what is for the next session."""
        return self._editor.close()

    def _paint(self, text: str, style: Style) -> str:
        code = _CODES.get(style, "") if self._use_color else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


class PlainTerminal(Screen):
    """Reads from stdin line by line, and draws nothing: for screen readers, simple terminals, ssh and small windows."""

    def __init__(self, *, use_color: bool, session: PrivateSession, environ: Mapping[str, str]) -> None:
        """Edit lines where the system can."""
        super().__init__(use_color=use_color, session=session, environ=environ)
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - importing it gives `input` line editing and history

    def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:  # noqa: ARG002 - a Tab in what is pasted is text here
        """Read one line."""
        try:
            return input(shown_prompt(prompt, default))
        except (EOFError, OSError) as error:
            with contextlib.suppress(OSError):
                sys.stdout.write("\n")
            raise EndOfInput from error
        except KeyboardInterrupt as error:
            sys.stdout.write("\n")
            raise Interrupt(_line_in_hand()) from error

    def has_pending_input(self) -> bool:
        """Whether more input is there already: the rest of something pasted."""
        return input_is_waiting()


def shown_prompt(prompt: str, default: str) -> str:
    """Give a prompt as it is shown, with what Enter alone stands for."""
    prompt = visible_line(prompt).rstrip()
    return f"{prompt} [{visible_line(default)}] " if default else f"{prompt} "


def _line_in_hand() -> str:
    try:
        import readline  # noqa: PLC0415 - not on every system
    except ImportError:
        return ""
    return readline.get_line_buffer()


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
