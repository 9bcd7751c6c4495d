"""The table that sets the criteria beside other standards and laws."""

from collections.abc import Mapping

from gni_assess.model.criteria import Criterion
from gni_assess.report.fields import Field, field, make_rows
from gni_assess.report.view import View
from gni_assess.sheets.book import ColumnKind, Table

CROSSWALK_NOTES = (
    "What is related is our own judgment: it is no official mapping, and an answer here does not show that a law is met.",
    "Criteria for which nothing related is named are left out.",
)
"""What stands above the table."""

_KNOWN: Mapping[str, str] = {
    "ungp-2011": "UN Guiding Principles",
    "rdr-2020": "RDR 2020",
    "dsa": "DSA (EU)",
    "csddd": "CSDDD (EU)",
}


def crosswalk_table(view: View) -> Table:
    """Make the table of the criteria that apply and name something related: a column a standard or law."""
    items = [each for each in view.criteria if any(each.crosswalk.values())]
    fields = (*_FIELDS, *(_column(key, heading) for key, heading in _documents(view, items).items()))
    return Table(
        name="gni_crosswalk",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, items),
        description="One row for each criterion, with the parts of other standards and laws that we judge to be related.",
        empty="None: these criteria name nothing related.",
        filtered=True,
    )


def _documents(view: View, items: list[Criterion]) -> Mapping[str, str]:
    named = dict.fromkeys(key for each in items for key in each.crosswalk)
    titles = {each.id: each.title for each in view.disclosure.pack.sources}
    return {**_KNOWN, **{key: _heading(key, titles.get(key, "")) for key in named if key not in _KNOWN}}


def _heading(key: str, title: str) -> str:
    # A header of an Excel table takes 255 characters, and must differ from the others.
    return f"{title[:200]} ({key})" if title else f"Other: {key}"


def _column(key: str, heading: str) -> Field[Criterion]:
    return field(key, heading, 24, lambda _, each: ", ".join(each.crosswalk.get(key, ())))


_FIELDS: tuple[Field[Criterion], ...] = (
    field("id", "ID", 10, lambda view, each: view.link(each.id), ColumnKind.LINK),
    field("area", "Area", 26, lambda view, each: view.areas[each.area]),
    field("title", "Title", 44, lambda _, each: each.title),
)
