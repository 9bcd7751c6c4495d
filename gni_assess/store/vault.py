"""The documents themselves: where they are, how large, and their SHA-256."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from stat import S_ISREG

from gni_assess.errors import StoreError
from gni_assess.model.assessment import Assessment, FileFact
from gni_assess.model.paths import fault_of
from gni_assess.store.layout import FILES, leads_out, passes_links


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The size of a file in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


def measure_file(path: Path) -> Measured:
    """Read a whole file and measure it. Raises StoreError."""
    try:
        if not path.is_file():
            raise StoreError(f"there is no file `{path}`", hint="check the path; folders cannot be evidence, a file in them can")
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return Measured(size=stream.tell(), sha256=digest)
    except OSError as error:
        raise StoreError(f"cannot read `{path}`: {error.strerror}", hint="check that you may read it") from error


def find_file_facts(root: Path, assessment: Assessment, *, measure: bool = False) -> Mapping[str, FileFact]:
    """Find what is there for each path that a policy or system names; with `measure`, read each file to its end."""
    named = sorted({each.file for each in (*assessment.policies.values(), *assessment.systems.values()) if each.file})
    if measure:
        return {path: _find_fact(root, path, measure=True) for path in named}
    passes = cache(lambda folder: passes_links(root, folder.split("/")))
    return {path: _glance(root, path, passes) or _find_fact(root, path, measure=False) for path in named}


def _glance(root: Path, path: str, passes: Callable[[str], bool]) -> FileFact | None:
    """Find what is there with one look, which will do for nearly all; None where more looks are needed, as behind a link."""
    folder, slash, _ = path.rpartition("/")
    if fault_of(path) is not None or "\\" in path or not slash or passes(folder):
        return None
    try:
        found = os.lstat(f"{root}/{path}")
    except OSError:
        return None
    return FileFact(exists=True, size=found.st_size) if S_ISREG(found.st_mode) else None


def _find_fact(root: Path, path: str, *, measure: bool) -> FileFact:
    if leads_out(root, path):
        return FileFact(outside=True)
    place = root / path
    try:
        if not place.is_file():
            return FileFact()
        size = place.stat().st_size
    except OSError:
        return FileFact()
    if not measure:
        return FileFact(exists=True, size=size)
    try:
        measured = measure_file(place)
    except StoreError:
        return FileFact(exists=True, unreadable=True, size=size)
    return FileFact(exists=True, size=measured.size, sha256=measured.sha256)


def find_sizes(root: Path, paths: Iterable[str]) -> Mapping[str, int]:
    """Find the size of each of these files; what is no file any more, or cannot be looked at, is left out."""
    sizes = ((path, _find_fact(root, path, measure=False).size) for path in paths)
    return {path: size for path, size in sizes if size is not None}


def has_vault(root: Path) -> bool:
    """Whether the workspace has a folder for documents at all; a copy in CI may lack it."""
    return (root / FILES).is_dir()
