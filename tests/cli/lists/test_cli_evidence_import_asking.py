import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment

Rows = list[list[str]]
Run = Callable[..., Any]
WriteBook = Callable[..., Path]
WriteText = Callable[..., Path]
ReadRecord = Callable[[Path], Assessment]
Start = Callable[..., Any]
Ended = Callable[[Any], tuple[int | None, str]]
Titles = Callable[[Path], set[str]]

PLAIN = ["Title", "Kind", "Summary", "Owner", "Held at"]


def answer(child: Any, *pairs: tuple[str, str]) -> None:  # noqa: ANN401 - pexpect's own
    """Wait for some words and the prompt after them, and type a line; one pair after the other."""
    for words, line in pairs:
        child.expect_exact(words)
        child.expect_exact("> ")
        child.sendline(line)


def test_a_person_maps_columns_words_and_days(  # noqa: PLR0917 - fixtures
    uneven: Rows, write_book: WriteBook, titles: Titles, at_terminal: Start, ended: Ended, workspace: Path, tmp_path: Path
) -> None:
    path, kept = write_book(tmp_path / "list.xlsx", uneven), tmp_path / "map.yaml"
    child = at_terminal("evidence", "import", path)
    child.expect_exact("title           B `Document`: Policy on demands | Demand handling")
    child.expect_exact("stands for nothing: A `Ref`: D-1 | D-2 | D-3")
    answer(
        child,
        ("Is this right?", "titel=B"),
        ("there is no field `titel`; perhaps `title`", "summary="),
        ("no column yet, and each record needs it", ""),
        ("Which column says it?", "what is in it"),
        ("`Memo` under `Category` (1 row): which kind is it?", "report"),
        ("`C3` under `Marking` (1 row): which classification is it?", "restricted"),
        ("(1 other day of the list can only be day-first)", "day-first"),
        ("Nobody in the workspace is `Legal`", "Carl Counsel"),
        ("Columns that stand for nothing: `Ref`", ""),
        ("Keep these choices in a file", str(kept)),
    )
    child.expect_exact("3 rows in the list: 3 new")
    answer(child, ("apply these 3 changes?", "y"))
    assert ended(child)[0] == 0
    assert titles(workspace) == {"Policy on demands", "Demand handling", "Memo of May"}
    text = kept.read_text(encoding="utf-8")
    assert "Memo: report" in text
    assert "owner:\n    Legal: carl" in text
    assert "owner: carl" not in text
    again = at_terminal("evidence", "import", path, "--mapping", kept)
    again.expect_exact("3 rows in the list: 3 same")
    assert "Is this right?" not in again.before


def test_whoever_stops_at_the_preview_is_told_how_to_go_on(  # noqa: PLR0917 - fixtures
    write_book: WriteBook, titles: Titles, at_terminal: Start, interrupt: Ended, workspace: Path, tmp_path: Path
) -> None:
    child = at_terminal("evidence", "import", write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x", "", ""]]))
    answer(child, ("Is this right?", ""), ("1 row names no owner. Who answers for it?", "carl"), ("Keep these choices in a file", ""))
    child.expect_exact("[n] > ")
    said = " ".join(str(interrupt(child)[1]).split())
    assert "to go on from here: gni-assess evidence import" in said
    assert "--map title=Title --map kind=Kind" in said
    assert "--default owner=carl" in said
    assert "--save-mapping" not in said
    assert titles(workspace) == set()


def test_what_was_settled_before_a_stop_is_settled_by_the_command_to_go_on_with(  # noqa: PLR0917 - fixtures
    write_text: WriteText, record: ReadRecord, gni: Run, at_terminal: Start, interrupt: Ended, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "Old.", "carl", ""]])
    assert gni("evidence", "import", path, "--apply").code == 0
    write_text(path, [PLAIN, ["A", "policy", "New.", "carl", ""]])
    child = at_terminal("evidence", "import", path)
    answer(child, ("Is this right?", ""), ("Keep these choices in a file", ""), ("keep, take or both?", "take"))
    child.expect_exact("apply this change?")
    said = " ".join(str(interrupt(child)[1]).split())
    settled = re.findall("--settle '(.+?)'", said)
    assert len(settled) == 1, said
    assert gni("evidence", "import", path, "--settle", settled[0], "--apply").code == 0
    assert [each.summary for each in record(workspace).policies.values()] == ["New."]


@pytest.mark.parametrize(("typed", "name"), [("y", "list-mapping-2.yaml"), ("Yes", "list-mapping-2.yaml"), ("kept.yml", "kept.yml")])
def test_yes_keeps_the_choices_in_the_file_that_is_proposed(  # noqa: PLR0917 - fixtures
    write_text: WriteText, at_terminal: Start, ended: Ended, workspace: Path, typed: str, name: str
) -> None:
    path = write_text(workspace / "list.csv", [PLAIN, ["A", "policy", "x", "", ""]])
    (workspace / "list-mapping.yaml").write_text("mine", encoding="utf-8")
    child = at_terminal("evidence", "import", path)
    answer(child, ("Is this right?", ""), ("names no owner", "carl"), ("y keeps them in list-mapping-2.yaml", "keep"))
    answer(child, ("the name of a file that ends with .yaml", "list-mapping.yaml"), ("exists already", typed))
    child.expect_exact(f"the mapping is kept in `{name}`")
    answer(child, ("apply this change?", "n"))
    ended(child)
    assert (workspace / name).read_text(encoding="utf-8").startswith("# ")
    assert (workspace / "list-mapping.yaml").read_text(encoding="utf-8") == "mine"
    assert not (workspace / typed).exists() or typed == name


def test_no_keeps_nothing_and_several_columns_can_be_changed_at_once(
    write_text: WriteText, at_terminal: Start, ended: Ended, workspace: Path
) -> None:
    headings = ["Dokument", "Art", "Inhalt", "Kriterien"]
    rows = [headings, ["A", "policy", "x", "GOV-1"], headings, ["B", "case", "y", ""], ["Total", "2"]]
    path = write_text(workspace / "list.csv", rows)
    before = sorted(each.name for each in workspace.iterdir())
    child = at_terminal("evidence", "import", path)
    child.expect_exact("criteria        D `Kriterien`: GOV-1")
    answer(child, ("Is this right?", "summary=A; title=Inhalt; criteria="))
    child.expect_exact("title           C `Inhalt`: x | y")
    child.expect_exact("summary         A `Dokument`: A | B")
    child.expect_exact("stands for nothing: D `Kriterien`: GOV-1")
    answer(child, ("Is this right?", "criteria=D"), ("Is this right?", ""), ("2 rows name no owner", "olga"), ("Keep these choices", "n"))
    child.expect_exact("1 new, 2 not filled in, 1 rejected")
    answer(child, ("evidence add case", "n"))
    ended(child)
    assert sorted(each.name for each in workspace.iterdir()) == before
