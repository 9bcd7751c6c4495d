import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.store.private import UNSAVED
from gni_assess.store.unsaved import find_unsaved, forget_unsaved, keep_unsaved, read_unsaved, record_of

TEXTS = st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True)


def texts(root: Path, owner: str = "") -> list[tuple[str, str]]:
    return [(record_of(path), text) for path in find_unsaved(root, owner) for text in read_unsaved(path)]


def test_texts_are_kept_beside_each_other_and_taken_away_one_by_one(tmp_path: Path) -> None:
    path = keep_unsaved(tmp_path, "GOV-02", "criterion: GOV-02\nanswer: Mine.\n", "olga")
    assert path == tmp_path / ".gni-assess/unsaved/olga/GOV-02.1.txt"
    second = keep_unsaved(tmp_path, "GOV-02", "[bold] NO", "olga")
    assert (second.name, keep_unsaved(tmp_path, "GOV-02", "[bold] NO", "olga")) == ("GOV-02.2.txt", second)
    keep_unsaved(tmp_path, "CTX-01", "Other.", "olga")
    assert texts(tmp_path, "olga") == [
        ("CTX-01", "Other."),
        ("GOV-02", "criterion: GOV-02\nanswer: Mine.\n"),
        ("GOV-02", "[bold] NO"),
    ]
    forget_unsaved(tmp_path, "GOV-02", "criterion: GOV-02\nanswer: Mine.\n", "olga")
    forget_unsaved(tmp_path, "GOV-02", "never kept", "olga")
    assert texts(tmp_path, "olga") == [("CTX-01", "Other."), ("GOV-02", "[bold] NO")]
    assert keep_unsaved(tmp_path, "GOV-02", "The last.", "olga").name == "GOV-02.3.txt"
    forget_unsaved(tmp_path, "GOV-02", owner="olga")
    for _ in range(2):
        forget_unsaved(tmp_path, "CTX-01", owner="olga")
    assert find_unsaved(tmp_path, "olga") == ()


def test_the_texts_of_one_person_are_not_found_for_another(tmp_path: Path) -> None:
    for owner in ("olga", "carl", "olga/review", ""):
        keep_unsaved(tmp_path, "GOV-02", f"Of {owner}", owner)
    forget_unsaved(tmp_path, "GOV-02", "Of olga", "carl")
    for owner in ("olga", "carl", "olga/review", ""):
        assert texts(tmp_path, owner) == [("GOV-02", f"Of {owner}")]
    assert texts(tmp_path, "nobody") == []


@given(kept=TEXTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(tmp_path: Path, kept: list[str]) -> None:
    forget_unsaved(tmp_path, "GOV-02")
    for each in kept:
        keep_unsaved(tmp_path, "GOV-02", each)
    assert [text for _, text in texts(tmp_path)] == kept


@pytest.mark.parametrize("size", [1_100_000, 20_000_000])
def test_a_text_may_be_as_long_as_it_likes(tmp_path: Path, size: int) -> None:
    text = "\r\n漢" * (size // 5) + "\n"
    path = keep_unsaved(tmp_path, "GOV-02", text, "olga")
    assert path.read_bytes() == text.encode()
    assert texts(tmp_path, "olga") == [("GOV-02", text)]
    forget_unsaved(tmp_path, "GOV-02", text, "olga")
    assert texts(tmp_path, "olga") == []


@pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")
def test_nobody_else_can_read_it_and_git_leaves_it_out(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        paths = [keep_unsaved(tmp_path, "GOV-02", each, "olga/review") for each in ("Mine.", "Mine too.")]
    finally:
        os.umask(mask)
    assert [each.stat().st_mode & 0o777 for each in paths] == [0o600, 0o600]
    review = paths[0].parent
    assert [each.stat().st_mode & 0o777 for each in (review, review.parent, review.parent.parent)] == [0o700] * 3
    assert (tmp_path / UNSAVED / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("record_id", ["", "..", "../GOV-02", "GOV-02/x", "gov-02", "GOV-02\n", "NUL", "/etc/passwd"])
def test_an_id_that_is_none_names_no_file(tmp_path: Path, record_id: str) -> None:
    for act in (lambda: keep_unsaved(tmp_path, record_id, "Mine."), lambda: forget_unsaved(tmp_path, record_id)):
        with pytest.raises(StoreError, match="is not the id of a record"):
            act()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
@pytest.mark.parametrize("link", [".gni-assess", UNSAVED, f"{UNSAVED}/GOV-02.1.txt"])
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "file").write_text("theirs", encoding="utf-8")
    root = tmp_path / "root"
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside / ("file" if link.endswith(".txt") else "folder"))
    with pytest.raises(StoreError, match="leads out"):
        keep_unsaved(root, "GOV-02", "Mine.")
    assert find_unsaved(root) == ()
    assert ((outside / "file").read_text(encoding="utf-8"), list((outside / "folder").iterdir())) == ("theirs", [])


def keep_as_older_versions_did(root: Path, data: bytes) -> Path:
    path = root / UNSAVED / "GOV-02.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def test_what_older_versions_kept_is_found_and_can_be_taken_away(tmp_path: Path) -> None:
    path = keep_as_older_versions_did(tmp_path, b'unsaved:\n  - "Mine."\n  - "criterion: GOV-02\\n"\n')
    keep_unsaved(tmp_path, "GOV-02", "New.")
    assert [text for _, text in texts(tmp_path)] == ["Mine.", "criterion: GOV-02\n", "New."]
    forget_unsaved(tmp_path, "GOV-02", "Mine.")
    assert [text for _, text in texts(tmp_path)] == ["criterion: GOV-02\n", "New."]
    forget_unsaved(tmp_path, "GOV-02", "criterion: GOV-02\n")
    assert not path.exists()


@pytest.mark.parametrize(
    "data", [b"unsaved: [x\n", b"- x\n", b"unsaved: 1\n", b"unsaved: []\n", b"\xff\n", b"unsaved: [1]\n", b"x" * 1_100_000]
)
def test_a_file_that_was_edited_into_something_else_is_one_text_and_is_not_lost(tmp_path: Path, data: bytes) -> None:
    path = keep_as_older_versions_did(tmp_path, data)
    assert read_unsaved(path) == (data.decode(errors="replace"),)
    keep_unsaved(tmp_path, "GOV-02", "More.")
    assert path.read_bytes() == data
    forget_unsaved(tmp_path, "GOV-02", data.decode(errors="replace"))
    assert [text for _, text in texts(tmp_path)] == ["More."]


def test_what_is_no_such_file_is_left_alone(tmp_path: Path) -> None:
    path = keep_unsaved(tmp_path, "GOV-02", "Mine.")
    for name in ("notes.txt", "other.yaml", "GOV-02.0.txt", "GOV-02.7.txt", f".{path.name}.0a0a0a0a.tmp"):
        (path.parent / name).touch()
    assert texts(tmp_path) == [("GOV-02", "Mine.")]  # an empty one is what a killed save leaves
    forget_unsaved(tmp_path, "GOV-02")
    assert sorted(each.name for each in path.parent.iterdir()) == [".gitignore", "GOV-02.0.txt", "notes.txt", "other.yaml"]


def test_a_new_workspace_leaves_it_out_of_git(workspace: Path) -> None:
    assert f"{UNSAVED}/" in (workspace / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / ".gni-assess").touch()
    with pytest.raises(StoreError, match="cannot write"):
        keep_unsaved(tmp_path, "GOV-02", "Mine.")
    with pytest.raises(StoreError, match="cannot read"):
        read_unsaved(tmp_path / "nothing")
    assert find_unsaved(tmp_path) == ()
