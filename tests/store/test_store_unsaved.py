import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.store.unsaved import UNSAVED, find_unsaved, forget_unsaved, keep_unsaved, read_unsaved

TEXTS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=4, unique=True)


def test_texts_are_kept_beside_each_other_and_taken_away_one_by_one(tmp_path: Path) -> None:
    path = keep_unsaved(tmp_path, "GOV-02", "criterion: GOV-02\nanswer: Mine.\n")
    assert path == tmp_path / ".gni-assess/unsaved/GOV-02.yaml"
    assert keep_unsaved(tmp_path, "GOV-02", "[bold] NO") == keep_unsaved(tmp_path, "GOV-02", "[bold] NO") == path
    keep_unsaved(tmp_path, "CTX-01", "Other.")
    assert read_unsaved(path) == ("criterion: GOV-02\nanswer: Mine.\n", "[bold] NO")
    assert find_unsaved(tmp_path) == (path.with_name("CTX-01.yaml"), path)
    forget_unsaved(tmp_path, "GOV-02", "criterion: GOV-02\nanswer: Mine.\n")
    assert read_unsaved(path) == ("[bold] NO",)
    forget_unsaved(tmp_path, "GOV-02", "never kept")
    forget_unsaved(tmp_path, "GOV-02", "[bold] NO")
    forget_unsaved(tmp_path, "CTX-01")
    forget_unsaved(tmp_path, "CTX-01")
    assert find_unsaved(tmp_path) == ()


@given(texts=TEXTS)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(tmp_path: Path, texts: list[str]) -> None:
    forget_unsaved(tmp_path, "GOV-02")
    for each in texts:
        path = keep_unsaved(tmp_path, "GOV-02", each)
    assert read_unsaved(path) == tuple(texts)


@pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")
def test_nobody_else_can_read_it_and_git_leaves_it_out(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        path = keep_unsaved(tmp_path, "GOV-02", "Mine.")
        keep_unsaved(tmp_path, "GOV-02", "Mine too.")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("record_id", ["", "..", "../GOV-02", "GOV-02/x", "gov-02", "GOV-02\n", "NUL", "/etc/passwd"])
def test_an_id_that_is_none_names_no_file(tmp_path: Path, record_id: str) -> None:
    for act in (lambda: keep_unsaved(tmp_path, record_id, "Mine."), lambda: forget_unsaved(tmp_path, record_id)):
        with pytest.raises(StoreError, match="is not the id of a record"):
            act()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
@pytest.mark.parametrize("link", [UNSAVED, f"{UNSAVED}/GOV-02.yaml"])
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "file").write_text("theirs", encoding="utf-8")
    root = tmp_path / "root"
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside / ("folder" if link == UNSAVED else "file"))
    with pytest.raises(StoreError, match="leads out"):
        keep_unsaved(root, "GOV-02", "Mine.")
    assert find_unsaved(root) == ()
    assert ((outside / "file").read_text(encoding="utf-8"), list((outside / "folder").iterdir())) == ("theirs", [])


@pytest.mark.parametrize("data", [b"unsaved: [x\n", b"- x\n", b"unsaved: 1\n", b"unsaved: []\n", b"\xff\n", b"unsaved: [1]\n"])
def test_a_file_that_was_edited_into_something_else_is_one_text_and_is_not_lost(tmp_path: Path, data: bytes) -> None:
    path = keep_unsaved(tmp_path, "GOV-02", "Mine.")
    path.write_bytes(data)
    assert read_unsaved(path) == (data.decode(errors="replace"),)
    keep_unsaved(tmp_path, "GOV-02", "More.")
    assert read_unsaved(path) == (data.decode(errors="replace"), "More.")


def test_what_is_no_such_file_is_left_alone(tmp_path: Path) -> None:
    path = keep_unsaved(tmp_path, "GOV-02", "Mine.")
    for name in ("notes.txt", "other.yaml", ".GOV-02.yaml.0a0a0a0a.tmp"):
        (path.parent / name).touch()
    assert find_unsaved(tmp_path) == (path,)
    forget_unsaved(tmp_path, "GOV-02")
    assert sorted(each.name for each in path.parent.iterdir()) == [".gitignore", "notes.txt", "other.yaml"]


def test_a_new_workspace_leaves_it_out_of_git(workspace: Path) -> None:
    assert f"{UNSAVED}/" in (workspace / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / ".gni-assess").touch()
    with pytest.raises(StoreError, match="cannot write"):
        keep_unsaved(tmp_path, "GOV-02", "Mine.")
    with pytest.raises(StoreError, match="cannot read"):
        read_unsaved(tmp_path / "nothing")
    assert find_unsaved(tmp_path) == ()
