"""Loading one workspace again and again: only the files that changed are parsed anew, so that a question need not wait for 2,000 records.

What comes of it is always what `load_workspace` gives. A file is taken for unchanged in one of two ways:

- Its bytes are the same. This is always right, and saves the parsing, which is nearly all the work.
- What the system says of it is the same (size, times, the number of the file itself), it is reached by no link, and it had been left alone
  for a while when it was read. Clocks have ticks: a file that is changed again within the tick in which it was read may look the same
  afterwards. So what changed only just before it was read is read again each time, as git does with what it calls racily clean.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Final, Generic, TypeVar

from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.workspace import Plan
from gni_assess.store.disk import Disk
from gni_assess.store.layout import EVIDENCE, WORKSPACE_FILE, passes_links
from gni_assess.store.load import LoadedWorkspace, Sources, load_workspace
from gni_assess.store.packs import LoadedPack, load_pack
from gni_assess.store.reading import ReadFile, fetch_bytes, parse_bytes
from gni_assess.store.record_files import RecordFile, name_record, refuse_misplaced, take_record
from gni_assess.store.yaml_reader import Document

T = TypeVar("T")

SETTLED_AFTER: Final = 5_000_000_000
"""How long (in nanoseconds) a file must have been left alone: more than the longest tick, which is two seconds."""

# On Windows the time of the last change can be set back, and there is no other: there only the bytes count.
_CAN_TELL = os.name == "posix"

_Signature = tuple[int, int, int, int, int, int]


class Reader:
    """Loads one workspace, as often as asked, and remembers what it read. `now` gives the time in nanoseconds since 1970."""

    def __init__(self, root: Path, *, now: Callable[[], int] = time.time_ns) -> None:
        """Remember nothing yet."""
        self._root = root
        self._now = now
        self._sources = _RememberingSources()

    def load(self) -> LoadedWorkspace:
        """Load the workspace as it is on disk now. Raises WorkspaceError only where there is none, as `load_workspace` does."""
        # Before anything is looked at: what is changed later than this has a later time too.
        self._sources.begin(self._now())
        return load_workspace(self._root, sources=self._sources)


@dataclass(frozen=True, kw_only=True)
class _Kept(Generic[T]):
    """What was made of a file. Without a signature only the bytes tell whether it still holds; without bytes nothing does."""

    value: T
    data: bytes | None = None
    signature: _Signature | None = None


def _sign(found: os.stat_result) -> _Signature | None:
    if not _CAN_TELL or not S_ISREG(found.st_mode):
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_dev, found.st_mode)


def _is_settled(signature: _Signature, now: int) -> bool:
    _, _, modified, changed, _, _ = signature
    return max(modified, changed) <= now - SETTLED_AFTER


def _renew(
    kept: _Kept[T] | None,
    data: bytes | ReadFile,
    signature: _Signature | None,
    now: int,
    make: Callable[[bytes | ReadFile], T],
) -> _Kept[T]:
    if isinstance(data, ReadFile):
        return _Kept(value=make(data))
    value = kept.value if kept is not None and kept.data == data else make(data)
    return _Kept(value=value, data=data, signature=signature if signature and _is_settled(signature, now) else None)


class _RememberingDisk(Disk):
    """Remembers the files of the pack, its overlays and the workspace file itself."""

    def __init__(self) -> None:
        self.now = 0
        self._kept: dict[tuple[Path, str, str], _Kept[ReadFile]] = {}

    def read(self, root: Path, file: str, kind: str, *, record: RecordRef | None = None, version_key: str = "") -> ReadFile:
        kept = self._kept.get((root, file, kind))
        signature = None if self.leads_out(root, file) else _sign_path(root / file)
        if kept is not None and signature is not None and kept.signature == signature:
            return kept.value

        def make(data: bytes | ReadFile) -> ReadFile:
            return data if isinstance(data, ReadFile) else parse_bytes(data, file, kind, record=record, version_key=version_key)

        kept = _renew(kept, fetch_bytes(root, file, record=record), signature, self.now, make)
        self._kept[root, file, kind] = kept
        return kept.value


def _sign_path(path: Path) -> _Signature | None:
    try:
        return _sign(path.stat())
    except (OSError, ValueError):
        return None


class _NotingDisk(Disk):
    """Notes each question and its answer, so that they can be asked again."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._answers: list[tuple[Callable[[], object], object]] = []

    def is_there(self, path: Path, *, folder: bool = False) -> bool:
        return self._note(lambda: self._disk.is_there(path, folder=folder))

    def leads_out(self, root: Path, path: str) -> bool:
        return self._note(lambda: self._disk.leads_out(root, path))

    def built_in_packs(self) -> tuple[str, ...]:
        return self._note(self._disk.built_in_packs)

    def read(self, root: Path, file: str, kind: str, *, record: RecordRef | None = None, version_key: str = "") -> ReadFile:
        return self._note(lambda: self._disk.read(root, file, kind, record=record, version_key=version_key))

    def would_be_told_the_same(self) -> bool:
        """Whether every question has the same answer now. Documents are equal only where they are one and the same."""
        return all(ask() == was for ask, was in self._answers)

    def _note(self, ask: Callable[[], T]) -> T:
        answer = ask()
        self._answers.append((ask, answer))
        return answer


@dataclass(frozen=True, kw_only=True)
class _KeptPack:
    """A pack as it was put together, and all that it follows from: the workspace file, and what the disk told."""

    document: Document
    disk: _NotingDisk
    loaded: LoadedPack


class _RememberingSources(Sources):
    def __init__(self) -> None:
        self._disk = _RememberingDisk()
        self._records: dict[str, dict[str, _Kept[RecordFile]]] = {}
        self._pack: _KeptPack | None = None

    def begin(self, now: int) -> None:
        self._disk.now = now

    def read_workspace(self, root: Path) -> ReadFile:
        return self._disk.read(root, WORKSPACE_FILE, "workspace", record=WORKSPACE_REF, version_key="workspace")

    def read_pack(self, root: Path, plan: Plan, document: Document) -> LoadedPack:
        kept = self._pack
        if kept is not None and kept.document is document and kept.disk.would_be_told_the_same():
            return kept.loaded
        noting = _NotingDisk(self._disk)
        loaded = load_pack(root, plan, document, disk=noting)
        self._pack = _KeptPack(document=document, disk=noting, loaded=loaded)
        return loaded

    def read_records(self, root: Path, folder: str, entries: Iterable[os.DirEntry[str]]) -> Iterator[RecordFile]:
        before = self._records.get(folder, {})
        # Only what is there now stays in mind.
        now: dict[str, _Kept[RecordFile]] = {}
        self._records[folder] = now
        behind_link = passes_links(root, [EVIDENCE, folder])
        for entry in entries:
            signature = None if behind_link else _sign_entry(entry)
            kept = before.get(entry.name)
            if kept is None or signature is None or kept.signature != signature:
                kept = self._read_record(root, folder, entry.name, kept, signature)
            now[entry.name] = kept
            yield kept.value

    def _read_record(
        self, root: Path, folder: str, name: str, kept: _Kept[RecordFile] | None, signature: _Signature | None
    ) -> _Kept[RecordFile]:
        file, ref = name_record(folder, name)
        if (misplaced := refuse_misplaced(file, ref)) is not None:
            return _Kept(value=misplaced)

        def make(data: bytes | ReadFile) -> RecordFile:
            return take_record(data if isinstance(data, ReadFile) else parse_bytes(data, file, ref.kind.value, record=ref), ref)

        return _renew(kept, fetch_bytes(root, file, record=ref), signature, self._disk.now, make)


def _sign_entry(entry: os.DirEntry[str]) -> _Signature | None:
    try:
        return _sign(entry.stat(follow_symlinks=False))
    except OSError:
        return None
