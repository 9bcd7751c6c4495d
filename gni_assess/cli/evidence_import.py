"""`evidence import FILE`: a list of evidence that somebody keeps already becomes records."""

from pathlib import Path

import typer

from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receiving_options import APPLY, DRY_RUN, RECEIPT_FORMAT, SETTLED
from gni_assess.cli.shared import Shared, refuse_missing_folder, shared_options
from gni_assess.errors import UsageError
from gni_assess.exchange.evidence_map import FIELDS, DateOrder, Rest
from gni_assess.exchange.receipt import Choice


@shared_options
def import_evidence(
    shared: Shared,
    *,
    file: Path = typer.Argument(metavar="FILE", help="The list: an Excel workbook (.xlsx) or a text file (.csv)."),
    sheet: str = typer.Option("", metavar="NAME", help="The sheet that holds the list."),
    heading_row: int | None = typer.Option(None, min=1, metavar="ROW", help="The row that holds the headings; else it is found."),
    kind: str = typer.Option("", metavar="KIND", help="One kind for all rows: policy, procedure, report, tool, team, …"),
    columns: list[str] = typer.Option(
        [],
        "--map",
        metavar="FIELD=COLUMN",
        help="The column of a field, by heading or letter; `FIELD=` leaves it out. May be repeated. "
        f"`criteria` links the answers to the criteria that stand there. Fields: {', '.join(FIELDS)}.",
    ),
    defaults: list[str] = typer.Option(
        [],
        "--default",
        metavar="FIELD=VALUE",
        help="What holds where nothing stands. For `owner` also for names that are not known and have no `--word`.",
    ),
    words: list[str] = typer.Option(
        [],
        "--word",
        metavar="FIELD:WORD=WORD",
        help="A word of the list and what it means here: `kind:Memo=report`, `owner:Legal=PERSON`. May be repeated.",
    ),
    dates: DateOrder | None = typer.Option(None, help="What comes first in days such as 03/04/2025."),
    rest: Rest | None = typer.Option(None, help="What becomes of columns that stand for nothing: into the notes, or left."),
    mapping: Path | None = typer.Option(None, metavar="FILE", help="A mapping that was kept."),
    save_mapping: Path | None = typer.Option(None, metavar="FILE", help="Keep the mapping for the next time."),
    update: bool = typer.Option(False, "--update", help="Where list and record differ, take the list; also where a document has moved."),
    settle: SETTLED = None,
    on_conflict: Choice | None = typer.Option(
        None, help="Settle all other conflicts alike: keep the record, take the list, or both texts one after the other."
    ),
    apply: APPLY = False,
    dry_run: DRY_RUN = False,
    output_format: RECEIPT_FORMAT = DataFormat.TEXT,
) -> int:
    """Make records of a list of evidence that you have: it shows what each column becomes, then what each row brings, then asks."""
    from gni_assess.cli.evidence_import_run import import_list  # noqa: PLC0415 - the other commands on evidence read no lists
    from gni_assess.cli.evidence_mapping import MapOptions  # noqa: PLC0415 - likewise
    from gni_assess.cli.evidence_mapping_ask import refuse_taken  # noqa: PLC0415 - likewise
    from gni_assess.cli.receiving import Receiving  # noqa: PLC0415 - likewise

    options = MapOptions(
        sheet=sheet,
        heading_row=heading_row,
        kind=kind,
        columns=columns,
        defaults=defaults,
        words=words,
        dates=dates,
        rest=rest,
        mapping=mapping,
        save=save_mapping,
    )
    if update and on_conflict is not None:
        raise UsageError("`--update` and `--on-conflict` were both given", hint="`--update` is `--on-conflict take`")
    if save_mapping is not None:
        refuse_missing_folder(save_mapping)
        if mapping is None or mapping.absolute() != save_mapping.absolute():
            refuse_taken(save_mapping)
    others = Choice.TAKE if update else on_conflict
    how = Receiving(apply=apply, dry_run=dry_run, settle=settle or (), on_conflict=others, output_format=output_format)

    return import_list(shared, file, options, how)
