"""Where a file is written that somebody may work in: what was named, or a free name in `reports/`."""

from pathlib import Path

from gni_assess.cli.shared import Shared, refuse_missing_folder, refuse_output
from gni_assess.errors import UsageError
from gni_assess.store.layout import REPORTS, leads_out
from gni_assess.store.save import not_written


def refuse_worked_in(output: Path, *, force: bool) -> None:
    """Refuse a file that exists, as somebody may have worked in it, and a folder that does not. Raises UsageError."""
    refuse_missing_folder(output)
    if output.exists() and not force:
        hint = "someone may have worked in it: name another file, or use `--force` to replace it"
        raise UsageError(f"`{output}` exists already", hint=hint)


def refuse_no_file(shared: Shared, output: Path) -> None:
    """Refuse to write over the record, and over a folder. Raises UsageError."""
    refuse_output(shared.root, output)
    if output.is_dir():
        raise UsageError(f"`{output}` is a folder", hint="name a file in it")


def free_path(shared: Shared, name: str, *, force: bool) -> Path:
    """Give the path of a file in `reports/`, with a number where there is one of that name. Raises UsageError."""
    if leads_out(shared.root, REPORTS):
        raise UsageError(f"`{REPORTS}` is a link that leads out of the workspace", hint="name the file to write with `-o`")
    path = first = shared.root / REPORTS / name
    number = 1
    while path.exists() and not force:
        number += 1
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
    return path


def make_parent(path: Path) -> None:
    """Make the folder of a file, where it is missing. Raises StoreError."""
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(path, error) from error


def say_beside(shared: Shared, path: Path, name: str) -> None:
    """Say that a file of the wanted name was there already, where that is so."""
    if path.name != name:
        shared.say(f"`{name}` was there already and is as it was; this one is beside it (`--force` replaces)")
