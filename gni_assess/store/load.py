"""Loading a whole workspace. Everything that can be read is read; what cannot is told, with its place."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gni_assess.errors import WorkspaceError
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.criteria import Pack
from gni_assess.model.diagnostics import WORKSPACE_REF, FileProblem, KeyPath, Place, RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.model.workspace import Plan, Workspace
from gni_assess.store.garbage import without_garbage_collection
from gni_assess.store.layout import FOLDERS, WORKSPACE_FILE, is_there, record_file
from gni_assess.store.packs import LoadedPack, load_pack
from gni_assess.store.reading import ReadFile, read_file
from gni_assess.store.record_files import RecordFile, list_folder, name_record, refuse_misplaced, take_record
from gni_assess.store.stray import find_stray
from gni_assess.store.structure import build
from gni_assess.store.yaml_reader import Document


@dataclass(frozen=True, kw_only=True)
class LoadedWorkspace:
    """A workspace as it was read.

    `assessment` is None where the workspace file or the pack could not be loaded; `problems` say why. `broken` names records whose file
    is there but cannot be loaded. `files_read` counts the files of the workspace and its pack. `blocking` are those of the problems,
    all of them at the beginning, that must be mended before there is an assessment.
    """

    root: Path
    assessment: Assessment | None
    problems: tuple[FileProblem, ...] = ()
    blocking: tuple[FileProblem, ...] = ()
    broken: frozenset[RecordRef] = frozenset()
    files_read: int = 0
    documents: Mapping[RecordRef, Document] = field(default_factory=dict, repr=False)

    def require(self) -> Assessment:
        """Get the assessment, or raise WorkspaceError with the first reason why there is none."""
        if self.assessment is not None:
            return self.assessment
        first = self.problems[0]
        where = first.file if first.line is None else f"{first.file}, line {first.line}, column {first.column}"
        # What stands in the workspace file is no secret of a record.
        what = f": `{first.detail}`" if first.detail and first.file == WORKSPACE_FILE else ""
        hint = f"{first.fix}; `gni-assess validate` shows all"
        raise WorkspaceError(f"the workspace cannot be loaded: {where}: {first.message}{what}", hint=hint)

    def locate(self, ref: RecordRef, path: KeyPath, offset: int | None = None) -> Place:
        """Tell where a value of a record stands, or its nearest parent; with `offset`, where that character of a block of text does."""
        file, document = record_file(ref), self.documents.get(ref)
        if document is None:
            return Place(file=file)
        line, column = document.place_of(path) if offset is None else document.place_within(path, offset)
        return Place(file=file, line=line, column=column)


class Sources:
    """Where the parts of a workspace are loaded from: the disk, each time anew. `reload` has one that remembers."""

    def read_workspace(self, root: Path) -> ReadFile:
        """Read the workspace file."""
        return read_file(root, WORKSPACE_FILE, "workspace", record=WORKSPACE_REF, version_key="workspace")

    def read_pack(self, root: Path, plan: Plan, document: Document) -> LoadedPack:
        """Load the pack with its overlays; see `packs.load_pack`."""
        return load_pack(root, plan, document)

    def read_records(self, root: Path, folder: str, entries: Iterable[os.DirEntry[str]]) -> Iterator[RecordFile]:
        """Read the files of records that were listed in a folder under `evidence/`."""
        for entry in entries:
            file, ref = name_record(folder, entry.name)
            yield refuse_misplaced(file, ref) or take_record(read_file(root, file, ref.kind.value, record=ref), ref)


FROM_DISK = Sources()


def load_workspace(root: Path, *, records: bool = True, sources: Sources = FROM_DISK) -> LoadedWorkspace:
    """Load the workspace in `root`. Raises WorkspaceError only where there is none.

    Without `records` only its own file and the pack are read, and no file of a record is as much as looked for.
    """
    if not is_there(root / WORKSPACE_FILE):
        raise WorkspaceError(f"no workspace in `{root}`", hint="make one with `gni-assess init`")
    loading = _Loading(root=root, sources=sources)
    with without_garbage_collection():
        workspace = loading.read_workspace()
        pack = loading.read_pack(workspace) if workspace else None
        loading.blocking = 0 if workspace and pack else len(loading.problems)
        if records and not loading.is_newer:
            loading.read_records()
            loading.find_stray()
    return loading.finish(workspace, pack)


@dataclass(kw_only=True)
class _Loading:
    root: Path
    sources: Sources
    records: dict[RecordKind, dict[str, Record]] = field(default_factory=dict)
    documents: dict[RecordRef, Document] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    broken: set[RecordRef] = field(default_factory=set)
    files: int = 0
    blocking: int = 0

    @property
    def is_newer(self) -> bool:
        # Records of a format that this program does not know would all seem wrong.
        return any(each.code == "GNI007" and each.file == WORKSPACE_FILE for each in self.problems)

    def read_workspace(self) -> Workspace | None:
        read = self.sources.read_workspace(self.root)
        self.files += 1
        self.problems.extend(read.problems)
        if read.document is not None:
            self.documents[WORKSPACE_REF] = read.document
        return build(Workspace, read.value) if read.value is not None else None

    def read_pack(self, workspace: Workspace) -> Pack | None:
        loaded = self.sources.read_pack(self.root, workspace.plan, self.documents[WORKSPACE_REF])
        self.files += loaded.files
        self.problems.extend(loaded.problems)
        return loaded.pack

    def read_records(self) -> None:
        for folder, kind in FOLDERS.items():
            entries, problems = list_folder(self.root, folder)
            self.problems.extend(problems)
            self.files += len(entries)
            records = self.records[kind] = {}
            for read in self.sources.read_records(self.root, folder, entries):
                self.problems.extend(read.problems)
                self.broken.update(read.broken)
                if read.record is not None and read.document is not None:
                    self.documents[read.ref] = read.document
                    records[read.ref.id] = read.record

    def find_stray(self) -> None:
        # A record that cannot be read may be the one that names a file.
        all_read = not any(each.kind in (RecordKind.POLICY, RecordKind.SYSTEM) for each in self.broken)
        self.problems.extend(find_stray(self.root, self.records, all_read=all_read))

    def finish(self, workspace: Workspace | None, pack: Pack | None) -> LoadedWorkspace:
        assessment = None
        if workspace is not None and pack is not None:
            given: dict[str, Any] = {folder: self.records.get(kind, {}) for folder, kind in FOLDERS.items()}
            assessment = Assessment(workspace=workspace, pack=pack, **given)
        return LoadedWorkspace(
            root=self.root,
            assessment=assessment,
            problems=tuple(self.problems),
            blocking=tuple(self.problems[: self.blocking]),
            broken=frozenset(each for each in self.broken if each.id not in self.records[each.kind]),
            files_read=self.files,
            documents=self.documents,
        )
