"""`status`: where we are, and what to do next."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import typer

from gni_assess.checks.states import state_of
from gni_assess.cli.checking import run_rules
from gni_assess.cli.console import print_table, terminal_width
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.interview.bars import count as count_answers
from gni_assess.interview.bars import draw_bar, say_counts
from gni_assess.model.assessment import Assessment
from gni_assess.model.follow_up import RequestStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.progress import AreaProgress, is_overdue, open_gaps, progress_by_area, unanswered
from gni_assess.model.vocabulary import DiagnosticSeverity, Finding, GapStatus, Severity, State
from gni_assess.output.coverage import coverage_as_json, write_coverage
from gni_assess.output.run import Run, count

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_BAR = 20
_MOST = 5
_WIDE = 110
_SHORT = 20
_FIGURES_WIDTH = 60


@app.command()
@shared_options
def status(
    shared: Shared,
    *,
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Show progress by area, open gaps, what is overdue, who has what, and what to do next."""
    loaded = shared.load()
    assessment = loaded.require()
    run = run_rules(shared, loaded)
    if output_format is DataFormat.JSON:
        shared.print_json(_as_json(assessment, run, shared.today))
        return 0
    _print_head(shared, assessment)
    _print_areas(shared, assessment)
    _print_cases(shared, run)
    _print_gaps(shared, assessment)
    _print_people(shared, assessment)
    _print_next(shared, assessment, run)
    return 0


def _print_head(shared: Shared, assessment: Assessment) -> None:
    plan = assessment.workspace.plan
    shared.print(f"{assessment.workspace.company.name}: {assessment.pack.title}, edition {assessment.pack.edition}")
    period = f"period {plan.period.start} to {plan.period.end or 'open'}" if plan.period else "no period set yet"
    shared.print(f"stage {plan.stage.value}; {period}")
    if plan.fieldwork is not None:
        days = (plan.fieldwork.start - shared.today).days
        when = f"starts in {count(days, 'day')}" if days > 0 else "has started"
        shared.print(f"fieldwork {when}: {plan.fieldwork.start}")
    shared.print()


def _print_areas(shared: Shared, assessment: Assessment) -> None:
    areas = progress_by_area(assessment)
    width = terminal_width() or _WIDE
    is_wide = width >= _WIDE
    rows = []
    for each in areas:
        drawn = (
            (each.area.title, draw_bar(each.answered, each.applicable, _BAR))
            if is_wide
            else (_shorten(each.area.title, max(width - _FIGURES_WIDTH, _SHORT)),)
        )
        rows.append((each.area.id, *drawn, f"{each.answered} of {each.applicable}", *_findings(each)))
    names = ("", "") if is_wide else ("",)
    print_table(shared, ("AREA", *names, "ANSWERED", "IN PLACE", "PARTLY", "PLANNED", "NOT", "N/A"), rows)
    walk = tuple(each.id for each in assessment.applicable)
    counts = count_answers(assessment, walk)
    drafts = sum(each in assessment.responses and state_of(assessment.responses[each]) is State.DRAFT for each in walk)
    shared.print(say_counts(counts))
    shared.print(f"{counts.reviewed} reviewed, {count(drafts, 'draft')}, {counts.unsure} marked unsure")
    policies, systems = count(len(assessment.policies), "policy", "policies"), count(len(assessment.systems), "system")
    shared.print(f"{policies}, {systems}, {count(len(assessment.cases), 'case')}\n")


def _shorten(title: str, most: int) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"


def _findings(area: AreaProgress) -> tuple[str, ...]:
    return tuple(str(area.findings.get(each, 0) or "-") for each in Finding)


def _print_cases(shared: Shared, run: Run) -> None:
    lines = list(write_coverage(run.coverage, with_values=True, width=terminal_width())) if run.coverage else []
    for line in lines:
        shared.print(line)
    if lines:
        shared.print()


def _print_gaps(shared: Shared, assessment: Assessment) -> None:
    gaps = open_gaps(assessment)
    by_severity = Counter(each.severity for each in gaps)
    words = ", ".join(f"{by_severity[each]} {each.value}" for each in Severity)
    late = [each for each in gaps if is_overdue(each, shared.today)]
    shared.print(f"{count(len(gaps), 'open gap')}: {words}; {len(late)} overdue")
    severe = [each for each in gaps if each.severity is Severity.SEVERE]
    shown = [*severe, *(each for each in late if each not in severe)][:_MOST]
    rows = [(each.id, each.severity.value, _due(each, shared.today), each.owner or "no owner", each.summary) for each in shown]
    if rows:
        print_table(shared, ("GAP", "SEVERITY", "DUE", "OWNER", "SUMMARY"), rows)
    if len(shown) < len(gaps):
        shared.print(f"{len(gaps) - len(shown)} more: gni-assess gap list")
    shared.print()


def _due(gap: Gap, today: date) -> str:
    return f"{gap.due or 'no date'}{' (overdue)' if is_overdue(gap, today) else ''}"


def _print_people(shared: Shared, assessment: Assessment) -> None:
    waiting, gaps, names = _work_of(assessment)
    rows = [(person, names.get(person, ""), str(waiting[person] or "-"), str(gaps[person] or "-")) for person in sorted({*waiting, *gaps})]
    if rows:
        print_table(shared, ("WHO", "", "TO ANSWER", "OPEN GAPS"), rows)
        shared.print()


def _work_of(assessment: Assessment) -> tuple[Counter[str], Counter[str], dict[str, str]]:
    waiting = Counter(each.assignee for each in assessment.responses.values() if each.assignee and not each.is_answered)
    gaps = Counter(each.owner for each in open_gaps(assessment) if each.owner)
    return waiting, gaps, {each.id: each.role for each in assessment.workspace.people}


def _print_next(shared: Shared, assessment: Assessment, run: Run) -> None:
    counts = run.counts
    errors, warnings = counts[DiagnosticSeverity.ERROR], counts[DiagnosticSeverity.WARNING]
    shared.print(f"validate: {count(errors, 'error')}, {count(warnings, 'warning')}")
    shared.print("what to do next:")
    for step in _next_steps(assessment, run):
        shared.print(f"  {step}")


def _next_steps(assessment: Assessment, run: Run) -> list[str]:
    left = unanswered(assessment)
    steps = []
    if run.counts[DiagnosticSeverity.ERROR]:
        steps.append("gni-assess validate                shows the errors and how to mend them")
    if left:
        steps.append(f"gni-assess interview               goes on with {left[0]} ({count(len(left), 'criterion', 'criteria')} left)")
    if returned := [each for each in assessment.responses.values() if each.returned is not None]:
        steps.append(f"mend what was sent back by a reviewer: {_named(each.id for each in returned)}")
    if not left and (waiting := [each.id for each in assessment.responses.values() if state_of(each) is State.ANSWERED]):
        steps.append(f"have {count(len(waiting), 'answer')} reviewed: {_named(waiting)}")
    if not (assessment.policies or assessment.systems):
        steps.append("gni-assess evidence add policy     registers the first document")
    if open_requests := [each for each in assessment.requests.values() if each.status is RequestStatus.OPEN]:
        steps.append(f"answer {count(len(open_requests), 'request')} of the assessor: {_named(each.id for each in open_requests)}")
    steps.append("gni-assess export                  writes the workbook for the assessor")
    return steps


def _named(ids: Iterable[str]) -> str:
    named = tuple(ids)
    return ", ".join(named[:_MOST]) + (f" and {len(named) - _MOST} more" if len(named) > _MOST else "")


def _as_json(assessment: Assessment, run: Run, today: date) -> dict[str, Any]:
    areas = progress_by_area(assessment)
    gaps = open_gaps(assessment)
    waiting, owned, _ = _work_of(assessment)
    states = Counter(state_of(each) for each in assessment.responses.values())
    return {
        "stage": assessment.workspace.plan.stage.value,
        "criteria": sum(each.applicable for each in areas),
        "answered": sum(each.answered for each in areas),
        "states": {each.value: states[each] for each in State},
        "areas": [
            {
                "id": each.area.id,
                "criteria": each.applicable,
                "answered": each.answered,
                "findings": {finding.value: each.findings.get(finding, 0) for finding in Finding},
            }
            for each in areas
        ],
        "unanswered": list(unanswered(assessment)),
        "open_gaps": {severity.value: sum(1 for each in gaps if each.severity is severity) for severity in Severity},
        "accepted_gaps": sum(1 for r in assessment.responses.values() for each in r.gaps if each.status is GapStatus.ACCEPTED),
        "overdue_gaps": [each.id for each in gaps if is_overdue(each, today)],
        "evidence": {"policies": len(assessment.policies), "systems": len(assessment.systems), "cases": len(assessment.cases)},
        "people": {person: {"to_answer": waiting[person], "open_gaps": owned[person]} for person in sorted({*waiting, *owned})},
        "coverage": coverage_as_json(run.coverage, with_values=True) if run.coverage else None,
        "diagnostics": {severity.value: number for severity, number in run.counts.items()},
    }
