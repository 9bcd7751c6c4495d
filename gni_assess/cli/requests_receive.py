"""`requests receive FILE…`: what the assessor wrote in the workbook of the gap report."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receiving import Read, Receiving, receive_files
from gni_assess.cli.receiving_left import say_saved
from gni_assess.cli.receiving_options import APPLY, DRY_RUN, RECEIPT_FORMAT, SETTLED
from gni_assess.cli.receiving_outside import make_outside
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import StoreError, UsageError
from gni_assess.exchange.assessor_requests import receive_requests
from gni_assess.exchange.file_notes import find_shown
from gni_assess.exchange.receipt import Choice
from gni_assess.exchange.request_words import KIND, NEVER
from gni_assess.model.assessment import Record
from gni_assess.model.follow_up import Request, RequestKind
from gni_assess.model.vocabulary import Audience, RecordKind
from gni_assess.output.run import count
from gni_assess.sheets.incoming import read_incoming
from gni_assess.sheets.incoming_values import Incoming, Spot
from gni_assess.store.load import LoadedWorkspace

_DIGEST = re.compile("[0-9a-f]{64}")


@shared_options
def receive(
    shared: Shared,
    *,
    files: list[Path] = typer.Argument(metavar="FILE…", help="Workbooks of the gap report in which the assessor wrote."),
    apply: APPLY = False,
    dry_run: DRY_RUN = False,
    settle: SETTLED = None,
    on_conflict: Choice | None = typer.Option(
        None, help="Settle all other conflicts alike: keep the record, take the file, or both, as two requests."
    ),
    output_format: RECEIPT_FORMAT = DataFormat.TEXT,
) -> int:
    """Take requests, notes and good practice out of the assessor's workbook: a preview first, then they go into the record.

    Private notes, and what the assessor saw and found, are never kept and never shown.
    """
    how = Receiving(apply=apply, dry_run=dry_run, settle=settle or (), on_conflict=on_conflict, output_format=output_format)

    def open_file(path: Path, loaded: LoadedWorkspace, by: str) -> Read:
        _refuse_unread(loaded)
        incoming = read_incoming(path, kind=KIND, never=NEVER)
        _refuse_foreign(incoming, loaded)
        altered = _read_altered(path, incoming)
        outside = make_outside(shared, loaded, by)
        base = loaded.require()
        drawn: dict[str, str] = {}
        return lambda assessment, choices: receive_requests(incoming, assessment, outside, choices, base=base, altered=altered, drawn=drawn)

    return receive_files(shared, files, open_file, how, tell=_tell)


def _tell(shared: Shared, loaded: LoadedWorkspace, saved: Sequence[Record]) -> None:
    """Say what was saved, and where the notes are: they ask nothing, so that no list of open requests names them."""
    say_saved(shared, loaded, saved)
    notes = sum(isinstance(each, Request) and each.kind_of is RequestKind.NOTE for each in saved)
    if notes:
        shared.say(f"{count(notes, 'note')} to read: `gni-assess requests list --kind note`")


def _read_altered(path: Path, incoming: Incoming) -> Mapping[Spot, str]:
    from gni_assess.sheets.at_spots import read_at_spots  # noqa: PLC0415 - seldom needed

    return read_at_spots(path, find_shown(incoming))


def _refuse_unread(loaded: LoadedWorkspace) -> None:
    """Refuse while a request cannot be read: what came out of the workbook before would be made a second time."""
    unread = sorted(each.id for each in loaded.broken if each.kind is RecordKind.REQUEST)
    if unread:
        message = f"{', '.join(unread)} cannot be read, so it is not clear what was received before"
        raise StoreError(message, hint=f"mend it first; `gni-assess validate --only {unread[0]}` shows how")


def _refuse_foreign(incoming: Incoming, loaded: LoadedWorkspace) -> None:
    company, own = incoming.facts.get("company", ""), loaded.require().workspace.company.name
    if company != own:
        raise UsageError(
            f"`{incoming.file}` was exported from another workspace than this one", hint="use `-C` with the folder it was exported from"
        )
    if incoming.facts.get("audience", "") != Audience.ASSESSOR.value:
        raise StoreError(f"`{incoming.file}` was not made for the assessor", hint="receive the workbook that the assessor was given")
    if not _DIGEST.fullmatch(incoming.facts.get("digest", "")):
        raise StoreError(f"`{incoming.file}` does not say which export it is", hint="receive the workbook that the assessor was given")
