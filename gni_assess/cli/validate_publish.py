"""What of a run may be published, and where its workspace lies for whoever reads that elsewhere."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from gni_assess.output.file_names import without_file_names
from gni_assess.output.run import Run
from gni_assess.store.layout import folder_to_name, kind_of_id

_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where services for CI put a repository; asked where there is no `.git`."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The folder from which the positions of all workspaces of a run are told, and whether it is the root of a repository."""

    folder: Path
    is_repository: bool

    def locate(self, root: Path) -> str:
        """Give the position of a workspace, with `/`; empty where it is the folder itself."""
        return seen_from(self.folder, root)


def seen_from(folder: Path, root: Path) -> str:
    """Give a workspace as seen from a folder, with `/`; empty where it is the same, and whole where it lies on another drive."""
    try:
        seen = Path(os.path.relpath(root, folder)).as_posix()
    except ValueError:  # another drive
        seen = root.as_posix()
    return "" if seen == "." else seen


def find_anchor(roots: Collection[Path]) -> Anchor:
    """Find the repository in which all workspaces lie; where there is none, the folder that they share."""
    repositories = {_find_repository(each) for each in roots}
    found = repositories.pop()
    if found is not None and not repositories:
        return Anchor(folder=found, is_repository=True)
    try:
        return Anchor(folder=Path(os.path.commonpath(roots)), is_repository=False)
    except ValueError:  # another drive
        return Anchor(folder=min(roots), is_repository=False)


def publishable(run: Run) -> Run:
    """Give a run as it may stand in a log that others read: without the names that people gave to files."""
    return without_file_names(run, folder_of=folder_to_name, is_record_id=lambda each: kind_of_id(each) is not None)


def _find_repository(root: Path) -> Path | None:
    for folder in (root, *root.parents):
        if os.path.lexists(folder / ".git"):
            return folder
    checkouts = [Path(value).resolve() for name in _CHECKOUTS if (value := os.environ.get(name))]
    return next((each for each in checkouts if root.is_relative_to(each)), None)
