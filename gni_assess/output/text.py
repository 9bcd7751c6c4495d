"""Diagnostics for a person: what, where, and how to mend it.

On a terminal the value concerned and its source line are shown too. Anywhere else (a file, a pipe, a CI log) they are not: such output
may be published.
"""

from collections.abc import Iterator, Sequence

from gni_assess.model.columns import count_columns, cut_columns, wrap_columns
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_place
from gni_assess.output.coverage import write_coverage
from gni_assess.output.grouping import Group, gather, write_message
from gni_assess.output.run import Run, SourceLine, path_of, summarize_all

_STYLES = {
    DiagnosticSeverity.ERROR: "bold red",
    DiagnosticSeverity.WARNING: "bold yellow",
    DiagnosticSeverity.INFORMATION: "bold cyan",
}
_MOST_SOURCE = 200
Pieces = tuple[tuple[str, str], ...]
"""One line, as pieces of literal text with the name of a style each."""


def write_text(run: Run, *, terminal_width: int | None = None, source_line: SourceLine | None = None) -> Iterator[Pieces]:
    """Give the lines of a run. With `terminal_width` they are wrapped and show values and source lines; without it, neither."""
    return write_texts([(run, source_line)], terminal_width=terminal_width)


def write_texts(runs: Sequence[tuple[Run, SourceLine | None]], *, terminal_width: int | None = None) -> Iterator[Pieces]:
    """Give the lines of several runs, each with its source lines, and one summary."""
    for run, source_line in runs:
        for group in gather(run.diagnostics):
            yield from _write(run, group, terminal_width, source_line)
            yield ()
    yield ((summarize_all([run for run, _ in runs]), "bold"),)
    if worst := gather(each for run, _ in runs for each in run.diagnostics):
        yield ((f"`gni-assess rule {worst[0][0].code}` explains a diagnostic and how to mend it", ""),)
    for run, _ in runs:
        yield from _write_coverage(run, terminal_width, heading=visible_line(run.folder) if len(runs) > 1 else "")


def leaves_out(run: Run, source_line: SourceLine) -> bool:
    """Whether a run has a value or a source line that is only shown on a terminal."""
    return any(each.detail or (not each.unquoted and each.place.line and source_line(each.place).strip()) for each in run.diagnostics)


def _write_coverage(run: Run, width: int | None, *, heading: str) -> Iterator[Pieces]:
    lines = write_coverage(run.coverage, with_values=width is not None, width=width) if run.coverage is not None else ()
    for number, line in enumerate(lines):
        if number == 0:
            yield ()
            yield from [((heading, "bold"),)] if heading else []
        yield ((line, ""),)


def _write(run: Run, group: Group, width: int | None, source_line: SourceLine | None) -> Iterator[Pieces]:
    diagnostic = group[0]
    severity, where = diagnostic.severity, write_place(diagnostic.place, path_of(run, diagnostic.place))
    head = f" {diagnostic.code} {diagnostic.name}"
    yield ((severity.value, _STYLES[severity]), (head, "bold"), (f"  {visible_line(where)}", "dim"))
    shown = f": {visible_line(diagnostic.detail)}" if width is not None and diagnostic.detail else ""
    yield from _paragraph(write_message(group) + shown, "  ", width)
    if width is not None and source_line is not None and not diagnostic.unquoted:
        yield from _write_source(diagnostic, width, source_line)
    yield from _paragraph(visible_line(diagnostic.fix), "  how to mend it: ", width)


def _paragraph(text: str, first: str, width: int | None) -> Iterator[Pieces]:
    if width is None:
        yield ((first + text, ""),)
        return
    for line in wrap_columns(text, width, first=first, later="    ") or [first]:
        yield ((line, ""),)


def _write_source(diagnostic: Diagnostic, width: int, source_line: SourceLine) -> Iterator[Pieces]:
    place = diagnostic.place
    source = source_line(place)[:_MOST_SOURCE] if place.line else ""
    if not source.strip():
        return
    margin = f"  {place.line} | "
    before = count_columns(visible_line(source[: (place.column or 1) - 1]))
    room = max(width - len(margin) - 1, 20)
    yield ((margin, "dim"), (cut_columns(visible_line(source), room), ""))
    if before < room:
        yield ((" " * (len(margin) + before), ""), ("^", _STYLES[diagnostic.severity]))
