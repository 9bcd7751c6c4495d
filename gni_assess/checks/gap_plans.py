"""What a gap must say about what becomes of it, according to its status."""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Severity


def find_missing(gap: Gap) -> tuple[str, ...]:
    """Name the fields of a plan that an open gap lacks."""
    fields = {"action": gap.action.strip(), "owner": gap.owner.strip(), "due": gap.due}
    return tuple(name for name, value in fields.items() if not value)


def open_gaps_without_plan(response: Response, *, minor: bool) -> Iterator[Problem]:
    """Find the open gaps that lack an action, an owner or a date: either the minor ones, or the moderate and severe ones."""
    for number, gap in enumerate(response.gaps):
        missing = find_missing(gap)
        if gap.is_open and missing and (gap.severity is Severity.MINOR) is minor:
            yield gap_problem(response, number, f"an open {gap.severity} gap has no full plan", f"add {listed(missing)} to this gap")


def gap_problem(response: Response, number: int, message: str, fix: str) -> Problem:
    """Make a problem about one gap; its id, which a person may have typed, is only a detail."""
    return Problem(
        record=ref_of(response),
        path=("gaps", number),
        message=message,
        fix=f"{fix}: gni-assess gap set, or edit the file",
        detail=f"`{response.gaps[number].id}`",
    )


def listed(fields: tuple[str, ...]) -> str:
    """Name fields in a sentence."""
    quoted = [f"`{each}`" for each in fields]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
