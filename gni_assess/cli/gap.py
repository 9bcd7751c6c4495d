"""`gap add|set|list`: add, change, close and list gaps."""

from dataclasses import replace
from datetime import date
from typing import Any

import typer

from gni_assess.cli.checking import say_what_is_left
from gni_assess.cli.completion import complete_criteria, complete_evidence, complete_gaps, complete_people
from gni_assess.cli.console import print_table
from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.edits import check_scopes, filled_text, find_gap, get_person, parse_links
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.group import make_group
from gni_assess.cli.shared import Shared, parse_day, shared_options
from gni_assess.cli.stamping import stamp_change
from gni_assess.errors import StoreError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.plain import to_plain
from gni_assess.model.progress import gaps_of, is_overdue
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Classification, EvidenceKind, GapStatus, Impact, Level, RecordKind, Severity
from gni_assess.output.run import count
from gni_assess.store.load import LoadedWorkspace

app = make_group("Add, change, close and list gaps.")

SUMMARY = typer.Option(None, help="What is missing or weak.")
CAUSE = typer.Option(None, help="Why it is so.")
SCALE = typer.Option(None, help="How grave the impact on people is or could be.")
SCOPE = typer.Option(None, help="How many people are or could be affected.")
IRREMEDIABILITY = typer.Option(None, help="How hard it is to undo.")
IMPACT = typer.Option(None, help="Whether it has harmed people or could.")
AFFECTED = typer.Option([], metavar="WHO", help="Who is affected; may be repeated.")
MISSING = typer.Option([], metavar="KIND", help="A kind of evidence that this gap explains; may be repeated.")
ENTITY = typer.Option([], metavar="ID", help="An entity to which the gap is confined; may be repeated.")
SERVICE = typer.Option([], metavar="ID", help="A service to which the gap is confined; may be repeated.")
ACTION = typer.Option(None, help="What will be done.")
OWNER = typer.Option(None, metavar="PERSON", help="Who will do it.", autocompletion=complete_people)
DUE = typer.Option(None, metavar="DATE", help="By when.")
CLASSIFICATION = typer.Option(None, help="How confidential the gap is.")
NOTES = typer.Option(None, help="Notes for the team; they never leave it.")


@app.command("add")
@shared_options
def add_gap(
    shared: Shared,
    *,
    criterion_id: str = typer.Argument(metavar="ID", help="The criterion, for example GOV-02.", autocompletion=complete_criteria),
    summary: str = typer.Option(..., help="What is missing or weak."),
    scale: Level = typer.Option(..., help="How grave the impact on people is or could be."),
    scope: Level = typer.Option(..., help="How many people are or could be affected."),
    irremediability: Level = typer.Option(..., help="How hard it is to undo."),
    cause: str | None = CAUSE,
    impact: Impact | None = IMPACT,
    affected: list[str] = AFFECTED,
    missing: list[EvidenceKind] = MISSING,
    entity: list[str] = ENTITY,
    service: list[str] = SERVICE,
    action: str | None = ACTION,
    owner: str | None = OWNER,
    due: str | None = DUE,
    classification: Classification | None = CLASSIFICATION,
    notes: str | None = NOTES,
) -> int:
    """Add a gap under a criterion; its number is drawn at random."""
    from gni_assess.store.ids import draw_gap_id  # noqa: PLC0415 - only here

    assessment = shared.load_assessment()
    by = shared.writer(assessment)
    criterion = get_criterion(assessment.pack, criterion_id)
    before = assessment.responses.get(criterion.id)
    old = before or Response(criterion=criterion.id)
    values = _values(
        assessment,
        {"summary": summary, "cause": cause, "action": action, "notes": notes},
        {"impact": impact, "classification": classification},
        {"affected": affected, "missing": missing, "entities": entity, "services": service},
        owner=owner,
        due=due,
    )
    taken = [each.id for each in old.gaps]
    gap = Gap(id=draw_gap_id(criterion.id, taken), scale=scale, scope=scope, irremediability=irremediability, **values)
    _save(shared, assessment, before, replace(old, gaps=(*old.gaps, gap)), by)
    shared.print(gap.id)
    shared.say(
        f"saved: a {gap.severity.value} gap, because scale is {scale.value}, scope {scope.value}, irremediability {irremediability.value}"
    )
    return 0


@app.command("set")
@shared_options
def set_gap(
    shared: Shared,
    *,
    gap_id: str = typer.Argument(metavar="ID", help="The gap, for example GOV-02-G417.", autocompletion=complete_gaps),
    summary: str | None = SUMMARY,
    cause: str | None = CAUSE,
    scale: Level | None = SCALE,
    scope: Level | None = SCOPE,
    irremediability: Level | None = IRREMEDIABILITY,
    impact: Impact | None = IMPACT,
    affected: list[str] = AFFECTED,
    missing: list[EvidenceKind] = MISSING,
    entity: list[str] = ENTITY,
    service: list[str] = SERVICE,
    action: str | None = ACTION,
    owner: str | None = OWNER,
    due: str | None = DUE,
    status: GapStatus | None = typer.Option(None, help="What has become of it."),
    reason: str | None = typer.Option(None, help="Why it is accepted."),
    accepted_by: str | None = typer.Option(None, metavar="PERSON", help="Who accepted it.", autocompletion=complete_people),
    review_on: str | None = typer.Option(None, metavar="DATE", help="When an accepted gap is looked at again."),
    closed: str | None = typer.Option(None, metavar="DATE", help="When it was done; today where not given."),
    evidence: list[str] = typer.Option(
        [], metavar="ID", help="Evidence that it is done; may be repeated.", autocompletion=complete_evidence
    ),
    classification: Classification | None = CLASSIFICATION,
    notes: str | None = NOTES,
) -> int:
    """Change or close a gap. What is not given stays as it is."""
    loaded = shared.load()
    assessment = loaded.require()
    by = shared.writer(assessment)
    _refuse_unread(loaded, gap_id)
    response, gap = find_gap(assessment, gap_id)
    values = _values(
        assessment,
        {"summary": summary, "cause": cause, "action": action, "reason": reason, "notes": notes},
        {
            "scale": scale,
            "scope": scope,
            "irremediability": irremediability,
            "impact": impact,
            "status": status,
            "classification": classification,
        },
        {"affected": affected, "missing": missing, "entities": entity, "services": service},
        owner=owner,
        due=due,
    )
    if accepted_by is not None:
        values["accepted_by"] = get_person(assessment, accepted_by, "--accepted-by")
    values |= {key: parse_day(day, option) for key, option, day in _days(review_on, closed) if day is not None}
    if evidence:
        values["evidence"] = tuple(dict.fromkeys((*gap.evidence, *(each.id for each in parse_links(evidence, assessment)))))
    if not values:
        raise UsageError(
            "nothing to set", hint="for example `--status done --evidence POL-417`; `gni-assess gap set --help` lists the options"
        )
    if closed is not None and (status or gap.status) is not GapStatus.DONE:
        raise UsageError("`--closed` is for a gap that is done", hint="add `--status done`")
    if closed is not None and parse_day(closed, "--closed") > shared.today:
        raise UsageError("`--closed` is a day to come", hint="say when it was done; `--due` says when it is to be done")
    moved = gap if due is None else gap.move_due(parse_day(due, "--due"))
    changed = close_or_reopen(replace(moved, **values), shared.today)
    gaps = tuple(changed if each.id == gap.id else each for each in response.gaps)
    saved = _save(shared, assessment, response, replace(response, gaps=gaps), by)
    shared.say(f"{gap.id}: saved")
    say_what_is_left(shared, loaded, saved)
    return 0


def _refuse_unread(loaded: LoadedWorkspace, gap_id: str) -> None:
    criterion = gap_id.upper().rpartition("-G")[0]
    if RecordRef(kind=RecordKind.RESPONSE, id=criterion) in loaded.broken:
        hint = f"`gni-assess validate --only {criterion}` shows why, and how to mend it"
        raise StoreError(f"the response to `{criterion}` cannot be read, so its gaps cannot be changed", hint=hint)


def close_or_reopen(gap: Gap, today: date) -> Gap:
    """Give a gap that is done the day on which it was closed, and take it from one that is open again."""
    if gap.status is GapStatus.DONE:
        return gap if gap.closed is not None else replace(gap, closed=today)
    return replace(gap, closed=None)


@app.command("list")
@shared_options
def list_gaps(
    shared: Shared,
    *,
    severity: Severity | None = typer.Option(None, help="Only gaps of this severity."),
    status: GapStatus | None = typer.Option(None, help="Only gaps with this status."),
    owner: str = typer.Option("", metavar="PERSON", help="Only gaps of this owner.", autocompletion=complete_people),
    overdue: bool = typer.Option(False, "--overdue", help="Only open gaps whose date has passed."),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """List the gaps, the most severe first."""
    assessment = shared.load_to_list()
    order = list(Severity)
    chosen = [
        (response.criterion, gap)
        for response, gap in gaps_of(assessment)
        if (severity is None or gap.severity is severity)
        and (status is None or gap.status is status)
        and (not owner or gap.owner == owner)
        and (not overdue or is_overdue(gap, shared.today))
    ]
    chosen.sort(key=lambda each: (order.index(each[1].severity), each[1].due or date.max, each[1].id))
    if output_format is DataFormat.JSON:
        shared.print_json(
            {"gaps": [{"criterion": criterion, "severity": gap.severity.value, **to_plain(gap)} for criterion, gap in chosen]}
        )
        return 0
    rows = [(gap.id, gap.severity.value, gap.status.value, _due_words(gap, shared.today), gap.owner, gap.summary) for _, gap in chosen]
    if rows:
        print_table(shared, ("ID", "SEVERITY", "STATUS", "DUE", "OWNER", "SUMMARY"), rows)
    shared.say(count(len(rows), "gap"))
    return 0


def _due_words(gap: Gap, today: date) -> str:
    if gap.due is None:
        return ""
    return f"{gap.due} (overdue)" if is_overdue(gap, today) else str(gap.due)


def _days(review_on: str | None, closed: str | None) -> tuple[tuple[str, str, str | None], ...]:
    return ("review_on", "--review-on", review_on), ("closed", "--closed", closed)


def _values(
    assessment: Assessment,
    texts: dict[str, str | None],
    words: dict[str, object],
    lists: dict[str, Any],
    *,
    owner: str | None,
    due: str | None,
) -> dict[str, Any]:
    values: dict[str, Any] = {key: filled_text(text, f"--{key}") for key, text in texts.items() if text is not None}
    check_scopes(assessment, entities=lists["entities"], services=lists["services"])
    values |= {key: value for key, value in words.items() if value is not None}
    values |= {key: tuple(value) for key, value in lists.items() if value}
    if owner is not None:
        values["owner"] = get_person(assessment, owner, "--owner")
    if due is not None:
        values["due"] = parse_day(due, "--due")
    return values


def _save(shared: Shared, assessment: Assessment, before: Response | None, after: Response, by: str) -> Response:
    stamped = stamp_change(shared, assessment, before, after, by)
    shared.save([Change(before=before, after=stamped)], by=by, via="gap")
    return stamped
