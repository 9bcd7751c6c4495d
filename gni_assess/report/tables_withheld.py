"""The manifest of what this audience does not get in full."""

from collections import Counter

from gni_assess.disclosure.views import WithheldItem
from gni_assess.model.vocabulary import Treatment
from gni_assess.report.fields import Field, field, make_rows
from gni_assess.report.view import View
from gni_assess.report.words import ASK, NO_WAY, NOTHING_LISTED, TREATMENTS, grounds_in_words, lines, plain
from gni_assess.sheets.book import Column, ColumnKind, Row, Table, Tone, Value, Word

ALL_OF_IT = "all of it"
"""What stands where a whole record is not shown."""

_TONES = {Treatment.VIEW_ONLY: Tone.PLANNED, Treatment.SUMMARY: Tone.PARTLY, Treatment.WITHHELD: Tone.HIDDEN}
_LEVELS = tuple(_TONES)
_MEANINGS = {
    Treatment.VIEW_ONLY: "A summary or the status is here; the rest may be viewed, not taken away.",
    Treatment.SUMMARY: "A summary or the status is here; the rest is not shown.",
    Treatment.WITHHELD: "It exists, and is not shown.",
}


def withheld_tables(view: View) -> tuple[Table, ...]:
    """Make the manifest: every record or field that is acknowledged but not shown in full, and above it how many there are of each kind."""
    counts = (_counts(view),) if view.disclosure.withheld or view.is_template else ()
    return (*counts, _manifest(view))


def _counts(view: View) -> Table:
    counts = Counter((plain(each.kind), grounds_in_words(each.grounds), each.treatment) for each in _in_order(view))
    rows: list[Row] = [
        (kind, ground, Word(TREATMENTS[treatment], _TONES[treatment]), count) for (kind, ground, treatment), count in counts.items()
    ]
    return Table(
        name="gni_withheld_counts",
        heading="How many, by kind, ground and treatment",
        description="How many records or parts of records are not shown in full, by kind of record, ground and treatment.",
        columns=(
            Column(key="kind", heading="Kind of record", width=18),
            Column(key="ground", heading="Ground", width=28),
            Column(key="treatment", heading="Treatment", width=18),
            Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        ),
        rows=(*rows, ("Total", None, None, sum(counts.values()))) if rows else (),
        totals=1 if rows else 0,
    )


def _in_order(view: View) -> tuple[WithheldItem, ...]:
    """Put the manifest in order by kind, in the order of the disclosure, then by ground and treatment."""
    items = view.disclosure.withheld
    kinds = list(dict.fromkeys(each.kind for each in items))
    return tuple(sorted(items, key=lambda each: (kinds.index(each.kind), grounds_in_words(each.grounds), _LEVELS.index(each.treatment))))


def _manifest(view: View) -> Table:
    return Table(
        name="gni_withheld",
        heading="Each of them",
        columns=tuple(each.column for each in _FIELDS),
        rows=make_rows(_FIELDS, view, _in_order(view)),
        description="One row for each record or part of a record that is not shown in full, with the ground and how to see it.",
        empty=NOTHING_LISTED,
        filtered=True,
    )


def _meaning(_view: View, item: WithheldItem) -> Value:
    if not item.fields:
        return _MEANINGS[item.treatment]
    can_be_seen = item.treatment is Treatment.VIEW_ONLY
    return "This part is not here; it may be viewed, not taken away." if can_be_seen else "This part is not shown."


def _what(_view: View, item: WithheldItem) -> Value:
    return lines(*(plain(each).replace("_", " ") for each in item.fields)) or ALL_OF_IT


_FIELDS: tuple[Field[WithheldItem], ...] = (
    field("id", "ID", 14, lambda view, item: view.link(item.id), ColumnKind.LINK),
    field("kind", "Kind of record", 16, lambda _, item: plain(item.kind)),
    field("what", "Not shown", 24, _what),
    field("treatment", "Treatment", 18, lambda _, item: Word(TREATMENTS[item.treatment], _TONES[item.treatment])),
    field("meaning", "What that means", 34, _meaning),
    field("ground", "Ground", 28, lambda _, item: grounds_in_words(item.grounds)),
    field(
        "how",
        "How to see it",
        50,
        lambda _, item: lines(*item.how) or (ASK if item.treatment is Treatment.VIEW_ONLY else NO_WAY),
    ),
)
