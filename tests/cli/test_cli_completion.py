from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def complete(run: Run, gni: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Complete a command line in the small workspace."""
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", "T", "--summary", "S", "--from", "unknown")
    gni("gap", "add", "GOV-03", "--summary", "s", "--scale", "high", "--scope", "low", "--irremediability", "low")

    def ask(line: str, cwd: Path = workspace) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("_GNI_ASSESS_COMPLETE", "complete_bash")
            patch.setenv("COMP_WORDS", f"gni-assess {line}")
            patch.setenv("COMP_CWORD", str(len(f"{line} ".split(" ")) - 1))
            shown = run(cwd=cwd)
        assert shown.err == ""
        return list(shown.out.split())

    del monkeypatch
    return ask


def test_completes_commands_ids_people_areas_and_codes(complete: Callable[[str], list[str]]) -> None:
    assert complete("val") == ["validate"]
    assert complete("gap s") == ["set"]
    assert complete("answer GOV-0")[:2] == ["GOV-01", "GOV-02"]
    assert complete("answer gov-02 --evidence POL") == ["POL-417"]
    assert complete("answer GOV-02 --assign c") == ["carl"]
    assert complete("validate --area GO") == ["GOV"]
    assert complete("rule GNI20")[:2] == ["GNI201", "GNI202"]
    assert len(complete("gap set GOV-03-G")) == 1
    assert complete("evidence show P") == ["POL-417"]
    assert "workspace" in complete("schema w")


def test_only_what_stands_in_records_needs_them_read(complete: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = Path.open

    def note(path: Path, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - as Path.open
        opened.append(path.name)
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", note)
    assert complete("answer GOV-02 --assign c") == ["carl"]
    assert complete("answer GOV-02")
    assert complete("validate --area GO") == ["GOV"]
    assert not {"POL-417.yaml", "GOV-03.yaml"} & set(opened)
    assert complete("evidence show P") == ["POL-417"]
    assert "POL-417.yaml" in opened


def test_outside_of_a_workspace_nothing_is_offered_and_nothing_said(complete: Callable[..., list[str]], tmp_path: Path) -> None:
    assert complete("answer G", tmp_path) == []
    assert complete("stat", tmp_path) == ["status"]
