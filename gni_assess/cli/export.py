"""`export`: write the gap report for an audience."""

import sys
from pathlib import Path

import typer

from gni_assess import __version__
from gni_assess.checks.outstanding import Outstanding, outstanding_for, states_for, tally
from gni_assess.checks.runner import Result
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.cli.checking import check_workspace
from gni_assess.cli.export_formats import Format, ForWhom, ReportFile
from gni_assess.cli.leak_guard import refuse_broken, refuse_leaks, refuse_spills
from gni_assess.cli.progress_bar import Steps, show_progress
from gni_assess.cli.report_path import choose_path, next_path, say_beside
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.leaks import index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.errors import UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Audience
from gni_assess.report.build import build_report, counts_line
from gni_assess.report.spill import find_spills, without_records
from gni_assess.report.view import GET_EVERYTHING
from gni_assess.sheets.book import Book

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
        path = None if to_stdout else choose_path(shared, name, output, lambda named: _check_ending(named, output_format), force=force)
        book = _build(shared, assessment, reader, result, steps)
        report = ReportFile(book=book, format=output_format)
        data = report.render(steps) if path is None else b""
        if path is not None:
            family = _FAMILY if output is None else ""
            path = report.write(path, steps, if_taken=next_path(name, output, force=force), family=family)
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

    outstanding: Outstanding = {}
    if reader is Audience.INTERNAL:
        outstanding = tally(result)
    elif reader in GET_EVERYTHING:
        outstanding = outstanding_for(assessment, shared.facts(assessment), reader)
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


def _default_name(shared: Shared, audience: ForWhom, output_format: Format) -> str:
    return f"{_FAMILY}{audience.value}-{shared.today}{output_format.suffix}"


def _check_ending(output: Path, output_format: Format) -> None:
    if output.suffix.casefold() != output_format.suffix:
        raise UsageError(f"`{output}` does not end in `{output_format.suffix}`", hint=_ending_hint(output, output_format))


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
