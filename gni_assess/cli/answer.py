"""`answer ID`: set one response without prompts; with `--from FILE`, many."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click
import typer

from gni_assess.checks.reviewing import mark_returned, mark_reviewed
from gni_assess.cli.answer_from import play_answers
from gni_assess.cli.checking import say_what_is_left
from gni_assess.cli.completion import complete_criteria, complete_evidence, complete_people
from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.edits import add_links, filled_text, get_person, parse_links, read_text
from gni_assess.cli.shared import Shared, parse_day, shared_options
from gni_assess.cli.stamping import stamp_change
from gni_assess.errors import UsageError
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Classification, Finding, Skipped
from gni_assess.store.load import LoadedWorkspace

_OPTION_OF = {"answer": "text", "assignee": "assign"}
app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@shared_options
def answer(
    shared: Shared,
    *,
    criterion_id: str = typer.Argument("", metavar="[ID]", help="The criterion, for example GOV-02.", autocompletion=complete_criteria),
    finding: Finding | None = typer.Option(None, help="The finding."),
    text: str | None = typer.Option(None, help="The answer."),
    text_file: str | None = typer.Option(None, metavar="FILE", help="A file with the answer; - reads stdin."),
    evidence: list[str] = typer.Option(
        [], metavar="ID[:WHERE[:SHOWS]]", help="Link evidence; may be repeated.", autocompletion=complete_evidence
    ),
    unlink: list[str] = typer.Option([], metavar="ID", help="Remove a link; may be repeated.", autocompletion=complete_evidence),
    reason: str | None = typer.Option(None, help="Why the criterion does not apply; for not-applicable."),
    no_instance: str | None = typer.Option(None, help="Why there is no case: nothing of the kind happened."),
    alternative: str | None = typer.Option(None, help="What the assessor can have where evidence cannot be shown."),
    skip: Skipped | None = typer.Option(None, help="Leave it for later, and say why."),
    assign: str | None = typer.Option(None, metavar="PERSON", help="Who is to answer.", autocompletion=complete_people),
    due: str | None = typer.Option(None, metavar="DATE", help="When the assignee should answer."),
    unsure: bool | None = typer.Option(None, "--unsure/--sure", help="Mark for a second look, or remove the mark."),
    classification: Classification | None = typer.Option(None, help="How confidential the response is."),
    notes: str | None = typer.Option(None, help="Notes for the team; they never leave it."),
    reviewed: bool = typer.Option(False, "--reviewed", help="Mark it as reviewed by you, as it stands; the only thing that is set."),
    send_back: str | None = typer.Option(None, metavar="TEXT", help="Send it back to whoever answered, and say why."),
    from_file: str | None = typer.Option(None, "--from", metavar="FILE", help="A YAML file with answers to many criteria; - reads stdin."),
) -> int:
    """Set one response without prompts, or many from a file. What is not given stays as it is."""
    if from_file is not None:
        return play_answers(shared, from_file)
    if not criterion_id:
        raise click.UsageError("Missing argument 'ID', or `--from FILE`", ctx=click.get_current_context())
    loaded = shared.load()
    assessment = loaded.require()
    by = shared.writer(assessment)
    criterion = get_criterion(assessment.pack, criterion_id)
    before = assessment.responses.get(criterion.id)
    links = parse_links(evidence, assessment)
    old = before or Response(criterion=criterion.id)
    given: dict[str, Any] = {
        "finding": finding,
        "answer": read_text(text, text_file, "text"),
        "reason": reason,
        "no_instance": no_instance,
        "alternative": alternative,
        "skipped": skip,
        "assignee": None if assign is None else get_person(assessment, assign, "--assign"),
        "due": None if due is None else parse_day(due, "--due"),
        "unsure": unsure,
        "classification": classification,
        "notes": notes,
        "evidence": _links(old, links, unlink) if links or unlink else None,
    }
    values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if reviewed or send_back is not None:
        return _review(shared, old, by=by, note=send_back, reviewed=reviewed, others=bool(values))
    _refuse_what_cannot_be(old, values)
    if finding is not None:
        values["skipped"], values["skip_reason"] = None, ""
    return _save(shared, loaded, before, replace(old, **values), by=by)


def _save(shared: Shared, loaded: LoadedWorkspace, before: Response | None, after: Response, *, by: str) -> int:
    stamped = stamp_change(shared, loaded.require(), before, after, by)
    if before == stamped:
        shared.say(f"{after.criterion}: nothing changed")
        return 0
    shared.save([Change(before=before, after=stamped)], by=by, via="answer")
    shared.say(f"{after.criterion}: saved")
    say_what_is_left(shared, loaded, stamped)
    return 0


def _refuse_what_cannot_be(old: Response, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, str):
            filled_text(value, f"--{_OPTION_OF.get(key, key.replace('_', '-'))}")
    if not values:
        raise UsageError("nothing to set", hint='for example `--finding in-place --text "…"`; `gni-assess answer --help` lists the options')
    if "skipped" in values and "finding" in values:
        raise UsageError("`--skip` and `--finding` were both given", hint="a question is either answered or left for later")
    if "skipped" in values and old.finding is not None:
        raise UsageError(f"`{old.criterion}` has a finding, so it is not left for later", hint="`--unsure` marks it for a second look")


def _review(shared: Shared, before: Response, *, by: str, note: str | None, reviewed: bool, others: bool) -> int:
    if others or (reviewed and note is not None):
        raise UsageError("a review is set by itself", hint="one call with `--reviewed` or `--send-back`, another for the rest")
    stamp = Stamp(on=shared.today, by=by)
    after = mark_reviewed(before, stamp) if note is None else mark_returned(before, stamp, filled_text(note, "--send-back"))
    shared.save([Change(before=before, after=after)], by=by, via="answer")
    last = before.updated or before.answered
    stood = f"as it stood after {last.by} changed it on {last.on}" if last else "as it stands"
    shared.say(f"{before.criterion}: {f'reviewed, {stood}' if note is None else 'sent back'}")
    return 0


def _links(old: Response, links: tuple[EvidenceLink, ...], unlink: list[str]) -> tuple[EvidenceLink, ...]:
    dropped = {each.upper() for each in unlink}
    for each in sorted(dropped - {link.id for link in old.evidence}):
        raise UsageError(f"`--unlink`: {each} is not linked to {old.criterion}", hint="check the id")
    return add_links([each for each in old.evidence if each.id not in dropped], links)
