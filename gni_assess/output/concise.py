"""Diagnostics one a line, as editors and scripts read them. Never wrapped, and without any value of a record."""

from collections.abc import Iterator

from gni_assess.model.diagnostics import Diagnostic, Place
from gni_assess.model.visible import visible_line
from gni_assess.output.run import Run, path_of, summarize_all


def write_concise(*runs: Run) -> Iterator[str]:
    """Give the lines of runs: `file:line:column: CODE severity message`, then one summary."""
    for run in runs:
        for each in run.diagnostics:
            yield write_line(run, each)
    yield summarize_all(runs)


def write_line(run: Run, diagnostic: Diagnostic) -> str:
    """Write one diagnostic on one line."""
    where = write_place(diagnostic.place, path_of(run, diagnostic.place))
    return visible_line(f"{where}: {diagnostic.code} {diagnostic.severity.value} {write_subject(diagnostic)}{diagnostic.message}")


def write_place(place: Place, path: str) -> str:
    """Write a place as editors understand it; `path` is that of the file as seen from where the program runs."""
    return ":".join(str(each) for each in (path, place.line, place.column) if each is not None)


def write_subject(diagnostic: Diagnostic) -> str:
    """Name the record, where the file's name does not."""
    record = diagnostic.record
    return f"{record.id}: " if record is not None and record.id and record.id not in diagnostic.place.file else ""
