import os
from dataclasses import replace
from pathlib import Path

import pytest

from gni_assess.model.previous import NOTHING_BEFORE, Previous
from gni_assess.model.vocabulary import Finding
from gni_assess.model.workspace import Workspace
from gni_assess.store.load import load_workspace
from gni_assess.store.previous import load_previous

RESPONSES = "snapshots/2024/evidence/responses"


def workspace_of(root: Path, previous: str = "snapshots/2024") -> Workspace:
    workspace = load_workspace(root, records=False).require().workspace
    return replace(workspace, plan=replace(workspace.plan, previous=previous))


def load(root: Path, previous: str = "snapshots/2024") -> Previous:
    return load_previous(root, workspace_of(root, previous))


def test_the_sample_has_a_last_assessment(sample: Path) -> None:
    assessment = load_workspace(sample).require()
    previous = load_previous(sample, assessment.workspace)
    assert (previous.name, previous.problems) == ("2024", ())
    assert 8 <= len(previous.responses) <= 12
    assert previous.responses["GOV-02"].finding is Finding.NOT_IN_PLACE
    assert set(previous.responses) <= set(assessment.pack.by_id)
    assert {"GOV", "DDR"} < {each.partition("-")[0] for each in previous.responses}
    assert any(each not in assessment.responses for each in previous.responses)
    assert all(each.is_answered for each in previous.responses.values())


def test_what_was_answered_then_is_no_record_of_today(sample: Path) -> None:
    before = load_workspace(sample)
    (sample / RESPONSES / "GOV-02.yaml").write_text("finding: [", encoding="utf-8")
    after = load_workspace(sample)
    assert (after.problems, after.files_read) == (before.problems, before.files_read)
    assert after.assessment == before.assessment


def test_none_is_named(sample: Path) -> None:
    assert load(sample, "") == NOTHING_BEFORE


@pytest.mark.parametrize("named", ["snapshots/2024", "snapshots/2024/", "./snapshots/2024", "snapshots/2024/evidence"])
def test_a_workspace_or_a_folder_with_responses(sample: Path, named: str) -> None:
    previous = load(sample, named)
    assert (previous.name, previous.problems) == ("2024", ())
    assert "GOV-02" in previous.responses


def test_a_file_that_cannot_be_read_does_not_hide_the_rest(sample: Path) -> None:
    whole = load(sample).responses
    folder = sample / RESPONSES
    (folder / "GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    (folder / "GOV-01.yaml").write_text("criterion: [\n", encoding="utf-8")
    (folder / "GOV-04.yaml").rename(folder / "GOV-05.yaml")
    (folder / "._GOV-06.yaml").write_text("\0", encoding="utf-8")
    previous = load(sample)
    assert previous.responses == {key: each for key, each in whole.items() if key not in ("GOV-01", "GOV-02", "GOV-04")}
    first, second, third = previous.problems
    assert first.startswith(f"`{RESPONSES}/GOV-01.yaml`, line ")
    assert second.startswith(f"`{RESPONSES}/GOV-02.yaml`, line 2: ")
    assert third == f"`{RESPONSES}/GOV-05.yaml`: the `criterion` inside differs from the name of the file; make them the same"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("snapshots/2023", "there is no such folder"),
        ("gni-assess.yaml", "there is no such folder"),
        ("x" * 5000, "there is no such folder"),
        ("snapshots", "there are no answers in `snapshots`"),
        ("../sample/snapshots/2024", "may lead out of the workspace"),
        ("snapshots/../snapshots/2024", "may lead out of the workspace"),
        ("/snapshots/2024", "may lead out of the workspace"),
        ("C:\\2024", "may lead out of the workspace"),
        ("snap\0shots", "may lead out of the workspace"),
        (".", "this assessment itself"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told_with_a_way_out(sample: Path, named: str, why: str) -> None:
    previous = load(sample, named)
    assert previous.responses == {}
    assert len(previous.problems) == 1
    assert why in previous.problems[0]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("inside", ["snapshots", "snapshots/2024", "snapshots/2024/evidence", RESPONSES])
def test_a_link_out_of_the_workspace_is_not_followed(sample: Path, tmp_path: Path, inside: str) -> None:
    (sample / inside).rename(tmp_path / "elsewhere")
    (sample / inside).symlink_to(tmp_path / "elsewhere")
    previous = load(sample)
    assert previous.responses == {}
    assert "out of the workspace" in previous.problems[0]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_single_answer_that_is_a_link_out_is_left_out(sample: Path, tmp_path: Path) -> None:
    file = sample / RESPONSES / "GOV-02.yaml"
    file.rename(tmp_path / "GOV-02.yaml")
    file.symlink_to(tmp_path / "GOV-02.yaml")
    previous = load(sample)
    assert "GOV-02" not in previous.responses
    assert "GOV-01" in previous.responses
    assert len(previous.problems) == 1


def test_other_criteria_are_told(sample: Path) -> None:
    file = sample / "snapshots/2024/gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("gni-2024\n", "own-criteria\n"), encoding="utf-8")
    previous = load(sample)
    assert "used other criteria (`own-criteria`, now `gni-2024`)" in previous.problems[0]
    assert "GOV-02" in previous.responses


def test_an_older_edition_and_no_workspace_file_do_no_harm(sample: Path) -> None:
    file = sample / "snapshots/2024/gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('"2024.1"', '"2020.1"'), encoding="utf-8")
    assert load(sample).problems == ()
    file.unlink()
    assert load(sample).problems == ()


def test_a_workspace_file_that_cannot_be_read_does_not_hide_the_answers(sample: Path) -> None:
    file = sample / "snapshots/2024/gni-assess.yaml"
    file.write_text("workspace: [", encoding="utf-8")
    previous = load(sample)
    assert previous.problems[0].startswith("`snapshots/2024/gni-assess.yaml`, line 1")
    assert "GOV-02" in previous.responses


def test_a_newer_format_is_not_guessed_at(sample: Path) -> None:
    file = sample / "snapshots/2024/gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("workspace: 1\n", "workspace: 2\n"), encoding="utf-8")
    previous = load(sample)
    assert previous.responses == {}
    assert "newer version of gni-assess" in previous.problems[0]
