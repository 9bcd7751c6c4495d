"""What a diagnostic says under "how to mend it" is typed as it stands, with words put for each `…`."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FILL = {"--scale": "low", "--scope": "low", "--irremediability": "low", "--due": "2027-01-31", "--owner": "carl", "--evidence": "POL-417"}
FILL |= {"--accepted-by": "carl", "--review-on": "2027-01-31"}


def fixes_of(gni: Run, code: str) -> str:
    shown = gni("validate", "--select", code).out
    return "\n".join(line for line in shown.splitlines() if "how to mend it" in line)


def commands_in(fixes: str, gap: str = "") -> list[list[str]]:
    """Find the commands that write, each with a word for every `…` and the gap for `ID`."""
    found = re.findall(r"gni-assess ((?:gap|answer) (?:add |set )?[A-Z0-9-]+(?: --[a-z-]+ (?:…|[a-z-]+))+)", fixes)
    return [[_fill(before, word, gap) for before, word in pairwise(("", *each.split()))] for each in found]


def _fill(before: str, word: str, gap: str) -> str:
    return {"…": FILL.get(before, "Words."), "ID": gap}.get(word, word)


@pytest.fixture
def answered(gni: Run, workspace: Path) -> Run:
    (workspace / "evidence" / "policies").mkdir(parents=True, exist_ok=True)
    facts = ("id: POL-417", "title: Policy", "summary: What holds.", "owner: carl", "kind: policy", "classification: internal")
    policy = "\n".join([*facts, "effective: {from: 2024-01-01}", ""])
    (workspace / "evidence" / "policies" / "POL-417.yaml").write_text(policy, encoding="utf-8")
    assert gni("answer", "GOV-02", "--finding", "partly-in-place", "--text", "Some of it.").code == 0
    return gni


def test_a_gap_that_is_missing_is_added_by_the_command(answered: Run) -> None:
    (command,) = commands_in(fixes_of(answered, "GNI205"))
    assert answered(*command).code == 0
    assert fixes_of(answered, "GNI205") == ""


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("GNI212", ()),
        ("GNI206", ("--scale", "high")),
        ("GNI206", ("--status", "accepted")),
        ("GNI206", ("--status", "done")),
        ("GNI305", ("--action", "Act.", "--owner", "olga", "--due", "2026-01-31")),
    ],
)
def test_a_gap_is_mended_by_each_command(code: str, changes: tuple[str, ...], answered: Run) -> None:
    levels = ("--scale", "low", "--scope", "low", "--irremediability", "low")
    gap = answered("gap", "add", "GOV-02", "--summary", "No body has the task.", *levels).out.strip()
    if changes:
        assert answered("gap", "set", gap, *changes).code == 0
    commands = commands_in(fixes_of(answered, code), gap)
    assert commands
    assert answered(*commands[-1]).code == 0
    assert fixes_of(answered, code) == ""


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("criteria", "show", "FOE-41"), "did you mean FOE-14"),
        (("criteria", "show", "POL-417"), "`gni-assess criteria list` shows them"),
        (("answer", "GOV-02", "--evidence", "PRV-17"), "`gni-assess evidence list` shows what there is"),
        (("answer", "GOV-02", "--evidence", "POL-471"), "did you mean POL-417?"),
    ],
)
def test_an_id_is_only_taken_for_one_of_its_own_kind(args: tuple[str, ...], hint: str, answered: Run) -> None:
    wrong = answered(*args)
    assert wrong.code == 2
    assert hint in wrong.err
    assert ("did you mean" in wrong.err) is ("did you mean" in hint)
