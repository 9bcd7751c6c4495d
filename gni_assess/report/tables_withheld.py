"""The manifest of what this audience does not get in full."""

from gni_assess.disclosure.views import WithheldItem
from gni_assess.model.vocabulary import Treatment
from gni_assess.report.fields import Field, field, make_rows
from gni_assess.report.view import View
from gni_assess.report.words import ASK, NO_WAY, NOTHING_LISTED, TREATMENTS, grounds_in_words, lines, plain
from gni_assess.sheets.book import ColumnKind, Table, Tone, Value, Word

ALL_OF_IT = "all of it"
"""What stands where a whole record is not shown."""

_TONES = {Treatment.VIEW_ONLY: Tone.PLANNED, Treatment.SUMMARY: Tone.PARTLY, Treatment.WITHHELD: Tone.HIDDEN}
_MEANINGS = {
    Treatment.VIEW_ONLY: "A summary or the status is here; the rest may be viewed, not taken away.",
    Treatment.SUMMARY: "A summary or the status is here; the rest is not shown.",
    Treatment.WITHHELD: "It exists, and is not shown.",
}


def withheld_table(view: View) -> Table:
    """Make the manifest: every record or field that is acknowledged but not shown in full."""
    return Table(
        name="gni_withheld",
        columns=tuple(each.column for each in _FIELDS),
        rows=make_rows(_FIELDS, view, view.disclosure.withheld),
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
    field("what", "What is not shown", 24, _what),
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
