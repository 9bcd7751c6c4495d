"""Temporary files that a killed run left are removed; never one that another run is writing."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.store.save import replacing, save_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="elsewhere only the age tells")
HOUR = 3_600
WRITING = """
import sys, time
from pathlib import Path
from gni_assess.store.save import replacing
with replacing(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    print("writing", flush=True)
    for _ in range(600):  # a signal that comes just before a long sleep is seen only after it
        time.sleep(0.1)
"""


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def age(path: Path, seconds: float) -> None:
    about = path.stat()
    os.utime(path, (about.st_atime, about.st_mtime - seconds))


@posix
def test_what_a_killed_run_left_goes_with_the_next_save(tmp_path: Path) -> None:
    left = tmp_path / ".report.xlsx.0123abcd.tmp"
    left.write_bytes(b"half")
    (tmp_path / f"{left.name}.rows").mkdir()
    (tmp_path / f"{left.name}.rows" / "1").write_bytes(b"x")
    age(left, HOUR + 60)
    kept = (".report.xlsx.tmp", ".report.html.0123abcd.tmp", ".report.xlsx.notes.tmp", "report.xlsx.0123abcd.tmp")
    for name in kept:
        (tmp_path / name).write_bytes(b"mine")
        age(tmp_path / name, HOUR + 60)
    (tmp_path / ".report.xlsx.00000000.tmp").symlink_to(tmp_path / kept[0])
    save_atomically(tmp_path / "report.xlsx", b"new")
    assert names(tmp_path) == sorted((*kept, ".report.xlsx.00000000.tmp", "report.xlsx"))


@posix
def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    with replacing(path) as slow:
        slow.write_bytes(b"first")
        os.utime(slow, (0, 0))
        save_atomically(path, b"second")
        assert names(tmp_path) == sorted((slow.name, path.name))
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == [path.name]


@posix
def test_where_nothing_can_be_locked_only_what_is_a_day_old_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    young, aged = tmp_path / ".a.json.00000001.tmp", tmp_path / ".a.json.00000002.tmp"
    for each in (young, aged):
        each.write_bytes(b"half")
    age(young, 23 * HOUR)
    age(aged, 25 * HOUR)
    save_atomically(tmp_path / "a.json", b"new")
    assert names(tmp_path) == sorted((young.name, "a.json"))


def test_a_failure_leaves_the_leftovers_of_others_alone_and_nothing_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"old")

    def fill() -> None:
        with replacing(tmp_path / "a.json") as temporary:
            temporary.write_bytes(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        fill()
    assert names(tmp_path) == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"old"


@posix
@pytest.mark.parametrize(("seconds", "stays"), [(0, True), (HOUR - 60, True), (HOUR + 60, False)])
def test_what_is_young_stays_even_where_its_lock_is_lost(tmp_path: Path, seconds: int, *, stays: bool) -> None:
    left = tmp_path / ".a.json.01234567.tmp"
    left.write_bytes(b"half")
    age(left, seconds)
    save_atomically(tmp_path / "a.json", b"new")
    assert left.exists() is stays


@posix
def test_a_name_is_no_pattern(tmp_path: Path) -> None:
    left = tmp_path / ".report[1].xlsx.0123abcd.tmp"
    left.write_bytes(b"half")
    age(left, HOUR + 60)
    own, other = (tmp_path / f"{name}.rows" for name in (left.name, ".report1.xlsx.0123abcd.tmp"))
    own.mkdir()
    other.mkdir()
    save_atomically(tmp_path / "report[1].xlsx", b"new")
    assert names(tmp_path) == sorted((other.name, "report[1].xlsx"))


@posix
def test_leftovers_of_the_whole_family_go_and_no_others(tmp_path: Path) -> None:
    gone = (".gap-report-public-2026-01-02.docx.0123abcd.tmp", ".gap-report-internal-2026-01-02-2.xlsx.89abcdef.tmp")
    kept = (".other.xlsx.0123abcd.tmp", ".gap-report-public.docx.tmp", ".gap-report-x.0123abcd", "gap-report-x.0123abcd.tmp")
    for name in (*gone, *kept):
        (tmp_path / name).write_bytes(b"half")
        age(tmp_path / name, HOUR + 60)
    with replacing(tmp_path / "gap-report-gni.html", family="gap-report-") as temporary:
        temporary.write_bytes(b"new")
        with replacing(tmp_path / "gap-report-b.html") as busy:
            os.utime(busy, (0, 0))
            with replacing(tmp_path / "gap-report-c.html", family="gap-report-"):
                pass
            assert busy.exists()
    assert names(tmp_path) == sorted((*kept, "gap-report-b.html", "gap-report-c.html", "gap-report-gni.html"))


@posix
@pytest.mark.parametrize("which", ["SIGTERM", "SIGHUP"])
def test_a_run_that_is_told_to_end_leaves_nothing(tmp_path: Path, which: str) -> None:
    number = getattr(signal, which)
    (tmp_path / "a.json").write_bytes(b"old")
    command = [sys.executable, "-c", WRITING, str(tmp_path / "a.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "writing\n"
        assert len(names(tmp_path)) == 2
        run.send_signal(number)
        assert run.wait(30) == 128 + number
    assert names(tmp_path) == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"old"


@posix
def test_what_others_do_about_signals_stays(tmp_path: Path) -> None:
    def noted(*_: object) -> None:
        pass

    before = [(each, signal.getsignal(each)) for each in (signal.SIGTERM, signal.SIGHUP)]
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with replacing(tmp_path / "a"):
            assert signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, signal.SIG_IGN)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        signal.signal(signal.SIGTERM, noted)
        with replacing(tmp_path / "a"):
            assert signal.getsignal(signal.SIGTERM) is noted
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        found: list[object] = []

        def write() -> None:
            with replacing(tmp_path / "b"):
                found.append(signal.getsignal(signal.SIGTERM))

        apart = threading.Thread(target=write)
        apart.start()
        apart.join()
        assert found == [signal.SIG_DFL]
        assert names(tmp_path) == ["a", "b"]
    finally:
        for each, how in before:
            signal.signal(each, how)
