"""`rule CODE`: explain a diagnostic."""

from collections.abc import Iterator

import typer

from gni_assess.checks.catalogue import RULES, find_rule
from gni_assess.checks.rule import Rule
from gni_assess.cli.completion import complete_codes
from gni_assess.cli.console import print_paragraph, print_table
from gni_assess.cli.edits import did_you_mean
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import UnknownIdError, UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@shared_options
def rule(
    shared: Shared,
    code: str = typer.Argument("", help="The code, for example GNI203.", autocompletion=complete_codes),
    every: bool = typer.Option(False, "--all", help="List all codes."),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Explain a diagnostic: what it finds, why it matters, an example, and how to mend it."""
    if every == bool(code):
        raise UsageError("name one code, or use `--all`", hint="for example `gni-assess rule GNI203`")
    chosen = RULES if every else (get_rule(code),)
    if output_format is DataFormat.JSON:
        shared.print_json({"rules": [_as_json(each) for each in chosen]})
    elif every:
        print_table(shared, ("CODE", "SEVERITY", "NAME", "FINDS"), [(r.code, r.severity.value, r.name, r.summary) for r in chosen])
    else:
        found = chosen[0]
        shared.print(f"{found.code} {found.name} ({found.severity.value})\n")
        for paragraph in (found.summary, *_paragraphs(found.explanation)):
            print_paragraph(paragraph)
            shared.print()
    return 0


def _paragraphs(text: str) -> Iterator[str]:
    """Give the paragraphs of an explanation: prose on one line each, so that it wraps anew; examples as they are."""
    for paragraph in text.split("\n\n"):
        head, *rest = paragraph.split("\n")
        is_example = any(line.startswith(" ") for line in rest)
        yield paragraph if is_example else " ".join((head, *rest))


def get_rule(code: str) -> Rule:
    """Get a rule by its code, in any letter case. Raises UnknownIdError with the nearest code."""
    found = find_rule(code.upper())
    if found is None:
        near = did_you_mean(code.upper(), [each.code for each in RULES])
        raise UnknownIdError(f"there is no diagnostic `{code}`", hint=f"{near}`gni-assess rule --all` lists them")
    return found


def _as_json(each: Rule) -> dict[str, str]:
    return {
        "code": each.code,
        "name": each.name,
        "severity": each.severity.value,
        "summary": each.summary,
        "explanation": each.explanation,
    }
