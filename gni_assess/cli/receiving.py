"""Receiving files: a preview, conflicts settled one by one, then all changes of a file together, through the one writer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gni_assess.cli.asking import Asker, command_so_far, refuse_asking
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receipt_conflicts import read_settled, refuse_unknown, settle_conflicts
from gni_assess.cli.receipt_page import print_receipt, receipt_as_json, summarize_all
from gni_assess.cli.receiving_left import find_new_leaks, say_new_leaks, say_saved
from gni_assess.cli.shared import Shared, can_ask
from gni_assess.errors import GniAssessError, UsageError
from gni_assess.exchange.receipt import Choice, Choices, Receipt, put_changes
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.visible import visible_line
from gni_assess.output.run import count
from gni_assess.store.load import LoadedWorkspace

Read = Callable[[Assessment, Choices], Receipt]
"""Gives what one file brings, beside a record and with conflicts settled."""

Open = Callable[[Path, LoadedWorkspace, str], Read]
"""Reads a file once, for whoever receives it. Raises StoreError."""

Tell = Callable[[Shared, LoadedWorkspace, Sequence[Record]], None]
"""Says what is left of the records that were saved; it is given the workspace as it is afterwards."""


@dataclass(frozen=True, kw_only=True)
class Receiving:
    """How files are to be received, as the options say. `settle` are conflicts by name: `question GOV-01 answer=keep`."""

    apply: bool = False
    dry_run: bool = False
    settle: Sequence[str] = ()
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


def receive_files(
    shared: Shared, files: Sequence[Path], open_file: Open, how: Receiving, *, tell: Tell = say_saved, asker: Asker | None = None
) -> int:
    """Receive files one after the other and give the exit code: 1 where something of them is not in the record afterwards.

    Each file is compared with the record as the files before it leave it, so that two files that say different things are seen. All files
    are read before anything is written. `asker` is one that has asked something before. Raises UsageError, StoreError.
    """
    asker = (asker or Asker(command=command_so_far())) if how.asks else None
    loaded = shared.load()
    by = shared.writer(loaded.require())
    readers = [open_file(each, loaded, by) for each in files]
    receipts = _make_receipts(shared, loaded.require(), readers, how, asker)
    leaks = find_new_leaks(shared, loaded, [change for each in receipts for change in each.changes])
    if how.output_format is DataFormat.TEXT:
        say_new_leaks(shared, leaks)
    writes = _is_wanted(receipts, how, asker)
    saved = _save(shared, receipts, by, tell) if writes else {}
    if how.output_format is DataFormat.JSON:
        made = sum(map(_count_taken, receipts))
        found = [{"rule": rule.code, "record": each.record.id, "message": each.message} for rule, each in leaks]
        files_told = [receipt_as_json(each) for each in receipts]
        shared.print_json({"applied": bool(saved), "changes": made, "leaks": found, "files": files_told})
    _say_end(shared, receipts, how, writes=writes)
    if saved:
        tell(shared, shared.load(), list(saved.values()))
    is_refused = not writes and not how.dry_run and any(each.changes for each in receipts)
    return 1 if is_refused or any(each.is_left for each in receipts) else 0


def _make_receipts(
    shared: Shared, assessment: Assessment, readers: Sequence[Read], how: Receiving, asker: Asker | None
) -> tuple[Receipt, ...]:
    receipts = []
    settled = read_settled(how.settle)
    for read in readers:
        now, choices = assessment, Choices(single=settled, others=how.on_conflict)
        receipt = read(now, choices)
        if how.output_format is DataFormat.TEXT:
            print_receipt(shared, receipt, asks=asker is not None)
        if asker is not None:
            receipt = settle_conflicts(asker, receipt, choices, lambda chosen, read=read, now=now: read(now, chosen))  # type: ignore[misc]
        assessment = put_changes(now, receipt.changes)
        receipts.append(receipt)
    refuse_unknown(settled, receipts)
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
    if not is_wanted and (go_on := asker.go_on()):
        asker.tell(go_on)
    return is_wanted


def _save(shared: Shared, receipts: Sequence[Receipt], by: str, tell: Tell) -> Mapping[tuple[str, str], Record]:
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
                if saved:
                    tell(shared, shared.load(), list(saved.values()))
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
    items = [item for each in receipts for item in each.items]
    conflicts, rejected = sum(bool(each.conflicts) for each in items), sum(bool(each.problems) for each in items)
    ways = {
        count(conflicts, "conflict"): "settle conflicts at a terminal, with `--settle`, or all alike with `--on-conflict keep|take|both`",
        count(rejected, "rejected row"): "mend what was rejected in the file, then receive it again",
    }
    left = {told: way for told, way in ways.items() if not told.startswith("0 ")}
    if left:
        shared.say(f"not taken: {' and '.join(left)}")
        shared.say(f"  what to do: {'; '.join(left.values())}")


def _count_taken(receipt: Receipt) -> int:
    return sum(bool(item.changes) for item in receipt.items)
