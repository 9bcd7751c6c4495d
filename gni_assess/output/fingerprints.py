"""What a diagnostic is known by from one run to the next: neither lines, positions nor values, so that other edits do not change it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.output.file_names import without_number
from gni_assess.output.run import Run

_SHORT = 32


@dataclass(frozen=True, kw_only=True, order=True)
class Fingerprint:
    """The code, the record and the path of keys of a diagnostic.

    `kind` and `record` name the record; `about` the criterion whose response is missing; `file` the file where it holds no record whose
    id may be named. `path` has no positions in lists; `entries` is a digest of what tells those entries apart, and `key` names what is
    concerned (see `Diagnostic`), with blanks between. Several diagnostics can still share a fingerprint: whoever keeps one counts them.
    """

    code: str
    kind: str = ""
    record: str = ""
    about: str = ""
    file: str = ""
    path: str = ""
    entries: str = ""
    key: str = ""

    @property
    def subject(self) -> str:
        """The record or criterion that it is about; empty where it is about the workspace or a file."""
        return self.record or self.about


def fingerprint_of(diagnostic: Diagnostic) -> Fingerprint:
    """Give the fingerprint of a diagnostic of a run that may be published (see `without_file_names`)."""
    record = diagnostic.record
    is_named = record is not None and (bool(record.id) or bool(diagnostic.about))
    return Fingerprint(
        code=diagnostic.code,
        kind=record.kind.value if record else "",
        record=record.id if record else "",
        about=diagnostic.about,
        file="" if is_named else without_number(diagnostic.place.file),
        path=".".join(each for each in diagnostic.path if isinstance(each, str)),
        entries=diagnostic.entries,
        key=" ".join(diagnostic.key),
    )


def number_twins(run: Run, shown: Run) -> Run:
    """Tell diagnostics with the same fingerprint apart, before any is left out; `shown` is the same run as it may be published."""
    seen: Counter[Fingerprint] = Counter()

    def number(found: Iterable[Diagnostic], published: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        numbered = []
        for diagnostic, each in zip(found, published, strict=True):
            known_by = fingerprint_of(each)
            numbered.append(replace(diagnostic, twin=seen[known_by]) if known_by in seen else diagnostic)
            seen[known_by] += 1
        return tuple(numbered)

    diagnostics = number(run.diagnostics, shown.diagnostics)
    return replace(run, diagnostics=diagnostics, suppressed=number(run.suppressed, shown.suppressed))


def hash_of(run: Run, diagnostic: Diagnostic) -> str:
    """Give a text of its own that stays the same on every run, from every folder and on every machine: a SHA-256, cut short."""
    parts = (run.position, *vars(fingerprint_of(diagnostic)).values(), str(diagnostic.twin))
    return hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:_SHORT]
