"""`status` for a person: tables with bars where there is room, short lines in a narrow window, phrases that can be read aloud."""

from collections.abc import Iterable, Mapping

from gni_assess.checks.states import state_of
from gni_assess.cli.console import print_paragraph, print_table, terminal_width
from gni_assess.cli.shared import Shared
from gni_assess.cli.status_figures import (
    FINDING_WORDS,
    AreaFigures,
    CaseFigures,
    cases_by,
    figures_by_area,
    gaps_by_area,
    recommendations_by_status,
    work_by_person,
)
from gni_assess.interview.bars import count as count_answers
from gni_assess.interview.bars import draw_bar, say_counts
from gni_assess.model.assessment import Assessment
from gni_assess.model.columns import count_columns, cut_columns
from gni_assess.model.coverage import Coverage
from gni_assess.model.follow_up import RequestStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.progress import is_overdue, open_gaps
from gni_assess.model.vocabulary import Finding, Severity, State
from gni_assess.output.coverage import write_coverage
from gni_assess.output.run import count
from gni_assess.report.words import plain

WIDE, NARROW = 110, 72
"""From how many columns there is room for everything, and below how many there is none for a table."""

_MOST = 5
_BAR, _SHORT_BAR = 20, 10
_FIGURES_WIDTH = 65  # the areas' table at a usual terminal, without the titles
_UNLIMITED = 1_000


def print_page(shared: Shared, assessment: Assessment, coverage: Coverage | None) -> None:
    """Print where the record stands: answers, cases, gaps, earlier recommendations, and who has what."""
    _print_head(shared, assessment)
    _print_areas(shared, assessment)
    _print_cases(shared, assessment, coverage or Coverage())
    _print_gaps(shared, assessment)
    _print_recommendations(shared, assessment)
    _print_requests(shared, assessment)
    _print_people(shared, assessment)


def has_room(columns: int) -> bool:
    """Whether what is printed may be that wide; it may be of any width where nobody looks at a terminal."""
    return (terminal_width() or _UNLIMITED) >= columns


def _print_head(shared: Shared, assessment: Assessment) -> None:
    plan = assessment.workspace.plan
    print_paragraph(f"{assessment.workspace.company.name}: {assessment.pack.title}, edition {assessment.pack.edition}")
    period = f"period {plan.period.start} to {plan.period.end or 'open'}" if plan.period else "no period set yet"
    print_paragraph(f"stage {plan.stage.value}; {period}")
    if plan.fieldwork is not None:
        days = (plan.fieldwork.start - shared.today).days
        when = f"starts in {count(days, 'day')}" if days > 0 else "has started"
        print_paragraph(f"fieldwork {when}: {plan.fieldwork.start}")
    shared.print()


def _print_areas(shared: Shared, assessment: Assessment) -> None:
    areas = figures_by_area(assessment)
    if has_room(NARROW):
        names = ("AREA", "", "", "ANSWERED", "IN PLACE", "PARTLY", "PLANNED", "NOT", "N/A")
        print_table(shared, names, (_area_row(each) for each in areas))
    else:
        for each in areas:
            progress = each.progress
            print_paragraph(f"{progress.area.id}  {draw_bar(progress.answered, progress.applicable, _SHORT_BAR)}  {_answered(each)}")
            print_paragraph(f"{progress.area.title}: {_in_words(each)}", indent="  ")
    counts = count_answers(assessment, tuple(each.id for each in assessment.applicable))
    drafts = sum(
        each.id in assessment.responses and state_of(assessment.responses[each.id]) is State.DRAFT for each in assessment.applicable
    )
    print_paragraph(say_counts(counts))
    print_paragraph(f"{counts.reviewed} reviewed, {count(drafts, 'draft')}, {counts.unsure} marked unsure")
    policies, systems = count(len(assessment.policies), "policy", "policies"), count(len(assessment.systems), "system")
    print_paragraph(f"{policies}, {systems}, {count(len(assessment.cases), 'case')}")
    shared.print()


def _area_row(each: AreaFigures) -> tuple[str, ...]:
    progress, is_wide = each.progress, has_room(WIDE)
    room = _UNLIMITED if is_wide else (terminal_width() or _UNLIMITED) - _FIGURES_WIDTH
    bar = draw_bar(progress.answered, progress.applicable, _BAR if is_wide else _SHORT_BAR)
    findings = (str(progress.findings.get(finding, 0) or "-") for finding in Finding)
    return progress.area.id, _shorten(progress.area.title, room), bar, _answered(each), *findings


def _shorten(title: str, most: int) -> str:
    return title if count_columns(title) <= most else cut_columns(title, most - 1).rstrip() + "…"


def _answered(each: AreaFigures) -> str:
    return f"{each.progress.answered} of {each.progress.applicable}"


def _in_words(each: AreaFigures) -> str:
    counts = ((each.progress.findings.get(finding, 0), words) for finding, words in FINDING_WORDS.items())
    return ", ".join(_together(f"{number} {words}") for number, words in counts if number) or "nothing answered yet"


def _print_cases(shared: Shared, assessment: Assessment, coverage: Coverage) -> None:
    if not coverage.lines:
        return
    if has_room(NARROW):
        for line in write_coverage(coverage, with_values=False):
            shared.print(line)
    else:
        _print_narrow_coverage(coverage)
    selected = sum(each.selected for each in cases_by(assessment, lambda case: case.id).values())
    if others := len(assessment.cases) - selected:
        print_paragraph(f"{count(len(assessment.cases), 'case')}: {selected} in the set, {others} not in it")
    _print_counts("right", coverage.rights)
    _print_counts("type", _with_others(cases_by(assessment, lambda case: case.type), coverage.types))
    _print_counts("jurisdiction", _with_others(cases_by(assessment, lambda case: case.jurisdiction), coverage.jurisdictions))
    _print_counts("service", coverage.services)
    shared.print()


def _print_narrow_coverage(coverage: Coverage) -> None:
    print_paragraph("the selected cases, and what is asked of them:")
    for line in coverage.lines:
        figures = f"{line.count} of {line.target}" if line.target else str(line.count)
        print_paragraph(f"{line.counted}{', not met yet' if line.met is False else ''}", lead=f"{line.criterion}  {figures:8} ")
    if coverage.unread:
        print_paragraph(f"not counted: {count(coverage.unread, 'case file')} that cannot be read")


def _with_others(found: Mapping[str, CaseFigures], expected: Iterable[str]) -> Mapping[str, str]:
    """Give for each kind how many are in the set, and how many more are not; also for those of which there ought to be one."""
    figures = {**found, **{each: CaseFigures(selected=0, other=0) for each in expected if each not in found}}
    return {name: f"{each.selected}{f' ({each.other} more not in the set)' if each.other else ''}" for name, each in figures.items()}


def _print_counts(name: str, counts: Mapping[str, object]) -> None:
    lead = f"by {name}: "
    print_paragraph(", ".join(_together(f"{each} {number}") for each, number in counts.items()) or "none", lead=lead)


def _together(text: str) -> str:
    """Keep a number and its word on one line, where lines are wrapped."""
    return text if terminal_width() is None else text.replace(" ", "\u00a0")


def _print_gaps(shared: Shared, assessment: Assessment) -> None:
    gaps = open_gaps(assessment)
    by_area = gaps_by_area(assessment)
    words = ", ".join(f"{sum(counts[each] for counts in by_area.values())} {each.value}" for each in Severity)
    late = sorted((each for each in gaps if is_overdue(each, shared.today)), key=lambda each: (each.due or shared.today, each.id))
    print_paragraph(f"{count(len(gaps), 'open gap')}: {words}; {len(late)} overdue")
    if by_area:
        _print_gaps_by_area(shared, by_area)
    severe = [each for each in gaps if each.severity is Severity.SEVERE]
    if late:
        shared.print()
        print_paragraph("past the date set:")
        _print_first_gaps(shared, late[:_MOST])
        if len(late) > _MOST:
            print_paragraph(f"and {len(late) - _MOST} more: gni-assess gap list --overdue")
    shown = [each for each in severe if each not in late[:_MOST]][:_MOST]
    if shown:
        shared.print()
        print_paragraph("other severe ones:" if late else "severe:")
        _print_first_gaps(shared, shown)
    if more := len(gaps) - len(shown) - len(late[:_MOST]):
        print_paragraph(f"{more} more: gni-assess gap list")
    shared.print()


def _print_gaps_by_area(shared: Shared, by_area: Mapping[str, Mapping[Severity, int]]) -> None:
    most = max(sum(counts.values()) for counts in by_area.values())
    size = min(_BAR, most) if has_room(NARROW) else 0
    rows = (
        (area, *(str(number or "-") for number in counts.values()), *([_length(sum(counts.values()), most, size)] if size else []))
        for area, counts in by_area.items()
    )
    print_table(shared, ("AREA", *(each.value.upper() for each in Severity), *([""] if size else [])), rows)


def _length(number: int, most: int, size: int) -> str:
    return draw_bar(number, most, size).rstrip(".")


def _print_first_gaps(shared: Shared, gaps: Iterable[Gap]) -> None:
    if has_room(WIDE):
        rows = ((each.id, each.severity.value, _due(shared, each), each.owner or "no owner", each.summary) for each in gaps)
        print_table(shared, ("GAP", "SEVERITY", "DUE", "OWNER", "SUMMARY"), rows)
        return
    for each in gaps:
        due = _due(shared, each)
        print_paragraph(f"{each.severity.value}, {f'due {due}' if each.due else due}, {each.owner or 'no owner'}", lead=f"{each.id}  ")
        print_paragraph(each.summary, indent="    ")


def _due(shared: Shared, gap: Gap) -> str:
    return f"{gap.due or 'no date'}{' (overdue)' if is_overdue(gap, shared.today) else ''}"


def _print_recommendations(shared: Shared, assessment: Assessment) -> None:
    counts = {status: number for status, number in recommendations_by_status(assessment).items() if number}
    if counts:
        words = ", ".join(f"{number} {plain(status)}" for status, number in counts.items())
        print_paragraph(f"{count(len(assessment.recommendations), 'earlier recommendation')}: {words}")
        shared.print()


def _print_requests(shared: Shared, assessment: Assessment) -> None:
    if assessment.requests:
        asked = assessment.requests.values()
        counts = {status: sum(each.status is status for each in asked) for status in RequestStatus}
        words = ", ".join(f"{number} {status.value}" for status, number in counts.items() if number)
        late = sum(each.is_overdue(shared.today) for each in asked)
        print_paragraph(f"{count(len(asked), 'request or note', 'requests and notes')} of the assessor: {words}; {late} overdue")
        shared.print()


def _print_people(shared: Shared, assessment: Assessment) -> None:
    work = work_by_person(assessment)
    roles = {each.id: each.role for each in assessment.workspace.people}
    if has_room(NARROW) and work:
        rows = ((person, roles.get(person, ""), str(each.to_answer or "-"), str(each.open_gaps or "-")) for person, each in work.items())
        print_table(shared, ("WHO", "", "TO ANSWER", "OPEN GAPS"), rows)
    else:
        for person, each in work.items():
            tasks = [f"{each.to_answer} to answer"] if each.to_answer else []
            tasks += [count(each.open_gaps, "open gap")] if each.open_gaps else []
            print_paragraph(", ".join(tasks), lead=f"{person}: ")
    if work:
        shared.print()
