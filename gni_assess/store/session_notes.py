"""What one session leaves for the next: where the person was, and the line that was being typed when the window died."""

import contextlib
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import list_private, private_place, remove_private, write_private
from gni_assess.store.private_session import PrivateSession, is_running
from gni_assess.store.unsaved import decode, keep_unsaved

_LINES = "lines"
_ENDING = ".line"
_PLACE = "place.json"


def hold_line(session: PrivateSession, criterion_id: str, text: str) -> None:
    """Note the line that this session is reading, in place of the one before; an empty one takes the note away. Never raises.

    It outlives a kill of the program. What the disk refuses is not noted: the line is still on the screen.
    """
    with contextlib.suppress(StoreError, OSError):
        path = private_place(session.root, f"{session.owner}/{_LINES}/{session.id}{_ENDING}")
        if text:
            session.begin()
            write_private(session.root, path, f"{criterion_id}\n{text}".encode("utf-8", "surrogatepass"), durably=False)
        elif path.exists():
            remove_private(path)


def collect_lines(root: Path, owner: str) -> None:
    """Put the lines of sessions that died where unsaved texts are kept. Never raises; what cannot be moved stays for the next time."""
    for path in list_private(root, f"{owner}/{_LINES}"):
        if path.suffix != _ENDING or is_running(root, owner, path.stem):
            continue
        with contextlib.suppress(StoreError, OSError):
            criterion, _, text = decode(path.read_bytes()).partition("\n")
            if text.strip() and kind_of_id(criterion):
                keep_unsaved(root, criterion, text, owner)
            remove_private(path)


def keep_place(root: Path, owner: str, place: str) -> None:
    """Note where a person is. Never raises: without it the next session begins at the first open question."""
    with contextlib.suppress(StoreError, OSError):
        write_private(root, private_place(root, f"{owner}/{_PLACE}"), place.encode(), durably=False)


def read_place(root: Path, owner: str) -> str:
    """Give what was noted; empty where nothing was."""
    try:
        return private_place(root, f"{owner}/{_PLACE}").read_text(encoding="utf-8")
    except (StoreError, OSError, UnicodeDecodeError):
        return ""
