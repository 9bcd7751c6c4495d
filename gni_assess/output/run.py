"""One run of the rules, as plain values for whoever prints it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gni_assess.model.coverage import Coverage
from gni_assess.model.diagnostics import Diagnostic, Place, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity, Stage

SourceLine = Callable[[Place], str]
"""Gives the line of a file that a diagnostic points at; empty where there is none to show."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run found, and how much it looked at.

    `criteria` and `answered` count the criteria that apply, and those of them that are answered; None where the workspace could not be
    loaded. `ignored` counts diagnostics by code that the workspace ignores, each code with a reason. `folder` is the workspace's folder as
    seen from where the program runs, with `/`, and empty where that is the same. `position` is the same as seen from the root of the
    repository, where the workspace lies in one (`in_repository`); else from the folder that all workspaces of the run share. `subjects` are
    what was looked at: the workspace file, all criteria that apply (as responses) and all other records, in their order. `unasked` are
    those of them that there is nothing to say about yet, with the reason, as long as there is no diagnostic. `suppressed` are
    the ignored diagnostics themselves. With a baseline, `known` counts what it holds and what was therefore left out of `diagnostics`, and
    `outdated` counts its entries that match nothing any more. `codes` counts the codes that were looked at, where not all were. `coverage`
    is what the selected cases cover, where that is to be told.
    """

    diagnostics: tuple[Diagnostic, ...]
    files_read: int
    folder: str = ""
    position: str = ""
    in_repository: bool = False
    subjects: tuple[RecordRef, ...] = ()
    unasked: Mapping[RecordRef, str] = field(default_factory=dict)
    stage: Stage | None = None
    criteria: int | None = None
    answered: int | None = None
    ignored: Counter[str]
    suppressed: tuple[Diagnostic, ...] = ()
    known: int | None = None
    outdated: int = 0
    codes: int | None = None
    coverage: Coverage | None = None

    @property
    def counts(self) -> dict[DiagnosticSeverity, int]:
        """How many diagnostics there are of each severity."""
        found = Counter(each.severity for each in self.diagnostics)
        return {each: found[each] for each in DiagnosticSeverity}


def fails(run: Run, fail_on: DiagnosticSeverity | None) -> bool:
    """Whether a run has a diagnostic at or above a threshold; None means that nothing fails it."""
    return any(is_failure(each, fail_on) for each in run.diagnostics)


def is_failure(found: Diagnostic, fail_on: DiagnosticSeverity | None) -> bool:
    """Whether a diagnostic is at or above a threshold; None means that nothing is."""
    order = list(DiagnosticSeverity)
    return fail_on is not None and order.index(found.severity) <= order.index(fail_on)


def summarize(run: Run) -> str:
    """Say in one sentence what was looked at and what was found. It carries no value of a record."""
    counts = run.counts
    parts = [count(run.files_read, "file") + " read"]
    if run.criteria is not None:
        parts.append(f"{run.answered} of {run.criteria} criteria answered")
    found = [
        count(counts[DiagnosticSeverity.ERROR], "error"),
        count(counts[DiagnosticSeverity.WARNING], "warning"),
        f"{counts[DiagnosticSeverity.INFORMATION]} for information",
    ]
    parts.append(", ".join(found))
    if run.ignored:
        total = sum(run.ignored.values())
        parts.append(f"{total} ignored ({count(len(run.ignored), 'code')}, each with a reason)")
    if run.known is not None:
        parts.append(f"{run.known} known from the baseline")
    if run.codes is not None:
        parts.append(f"only {count(run.codes, 'code')} looked at")
    if run.outdated:
        parts.append(f"{count(run.outdated, 'entry', 'entries')} of the baseline no longer found")
    return "; ".join(parts)


def summarize_all(runs: Sequence[Run]) -> str:
    """Say the same of several runs together; of one, only that."""
    if len(runs) == 1:
        return summarize(runs[0])
    unread = sum(each.criteria is None for each in runs)
    parts = [f"{len(runs)} workspaces", *([f"{unread} of them cannot be loaded"] if unread else []), summarize(merge(runs))]
    return "; ".join(parts)


def merge(runs: Sequence[Run]) -> Run:
    """Add up several runs: the numbers of all of them. What stands where is then no longer told."""
    loaded = [each for each in runs if each.criteria is not None]
    compared = [each.known for each in runs if each.known is not None]
    return Run(
        diagnostics=tuple(found for each in runs for found in each.diagnostics),
        files_read=sum(each.files_read for each in runs),
        criteria=sum(each.criteria or 0 for each in loaded) if loaded else None,
        answered=sum(each.answered or 0 for each in loaded) if loaded else None,
        ignored=sum((each.ignored for each in runs), Counter()),
        known=sum(compared) if compared else None,
        outdated=sum(each.outdated for each in runs),
        codes=next((each.codes for each in runs), None),
    )


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun: `1 file`, `2 files`; `plural` where it is not made with an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def path_of(run: Run, place: Place) -> str:
    """Give the path of a file as seen from where the program runs, with `/`."""
    return f"{run.folder}/{place.file}" if run.folder else place.file


def repository_path_of(run: Run, place: Place) -> str:
    """Give the path of a file as services that show a repository know it; outside of one, as `path_of`."""
    if not run.in_repository:
        return path_of(run, place)
    return f"{run.position}/{place.file}" if run.position else place.file
