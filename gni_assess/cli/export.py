"""`export`: write the gap report for an audience."""

import itertools
import os
import sys
from pathlib import Path

import typer

from gni_assess import __version__
from gni_assess.checks.outstanding import outstanding_for, states_for, tally
from gni_assess.checks.runner import Result
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.cli.checking import check_workspace
from gni_assess.cli.export_formats import Format, ForWhom, ReportFile
from gni_assess.cli.leak_guard import refuse_broken, refuse_leaks, refuse_spills
from gni_assess.cli.progress_bar import Steps, show_progress
from gni_assess.cli.report_path import free_path, make_parent, refuse_no_file, say_beside
from gni_assess.cli.shared import Shared, refuse_missing_folder, shared_options
from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.leaks import index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.errors import UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Audience
from gni_assess.report.build import build_report, counts_line
from gni_assess.report.spill import find_spills, without_records
from gni_assess.sheets.book import Book
from gni_assess.store.save import refuse_read_only

_FAMILY = "gap-report-"
"""What the names of all reports in `reports/` begin with."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@shared_options
def export(
    shared: Shared,
    *,
    wanted: Format | None = typer.Option(
        None, "--format", help="The kind of file; else what the name after `-o` says, or xlsx. csv is a zip with one file a table."
    ),
    audience: ForWhom = typer.Option(ForWhom.ASSESSOR, help="Who will read it; decides what is in it."),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="The file to write; else one in `reports/`. - is stdout, for html and json."
    ),
    force: bool = typer.Option(False, "--force", help="Replace the file where it exists."),
) -> int:
    """Write the gap report: as a workbook, or as another kind of file.

    What the audience must not see is not in the file. Refuses while something would leak.
    """
    output_format = wanted or (Format.of_name(output) if output is not None else None) or Format.XLSX
    to_stdout = output == Path("-")
    if to_stdout and not output_format.is_text:
        hint = "name a file with `-o`, or add `--format html` or `--format json`, which can"
        raise UsageError(f"`{output_format.value}` cannot go to stdout", hint=hint)
    reader = Audience(audience.value)
    with show_progress(shared) as steps:
        steps.begin("reading the record")
        loaded = shared.load()
        assessment = loaded.require()
        refuse_broken(loaded)
        steps.begin("checking")
        result = check_workspace(shared, loaded, assessment)
        if reader is not Audience.INTERNAL:
            refuse_leaks(result)
        name = _default_name(shared, audience, output_format)
        path = None if to_stdout else _choose_path(shared, name, output_format, output, force=force)
        book = _build(shared, assessment, reader, result, steps)
        report = ReportFile(book=book, format=output_format)
        data = report.render(steps) if path is None else b""
        if path is not None:
            path = _write(report, path, steps, name=name, named=output, force=force)
    if path is None:
        # The very bytes of the file, also where the system would write other line ends.
        _to_stdout(data)
    else:
        shared.print(str(output or path))
        if output is None:
            say_beside(shared, path, name)
    shared.say(f"{counts_line(book)}; for the audience {audience.value}")
    if reader is Audience.INTERNAL:
        shared.say("this one holds everything: not for use outside the team")
    return 0


def _to_stdout(data: bytes) -> None:
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:  # a program that calls us may have put something simpler there
        sys.stdout.write(data.decode())
    else:
        raw.write(data)
        raw.flush()


def _build(shared: Shared, assessment: Assessment, reader: Audience, result: Result, steps: Steps) -> Book:
    from gni_assess.store.countries import load_countries  # noqa: PLC0415 - only here
    from gni_assess.store.previous import load_previous  # noqa: PLC0415 - likewise

    outstanding = tally(result) if reader is Audience.INTERNAL else outstanding_for(assessment, shared.facts(assessment), reader)
    earlier = disclose_earlier(load_previous(shared.root, assessment.workspace), reader) if reader is Audience.COMPANY_BOARD else None

    def build(of: Assessment) -> Book:
        disclosed = disclose(of, reader)
        return build_report(
            disclosed,
            today=shared.today,
            states=states_for(of, reader),
            outstanding=outstanding,
            tool_version=__version__,
            countries=load_countries(),
            coverage=coverage_for(disclosed),
            previous=earlier,
        )

    steps.begin("putting the report together")
    book = build(assessment)
    steps.begin("looking for what must not be told")
    refuse_spills(find_spills(book, index_secrets(assessment, reader), lambda: build(without_records(assessment))))
    return book


def _choose_path(shared: Shared, name: str, output_format: Format, output: Path | None, *, force: bool) -> Path:
    """Give the file to write: what a link leads to is what changes, and not the link. Raises UsageError, StoreError."""
    if output is None:
        path = free_path(shared, name, force=force)
        refuse_read_only(path)
        return path
    target = _follow(output)
    refuse_no_file(shared, output)
    if output.suffix.casefold() != output_format.suffix:
        raise UsageError(f"`{output}` does not end in `{output_format.suffix}`", hint=_ending_hint(output, output_format))
    refuse_missing_folder(target)
    if target.exists() and not target.is_file():
        raise UsageError(f"`{output}` is not a file that can be replaced", hint="name another")
    if os.path.lexists(output) and not force:
        raise _taken(output)
    refuse_read_only(target)
    return target


def _follow(output: Path) -> Path:
    """Give the file that is meant: where the name is a link, what it leads to, whether that is there or not. Raises UsageError."""
    if not output.is_symlink():
        return output
    try:
        target = output.resolve()
    except (OSError, RuntimeError):
        target = output
    if target.is_symlink():
        raise UsageError(f"`{output}` is a link that leads nowhere", hint="remove the link, or name another file")
    return target


def _taken(output: Path) -> UsageError:
    hint = "someone may have worked in it: name another file, or use `--force` to replace it"
    return UsageError(f"`{output}` exists already", hint=hint)


def _write(report: ReportFile, path: Path, steps: Steps, *, name: str, named: Path | None, force: bool) -> Path:
    """Write the report, and give where it is: under what was `named`, or in `reports/` under `name`, with a number where that is taken.

    Raises UsageError where somebody took what was named meanwhile.
    """

    def take_next(taken: Path) -> Path:
        if named is not None:
            raise _taken(named)
        first = taken.with_name(name)
        numbered = (first.with_name(f"{first.stem}-{number}{first.suffix}") for number in itertools.count(2))
        return next(each for each in numbered if not os.path.lexists(each))

    make_parent(path)
    return report.write(path, steps, if_taken=None if force else take_next, family=_FAMILY if named is None else "")


def _default_name(shared: Shared, audience: ForWhom, output_format: Format) -> str:
    return f"{_FAMILY}{audience.value}-{shared.today}{output_format.suffix}"


def _ending_hint(output: Path, output_format: Format) -> str:
    """Say how to name such a file, or which format goes with the name."""
    is_named_csv = output.suffix.casefold() == f".{Format.CSV.value}"
    said = Format.of_name(output)
    if said is not None:
        return f"use `--format {said.value}`, or name it `{output.with_suffix(output_format.suffix)}`"
    if is_named_csv:
        zipped = f"`{output.with_suffix(Format.CSV.suffix)}`"
        as_csv = f"as CSV a report is a zip with one file a table: name it {zipped}"
        return as_csv if output_format is Format.CSV else f"{as_csv} and use `--format csv`"
    return f"name it `{output}{output_format.suffix}`; a name that ends in {_listed_endings()} says the format itself"


def _listed_endings() -> str:
    *most, last = (f"`{each.suffix}`" for each in Format)
    return f"{', '.join(most)} or {last}"
