"""Files under `evidence/` that no one reads."""

import os
from collections.abc import Iterator, Mapping
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
    named = {
        PurePosixPath(each.file.replace("\\", "/")).as_posix()
        for kind in (RecordKind.POLICY, RecordKind.SYSTEM)
        for each in records.get(kind, {}).values()
        if isinstance(each, Policy | System) and each.file
    }
    for folder, subfolders, names in os.walk(root / EVIDENCE):
        subfolders[:] = sorted(each for each in subfolders if not each.startswith("."))
        place = Path(folder).relative_to(root).as_posix()
        for name in sorted(names):
            file = f"{place}/{name}"
            if is_ignored(name) or file in named or _is_read(place, name) or (_is_document(place) and not all_read):
                continue
            yield FileProblem(code="GNI008", file=file, message="no one reads this file", fix=_advice(place, name))


def _is_document(place: str) -> bool:
    return place == FILES or place.startswith(f"{FILES}/")


def _is_read(place: str, name: str) -> bool:
    if place == JOURNAL:
        return name.endswith(".jsonl")
    parent, _, folder = place.rpartition("/")
    return parent == EVIDENCE and folder in FOLDERS and name.endswith(".yaml")


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
