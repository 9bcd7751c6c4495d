"""`status`: where we are, and what to do next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import typer

from gni_assess.checks.states import state_of
from gni_assess.cli.checking import run_rules
from gni_assess.cli.console import print_paragraph
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.cli.status_figures import (
    AreaFigures,
    CaseFigures,
    cases_by,
    figures_by_area,
    gaps_by_area,
    recommendations_by_status,
    work_by_person,
)
from gni_assess.cli.status_page import has_room, print_page
from gni_assess.model.assessment import Assessment
from gni_assess.model.follow_up import RequestStatus
from gni_assess.model.progress import gaps_of, is_overdue, open_gaps, unanswered
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding, GapStatus, Severity, State
from gni_assess.output.coverage import coverage_as_json
from gni_assess.output.run import Run, count

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_MOST = 5
_COMMAND = 34
_STEPS_WIDTH = 80


@app.command()
@shared_options
def status(
    shared: Shared,
    *,
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Show progress by area, what the cases cover, open gaps, what is overdue, who has what, and what to do next.

    The figures are those of the report's Summary for the team.
    """
    loaded = shared.load()
    assessment = loaded.require()
    run = run_rules(shared, loaded)
    if output_format is DataFormat.JSON:
        shared.print_json(_as_json(assessment, run, shared.today))
        return 0
    print_page(shared, assessment, run.coverage)
    _print_next(shared, assessment, run)
    return 0


def _print_next(shared: Shared, assessment: Assessment, run: Run) -> None:
    counts = run.counts
    errors, warnings = counts[DiagnosticSeverity.ERROR], counts[DiagnosticSeverity.WARNING]
    print_paragraph(f"validate: {count(errors, 'error')}, {count(warnings, 'warning')}")
    shared.print("what to do next:")
    for command, text in _next_steps(assessment, run):
        if not command:
            print_paragraph(text, indent="  ")
        elif has_room(_STEPS_WIDTH):
            print_paragraph(text, lead=f"  {command:{_COMMAND}} ")
        else:
            shared.print(f"  {command}")
            print_paragraph(text, indent="    ")


def _next_steps(assessment: Assessment, run: Run) -> Iterable[tuple[str, str]]:
    """Give each step as a command, if there is one for it, with what it does."""
    left = unanswered(assessment)
    if run.counts[DiagnosticSeverity.ERROR]:
        yield "gni-assess validate", "shows the errors and how to mend them"
    if left:
        yield "gni-assess interview", f"goes on with {left[0]} ({count(len(left), 'criterion', 'criteria')} left)"
    if returned := [each for each in assessment.responses.values() if each.returned is not None]:
        yield "", f"mend what was sent back by a reviewer: {_named(each.id for each in returned)}"
    if not left and (waiting := [each.id for each in assessment.responses.values() if state_of(each) is State.ANSWERED]):
        yield "", f"have {count(len(waiting), 'answer')} reviewed: {_named(waiting)}"
    if not (assessment.policies or assessment.systems):
        yield "gni-assess evidence add policy", "registers the first document"
    if asked := [each.id for each in assessment.requests.values() if each.is_open]:
        yield "gni-assess requests list --open", f"shows {count(len(asked), 'request')} to answer: {_named(asked)}"
    yield "gni-assess export", "writes the workbook for the assessor"


def _named(ids: Iterable[str]) -> str:
    named = tuple(ids)
    return ", ".join(named[:_MOST]) + (f" and {len(named) - _MOST} more" if len(named) > _MOST else "")


def _as_json(assessment: Assessment, run: Run, today: date) -> dict[str, Any]:
    areas = figures_by_area(assessment)
    gaps = open_gaps(assessment)
    states = Counter(state_of(each) for each in assessment.responses.values())
    return {
        "stage": assessment.workspace.plan.stage.value,
        "criteria": sum(each.progress.applicable for each in areas),
        "answered": sum(each.progress.answered for each in areas),
        "states": {each.value: states[each] for each in State},
        "areas": [_area_as_json(each) for each in areas],
        "unanswered": list(unanswered(assessment)),
        "open_gaps": {severity.value: sum(1 for each in gaps if each.severity is severity) for severity in Severity},
        "open_gaps_by_area": {
            area: {each.value: number for each, number in found.items()} for area, found in gaps_by_area(assessment).items()
        },
        "accepted_gaps": sum(gap.status is GapStatus.ACCEPTED for _, gap in gaps_of(assessment)),
        "overdue_gaps": [each.id for each in gaps if is_overdue(each, today)],
        "evidence": {"policies": len(assessment.policies), "systems": len(assessment.systems), "cases": len(assessment.cases)},
        "cases_by_type": _cases_as_json(cases_by(assessment, lambda case: case.type)),
        "cases_by_jurisdiction": _cases_as_json(cases_by(assessment, lambda case: case.jurisdiction)),
        "recommendations": {each.value: number for each, number in recommendations_by_status(assessment).items()},
        "requests": {
            **{status.value: sum(each.status is status for each in assessment.requests.values()) for status in RequestStatus},
            "overdue": [each.id for each in assessment.requests.values() if each.is_overdue(today)],
        },
        "people": {
            person: {"to_answer": each.to_answer, "open_gaps": each.open_gaps} for person, each in work_by_person(assessment).items()
        },
        "coverage": coverage_as_json(run.coverage, with_values=True) if run.coverage else None,
        "diagnostics": {severity.value: number for severity, number in run.counts.items()},
    }


def _area_as_json(each: AreaFigures) -> dict[str, Any]:
    progress = each.progress
    return {
        "id": progress.area.id,
        "title": progress.area.title,
        "criteria": progress.applicable,
        "answered": progress.answered,
        "findings": {finding.value: progress.findings.get(finding, 0) for finding in Finding},
        "unanswered": each.unanswered,
        "unfinished": each.unfinished,
        "answered_by_cases": each.by_cases,
    }


def _cases_as_json(found: Mapping[str, CaseFigures]) -> dict[str, dict[str, int]]:
    return {str(name): {"selected": each.selected, "other": each.other} for name, each in found.items()}
