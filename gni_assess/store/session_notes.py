"""What one session leaves for the next: where the person was, and the line that was being typed when the window died."""

import contextlib
import json
import os
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import UNSAVED, private_place, remove_private, write_private
from gni_assess.store.unsaved import keep_unsaved

_LINES = "lines"
_PLACES = "places"
_MOST_BYTES = 4_000_000


def hold_line(root: Path, criterion_id: str, text: str) -> None:
    """Note the line that this program is reading, in place of the one before; an empty one takes the note away. Never raises.

    It outlives a kill of the program. What the disk refuses is not noted: the line is still on the screen.
    """
    with contextlib.suppress(StoreError, OSError):
        path = private_place(root, f"{_LINES}/{os.getpid()}.json")
        if text:
            write_private(root, path, json.dumps({"criterion": criterion_id, "text": text}).encode(), durably=False)
        elif path.exists():
            remove_private(path)


def collect_lines(root: Path) -> None:
    """Put the lines of sessions that died where unsaved texts are kept. Never raises; what cannot be moved stays for the next time."""
    try:
        paths = sorted(private_place(root, _LINES).glob("*.json"))
    except (StoreError, OSError):
        return
    for path in paths:
        if _is_running(path.stem):
            continue
        with contextlib.suppress(StoreError, OSError, ValueError, KeyError, TypeError):
            held = json.loads(path.read_bytes()[:_MOST_BYTES])
            text, criterion = held["text"], held["criterion"]
            if isinstance(text, str) and text.strip() and kind_of_id(criterion):
                keep_unsaved(root, criterion, text)
            remove_private(path)


def keep_place(root: Path, person_id: str, place: str) -> None:
    """Note where a person is. Never raises: without it the next session begins at the first open question."""
    with contextlib.suppress(StoreError, OSError):
        write_private(root, private_place(root, f"{_PLACES}/{person_id}.json"), place.encode(), durably=False)


def read_place(root: Path, person_id: str) -> str:
    """Give what was noted; empty where nothing was."""
    try:
        return private_place(root, f"{_PLACES}/{person_id}.json").read_text(encoding="utf-8")
    except (StoreError, OSError, UnicodeDecodeError):
        return ""


def editing_folder(root: Path) -> Path:
    """Give the folder for texts that are open in somebody's editor."""
    return root / UNSAVED / "editing"


def _is_running(process_id: str) -> bool:
    if not process_id.isdecimal() or os.name != "posix":
        return False
    if int(process_id) == os.getpid():
        return False
    try:
        os.kill(int(process_id), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
