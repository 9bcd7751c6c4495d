"""`schema KIND`: print a JSON Schema."""

import typer

from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import UsageError
from gni_assess.store.schemas import SCHEMA_KINDS, schema_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@shared_options
def schema(
    shared: Shared,
    kind: str = typer.Argument("", help=f"The kind of file: {', '.join(SCHEMA_KINDS)}.", autocompletion=lambda: list(SCHEMA_KINDS)),
) -> int:
    """Print the JSON Schema of a kind of file."""
    if not kind:  # what is printed is a schema or nothing, so that it can go straight into a file
        hint = f"one of: {', '.join(SCHEMA_KINDS)}; for example `gni-assess schema {SCHEMA_KINDS[0]}`"
        raise UsageError("name one kind of file", hint=hint)
    shared.print(schema_text(kind).rstrip("\n"))
    return 0
