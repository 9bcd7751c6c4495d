"""Diagnostics as Markdown: the summary of a job, or a comment on a change. It carries no value of a record.

It is short: how many there are of each severity, and the worst of them. Whatever a record says is written as text that can be neither a
link, a mention nor any other markup.
"""

import re
from collections.abc import Iterator, Sequence

from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_place
from gni_assess.output.grouping import Group, gather, write_message
from gni_assess.output.run import Run, count, path_of, summarize_all

MOST_SHOWN = 20
"""How many rows the table of diagnostics has: a job's summary is read at a glance, and the log has all."""

_MOST_CHARACTERS = 400
_SPECIAL = re.compile(r"""[&<>\\`*_\[\]|~$@#!^="']|:(?=[^\s0-9])|www\.""", re.IGNORECASE)
_CODE = re.compile("`([^`]*)`")


def write_markdown(runs: Sequence[Run]) -> str:
    """Give runs as Markdown: a heading, the numbers, the worst diagnostics, and what the whole run looked at."""
    lines = ["### gni-assess validate", "", *_write_numbers(runs)]
    weight = list(DiagnosticSeverity)
    found = [(run, group) for run in runs for group in gather(run.diagnostics)]
    worst = sorted(found, key=lambda each: weight.index(each[1][0].severity))
    shown = worst[:MOST_SHOWN]
    if shown:
        lines += ["", "| severity | code | where | what | how to mend it |", "|---|---|---|---|---|"]
        lines += [_write_row(run, group) for run, group in shown]
    if left := sum(len(group) for _, group in worst[MOST_SHOWN:]):
        lines += ["", f"{count(left, 'diagnostic')} more {'is' if left == 1 else 'are'} not shown here."]
    lines += ["", _write_text(summarize_all(runs)) + "."]
    if shown:
        lines += ["", f"`gni-assess rule {shown[0][1][0].code}` explains a diagnostic and how to mend it."]
    return "\n".join(lines)


def _write_numbers(runs: Sequence[Run]) -> Iterator[str]:
    """Give a table with the number of each severity; of several workspaces, a row for each."""
    yield "| workspace | errors | warnings | for information |"
    yield "|---|---:|---:|---:|"
    for run in runs:
        numbers = " | ".join(str(run.counts[each]) for each in DiagnosticSeverity)
        unread = " (cannot be loaded)" if run.criteria is None else ""
        yield f"| {_write_code(run.folder or '.')}{unread} | {numbers} |"


def _write_row(run: Run, group: Group) -> str:
    first = group[0]
    where = write_place(first.place, path_of(run, first.place))
    what, fix = _shorten(write_message(group)), _shorten(visible_line(first.fix))
    cells = (first.severity.value, f"{first.code} {first.name}", _write_code(where), _write_text(what), _write_text(fix))
    return f"| {' | '.join(cells)} |"


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"


def _write_text(text: str) -> str:
    """Write a line; what stands between backticks as code."""
    parts = _CODE.split(text)
    return "".join(_write_code(each) if number % 2 else _escape(each) for number, each in enumerate(parts))


def _write_code(text: str) -> str:
    # Not between backticks: in those a character cannot be escaped, and a bar would end the cell.
    return f"<code>{_escape(visible_line(text))}</code>"


def _escape(text: str) -> str:
    """Write as numbers what Markdown, or a service that shows it, could take for markup."""
    return _SPECIAL.sub(lambda match: "".join(f"&#{ord(each)};" for each in match.group()), text)
