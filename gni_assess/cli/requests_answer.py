"""`requests answer ID`: answer a request of the assessor, say who sees to it and by when, close it or open it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import typer

from gni_assess.checks.index import ref_of
from gni_assess.cli.asking import Asker, command_so_far, refuse_asking, split
from gni_assess.cli.checking import context_of, find_leaks, say_open
from gni_assess.cli.completion import complete_evidence, complete_people, complete_requests
from gni_assess.cli.console import print_paragraph
from gni_assess.cli.edits import add_links, did_you_mean, filled_text, get_person, parse_links, read_text
from gni_assess.cli.leak_guard import LEAK_RULES
from gni_assess.cli.requests_list import due_words
from gni_assess.cli.shared import Shared, can_ask, parse_day, shared_options
from gni_assess.disclosure.treatments import treat
from gni_assess.errors import RefusedError, StoreError, UnknownIdError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.follow_up import Request, RequestStatus
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import Audience, RecordKind, Treatment
from gni_assess.report.words import plain
from gni_assess.store.load import LoadedWorkspace


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What is to be set; None and empty where it stays as it is."""

    text: str | None = None
    links: tuple[EvidenceLink, ...] = ()
    owner: str | None = None
    due: date | None = None
    status: RequestStatus | None = None

    @property
    def is_empty(self) -> bool:
        return self == _Given()


@shared_options
def answer(
    shared: Shared,
    *,
    request_id: str = typer.Argument(metavar="ID", help="The request, for example REQ-263.", autocompletion=complete_requests),
    text: str | None = typer.Option(None, help="The answer, as the assessor will read it."),
    text_file: str | None = typer.Option(None, metavar="FILE", help="A file with the answer; - reads stdin."),
    evidence: list[str] = typer.Option(
        [], metavar="ID[:WHERE[:SHOWS]]", help="Link evidence; may be repeated.", autocompletion=complete_evidence
    ),
    where: str | None = typer.Option(None, help="Where in the evidence it stands, such as a page; with one --evidence."),
    owner: str | None = typer.Option(None, metavar="PERSON", help="Who sees to it.", autocompletion=complete_people),
    due: str | None = typer.Option(None, metavar="DATE", help="By when, as agreed with the assessor."),
    close: bool = typer.Option(False, "--close", help="The assessor needs no more."),
    reopen: bool = typer.Option(False, "--reopen", help="It is not answered after all, or not yet."),
) -> int:
    """Answer a request of the assessor. What is not given stays as it is; an answer or evidence makes it `answered`.

    Without options it shows the request and asks.
    """
    loaded = shared.load()
    assessment = loaded.require()
    by = shared.writer(assessment)
    before = _get_request(loaded, assessment, request_id)
    if close and reopen:
        raise UsageError("`--close` and `--reopen` were both given", hint="use one of them")
    written = read_text(text, text_file, "text")
    given = _Given(
        text=None if written is None else filled_text(written, "--text"),
        links=_read_links(evidence, where, assessment),
        owner=None if owner is None else get_person(assessment, owner, "--owner"),
        due=None if due is None else parse_day(due, "--due"),
        status=RequestStatus.CLOSED if close else RequestStatus.OPEN if reopen else None,
    )
    if given.is_empty:
        given = _ask(shared, assessment, before)
    if given.due is not None and given.due < before.asked_on:
        raise UsageError(f"`--due` is before {before.asked_on}, when it was asked", hint="give the day that was agreed with the assessor")
    after = _put(before, given)
    if after == before:
        shared.say(f"{before.id}: nothing changed")
        return 0
    _refuse_untold(assessment, given.links)
    stamped = replace(after, updated=Stamp(on=shared.today, by=by))
    shared.save([Change(before=before, after=stamped)], by=by, via="requests answer")
    shared.say(f"{before.id}: saved")
    for line in (*_say_what_links_said(before, stamped), *_say_what_is_withheld(assessment, given.links)):
        shared.say(f"  {line}")
    _say_state(shared, stamped)
    return 0


def _get_request(loaded: LoadedWorkspace, assessment: Assessment, request_id: str) -> Request:
    wanted = request_id.strip().upper()
    found = assessment.requests.get(wanted)
    if found is not None:
        return found
    if RecordRef(kind=RecordKind.REQUEST, id=wanted) in loaded.broken:
        hint = f"`gni-assess validate --only {wanted}` shows why, and how to mend it"
        raise StoreError(f"the request `{wanted}` cannot be read, so it cannot be changed", hint=hint)
    near = did_you_mean(wanted, assessment.requests)
    raise UnknownIdError(f"there is no request `{request_id}`", hint=f"{near}`gni-assess requests list` shows them")


def _read_links(evidence: Sequence[str], where: str | None, assessment: Assessment) -> tuple[EvidenceLink, ...]:
    links = parse_links(evidence, assessment)
    if where is None:
        return links
    if len(links) != 1:
        hint = "give one `--evidence`, or write each as `--evidence POL-417:WHERE`"
        raise UsageError("`--where` does not say in which evidence", hint=hint)
    return (replace(links[0], where=filled_text(where, "--where")),)


def _refuse_untold(assessment: Assessment, links: Sequence[EvidenceLink]) -> None:
    """Refuse evidence that the assessor is not told of: the request would be answered, and nobody could say by what."""
    if untold := _find_treated(assessment, links, Treatment.UNACKNOWLEDGED):
        raise RefusedError(
            f"the assessor is not told of {', '.join(untold)}, so it cannot be the answer",
            hint="answer with `--text`, in words that do not name it; what only the team needs can stand in the request's `notes`",
        )


def _say_what_is_withheld(assessment: Assessment, links: Sequence[EvidenceLink]) -> Iterator[str]:
    for each in _find_treated(assessment, links, Treatment.WITHHELD):
        yield f"{each} is withheld: the assessor sees only that there is something"


def _find_treated(assessment: Assessment, links: Sequence[EvidenceLink], treatment: Treatment) -> list[str]:
    records = [record for link in links if (record := assessment.find_evidence(link.id)) is not None]
    return [each.id for each in records if treat(each, Audience.ASSESSOR).treatment is treatment]


def _say_what_links_said(before: Request, after: Request) -> Iterator[str]:
    """Say what a link said before, where it says something else now."""
    old = {each.id: each for each in before.evidence}
    for each in after.evidence:
        was = old.get(each.id, each)
        for now, then in ((each.where, was.where), (each.shows, was.shows)):
            if then and now != then:
                yield f"{each.id}: `{now}` takes the place of `{then}`"


def _put(before: Request, given: _Given) -> Request:
    values: dict[str, Any] = {"text": given.text, "owner": given.owner, "due": given.due, "status": given.status}
    named = {"answer" if key == "text" else key: value for key, value in values.items() if value is not None}
    after = replace(before, **named, evidence=add_links(before.evidence, given.links))
    is_answer = (after.answer, after.evidence) != (before.answer, before.evidence)
    return replace(after, status=RequestStatus.ANSWERED) if is_answer and given.status is None and before.is_open else after


def _ask(shared: Shared, assessment: Assessment, request: Request) -> _Given:
    """Show the request and ask for the answer. Raises UsageError where there is no terminal."""
    if not can_ask():
        raise refuse_asking(["`--text` or `--text-file`", "`--evidence`", "`--owner`", "`--due`", "`--close` or `--reopen`"])
    _show(shared, request)
    asker = Asker(command=command_so_far())
    change = "Enter leaves the answer as it is." if request.answer else "Enter leaves it without words."
    text = asker.ask("What is the answer?", "--text", note="One line; for more use `--text-file`.", required=False, enter=change)

    def check(typed: str) -> None:
        try:
            _refuse_untold(assessment, parse_links([typed], assessment))
        except (RefusedError, UnknownIdError) as error:
            raise ValueError(f"{error}; {error.hint}") from error

    evidence = asker.ask_several("Which evidence shows it?", "--evidence", check, note="IDs such as POL-417", required=False)
    return _Given(text=text or None, links=parse_links(split(",".join(evidence)), assessment))


def _show(shared: Shared, request: Request) -> None:
    words = (plain(request.kind_of), request.status.value, due_words(request, shared.today), request.owner, *request.criteria)
    print_paragraph(", ".join(each for each in words if each), lead=f"{request.id}  ")
    print_paragraph(f"{request.asked_by} asked on {request.asked_on}:")
    print_paragraph(request.text, indent="  ")
    if request.answer:
        print_paragraph("answered:")
        print_paragraph(request.answer, indent="  ")
    if request.evidence:
        print_paragraph(f"evidence: {', '.join(each.id for each in request.evidence)}")
    shared.print()


def _say_state(shared: Shared, request: Request) -> None:
    """Say where a request stands that was saved, what would leak out of it, and whether a report can be written at all."""
    loaded = shared.load()
    leaks = [(rule, each) for rule, each in find_leaks(context_of(shared, loaded, loaded.require())) if each.record == ref_of(request)]
    say_open(shared, leaks)
    due = due_words(request, shared.today)
    is_held_up = any(rule.code in LEAK_RULES for rule, _ in leaks)
    then = "no report is written until the above is mended" if is_held_up else "the next export shows it"
    shared.say(f"  it is {request.status.value}{f', {due}' if due and request.is_open else ''}; {then}")
