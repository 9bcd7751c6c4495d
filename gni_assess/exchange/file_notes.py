"""What is to be said of a file that came back as a whole: columns and rows that are gone, cells that nobody asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable, Spot, Unread

_MOST_PLACES = 8
_MOST_CELLS = 40
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


def _about_columns(table: IncomingTable) -> Iterator[str]:
    if table.lost:
        yield (
            f"columns that are gone from sheet `{table.sheet}`, or got another heading, so that nothing of them was read: "
            f"{listed(f'`{each}`' for each in table.lost)}"
        )
    if table.lost_of_sender:
        columns = listed(f"`{each}`" for each in table.lost_of_sender)
        yield f"columns of the company that are gone from sheet `{table.sheet}`: {columns}; all else was read"


def _find_altered(incoming: Incoming) -> tuple[tuple[str, Spot], ...]:
    """Find the sender's cells that are no longer as they were sent: heading and place."""
    return tuple(each for table in incoming.tables.values() for row in table.rows for each in row.altered)


def is_moved(row: IncomingRow) -> bool:
    """Whether cells of a row may have been moved, so that any text may stand under any heading."""
    return row.may_be_moved or len(row.altered) >= _FEWEST_MOVED


def find_shown(incoming: Incoming) -> tuple[Spot, ...]:
    """Find the sender's cells that were changed and may be shown.

    In a row whose cells were moved a private text may stand there now, and in a cell that was empty a note to oneself.
    """
    rows = [row for table in incoming.tables.values() for row in table.rows if not is_moved(row)]
    return tuple(spot for row in rows for _, spot in row.altered if spot not in row.put_in)


def about_altered_places(incoming: Incoming) -> Iterator[str]:
    """Say which of the sender's cells were changed, without what stands there now; nothing of it is taken."""
    if altered := _find_altered(incoming):
        yield f"{_count_altered(altered)}: {listed((f'`{heading}` ({spot})' for heading, spot in altered), '; ')}"


def about_altered(incoming: Incoming, texts: Mapping[Spot, str]) -> Iterator[str]:
    """Say which of the sender's cells were changed, and what stands there now where that may be shown; nothing of it is taken."""
    altered = _find_altered(incoming)
    shown = frozenset(find_shown(incoming))
    put_in = {spot for table in incoming.tables.values() for row in table.rows for spot in row.put_in}
    if altered:
        yield _count_altered(altered)
    for heading, spot in altered[:_MOST_CELLS]:
        text = texts.get(spot, "")
        now = f"it now says `{text}`" if text else "it is now empty"
        if spot in put_in:
            now = "it was empty, and what stands there now is not shown, because it may be a private note"
        elif spot not in shown:
            now = "its text is not shown, because cells of this row may have been moved"
        yield f"changed, not taken: {spot}, under `{heading}`: {now}"
    if len(altered) > _MOST_CELLS:
        yield f"changed, not taken: and {len(altered) - _MOST_CELLS} more"


def _count_altered(altered: Sequence[tuple[str, Spot]]) -> str:
    cells = "1 cell" if len(altered) == 1 else f"{len(altered)} cells"
    return f"{cells} that the company had filled {'was' if len(altered) == 1 else 'were'} changed; nothing of that is taken"


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
