import errno
import itertools
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from gni_assess.errors import StoreError
from gni_assess.store.save import append_durably, replacing, save_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="permissions work otherwise there")


def tree(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_writes_new_files_with_their_folders_and_replaces_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.yaml"
    for data in (b"one\n", b"two\r\n\x00", b""):
        save_atomically(path, data)
        assert tree(tmp_path) == {"a/b.yaml": data}


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_of_an_existing_file_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"")
    path.chmod(mode)
    save_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_permissions_of_a_new_file_are_the_usual_ones(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        save_atomically(tmp_path / "a.yaml", b"new")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o640


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_failure_leaves_the_old_file_and_no_leftovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    save_atomically(tmp_path / "a.yaml", b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, function, fail)
    with pytest.raises(StoreError, match="No space left on device; the file is as it was") as caught:
        save_atomically(tmp_path / "a.yaml", b"new")
    assert caught.value.hint
    assert tree(tmp_path) == {"a.yaml": b"old"}


@posix
def test_file_system_that_cannot_flush_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def flush_only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", flush_only_files)
    save_atomically(tmp_path / "a.yaml", b"new")
    append_durably(tmp_path / "b.jsonl", b"{}")
    assert tree(tmp_path) == {"a.yaml": b"new", "b.jsonl": b"{}\n"}


def test_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.yaml" / "x").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot write"):
        save_atomically(tmp_path / "a.yaml", b"new")
    with pytest.raises(StoreError, match="cannot write"):
        append_durably(tmp_path / "a.yaml", b"new")
    assert tree(tmp_path) == {}


def test_read_only_folder(tmp_path: Path) -> None:
    save_atomically(tmp_path / "a" / "a.yaml", b"old")
    (tmp_path / "a").chmod(0o500)
    try:
        if os.access(tmp_path / "a", os.W_OK):
            pytest.skip("this user may write everywhere")
        with pytest.raises(StoreError, match="Permission denied"):
            save_atomically(tmp_path / "a" / "a.yaml", b"new")
    finally:
        (tmp_path / "a").chmod(0o700)
    assert tree(tmp_path) == {"a/a.yaml": b"old"}


def test_appending_closes_an_unfinished_line_first(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.jsonl"
    append_durably(path, b"1")
    append_durably(path, b"2")
    path.write_bytes(path.read_bytes() + b'{"torn')
    append_durably(path, b"3")
    assert path.read_bytes() == b'1\n2\n{"torn\n3\n'


def test_failed_append_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.jsonl"
    path.write_bytes(b"1\n")

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="No space left"):
        append_durably(path, b"2")
    with pytest.raises(StoreError, match="No space left"):
        append_durably(tmp_path / "new.jsonl", b"2")
    assert tree(tmp_path) == {"b.jsonl": b"1\n"}


def test_what_a_killed_save_left_is_used_again_under_the_lock(tmp_path: Path) -> None:
    (tmp_path / ".a.yaml.tmp").write_bytes(b"half")
    (tmp_path / ".b.yaml.tmp").write_bytes(b"half")
    save_atomically(tmp_path / "a.yaml", b"whole", is_locked=True)
    assert tree(tmp_path) == {"a.yaml": b"whole", ".b.yaml.tmp": b"half"}


@posix
@pytest.mark.parametrize("write", [save_atomically, append_durably])
def test_new_folders_are_flushed_up_to_the_first_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    flushed: list[tuple[int, int]] = []
    real = os.fsync

    def note(handle: int) -> None:
        state = os.fstat(handle)
        flushed.append((state.st_dev, state.st_ino))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    write(tmp_path / "a/b/c.yaml", b"x")
    for folder in (tmp_path, tmp_path / "a", tmp_path / "a/b"):
        assert (folder.stat().st_dev, folder.stat().st_ino) in flushed, folder


@pytest.mark.parametrize("write", [save_atomically, append_durably])
def test_file_in_the_way_of_a_folder(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    (tmp_path / "a").write_bytes(b"")
    for path in ("a/b.yaml", "a/b/c.yaml"):
        with pytest.raises(StoreError, match=r"a file stands where a folder is needed: `.*a`") as caught:
            write(tmp_path / path, b"x")
        assert "move that file elsewhere" in caught.value.hint
    assert tree(tmp_path) == {"a": b""}


def number_it(taken: Path) -> Path:
    return next(each for number in itertools.count(2) if not os.path.lexists(each := taken.with_name(f"a-{number}")))


def no_links(*_: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_takes_nobodys_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    for data in (b"first", b"second", b"third"):
        with replacing(tmp_path / "a", if_taken=number_it) as temporary:
            temporary.write_bytes(data)
    assert tree(tmp_path) == {"a": b"first", "a-2": b"second", "a-3": b"third"}
    with replacing(tmp_path / "b", if_taken=number_it) as temporary:
        temporary.write_bytes(b"slow")
        save_atomically(tmp_path / "b", b"quick")
        (tmp_path / "a-4").symlink_to(tmp_path / "nowhere")
    assert tree(tmp_path) == {"a": b"first", "a-2": b"second", "a-3": b"third", "b": b"quick", "a-5": b"slow"}
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("has_links", [True, False])
def test_who_wants_no_other_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)

    def refuse(taken: Path) -> Path:
        raise StoreError(f"`{taken.name}` exists already")

    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(StoreError, match="`a` exists already"), replacing(tmp_path / "a", if_taken=refuse) as temporary:
        temporary.write_bytes(b"new")
    assert tree(tmp_path) == {"a": b"mine"}


@posix
def test_where_the_last_step_fails_the_name_is_free_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StoreError, match="Input/output error; nothing was written"), replacing(tmp_path / "a", if_taken=number_it):
        pass
    assert tree(tmp_path) == {}


@posix
@pytest.mark.parametrize("is_locked", [True, False])
def test_only_its_owner_may_read_what_is_being_written(tmp_path: Path, *, is_locked: bool) -> None:
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o664)
    mask = os.umask(0o022)
    try:
        for name, after in (("old", 0o664), ("new", 0o644)):
            with replacing(tmp_path / name, is_locked=is_locked) as temporary:
                assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == after
        with replacing(tmp_path / "other", if_taken=number_it) as temporary:
            assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o644
    finally:
        os.umask(mask)


@posix
@pytest.mark.parametrize("write", [save_atomically, append_durably])
def test_what_fails_after_the_writing_does_not_say_that_nothing_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    real = os.fsync

    def fail_for_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    with pytest.raises(StoreError, match="is written, but it may not outlast a power cut: Input/output error") as caught:
        write(tmp_path / "a", b"new")
    assert caught.value.hint
    assert (tmp_path / "a").read_bytes().strip() == b"new"
    assert len(tree(tmp_path)) == 1
