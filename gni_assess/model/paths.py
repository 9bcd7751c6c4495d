"""Paths that files of the workspace name, judged as texts: the same on every system, wherever they are read."""

import re
from enum import StrEnum

# Both kinds of separator count on every system: a workspace that is safe here must be safe on a colleague's computer too.
_SEPARATOR = re.compile(r"[/\\]")
_ROOTED = re.compile(r"[/\\]|[A-Za-z]:")


class PathFault(StrEnum):
    """Why a path is refused before anybody looks where it leads."""

    LEAVES = "leaves"
    """Absolute, with a drive letter, or upwards out of the folder that it is relative to."""
    UPWARDS = "upwards"
    """It has `..`, but stays inside: where it leads depends on links on the way."""
    NULL = "null"
    """It has a null character, with which no file can be named."""


def fault_of(path: str) -> PathFault | None:
    """Tell why a path may not be followed, whatever is there; None where it may."""
    if _ROOTED.match(path):
        return PathFault.LEAVES
    parts = _SEPARATOR.split(path)
    if ".." in parts:
        return PathFault.LEAVES if _climbs_out(parts) else PathFault.UPWARDS
    return PathFault.NULL if "\0" in path else None


def _climbs_out(parts: list[str]) -> bool:
    depth = 0
    for part in parts:
        depth += -1 if part == ".." else 1 if part not in ("", ".") else 0
        if depth < 0:
            return True
    return False
