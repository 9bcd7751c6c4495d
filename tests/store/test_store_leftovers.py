"""Temporary files that a killed run left are removed; never one that another run is writing."""

import os
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.store.save import replacing, save_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="elsewhere only the age tells")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@posix
def test_what_a_killed_run_left_goes_with_the_next_save(tmp_path: Path) -> None:
    left = tmp_path / ".report.xlsx.0123abcd.tmp"
    left.write_bytes(b"half")
    (tmp_path / f"{left.name}.rows").mkdir()
    (tmp_path / f"{left.name}.rows" / "1").write_bytes(b"x")
    kept = (".report.xlsx.tmp", ".report.html.0123abcd.tmp", ".report.xlsx.notes.tmp", "report.xlsx.0123abcd.tmp")
    for name in kept:
        (tmp_path / name).write_bytes(b"mine")
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
    about = aged.stat()
    os.utime(aged, (about.st_atime, about.st_mtime - 25 * 3_600))
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
