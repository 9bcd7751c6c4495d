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
from pathlib import Path, PurePath, PureWindowsPath

from gni_assess.cli.editing_sheet import Sheet, drop, make_sheet, session_lock
from gni_assess.errors import EditorError

_USUAL = ("notepad",) if os.name == "nt" else ("nano", "vi")
_OWN_WINDOW = {
    **dict.fromkeys(["code", "code-insiders", "codium", "subl", "atom", "mate", "zed", "gedit", "xed"], ("--wait", "-w")),
    **dict.fromkeys(["gvim", "mvim"], ("-f", "--nofork")),
    "kate": ("--block", "-b"),
    "notepad++": ("-multiInst",),
}
"""Editors that open a window of their own and come back at once, with what makes them wait."""

_AT_ONCE_SECONDS = 1.0
_HERE = "type the text here instead: `:m` takes several lines"
_LEAVE_SCREEN = "\x1b[?1049l\x1b[?2004l\x1b[?25h\x1b[0m\r\n"


class Editor:
    """Opens texts in `$VISUAL` or `$EDITOR`, each in a file that stays until its text is safe elsewhere."""

    def __init__(self, *, folder: Path, environ: Mapping[str, str]) -> None:
        """Keep the files in `folder`, which is made when it is needed."""
        self._folder = folder
        self._environ = environ
        self._session = os.urandom(4).hex()
        self._sheets: list[Sheet] = []
        self._lock = contextlib.ExitStack()

    def edit(self, *, name: str, guide: Sequence[str], text: str) -> str:
        """Open a text and give what the person made of it; see `Terminal.edit`. Raises EditorError."""
        command = find_editor(self._environ)
        sheet = make_sheet(self._folder, session=self._session, name=name, guide=guide, text=text)
        if not self._sheets:
            self._hold_lock()
        self._sheets.append(sheet)
        started = time.monotonic()
        try:
            code = _run([*command, str(sheet.path.absolute())], self._environ)
        except (OSError, ValueError) as error:
            self._drop(sheet)
            raise _cannot_start(command, error) from error
        if code:
            raise self._failed(command, code, sheet)
        edited = sheet.read()
        if edited == text and time.monotonic() - started < _AT_ONCE_SECONDS:
            _check_that_it_waits(command)
        return edited

    def drop_edited(self) -> None:
        """Remove the file of the last edit, and older ones of the same name: what is in it replaced them."""
        if self._sheets:
            name = self._sheets[-1].name
            for sheet in [each for each in self._sheets if each.name == name]:
                self._drop(sheet)

    def _failed(self, command: Sequence[str], code: int, sheet: Sheet) -> EditorError:
        how = "was stopped" if code < 0 else "ended with an error"
        message = f"your editor `{command[0]}` {how}"
        try:
            edited = sheet.read()
        except EditorError as error:
            gone = not sheet.path.exists()
            hint = f"{error.message}; nothing was changed here; {_HERE}" if gone else f"{error.message}; {error.hint}"
            return EditorError(message, hint=hint)
        if edited == sheet.text:
            self._drop(sheet)
            return EditorError(message, hint=f"nothing was changed; try again, or {_HERE}")
        hint = f"what you saved there is kept in `{sheet.path}`; look it through, and try again"
        return EditorError(message, hint=hint, text=edited)

    def _drop(self, sheet: Sheet) -> None:
        drop(sheet.path)
        self._sheets.remove(sheet)
        if not self._sheets:
            self._lock.close()
            drop(session_lock(self._folder, self._session))

    def _hold_lock(self) -> None:
        from filelock import FileLock  # noqa: PLC0415 - only where an editor is opened

        with contextlib.suppress(OSError, NotImplementedError):  # a disk without locks
            self._lock.enter_context(FileLock(session_lock(self._folder, self._session), timeout=0))


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


def _check_that_it_waits(command: Sequence[str]) -> None:
    name = PureWindowsPath(command[0]).name if os.name == "nt" else PurePath(command[0]).name
    name = name.lower().removesuffix(".exe").removesuffix(".cmd")
    flags = _OWN_WINDOW.get(name, ())
    if flags and not {*flags} & {*command[1:]}:
        hint = (
            "if your editor opened a window of its own, close it; then leave, set EDITOR to wait for it, "
            f"such as `{name} {flags[0]}`, and come back; or {_HERE}"
        )
        raise EditorError("your editor came back at once, without a change", hint=hint)


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
