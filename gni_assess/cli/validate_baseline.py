"""`--baseline` and `--write-baseline`: reading, writing and comparing with the file of what is known already."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gni_assess.checks.severities import is_protected
from gni_assess.cli.shared import Shared, refuse_missing_folder, refuse_output
from gni_assess.cli.validate_batch import Checked
from gni_assess.cli.validate_filter import Filter
from gni_assess.cli.validate_publish import publishable, seen_from
from gni_assess.cli.validate_unread import hidden_by_unread
from gni_assess.errors import UsageError
from gni_assess.output.baseline import Baseline, Counts, Entry, collect, compare, parse_baseline, write_baseline
from gni_assess.output.fingerprints import Fingerprint
from gni_assess.output.run import count
from gni_assess.store.save import save_atomically

_MOST_TOLD = 10
_LEAKS = frozenset({"GNI603"})
"""Codes that may be ignored with a reason, and yet are never known: what they find could be sent with the record."""


@dataclass(frozen=True, kw_only=True)
class BaselineFile:
    """The file of `--baseline` with what it holds, and whether it is to be written anew."""

    path: Path
    held: Baseline
    is_written: bool


def open_baseline(path: Path | None, wanted: Filter, *, is_written: bool) -> BaselineFile | None:
    """Read the file of `--baseline`; None where there is no such option. Raises UsageError."""
    if path is None:
        if is_written:
            raise UsageError("`--write-baseline` needs a file", hint="name it with `--baseline FILE`")
        return None
    if is_written and not wanted.takes_all:
        hint = "leave out `--select`, `--ignore`, `--area` and `--only`"
        raise UsageError("a baseline is of the whole record, and cannot be written of a part", hint=hint)
    if is_written:
        refuse_missing_folder(path)
    if is_written and not os.path.lexists(path):
        return BaselineFile(path=path, held=Baseline(), is_written=True)
    return BaselineFile(path=path, held=parse_baseline(_read(path), str(path)), is_written=is_written)


def apply_baseline(shared: Shared, file: BaselineFile | None, checked: Sequence[Checked], wanted: Filter) -> tuple[Checked, ...]:
    """Take from each run what is known already; before that, write the baseline where that is asked for. Raises UsageError, StoreError."""
    if file is None:
        return tuple(checked)
    if file.is_written:
        file = _write(shared, file, checked)
    applied: list[Checked] = []
    outdated: list[str] = []
    for each in checked:
        known = file.held.workspaces.get(_key(file, each), {})
        compared = compare(each.run, publishable(each.run), known, may_be_known=_may_be_known, concerns=_concerns(each, wanted))
        is_hidden = hidden_by_unread(each)
        gone = [entry for entry, _ in compared.outdated if not is_hidden(entry)]
        applied.append(replace(each, run=replace(compared.run, outdated=len(gone))))
        outdated.extend(f"{_name(entry)}{_where(each, checked)}" for entry in gone)
    _tell_outdated(shared, outdated)
    return tuple(applied)


def _read(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"`{path}` is not a baseline", hint="name a file after `--baseline`")
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError as error:
        raise UsageError(f"there is no baseline `{path}`", hint="make it with `--write-baseline`") from error
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}", hint="check that you may read it") from error


def _write(shared: Shared, file: BaselineFile, checked: Sequence[Checked]) -> BaselineFile:
    for each in checked:
        refuse_output(each.root, file.path)
    if not all(each.is_loaded for each in checked):
        shared.say("the baseline was not written: a workspace cannot be loaded")
        return file
    found = {_key(file, each): collect(publishable(each.run), may_be_known=_may_be_known) for each in checked}
    kept = {_key(file, each): _find_kept(file, each, found[_key(file, each)]) for each in checked}
    written = Baseline(workspaces={**file.held.workspaces, **{key: Counter(counts) + kept[key] for key, counts in found.items()}})
    save_atomically(file.path, write_baseline(written).encode())
    number = sum(sum(counts.values()) for counts in found.values())
    shared.say(f"written: {file.path}, with {count(number, 'diagnostic')} that {'is' if number == 1 else 'are'} known from now on")
    if unsafe := sum(not _may_be_known(found.code) for each in checked for found in each.run.diagnostics):
        shared.say(f"{count(unsafe, 'diagnostic')} not among them: what makes the record unsafe to read or to send is never known")
    if number := sum(each.total() for each in kept.values()):
        shared.say(f"not every record can be read: {count(number, 'entry', 'entries')} that may hang on one of those kept as before")
    return replace(file, held=written)


def _find_kept(file: BaselineFile, checked: Checked, found: Counts) -> Counter[Entry]:
    """Give what stays in the baseline though it was not found, as what it is about cannot be read now."""
    is_hidden, held = hidden_by_unread(checked), file.held.workspaces.get(_key(file, checked), {})
    return Counter({entry: number for entry, number in held.items() if is_hidden(entry)}) - Counter(found)


def _key(file: BaselineFile, checked: Checked) -> str:
    """Name a workspace by its folder as seen from the baseline's, so that it matters not where the program runs."""
    return seen_from(file.path.resolve().parent, checked.root) or "."


def _may_be_known(code: str) -> bool:
    return not is_protected(code) and code not in _LEAKS


def _concerns(checked: Checked, wanted: Filter) -> Callable[[Fingerprint], bool]:
    """Tell what this run would have found: of what is not looked at, or cannot be, nothing is outdated."""
    return lambda entry: checked.is_loaded and wanted.takes(entry.code, entry.subject)


def _name(entry: Fingerprint) -> str:
    return " ".join(each for each in (entry.code, entry.subject or entry.file, entry.path) if each)


def _where(checked: Checked, every: Sequence[Checked]) -> str:
    return f" in {checked.run.folder or '.'}" if len(every) > 1 else ""


def _tell_outdated(shared: Shared, outdated: Sequence[str]) -> None:
    if not outdated:
        return
    shared.say("no longer found, so that the baseline can be written anew with `--write-baseline`:")
    for each in outdated[:_MOST_TOLD]:
        shared.say(f"  {each}")
    if len(outdated) > _MOST_TOLD:
        shared.say(f"  and {len(outdated) - _MOST_TOLD} more")
