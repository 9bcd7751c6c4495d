"""Small workspaces under `tests/examples/`, and what `validate` says about each: adding one needs no code.

A case is a folder in `valid/` (exit code 0) or `invalid/` (any other) with the files of a workspace, `expected.txt` (the exit code on
the first line, then what `validate --format concise --today 2026-11-21` prints) and, where the point would drown, `args.txt` with
more options on one line. `GNI_ASSESS_REWRITE_EXAMPLES=1` writes every `expected.txt` anew: read what changed before you keep it.
"""

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXAMPLES = Path(__file__).parent / "examples"
CASES = sorted(each.parent for each in EXAMPLES.glob("*/*/gni-assess.yaml"))
REWRITE = "GNI_ASSESS_REWRITE_EXAMPLES"


@pytest.mark.parametrize("case", CASES, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_example(run: Run, case: Path) -> None:
    more = case / "args.txt"
    options = shlex.split(more.read_text(encoding="utf-8")) if more.is_file() else []
    before = _files(case)
    shown = run("validate", "--format", "concise", "--today", "2026-11-21", *options, cwd=case)
    assert _files(case) == before
    assert (shown.code == 0) is (case.parent.name == "valid")
    found = f"{shown.code}\n{shown.out}"
    expected = case / "expected.txt"
    if os.environ.get(REWRITE):
        expected.write_text(found, encoding="utf-8", newline="\n")
    assert expected.is_file(), f"no expected.txt yet: {REWRITE}=1 writes it"
    assert found == expected.read_bytes().decode()


def test_there_are_examples_of_both_kinds() -> None:
    assert {each.parent.name for each in CASES} == {"valid", "invalid"}


def _files(case: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in case.rglob("*") if each.is_file() and each.name != "expected.txt"}
