"""What could not be saved is put aside, and nothing is saved over what is in the way."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
WHOLE = """\
id: POL-417
kind: policy
title: "[bold]Charter[/bold]"
summary: |
  Two
  lines
owner: carl
effective: {from: 2023-02-01, to: null}
limits:
  - {ground: security, treatment: {assessor: summary}}
"""


def test_where_nothing_can_be_put_aside_the_error_is_the_same(gni: Run, workspace: Path) -> None:
    (workspace / ".gni-assess/unsaved").write_text("", encoding="utf-8")
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: [\n", encoding="utf-8")
    refused = gni("answer", "GOV-02", "--text", "x")
    assert (refused.code, "cannot be read, so it was not changed" in refused.err, "kept" in refused.err) == (2, True, False)


@pytest.mark.parametrize("name", ["gov-01.yaml", "GOV-02.yaml", "board.yaml"])
def test_a_record_that_stands_under_another_name_is_not_made_a_second_time(gni: Run, workspace: Path, name: str) -> None:
    other = workspace / "evidence/responses" / name
    other.write_text("criterion: GOV-01\nanswer: Ours.\n", encoding="utf-8")
    refused = gni("answer", "GOV-01", "--finding", "planned", "--text", "Mine")
    assert (refused.code, "there are not two" in refused.err) == (2, True)
    assert os.listdir(workspace / "evidence/responses") == [name]  # noqa: PTH208 - only the names
    assert other.read_text(encoding="utf-8") == "criterion: GOV-01\nanswer: Ours.\n"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_to_what_is_not_there_is_not_written_over(gni: Run, workspace: Path) -> None:
    link = workspace / "evidence/responses/GOV-01.yaml"
    link.symlink_to("nowhere.yaml")
    refused = gni("answer", "GOV-01", "--finding", "planned", "--text", "Mine")
    assert (refused.code, "is a link to a file that is not there" in refused.err) == (2, True)
    assert link.is_symlink()
    assert not link.exists()


def test_what_was_piped_in_and_could_not_be_saved_is_kept(gni: Run, workspace: Path) -> None:
    assert gni("evidence", "add", "policy", "--from-file", "-", "--id", "POL-208", stdin=WHOLE).code == 0
    taken = gni("evidence", "add", "policy", "--from-file", "-", "--id", "POL-208", "--title", "Second", stdin=WHOLE)
    assert (taken.code, "there is a record `POL-208` already" in taken.err) == (2, True)
    assert "kept in `.gni-assess/unsaved/olga/POL-208.1.txt`" in taken.err
    assert "title: Second" in (workspace / ".gni-assess/unsaved/olga/POL-208.1.txt").read_text(encoding="utf-8")
    (workspace / ".gni-assess/unsaved/olga/POL-208.1.txt").unlink()
    by_options = ("--kind", "policy", "--title", "T", "--summary", "S", "--from", "unknown")
    assert "kept" not in gni("evidence", "add", "policy", "--id", "POL-208", *by_options).err
    assert not (workspace / ".gni-assess/unsaved/olga/POL-208.1.txt").exists()
