"""`schema KIND`: print a JSON Schema."""

import typer

from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import UnknownIdError, UsageError
from gni_assess.store.schemas import SCHEMA_KINDS, schema_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)

REPORT = "report"
"""The one kind that is no file of a workspace: what `export --format json` writes."""

KINDS = (*SCHEMA_KINDS, REPORT)


@app.command()
@shared_options
def schema(
    shared: Shared,
    kind: str = typer.Argument("", help=f"The kind of file: {', '.join(KINDS)}.", autocompletion=lambda: list(KINDS)),
) -> int:
    """Print the JSON Schema of a kind of file."""
    if not kind:  # what is printed is a schema or nothing, so that it can go straight into a file
        hint = f"one of: {', '.join(KINDS)}; for example `gni-assess schema {KINDS[0]}`"
        raise UsageError("name one kind of file", hint=hint)
    if kind not in KINDS:
        raise UnknownIdError(f"there is no kind of file `{kind}`", hint=f"use one of: {', '.join(KINDS)}")
    shared.print(_text_of(kind).rstrip("\n"))
    return 0


def _text_of(kind: str) -> str:
    if kind == REPORT:
        from gni_assess.report.writers.json_schema import report_schema_text  # noqa: PLC0415 - the other kinds need nothing of the report

        return report_schema_text()
    return schema_text(kind)
