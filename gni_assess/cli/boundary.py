"""The one error boundary: what the person reads when something goes wrong, and the exit code."""

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from gni_assess import __version__
from gni_assess.errors import ConflictError, GniAssessError, StoreError
from gni_assess.model.visible import visible_text

INTERNAL_ERROR = 3
INTERRUPTED = 130


def run_guarded(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; no traceback ever reaches the screen."""
    from gni_assess.cli.app import run_app  # noqa: PLC0415 - its own errors are to be caught too

    _speak_utf8()
    try:
        code = run_app(arguments)
        sys.stdout.flush()
    except GniAssessError as error:
        _tell(error)
        return error.exit_code
    except click.ClickException as error:
        return _tell_usage(error)
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\nstopped; everything accepted so far is saved\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nothing more can be said.
        _drop_output()
        return 0
    except Exception as error:  # noqa: BLE001 - the boundary
        is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        return _tell_full() if is_full else _tell_bug(error, arguments)
    return code


def _speak_utf8() -> None:
    # Text of any script must come through whatever the locale says; what cannot be shown is escaped, never a crash.
    # A stream that was closed before the program began (`>&-`) is none to Python.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the program runs
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


def _drop_output() -> None:
    # Or Python would try to write the rest once more on leaving, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_full() -> int:
    _drop_output()
    _tell(StoreError(f"cannot write: {os.strerror(errno.ENOSPC)}", hint="make room on the disk, then try again"))
    return StoreError.exit_code


def _tell(error: GniAssessError) -> None:
    sys.stderr.write(f"gni-assess: {visible_text(error.message)}\n")
    if error.hint:
        sys.stderr.write(f"  what to do: {visible_text(error.hint)}\n")
    # Off a terminal this may be the log of a CI run, where nothing of the record belongs.
    if isinstance(error, ConflictError) and sys.stderr.isatty():
        theirs = error.theirs if error.theirs is not None else "(removed)\n"
        sys.stderr.write(f"\n--- on disk now ---\n{visible_text(theirs)}\n--- yours, not saved ---\n{visible_text(error.mine)}")


def _tell_usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # since click 8.2
        sys.stderr.write(f"{visible_text(error.format_message())}\n")
        return error.exit_code
    sys.stderr.write(f"gni-assess: {visible_text(error.format_message())}\n")
    if context is not None:
        sys.stderr.write(f"  what to do: see `{context.command_path} --help`\n")
    return error.exit_code


def _tell_bug(error: Exception, arguments: Sequence[str]) -> int:
    # The traceback goes to a file and not to the screen or a CI log: it may hold text of the record.
    report = "".join(traceback.format_exception(error))
    try:
        handle, name = tempfile.mkstemp(prefix="gni-assess-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"gni-assess {__version__}, Python {sys.version}\ncommand: {' '.join(arguments[:1])}\n\n{report}")
        where = f"; the details are in `{Path(name)}`"
    except OSError:
        where = ""
    sys.stderr.write(f"gni-assess: something went wrong inside gni-assess ({type(error).__name__}){where}\n")
    sys.stderr.write(
        "  what to do: nothing that was saved is lost; please report this, after removing confidential text from the details\n"
    )
    return INTERNAL_ERROR
