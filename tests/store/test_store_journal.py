import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gni_assess.errors import StoreError
from gni_assess.model.assessment import Record
from gni_assess.model.plain import digest_of
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding
from gni_assess.store.journal import append_entry, journal_file, read_entries

Save = Callable[[Path, Record | None, Record], Record]
FIRST = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="one\n")
SECOND = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="two\n")
THIRD = Response(criterion="GOV-02", finding=Finding.IN_PLACE, answer="two\n")
AT = datetime(2026, 5, 4, 12, 30, 59, 999, tzinfo=timezone(timedelta(hours=2)))


def entries_of(root: Path) -> list[dict[str, Any]]:
    return list(read_entries(journal_file(root, "GOV-02")).values())


def entry_id(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry, ensure_ascii=False).encode()).hexdigest()[:16]


def append(root: Path, before: int, after: int) -> None:
    append_entry(root, "GOV-02", before={"n": before}, after={"n": after}, by="officer", via="answer", at=AT)


def test_entry_says_what_when_by_whom_and_by_which_way(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, FIRST)
    save(tmp_path, FIRST, THIRD)
    first, second = entries_of(tmp_path)
    assert first == {
        "at": "2026-05-04T12:30:00Z",
        "by": "officer",
        "via": "answer",
        "changes": [
            {"field": "criterion", "old": None, "new": "GOV-02"},
            {"field": "finding", "old": None, "new": "planned"},
            {"field": "answer", "old": None, "new": "one\n"},
        ],
        "before": None,
        "after": digest_of(FIRST),
        "parents": [],
    }
    assert second["changes"] == [
        {"field": "finding", "old": "planned", "new": "in-place"},
        {"field": "answer", "old": "one\n", "new": "two\n"},
    ]
    assert second["parents"] == [entry_id(first)]


def test_time_is_written_in_utc_to_the_second(tmp_path: Path) -> None:
    append(tmp_path, 1, 2)
    assert entries_of(tmp_path)[0]["at"] == "2026-05-04T10:30:59Z"
    assert datetime.fromisoformat(entries_of(tmp_path)[0]["at"]).tzinfo == UTC


def test_entries_form_a_chain(tmp_path: Path, save: Save) -> None:
    for before, after in pairwise([None, FIRST, SECOND, THIRD, FIRST]):
        assert after
        save(tmp_path, before, after)
    for before_entry, after_entry in pairwise(entries_of(tmp_path)):
        assert after_entry["parents"] == [entry_id(before_entry)]
        assert after_entry["before"] == before_entry["after"]


def test_fork_is_joined_by_the_next_entry(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for root in (ours, theirs):
        append(root, 0, 1)
    append(ours, 1, 2)
    append(theirs, 1, 3)
    lines = dict.fromkeys(line for root in (ours, theirs) for line in journal_file(root, "GOV-02").read_bytes().splitlines(keepends=True))
    journal_file(ours, "GOV-02").write_bytes(b"".join(lines))
    append(ours, 3, 4)
    first, *branches, joined = entries_of(ours)
    assert [each["parents"] for each in branches] == [[entry_id(first)]] * 2
    assert joined["parents"] == [entry_id(each) for each in branches]


def test_edit_by_hand_shows_as_a_missing_link(tmp_path: Path, save: Save) -> None:
    save(tmp_path, None, FIRST)
    path = tmp_path / "evidence/responses/GOV-02.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("one", "two"), encoding="utf-8")
    save(tmp_path, SECOND, THIRD)
    first, second = entries_of(tmp_path)
    assert second["parents"] == [entry_id(first)]
    assert second["before"] == digest_of(SECOND) != first["after"]


@pytest.mark.parametrize(
    "spoiled",
    [
        b'{"at": "2026-05-04T12:',
        b"\xff\xfe\n",
        b"[1, 2]\n",
        b"null\n",
        b'{"parents": 5}\n',
        b'{"parents": [{}, [], 7, null]}\n',
        b'{"parents": {"a": 1}, "by": "\\ud800"}\n',
        b"[" * 100_000 + b"\n",
        b"9" * 10_000 + b"\n",
        b"\n\n\r\n",
    ],
)
def test_torn_or_spoiled_lines_do_no_harm(tmp_path: Path, spoiled: bytes) -> None:
    append(tmp_path, 1, 2)
    path = journal_file(tmp_path, "GOV-02")
    path.write_bytes(path.read_bytes() + spoiled)
    append(tmp_path, 2, 3)
    entries = [each for each in entries_of(tmp_path) if "changes" in each]
    assert [each["changes"][0]["new"] for each in entries] == [2, 3]
    assert entry_id(entries[0]) in entries[1]["parents"]


def test_entry_is_one_line_whatever_the_text(tmp_path: Path, save: Save) -> None:
    text = "a\n\u2028\u0085\x1b]0;x\x07 [/etc/passwd] =1+1 _x0041_ \u202e ünï 文字\n"
    save(tmp_path, None, Response(criterion="GOV-02", answer=text))
    line = journal_file(tmp_path, "GOV-02").read_bytes()
    assert line.count(b"\n") == 1
    assert json.loads(line)["changes"][1]["new"] == text
    assert len(entries_of(tmp_path)) == 1


def test_no_journal_yet(tmp_path: Path) -> None:
    assert entries_of(tmp_path) == []


def test_unreadable_journal(tmp_path: Path) -> None:
    append(tmp_path, 1, 2)
    journal_file(tmp_path, "GOV-02").chmod(0)
    if os.access(journal_file(tmp_path, "GOV-02"), os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(StoreError, match="cannot read"):
        append(tmp_path, 2, 3)
