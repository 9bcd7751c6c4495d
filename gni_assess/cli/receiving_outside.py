"""What receiving may know of the outside world: ids that are free, what a file would refuse, what the journals say."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from gni_assess.checks.digests import wording_put_to
from gni_assess.cli.shared import Shared
from gni_assess.errors import GniAssessError
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Record
from gni_assess.model.leaves import leaves
from gni_assess.model.plain import to_plain
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.texts import visible
from gni_assess.sheets.way_back import digest_of_text
from gni_assess.store.load import LoadedWorkspace

_UNKEEPABLE = "holds signs that a file cannot keep; type the text again"

OUT_OF_A_FILE = "sha256:"
"""How the journal begins to say from which file a change came."""


def make_outside(shared: Shared, loaded: LoadedWorkspace, by: str) -> Outside:
    """Collect what receiving may know of the outside world. A journal is read once, however many rows ask for it."""
    from gni_assess.store.ids import draw_gap_id, draw_record_ids  # noqa: PLC0415 - only here

    assessment = loaded.require()
    ids = functools.cache(lambda kind: draw_record_ids(shared.root, assessment, kind))

    def draw_record(kind: RecordKind, taken: Collection[str]) -> str:
        return next(each for each in ids(kind) if each not in taken)

    entries = functools.cache(lambda record_id: _read_journal(shared.root, record_id))
    return Outside(
        today=shared.today,
        by=by,
        draw_record=draw_record,
        draw_gap=draw_gap_id,
        check=find_misfits,
        wording=functools.partial(wording_put_to, assessment.workspace.company.types),
        past=functools.cache(lambda record_id: _find_past(entries(record_id))),
        entered=functools.cache(lambda record_id, since: _find_entered(entries(record_id), since)),
        asked_on=lambda criterion_id, person: _find_asked(entries(criterion_id), person),
        broken=loaded.broken,
    )


def find_misfits(record: Record) -> tuple[str, ...]:
    """Find what keeps a record from being stored, as its file would be refused: one sentence each, without what it says."""
    from gni_assess.store.reading import parse_bytes  # noqa: PLC0415 - only where something is received
    from gni_assess.store.structure import RECORD_TYPES, build  # noqa: PLC0415 - likewise
    from gni_assess.store.yaml_writer import dump_document  # noqa: PLC0415 - likewise

    plain = to_plain(record)
    try:
        read = parse_bytes(dump_document(plain, "").encode(), record.id, record.kind.value)
        if not read.problems and to_plain(build(RECORD_TYPES[record.kind], read.value)) == plain:
            return ()
    except (GniAssessError, ValueError):
        return (_UNKEEPABLE,)
    return tuple(dict.fromkeys(f"cannot be kept: {each.message}; {each.fix}" for each in read.problems)) or (_UNKEEPABLE,)


def _read_journal(root: Path, record_id: str) -> Collection[Mapping[str, Any]]:
    from gni_assess.store.journal import journal_file, read_entries  # noqa: PLC0415 - only here

    return read_entries(journal_file(root, record_id)).values()


def _find_past(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Find earlier texts of a record in its journal, by the digests that stand for what was sent."""
    return {digest_of_text(visible(text)): text for entry in entries for each in _changes(entry) for _, text in _texts(each, "old", "new")}


def _find_entered(entries: Iterable[Mapping[str, Any]], since: date) -> Entered:
    """Find in its journal the texts that came into a record out of files, on a day or later, by the path of their field.

    What somebody typed here does not count: a file that says the same may well say it anew.
    """
    found: dict[str, set[str]] = {}
    for entry in entries:
        if not str(entry.get("via", "")).startswith(OUT_OF_A_FILE) or _days_of(entry.get("at"))[1] < since:
            continue
        for each in _changes(entry):
            for place, text in set(_texts(each, "new")) - set(_texts(each, "old")):
                found.setdefault(place, set()).add(text)
    return found


def _find_asked(entries: Iterable[Mapping[str, Any]], person: str) -> date | None:
    """Find in the journal of a response the day on which somebody got the question last; None where it says nothing of that."""
    asked = ("assignee", person)
    changes = ((_days_of(entry.get("at"))[0], each) for entry in entries for each in _changes(entry))
    return max((day for day, each in changes if asked in _texts(each, "new") and asked not in _texts(each, "old")), default=None)


def _changes(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    changes = entry.get("changes")
    return [each for each in changes if isinstance(each, dict)] if isinstance(changes, list) else []


def _texts(change: Mapping[str, Any], *sides: str) -> Iterable[tuple[str, str]]:
    return [text for side in sides for text in leaves(change.get(side), str(change.get("field", "")))]


def _days_of(at: object) -> tuple[date, date]:
    """Give the first and the last day that a time can be: a file has the day that it was where it was sent, the journal the time in UTC."""
    try:
        moment = datetime.fromisoformat(str(at))
        days = moment.astimezone(UTC).date(), moment.astimezone().date()
    except (ValueError, OverflowError):
        return date.min, date.min
    return min(days), max(days)
