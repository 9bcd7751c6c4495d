"""How loading looks at the files of a workspace and of its pack."""

from pathlib import Path

from gni_assess.model.diagnostics import RecordRef
from gni_assess.store import layout, packaged, reading
from gni_assess.store.reading import ReadFile


class Disk:
    """Looks at the disk each time anew. All that decides what a pack is comes from here, so that `reload` can have it looked up again."""

    def is_there(self, path: Path, *, folder: bool = False) -> bool:
        """Whether there is a file (or a folder) at a path."""
        return layout.is_there(path, folder=folder)

    def leads_out(self, root: Path, path: str) -> bool:
        """Whether a path named in a file may not be followed."""
        return layout.leads_out(root, path)

    def built_in_packs(self) -> tuple[str, ...]:
        """Name the packs that come with the program."""
        return packaged.built_in_packs()

    def read(self, root: Path, file: str, kind: str, *, record: RecordRef | None = None, version_key: str = "") -> ReadFile:
        """Read and check one file; see `reading.read_file`."""
        return reading.read_file(root, file, kind, record=record, version_key=version_key)


DISK = Disk()
