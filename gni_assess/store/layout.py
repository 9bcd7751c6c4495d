"""Where things are in a workspace."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gni_assess.errors import WorkspaceError
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.paths import fault_of
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind

WORKSPACE_FILE = "gni-assess.yaml"
EVIDENCE = "evidence"
CRITERIA = "criteria"
FILES = "evidence/files"
JOURNAL = "evidence/journal"
REPORTS = "reports"
SNAPSHOTS = "snapshots"
TOOL_FOLDER = ".gni-assess"
SCHEMAS = ".gni-assess/schemas"
LOCK = ".gni-assess/lock"

LINK_OUT = "remove the link, and put a copy of what it leads to in its place"
"""What to do where a link leads out of the workspace."""

PREFIXES: Mapping[RecordKind, str] = {
    RecordKind.POLICY: "POL",
    RecordKind.SYSTEM: "SYS",
    RecordKind.CASE: "CASE",
    RecordKind.RECOMMENDATION: "REC",
    RecordKind.REQUEST: "REQ",
    RecordKind.INTERVIEW: "INT",
}
"""What the ids of each kind of record begin with; a response has the id of its criterion."""

FOLDERS: Mapping[str, RecordKind] = {folder: kind for kind, folder in RECORD_FIELDS.items()}
"""The folders under `evidence/` that hold records, and what kind."""

_KNOWN_FOLDERS = frozenset({*FOLDERS, "files", "journal"})
_PATTERNS = {kind: re.compile(rf"{prefix}-[0-9]{{3,6}}\Z") for kind, prefix in PREFIXES.items()}
_PATTERNS[RecordKind.RESPONSE] = re.compile(r"[A-Z]{3}-[0-9]{2,3}\Z")


def find_workspace(start: Path) -> Path:
    """Find the nearest folder, from `start` upwards, that holds a workspace file. Raises WorkspaceError."""
    folder = start.resolve()
    for each in (folder, *folder.parents):
        if is_there(each / WORKSPACE_FILE):
            return each
    raise WorkspaceError(
        f"no workspace here: `{WORKSPACE_FILE}` is neither in `{start}` nor in a folder above it",
        hint="make one with `gni-assess init`, or name its folder with `-C FOLDER`",
    )


def record_file(ref: RecordRef) -> str:
    """Give the file of a record, relative to the workspace."""
    if ref.kind is RecordKind.WORKSPACE:
        return WORKSPACE_FILE
    return f"{EVIDENCE}/{RECORD_FIELDS[ref.kind]}/{ref.id}.yaml"


def folder_to_name(file: str) -> str | None:
    """Give the folder of a file whose own name must not be published; None where the whole path may be.

    What people call the files under `evidence/` may tell what is in them. The ids of records are drawn at random and tell nothing, and
    the names of other files stand in the workspace file.
    """
    first, *rest = file.split("/")
    if first != EVIDENCE or not rest:
        return None
    known = rest[0] in _KNOWN_FOLDERS
    if len(rest) == 1:
        return None if known else EVIDENCE
    stem, _, ending = rest[1].partition(".")
    if known and len(rest) == 2 and ending in ("yaml", "yml") and kind_of_id(stem) is not None:  # noqa: PLR2004 - folder and name
        return None
    return f"{EVIDENCE}/{rest[0]}" if known else EVIDENCE


def fits_kind(record_id: str, kind: RecordKind) -> bool:
    """Whether an id looks like one of that kind."""
    return bool(_PATTERNS[kind].match(record_id))


def kind_of_id(record_id: str) -> RecordKind | None:
    """Tell the kind of record from its id; None where it fits none."""
    return next((kind for kind in _PATTERNS if fits_kind(record_id, kind)), None)


def is_there(path: Path, *, folder: bool = False) -> bool:
    """Whether there is a file (or a folder) at a path; False where that cannot be told: the name is too long, or the way is barred."""
    try:
        return path.is_dir() if folder else path.is_file()
    except OSError:
        return False


def leads_out(root: Path, path: str) -> bool:
    """Whether a path named in a file may not be followed: for what it says (`fault_of`), or as a symbolic link leaves the workspace."""
    if fault_of(path) is not None:
        return True
    try:
        if not passes_links(root, path.replace("\\", "/").split("/")):
            return False
        return not (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a circle of links leads nowhere inside
        return True


def passes_links(root: Path, parts: Sequence[str]) -> bool:
    """Whether a way down from `root` may pass a symbolic link; always where links cannot all be told."""
    # Asking for links step by step costs a tenth of resolving both paths. Windows has other links besides, so there all is resolved.
    step = str(root)
    for part in parts:
        step = f"{step}/{part}"
        if os.name == "nt" or os.path.islink(step):  # noqa: PTH114 - a path of its own for each step is what costs
            return True
    return False
