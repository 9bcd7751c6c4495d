"""Dates that cannot be: the one judgment behind GNI306 and behind the rules that must not rely on such a date."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gni_assess.checks.in_force import ends_before_it_starts
from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case, CaseDates
from gni_assess.model.dates import PartialDate, Span
from gni_assess.model.diagnostics import KeyPath
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.response import Response
from gni_assess.model.workspace import Workspace

_STAMPS = ("answered", "updated", "reviewed", "returned", "verified")
_CASE_DATES = ("received", "escalated", "decided", "carried_out", "closed")
_FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "escalated": ("received",),
    "decided": ("received",),
    "carried_out": ("decided", "received"),
    "closed": ("decided", "received"),
}
"""What each date of a case cannot lie before: the first of these that is known."""
_ENDS_WITH_CLOSING = ("carried_out", "escalated")
"""What cannot lie after the closing of a case."""


@dataclass(frozen=True, kw_only=True)
class Impossible:
    """One date that cannot be: where it stands, and what is said about it. `lowered` and `detail` are as in `Problem`."""

    path: KeyPath
    message: str
    fix: str
    detail: str = ""
    lowered: bool = False


def find_impossible(record: Record, today: date) -> Iterator[Impossible]:
    """Find the dates of a record that cannot be: one for each cause."""
    for path, when in _past_dates(record):
        begins = when.earliest if isinstance(when, PartialDate) else when
        if begins is not None and begins > today:
            yield _in_future(path, str(when), is_tomorrow=(begins - today).days == 1)
    if isinstance(record, Policy | System) and ends_before_it_starts(record.effective):
        yield Impossible(
            path=("effective", "to"),
            message="`effective` ends before it starts",
            fix="correct `from` or `to`; leave `to` out while it is in force",
            detail=f"{record.effective.from_} to {record.effective.to}",
        )
    if isinstance(record, Case):
        yield from _out_of_order(record.dates, today)
    elif isinstance(record, Response):
        yield from _reviewed_too_early(record, today)
    elif isinstance(record, Request):
        yield from _due_too_early(record, today)


def impossible_paths(record: Record, today: date) -> frozenset[KeyPath]:
    """Name the places of a record's dates that cannot be."""
    return frozenset(each.path for each in find_impossible(record, today))


def find_impossible_days(workspace: Workspace, today: date) -> Iterator[Impossible]:
    """Find what the workspace file says has happened, and that lies in the future."""
    joined = workspace.company.joined
    if joined is not None and joined > today:
        yield _in_future(("company", "joined"), str(joined), is_tomorrow=(joined - today).days == 1)


def find_impossible_spans(workspace: Workspace) -> Iterator[Impossible]:
    """Find the stretches of time in the workspace file that end before they start."""
    spans: Mapping[str, Span | None] = {"period": workspace.plan.period, "fieldwork": workspace.plan.fieldwork}
    for name, span in spans.items():
        if span is not None and span.end is not None and span.end < span.start:
            yield Impossible(
                path=("assessment", name, "end"),
                message=f"`assessment.{name}` ends before it starts",
                fix="correct `start` or `end`",
                detail=f"{span.start} to {span.end}",
            )


def _past_dates(record: Record) -> Iterator[tuple[KeyPath, date | PartialDate]]:
    """Give the dates of what has happened, as a record says."""
    for key in _STAMPS:
        stamp = getattr(record, key, None)
        if stamp is not None:
            yield (key, "on"), stamp.on
    for path, when in _events(record):
        if when is not None:
            yield path, when


def _events(record: Record) -> Iterator[tuple[KeyPath, date | PartialDate | None]]:
    if isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            yield ("gaps", number, "closed"), gap.closed
    elif isinstance(record, Policy | System):
        yield ("last_reviewed",), record.last_reviewed
    elif isinstance(record, Recommendation):
        yield ("completed",), record.completed
    elif isinstance(record, Request):
        yield ("asked_on",), record.asked_on
    elif isinstance(record, Interview):
        yield ("held_on",), record.held_on
    else:
        for name in _CASE_DATES:
            yield ("dates", name), getattr(record.dates, name)
        for number, step in enumerate(record.steps):
            yield ("steps", number, "on"), step.on


def _in_future(path: KeyPath, when: str, *, is_tomorrow: bool) -> Impossible:
    field = ".".join(str(each) for each in path if isinstance(each, str))
    zone = "; if it was written where it is tomorrow already, wait a day" if is_tomorrow else ""
    return Impossible(
        path=path,
        message=f"`{field}` lies in the future, and is about something that has happened",
        fix=f"correct the date, or take it out until it has happened{zone}",
        detail=when,
        lowered=is_tomorrow,
    )


def _reviewed_too_early(response: Response, today: date) -> Iterator[Impossible]:
    answered, reviewed = response.answered, response.reviewed
    if answered is not None and reviewed is not None and reviewed.on < answered.on <= today:
        yield Impossible(
            path=("reviewed", "on"),
            message="`reviewed.on` lies before `answered.on`",
            fix="correct the dates; nothing can be reviewed before it is answered",
            detail=f"answered {answered.on}, reviewed {reviewed.on}",
        )


def _due_too_early(request: Request, today: date) -> Iterator[Impossible]:
    if request.due is not None and request.due < request.asked_on <= today:
        yield Impossible(
            path=("due",),
            message="`due` lies before `asked_on`",
            fix="correct the dates; nothing can be due before it is asked for",
            detail=f"asked {request.asked_on}, due {request.due}",
        )


def _out_of_order(dates: CaseDates, today: date) -> Iterator[Impossible]:
    """Find the dates of a case that lie before what they follow from; where several lie before the same one, it is that one's problem."""
    known = {name: when for name in _CASE_DATES if _is_past(when := getattr(dates, name), today)}
    clashes: dict[str, list[str]] = {}
    for later, candidates in _FOLLOWS.items():
        earlier = next((each for each in candidates if each in known), None)
        if earlier is not None and _is_before(known, later, earlier):
            clashes.setdefault(earlier, []).append(later)
    wrong = {each for earlier, laters in clashes.items() for each in (earlier, *laters)}
    after = [each for each in _ENDS_WITH_CLOSING if each not in wrong and _is_before(known, "closed", each)]
    # A closing that clashes already is mended there; what else it clashes with would be said twice.
    if after and "closed" not in wrong:
        if len(after) == 1:
            yield _disordered(known, after[0], f"`dates.{after[0]}` lies after `dates.closed`", (*after, "closed"))
        else:
            message = "`dates.closed` lies before " + " and ".join(f"`dates.{each}`" for each in after)
            yield _disordered(known, "closed", message, (*after, "closed"))
    named: set[str] = set()
    for earlier, laters in clashes.items():
        # A date that lies wrong itself is named once; what follows from it then stands at its own place.
        if len(laters) == 1 or earlier in named:
            place, message = laters[0], f"`dates.{laters[0]}` lies before `dates.{earlier}`"
        else:
            place, message = earlier, f"`dates.{earlier}` lies after " + " and ".join(f"`dates.{each}`" for each in laters)
        named.add(place)
        yield _disordered(known, place, message, (earlier, *laters))


def _disordered(known: Mapping[str, PartialDate], place: str, message: str, names: Iterable[str]) -> Impossible:
    return Impossible(
        path=("dates", place),
        message=message,
        fix="correct the dates; where the day is not known, write the month alone",
        detail=", ".join(f"{each} {known[each]}" for each in names),
    )


def _is_before(known: Mapping[str, PartialDate], one: str, other: str) -> bool:
    """Whether one date certainly lies before another, so far as both are known."""
    latest, earliest = (known[one].latest, known[other].earliest) if one in known and other in known else (None, None)
    return latest is not None and earliest is not None and latest < earliest


def _is_past(when: PartialDate | None, today: date) -> bool:
    return when is not None and when.earliest is not None and when.earliest <= today
