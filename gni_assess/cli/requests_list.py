"""`requests list`: what the assessor asks for, the open ones first."""

from collections.abc import Iterable
from datetime import date

import typer

from gni_assess.cli.completion import complete_people
from gni_assess.cli.console import print_paragraph, print_table
from gni_assess.cli.edits import get_person
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.cli.status_page import WIDE, has_room
from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.model.plain import to_plain
from gni_assess.output.run import count
from gni_assess.report.words import plain


@shared_options
def list_requests(
    shared: Shared,
    *,
    only_open: bool = typer.Option(False, "--open", help="Only those that are open."),
    overdue: bool = typer.Option(False, "--overdue", help="Only open ones whose date has passed."),
    kind: RequestKind | None = typer.Option(None, help="Only this kind."),
    owner: str = typer.Option("", metavar="PERSON", help="Only those of this person.", autocompletion=complete_people),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """List what the assessor asks for, the open ones first, by date."""
    assessment = shared.load_to_list()
    today = shared.today
    if owner and all(each.owner != owner for each in assessment.requests.values()):
        get_person(assessment, owner, "--owner")
    chosen = [
        each
        for each in sort_requests(assessment.requests.values())
        if (not only_open or each.is_open)
        and (not overdue or each.is_overdue(today))
        and (kind is None or each.kind_of is kind)
        and (not owner or each.owner == owner)
    ]
    if output_format is DataFormat.JSON:
        shared.print_json({"requests": [{**to_plain(each), "overdue": each.is_overdue(today)} for each in chosen]})
        return 0
    if has_room(WIDE):
        _print_wide(shared, chosen)
    else:
        for each in chosen:
            owner_words = each.owner or ("no owner" if each.is_open else "")
            parts = (plain(each.kind_of), each.status.value, due_words(each, today), owner_words, " ".join(_about(each)))
            print_paragraph(", ".join(part for part in parts if part), lead=f"{each.id}  ")
            print_paragraph(each.text, indent="    ")
    shared.say(count_requests(chosen, today))
    return 0


def sort_requests(requests: Iterable[Request]) -> list[Request]:
    """Put requests in order: the open ones first, then by date."""
    order = list(RequestStatus)
    return sorted(requests, key=lambda each: (order.index(each.status), each.due or date.max, each.id))


def due_words(request: Request, today: date) -> str:
    """Say by when, and whether that has passed."""
    if request.due is None:
        return "no date" if request.is_open else ""
    return f"due {request.due}{' (overdue)' if request.is_overdue(today) else ''}"


def count_requests(requests: Iterable[Request], today: date) -> str:
    """Count requests by where they stand."""
    found = list(requests)
    if not found:
        return "no requests"
    late = sum(each.is_overdue(today) for each in found)
    counts = {status: sum(each.status is status for each in found) for status in RequestStatus}
    words = [
        f"{number} {status.value}{f' ({late} overdue)' if late and status is RequestStatus.OPEN else ''}"
        for status, number in counts.items()
        if number
    ]
    return f"{count(len(found), 'request')}: {', '.join(words)}"


def _print_wide(shared: Shared, requests: Iterable[Request]) -> None:
    rows = [
        (
            each.id,
            plain(each.kind_of),
            each.status.value,
            due_words(each, shared.today).removeprefix("due "),
            each.owner or ("no owner" if each.is_open else ""),
            " ".join(_about(each)),
            each.text,
        )
        for each in requests
    ]
    if rows:
        print_table(shared, ("ID", "KIND", "STATUS", "DUE", "OWNER", "ABOUT", "WHAT IS ASKED"), rows)


def _about(request: Request) -> Iterable[str]:
    return (*request.criteria, *(link.id for link in request.evidence))
