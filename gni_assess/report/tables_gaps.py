"""The table of gaps."""

from collections.abc import Callable

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import GapStatus
from gni_assess.report.fields import Field, Ids, field, make_rows, spread
from gni_assess.report.view import View
from gni_assess.report.words import GAP_STATUSES, HELD_BACK, LEVELS, NO_DATE, SEVERITIES, held_back, labeled, lines, listed, plain
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
        return NO_DATE
    return OVERDUE if gap.due < view.today else "no"


def of_gap(give: Callable[[View, Gap], Value], *keys: str) -> Callable[[View, DisclosedGap], Value]:
    """Give a value of the gap that follows from some of its fields, or say why they are not shown."""

    def value(view: View, each: DisclosedGap) -> Value:
        gap = each.gap
        if gap.record is None:
            return HELD_BACK
        hidden = dict.fromkeys(view.limits_of("gap", gap.id, key) for key in keys if key in gap.hidden_fields)
        if not hidden:
            return give(view, gap.record)
        given = give(view, gap.record) if len(keys) > 1 else ""
        return lines(given if isinstance(given, str) else "", *hidden)

    return value


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
