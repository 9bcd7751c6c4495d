import os
from pathlib import Path

import pytest

from gni_assess.store.load import load_workspace


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        ("evidence/files/unregistered.pdf", "gni-assess evidence add"),
        ("evidence/files/deep/down/unregistered.pdf", "gni-assess evidence add"),
        ("evidence/policies/POL-901.yml", "ends in `.yaml`"),
        ("evidence/policies/charter.pdf", "move it to `evidence/files/` and register it: `gni-assess evidence add policy --file "),
        ("evidence/policies/2019/charter", "register it: `gni-assess evidence add policy --file "),
        ("evidence/systems/register.xlsx", "register it: `gni-assess evidence add system --file "),
        ("evidence/cases/Order 9.docx", "register it: `gni-assess evidence add policy --file "),
        ("evidence/policies/POL-901.yaml.orig", "put it where it belongs: `evidence/responses/`"),
        ("evidence/policies/old/POL-901.yaml", "`evidence/policies/`"),
        ("evidence/policy/POL-901.yaml", "`evidence/policies/`"),
        ("evidence/POL-901.yaml", "`evidence/policies/`"),
        ("evidence/journal/GOV-02.txt", "put it where it belongs"),
        ("evidence/[bold]=1+1_x0041_\u202e.txt", "put it where it belongs"),
    ],
)
def test_file_that_no_one_reads(sample: Path, file: str, advice: str) -> None:
    (sample / file).parent.mkdir(parents=True, exist_ok=True)
    (sample / file).write_text("", encoding="utf-8")
    problems = load_workspace(sample).problems
    assert [(each.code, each.file) for each in problems] == [("GNI008", file)]
    assert advice in problems[0].fix


@pytest.mark.parametrize(
    "file",
    [
        "evidence/.DS_Store",
        "evidence/files/Thumbs.db",
        "evidence/policies/.POL-417.yaml.x1y2.tmp",
        "evidence/policies/.hidden.yaml",
        "evidence/policies/POL-417.yaml~",
        "evidence/.git/config",
        "evidence/journal/GOV-02.jsonl",
        "reports/anything.txt",
        "notes.txt",
    ],
)
def test_file_that_is_let_be(sample: Path, file: str) -> None:
    (sample / file).parent.mkdir(parents=True, exist_ok=True)
    (sample / file).write_text("", encoding="utf-8")
    assert load_workspace(sample).problems == ()


def test_document_may_be_named_in_other_ways(sample: Path) -> None:
    path = sample / "evidence/policies/POL-417.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("file: evidence/", "file: ./evidence/"), encoding="utf-8")
    assert load_workspace(sample).problems == ()


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_to_folders_are_not_followed(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "far" / "away" / "x.txt").write_text("", encoding="utf-8")
    (sample / "evidence/files/far").symlink_to(tmp_path / "far")
    (sample / "evidence/files/round").symlink_to(sample)
    assert load_workspace(sample).problems == ()
