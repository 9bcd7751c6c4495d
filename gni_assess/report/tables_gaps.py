"""The table of gaps."""

from collections.abc import Callable

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import GapStatus
from gni_assess.report.fields import Field, Ids, field, make_rows, spread
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, LEVELS, SEVERITIES, held_back, labeled, lines, listed, plain
from gni_assess.sheets.book import ColumnKind, Table, Tone, Value, Word

OVERDUE = Word("overdue", Tone.BAD)


def gaps_table(view: View) -> Table:
    """Make the table of gaps, under the criteria in the pack's order."""
    order = {each.id: position for position, each in enumerate(view.disclosure.pack.criteria)}
    items = sorted(view.gaps, key=lambda each: order.get(each.criterion, len(order)))
    fields = spread(_FIELDS, view, items)
    return Table(
        name="gni_gaps",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, items),
        description="One row for each gap that the company itself found, with its severity for people, action, owner and date.",
        anchor="id",
        filtered=True,
    )


def overdue(view: View, gap: Gap) -> Value:
    """Say whether an open gap's date has passed; nothing for closed ones."""
    if not gap.is_open:
        return None
    if gap.due is None:
        return "no date"
    return OVERDUE if gap.due < view.today else "no"


def of_gap(key: str, give: Callable[[View, Gap], Value]) -> Callable[[View, DisclosedGap], Value]:
    """Give a value of the gap, or say why it is not shown."""

    def value(view: View, each: DisclosedGap) -> Value:
        if each.gap.record is None:
            return None
        if key in each.gap.hidden_fields:
            return view.limits_of("gap", each.gap.id, key)
        return give(view, each.gap.record)

    return value


def _summary(view: View, each: DisclosedGap) -> Value:
    if each.gap.record is None:
        return each.gap.summary or held_back(each.gap.treatment, each.gap.grounds)
    return of_gap("summary", lambda _, gap: gap.summary)(view, each)


def _status(_view: View, each: DisclosedGap) -> Value:
    status = each.gap.record.status if each.gap.record is not None else each.gap.status
    return GAP_STATUSES[GapStatus(status)] if status else None


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
    field("cause", "Cause", 34, of_gap("cause", lambda _, gap: gap.cause)),
    field("scale", "Scale", 9, of_gap("scale", lambda _, gap: LEVELS[gap.scale])),
    field("scope", "Scope", 9, of_gap("scope", lambda _, gap: LEVELS[gap.scope])),
    field("irremediability", "Hard to undo", 10, of_gap("irremediability", lambda _, gap: LEVELS[gap.irremediability])),
    field("impact", "Impact", 10, of_gap("impact", lambda _, gap: plain(gap.impact))),
    field("severity", "Severity", 11, of_gap("severity", lambda _, gap: SEVERITIES[gap.severity])),
    field("affected", "Affected", 20, of_gap("affected", lambda _, gap: lines(*gap.affected))),
    field("confined", "Confined to", 18, of_gap("entities", _scope)),
    field("missing", "Missing evidence", 12, of_gap("missing", lambda _, gap: listed(gap.missing))),
    field("action", "Action", 40, of_gap("action", lambda _, gap: gap.action)),
    field("owner", "Owner", 18, of_gap("owner", lambda _, gap: gap.owner)),
    field("due", "Due", 11, of_gap("due", lambda _, gap: gap.due), ColumnKind.DATE),
    field("original_due", "Originally due", 11, of_gap("original_due", lambda _, gap: gap.original_due), ColumnKind.DATE),
    field("due_moves", "Times moved", 9, of_gap("due_moves", lambda _, gap: gap.due_moves), ColumnKind.NUMBER),
    field("status", "Status", 12, _status),
    field("overdue", "Overdue?", 11, of_gap("due", overdue)),
    field("closed", "Closed", 11, of_gap("closed", lambda _, gap: gap.closed), ColumnKind.DATE),
    field("closing", "If accepted", 28, of_gap("reason", _closing)),
    Ids(key="evidence", heading="Evidence", give=lambda _, each: each.gap.record.evidence if each.gap.record is not None else (), most=3),
)
