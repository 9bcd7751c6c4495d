import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gni_assess.errors import ConflictError, StoreError
from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding
from gni_assess.store.apply import apply_changes
from gni_assess.store.load import load_workspace

Save = Callable[[Path, Record | None, Record], Record]
AT = datetime(2026, 5, 4, tzinfo=UTC)
FILE = "evidence/responses/GOV-02.yaml"
NEW = Response(criterion="GOV-03", finding=Finding.PLANNED, answer="Soon.\n")


def tree(root: Path) -> dict[str, bytes]:
    """All that counts: everything but the lock."""
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file() and each.name != "lock"}


def read(root: Path) -> Response:
    return load_workspace(root).require().responses["GOV-02"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("target", ["nowhere.yaml", "../policies/nowhere.yaml", "GOV-02.yaml"])
def test_link_to_what_is_not_there_is_not_written_over(sample: Path, save: Save, target: str) -> None:
    (sample / FILE).unlink()
    (sample / FILE).symlink_to(target)
    with pytest.raises(StoreError):
        save(sample, None, Response(criterion="GOV-02", answer="new"))
    assert os.readlink(sample / FILE) == target  # noqa: PTH115 - the text of the link
    assert not (sample / "evidence/journal/GOV-02.jsonl").exists()


@pytest.mark.parametrize("name", ["gov-03.yaml", "GOV-03.YAML", "Gov-03.yaml"])
def test_record_is_not_made_where_only_letter_case_differs(sample: Path, save: Save, name: str) -> None:
    (sample / "evidence/responses" / name).write_text("criterion: GOV-03\n", encoding="utf-8")
    files = tree(sample)
    with pytest.raises(StoreError) as caught:
        save(sample, None, NEW)
    assert caught.value.hint
    assert tree(sample) == files


def test_record_that_could_not_be_loaded_is_not_made_anew(sample: Path) -> None:
    (sample / "evidence/responses/board.yaml").write_text("criterion: GOV-03\n", encoding="utf-8")
    files, broken = tree(sample), load_workspace(sample).broken
    with pytest.raises(StoreError, match="there are not two") as caught:
        apply_changes(sample, [Change(before=None, after=NEW)], by="officer", via="answer", at=AT, broken=broken)
    assert caught.value.hint
    assert tree(sample) == files


def test_record_with_the_id_of_another_inside_is_no_conflict(sample: Path, save: Save) -> None:
    (sample / "evidence/responses/GOV-03.yaml").write_text("criterion: GOV-04\n", encoding="utf-8")
    with pytest.raises(StoreError, match="holds a record with another id") as caught:
        save(sample, None, NEW)
    assert not isinstance(caught.value, ConflictError)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_link_that_stays_inside_goes_on_being_one(sample: Path, save: Save) -> None:
    before = read(sample)
    (sample / "kept").mkdir()
    (sample / FILE).rename(sample / "kept/GOV-02.yaml")
    (sample / FILE).symlink_to("../../kept/GOV-02.yaml")
    after = replace(before, answer="new\n")
    assert save(sample, before, after) == after
    assert (sample / FILE).is_symlink()
    assert "new" in (sample / "kept/GOV-02.yaml").read_text(encoding="utf-8")
    assert read(sample) == after


@pytest.mark.skipif(os.name != "posix", reason="permissions work otherwise there")
@pytest.mark.parametrize("linked", [False, True])
def test_record_that_is_protected_from_writing_is_not_replaced(sample: Path, save: Save, linked: bool) -> None:  # noqa: FBT001
    before = read(sample)
    if linked:
        (sample / FILE).rename(sample / "kept.yaml")
        (sample / FILE).symlink_to("../../kept.yaml")
    (sample / FILE).chmod(0o444)
    files = tree(sample)
    with pytest.raises(StoreError, match="is protected from writing; nothing was saved") as caught:
        save(sample, before, replace(before, answer="new"))
    assert caught.value.hint
    assert tree(sample) == files
    assert save(sample, before, before) == before
    (sample / FILE).chmod(0o644)
    save(sample, before, replace(before, answer="new"))


def test_file_in_the_place_of_the_journal_folder_is_named(sample: Path, save: Save) -> None:
    before = read(sample)
    journal = sample / "evidence/journal"
    if journal.is_dir():
        journal.rename(sample / "old-journal")
    journal.write_text("x", encoding="utf-8")
    files = tree(sample)
    with pytest.raises(StoreError, match=r"a file stands where a folder is needed: `.*journal`") as caught:
        save(sample, before, replace(before, answer="new"))
    assert "move that file elsewhere" in caught.value.hint
    assert tree(sample) == files
