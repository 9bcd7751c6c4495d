"""Importing a list of evidence: read once, mapped, then received like any other file."""

from collections.abc import Sequence
from pathlib import Path

from gni_assess.cli.asking import Asker, command_so_far
from gni_assess.cli.evidence_mapping import MapOptions, settle_mapping
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receiving import Read, Receiving, receive_files
from gni_assess.cli.receiving_outside import find_misfits
from gni_assess.cli.shared import Shared, can_ask
from gni_assess.cli.stamping import stamp_change
from gni_assess.exchange.evidence_list import ListOutside, receive_list
from gni_assess.model.assessment import Record
from gni_assess.model.vocabulary import RecordKind
from gni_assess.output.run import count
from gni_assess.sheets.plain_tables import read_list
from gni_assess.store.ids import draw_record_ids
from gni_assess.store.load import LoadedWorkspace

_KINDS = (RecordKind.POLICY, RecordKind.SYSTEM)


def import_list(shared: Shared, file: Path, options: MapOptions, how: Receiving) -> int:
    """Import a list and give the exit code: 1 where a row of it is not in the record afterwards. Raises UsageError, StoreError."""
    asker = Asker(command=command_so_far()) if can_ask() and not how.apply and how.output_format is DataFormat.TEXT else None

    kept: list[Path] = []

    def open_file(path: Path, loaded: LoadedWorkspace, by: str) -> Read:
        found = read_list(path)
        if unread := [each.id for each in loaded.broken if each.kind in _KINDS]:
            shared.say(
                f"what {', '.join(sorted(unread))} holds cannot be read, and may be made a second time; `gni-assess validate` shows why"
            )
        mapped = settle_mapping(shared, found, options, loaded.require().workspace, asker)
        kept.extend([mapped.file] if mapped.file is not None else [])
        outside = _make_outside(shared, loaded, by)
        return lambda assessment, choices: receive_list(found, mapped.table, mapped.mapping, assessment, outside, choices)

    code = receive_files(shared, [file], open_file, how, tell=_tell, asker=asker)
    if how.dry_run:
        for each in kept:
            shared.say(f"the record is as it was; only the mapping was written, to `{each}`")
    return code


def _make_outside(shared: Shared, loaded: LoadedWorkspace, by: str) -> ListOutside:
    assessment = loaded.require()
    ids = {kind: draw_record_ids(shared.root, assessment, kind) for kind in _KINDS}
    return ListOutside(
        by=by,
        draw_record=lambda kind: next(ids[kind]),
        stamp=lambda before, after: stamp_change(shared, assessment, before, after, by),
        check=find_misfits,
        broken=loaded.broken,
    )


def _tell(shared: Shared, _loaded: LoadedWorkspace, saved: Sequence[Record]) -> None:
    """Say what comes next."""
    shared.say(f"{count(len(saved), 'record')} saved; `gni-assess evidence list --unused` lists what no answer uses yet")
