"""`validate`: check the whole record and print every diagnostic; the gate for CI."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import typer

from gni_assess.cli.completion import complete_areas, complete_codes, complete_criteria
from gni_assess.cli.progress_bar import show_progress
from gni_assess.cli.shared import Shared, refuse_existing, refuse_missing_folder, refuse_output, shared_options
from gni_assess.cli.validate_baseline import apply_baseline, open_baseline
from gni_assess.cli.validate_batch import Checked, check_all, find_roots
from gni_assess.cli.validate_filter import make_filter
from gni_assess.cli.validate_report import Format, choose_format, print_report
from gni_assess.errors import UsageError
from gni_assess.model.diagnostics import WORKSPACE_REF, Place
from gni_assess.model.vocabulary import DiagnosticSeverity, Stage
from gni_assess.output.run import count, fails, path_of
from gni_assess.store.layout import folder_to_name

app = typer.Typer(add_completion=False, rich_markup_mode=None)
CANNOT_CHECK = 2
_STDOUT = Path("-")
_MOST_NAMED = 3


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


@app.command()
@shared_options
def validate(
    shared: Shared,
    *,
    directories: list[Path] | None = typer.Argument(None, metavar="[DIR]...", help="Workspaces; else the one at hand, or that of -C."),
    output_format: Format | None = typer.Option(None, "--format", help="How to print; else text, and github under GitHub Actions."),
    output: Path | None = typer.Option(None, "--output", metavar="FILE", help="Write the result to a file; - is stdout."),
    force: bool = typer.Option(False, "--force", help="Replace the file of --output where it exists."),
    fail_on: FailOn = typer.Option(FailOn.ERROR, "--fail-on", help="Exit with 1 from this severity on."),
    select: str = typer.Option("", metavar="CODE,…", help="Only these codes.", autocompletion=complete_codes),
    ignore: str = typer.Option("", metavar="CODE,…", help="Not these codes.", autocompletion=complete_codes),
    area: str = typer.Option("", metavar="AREA", help="Only what is about criteria of this area.", autocompletion=complete_areas),
    only: str = typer.Option("", metavar="ID", help="Only what is about this criterion or record.", autocompletion=complete_criteria),
    stage: Stage | None = typer.Option(None, help="As if the workspace were at this stage."),
    measure: bool = typer.Option(False, "--hash", help="Also read every file that a record names, and compare its SHA-256."),
    baseline: Path | None = typer.Option(None, metavar="FILE", help="Only what is not in this file is printed, and fails."),
    write: bool = typer.Option(False, "--write-baseline", help="Write all that is found to the file of --baseline."),
) -> int:
    """Check the whole record and print every diagnostic.

    Exit code 0: nothing at or above --fail-on. 1: something is. 2: a workspace cannot be loaded, or there is nothing to check.
    """
    wanted = make_filter(select=select, ignore=ignore, area=area, only=only)
    known = open_baseline(baseline, wanted, is_written=write)
    roots = find_roots(shared, directories or [])
    output = None if output == _STDOUT else output
    if output is not None:
        _refuse_file(roots, output, baseline, force=force)
    with show_progress(shared) as steps:
        checked = check_all(roots, wanted, stage, measure=measure, steps=steps)
    checked = apply_baseline(shared, known, checked, wanted)
    threshold = None if fail_on is FailOn.NEVER else DiagnosticSeverity(fail_on.value)
    print_report(shared, checked, choose_format(output_format, output), output, fail_on=threshold)
    if not _could_check(shared, checked):
        return CANNOT_CHECK
    return int(any(fails(each.run, threshold) for each in checked))


def _refuse_file(roots: Iterable[Path], output: Path, baseline: Path | None, *, force: bool) -> None:
    """Refuse a file to which the result must not be written. Raises UsageError."""
    for root in roots:
        refuse_output(root, output)
    if baseline is not None and output.resolve() == baseline.resolve():
        raise UsageError(f"`{output}` is the file of `--baseline`", hint="name another file after `--output`")
    refuse_missing_folder(output)
    refuse_existing(output, force=force)


def _could_check(shared: Shared, checked: Sequence[Checked]) -> bool:
    """Say what could not be checked, and whether all could."""
    unread = [each for each in checked if not each.is_loaded]
    for each in unread:
        which = "the workspace" if len(checked) == 1 else f"`{each.run.folder or '.'}`"
        shared.say(f"{which} cannot be loaded: {_name_blocking(each)} must be mended before the rest can be checked")
    if unread:
        return False
    if not any(each.run.diagnostics or set(each.run.subjects) - {WORKSPACE_REF} for each in checked):
        shared.say("nothing to check: no criterion that applies, and no record, is in what was asked for")
        return False
    return True


def _name_blocking(checked: Checked) -> str:
    """Name the places of the errors that keep a workspace from being loaded."""
    places: dict[str, None] = {}
    for each in checked.loaded.blocking:
        folder = folder_to_name(each.file)
        path = path_of(checked.run, Place(file=each.file if folder is None else f"{folder}/…"))
        places[f"`{path}`" + (f" line {each.line}" if each.line else "")] = None
    first, more = list(places)[:_MOST_NAMED], len(places) - _MOST_NAMED
    return ", ".join(first) + (f" and {count(more, 'other place')}" if more > 0 else "")
