"""The options that every command has which receives a file."""

from typing import Annotated

import typer

from gni_assess.cli.formats import DataFormat

APPLY = Annotated[bool, typer.Option("--apply", help="Ask nothing: write all but what is in conflict or cannot be taken.")]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")]
SETTLED = Annotated[
    list[str] | None,
    typer.Option(
        "--settle",
        metavar="CONFLICT=CHOICE",
        help="Settle one conflict, by the name that the preview gives it, with keep, take or both. May be repeated.",
    ),
]
RECEIPT_FORMAT = Annotated[DataFormat, typer.Option("--format", help="How the receipt is printed.")]
