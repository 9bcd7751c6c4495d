"""Diagnostics for a person: what, where, and how to mend it.

On a terminal the value concerned and its source line are shown too. Anywhere else (a file, a pipe, a CI log) they are not: such output
may be published.
"""

from collections.abc import Iterable, Iterator, Sequence

from gni_assess.model.columns import count_columns, cut_columns, wrap_columns
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_place, write_subject
from gni_assess.output.run import Run, SourceLine, summarize

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
    for first, *others in _gather(run.diagnostics):
        yield from _write(first, others, terminal_width, source_line)
        yield ()
    yield ((summarize(run), "bold"),)
    if run.diagnostics:
        code = run.diagnostics[0].code
        yield ((f"`gni-assess rule {code}` explains a diagnostic and how to mend it", ""),)


def _gather(diagnostics: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """Put the worst first, and together what one place lacks many times over: each of the missing responses, for example."""
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for number, each in enumerate(diagnostics):
        key = (each.code, each.severity, each.place) if each.about else (number,)
        groups.setdefault(key, []).append(each)
    weight = list(DiagnosticSeverity)
    return sorted(groups.values(), key=lambda group: weight.index(group[0].severity))


def _write(diagnostic: Diagnostic, others: Sequence[Diagnostic], width: int | None, source_line: SourceLine | None) -> Iterator[Pieces]:
    severity = diagnostic.severity
    head = f" {diagnostic.code} {diagnostic.name}"
    yield ((severity.value, _STYLES[severity]), (head, "bold"), (f"  {visible_line(write_place(diagnostic.place))}", "dim"))
    shown = f": {visible_line(diagnostic.detail)}" if width is not None and diagnostic.detail else ""
    more = f"; the same for {len(others)} more: {', '.join(each.about for each in others)}" if others else ""
    yield from _paragraph(visible_line(write_subject(diagnostic) + diagnostic.message + more) + shown, "  ", width)
    if width is not None and source_line is not None:
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
