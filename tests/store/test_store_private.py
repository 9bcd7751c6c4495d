"""Where private files are, and that nobody else can get at them."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.store.private import (
    UNSAVED,
    create_private,
    make_private_folder,
    own_folder,
    private_place,
    remove_private,
    write_private,
)
from gni_assess.store.save import save_atomically

IDS = (
    st.text() | st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z") | st.sampled_from(["con", "CON", "drafts", "Olga", "olga", "..", ""])
)


@given(first=IDS, second=IDS)
def test_two_people_never_share_a_folder_and_none_leads_elsewhere(first: str, second: str) -> None:
    names = [own_folder(each) for each in (first, second)]
    assert (names[0].casefold() == names[1].casefold()) is (first == second)
    for each in names:
        assert (Path(each).name, "/" in each, "\\" in each, each.strip(". ")) == (each, False, False, each)
        assert each not in {"con", "nul", "drafts", "lines", "places", "editing", "review"} or each == first == "review"


def test_the_folders_of_people() -> None:
    assert (own_folder("olga"), own_folder("legal_2-team"), own_folder("olga", "review")) == ("olga", "legal_2-team", "olga/review")
    assert own_folder("../Carl").startswith("carl.")


def place(root: Path) -> Path:
    return private_place(root, "olga/GOV-02.1.txt")


def test_a_file_is_created_once(tmp_path: Path) -> None:
    assert create_private(tmp_path, place(tmp_path), b"first")
    assert not create_private(tmp_path, place(tmp_path), b"second")
    assert place(tmp_path).read_bytes() == b"first"
    assert [each.name for each in place(tmp_path).parent.iterdir()] == ["GOV-02.1.txt"]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
@pytest.mark.parametrize("what", ["nothing", "empty", "other", "dangling", "link", "whole"])
def test_git_is_told_to_leave_it_out_whatever_stood_there(tmp_path: Path, what: str) -> None:
    ignore = tmp_path / UNSAVED / ".gitignore"
    ignore.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    if what == "dangling":
        ignore.symlink_to(elsewhere)
    elif what == "link":
        elsewhere.write_text("theirs", encoding="utf-8")
        ignore.symlink_to(elsewhere)
    elif what != "nothing":
        ignore.write_text({"empty": "", "other": "!olga\n", "whole": "*\r\n"}[what], encoding="utf-8")
    write_private(tmp_path, place(tmp_path), b"Mine.")
    assert (ignore.read_text(encoding="utf-8").split(), ignore.is_symlink()) == (["*"], False)
    assert not elsewhere.exists() or elsewhere.read_text(encoding="utf-8") == "theirs"
    assert sorted(each.name for each in ignore.parent.iterdir()) == [".gitignore", "olga"]


def test_without_it_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / UNSAVED / ".gitignore").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot write"):
        write_private(tmp_path, place(tmp_path), b"Mine.")
    assert not place(tmp_path).exists()


@pytest.mark.skipif(os.name != "posix", reason="needs links")
@pytest.mark.parametrize("link", [".gni-assess", UNSAVED, f"{UNSAVED}/olga", f"{UNSAVED}/olga/GOV-02.1.txt"])
def test_a_link_inside_of_the_workspace_is_not_followed_either(tmp_path: Path, link: str) -> None:
    target = tmp_path / "reports"
    target.mkdir()
    path = place(tmp_path)
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(target)
    for act in (lambda: write_private(tmp_path, path, b"Mine."), lambda: create_private(tmp_path, path, b"Mine.")):
        with pytest.raises(StoreError, match="behind a link"):
            act()
    assert list(target.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")
def test_each_folder_that_is_made_is_for_one_person(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        save_atomically(tmp_path / ".gni-assess/schemas/x.json", b"{}")
        write_private(tmp_path, private_place(tmp_path, "olga/review/lines/x.line"), b"Mine.")
    finally:
        os.umask(mask)
    made = [tmp_path / UNSAVED, *(each for each in (tmp_path / UNSAVED).rglob("*") if each.is_dir())]
    assert [each.stat().st_mode & 0o777 for each in made] == [0o700] * 4


@pytest.mark.skipif(os.name != "posix", reason="elsewhere folders have no entries to flush")
@pytest.mark.parametrize("write", [write_private, create_private])
def test_what_is_written_and_only_not_flushed_is_not_told_as_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, Path, bytes], object]
) -> None:
    real = os.fsync

    def flush_only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    path = place(tmp_path)
    make_private_folder(tmp_path, path.parent)
    monkeypatch.setattr(os, "fsync", flush_only_files)
    with pytest.raises(StoreError, match="is written, but it may not outlast a power cut"):
        write(tmp_path, path, b"Mine.")
    assert path.read_bytes() == b"Mine."


def test_what_cannot_be_removed_is_told_so(tmp_path: Path) -> None:
    path = place(tmp_path)
    write_private(tmp_path, path, b"Mine.")
    left = path.with_name(f".{path.name}.0123abcd.tmp")
    left.mkdir()
    with pytest.raises(StoreError, match=f"cannot remove `{left}`") as caught:
        remove_private(path)
    assert ("as it was" in str(caught.value), path.exists()) == (False, False)
