"""Documents that a record names by their path: found, measured, and completed while a path is typed."""

import os
from collections.abc import Iterator
from pathlib import Path

from gni_assess.errors import UsageError
from gni_assess.store.layout import FILES, LINK_OUT, leads_out
from gni_assess.store.vault import measure_file

_MOST_OFFERED = 50


def measure_document(root: Path, typed: str, current: Path) -> dict[str, object]:
    """Give path (from the workspace's folder), size in bytes and SHA-256 of a document. Raises UsageError, StoreError.

    `typed` is a path from the current folder or from the workspace's; quotes around it and `~` are understood, as they come from a file
    that was dragged into the window.
    """
    path = _find(root, typed, current)
    inside = path.resolve()
    if not inside.is_relative_to(root.resolve()):
        hint = f"copy it to `{FILES}/`, or leave it in your vault and say in words where it is"
        raise UsageError(f"`{typed}` is not inside the workspace", hint=hint)
    relative = inside.relative_to(root.resolve()).as_posix()
    if leads_out(root, relative):
        raise UsageError(f"`{typed}` leads out of the workspace by a link", hint=LINK_OUT)
    measured = measure_file(path)
    return {"file": relative, "sha256": measured.sha256, "size": measured.size}


def complete_document(root: Path, typed: str, current: Path, *, backslashes: bool = os.name == "nt") -> tuple[str, ...]:
    """Give the paths that begin with what was typed, folders with a slash at the end.

    Where nothing was typed yet, those in the workspace's folder for documents. With `backslashes` these stand between folders too, as
    people on Windows type them; what is offered has slashes, which hold everywhere.
    """
    if backslashes:
        typed = typed.replace("\\", "/")
    folder, _, start = typed.rpartition("/")
    if not typed:
        return tuple(_names(root / FILES, f"{FILES}/", ""))
    bases = [Path(folder or "/")] if typed.startswith("/") else [base / f"{folder}/" if folder else base for base in (root, current)]
    before = f"{folder}/" if folder or typed.startswith("/") else ""
    found = (each for base in bases for each in _names(base, before, start))
    return tuple(dict.fromkeys(found))[:_MOST_OFFERED]


def _find(root: Path, typed: str, current: Path) -> Path:
    plain = typed.strip()
    unquoted = plain[1:-1] if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"" else plain
    for each in (plain, unquoted, unquoted.replace("\\ ", " ")):
        for base in (current, root):
            try:
                path = base / Path(each).expanduser()
                if each and path.is_file():
                    return path
            except (OSError, RuntimeError, ValueError):  # no such person behind `~`, a name too long, a null byte
                continue
    return current / unquoted


def _names(folder: Path, before: str, start: str) -> Iterator[str]:
    try:
        entries = sorted(folder.iterdir(), key=lambda each: each.name.casefold())
    except (OSError, ValueError):
        return
    for each in entries:
        if each.name.casefold().startswith(start.casefold()) and (start or not each.name.startswith(".")):
            yield f"{before}{each.name}{'/' if each.is_dir() else ''}"
