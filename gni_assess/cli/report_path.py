"""Where a file is written that somebody may work in: what was named, or a free name in `reports/`. Nothing is replaced unasked."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path

from gni_assess.cli.shared import Shared, refuse_missing_folder, refuse_output
from gni_assess.errors import UsageError
from gni_assess.store.layout import REPORTS, leads_out
from gni_assess.store.save import refuse_read_only


def choose_path(shared: Shared, name: str, output: Path | None, check_ending: Callable[[Path], None], *, force: bool) -> Path:
    """Give the file to write: what was named, or one of this name in `reports/`. What a link leads to is what changes, and not the link.

    `check_ending` refuses names that do not say what is in the file. Raises UsageError, StoreError.
    """
    if output is None:
        path = _free_path(shared, name, force=force)
        refuse_read_only(path)
        return path
    target = _follow(output)
    refuse_output(shared.root, output)
    if output.is_dir():
        raise UsageError(f"`{output}` is a folder", hint="name a file in it")
    check_ending(output)
    refuse_missing_folder(target)
    if target.exists() and not target.is_file():
        raise UsageError(f"`{output}` is not a file that can be replaced", hint="name another")
    if os.path.lexists(output) and not force:
        raise _taken(output)
    refuse_read_only(target)
    return target


def next_path(name: str, output: Path | None, *, force: bool) -> Callable[[Path], Path] | None:
    """Give what finds another path where somebody took the chosen one meanwhile (`store.save.replacing`); with `force` it is replaced.

    That is this name with a number, for a file in `reports/`; what was named raises UsageError.
    """
    if force:
        return None

    def find(taken: Path) -> Path:
        if output is not None:
            raise _taken(output)
        return _numbered(taken.with_name(name))

    return find


def say_beside(shared: Shared, path: Path, name: str) -> None:
    """Say that a file of the wanted name was there already, where that is so."""
    if path.name != name:
        shared.say(f"`{name}` was there already and is as it was; this one is beside it (`--force` replaces)")


def _free_path(shared: Shared, name: str, *, force: bool) -> Path:
    if leads_out(shared.root, REPORTS):
        raise UsageError(f"`{REPORTS}` is a link that leads out of the workspace", hint="name the file to write with `-o`")
    path = shared.root / REPORTS / name
    return path if force or not os.path.lexists(path) else _numbered(path)


def _numbered(first: Path) -> Path:
    numbered = (first.with_name(f"{first.stem}-{number}{first.suffix}") for number in itertools.count(2))
    return next(each for each in numbered if not os.path.lexists(each))


def _follow(output: Path) -> Path:
    """Give the file that is meant: where the name is a link, what it leads to, whether that is there or not. Raises UsageError."""
    if not output.is_symlink():
        return output
    try:
        target = output.resolve()
    except (OSError, RuntimeError):
        target = output
    if target.is_symlink():
        raise UsageError(f"`{output}` is a link that leads nowhere", hint="remove the link, or name another file")
    return target


def _taken(output: Path) -> UsageError:
    hint = "someone may have worked in it: name another file, or use `--force` to replace it"
    return UsageError(f"`{output}` exists already", hint=hint)
