"""Files under `evidence/` that no one reads."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import FileProblem
from gni_assess.model.evidence import Policy, System
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.layout import EVIDENCE, FILES, FOLDERS, JOURNAL

_YAML_ENDINGS = frozenset({".yaml", ".yml"})
_LEFT_BY_SYSTEMS = frozenset({"Thumbs.db", "desktop.ini"})


def is_ignored(name: str) -> bool:
    """Whether a name is that of a file which systems and editors leave behind, or of one half written."""
    return name.startswith(".") or name in _LEFT_BY_SYSTEMS or name.endswith("~")


def find_stray(root: Path, records: Mapping[RecordKind, Mapping[str, Record]], *, all_read: bool = True) -> Iterator[FileProblem]:
    """Find files that no record names and no part of the tool reads, in order.

    `all_read` says whether every policy and system could be read; else documents are left alone, since one of those may name them.
    """
    paths = {
        each.file
        for kind in (RecordKind.POLICY, RecordKind.SYSTEM)
        for each in records.get(kind, {}).values()
        if isinstance(each, Policy | System) and each.file
    }
    # Most are named in their shortest form, and to bring each into it would cost more than all the rest.
    shortest = cache(lambda: frozenset(map(_shorten, paths)))
    for folder, subfolders, names in os.walk(root / EVIDENCE):
        subfolders[:] = sorted(each for each in subfolders if not each.startswith("."))
        place = Path(folder).relative_to(root).as_posix()
        if _is_document(place) and not all_read:
            continue
        ending = _read_ending(place)
        for name in sorted(each for each in names if not (ending and each.endswith(ending))):
            file = f"{place}/{name}"
            if is_ignored(name) or file in paths or file in shortest():
                continue
            yield FileProblem(code="GNI008", file=file, message="no one reads this file", fix=_advice(place, name))


def _shorten(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).as_posix()


def _is_document(place: str) -> bool:
    return place == FILES or place.startswith(f"{FILES}/")


def _read_ending(place: str) -> str:
    """Tell what the names of the files in a folder end with that a part of the tool reads; empty where none does."""
    if place == JOURNAL:
        return ".jsonl"
    parent, _, folder = place.rpartition("/")
    return ".yaml" if parent == EVIDENCE and folder in FOLDERS else ""


def _advice(place: str, name: str) -> str:
    if _is_document(place):
        return "register it with `gni-assess evidence add`, or move it out of the workspace"
    if name.endswith(".yml"):
        return "rename it so that it ends in `.yaml`"
    folder = place.removeprefix(f"{EVIDENCE}/").partition("/")[0]
    if folder in FOLDERS and not _YAML_ENDINGS & {each.lower() for each in PurePosixPath(name).suffixes}:
        kind = "system" if FOLDERS[folder] is RecordKind.SYSTEM else "policy"
        return f"move it to `{FILES}/` and register it: `gni-assess evidence add {kind} --file {FILES}/…`"
    return f"put it where it belongs: {', '.join(f'`{EVIDENCE}/{each}/`' for each in FOLDERS)}, or `{FILES}/` for documents"
