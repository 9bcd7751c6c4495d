"""The guides are true: every `console` block is typed here, in order, and shows what it says.

A line that starts with `$` is typed; the lines below are all that is shown, by stdout and then stderr. `...` stands for any lines, and
within a line for anything there.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(page for page in DOCS.glob("*.md") if "```console" in page.read_text(encoding="utf-8"))
MORE = "..."


def steps_of(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each command of a page with the lines that it should show."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield command, shown


def matches(wanted: str, line: str) -> bool:
    pattern = ".*".join(re.escape(each) for each in wanted.split(MORE))
    return re.fullmatch(pattern, line) is not None


def missing_line(wanted: list[str], shown: list[str]) -> str | None:
    """Give the first wanted line that is not shown where it should be, or what is shown beyond the last; None where all is well."""
    at, free = 0, False
    for each in wanted:
        if each == MORE:
            free = True
            continue
        places = range(at, len(shown)) if free else range(at, min(at + 1, len(shown)))
        found = next((place for place in places if matches(each, shown[place])), None)
        if found is None:
            return each
        at, free = found + 1, False
    return None if free or at == len(shown) else f"{MORE} (for {shown[at]})"


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.name)
def test_what_the_guide_shows_is_what_is_seen(page: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    for command, wanted in steps_of(page):
        words = shlex.split(command)
        match words[0]:
            case "cd":
                folder = (folder / words[1]).resolve()
                assert folder.is_dir(), command
            case "export":
                monkeypatch.setenv(*words[1].split("=", 1))
            case program:
                assert program == "gni-assess", command
                done = run(*words[1:], "--today", "2026-11-21", cwd=folder)
                assert done.code in ((0, 1) if words[1] == "validate" else (0,)), f"{command}\n{done.both}"
                shown = [line.rstrip() for line in (done.out + done.err).splitlines()]
                lacking = missing_line(wanted, shown)
                assert lacking is None, f"{command}\nshould show: {lacking}\nshows:\n{done.both}"


def test_there_are_guides_to_walk_through() -> None:
    assert "officers.md" in {each.name for each in PAGES}
    assert missing_line(["a", MORE, "c ..."], ["a", "b", "c d"]) is None
    assert missing_line(["a", "c"], ["a", "b", "c"]) == "c"
    assert missing_line([MORE, "x"], ["a"]) == "x"
    assert missing_line(["a"], ["a", "b"]) is not None
    assert missing_line(["b"], ["a", "b"]) == "b"
