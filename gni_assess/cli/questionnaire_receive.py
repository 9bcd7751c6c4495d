"""`questionnaire receive FILE…`: what came back, compared with what was sent and with the record as it is now."""

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gni_assess.checks.catalogue import LEAKS, RULES_BY_CODE
from gni_assess.checks.digests import wording_digest
from gni_assess.checks.index import ref_of
from gni_assess.cli.checking import context_of, find_what_is_left, say_open
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receiving import Read, Receiving, find_misfits, receive_files
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import StoreError, UsageError
from gni_assess.exchange.answer_words import KIND
from gni_assess.exchange.questionnaire import FORMAT
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Record
from gni_assess.model.criteria import Criterion
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.incoming import read_incoming
from gni_assess.sheets.texts import visible
from gni_assess.sheets.way_back import digest_of_text
from gni_assess.store.load import LoadedWorkspace

if TYPE_CHECKING:
    from gni_assess.sheets.incoming_values import Incoming


@shared_options
def receive(
    shared: Shared,
    *,
    files: list[Path] = typer.Argument(metavar="FILE…", help="Questionnaires that were filled in."),
    apply: bool = typer.Option(False, "--apply", help="Ask nothing: write all but what is in conflict or cannot be taken."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be written, and write nothing."),
    on_conflict: Choice | None = typer.Option(
        None, help="Settle conflicts alike: keep the record, take the file, or both texts one after the other."
    ),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How the receipt is printed."),
) -> int:
    """Take back questionnaires that were filled in: a preview first, then what is new and changed goes into the record."""
    how = Receiving(apply=apply, dry_run=dry_run, on_conflict=on_conflict, output_format=output_format)

    def open_file(path: Path, loaded: LoadedWorkspace, by: str) -> Read:
        incoming = read_incoming(path, kind=KIND)
        _refuse_foreign(incoming, loaded)
        outside = make_outside(shared, loaded, by)
        return lambda assessment, choices: receive_questionnaire(incoming, assessment, outside, choices)

    return receive_files(shared, files, open_file, how, functools.partial(tell_what_is_left, shared))


def make_outside(shared: Shared, loaded: LoadedWorkspace, by: str) -> Outside:
    """Collect what receiving may know of the outside world."""
    from gni_assess.store.ids import draw_gap_id, draw_record_id  # noqa: PLC0415 - only here

    assessment = loaded.require()
    drawn: set[str] = set()

    def draw_record(kind: RecordKind, taken: Collection[str]) -> str:
        while (found := draw_record_id(shared.root, assessment, kind)) in taken or found in drawn:
            continue
        drawn.add(found)
        return found

    def wording(criterion: Criterion) -> str:
        return wording_digest(criterion.question_to(assessment.workspace.company.types))

    return Outside(
        today=shared.today,
        by=by,
        draw_record=draw_record,
        draw_gap=draw_gap_id,
        check=find_misfits,
        wording=wording,
        past=functools.cache(lambda record_id: _find_past(shared.root, record_id)),
        entered=functools.cache(lambda record_id, since: _find_entered(shared.root, record_id, since)),
        broken=loaded.broken,
    )


def tell_what_is_left(shared: Shared, loaded: LoadedWorkspace, saved: Sequence[Record]) -> None:
    """Say what is still open in what was saved, by the same rules as `validate`, and what an audience must not see."""
    responses = [each for each in saved if isinstance(each, Response)]
    left = find_what_is_left(shared, loaded, responses)
    for each in responses:
        shared.say(f"{each.criterion}: saved")
        say_open(shared, left[each.criterion])
    others = {ref_of(each): each for each in saved if not isinstance(each, Response)}
    context = context_of(shared, loaded, loaded.require())
    leaks = [(RULES_BY_CODE[code], found) for code in LEAKS for found in RULES_BY_CODE[code].check(context)] if others else []
    for ref in others:
        shared.say(f"{ref.id}: saved")
        say_open(shared, [(rule, found) for rule, found in leaks if found.record == ref])


def _find_past(root: Path, record_id: str) -> Mapping[str, str]:
    """Find earlier texts of a record in its journal, by the digests that stand for what was sent."""
    from gni_assess.store.journal import journal_file, read_entries  # noqa: PLC0415 - only here

    entries = read_entries(journal_file(root, record_id)).values()
    return {digest_of_text(visible(text)): text for entry in entries for text in _texts_in(entry)}


def _texts_in(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts_in(each)]
    return [text for each in value for text in _texts_in(each)] if isinstance(value, list) else []


def _find_entered(root: Path, record_id: str, since: date) -> Entered:
    """Find in its journal the texts that came into a record on a day or later, by the path of their field."""
    from gni_assess.store.journal import journal_file, read_entries  # noqa: PLC0415 - only here

    found: dict[str, set[str]] = {}
    for entry in read_entries(journal_file(root, record_id)).values():
        changes = entry.get("changes")
        if not isinstance(changes, list) or _day_of(entry.get("at")) < since:
            continue
        for each in changes:
            if isinstance(each, dict):
                path = str(each.get("field", ""))
                for place, text in set(_walk(each.get("new"), path)) - set(_walk(each.get("old"), path)):
                    found.setdefault(place, set()).add(text)
    return found


def _day_of(at: object) -> date:
    # The file has the day that it was where it was sent; the journal has the time in UTC.
    try:
        moment = datetime.fromisoformat(str(at))
        return max(moment.astimezone(UTC).date(), moment.astimezone().date())
    except (ValueError, OverflowError):
        return date.min


def _walk(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Give the texts in a value, each with its path; what stands in a list is named by its id, or by its entity and service."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _walk(each, f"{path}/{key}")
    elif isinstance(value, list):
        for each in value:
            named = [str(each[key]) for key in ("id", "entity", "service") if each.get(key)] if isinstance(each, dict) else []
            yield from _walk(each, f"{path}/{':'.join(named)}")
    else:
        yield path, "" if value is None else str(value)


def _refuse_foreign(incoming: "Incoming", loaded: LoadedWorkspace) -> None:
    company = incoming.facts.get("company", "")
    own = loaded.require().workspace.company.name
    if incoming.facts.get("format", "") != FORMAT or not company:
        hint = "receive the file that was sent, or send it again"
        raise StoreError(f"`{incoming.file}` does not say what a questionnaire of this version says of itself", hint=hint)
    if company != own:
        hint = "use `-C` with the folder that it was sent from"
        raise UsageError(f"`{incoming.file}` was sent from another workspace than this one", hint=hint)
    if not incoming.facts.get("questions", "").strip():
        raise StoreError(f"`{incoming.file}` does not say what was asked", hint="receive the file that was sent, or send it again")
