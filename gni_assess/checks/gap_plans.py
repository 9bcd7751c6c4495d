"""What a gap must say about what becomes of it, according to its status."""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Severity

WHERE_IDS_ARE = "`gni-assess gap list` shows the ID"
"""To be said beside a command that takes the id of a gap, as the id itself may not be published."""


def find_missing(gap: Gap) -> tuple[str, ...]:
    """Name the fields of a plan that an open gap lacks."""
    fields = {"action": gap.action.strip(), "owner": gap.owner.strip(), "due": gap.due}
    return tuple(name for name, value in fields.items() if not value)


def open_gaps_without_plan(response: Response, *, minor: bool) -> Iterator[Problem]:
    """Find the open gaps that lack an action, an owner or a date: either the minor ones, or the moderate and severe ones."""
    for number, gap in enumerate(response.gaps):
        missing = find_missing(gap)
        if gap.is_open and missing and (gap.severity is Severity.MINOR) is minor:
            yield incomplete_gap(response, number, f"an open {gap.severity} gap of `{response.criterion}` has no full plan", missing)


def incomplete_gap(response: Response, number: int, message: str, missing: tuple[str, ...]) -> Problem:
    """Make a problem about the fields that one gap lacks."""
    return gap_problem(response, number, message, f"add {listed(missing)}: edit the gap in the file, or {_set_command(missing)}", missing)


def gap_problem(response: Response, number: int, message: str, fix: str, key: tuple[str, ...] = ()) -> Problem:
    """Make a problem about one gap, whose fix takes its `ID`; the id, which a person may have typed, is only a detail."""
    return Problem(
        record=ref_of(response),
        path=("gaps", number),
        message=message,
        fix=f"{fix}; {WHERE_IDS_ARE}",
        detail=f"`{response.gaps[number].id}`",
        key=key,
    )


def _set_command(fields: tuple[str, ...]) -> str:
    return " ".join(("gni-assess gap set ID", *(f"--{each.replace('_', '-')} …" for each in fields)))


def listed(fields: tuple[str, ...]) -> str:
    """Name fields in a sentence."""
    quoted = [f"`{each}`" for each in fields]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
