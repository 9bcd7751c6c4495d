import os
import shutil
from pathlib import Path

import pytest

from gni_assess.errors import StoreError, UsageError, WorkspaceError
from gni_assess.model.vocabulary import CompanyType, Stage
from gni_assess.model.workspace import Company, Person, Plan, Service, Workspace
from gni_assess.store.create import create_sample, create_workspace
from gni_assess.store.layout import SCHEMAS, find_workspace
from gni_assess.store.load import load_workspace
from gni_assess.store.packaged import find_packaged
from gni_assess.store.schemas import SCHEMA_KINDS, schema_text

WORKSPACE = Workspace(
    company=Company(name="[bold]NO[/bold] =1+1: “Ünï” \u202e", types=(CompanyType.TELECOM,), does_deals=False),
    plan=Plan(stage=Stage.COLLECTING, pack="gni-2024", edition="2024.1", first_assessment=True),
    services=(Service(id="cdn", name="on"),),
    markets=("NO", "TR"),
    people=(Person(id="officer", name="Null"),),
)


def tree(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_new_workspace_reads_back_as_it_was_meant(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "acme"
    written = create_workspace(root, WORKSPACE)
    loaded = load_workspace(root)
    assert loaded.problems == ()
    assert loaded.require().workspace == WORKSPACE
    assert all((root / each).exists() for each in written)
    text = (root / "gni-assess.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=.gni-assess/schemas/workspace.json\nworkspace: 1\n")
    assert "\r" not in text
    assert find_workspace(root / "evidence" / "policies") == root.resolve()


def test_schemas_for_editors_and_files_for_git(tmp_path: Path) -> None:
    create_workspace(tmp_path, WORKSPACE)
    for kind in SCHEMA_KINDS:
        assert (tmp_path / SCHEMAS / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind)
    attributes = (tmp_path / ".gitattributes").read_text(encoding="utf-8")
    assert "*.yaml text eol=lf" in attributes
    assert "evidence/journal/*.jsonl text eol=lf merge=union" in attributes
    assert "evidence/files/** binary" in attributes
    assert "reports/" in (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_files_for_git_that_exist_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    assert ".gitignore" not in create_workspace(tmp_path, WORKSPACE)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_sample_is_a_valid_workspace_equal_to_the_packaged_one(tmp_path: Path) -> None:
    root, source = tmp_path / "sample", find_packaged("sample")
    written = create_sample(root)
    assert all((root / each).exists() for each in written)
    assert load_workspace(root).problems == ()
    assert tree(root / "evidence") == tree(source / "evidence")
    for name in ("gni-assess.yaml", "criteria/example-relay.yaml"):
        assert (root / name).read_bytes() == (source / name).read_bytes()
    assert load_workspace(root).assessment == load_workspace(source).assessment


def test_repository_is_a_workspace_with_current_schemas() -> None:
    root = find_packaged("sample")
    if not (root / "pyproject.toml").is_file():
        pytest.skip("not a checkout")
    for kind in SCHEMA_KINDS:
        assert (root / SCHEMAS / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize("make", [create_sample, lambda root: create_workspace(root, WORKSPACE)])
def test_what_is_there_already_is_never_touched(tmp_path: Path, make: object) -> None:
    assert callable(make)
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "gni-assess.yaml").write_text("anything", encoding="utf-8")
    (tmp_path / "records" / "evidence" / "policies").mkdir(parents=True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = tree(tmp_path)
    for name in ("workspace", "records", "file"):
        with pytest.raises(UsageError) as caught:
            make(tmp_path / name)
        assert caught.value.hint
    assert tree(tmp_path) == before


def test_copy_that_breaks_off_is_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, copied = shutil.copyfile, list[Path]()

    def copy_some(source: Path, target: Path) -> Path:
        if len(copied) == 7:
            raise OSError(28, "No space left on device")
        copied.append(target)
        return real(source, target)

    monkeypatch.setattr(shutil, "copyfile", copy_some)
    with pytest.raises(StoreError, match="No space left on device"):
        create_sample(tmp_path / "sample")
    with pytest.raises(WorkspaceError):
        load_workspace(tmp_path / "sample")


def test_workspace_that_would_not_be_valid_is_not_made(tmp_path: Path) -> None:
    bad = Workspace(company=Company(name="", types=()), plan=WORKSPACE.plan, services=())
    with pytest.raises(UsageError, match="would not be valid"):
        create_workspace(tmp_path, bad)
    assert tree(tmp_path) == {}


def test_folder_where_nothing_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    if os.access(tmp_path / "locked", os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(StoreError):
        create_workspace(tmp_path / "locked" / "acme", WORKSPACE)
