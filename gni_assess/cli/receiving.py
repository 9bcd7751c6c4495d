"""Receiving files: a preview, conflicts settled one by one, then all changes of a file together, through the one writer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gni_assess.cli.asking import Asker, command_so_far, refuse_asking
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receipt_conflicts import settle_conflicts
from gni_assess.cli.receipt_page import print_receipt, receipt_as_json, summarize_all
from gni_assess.cli.shared import Shared, can_ask
from gni_assess.errors import GniAssessError, UsageError
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, Receipt, put_changes
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.plain import to_plain
from gni_assess.model.visible import visible_line
from gni_assess.output.run import count
from gni_assess.store.load import LoadedWorkspace

_UNKEEPABLE = "holds signs that a file cannot keep; type the text again"

Read = Callable[[Assessment, Choices], Receipt]
"""Gives what one file brings, beside a record and with conflicts settled."""

Open = Callable[[Path, LoadedWorkspace, str], Read]
"""Reads a file once, for whoever receives it. Raises StoreError."""

Tell = Callable[[LoadedWorkspace, Sequence[Record]], None]
"""Says what is left of the records that were saved; it is given the workspace as it is afterwards."""


@dataclass(frozen=True, kw_only=True)
class Receiving:
    """How files are to be received, as the options say."""

    apply: bool = False
    dry_run: bool = False
    on_conflict: Choice | None = None
    output_format: DataFormat = DataFormat.TEXT

    @property
    def asks(self) -> bool:
        """Whether there is somebody to be asked. Raises UsageError where there should be."""
        if self.apply and self.dry_run:
            raise UsageError("`--apply` and `--dry-run` were both given", hint="`--dry-run` shows, `--apply` also writes")
        if self.apply or self.dry_run:
            return False
        if self.output_format is DataFormat.JSON:
            raise UsageError("`--format json` asks nothing", hint="give `--dry-run` to look, or `--apply` to write")
        if not can_ask():
            raise refuse_asking(["`--dry-run` to look", "or `--apply` to write what is not in conflict"])
        return True


def receive_files(shared: Shared, files: Sequence[Path], open_file: Open, how: Receiving, tell: Tell | None = None) -> int:
    """Receive files one after the other and give the exit code: 1 where something of them is not in the record afterwards.

    Each file is compared with the record as the files before it leave it, so that two files that say different things are seen. All files
    are read before anything is written. Raises UsageError, StoreError.
    """
    asker = Asker(command=command_so_far()) if how.asks else None
    loaded = shared.load()
    by = shared.writer(loaded.require())
    readers = [open_file(each, loaded, by) for each in files]
    receipts = _make_receipts(shared, loaded.require(), readers, how, asker)
    writes = _is_wanted(receipts, how, asker)
    saved = _save(shared, receipts, by, tell) if writes else {}
    if how.output_format is DataFormat.JSON:
        made = sum(map(_count_taken, receipts))
        shared.print_json({"applied": bool(saved), "changes": made, "files": [receipt_as_json(each) for each in receipts]})
    _say_end(shared, receipts, how, writes=writes)
    if saved and tell is not None:
        tell(shared.load(), list(saved.values()))
    is_refused = not writes and not how.dry_run and any(each.changes for each in receipts)
    return 1 if is_refused or any(each.is_left for each in receipts) else 0


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


def _make_receipts(
    shared: Shared, assessment: Assessment, readers: Sequence[Read], how: Receiving, asker: Asker | None
) -> tuple[Receipt, ...]:
    receipts = []
    for read in readers:
        now = assessment
        receipt = read(now, Choices(others=how.on_conflict) if how.on_conflict else UNSETTLED)
        if how.output_format is DataFormat.TEXT:
            print_receipt(shared, receipt)
        if asker is not None:
            receipt = settle_conflicts(asker, receipt, lambda choices, read=read, now=now: read(now, choices))  # type: ignore[misc]
        assessment = put_changes(now, receipt.changes)
        receipts.append(receipt)
    if len(receipts) > 1 and how.output_format is DataFormat.TEXT:
        for line in summarize_all(tuple(receipts)):
            shared.print(f"together: {line}")
    return tuple(receipts)


def _is_wanted(receipts: Sequence[Receipt], how: Receiving, asker: Asker | None) -> bool:
    if how.dry_run or not any(each.changes for each in receipts):
        return False
    if asker is None:
        return True
    number = sum(map(_count_taken, receipts))
    is_wanted = asker.confirm(f"apply {'this change' if number == 1 else f'these {number} changes'}?", "--apply", default=False)
    asker.remember()
    return is_wanted


def _save(shared: Shared, receipts: Sequence[Receipt], by: str, tell: Tell | None) -> Mapping[tuple[str, str], Record]:
    """Write one file after the other. Where one cannot be written, those before it are, and that is said."""
    saved: dict[tuple[str, str], Record] = {}
    done: list[Receipt] = []
    for each in receipts:
        if each.changes:
            try:
                # What could not be saved still stands in the file.
                records = shared.save(each.changes, by=by, via=f"sha256:{each.sha256}", keep=False)
            except GniAssessError:
                _say_half_done(shared, receipts, done)
                if saved and tell is not None:
                    tell(shared.load(), list(saved.values()))
                raise
            saved |= {(record.kind.value, record.id): record for record in records}
        done.append(each)
    return saved


def _say_half_done(shared: Shared, receipts: Sequence[Receipt], done: Sequence[Receipt]) -> None:
    written = [f"`{visible_line(each.file)}`" for each in done if each.changes]
    left = [f"`{visible_line(each.file)}`" for each in receipts[len(done) :] if each.changes]
    if written:
        shared.say(f"saved already: what stands in {', '.join(written)}")
        shared.say(f"not saved: what stands in {', '.join(left)}; receive that again")


def _say_end(shared: Shared, receipts: Sequence[Receipt], how: Receiving, *, writes: bool) -> None:
    number = sum(map(_count_taken, receipts))
    if how.dry_run:
        shared.say(f"nothing was written to the record; `--apply` would make {count(number, 'change')}")
    elif writes:
        shared.say(f"{count(number, 'change')} applied")
    else:
        shared.say("nothing was applied" if number else "nothing to apply")
    left: Mapping[str, Any] = {
        "conflict": sum(bool(item.conflicts) for each in receipts for item in each.items),
        "rejected row": sum(bool(item.problems) for each in receipts for item in each.items),
    }
    told = " and ".join(count(found, what) for what, found in left.items() if found)
    if told:
        shared.say(f"not taken: {told}")
        shared.say("  what to do: settle conflicts at a terminal or with `--on-conflict keep|take|both`;")
        shared.say("    mend what was rejected in the file, then receive it again")


def _count_taken(receipt: Receipt) -> int:
    return sum(bool(item.changes) for item in receipt.items)
