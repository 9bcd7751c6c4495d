"""Receiving files: a preview, conflicts settled one by one, then all changes of a file together, through the one writer."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gni_assess.cli.asking import Asker, command_so_far, refuse_asking
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.receipt_conflicts import read_settled, refuse_unknown, settle_conflicts
from gni_assess.cli.receipt_page import name_item, print_receipt, print_taken, receipt_as_json, summarize_all
from gni_assess.cli.receiving_left import Found, find_new_leaks, say_new_leaks, say_saved
from gni_assess.cli.receiving_outside import OUT_OF_A_FILE
from gni_assess.cli.shared import Shared, can_ask
from gni_assess.errors import GniAssessError, StoppedError, StoreError, UsageError
from gni_assess.exchange.receipt import UNSETTLED, Choice, Choices, Receipt, put_changes
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
    for each in files:
        if not each.is_file():
            raise StoreError(f"there is no file `{each}`", hint="check the name of the file")
    asker = (asker or Asker(command=command_so_far())) if how.asks else None
    with _stopping("stopped; nothing is written"):
        loaded = shared.load()
        by = shared.writer(loaded.require())
        readers = [open_file(each, loaded, by) for each in files]
        receipts = _make_receipts(shared, loaded.require(), readers, how, asker)
        leaks = find_new_leaks(shared, loaded, [change for each in receipts for change in each.changes])
        if how.output_format is DataFormat.TEXT:
            say_new_leaks(shared, leaks, _name_new(receipts))
        writes = _is_wanted(shared, receipts, how, asker)
    with _stopping("stopped while writing", hint="receive the same files again: what is in the record already is the same then"):
        saved = _save(shared, receipts, by, tell) if writes else {}
    if how.output_format is DataFormat.JSON:
        shared.print_json(_as_json(receipts, leaks, is_applied=bool(saved)))
    _say_end(shared, receipts, how, writes=writes)
    if saved:
        tell(shared, shared.load(), list(saved.values()))
    is_refused = not writes and not how.dry_run and any(each.changes for each in receipts)
    return 1 if is_refused or any(each.is_left for each in receipts) else 0


@contextmanager
def _stopping(message: str, hint: str = "") -> Iterator[None]:
    """Say truly what Ctrl-C left. Raises StoppedError."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise StoppedError(message, hint=hint) from error


def _name_new(receipts: Sequence[Receipt]) -> Mapping[str, str]:
    """Name records that would be made by their item: other ids may be drawn when they are."""
    items = [item for each in receipts for item in each.items]
    return {change.after.id: name_item(item) for item in items for change in item.changes if change.before is None}


def _as_json(receipts: Sequence[Receipt], leaks: Found, *, is_applied: bool) -> Mapping[str, Any]:
    new = _name_new(receipts)
    found = [{"rule": rule.code, "record": new.get(each.record.id, each.record.id), "message": each.message} for rule, each in leaks]
    made = sum(map(_count_taken, receipts))
    return {"applied": is_applied, "changes": made, "leaks": found, "files": [receipt_as_json(each) for each in receipts]}


def _make_receipts(
    shared: Shared, assessment: Assessment, readers: Sequence[Read], how: Receiving, asker: Asker | None
) -> tuple[Receipt, ...]:
    receipts: list[Receipt] = []
    unsettled: list[Receipt] = []
    settled = read_settled(how.settle)
    for read in readers:
        now, choices = assessment, Choices(single=settled, others=how.on_conflict)
        unsettled += [read(now, UNSETTLED)] if settled else []
        receipt = read(now, choices)
        is_first = not any(each.changes for each in receipts)
        if how.output_format is DataFormat.TEXT:
            print_receipt(shared, receipt, asks=asker is not None, is_first=is_first)
        if asker is not None:
            record = "In the record now" if is_first else "In the record, with the files before"
            before, again = receipt, functools.partial(read, now)
            receipt = settle_conflicts(asker, before, choices, again, record=record)
            _print_settled(shared, before, receipt)
        assessment = put_changes(now, receipt.changes)
        receipts.append(receipt)
    refuse_unknown(settled, unsettled)
    if len(receipts) > 1 and how.output_format is DataFormat.TEXT:
        for line in summarize_all(tuple(receipts)):
            shared.print(f"together: {line}")
    return tuple(receipts)


def _print_settled(shared: Shared, before: Receipt, after: Receipt) -> None:
    """Show all that settled items would write: beside what was asked about, other fields of the same row come along."""
    asked = {(each.kind, each.key) for each in before.items if each.conflicts}
    settled = [each for each in after.items if (each.kind, each.key) in asked]
    if settled:
        shared.print()
        shared.print("what that would write:")
    for each in settled:
        if each.changes:
            print_taken(shared, each)
        else:
            shared.print(f"  {name_item(each)}: nothing")


def _is_wanted(shared: Shared, receipts: Sequence[Receipt], how: Receiving, asker: Asker | None) -> bool:
    if how.dry_run or not any(each.changes for each in receipts):
        return False
    if asker is None:
        return True
    number = sum(map(_count_taken, receipts))
    for line in summarize_all(tuple(receipts)) if len(receipts) == 1 else ():
        shared.print(f"in all: {line}")
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
                records = shared.save(each.changes, by=by, via=f"{OUT_OF_A_FILE}{each.sha256}", keep=False)
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
    told = [(count(number, one, more) + rest, way) for number, one, more, rest, way in _count_left(receipts) if number]
    if told:
        shared.say(f"not taken: {'; '.join(what for what, _ in told)}")
        shared.say(f"  what to do: {'; '.join(way for _, way in told)}")


def _count_left(receipts: Sequence[Receipt]) -> Iterator[tuple[int, str, str, str, str]]:
    """Count what is not taken: the number, its noun for one and for more, what follows it, and the way out."""
    items = [item for each in receipts for item in each.items]
    ways = "settle conflicts at a terminal, with `--settle`, or all alike with `--on-conflict keep|take|both`"
    yield sum(bool(each.conflicts) for each in items), "conflict", "", "", ways
    yield sum(bool(each.problems) for each in items), "rejected row", "", "", "mend in the file what was rejected, then run this again"
    unread = sum(place.may_be_meant for each in receipts for place in each.unread)
    yield unread, "text that stands", "texts that stand", " where nothing is read", "move it to where it is asked for, then run this again"
    cut = sum(each.is_cut for each in receipts)
    yield cut, "file that misses", "files that miss", " a part", "look at what is said of it above; if it is meant so, all else was read"


def _count_taken(receipt: Receipt) -> int:
    return sum(bool(item.changes) for item in receipt.items)
