"""The same record gives the same output: on every run, in any locale, however narrow the window is said to be."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
MARK = "Zqx"
FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown")
READING = (
    ("validate",),
    *(("validate", "--stage", "ready", "--format", each) for each in FORMATS),
    ("status",),
    ("gap", "list"),
    ("evidence", "list"),
    ("criteria", "show", "GOV-02"),
)
ODD = {"LC_ALL": "C", "COLUMNS": "20", "LINES": "2", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "12", "FORCE_COLOR": "1", "TERM": "dumb"}


@pytest.fixture
def faulty(gni: Run, workspace: Path) -> Path:
    """Many faults, and a marker in every value that somebody may have typed."""
    common = ("--title", f"{MARK}t 漢字", "--summary", f"{MARK}s", "--from", "2019-01", "--holder", f"{MARK}h", "--notes", f"{MARK}n")
    for number in ("POL-417", "POL-208", "POL-900"):
        gni(
            "evidence", "add", "policy", "--id", number, "--kind", "policy", *common, "--held-at", f"{MARK}v", "--next-review", "2020-01-01"
        )
    case = f"""\
id: CASE-208
type: network-disruption
title: {MARK}title
rights: [expression]
jurisdiction: TR
classification: restricted
selection: {{decision: selected, reason: {MARK}reason}}
authority: {{name: {MARK}authority}}
demanded: {MARK}demanded
protected_terms: [{{term: {MARK}term}}, {{term: {MARK}}}]
limits: [{{ground: security, note: {MARK}note}}]
dates: {{received: 2026-01-01, closed: 2025-01-01}}
"""
    assert gni("evidence", "add", "case", "--from-file", "-", stdin=case).code == 0
    gni("answer", "GOV-01", "--finding", "in-place", "--text", f"{MARK}term TODO", "--evidence", f"POL-417:{MARK}where:{MARK}shows")
    gni("answer", "GOV-04", "--finding", "not-applicable", "--reason", f"{MARK}reason", "--unsure", "--assign", "carl")
    levels = ("--scale", "high", "--scope", "low", "--irremediability", "low")
    gni("gap", "add", "GOV-03", "--summary", f"{MARK}gap", *levels, "--cause", f"{MARK}cause", "--affected", f"{MARK}who")
    files = {
        "policies/POL-100.yaml": f"id: POL-100\nkind: {MARK}kind\ntitle: 1.10\n{MARK}key: {MARK}value\nowner: [{MARK}]\n",
        "policies/POL-101.yaml": f"id: POL-101\ntitle: {MARK}\ntitle: {MARK}\n",
        "policies/POL-102.yaml": f"id: POL-102\ntitle: !{MARK} {MARK}\n",
        "policies/POL-103.yaml": f"{MARK}: [{MARK}\n",
        "policies/POL-104.yaml": f'id: POL-104\ntitle: "{MARK}\n',
        "systems/SYS-100.yaml": f"id: *{MARK}\n",
        "systems/SYS-101.yaml": f"\t{MARK}: x\n",
        "responses/GOV-05.yaml": f"criterion: GOV-06\nanswer: {MARK}\n",
        "responses/GOV-07.yaml": (
            f"criterion: GOV-07\nfinding: in-place\nanswer: {MARK}\nassignee: {MARK}person\nevidence: [{{id: POL-555, where: {MARK}w}}]\n"
            f"exceptions: [{{entity: {MARK}entity, finding: planned}}]\nreviewed: {{on: 2026-01-01, by: {MARK}by, of: '{'0' * 64}'}}\n"
        ),
        "responses/ZZZ-99.yaml": f"criterion: ZZZ-99\nanswer: {MARK}\n",
    }
    for name, text in files.items():
        (workspace / "evidence" / name).write_text(text, encoding="utf-8")
    file = workspace / "gni-assess.yaml"
    settings = f"rules:\n  ignore: {{GNI106: {MARK}why, GNI999: {MARK}}}\n  severity: {{GNI303: {{level: error}}}}\n"
    file.write_text(file.read_text(encoding="utf-8").replace("TR", "XQ") + settings)
    return workspace


@pytest.mark.usefixtures("faulty")
def test_off_a_terminal_no_value_and_no_source_line_is_told(gni: Run, tmp_path: Path) -> None:
    for options in ((), *(("--format", each) for each in FORMATS), ("--stage", "ready"), (".", "nowhere", "--format", "json")):
        shown = gni("validate", *options)
        assert shown.code == (2 if "nowhere" in options else 1)
        assert shown.out.count("GNI0") > 8
        assert MARK.casefold() not in shown.both.casefold()
        # A source line has a bar before it; so have blocks of text where SARIF explains the rules, and the tables of Markdown.
        assert " | " not in shown.out or {"sarif", "markdown"} & set(options)
        written = gni("validate", *options, "--output", tmp_path / "result")
        assert MARK.casefold() not in written.both.casefold()
        assert MARK.casefold() not in (tmp_path / "result").read_text(encoding="utf-8").casefold()


@pytest.mark.usefixtures("faulty")
def test_a_baseline_tells_no_value_and_is_the_same_on_every_run(gni: Run, tmp_path: Path) -> None:
    texts = []
    for name in ("one.json", "two.json"):
        shown = gni("validate", "--baseline", tmp_path / name, "--write-baseline")
        texts.append((tmp_path / name).read_text(encoding="utf-8"))
        assert MARK.casefold() not in (shown.both + texts[-1]).casefold()
        assert texts[-1].count("GNI2") > 8
    assert texts[0] == texts[1]


@pytest.mark.usefixtures("faulty")
def test_refusals_tell_no_value_either(gni: Run) -> None:
    for command in (("export",), ("export", "--audience", "internal")):
        refused = gni(*command)
        assert refused.code == 2
        assert MARK.casefold() not in refused.both.casefold()


def test_a_workspace_file_that_cannot_be_loaded_tells_no_value(gni: Run, workspace: Path) -> None:
    for text in (f"workspace: 1\ncompany: {MARK}\n", f"workspace: 1\n{MARK}: [\n", f"workspace: {MARK}\n"):
        (workspace / "gni-assess.yaml").write_text(text, encoding="utf-8")
        for command in (("status",), ("validate",), ("export",), ("answer", "GOV-02", "--text", "x")):
            shown = gni(*command)
            assert shown.code == 2
            assert MARK.casefold() not in shown.both.casefold()


SOME = (READING[0], *READING[-4:])
MORE = tuple(each for each in READING if each not in SOME)


@pytest.mark.parametrize("commands", [SOME, pytest.param(MORE, marks=pytest.mark.long)], ids=["some", "more"])
def test_every_run_in_any_locale_gives_the_same(run: Run, run_apart: Run, faulty: Path, commands: tuple[tuple[str, ...], ...]) -> None:
    for command in commands:
        here = run(*command, "--today", "2026-11-21", cwd=faulty)
        there = run_apart(*command, "--today", "2026-11-21", cwd=faulty, env=ODD)
        assert (there.code, there.out, there.err) == (here.code, here.out, here.err)
        assert "\x1b" not in there.both


def test_the_order_of_files_on_the_disk_does_not_matter(gni: Run, faulty: Path) -> None:
    before = gni("validate", "--format", "concise").out
    for folder in ("policies", "responses", "systems"):
        texts = {each.name: each.read_bytes() for each in (faulty / "evidence" / folder).iterdir()}
        for name in texts:
            (faulty / "evidence" / folder / name).unlink()
        for name, data in sorted(texts.items(), reverse=True):
            (faulty / "evidence" / folder / name).write_bytes(data)
    assert gni("validate", "--format", "concise").out == before
    places = [line.split(": ")[0].split(":") for line in before.splitlines()[:-1]]
    keys = [(each[0], *map(int, each[1:])) for each in places]
    assert keys == sorted(keys)


def test_lines_are_as_long_as_they_must_be_when_piped(run_apart: Run, faulty: Path) -> None:
    shown = run_apart("validate", "--today", "2026-11-21", cwd=faulty, env={"COLUMNS": "20"})
    assert max(len(line) for line in shown.out.splitlines()) > 80


def test_nothing_is_written_by_reading(gni: Run, faulty: Path) -> None:
    def state() -> dict[str, int]:
        return {
            str(Path(folder) / each): (Path(folder) / each).stat().st_mtime_ns for folder, _, files in os.walk(faulty) for each in files
        }

    before = state()
    for command in READING:
        gni(*command)
    assert state() == before
