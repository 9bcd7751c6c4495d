"""What one place lacks many times over, said once: each of the missing responses, for example."""

from collections.abc import Iterable, Sequence

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_subject

Group = Sequence[Diagnostic]
"""Diagnostics that differ only in the criterion that they are about; mostly just one."""


def gather(diagnostics: Iterable[Diagnostic]) -> list[Group]:
    """Put the worst first, and together what differs only in the criterion that it is about."""
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for number, each in enumerate(diagnostics):
        key = (each.code, each.severity, each.place) if each.about else (number,)
        groups.setdefault(key, []).append(each)
    weight = list(DiagnosticSeverity)
    return sorted(groups.values(), key=lambda group: weight.index(group[0].severity))


def write_message(group: Group) -> str:
    """Write the message of a group on one line."""
    first, *others = group
    more = f"; the same for {len(others)} more: {', '.join(each.about for each in others)}" if others else ""
    return visible_line(write_subject(first) + first.message + more)
