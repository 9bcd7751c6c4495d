"""The counts that must agree: each that stands in the report at several places is the same at all of them."""

from gni_assess.errors import ReportError
from gni_assess.sheets.book import Book, text_of

_COUNTS = "gni_counts"


def refuse_disagreement(book: Book) -> None:
    """Raise ReportError where two places of a report give different counts of one thing. It names the places and not the counts."""
    table = book.find_table(_COUNTS)
    if table is None:
        return
    what, where, count = map(table.index_of, ("what", "where", "count"))
    first: dict[str, tuple[str, object]] = {}
    for row in table.rows:
        name, place = text_of(row[what]), text_of(row[where])
        earlier, same = first.setdefault(name, (place, row[count]))
        if row[count] != same:
            raise ReportError(
                f"the report would contradict itself: the count `{name}` differs between `{earlier}` and `{place}`",
                hint="nothing was written; report this as a bug of gni-assess",
            )
