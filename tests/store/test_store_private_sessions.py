"""What one window keeps is left alone while the window is open, and found by the next one."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.drafts import StoredDraft, find_drafts, forget_draft, keep_draft, take_drafts
from gni_assess.store.private import UNSAVED
from gni_assess.store.private_session import PrivateSession, forget_dead_sessions, is_running
from gni_assess.store.session_notes import collect_lines, hold_line, keep_place, read_place
from gni_assess.store.unsaved import find_unsaved, read_unsaved

PROGRAM = """
import os, pathlib, signal, sys
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.drafts import StoredDraft, keep_draft
from gni_assess.store.private_session import PrivateSession
from gni_assess.store.session_notes import hold_line
session = PrivateSession(pathlib.Path(sys.argv[1]), "olga")
hold_line(session, "GOV-02", "Half of the li\\nne")
keep_draft(session, StoredDraft(kind=RecordKind.POLICY, criterion="GOV-02", fields={"title": "Theirs"}))
print(session.id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give another window of Olga's, with a line and a draft in hand."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def said(window: subprocess.Popen[str]) -> str:
    assert window.stdout is not None
    return window.stdout.readline().strip()


def kill(window: subprocess.Popen[str]) -> None:
    window.kill()
    window.wait()


def texts(root: Path, owner: str = "olga") -> list[str]:
    return [text for path in find_unsaved(root, owner) for text in read_unsaved(path)]


def draft(title: str, criterion: str = "GOV-02") -> StoredDraft:
    return StoredDraft(kind=RecordKind.POLICY, criterion=criterion, fields={"title": title})


def test_a_line_is_collected_only_once_its_window_is_gone_and_only_for_its_person(tmp_path: Path, window: subprocess.Popen[str]) -> None:
    session = said(window)
    assert is_running(tmp_path, "olga", session)
    collect_lines(tmp_path, "olga")
    assert texts(tmp_path) == []
    kill(window)
    assert not is_running(tmp_path, "olga", session)
    collect_lines(tmp_path, "carl")
    collect_lines(tmp_path, "olga/review")
    assert [texts(tmp_path, each) for each in ("olga", "carl", "olga/review", "")] == [[], [], [], []]
    collect_lines(tmp_path, "olga")
    assert texts(tmp_path) == ["Half of the li\nne"]
    assert list((tmp_path / UNSAVED / "olga/lines").iterdir()) == []


def test_a_process_that_has_the_number_of_a_dead_one_is_not_taken_for_it(tmp_path: Path) -> None:
    for name in (f"{os.getpid()}.line", "1.line", "0a0a0a0a.line"):
        path = tmp_path / UNSAVED / "olga/lines" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"GOV-02\n{name}", encoding="utf-8")
    collect_lines(tmp_path, "olga")
    assert len(texts(tmp_path)) == 3


@pytest.mark.parametrize("size", [1_100_000, 20_000_000])
def test_a_line_may_be_as_long_as_it_likes(tmp_path: Path, size: int) -> None:
    text = "漢\r\n\x00" * (size // 6)
    session = PrivateSession(tmp_path, "olga")
    hold_line(session, "GOV-02", text)
    session.end()
    collect_lines(tmp_path, "olga")
    assert texts(tmp_path) == [text]


def test_a_line_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    session = PrivateSession(tmp_path, "olga")
    for criterion, text in (("GOV-02", "one"), ("GOV-03", "two"), ("GOV-03", "")):
        hold_line(session, criterion, text)
    hold_line(PrivateSession(tmp_path, "olga"), "../GOV-02", "of nothing")
    session.end()
    collect_lines(tmp_path, "olga")
    assert texts(tmp_path) == []
    assert list((tmp_path / UNSAVED / "olga/lines").iterdir()) == []


def test_a_draft_of_an_open_window_stays_there(tmp_path: Path, window: subprocess.Popen[str]) -> None:
    said(window)
    session = PrivateSession(tmp_path, "olga")
    begun = take_drafts(session)
    assert ([each.fields["title"] for each in begun.elsewhere], begun.taken) == (["Theirs"], ())
    keep_draft(session, draft("Mine"))
    kill(window)
    begun = take_drafts(session)
    titles = sorted(str(each.fields["title"]) for each in (*begun.taken, *begun.waiting))
    assert (titles, begun.elsewhere) == (["Mine", "Theirs"], ())
    assert len(find_drafts(tmp_path, "olga")) == 2


def test_a_draft_is_taken_over_by_one_window_and_taken_away_by_it(tmp_path: Path) -> None:
    first, second, third = (PrivateSession(tmp_path, "olga") for _ in range(3))
    for each in (draft("One"), draft("Two", "GOV-03")):
        keep_draft(first, each)
    first.end()
    assert [each.fields["title"] for each in take_drafts(second).taken] == ["One", "Two"]
    assert [each.fields["title"] for each in take_drafts(third).elsewhere] == ["One", "Two"]
    forget_draft(third, "GOV-02")
    assert len(find_drafts(tmp_path, "olga")) == 2
    forget_draft(second, "GOV-02")
    assert [each.fields["title"] for each in find_drafts(tmp_path, "olga")] == ["Two"]
    assert find_drafts(tmp_path, "carl") == ()


def test_of_two_drafts_at_one_criterion_the_other_waits(tmp_path: Path) -> None:
    for number, title in enumerate(("Older", "Newer")):
        session = PrivateSession(tmp_path, "olga")
        os.utime(keep_draft(session, draft(title)), (number, number))
        session.end()
    session = PrivateSession(tmp_path, "olga")
    begun = take_drafts(session)
    assert [each.fields["title"] for each in (*begun.taken, *begun.waiting)] == ["Newer", "Older"]
    forget_draft(session, "GOV-02")
    assert [each.fields["title"] for each in take_drafts(session).taken] == ["Older"]


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_locks_of_dead_windows_are_taken_away(tmp_path: Path, window: subprocess.Popen[str]) -> None:
    session, mine = said(window), PrivateSession(tmp_path, "olga")
    mine.begin()
    window.send_signal(signal.SIGTERM)
    window.wait()
    forget_dead_sessions(tmp_path, "olga")
    locks = {each.stem for each in (tmp_path / UNSAVED / "olga/sessions").iterdir()}
    assert (mine.id in locks, session in locks) == (True, False)
    mine.end()
    assert list((tmp_path / UNSAVED / "olga/sessions").iterdir()) == []


def test_the_place_is_each_persons_own(tmp_path: Path) -> None:
    keep_place(tmp_path, "olga", '{"criterion": "GOV-02"}')
    assert (read_place(tmp_path, "olga"), read_place(tmp_path, "carl")) == ('{"criterion": "GOV-02"}', "")


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / ".gni-assess").touch()
    session = PrivateSession(tmp_path, "olga")
    hold_line(session, "GOV-02", "Half")
    keep_place(tmp_path, "olga", "{}")
    collect_lines(tmp_path, "olga")
    forget_dead_sessions(tmp_path, "olga")
    session.end()
    assert (read_place(tmp_path, "olga"), take_drafts(session).taken) == ("", ())
