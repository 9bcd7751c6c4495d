"""The workspaces of one run of `validate`: the one at hand, or several that are named. A broken one does not stop the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gni_assess.cli.checking import run_rules
from gni_assess.cli.progress_bar import Steps
from gni_assess.cli.shared import Shared
from gni_assess.cli.validate_filter import Filter
from gni_assess.cli.validate_publish import find_anchor, publishable, seen_from
from gni_assess.errors import UsageError, WorkspaceError
from gni_assess.model.diagnostics import WORKSPACE_REF, FileProblem
from gni_assess.model.vocabulary import Stage
from gni_assess.output.fingerprints import number_twins
from gni_assess.output.run import Run
from gni_assess.store.layout import WORKSPACE_FILE, is_there
from gni_assess.store.load import LoadedWorkspace

_FIX = "check the path, or make a workspace with `gni-assess init`"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One workspace, as it was read (without the documents), and what was found in it."""

    loaded: LoadedWorkspace
    run: Run

    @property
    def root(self) -> Path:
        """The folder of the workspace."""
        return self.loaded.root

    @property
    def is_loaded(self) -> bool:
        """Whether the workspace file and the pack could be read, so that the rules could run."""
        return self.loaded.assessment is not None


def find_roots(shared: Shared, directories: Sequence[Path]) -> dict[Path, Shared]:
    """Give the folder of each workspace once, in the order in which they are named; without any, the one at hand.

    A folder that is named must itself hold the workspace file; one of several that does not is reported with the others.
    Raises UsageError and WorkspaceError.
    """
    if not directories:
        return {shared.root: shared}
    if shared.directory is not None:
        raise UsageError("name the workspaces either with `-C` or after the command, not both", hint="leave out `-C`")
    roots = {each.resolve(): replace(shared, directory=each) for each in directories}
    for root, own in roots.items():
        if len(roots) == 1 and (missing := _say_missing(root)):
            raise WorkspaceError(f"{missing}: `{own.directory}`", hint=_FIX)
    return roots


def check_all(roots: dict[Path, Shared], wanted: Filter, stage: Stage | None, *, measure: bool, steps: Steps) -> tuple[Checked, ...]:
    """Load and check each workspace. Raises UnknownIdError where none of them has what is wanted."""
    checked, anchor = [], find_anchor(roots)
    for root, shared in roots.items():
        steps.begin("reading the record")
        loaded = _load_missing(root, missing) if (missing := _say_missing(root)) else shared.load()
        steps.begin("checking")
        run = run_rules(shared, loaded, stage, measure=measure)
        run = replace(run, folder=seen_from(Path.cwd(), root), position=anchor.locate(root), in_repository=anchor.is_repository)
        run = number_twins(run, publishable(run))
        # All the documents of many workspaces would fill the memory.
        checked.append(Checked(loaded=replace(loaded, documents={}), run=wanted.narrow(run)))
    wanted.refuse_unknown([each.loaded for each in checked])
    return tuple(checked)


def _say_missing(root: Path) -> str:
    if not is_there(root, folder=True):
        return "there is no such folder"
    return "" if is_there(root / WORKSPACE_FILE) else "there is no workspace in this folder"


def _load_missing(root: Path, message: str) -> LoadedWorkspace:
    problem = FileProblem(code="GNI001", file=WORKSPACE_FILE, message=message, fix=_FIX, record=WORKSPACE_REF)
    return LoadedWorkspace(root=root, assessment=None, problems=(problem,), blocking=(problem,))
