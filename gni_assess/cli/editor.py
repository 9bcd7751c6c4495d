"""The person's own editor, for text that is too long for one line."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from gni_assess.errors import EditorError
from gni_assess.store.editing_sheets import Sheet, drop, make_sheet, safe_name
from gni_assess.store.private_session import PrivateSession

_USUAL = ("notepad",) if os.name == "nt" else ("nano", "vi")
_OWN_WINDOW = {
    **dict.fromkeys(["code", "code-insiders", "codium", "cursor", "subl", "atom", "mate", "zed"], ("--wait", "-w")),
    **dict.fromkeys(["gedit", "xed", "idea", "pycharm", "webstorm", "bbedit"], ("--wait", "-w")),
    **dict.fromkeys(["gvim", "mvim"], ("-f", "--nofork")),
    "kate": ("--block", "-b"),
    "notepad++": ("-multiInst",),
    "open": ("-W", "--wait-apps"),
}
"""Editors that open a window of their own and come back at once, with what makes them wait."""

_NOT_WAITING = {"emacsclient": ("-n", "--no-wait")}
"""Editors that come back at once only because they are told to."""

_AT_ONCE_SECONDS = 1.0
_HERE = "type the text here instead: `:m` takes several lines"
_LEAVE_SCREEN = "\x1b[?1049l\x1b[?2004l\x1b[?25h\x1b[0m\r\n"


@dataclass
class _Opened:
    """A sheet that was given to the editor, and the text that came back; None where none came."""

    sheet: Sheet
    taken: str | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was saved in it so far. A window may still be open on it."""
        return self.now() == self.sheet.text

    def now(self) -> str | None:
        """Give the text in it; None where that cannot be told."""
        try:
            return self.sheet.read()
        except EditorError:
            return None


class Editor:
    """Opens texts in `$VISUAL` or `$EDITOR`, each in a file that stays until its text is safe elsewhere.

    Many editors come back before anything is typed. So a sheet in which nothing was saved stays as long as the session, and is opened
    again for the same text.
    """

    def __init__(self, *, session: PrivateSession, environ: Mapping[str, str]) -> None:
        """Keep the files among what `session` has on disk."""
        self._session = session
        self._environ = environ
        self._opened: list[_Opened] = []

    def edit(self, *, name: str, guide: Sequence[str], text: str) -> str:
        """Open a text and give what the person made of it; see `Terminal.edit`. Raises EditorError."""
        command = find_editor(self._environ)
        opened = self._open_again(name, text) or _Opened(make_sheet(self._session, name=name, guide=guide, text=text))
        if opened not in self._opened:
            self._opened.append(opened)
        sheet, started = opened.sheet, time.monotonic()
        try:
            code = _run([*command, str(sheet.path.absolute())], self._environ)
        except (OSError, ValueError) as error:
            if opened.is_unchanged:
                self._drop(opened)
            raise _cannot_start(command, error) from error
        if code:
            raise self._failed(command, code, opened)
        edited = sheet.read()
        if edited == text and not sheet.is_saved() and time.monotonic() - started < _AT_ONCE_SECONDS:
            raise _did_not_wait(command)
        opened.taken = edited
        return edited

    def drop_edited(self) -> None:
        """Remove the file of the last edit, and older ones of the same name that came back: what is in it replaced them.

        Those that hold something else by now stay, and those in which nothing was saved: their window may still be open.
        """
        if self._opened:
            name = self._opened[-1].sheet.name
            for each in [each for each in self._opened if each.sheet.name == name]:
                if each.taken is not None and not each.is_unchanged and each.now() == each.taken:
                    self._drop(each)

    def close(self) -> tuple[Path, ...]:
        """Remove the files in which nothing was saved; give those that are left for the next session."""
        for each in [each for each in self._opened if each.is_unchanged or not each.sheet.path.exists()]:
            self._drop(each)
        return tuple(each.sheet.path for each in self._opened)

    def _open_again(self, name: str, text: str) -> _Opened | None:
        """Find the sheet that an editor which did not wait was given for this text."""
        same = (each for each in self._opened if each.taken in (None, text) and each.sheet.text == text)
        return next((each for each in same if each.sheet.name == safe_name(name) and each.now() is not None), None)

    def _failed(self, command: Sequence[str], code: int, opened: _Opened) -> EditorError:
        how = "was stopped" if code < 0 else "ended with an error"
        message = f"your editor `{command[0]}` {how}"
        sheet = opened.sheet
        try:
            edited = sheet.read()
        except EditorError as error:
            gone = not sheet.path.exists()
            hint = f"{error.message}; nothing was changed here; {_HERE}" if gone else f"{error.message}; {error.hint}"
            return EditorError(message, hint=hint)
        if edited == sheet.text:
            self._drop(opened)
            return EditorError(message, hint=f"nothing was changed; try again, or {_HERE}")
        opened.taken = edited
        hint = f"what you saved there is kept in `{sheet.path}`; look it through, and try again"
        return EditorError(message, hint=hint, text=edited)

    def _drop(self, opened: _Opened) -> None:
        drop(opened.sheet.path)
        self._opened.remove(opened)


def find_editor(environ: Mapping[str, str]) -> list[str]:
    """Give the command of the person's editor, in words. Raises EditorError where there is none."""
    for key in ("VISUAL", "EDITOR"):
        command = environ.get(key, "").strip()
        if not command:
            continue
        try:
            words = _split(command)
        except ValueError as error:
            hint = f"set {key} again with its quotation marks in pairs; or {_HERE}"
            raise EditorError(f"{key} cannot be understood: `{command}`", hint=hint) from error
        if words and words[0]:
            return [os.path.expanduser(words[0]), *words[1:]]  # noqa: PTH111 - a bare name must stay a bare name
    for name in _USUAL:
        if found := shutil.which(name, path=environ.get("PATH")):
            return [found]
    raise EditorError("no editor was found", hint=f"{_HERE}; or leave, set EDITOR, such as `export EDITOR=nano`, and come back")


def _split(command: str) -> list[str]:
    if os.name != "nt":
        return shlex.split(command)
    # Backslashes belong to paths there.
    return [each[1:-1] if each[:1] == each[-1:] == '"' and len(each) > 1 else each for each in shlex.split(command, posix=False)]


def _cannot_start(command: Sequence[str], error: Exception) -> EditorError:
    why = getattr(error, "strerror", "") or str(error)
    hint = f"{_HERE}; or leave, set EDITOR to an editor that is installed, such as `nano`, and come back"
    return EditorError(f"your editor `{command[0]}` cannot be started: {why}", hint=hint)


def _did_not_wait(command: Sequence[str]) -> EditorError:
    name = PureWindowsPath(command[0]).name if os.name == "nt" else PurePath(command[0]).name
    name = name.lower().removesuffix(".exe").removesuffix(".cmd")
    flags, wrong = _OWN_WINDOW.get(name, ()), [each for each in command[1:] if each in _NOT_WAITING.get(name, ())]
    if wrong:
        how = f"to have the interview wait for it, leave, and set EDITOR without `{wrong[0]}`"
    elif flags and not {*flags} & {*command[1:]}:
        how = f"to have the interview wait for it, leave, and set EDITOR to wait, such as `{name} {flags[0]}`"
    else:
        how = "where it never waits, leave, and set EDITOR to one that does, such as `nano` or `code --wait`"
    hint = (
        "if it opened a window of its own, type the text there, save it, and type `:e` here again: that takes what you saved; "
        f"what you save there later is offered in the next interview; {how}; or {_HERE}"
    )
    return EditorError(f"your editor `{command[0]}` came back at once, without a change", hint=hint)


def _run(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the editor at this terminal, and give its exit code; below zero where a signal stopped it."""
    sys.stdout.flush()
    with _terminal_restored(), _keys_for_the_editor():
        code = subprocess.run(list(command), env=dict(environ), check=False).returncode  # noqa: S603 - the person's own choice
    if code < 0 and sys.stdout.isatty() and environ.get("TERM", "dumb") != "dumb":
        sys.stdout.write(_LEAVE_SCREEN)  # it had no time to tidy up
        sys.stdout.flush()
    return code


@contextlib.contextmanager
def _keys_for_the_editor() -> Iterator[None]:
    # Ctrl-C and Ctrl-\ reach both of us. A function that does nothing, unlike SIG_IGN, is not passed on to the editor.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [each for name in ("SIGINT", "SIGQUIT") if (each := getattr(signal, name, None)) is not None]
    before = [(each, signal.signal(each, lambda *_: None)) for each in signals]
    try:
        yield
    finally:
        for each, how in before:
            signal.signal(each, how)


@contextlib.contextmanager
def _terminal_restored() -> Iterator[None]:
    # An editor that is killed leaves a terminal behind that shows nothing of what is typed.
    if os.name == "nt" or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415 - not on every system

    handle = sys.stdin.fileno()
    usual = termios.tcgetattr(handle)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(handle, termios.TCSANOW, usual)
