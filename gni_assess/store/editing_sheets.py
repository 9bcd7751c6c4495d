"""The sheet of paper that the person's editor is given: a guide, a line, and below it the text."""

import contextlib
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gni_assess.errors import EditorError, StoreError
from gni_assess.model.visible import visible_line
from gni_assess.store.private import create_private, list_private, private_place
from gni_assess.store.private_session import PrivateSession, is_running

SCISSORS = "--- Type below this line. What stands above it is not saved. ---"
"""Ends the guide. No line of the guide can look like it, so the first one in a sheet is ours."""

GUIDE_MARK = ">"
"""Begins each line of the guide, so that what was typed above the line by mistake is told from it."""

_FOLDER = "editing"
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

    def is_saved(self) -> bool:
        """Whether anything was saved in it, be it the same text."""
        try:
            return self.path.read_bytes() != self.data
        except OSError:
            return True

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


@dataclass(frozen=True, kw_only=True)
class LeftSheet:
    """A sheet that was found on disk; the name is that of the sheet, with a hyphen for what cannot stand in a file's name."""

    name: str
    path: Path
    text: str


def make_sheet(session: PrivateSession, *, name: str, guide: Sequence[str], text: str) -> Sheet:
    """Write a new sheet that only this person can read. Raises EditorError."""
    marked = tuple(f"{GUIDE_MARK} {visible_line(row)}".rstrip() for line in guide for row in line.split("\n"))
    data = "\n".join((*marked, SCISSORS, text, "")).encode("utf-8", "surrogatepass")
    safe = safe_name(name)
    try:
        session.begin()
        path = private_place(session.root, f"{session.owner}/{_FOLDER}/{safe}.{session.id}-{secrets.token_hex(3)}-{_digest(text)}.md")
        create_private(session.root, path, data)
    except StoreError as error:
        hint = "type the text here instead: `:m` takes several lines; or make room on the disk and try again"
        raise EditorError(f"cannot make a file for the editor: {error.message}", hint=hint) from error
    return Sheet(path=path, name=safe, guide=marked, text=text, data=data)


def safe_name(name: str) -> str:
    """Give a name as it stands in the name of a sheet's file."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:_LONGEST_NAME] or "text"


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


def find_sheets(session: PrivateSession, *, own: bool = False) -> tuple[LeftSheet, ...]:
    """Find the sheets that sessions of this person left behind which are gone, and with `own` also those of this one.

    Those that still hold what they began with are left out, and removed where their session is gone; those of another session that still
    runs are left alone. Bytes that are not UTF-8 are written out as escapes.
    """
    found: list[LeftSheet] = []
    for path in list_private(session.root, f"{session.owner}/{_FOLDER}"):
        named = _SHEET.fullmatch(path.name)
        if named is None:
            continue
        is_own = named["session"] == session.id
        if (is_own and not own) or (not is_own and is_running(session.root, session.owner, named["session"])):
            continue
        with contextlib.suppress(OSError):
            text = _read_left(path)
            # The second: an editor that takes away an empty line at the end.
            if named["begun"] not in {_digest(text), _digest(text + "\n")}:
                found.append(LeftSheet(name=named["name"], path=path, text=text))
            elif not is_own:
                drop(path)
    return tuple(found)


def drop(path: Path) -> None:
    """Remove a sheet whose text is safe elsewhere, or of no use."""
    with contextlib.suppress(OSError):  # a copy too many is no harm, and there is nothing to be done about it
        path.unlink(missing_ok=True)


def _read_left(path: Path) -> str:
    content = path.read_bytes().decode("utf-8-sig", "backslashreplace")
    # Without the line nobody can tell the guide from what the person quoted; then all of it is text.
    return text_below(content, lambda line: line.startswith(GUIDE_MARK) and SCISSORS in content)


def _digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()[:16]
