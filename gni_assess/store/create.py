"""Making a workspace: a new one, or a copy of the sample."""

import shutil
from pathlib import Path

from gni_assess.errors import StoreError, UsageError
from gni_assess.model.plain import to_plain
from gni_assess.model.workspace import Workspace
from gni_assess.store.apply import header_for
from gni_assess.store.layout import EVIDENCE, FOLDERS, REPORTS, SCHEMAS, TOOL_FOLDER, WORKSPACE_FILE
from gni_assess.store.packaged import SAMPLE, find_packaged
from gni_assess.store.private import UNSAVED
from gni_assess.store.reading import parse_bytes, read_file
from gni_assess.store.save import make_folder, not_written, save_atomically
from gni_assess.store.schemas import SCHEMA_KINDS, schema_text
from gni_assess.store.yaml_writer import dump_document

_GITATTRIBUTES = """\
# Line ends are part of what is compared; documents are never touched.
*.yaml text eol=lf
evidence/journal/*.jsonl text eol=lf merge=union
evidence/files/** binary
"""
_GITIGNORE = f"""\
# Reports hold confidential text and can be made again.
{REPORTS}/
{TOOL_FOLDER}/lock
# What one person typed and could not save.
{UNSAVED}/
"""


def create_workspace(root: Path, workspace: Workspace) -> tuple[str, ...]:
    """Make a new workspace in a folder and name the files written. Raises UsageError where there is one already, StoreError."""
    _refuse_existing(root)
    plain = to_plain(workspace)
    data = dump_document({"workspace": workspace.format, **plain}, header_for(WORKSPACE_FILE)).encode()
    read = parse_bytes(data, WORKSPACE_FILE, "workspace")
    if read.value is None:
        first = read.problems[0]
        raise UsageError(f"the workspace file would not be valid: {first.message}", hint=first.fix)
    written = write_surroundings(root)
    save_atomically(root / WORKSPACE_FILE, data)
    return (WORKSPACE_FILE, *written)


def create_sample(root: Path, part: str = SAMPLE) -> tuple[str, ...]:
    """Write a copy of a sample workspace into a folder and name what was written. Raises UsageError, StoreError."""
    _refuse_existing(root)
    source = find_packaged(part)
    read = read_file(source, WORKSPACE_FILE, "workspace")
    plan = read.value["assessment"] if read.value else {}
    overlays, folders = plan.get("overlays", ()), [EVIDENCE, *filter(None, [plan.get("previous")])]
    written = write_surroundings(root)
    try:
        for file in (*(source / each for each in overlays), *(each for folder in folders for each in sorted((source / folder).rglob("*")))):
            if file.is_file():
                target = root / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    except OSError as error:
        raise not_written(root, error) from error
    # Last, so that a copy which broke off is no workspace yet.
    save_atomically(root / WORKSPACE_FILE, (source / WORKSPACE_FILE).read_bytes())
    return (WORKSPACE_FILE, *folders, *overlays, *written)


def write_surroundings(root: Path) -> tuple[str, ...]:
    """Write the folders, the schemas for editors and the files for git; files for git that exist stay as they are."""
    try:
        for folder in (*FOLDERS, "files", "journal"):
            make_folder(root / EVIDENCE / folder)
        make_folder(root / REPORTS)
    except OSError as error:
        raise not_written(root, error) from error
    written = [SCHEMAS]
    for kind in SCHEMA_KINDS:
        save_atomically(root / SCHEMAS / f"{kind}.json", schema_text(kind).encode())
    for name, text in ((".gitattributes", _GITATTRIBUTES), (".gitignore", _GITIGNORE)):
        if not (root / name).exists():
            save_atomically(root / name, text.encode())
            written.append(name)
    return tuple(written)


def _refuse_existing(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise UsageError(f"`{root}` is a file", hint="name a folder")
    if (root / WORKSPACE_FILE).exists():
        raise UsageError(f"there is a workspace in `{root}` already", hint="nothing was changed; name another folder")
    if (root / EVIDENCE).is_dir() and any((root / EVIDENCE).iterdir()):
        raise UsageError(f"`{root / EVIDENCE}` holds files already", hint="nothing was changed; name another folder")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder `{root}`: {error.strerror}", hint="name a folder that you may write to") from error
