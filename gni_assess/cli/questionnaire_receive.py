"""`questionnaire receive FILE…`: what came back, compared with what was sent and with the record as it is now."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receiving import Read, Receiving, receive_files
from gni_assess.cli.receiving_options import APPLY, DRY_RUN, RECEIPT_FORMAT, SETTLED
from gni_assess.cli.receiving_outside import make_outside
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import StoreError, UsageError
from gni_assess.exchange.answer_words import KIND
from gni_assess.exchange.questionnaire import FORMAT
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice
from gni_assess.sheets.incoming import read_incoming
from gni_assess.store.load import LoadedWorkspace

if TYPE_CHECKING:
    from gni_assess.sheets.incoming_values import Incoming


@shared_options
def receive(
    shared: Shared,
    *,
    files: list[Path] = typer.Argument(metavar="FILE…", help="Questionnaires that were filled in."),
    apply: APPLY = False,
    dry_run: DRY_RUN = False,
    settle: SETTLED = None,
    on_conflict: Choice | None = typer.Option(
        None, help="Settle all other conflicts alike: keep the record, take the file, or both texts one after the other."
    ),
    output_format: RECEIPT_FORMAT = DataFormat.TEXT,
) -> int:
    """Take back questionnaires that were filled in: a preview first, then what is new and changed goes into the record."""
    how = Receiving(apply=apply, dry_run=dry_run, settle=settle or (), on_conflict=on_conflict, output_format=output_format)

    def open_file(path: Path, loaded: LoadedWorkspace, by: str) -> Read:
        incoming = read_incoming(path, kind=KIND)
        _refuse_foreign(incoming, loaded)
        outside = make_outside(shared, loaded, by)
        return lambda assessment, choices: receive_questionnaire(incoming, assessment, outside, choices)

    return receive_files(shared, files, open_file, how)


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
