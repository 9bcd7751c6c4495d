"""The sheet of paper that the person's editor is given: a guide, a line, and below it the text."""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gni_assess.errors import EditorError
from gni_assess.model.visible import visible_line

SCISSORS = "--- Type below this line. What stands above it is not saved. ---"
"""Ends the guide. No line of the guide can look like it, so the first one in a sheet is ours."""

GUIDE_MARK = ">"
"""Begins each line of the guide, so that what was typed above the line by mistake is told from it."""

_SHEET = re.compile(r"(?P<name>.+)\.(?P<session>[0-9a-f]{8})-[0-9a-f]{6}-(?P<begun>[0-9a-f]{16})\.md")
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file that was made for the editor: what it is for, what was put in, and the text it began with."""

    path: Path
    name: str
    guide: tuple[str, ...]
    text: str
    data: bytes

    def read(self) -> str:
        """Give the text as it is now. Raises EditorError where the file is gone, or is not text."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            why = error.strerror or "unknown reason"
            raise EditorError(f"cannot read `{self.path}`: {why}", hint="the text is as it was before; try the editor again") from error
        if data == self.data:
            return self.text  # also what the rules for line ends would change
        try:
            return text_below(data.decode("utf-8-sig"), lambda line: line.rstrip() in self.guide)
        except UnicodeDecodeError as error:
            hint = "the file is kept; open it in your editor, save it as UTF-8, and paste its text here"
            raise EditorError(f"`{self.path}` is not saved as UTF-8 text", hint=hint) from error


def make_sheet(folder: Path, *, session: str, name: str, guide: Sequence[str], text: str) -> Sheet:
    """Write a new sheet that only this person can read. Raises EditorError."""
    marked = tuple(f"{GUIDE_MARK} {visible_line(row)}".rstrip() for line in guide for row in line.split("\n"))
    data = "\n".join((*marked, SCISSORS, text, "")).encode("utf-8", "surrogatepass")
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:_LONGEST_NAME] or "text"
    path = folder / f"{safe}.{session}-{secrets.token_hex(3)}-{_digest(text)}.md"
    try:
        prepare_folder(folder)
        # Never readable by others, not even for a moment: it may be confidential.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
        except BaseException:
            path.unlink()
            raise
    except OSError as error:
        why = error.strerror or "unknown reason"
        hint = "type the text here instead: `:m` takes several lines; or make room on the disk and try again"
        raise EditorError(f"cannot make a file for the editor in `{folder}`: {why}", hint=hint) from error
    return Sheet(path=path, name=safe, guide=marked, text=text, data=data)


def prepare_folder(folder: Path) -> None:
    """Make the folder of the sheets, for one person only and unseen by git. Raises OSError."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise OSError(0, "it is a link to another place; remove the link")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = folder / ".gitignore"
    if not own.exists():
        own.write_text("*\n", encoding="utf-8")


def text_below(content: str, is_guide: Callable[[str], bool]) -> str:
    """Give the text of a sheet: all below the line but the last line end, and before it what somebody typed above the line.

    Where the line is gone, the lines of the guide at the start are left out, and all else is text.
    """
    lines = content.replace("\r\n", "\n").split("\n")
    cut = next((number for number, line in enumerate(lines) if line.rstrip() == SCISSORS), None)
    if cut is None:
        first = next((number for number, line in enumerate(lines) if not is_guide(line)), len(lines))
        return "\n".join(lines[first:]).removesuffix("\n")
    typed_above = [line for line in lines[:cut] if line.strip() and not is_guide(line)]
    return "\n".join([*typed_above, *lines[cut + 1 :]]).removesuffix("\n")


def find_edits(folder: Path) -> tuple[tuple[str, Path, str], ...]:
    """Find the sheets that sessions left behind which are gone: name, file and text of each.

    Those that still hold what they began with are removed; those of a session that still runs are left alone. The name is what `edit`
    was given, with a hyphen for what cannot stand in a file's name. Bytes that are not UTF-8 are written out as escapes.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        return ()
    try:
        paths = sorted(each for each in folder.iterdir() if each.is_file() and not each.is_symlink())
    except OSError:  # there is none, or it is somebody else's
        return ()
    found: list[tuple[str, Path, str]] = []
    for path in paths:
        named = _SHEET.fullmatch(path.name)
        if named is None or session_runs(folder, named["session"]):
            continue
        try:
            content = path.read_bytes().decode("utf-8-sig", "backslashreplace")
        except OSError:
            continue
        # Without the line nobody can tell the guide from what the person quoted; then all of it is text.
        text = text_below(content, lambda line: line.startswith(GUIDE_MARK) and SCISSORS in content)  # noqa: B023 - called at once
        if named["begun"] in {_digest(text), _digest(text + "\n")}:  # the second: an editor that takes away an empty line at the end
            drop(path)
        else:
            found.append((named["name"], path, text))
    return tuple(found)


def drop(path: Path) -> None:
    """Remove a sheet whose text is safe elsewhere, or of no use."""
    with contextlib.suppress(OSError):  # a copy too many is no harm, and there is nothing to be done about it
        path.unlink(missing_ok=True)


def session_lock(folder: Path, session: str) -> Path:
    """Give the file that a running session holds locked, so that another leaves its sheets alone."""
    return folder / f".{session}.lock"


def session_runs(folder: Path, session: str) -> bool:
    """Whether the session that made a sheet still runs; what a dead one left of its lock is removed."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where a sheet was left

    path = session_lock(folder, session)
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            pass
    except Timeout:
        return True
    except (OSError, NotImplementedError):  # a disk without locks
        return False
    drop(path)
    return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()[:16]
