"""What is to be said of a file that came back as a whole: columns and rows that are gone, cells that nobody asked for."""

from collections.abc import Iterable, Iterator, Mapping

from gni_assess.exchange.receipt import AlteredCell
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable, Spot, Unread

_MOST_PLACES = 8
_FEWEST_MOVED = 2


def about_tables(tables: Mapping[str, IncomingTable], names: Iterable[str]) -> Iterator[str]:
    """Say which tables, columns and rows are gone, and which tables are there twice."""
    for name in names:
        table = tables.get(name)
        if table is not None:
            yield from _about_columns(table)
            if table.gone:
                rows = "1 row that was sent is" if len(table.gone) == 1 else f"{len(table.gone)} rows that were sent are"
                yield f"{rows} not on sheet `{table.sheet}` any more: {listed(table.gone)}; nothing is taken out of the record for that"
            if table.copies:
                places = listed(map(str, table.copies), "; ")
                yield f"the table of sheet `{table.sheet}` stands there again, and only the first was read; the other begins at {places}"


def is_cut(tables: Mapping[str, IncomingTable], read: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether columns to fill in are gone, or a table is there twice, so that something may not have been read.

    `read` has the headings of the columns that are read, by key, of each table that went out. A row that is gone cuts nothing off: what
    was typed in it was taken out with it, or stands in a row of its own, which is told.
    """
    return any(
        name not in tables or bool(tables[name].copies) or not frozenset(headings.values()).isdisjoint(tables[name].lost)
        for name, headings in read.items()
    )


def _about_columns(table: IncomingTable) -> Iterator[str]:
    for heading, spots in table.doubled.items():
        yield (
            f"the heading `{heading}` stands {len(spots)} times: {listed(map(str, spots), '; ')}; it is not clear which column is "
            "meant, so nothing of them was read; leave it above one of them only, and receive the file again"
        )
    if lost := [each for each in table.lost if each not in table.doubled]:
        yield (
            f"columns that are gone from sheet `{table.sheet}`, or got another heading, so that nothing of them was read: "
            f"{listed(f'`{each}`' for each in lost)}"
        )
    if table.lost_of_sender:
        columns = listed(f"`{each}`" for each in table.lost_of_sender)
        yield f"columns of the company that are gone from sheet `{table.sheet}`: {columns}; all else was read"


def _find_altered(incoming: Incoming) -> tuple[tuple[IncomingRow, str, Spot], ...]:
    """Find the sender's cells that are no longer as they were sent: row, heading and place."""
    return tuple((row, *each) for table in incoming.tables.values() for row in table.rows for each in row.altered)


def is_moved(row: IncomingRow) -> bool:
    """Whether cells of a row may have been moved, so that any text may stand under any heading."""
    return row.may_be_moved or len(row.altered) >= _FEWEST_MOVED


def find_shown(incoming: Incoming) -> tuple[Spot, ...]:
    """Find the sender's cells that were changed and may be shown.

    In a row whose cells were moved a private text may stand there now, and in a cell that was empty a note to oneself.
    """
    return tuple(spot for row, _, spot in _find_altered(incoming) if not _why_hidden(row, spot))


def about_altered(incoming: Incoming) -> Iterator[str]:
    """Say which of the sender's cells were changed, without what stands there now; nothing of it is taken."""
    if altered := _find_altered(incoming):
        cells = "1 cell that the company had filled was" if len(altered) == 1 else f"{len(altered)} cells that the company had filled were"
        places = listed((f"`{heading}` ({spot})" for _, heading, spot in altered), "; ")
        yield f"{cells} changed; nothing of that is taken: {places}"


def list_altered(incoming: Incoming, texts: Mapping[Spot, str] | None = None) -> tuple[AlteredCell, ...]:
    """Give the sender's cells that were changed, with what stands there now where that may be shown; `texts` has it, or is not known."""
    if texts is None:
        return tuple(AlteredCell(spot=spot, heading=heading) for _, heading, spot in _find_altered(incoming))
    return tuple(_show_altered(row, heading, spot, texts.get(spot, "")) for row, heading, spot in _find_altered(incoming))


def _show_altered(row: IncomingRow, heading: str, spot: Spot, text: str) -> AlteredCell:
    instead = _why_hidden(row, spot) or ("" if text else "it is now empty")
    return AlteredCell(spot=spot, heading=heading, text="" if instead else text, instead=instead)


def _why_hidden(row: IncomingRow, spot: Spot) -> str:
    if spot in row.put_in:
        return "it was empty, and what stands there now is not shown, because it may be a private note"
    return "its text is not shown, because cells of this row may have been moved" if is_moved(row) else ""


def about_unread(unread: Iterable[Unread], *, shows_headings: bool = True) -> Iterator[str]:
    """Say where something was typed that is not read. What stands above a column that somebody added for themselves may be private."""
    found = tuple(unread)
    for each in found[:_MOST_PLACES]:
        cells = "1 cell" if each.count == 1 else f"{each.count} cells"
        under = f" under `{each.heading}`" if each.heading and shows_headings else ""
        first = "" if each.count == 1 else "first: "
        yield f"{cells}{under} {'stands' if each.count == 1 else 'stand'} where nothing is read ({first}{each.spot})"
    if len(found) > _MOST_PLACES:
        yield f"and in {len(found) - _MOST_PLACES} more places"


def listed(words: Iterable[str], between: str = ", ") -> str:
    """Name the first of many, and say how many more there are."""
    named = tuple(words)
    more = f"{between}and {len(named) - _MOST_PLACES} more" if len(named) > _MOST_PLACES else ""
    return between.join(named[:_MOST_PLACES]) + more
