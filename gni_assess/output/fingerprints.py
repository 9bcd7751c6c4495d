"""What a diagnostic is known by from one run to the next: neither line numbers nor values, so that other edits do not change it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.output.file_names import without_number
from gni_assess.output.run import Run

_SHORT = 32


@dataclass(frozen=True, kw_only=True, order=True)
class Fingerprint:
    """The code, the record and the path of keys of a diagnostic.

    `kind` and `record` name the record; `about` the criterion whose response is missing; `file` the file where it holds no record whose
    id may be named. `path` has no positions in lists, so several diagnostics can share a fingerprint: whoever keeps one counts them.
    """

    code: str
    kind: str = ""
    record: str = ""
    about: str = ""
    file: str = ""
    path: str = ""

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
    )


def hashes_of(run: Run, diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Give each diagnostic a text of its own that stays the same on every run and every machine: a SHA-256, cut short.

    Those with the same fingerprint are told apart by their order.
    """
    seen: Counter[Fingerprint] = Counter()
    found = []
    for each in diagnostics:
        known_by = fingerprint_of(each)
        parts = (run.folder, *vars(known_by).values(), str(seen[known_by]))
        seen[known_by] += 1
        found.append(hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:_SHORT])
    return tuple(found)
