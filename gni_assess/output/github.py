"""Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change.

The log of a run may be public: no value of a record is in it.
"""

from collections.abc import Iterator, Sequence

from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_line
from gni_assess.output.grouping import Group, gather, write_message
from gni_assess.output.run import Run, count, repository_path_of, summarize_all

MOST_SHOWN = 10
"""How many annotations of one kind GitHub shows for a step; it drops the others without a word."""

_COMMANDS = {
    DiagnosticSeverity.ERROR: "error",
    DiagnosticSeverity.WARNING: "warning",
    DiagnosticSeverity.INFORMATION: "notice",
}
_NOUNS = {
    DiagnosticSeverity.ERROR: ("error", "errors"),
    DiagnosticSeverity.WARNING: ("warning", "warnings"),
    DiagnosticSeverity.INFORMATION: ("for information", "for information"),
}
_Found = list[tuple[Run, Group]]


def write_github(runs: Sequence[Run]) -> str:
    """Give the workflow commands of runs, worst first. What GitHub would not show is counted in a notice and listed in the log."""
    lines: list[str] = []
    hidden: _Found = []
    more: list[str] = []
    groups = [(run, group) for run in runs for group in gather(run.diagnostics)]
    found = {severity: [each for each in groups if each[1][0].severity is severity] for severity in DiagnosticSeverity}
    for severity, (shown, others) in _split(found).items():
        lines.extend(_write_command(severity, run, group) for run, group in shown)
        hidden.extend(others)
        if others:
            more.append(count(sum(len(group) for _, group in others), *_NOUNS[severity]))
    if hidden:
        text = f"GitHub shows no more than these here: {', '.join(more)} more stand in the log of this step"
        lines.append(f"::notice title=gni-assess::{escape_data(text)}")
        lines.extend(_write_others(hidden))
    lines.append(_harmless(summarize_all(runs)))
    return "\n".join(lines)


def _split(found: dict[DiagnosticSeverity, _Found]) -> dict[DiagnosticSeverity, tuple[_Found, _Found]]:
    """Tell what is shown from what is not; the notice that says so is a notice, too, and needs its place among them."""
    needs_notice = any(len(each) > MOST_SHOWN for each in found.values())
    result = {}
    for severity, each in found.items():
        most = MOST_SHOWN - (needs_notice and severity is DiagnosticSeverity.INFORMATION)
        result[severity] = (each[:most], each[most:])
    return result


def _write_command(severity: DiagnosticSeverity, run: Run, group: Group) -> str:
    first = group[0]
    properties = {
        "file": visible_line(repository_path_of(run, first.place)),
        "line": str(first.place.line or ""),
        "col": str(first.place.column or ""),
        "title": f"{first.code} {first.name}",
    }
    given = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items() if value)
    message = f"{write_message(group)}\nhow to mend it: {visible_line(first.fix)}"
    return f"::{_COMMANDS[severity]} {given}::{escape_data(message)}"


def _write_others(hidden: _Found) -> Iterator[str]:
    found = [(run, each) for run, group in hidden for each in group]
    yield f"::group::{count(len(found), 'diagnostic')} more"
    for run, each in found:
        yield _harmless(write_line(run, each))
    yield "::endgroup::"


def escape_data(text: str) -> str:
    """Escape the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Escape the value of a property of a command."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _harmless(line: str) -> str:
    # A runner takes a line that begins with `::`, or has `##[` anywhere, for a command.
    line = line.replace("##[", "# #[")
    return f"- {line}" if line.lstrip().startswith("::") else line
