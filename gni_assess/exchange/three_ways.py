"""One field three ways: what was sent, what the record says now, what the file says."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from gni_assess.exchange.flowing import flow
from gni_assess.exchange.receipt import Choice, FieldConflict
from gni_assess.sheets.cells import CellKind
from gni_assess.sheets.incoming_values import IncomingCell, Spot
from gni_assess.sheets.texts import visible
from gni_assess.sheets.way_back import digest_of_text

NOTHING_SENT: Mapping[str, str] = {}
"""What was sent where all cells were empty."""

FindChoice = Callable[[FieldConflict], Choice | None]
"""Finds how a conflict is settled."""

_EMPTY = digest_of_text("")


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field to be compared. `theirs` is what the record says now, `mine` what the file says, both as a reader sees them.

    `also` are other words for the same value as `theirs`, in one of which it may have been sent. `before` are texts that came into the
    record after the file was sent: where the file's is one of them, it was taken already. Where there is a `guard`, nothing is taken
    silently; it says why, as in FieldConflict. `already` says the same of what the record had when the file was sent without it.
    `words` are those that can stand there at all, where the field has a list of them.
    """

    key: str
    heading: str
    theirs: str
    mine: str
    can_join: bool = False
    also: tuple[str, ...] = ()
    before: Collection[str] = ()
    guard: str = ""
    already: str = ""
    words: Collection[str] = ()
    spot: Spot | None = None


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What a row makes of a record: the texts that go in, by key, and what is not settled.

    `earlier` are fields whose text in the file was in the record before, and was changed there since: nothing is done about them.
    """

    texts: Mapping[str, str]
    conflicts: tuple[FieldConflict, ...] = ()
    earlier: tuple[Field, ...] = ()


def is_as_sent(text: str, key: str, sent: Mapping[str, str]) -> bool:
    """Whether a text is the one that went out in a column; `sent` has the digests of what was filled in beforehand."""
    return digest_of_text(visible(text)) == sent.get(key, _EMPTY)


def stands_as_sent(cell: IncomingCell | None, key: str, sent: Mapping[str, str]) -> bool:
    """Whether a cell holds what went out in it. A formula or an error never does, whatever it shows: somebody put it there."""
    if cell is not None and cell.cell.kind in (CellKind.FORMULA, CellKind.ERROR):
        return False
    return is_as_sent("" if cell is None else cell.cell.text, key, sent)


def merge_fields(fields: Sequence[Field], sent: Mapping[str, str], past: Mapping[str, str], find_choice: FindChoice) -> Merge:
    """Merge the fields of one row. What was not changed in the file changes nothing, whatever happened meanwhile.

    What was emptied in the file is not taken unless somebody says so. `past` has earlier texts of the record, by digest.
    """
    texts: dict[str, str] = {}
    conflicts = []
    earlier = []
    for each in fields:
        if is_as_sent(each.mine, each.key, sent) or each.mine in each.also or any(is_same(text, each.mine) for text in _shown(each)):
            continue
        if any(is_same(each.mine, text) for text in each.before):
            earlier.append(each)
            continue
        is_still_as_sent = any(is_as_sent(text, each.key, sent) for text in (*_shown(each), *each.also))
        if is_still_as_sent and each.mine.strip() and not each.guard:
            texts[each.key] = each.mine
            continue
        if _was_joined(each, each.theirs, is_all_new=each.key not in sent):
            continue
        if any(_was_joined(each, text, is_all_new=each.key not in sent) for text in each.before):
            earlier.append(each)
            continue
        conflict = _conflict(each, sent, past, is_still_as_sent=is_still_as_sent)
        choice = find_choice(conflict)
        if choice is None:
            conflicts.append(conflict)
        elif choice is Choice.TAKE:
            texts[each.key] = each.mine
        elif choice is Choice.BOTH:
            texts[each.key] = join(each.theirs, each.mine)
    return Merge(texts=texts, conflicts=tuple(conflicts), earlier=tuple(earlier))


def join(first: str, second: str) -> str:
    """Put two texts one after the other, as paragraphs."""
    return "\n\n".join(each for each in (first.rstrip(), second) if each.strip())


def is_same(first: str, second: str) -> bool:
    """Whether two texts look the same; white space at their end does not show."""
    return visible(first).rstrip() == visible(second).rstrip()


def _shown(field: Field) -> tuple[str, str]:
    """Give what the record says as it may have gone out: its lines may have been joined."""
    return field.theirs, flow(field.theirs)


def _was_joined(field: Field, text: str, *, is_all_new: bool) -> bool:
    """Whether both texts were taken before, one after the other, so that `text` of the record has the file's among its paragraphs.

    Where a text was sent, the file's may be what is left of it: then only the end counts, where such a text is put.
    """
    theirs, mine = f"\n\n{visible(text).rstrip()}\n\n", f"\n\n{visible(field.mine).rstrip()}\n\n"
    return field.can_join and bool(field.mine.strip()) and (mine in theirs if is_all_new else theirs.endswith(mine))


def _conflict(field: Field, sent: Mapping[str, str], past: Mapping[str, str], *, is_still_as_sent: bool) -> FieldConflict:
    # A record keeps other words than the file shows, so its earlier texts have no word of a list.
    known = ("", field.theirs, flow(field.theirs), *field.words)
    was = next((text for text in known if is_as_sent(text, field.key, sent)), past.get(sent.get(field.key, _EMPTY)))
    if was is None:
        was = next((flowing for text in past.values() if is_as_sent(flowing := flow(text), field.key, sent)), None)
    return FieldConflict(
        key=field.key,
        field=field.heading,
        sent=was,
        theirs=field.theirs,
        mine=field.mine,
        can_join=field.can_join and bool(field.mine.strip()),
        guard=field.guard or ("" if is_still_as_sent else field.already),
        is_as_sent=is_still_as_sent,
        spot=field.spot,
    )
