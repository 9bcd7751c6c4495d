"""The table of gaps."""

from collections.abc import Callable
from datetime import date

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.gaps import Gap
from gni_assess.model.progress import is_overdue
from gni_assess.model.vocabulary import GapStatus, Severity
from gni_assess.report.fields import Field, Ids, field, make_rows, spread, telling
from gni_assess.report.limited import of_record
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, HELD_BACK, LEVELS, NO_DATE, SEVERITIES, held_back, labeled, lines, listed, plain
from gni_assess.sheets.book import ColumnKind, Table, Tone, Value, Word

OVERDUE = Word("overdue", Tone.BAD)

_SEVERITIES = tuple(Severity)
_PROGRESS = (GapStatus.OPEN, GapStatus.IN_PROGRESS, GapStatus.ACCEPTED, GapStatus.DONE)


def gaps_table(view: View) -> Table:
    """Make the table of gaps: by status, open ones first; then the most severe first, then by date."""
    items = sorted(view.gaps, key=lambda each: (_progress(each), _severity(each), when(view, each), each.gap.id))
    fields = telling(spread(_FIELDS, view, items), view, items)
    return Table(
        name="gni_gaps",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, items),
        description="One row for each gap that the company itself found, with its severity for people, action, owner and date.",
        anchor="id",
        filtered=True,
    )


def _progress(each: DisclosedGap) -> int:
    status = each.gap.record.status if each.gap.record is not None else each.gap.status
    return _PROGRESS.index(GapStatus(status)) if status else len(_PROGRESS)


def _severity(each: DisclosedGap) -> int:
    # A gap whose severity is not shown stands after those whose is.
    return _SEVERITIES.index(each.gap.record.severity) if each.gap.record is not None else len(_SEVERITIES)


def when(view: View, each: DisclosedGap) -> tuple[bool, date]:
    """Give what gaps are put in order by date with; those without a date stand last."""
    due = each.gap.record.due if each.gap.record is not None else None
    return due is None, due or view.today


def overdue_gaps(view: View) -> tuple[DisclosedGap, ...]:
    """Give the open gaps whose date has passed, the longest ago first."""
    late = [each for each in view.gaps if each.gap.record is not None and is_overdue(each.gap.record, view.today)]
    return tuple(sorted(late, key=lambda each: (when(view, each), each.gap.id)))


def severe_open_gaps(view: View) -> tuple[DisclosedGap, ...]:
    """Give the severe gaps that are open, by date."""
    severe = [each for each in view.gaps if (gap := each.gap.record) and gap.is_open and gap.severity is Severity.SEVERE]
    return tuple(sorted(severe, key=lambda each: (when(view, each), each.gap.id)))


def brief_summary(_view: View, gap: Gap) -> str:
    """Give the summary for a list of few words: without the empty lines that blocks of text end with."""
    return gap.summary.strip()


def overdue(view: View, gap: Gap) -> Value:
    """Say whether an open gap's date has passed; nothing for closed ones."""
    return say_whether_overdue(view, gap.due) if gap.is_open else None


def say_whether_overdue(view: View, due: date | None) -> Value:
    """Say whether the date of something that is open has passed."""
    if due is None:
        return NO_DATE
    return OVERDUE if due < view.today else "no"


def of_gap(give: Callable[[View, Gap], Value], *keys: str) -> Callable[[View, DisclosedGap], Value]:
    """Give a value of the gap that follows from some of its fields, or say why they are not shown."""
    value = of_record(give, *keys)
    return lambda view, each: value(view, each.gap)


def _text(key: str) -> Callable[[View, DisclosedGap], Value]:
    return of_gap(lambda _, gap: str(getattr(gap, key)), key)


def _evidence(_view: View, each: DisclosedGap) -> tuple[str, ...]:
    if each.gap.record is None or "evidence" in each.gap.hidden_fields:
        return (HELD_BACK,)
    return each.gap.record.evidence


def _summary(view: View, each: DisclosedGap) -> Value:
    if each.gap.record is None:
        return each.gap.summary or held_back(each.gap.treatment, each.gap.grounds)
    return _text("summary")(view, each)


def _status(_view: View, each: DisclosedGap) -> Value:
    status = each.gap.record.status if each.gap.record is not None else each.gap.status
    return GAP_STATUSES[GapStatus(status)] if status else HELD_BACK


def _scope(view: View, gap: Gap) -> Value:
    return lines(*(view.scope_names.get(each, each) for each in (*gap.entities, *gap.services)))


def _closing(_view: View, gap: Gap) -> Value:
    return lines(
        labeled("Accepted by", gap.accepted_by),
        labeled("Reason", gap.reason),
        labeled("To be looked at again on", gap.review_on.isoformat() if gap.review_on else ""),
    )


_FIELDS: tuple[Field[DisclosedGap] | Ids[DisclosedGap], ...] = (
    field("id", "ID", 13, lambda _, each: each.gap.id, ColumnKind.ID),
    field("criterion", "Criterion", 10, lambda view, each: view.link(each.criterion), ColumnKind.LINK),
    field("summary", "Summary", 48, _summary),
    field("cause", "Cause", 34, _text("cause")),
    field("scale", "Scale", 9, of_gap(lambda _, gap: LEVELS[gap.scale], "scale")),
    field("scope", "Scope", 9, of_gap(lambda _, gap: LEVELS[gap.scope], "scope")),
    field("irremediability", "Hard to undo", 10, of_gap(lambda _, gap: LEVELS[gap.irremediability], "irremediability")),
    field("impact", "Impact", 10, of_gap(lambda _, gap: plain(gap.impact), "impact")),
    field("severity", "Severity", 11, of_gap(lambda _, gap: SEVERITIES[gap.severity], "scale", "scope", "irremediability")),
    field("affected", "Affected", 20, of_gap(lambda _, gap: lines(*gap.affected), "affected")),
    field("confined", "Confined to", 18, of_gap(_scope, "entities", "services")),
    field("missing", "Missing evidence", 12, of_gap(lambda _, gap: listed(gap.missing), "missing")),
    field("action", "Action", 40, _text("action")),
    field("owner", "Owner", 18, _text("owner")),
    field("due", "Due", 11, of_gap(lambda _, gap: gap.due, "due"), ColumnKind.DATE),
    field("original_due", "Originally due", 11, of_gap(lambda _, gap: gap.original_due, "original_due"), ColumnKind.DATE),
    field("due_moves", "Times moved", 9, of_gap(lambda _, gap: gap.due_moves, "due_moves"), ColumnKind.NUMBER),
    field("status", "Status", 12, _status),
    field("overdue", "Overdue?", 11, of_gap(overdue, "due")),
    field("closed", "Closed", 11, of_gap(lambda _, gap: gap.closed, "closed"), ColumnKind.DATE),
    field("closing", "If accepted", 28, of_gap(_closing, "accepted_by", "reason", "review_on")),
    Ids(key="evidence", heading="Evidence", give=_evidence, most=3),
)
