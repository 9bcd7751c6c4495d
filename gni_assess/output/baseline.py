"""Diagnostics that are known already: only what is new then counts.

A baseline is a JSON file that may be kept in git and published. It names codes, records and fields, how serious each was, and how often it
was found; it holds no value, no line number and no position in a list, so that other edits do not change it.
"""

import json
import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace

from gni_assess.errors import UsageError
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.fingerprints import Fingerprint, fingerprint_of
from gni_assess.output.run import Run

VERSION = 1
"""The version of the file; a newer one is refused."""

_ORDER = {each.value: number for number, each in enumerate(DiagnosticSeverity)}


@dataclass(frozen=True, kw_only=True, order=True)
class Entry(Fingerprint):
    """What is known: a fingerprint, and how serious it was when it was recorded."""

    severity: str = DiagnosticSeverity.INFORMATION.value


_FIELDS = frozenset(each.name for each in fields(Entry))

Counts = Mapping[Entry, int]
"""How often each entry was found."""


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What is known, by the folder of each workspace as seen from the file's own folder (`.` where it is the same)."""

    workspaces: Mapping[str, Counts] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A run with only what its baseline does not hold, and the baseline's entries that match nothing any more, with how many too many."""

    run: Run
    outdated: tuple[tuple[Entry, int], ...] = ()


def collect(run: Run, *, may_be_known: Callable[[str], bool]) -> Counts:
    """Give the entries of one workspace's run, which must be one that may be published (see `without_file_names`).

    `may_be_known` says whether a code may stand in a baseline at all.
    """
    return Counter(_entry_of(each) for each in run.diagnostics if may_be_known(each.code))


def compare(
    run: Run, shown: Run, known: Counts, *, may_be_known: Callable[[str], bool], concerns: Callable[[Fingerprint], bool]
) -> Compared:
    """Take from a run what is known already; where there is more of the same than that, the last of them are new.

    So is what was recorded as less serious, or with less that is missing. `shown` is the same run as it may be published. `concerns` says
    whether this run would have found such an entry at all.
    """
    left = Counter({each: number for each, number in known.items() if may_be_known(each.code) and concerns(each)})
    found = dict(enumerate(_entry_of(each) for each in shown.diagnostics))
    left_over = _take(_take(found, left, operator.eq), left, _covers)
    _take(left_over, left, lambda *_: True)  # what got worse is new, and yet its entry is not one that is no longer found
    new = [each for number, each in enumerate(run.diagnostics) if number in left_over]
    outdated = tuple(sorted((each, number) for each, number in left.items() if number > 0))
    return Compared(
        run=replace(run, diagnostics=tuple(new), known=len(run.diagnostics) - len(new), outdated=len(outdated)),
        outdated=outdated,
    )


def _entry_of(published: Diagnostic) -> Entry:
    return Entry(**vars(fingerprint_of(published)), severity=published.severity.value)


def _take(found: Mapping[int, Entry], left: Counter[Entry], fits: Callable[[Entry, Entry], bool]) -> dict[int, Entry]:
    """Take from what is left an entry for each that is found at the same place and fits; give what found none."""
    entries: dict[Entry, list[Entry]] = {}
    for each in sorted(left):
        entries.setdefault(_place_of(each), []).append(each)
    others = {}
    for number, each in found.items():
        entry = next((known for known in entries.get(_place_of(each), ()) if left[known] > 0 and fits(known, each)), None)
        if entry is None:
            others[number] = each
        else:
            left[entry] -= 1
    return others


def _place_of(entry: Entry) -> Entry:
    return replace(entry, key="", severity="")


def _covers(known: Entry, found: Entry) -> bool:
    return _ORDER[known.severity] <= _ORDER[found.severity] and set(found.key.split()) <= set(known.key.split())


def write_baseline(baseline: Baseline) -> str:
    """Give a baseline as text: one entry a line, in a stable order, so that a change of it is easy to read."""
    parts = [_write_workspace(folder, counts) for folder, counts in sorted(baseline.workspaces.items())]
    return f'{{\n  "version": {VERSION},\n  "workspaces": {_write_list(parts, 2)}\n}}\n'


def _write_workspace(folder: str, counts: Counts) -> str:
    entries = [
        json.dumps({**{name: value for name, value in asdict(each).items() if value}, "count": number})
        for each, number in sorted(counts.items())
    ]
    return f'{{\n      "workspace": {json.dumps(folder)},\n      "diagnostics": {_write_list(entries, 6)}\n    }}'


def _write_list(items: list[str], indent: int) -> str:
    inside = ",\n".join(f"{' ' * (indent + 2)}{each}" for each in items)
    return f"[\n{inside}\n{' ' * indent}]" if items else "[]"


def parse_baseline(text: str, name: str) -> Baseline:
    """Read a baseline; `name` is what messages call the file. Raises UsageError."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise UsageError(f"`{name}` was written by a newer version of gni-assess", hint="install the newest version")
    try:
        return Baseline(workspaces=dict(_read_workspaces(value)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"`{name}` is not a baseline", hint="check the path after `--baseline`; what is none is never replaced") from error


def _read_workspaces(value: dict[str, object]) -> Iterator[tuple[str, Counts]]:
    workspaces = value["workspaces"]
    if not isinstance(workspaces, list):
        raise TypeError
    for each in workspaces:
        counts: Counter[Entry] = Counter()
        for entry in each["diagnostics"]:
            number = entry["count"]
            texts = {name: text for name, text in entry.items() if name in _FIELDS}
            if not isinstance(number, int) or number < 1 or not all(isinstance(text, str) for text in texts.values()):
                raise ValueError
            read = Entry(**texts)
            if read.severity not in _ORDER:
                raise ValueError
            counts[read] += number
        if not isinstance(each["workspace"], str):
            raise TypeError
        yield each["workspace"], counts
