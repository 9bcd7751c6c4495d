"""What is to be said once about a whole evidence list: how it was read, and what of it was not."""

from collections.abc import Iterator, Mapping, Sequence

from gni_assess.exchange.evidence_map import FIELDS, EvidenceMap, Rest
from gni_assess.exchange.evidence_values import UNKNOWN
from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.evidence import Policy, System
from gni_assess.model.response import Response
from gni_assess.sheets.incoming_values import Spot, Unread, spot_of
from gni_assess.sheets.plain_tables import ListFile, PlainTable

_MOST_NAMED = 20


def about_file(found: ListFile, table: PlainTable) -> Iterator[str]:
    """Say which sheet and row were taken, and what stands elsewhere."""
    if others := [f"`{each}`" for each in found.grids if each != table.sheet]:
        yield f"only the sheet `{table.sheet}` is read; not read: {', '.join(others[:_MOST_NAMED])} (`--sheet` names another)"
    if table.above:
        cells = "1 cell above them is" if table.above == 1 else f"{table.above} cells above them are"
        yield f"the headings are in row {table.heading_row}; {cells} not read"


def find_unread(found: ListFile, table: PlainTable, mapping: EvidenceMap) -> Iterator[Unread]:
    """Find what is read nowhere: other sheets, cells above the headings, and columns that stand for nothing.

    Each was left out by somebody's choice, or by what the preview says, so none of it counts as left behind.
    """
    for sheet, grid in found.grids.items():
        cells = [(row, at) for row, of_row in grid if sheet != table.sheet or row + 1 < table.heading_row for at in of_row]
        if cells:
            yield Unread(spot=spot_of(sheet, *cells[0]), heading="", count=len(cells), may_be_meant=False)
    for name in table.names if mapping.rest is not Rest.NOTES else ():
        filled = [row.cells[name].spot for row in table.rows if name in row.cells and name not in mapping.used]
        if filled:
            yield Unread(spot=filled[0], heading=name, count=len(filled), may_be_meant=False)


def about_columns(table: PlainTable, mapping: EvidenceMap) -> Iterator[str]:
    """Say which column stands for what, and which for nothing."""
    told = [f"{key} from `{mapping.columns[key]}`" for key in FIELDS if key in mapping.columns]
    told += [f"{key} {_shown(value)} where nothing stands" for key, value in mapping.defaults.items()]
    yield f"read: {', '.join(told)}"
    filled = {name: sum(name in row.cells for row in table.rows) for name in table.names}
    unused = [f"`{name}` ({number} filled in)" for name, number in filled.items() if name not in mapping.used and number]
    if unused:
        fate = "kept in the notes" if mapping.rest is Rest.NOTES else "not taken; `--rest notes` keeps them in the notes"
        yield f"columns that stand for nothing, {fate}: {_listed(unused)}"
    gone = [each for each in mapping.headings if each not in table.names]
    added = [each for each in table.names if mapping.headings and each not in mapping.headings]
    for what, names in (("gone", gone), ("new", added)):
        if names:
            yield f"columns that are {what} since the mapping was kept: {', '.join(f'`{each}`' for each in names[:_MOST_NAMED])}"


def about_values(said: Mapping[tuple[str, str], Sequence[Spot]]) -> Iterator[str]:
    """Say what was read in another way than it stands there, once for all cells alike."""
    for (name, what), spots in said.items():
        number = "1 cell" if len(spots) == 1 else f"{len(spots)} cells"
        start = "" if what.startswith("`") else "what stands there "
        yield f"`{name}`: {start}{what} ({number}, the first in row {spots[0].row})"


def about_owners(strangers: Mapping[str, int], unowned: int, mapping: EvidenceMap, by: str) -> Iterator[str]:
    """Say who answers for what is owned by `strangers`, who are not in the workspace, and for new records that name no owner."""
    if strangers:
        names = [f"`{name}` ({_rows(number)})" for name, number in strangers.items()]
        takes = f"{mapping.defaults['owner']} answers for what is theirs, and the names are kept in the notes"
        yield f"not in the workspace: {_listed(names)}; {takes} (`--word owner:NAME=PERSON` says it name by name)"
    if unowned:
        where = "an owner" if "owner" in mapping.columns else "an owner, as no column does"
        them = "it" if unowned == 1 else "them"
        yield f"{_new(unowned)} not name {where}, and so {by} answers for {them}, who imports (`--default owner=PERSON` names another)"


def about_new(records: Sequence[Record]) -> Iterator[str]:
    """Say what new records lack, and what stands there instead."""
    documents = [each for each in records if isinstance(each, Policy | System)]
    if not documents:
        return
    if open_ones := sum(each.classification is None for each in documents):
        yield f"{_new(open_ones)} not say how confidential the document is, and so it counts as restricted"
    if undated := sum(str(each.effective.from_) == UNKNOWN for each in documents):
        yield f"{_new(undated)} not say since when it is in force, and so that is `unknown`"


def about_links(changes: Sequence[Change]) -> Iterator[str]:
    """Say which responses gain links, and which of them were reviewed as they were."""
    gained: dict[str, int] = {}
    for each in changes:
        if isinstance(each.after, Response):
            old = each.before.evidence if isinstance(each.before, Response) else ()
            gained[each.after.id] = gained.get(each.after.id, 0) + max(1, len(each.after.evidence) - len(old))
    if not gained:
        return
    responses = "1 response" if len(gained) == 1 else f"{len(gained)} responses"
    links = "1 link to evidence goes" if sum(gained.values()) == 1 else f"{sum(gained.values())} links to evidence go"
    yield f"{links} into {responses}: {_listed(sorted(gained))}"
    reviewed = {each.after.id for each in changes if isinstance(each.after, Response) and each.after.reviewed is not None}
    if reviewed:
        yield f"reviewed before, and to be reviewed again with what is linked now: {_listed(sorted(reviewed))}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_MOST_NAMED]) + (f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else "")


def _new(number: int) -> str:
    return "1 new record does" if number == 1 else f"{number} new records do"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    most = 40
    return f"`{line if len(line) <= most else line[:most] + '…'}`"
