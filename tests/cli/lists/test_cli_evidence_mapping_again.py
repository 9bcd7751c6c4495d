"""Importing the next list with a mapping that was kept, and what is asked and said then."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment

Run = Callable[..., Any]
WriteBook = Callable[..., Path]
WriteText = Callable[..., Path]
ReadRecord = Callable[[Path], Assessment]
Titles = Callable[[Path], set[str]]
Start = Callable[..., Any]
Ended = Callable[[Any], tuple[int | None, str]]
PLAIN = ["Title", "Kind", "Summary", "Owner", "Held at"]


def answer(child: Any, *pairs: tuple[str, str]) -> None:  # noqa: ANN401 - pexpect's own
    """Wait for some words and the prompt after them, and type a line; one pair after the other."""
    for words, line in pairs:
        child.expect_exact(words)
        child.expect_exact("> ")
        child.sendline(line)


def owners(record: Assessment) -> dict[str, str]:
    return {each.title: each.owner for each in record.policies.values()}


def test_owners_are_kept_by_name_and_only_new_names_are_asked_about(  # noqa: PLR0917 - fixtures
    write_text: WriteText, record: ReadRecord, at_terminal: Start, ended: Ended, workspace: Path, tmp_path: Path
) -> None:
    path, kept = tmp_path / "list.csv", tmp_path / "map.yaml"
    rows = [PLAIN, ["A", "policy", "x", "Unbekannte Person", ""], ["B", "policy", "x", "Legal", ""], ["C", "policy", "x", "", ""]]
    child = at_terminal("evidence", "import", write_text(path, rows), "--save-mapping", kept)
    answer(
        child,
        ("Is this right?", ""),
        ("1 row names no owner. Who answers for it?", "olga"),
        ("Nobody in the workspace is `Unbekannte Person`, `Legal` (2 rows).", ""),
        ("Nobody in the workspace is `Unbekannte Person` (1 row).", "carl"),
        ("Nobody in the workspace is `Legal` (1 row).", ""),
        ("apply these 3 changes?", "y"),
    )
    assert ended(child)[0] == 0
    assert owners(record(workspace)) == {"A": "carl", "B": "olga", "C": "olga"}
    text = kept.read_text(encoding="utf-8")
    assert "owner:\n    Unbekannte Person: carl\n    Legal: olga\n" in text
    write_text(path, [*rows, ["D", "policy", "x", "Neue Person", ""]])
    again = at_terminal("evidence", "import", path, "--mapping", kept)
    again.expect_exact("Nobody in the workspace is `Neue Person` (1 row).")
    assert "Is this right?" not in again.before
    assert "Unbekannte" not in again.before
    answer(again, ("Enter leaves that to olga", "carl"), ("Keep what is new", ""), ("apply this change?", "y"))
    assert ended(again)[0] == 0
    assert owners(record(workspace))["D"] == "carl"
    last = at_terminal("evidence", "import", path, "--mapping", kept)
    last.expect_exact("4 rows in the list: 4 same")
    assert "?" not in last.before


def test_a_script_is_told_which_names_the_owner_for_all_stands_in_for(
    *, write_text: WriteText, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    rows = [PLAIN, ["A", "policy", "x", "Unbekannte Person", ""], ["B", "policy", "x", "Legal", ""]]
    path = write_text(tmp_path / "list.csv", rows)
    words = ("--word", "owner:Legal=Carl Counsel")
    done = gni("evidence", "import", path, *words, "--default", "owner=olga", "--apply")
    told = " ".join(done.out.split())
    assert (done.code, owners(record(workspace))) == (0, {"A": "olga", "B": "carl"}), done.both
    assert "not in the workspace: `Unbekannte Person` (1 row); olga answers for what is theirs" in told
    refused = gni("evidence", "import", path, "--word", "owner:Legal=zoe", "--dry-run")
    assert (refused.code, "`--word owner:Legal`: `zoe` is no person" in " ".join(refused.err.split())) == (2, True), refused.both


def test_a_column_that_was_renamed_is_asked_about_at_a_terminal(  # noqa: PLR0917 - fixtures
    write_text: WriteText, titles: Titles, at_terminal: Start, ended: Ended, gni: Run, workspace: Path
) -> None:
    path, kept = workspace / "list.csv", workspace / "map.yaml"
    write_text(path, [PLAIN, ["A", "policy", "x", "carl", ""]])
    assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 0
    write_text(path, [["Title", "Kind", "Description", "Wer", "Held at"], ["A", "policy", "x", "carl", ""]])
    child = at_terminal("evidence", "import", path, "--mapping", kept)
    child.expect_exact("the list has no longer the columns `Summary` (for summary), `Owner`")
    child.expect_exact("summary         C `Description`: x")
    answer(child, ("Is this right?", "owner=Wer"), ("Is this right?", ""), ("Keep what is new", "n"), ("apply this change?", "y"))
    assert ended(child)[0] == 0
    assert titles(workspace) == {"A"}


def test_a_mapping_for_another_sheet_is_told_as_such(write_book: WriteBook, gni: Run, tmp_path: Path) -> None:
    path, kept = tmp_path / "list.xlsx", tmp_path / "map.yaml"
    write_book(path, [PLAIN, ["A", "policy", "x", "carl", ""]], [["Name", "Art"], ["A", "B"]])
    assert gni("evidence", "import", path, "--sheet", "Sheet", "--dry-run", "--save-mapping", kept).code == 0
    done = gni("evidence", "import", path, "--mapping", kept, "--sheet", "Sheet 2", "--dry-run")
    told = " ".join(done.err.split())
    assert (done.code, "the mapping is for the sheet `Sheet`; `Sheet 2` has no `Title` (for title)" in told) == (2, True), done.both
    assert "and 1 more" in told
    assert "--sheet Sheet" in told
    alone = write_book(tmp_path / "alone.xlsx", [["Name", "Art"], ["A", "B"]])
    refused = gni("evidence", "import", alone, "--mapping", kept, "--dry-run")
    assert (refused.code, "another list" in refused.err or "for the sheet" in refused.err) == (2, True), refused.both


@pytest.mark.parametrize("typed", ["2", "Sheet 2", "sheet 2"])
def test_a_sheet_is_named_by_its_number_or_name_and_rows_add_up(
    write_book: WriteBook, at_terminal: Start, interrupt: Ended, tmp_path: Path, typed: str
) -> None:
    rows = [["Title", "Kind", "Summary", "Owner", "Nr."], ["A", "policy", "x", "carl", "1"], ["Total", "", "", "", "1"]]
    child = at_terminal("evidence", "import", write_book(tmp_path / "list.xlsx", [["x"]], rows))
    child.expect_exact("1  Sheet: 1 row with something in it")
    child.expect_exact("2  Sheet 2: 3 rows with something in them")
    child.expect_exact("> ")
    child.sendline(typed)
    child.expect_exact("Sheet 2: 2 rows under the headings in row 1; 1 of them holds no document")
    answer(child, ("Is this right?", ""), ("Columns that stand for nothing: `Nr.`", "leave"), ("Keep these choices", "n"))
    child.expect_exact("`Nr.` (1 filled in)")
    child.expect_exact("2 rows in the list: 1 new, 1 not filled in")
    child.expect_exact("[n] > ")
    assert "--sheet 'Sheet 2'" in " ".join(str(interrupt(child)[1]).split())


def test_no_two_columns_of_a_mapping_have_the_same_title(gni: Run) -> None:
    columns = json.loads(gni("schema", "mapping").out)["properties"]["columns"]["properties"]
    titles = [each["title"] for each in columns.values()]
    assert len(titles) == len({*titles})


def test_a_plain_where_is_the_place_off_a_terminal(
    *, write_text: WriteText, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [["Title", "Kind", "Summary", "Where"], ["A", "policy", "x", "Vault 7"]])
    assert gni("evidence", "import", path, "--apply").code == 0
    assert [each.held_at for each in record(workspace).policies.values()] == ["Vault 7"]
    german = write_text(tmp_path / "liste.csv", [["Title", "Kind", "Summary", "Ablageort"], ["B", "policy", "x", "Vault 8"]])
    offered = gni("evidence", "import", german, "--dry-run")
    assert "`Ablageort` is perhaps place, and is not taken as that" in " ".join(offered.err.split())
