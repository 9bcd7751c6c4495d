"""Diagnostics one a line, as editors and scripts read them. Never wrapped, and without any value of a record."""

from collections.abc import Iterator

from gni_assess.model.diagnostics import Diagnostic, Place
from gni_assess.model.visible import visible_line
from gni_assess.output.run import Run, summarize


def write_concise(run: Run) -> Iterator[str]:
    """Give the lines of a run: `file:line:column: CODE severity message`, then the summary."""
    for each in run.diagnostics:
        yield visible_line(f"{write_place(each.place)}: {each.code} {each.severity.value} {write_subject(each)}{each.message}")
    yield summarize(run)


def write_place(place: Place) -> str:
    """Write a place as editors understand it."""
    return ":".join(str(each) for each in (place.file, place.line, place.column) if each is not None)


def write_subject(diagnostic: Diagnostic) -> str:
    """Name the record, where the file's name does not."""
    record = diagnostic.record
    return f"{record.id}: " if record is not None and record.id and record.id not in diagnostic.place.file else ""
