"""Crashes, full disks, and several writers at once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gni_assess.errors import ConflictError, StoreError
from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.plain import digest_of
from gni_assess.model.response import Response
from gni_assess.store.apply import apply_changes
from gni_assess.store.journal import journal_file, read_entries
from gni_assess.store.reading import read_file
from gni_assess.store.structure import build

Save = Callable[[Path, Record | None, Record], Record]
OLD = Response(criterion="GOV-02", answer="old\n" * 3000)
NEW = replace(OLD, reason="new")
FILE = "evidence/responses/GOV-02.yaml"


class KilledError(BaseException):
    """The process ended here."""


def read(root: Path, file: str = FILE) -> Response:
    found = read_file(root, file, "response")
    assert found.problems == ()
    return build(Response, found.value)


def tree(root: Path) -> dict[str, bytes]:
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file() and each.name != "lock"}


@contextmanager
def killed_after(calls: int) -> Iterator[None]:
    """Let so many calls that touch the disk through, then none at all: not even those that clean up."""
    left = calls

    def count(real: Callable[..., Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401
        nonlocal left
        if left <= 0:
            raise KilledError
        left -= 1
        return real(*args, **named)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace", "rename", "unlink", "remove", "chmod", "truncate", "mkdir"):
            patch.setattr(os, name, partial(count, getattr(os, name)))
        yield


def test_killed_at_any_point_the_record_is_old_or_new(tmp_path: Path, save: Save) -> None:
    seen = set()
    for calls in range(100):
        root = tmp_path / str(calls)
        root.mkdir()
        save(root, None, OLD)
        try:
            with killed_after(calls):
                save(root, OLD, NEW)
        except KilledError:
            found = read(root)
            assert found in (OLD, NEW)
            entries = list(read_entries(journal_file(root, "GOV-02")).values())
            assert found == OLD or digest_of(NEW) in {each["after"] for each in entries}, "the journal comes before the record"
            seen.add(found.reason)
            assert save(root, found, replace(OLD, reason="later")) == read(root)
            assert sorted(tree(root)) == ["evidence/journal/GOV-02.jsonl", FILE], "nothing is left lying about"
        else:
            break
    assert seen == {"", "new"}
    assert calls > 4


def test_killed_while_creating_there_is_a_whole_record_or_none(tmp_path: Path, save: Save) -> None:
    seen = set()
    for calls in range(100):
        root = tmp_path / str(calls)
        root.mkdir()
        try:
            with killed_after(calls):
                save(root, None, OLD)
        except KilledError:
            there = (root / FILE).exists()
            seen.add(there)
            assert not there or read(root) == OLD
            save(root, OLD if there else None, NEW)
            assert read(root) == NEW
        else:
            break
    assert seen == {True, False}


SAVE_FOREVER = """
import sys
from dataclasses import replace
from datetime import datetime, UTC
from pathlib import Path
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.store.apply import apply_changes
at, root, old = datetime(2026, 5, 4, tzinfo=UTC), Path(sys.argv[1]), None
for number in range(1_000_000):
    new = Response(criterion="GOV-02", answer=f"{number}\\n" * 500)
    apply_changes(root, [Change(before=old, after=new)], by="officer", via="answer", at=at)
    old = new
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="no such signal there")
def test_what_was_said_to_be_saved_survives_kill_9(tmp_path: Path) -> None:
    for each in range(6):
        root = tmp_path / str(each)
        root.mkdir()
        with subprocess.Popen([sys.executable, "-c", SAVE_FOREVER, str(root)], stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(0.003 * each)
            child.kill()
            said = [0, *map(int, child.stdout.read().split())]
        lines = read(root).answer.splitlines()
        assert len(lines) == 500
        assert len(set(lines)) == 1
        assert int(lines[0]) in (said[-1], said[-1] + 1)
        assert len(read_entries(journal_file(root, "GOV-02"))) >= said[-1] + 1


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as if the disk were full; the system itself refuses, in the middle of a write."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_disk_full_while_saving_the_record(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, OLD)
    journal_file(tmp_path, "GOV-02").unlink()
    files = tree(tmp_path)
    with disk_with_room_for(8_000), pytest.raises(StoreError, match="the file is as it was") as caught:
        save(tmp_path, OLD, NEW)
    assert "space on the disk" in caught.value.hint
    assert tree(tmp_path).pop(FILE) == files.pop(FILE)
    assert sorted(tree(tmp_path)) == ["evidence/journal/GOV-02.jsonl", FILE]
    assert save(tmp_path, OLD, NEW) == NEW


def test_disk_full_while_writing_the_journal(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, OLD)
    files = tree(tmp_path)
    with disk_with_room_for(20_000), pytest.raises(StoreError, match="the file is as it was"):
        save(tmp_path, OLD, replace(OLD, answer="new\n" * 3_000))
    assert tree(tmp_path) == files


WRITE_ONCE = """
import json, sys, time
from dataclasses import replace
from datetime import datetime, UTC
from pathlib import Path
from gni_assess.errors import ConflictError
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.store.apply import apply_changes
at, root, who = datetime(2026, 5, 4, tzinfo=UTC), Path(sys.argv[1]), sys.argv[2]
old = Response(criterion="GOV-02", answer="old")
print("ready", flush=True)
sys.stdin.readline()
try:
    apply_changes(root, [Change(before=old, after=replace(old, answer=who))], by=who, via="answer", at=at)
    result = {"won": True}
except ConflictError as error:
    result = {"won": False, "mine": error.mine, "theirs": error.theirs}
for number in range(5):
    new = Response(criterion=f"FOE-{who}{number}", answer=who)
    apply_changes(root, [Change(before=None, after=new)], by=who, via="answer", at=at)
print(json.dumps(result), flush=True)
"""


def test_processes_at_once_one_wins_the_other_is_told_and_nothing_is_lost(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, Response(criterion="GOV-02", answer="old"))
    people = ("1", "2", "3")
    children = [
        subprocess.Popen([sys.executable, "-c", WRITE_ONCE, str(tmp_path), who], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for who in people
    ]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write(b"\n")
        child.stdin.flush()
    results = {who: json.loads(child.communicate(timeout=60)[0]) for who, child in zip(people, children, strict=True)}
    winners = [who for who in people if results[who]["won"]]
    assert len(winners) == 1
    assert read(tmp_path).answer == winners[0]
    for who in set(people) - set(winners):
        assert who in results[who]["mine"]
        assert winners[0] in results[who]["theirs"]
    assert len(read_entries(journal_file(tmp_path, "GOV-02"))) == 2
    for who in people:
        for number in range(5):
            assert read(tmp_path, f"evidence/responses/FOE-{who}{number}.yaml").answer == who


def test_fifty_writers_of_different_records_all_arrive(tmp_path: Path, save: Save) -> None:
    records = [Response(criterion=f"GOV-{number}", answer=f"{number}\n") for number in range(10, 60)]
    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(lambda record: save(tmp_path, None, record), records)) == records
    for record in records:
        assert read(tmp_path, f"evidence/responses/{record.id}.yaml") == record
        assert len(read_entries(journal_file(tmp_path, record.id))) == 1


def test_fifty_writers_of_one_record_lose_nothing(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, Response(criterion="GOV-02"))

    def add_a_letter(_: int) -> int:
        for tries in range(1, 1000):
            old = read(tmp_path)
            try:
                save(tmp_path, old, replace(old, answer=f"{old.answer}x"))
            except ConflictError:
                continue
            return tries
        raise AssertionError

    with ThreadPoolExecutor(5) as pool:
        tries = sum(pool.map(add_a_letter, range(20)))
    assert read(tmp_path).answer == "x" * 20
    assert tries >= 20
    entries = list(read_entries(journal_file(tmp_path, "GOV-02")).values())
    assert [each["before"] for each in entries[1:]] == [each["after"] for each in entries[:-1]]


def test_later_failure_keeps_what_was_saved_before_it(tmp_path: Path) -> None:
    small, large = Response(criterion="GOV-01", answer="small"), Response(criterion="GOV-02", answer="large\n" * 3000)
    changes = [Change(before=None, after=each) for each in (small, large)]
    with disk_with_room_for(8_000), pytest.raises(StoreError):
        apply_changes(tmp_path, changes, by="officer", via="import", at=datetime(2026, 5, 4, tzinfo=UTC))
    assert read(tmp_path, "evidence/responses/GOV-01.yaml") == small
    assert not (tmp_path / FILE).exists()
