"""`export`: write the gap report for an audience."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from gni_assess import __version__
from gni_assess.checks.outstanding import outstanding_for, states_for, tally
from gni_assess.checks.runner import Result
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.cli.checking import check_workspace
from gni_assess.cli.export_formats import Format, ForWhom, ReportFile
from gni_assess.cli.progress_bar import Steps, show_progress
from gni_assess.cli.shared import Shared, refuse_output, shared_options
from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.leaks import index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.errors import RefusedError, UsageError, WorkspaceError
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Audience
from gni_assess.report.build import build_report, counts_line
from gni_assess.report.spill import Spill, find_spills, without_records
from gni_assess.sheets.book import Book
from gni_assess.store.layout import REPORTS, folder_to_name, leads_out
from gni_assess.store.load import LoadedWorkspace
from gni_assess.store.save import not_written

app = typer.Typer(add_completion=False, rich_markup_mode=None)

LEAK_RULES = ("GNI511", "GNI601")
"""While one of these fires, nothing is exported for anybody outside the team."""

_HARMLESS = "GNI008"  # a file that no one reads is not in the report, and is not missing from it
_SHOWN = 5


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
        _refuse_broken(loaded)
        steps.begin("checking")
        result = check_workspace(shared, loaded, assessment)
        if reader is not Audience.INTERNAL:
            _refuse_leaks(result)
        path = None if to_stdout else _choose_path(shared, audience, output_format, output, force=force)
        book = _build(shared, assessment, reader, result, steps)
        report = ReportFile(book=book, format=output_format)
        data = report.render(steps) if path is None else b""
        if path is not None:
            _write(report, path, steps)
    if path is None:
        # The very bytes of the file, also where the system would write other line ends.
        _to_stdout(data)
    else:
        shared.print(str(path))
        if output is None and (earlier := _default_path(shared, audience, output_format)) != path:
            shared.say(f"`{earlier.name}` was there already and is as it was; this one is beside it (`--force` replaces)")
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
    _refuse_spills(find_spills(book, index_secrets(assessment, reader), lambda: build(without_records(assessment))))
    return book


def _write(report: ReportFile, path: Path, steps: Steps) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(path, error) from error
    report.write(path, steps)


def _refuse_broken(loaded: LoadedWorkspace) -> None:
    broken = [each for each in loaded.problems if each.code != _HARMLESS]
    if broken:
        first = broken[0]
        # What is not shown on a terminal may be kept in a log, and a file's name may tell what is in it.
        folder = None if sys.stderr.isatty() else folder_to_name(first.file)
        file = first.file if folder is None else f"{folder}/…"
        where = file if first.line is None else f"{file}, line {first.line}"
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        message = f"the report would be incomplete: {where}: {first.message}{more}"
        raise WorkspaceError(message, hint="`gni-assess validate` shows all; mend them, then export again")


def _refuse_leaks(result: Result) -> None:
    found = [each for each in result.diagnostics if each.code in LEAK_RULES]
    places = [f"{each.place.file}:{each.place.line}:{each.place.column} {each.code} {each.message}" for each in found]
    _refuse(places, "mend these first; `gni-assess validate --select GNI511,GNI601` shows them with how")


def _refuse_spills(found: Sequence[Spill]) -> None:
    hint = (
        "a protected term, or something of a record that may not be told of, comes about there: mend the record's fields that this column "
        "is made from, put a limit on them, or write the protected term more exactly"
    )
    _refuse([f"{_place(each)} holds what this audience must not be told" for each in found], hint)


def _refuse(places: Sequence[str], hint: str) -> None:
    if places:
        more = [f"and {len(places) - _SHOWN} more"] if len(places) > _SHOWN else []
        message = "\n  ".join(["nothing was exported: it would show what must not be shown", *places[:_SHOWN], *more])
        raise RefusedError(message, hint=hint)


def _place(spill: Spill) -> str:
    record = f" ({spill.record})" if spill.record else ""
    parts = (
        f"sheet `{spill.sheet}`" if spill.sheet else "the workbook as a whole",
        f"table `{spill.table}`" if spill.table else "",
        f"row {spill.row}{record}" if spill.row else "",
        f"column `{spill.column}`" if spill.row else spill.column,
    )
    return ", ".join(each for each in parts if each)


def _choose_path(shared: Shared, audience: ForWhom, output_format: Format, output: Path | None, *, force: bool) -> Path:
    if output is not None:
        refuse_output(shared.root, output)
        if output.is_dir():
            raise UsageError(f"`{output}` is a folder", hint="name a file in it")
        if output.suffix.casefold() != output_format.suffix:
            raise UsageError(f"`{output}` does not end in `{output_format.suffix}`", hint=_ending_hint(output, output_format))
        if not output.absolute().parent.is_dir():
            raise UsageError(f"there is no folder `{output.parent}`", hint="make it first, or name another")
        if output.exists() and not force:
            hint = "someone may have worked in it: name another file, or use `--force` to replace it"
            raise UsageError(f"`{output}` exists already", hint=hint)
        return output
    if leads_out(shared.root, REPORTS):
        raise UsageError(f"`{REPORTS}` is a link that leads out of the workspace", hint="name the file to write with `-o`")
    path = first = _default_path(shared, audience, output_format)
    number = 1
    while path.exists() and not force:
        number += 1
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
    return path


def _default_path(shared: Shared, audience: ForWhom, output_format: Format) -> Path:
    return shared.root / REPORTS / f"gap-report-{audience.value}-{shared.today}{output_format.suffix}"


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
