"""The table of policies and systems."""

from collections.abc import Callable

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.evidence import Document, Effective, Policy, System
from gni_assess.model.vocabulary import RecordKind
from gni_assess.report.assessor_columns import on_evidence
from gni_assess.report.fields import Field, Ids, field, make_rows, spread, telling
from gni_assess.report.limited import how_to_see, limit_in_words
from gni_assess.report.view import View, in_days
from gni_assess.report.words import HELD_BACK, IN_FORCE, held_back, labeled, lines, plain
from gni_assess.sheets.book import ColumnKind, Table, Value, text_of

Shown = Disclosed[Policy] | Disclosed[System]


def evidence_table(view: View) -> Table:
    """Make the table of the policies and systems that this audience gets at least a summary of."""
    extra = on_evidence(view.disclosure.audience)
    fields = telling(spread(_FIELDS, view, view.documents), view, view.documents)
    return Table(
        name="gni_evidence",
        columns=(*(each.column for each in fields), *extra),
        rows=make_rows(fields, view, view.documents, blank=len(extra)),
        description="One row for each policy and system, with where it is kept, when it was in force and which criteria it supports.",
        anchor="id",
        filtered=True,
    )


def _of(key: str, give: Callable[[View, Document], Value]) -> Callable[[View, Shown], Value]:
    def value(view: View, shown: Shown) -> Value:
        if shown.record is None:
            return HELD_BACK
        if key in shown.hidden_fields:
            return view.limits_of(shown.kind, shown.id, key)
        return give(view, shown.record)

    return value


def _kind(_view: View, shown: Shown) -> str:
    exact = plain(shown.record.kind_of) if shown.record is not None else shown.kind
    return exact if exact == shown.kind else f"{shown.kind}: {exact}"


def _title(view: View, shown: Shown) -> Value:
    return shown.title or HELD_BACK if shown.record is None else _of("title", lambda _, record: record.title)(view, shown)


def _summary(view: View, shown: Shown) -> Value:
    if shown.record is None:
        return shown.summary or held_back(shown.treatment, shown.grounds)
    return _of("summary", lambda _, record: record.summary)(view, shown)


def _location(view: View, shown: Shown) -> Value:
    if shown.record is None:
        return HELD_BACK
    texts = (
        labeled("File", text_of(_of("file", lambda _, record: record.file)(view, shown))),
        labeled("Address", text_of(_of("url", lambda _, record: record.url)(view, shown))),
        text_of(_of("held_at", lambda _, record: record.held_at)(view, shown)),
    )
    return lines(*texts)


def _effective(shown: Shown) -> Effective | None:
    return shown.record.effective if shown.record is not None else shown.effective


def _from(_view: View, shown: Shown) -> Value:
    effective = _effective(shown)
    return in_days(effective.from_) if effective else HELD_BACK


def _to(_view: View, shown: Shown) -> Value:
    effective = _effective(shown)
    return (in_days(effective.to) if effective.to else IN_FORCE) if effective else HELD_BACK


def _in_period(view: View, shown: Shown) -> Value:
    effective = _effective(shown)
    return view.in_period(effective) if effective else HELD_BACK


def _scope(view: View, shown: Shown) -> Value:
    def names(key: str, ids: Callable[[Document], tuple[str, ...]]) -> str:
        given = _of(key, lambda _, record: lines(*(view.scope_names.get(each, each) for each in ids(record))))
        return text_of(given(view, shown))

    parts = (names("services", lambda record: record.services), names("entities", lambda record: record.entities))
    return lines(*dict.fromkeys(parts))


def _supersedes(_view: View, shown: Shown) -> tuple[str, ...]:
    if shown.record is None or "supersedes" in shown.hidden_fields:
        return (HELD_BACK,)
    return (shown.record.supersedes,) if shown.record.supersedes else ()


def _figures(view: View, shown: Shown) -> Value:
    if not isinstance(shown.record, System):
        return HELD_BACK if shown.record is None and shown.kind == RecordKind.SYSTEM else None
    if "figures" in shown.hidden_fields:
        return view.limits_of(shown.kind, shown.id, "figures")
    figures = shown.record.figures
    return lines(*(f"{each.name}: {each.value} {each.unit}".rstrip() + (f" ({each.period})" if each.period else "") for each in figures))


_FIELDS: tuple[Field[Shown] | Ids[Shown], ...] = (
    field("id", "ID", 10, lambda _, shown: shown.id, ColumnKind.ID),
    field("kind", "Kind", 14, _kind),
    field("title", "Title", 26, _title),
    field("limit", "How it is shown", 22, limit_in_words),
    field("summary", "Summary", 56, _summary),
    field("figures", "Figures", 24, _figures),
    field("owner", "Owner", 18, _of("owner", lambda _, record: record.owner)),
    field("holder", "Holder", 18, _of("holder", lambda _, record: record.holder)),
    field("location", "Location", 28, _location),
    field("from", "Effective from", 11, _from, ColumnKind.DATE),
    field("to", "Effective to", 11, _to, ColumnKind.DATE),
    field("last_reviewed", "Last review", 11, _of("last_reviewed", lambda _, record: record.last_reviewed), ColumnKind.DATE),
    field("next_review", "Next review", 11, _of("next_review", lambda _, record: record.next_review), ColumnKind.DATE),
    field("version", "Version", 9, _of("version", lambda _, record: record.version)),
    Ids(key="supersedes", heading="Replaces", give=_supersedes, width=10, most=1),
    field("approved_by", "Approved by", 16, _of("approved_by", lambda _, record: record.approved_by)),
    field("in_period", "In period?", 10, _in_period),
    field("scope", "Services and entities", 18, _scope),
    field("classification", "Classification", 13, _of("classification", lambda _, record: plain(record.classification))),
    field("how", "How to see it", 26, how_to_see),
    field("sha256", "SHA-256", 24, _of("sha256", lambda _, record: record.sha256)),
    Ids(key="supports", heading="Supports", give=lambda view, shown: view.supported.get(shown.id, ()), width=11, most=4),
)
