"""`validate`: check the whole record and print every diagnostic; the gate for CI."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path

import typer

from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result, report_files, run_checks
from gni_assess.checks.single import problems_of_response
from gni_assess.cli.completion import complete_areas, complete_codes, complete_criteria
from gni_assess.cli.console import print_pieces, terminal_width
from gni_assess.cli.criteria import check_area
from gni_assess.cli.edits import did_you_mean
from gni_assess.cli.rule import get_rule
from gni_assess.cli.shared import Shared, refuse_existing, refuse_output, shared_options
from gni_assess.errors import UnknownIdError
from gni_assess.model.assessment import Assessment
from gni_assess.model.diagnostics import Diagnostic, Place
from gni_assess.model.progress import progress_by_area
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind, Stage
from gni_assess.output.concise import write_concise
from gni_assess.output.file_names import without_file_names
from gni_assess.output.json_report import write_json
from gni_assess.output.run import Run, fails
from gni_assess.output.text import write_text
from gni_assess.store.layout import folder_to_name, kind_of_id, leads_out
from gni_assess.store.load import LoadedWorkspace
from gni_assess.store.reading import read_bounded
from gni_assess.store.save import save_atomically
from gni_assess.store.yaml_document import LINE_BREAK

app = typer.Typer(add_completion=False, rich_markup_mode=None)
CANNOT_LOAD = 2


class Format(StrEnum):
    """How diagnostics are printed."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"


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
    output_format: Format = typer.Option(Format.TEXT, "--format", help="How to print."),
    output: Path | None = typer.Option(None, "--output", metavar="FILE", help="Write the result to a file instead of printing it."),
    force: bool = typer.Option(False, "--force", help="Replace the file of --output where it exists."),
    fail_on: FailOn = typer.Option(FailOn.ERROR, "--fail-on", help="Exit with 1 from this severity on."),
    select: str = typer.Option("", metavar="CODE,…", help="Only these codes.", autocompletion=complete_codes),
    ignore: str = typer.Option("", metavar="CODE,…", help="Not these codes.", autocompletion=complete_codes),
    area: str = typer.Option("", metavar="AREA", help="Only what is about criteria of this area.", autocompletion=complete_areas),
    only: str = typer.Option("", metavar="ID", help="Only what is about this criterion or record.", autocompletion=complete_criteria),
    stage: Stage | None = typer.Option(None, help="As if the workspace were at this stage."),
) -> int:
    """Check the whole record and print every diagnostic.

    Exit code 0: nothing at or above --fail-on. 1: something is. 2: the workspace cannot be loaded.
    """
    keep = _filter(_codes(select), _codes(ignore), area, only)
    loaded = shared.load()
    if output is not None:
        refuse_output(loaded.root, output)
        refuse_existing(output, force=force)
    if loaded.assessment is not None:
        _refuse_unknown(loaded, loaded.assessment, area, only)
    run = run_rules(shared, loaded, stage)
    run = replace(run, diagnostics=tuple(each for each in run.diagnostics if keep(each)))
    _print(shared, run, output_format, output, loaded)
    if loaded.assessment is None:
        shared.say("the workspace cannot be loaded: mend the errors above first")
        return CANNOT_LOAD
    threshold = None if fail_on is FailOn.NEVER else DiagnosticSeverity(fail_on.value)
    return int(fails(run, threshold))


def run_rules(shared: Shared, loaded: LoadedWorkspace, stage: Stage | None = None) -> Run:
    """Run all rules over a workspace; where it cannot be loaded, say only what loading found."""
    assessment = loaded.assessment
    if assessment is None:
        return Run(diagnostics=report_files(loaded.problems).diagnostics, files_read=loaded.files_read, ignored=Counter())
    result = check_workspace(shared, loaded, assessment, stage)
    areas = progress_by_area(assessment)
    return Run(
        diagnostics=result.diagnostics,
        files_read=loaded.files_read,
        stage=stage or assessment.workspace.plan.stage,
        criteria=sum(each.applicable for each in areas),
        answered=sum(each.answered for each in areas),
        ignored=Counter(each.diagnostic.code for each in result.ignored),
    )


def check_workspace(shared: Shared, loaded: LoadedWorkspace, assessment: Assessment, stage: Stage | None = None) -> Result:
    """Run all rules over a loaded record."""
    return run_checks(context_of(shared, loaded, assessment), loaded.locate, stage=stage)


def context_of(shared: Shared, loaded: LoadedWorkspace, assessment: Assessment) -> Context:
    """Collect what rules look at."""
    return Context(assessment=assessment, facts=shared.facts(assessment), file_problems=loaded.problems, broken=loaded.broken)


def say_what_is_left(shared: Shared, loaded: LoadedWorkspace, saved: Response) -> None:
    """Say what is still open in a response that was just saved, by the same rules; `loaded` is the record as it was before."""
    assessment = loaded.require()
    now = replace(assessment, responses={**assessment.responses, saved.criterion: saved})
    for rule, problem in problems_of_response(context_of(shared, loaded, now), saved.criterion):
        shared.say(f"  still open ({rule.code}): {problem.message}")
        shared.say(f"    how to mend it: {problem.fix}")


def _codes(text: str) -> frozenset[str]:
    return frozenset(get_rule(each.strip()).code for each in text.split(",") if each.strip())


def _filter(select: frozenset[str], ignore: frozenset[str], area: str, only: str) -> Callable[[Diagnostic], bool]:
    def keep(diagnostic: Diagnostic) -> bool:
        if (select and diagnostic.code not in select) or diagnostic.code in ignore:
            return False
        about = subject_of(diagnostic)
        return (not area or about.startswith(f"{area.upper()}-")) and (not only or about == only.upper())

    return keep


def subject_of(diagnostic: Diagnostic) -> str:
    """Name the record or criterion that a diagnostic is about; empty where it is about the workspace."""
    record = diagnostic.record
    if record is not None and record.kind is not RecordKind.WORKSPACE:
        return record.id
    return diagnostic.about


def _refuse_unknown(loaded: LoadedWorkspace, assessment: Assessment, area: str, only: str) -> None:
    check_area(assessment.pack, area)
    known = {each.id for each in (*assessment.records(), *loaded.broken)} | set(assessment.pack.by_id)
    if only and only.upper() not in known:
        hint = f"{did_you_mean(only.upper(), known)}`gni-assess criteria list` shows the criteria"
        raise UnknownIdError(f"there is no criterion or record `{only}`", hint=hint)


def _print(shared: Shared, run: Run, output_format: Format, output: Path | None, loaded: LoadedWorkspace) -> None:
    width = terminal_width() if output is None else None
    if width is None:  # then it may be published
        run = without_file_names(run, folder_of=folder_to_name, is_record_id=lambda each: kind_of_id(each) is not None)
    if output_format is Format.TEXT and output is None:
        print_pieces(shared, write_text(run, terminal_width=width, source_line=_source_of(loaded)))
        return
    if output_format is Format.JSON:
        text = write_json(run)
    elif output_format is Format.CONCISE:
        text = "\n".join(write_concise(run))
    else:
        text = "\n".join("".join(piece for piece, _ in line) for line in write_text(run))
    if output is None:
        sys.stdout.write(text + "\n")
        return
    save_atomically(output, (text + "\n").encode())
    shared.say(f"written: {output}")


def _source_of(loaded: LoadedWorkspace) -> Callable[[Place], str]:
    @cache
    def lines_of(file: str) -> list[str]:
        # From the file, since what could not be read as YAML has a line to show too.
        try:
            data = b"" if leads_out(loaded.root, file) else read_bounded(loaded.root / file)
        except OSError:
            return []
        return LINE_BREAK.split(data.decode("utf-8-sig", errors="replace"))

    def source_line(place: Place) -> str:
        return (lines_of(place.file)[place.line - 1 : place.line] or [""])[0] if place.line else ""

    return source_line
