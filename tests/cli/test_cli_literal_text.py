import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
HOSTILE = (
    "[/etc/passwd]",
    "[bold]x[/bold]",
    "[link=https://example.com]x[/link]",
    ":warning: :smile:",
    "=1+1",
    "_x0041_",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.com\x1b\\x\x1b]8;;\x1b\\",
    "\u202egnp.exe",
    "\u2066isolated\u2069",
    "\x9b31mC1",
    "a\x07bell\x08\x7f",
    "漢字かな交じり文",
    "👩\u200d💻 🇳🇴 e\u0301",
    "x\u2028y\u2029z\u0085w",
    "\ufeffmark \u200b zero",
    "%s {0} \\n \\x1b",
    "tab\there",
)
READING = (
    ("evidence", "list"),
    ("evidence", "show", "POL-417"),
    ("evidence", "show", "CASE-208"),
    ("evidence", "verify"),
    ("gap", "list"),
    ("status",),
    ("validate", "--stage", "ready"),
    ("validate", "--stage", "ready", "--format", "concise"),
    ("criteria", "list"),
    ("criteria", "search", "Zqx"),
    ("criteria", "show", "ORG-01"),
)
EVERY = READING + tuple((*each, "--format", "json") for each in READING if "--format" not in each)


def hidden(text: str) -> Iterator[str]:
    """Give the characters that a terminal would obey, or not show, instead of showing them."""
    for char in text:
        if char not in "\n\t\u200d\u200c" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"}:
            yield f"{ord(char):04x}"


def quoted(text: str) -> str:
    """Write text as YAML, every character as an escape."""
    return '"' + "".join(f"\\U{ord(each):08x}" for each in text) + '"'


@pytest.fixture
def hostile(gni: Run, workspace: Path) -> Path:
    """Hostile text in every place where a person can type some, entered by the commands."""
    everything = " | ".join(HOSTILE)
    common = ("--title", everything, "--summary", everything, "--notes", everything, "--held-at", everything, "--from", "2023-02")
    done = [
        gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", *common, "--holder", everything),
        gni(
            *("evidence", "add", "case", "--id", "CASE-208", "--type", "network-disruption", "--title", everything, "--right", "privacy"),
            *("--jurisdiction", "NO", "--classification", "restricted", "--demanded", everything, "--lessons", everything),
        ),
        gni(
            "answer", "GOV-02", "--finding", "in-place", "--text", everything, "--evidence", f"POL-417:{everything}", "--reason", everything
        ),
        gni(
            *("gap", "add", "GOV-03", "--summary", everything, "--scale", "high", "--scope", "low", "--irremediability", "low"),
            *("--cause", everything, "--affected", everything, "--action", everything, "--owner", "olga", "--due", "2026-01-31"),
        ),
    ]
    for each in done:
        assert each.code == 0, each.err
        assert not list(hidden(each.both))
    typed = quoted(f"Zqx {everything}")
    own = f"{{id: ORG-01, title: {typed}, question: {typed}, intent: {typed}, basis: good-practice, rights: [privacy], na_allowed: true"
    shown = f"show: [{{kind: policy, required: true, what: {typed}}}], probes: [{typed}]}}"
    (workspace / "criteria").mkdir()
    (workspace / "criteria/own.yaml").write_text(f"format: 1\npack: gni-2024\ncriteria: [{own}, {shown}]\n", encoding="utf-8")
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8").replace("  first_assessment", "  overlays: [criteria/own.yaml]\n  first_assessment")
    file.write_text(
        text.replace("name: Acme Relay", f"name: {quoted(everything)}").replace("Human rights lead", "'[/lead]'"), encoding="utf-8"
    )
    return workspace


@pytest.mark.usefixtures("hostile")
def test_nothing_that_was_typed_is_obeyed(gni: Run) -> None:
    for command in EVERY:
        shown = gni(*command)
        assert shown.code in {0, 1}, (command, shown.err)
        assert list(hidden(shown.both)) == [], command


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_stored_and_given_back_unchanged(gni: Run, workspace: Path, text: str) -> None:
    assert gni("answer", "GOV-02", "--finding", "planned", "--text", text).code == 0
    assert load_workspace(workspace).require().responses["GOV-02"].answer == text
    new = ("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", text, "--summary", text, "--from", "unknown")
    assert gni(*new).code == 0
    found = json.loads(gni("evidence", "show", "POL-417", "--format", "json").out)["evidence"]
    assert (found["title"], found["summary"]) == (text, text)
    assert json.loads(gni("evidence", "list", "--format", "json").out)["evidence"][0]["title"] == text


@pytest.mark.parametrize(
    "text", ["[/etc/passwd]", "[bold]x[/bold]", ":warning: :smile:", "=1+1", "_x0041_", "漢字かな交じり文", "👩\u200d💻 🇳🇴"]
)
def test_harmless_text_is_shown_as_it_is(gni: Run, text: str) -> None:
    levels = ("--scale", "high", "--scope", "low", "--irremediability", "low")
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", text, "--summary", text, "--from", "unknown")
    gni("gap", "add", "GOV-03", "--summary", text, *levels)
    for command in (("evidence", "list"), ("evidence", "show", "POL-417"), ("gap", "list"), ("status",)):
        assert text in gni(*command).out, command


@pytest.mark.parametrize(("text", "shown"), [("\x1b[31mred", "\\x1b[31mred"), ("\u202egnp", "\\u202egnp"), ("\x9b1m", "\\x9b1m")])
def test_hidden_text_is_made_visible(gni: Run, text: str, shown: str) -> None:
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", text, "--summary", text, "--from", "unknown")
    assert shown in gni("evidence", "list").out
    assert shown in gni("evidence", "show", "POL-417").out


@pytest.mark.parametrize("text", HOSTILE)
def test_mistakes_repeat_what_was_typed_literally(gni: Run, text: str) -> None:
    for arguments in (
        ("answer", text, "--text", "x"),
        ("answer", "GOV-02", "--evidence", text),
        ("answer", "GOV-02", "--assign", text),
        ("answer", "GOV-02", "--finding", text),
        ("answer", "GOV-02", "--due", text),
        ("answer", "GOV-02", "--text-file", text),
        ("gap", "set", text),
        ("evidence", "show", text),
        ("validate", "--only", text),
        ("validate", "--select", text),
        ("validate", "-C", text),
        ("rule", text),
        ("schema", text),
        ("criteria", "show", text),
        ("export", "--format", text),
        ("status", "--as", text, f"--{text}"),
    ):
        shown = gni(*arguments)
        assert shown.code == 2, arguments
        assert shown.out == ""
        assert list(hidden(shown.err)) == [], arguments


def test_names_of_files_are_shown_literally(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/policies/POL-417\x1b[31m\u202e.yaml").write_text("id: [", encoding="utf-8")
    (workspace / "evidence/[bold]x[bold]\n\x9b.txt").write_text("x", encoding="utf-8")
    for output_format in ("text", "concise", "json"):
        shown = gni("validate", "--format", output_format, "--select", "GNI001,GNI008")
        assert list(hidden(shown.both)) == []
        assert "bold" not in shown.out
    places = [each["file"] for each in json.loads(gni("validate", "--format", "json", "--select", "GNI001,GNI008").out)["diagnostics"]]
    assert places == ["evidence/…", "evidence/policies/…"]
    refused = gni("export")
    assert (refused.code, list(hidden(refused.both))) == (2, [])


def test_very_long_text_is_not_wrapped_off_a_terminal(gni: Run) -> None:
    text = "x" * 120_000
    levels = ("--scale", "high", "--scope", "low", "--irremediability", "low")
    gap_id = gni("gap", "add", "GOV-03", "--summary", "-", *levels).out.strip()
    assert gni("gap", "set", gap_id, "--summary", text).code == 0
    assert text in gni("gap", "list").out
    lines = gni("status").out.splitlines()
    assert [line.startswith(gap_id) for line in lines if line.endswith(text)] == [True]
