"""The file of one record: what it holds, or why that cannot be taken as a record."""

import os
from dataclasses import dataclass
from pathlib import Path

from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import FileProblem, RecordRef
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.store.layout import EVIDENCE, FOLDERS, fits_kind, is_there, kind_of_id
from gni_assess.store.reading import ReadFile, problem_at
from gni_assess.store.stray import is_ignored
from gni_assess.store.structure import RECORD_TYPES, build
from gni_assess.store.yaml_reader import Document


@dataclass(frozen=True, kw_only=True)
class RecordFile:
    """What became of the file of one record: the record with its document, or the problems.

    `broken` names the records that it keeps from being loaded: the one that its name promises and, where that differs, the one inside.
    """

    ref: RecordRef
    record: Record | None = None
    document: Document | None = None
    problems: tuple[FileProblem, ...] = ()
    broken: tuple[RecordRef, ...] = ()


def list_folder(root: Path, folder: str) -> tuple[list[os.DirEntry[str]], tuple[FileProblem, ...]]:
    """List what may be files of records in a folder under `evidence/`, by name; a problem where the folder cannot be read."""
    place = f"{EVIDENCE}/{folder}"
    if not is_there(root / place, folder=True):
        return [], ()
    try:
        entries = sorted(os.scandir(root / place), key=lambda each: each.name)
    except OSError as error:
        message, fix = f"the folder cannot be read: {error.strerror}", "check that you may read it"
        return [], (FileProblem(code="GNI001", file=place, message=message, fix=fix),)
    return [each for each in entries if each.name.endswith(".yaml") and not is_ignored(each.name)], ()


def name_record(folder: str, name: str) -> tuple[str, RecordRef]:
    """Give the path of a file in a folder under `evidence/`, and the record that its name promises."""
    return f"{EVIDENCE}/{folder}/{name}", RecordRef(kind=FOLDERS[folder], id=name.removesuffix(".yaml"))


def refuse_misplaced(file: str, ref: RecordRef) -> RecordFile | None:
    """Refuse a file in the folder of another kind of record, without opening it; None where it lies where it belongs."""
    actual = kind_of_id(ref.id) or ref.kind
    if actual is ref.kind:
        return None
    # Read as another kind of record, everything in it would be wrong.
    fix = f"move it to `{EVIDENCE}/{RECORD_FIELDS[actual]}/`"
    problem = FileProblem(code="GNI004", file=file, message="the file lies in the wrong folder", fix=fix, record=ref)
    return RecordFile(ref=ref, problems=(problem,), broken=(ref, RecordRef(kind=actual, id=ref.id)))


def take_record(read: ReadFile, ref: RecordRef) -> RecordFile:
    """Make a record of what was read, where it is the one that the name of its file promises."""
    if read.value is None or read.document is None:
        return RecordFile(ref=ref, problems=read.problems, broken=(ref,))
    key = "criterion" if ref.kind is RecordKind.RESPONSE else "id"
    inside = str(read.value[key])
    if inside != ref.id or not fits_kind(ref.id, ref.kind):
        problems = (*read.problems, _misnamed(read.document, read.file, ref, key))
        return RecordFile(ref=ref, problems=problems, broken=(ref, RecordRef(kind=ref.kind, id=inside)))
    record = build(RECORD_TYPES[ref.kind], read.value)
    return RecordFile(ref=ref, record=record, document=read.document, problems=read.problems)


def _misnamed(document: Document, file: str, ref: RecordRef, key: str) -> FileProblem:
    problem = FileProblem(
        code="GNI004",
        file=file,
        path=(key,),
        message=f"the `{key}` inside differs from the name of the file",
        fix=f"make them the same: rename the file, or correct `{key}`",
        record=ref,
    )
    return problem_at(document, problem)
