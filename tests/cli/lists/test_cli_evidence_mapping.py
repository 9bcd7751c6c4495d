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
Titles = Callable[[Path], set[str]]
PLAIN = ["Title", "Kind", "Summary", "Owner", "Held at"]


def test_what_is_not_certain_must_be_said(uneven: Rows, write_book: WriteBook, gni: Run, tmp_path: Path) -> None:
    path = write_book(tmp_path / "list.xlsx", uneven)
    refused = gni("evidence", "import", path, "--dry-run")
    assert refused.code == 2
    assert "`Title` (title), `Kind` (kind), `What it says or does` (summary)" in refused.err
    assert "`--map title=Document`" in refused.err
    assert "--kind policy" in refused.err


def test_a_mapping_is_made_kept_and_taken_again(
    *, uneven: Rows, write_book: WriteBook, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path, kept = write_book(tmp_path / "list.xlsx", uneven), tmp_path / "map.yaml"
    columns = (
        "--map",
        "title=Document",
        "--map",
        "kind=category",
        "--map",
        "summary=D",
        "--map",
        "place=Where",
        "--map",
        "classification=H",
    )
    words = ("--word", "kind:Memo=report", "--word", "classification:C3=restricted", "--dates", "day-first")
    more = ("--default", "owner=carl", "--rest", "notes", "--save-mapping", kept)
    looked = gni("evidence", "import", path, *columns, *words, *more, "--dry-run")
    assert (looked.code, "3 rows in the list: 3 new" in looked.out) == (0, True), looked.both
    assert "the headings are in row 3; 1 cell above them" in " ".join(looked.out.split())
    done = gni("evidence", "import", path, "--mapping", kept, "--apply")
    assert done.code == 0, done.both
    found = {each.title: each for each in record(workspace).policies.values()}
    assert str(found["Policy on demands"].effective.from_) == "2025-04-03"
    assert found["Policy on demands"].url == "https://example.com/1"
    assert (found["Demand handling"].owner, found["Demand handling"].notes) == ("carl", "Responsible: Legal\nRef: D-2")
    assert found["Memo of May"].kind_of.value == "report"


def test_a_list_that_changed_since_says_which_columns(write_text: WriteText, gni: Run, tmp_path: Path) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "map.yaml"
    assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 0
    assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 2
    write_text(path, [[*PLAIN[:2], "Description", *PLAIN[3:]], ["A", "policy", "B", "", ""]])
    refused = gni("evidence", "import", path, "--dry-run", "--mapping", kept)
    assert (refused.code, "`Summary` (for summary)" in refused.err, "new in the list: Description" in refused.err) == (2, True, True)
    mended = gni("evidence", "import", path, "--dry-run", "--mapping", kept, "--map", "summary=description")
    assert mended.code == 0
    assert "gone since the mapping was kept: `Summary`" in " ".join(mended.out.split())


def test_options_that_cannot_be_meant_are_refused(write_book: WriteBook, gni: Run, tmp_path: Path) -> None:
    path = write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x", "", ""]], [["x"]])
    sheet = ("--sheet", "sheet", "--dry-run")
    for more, words in (
        (("--dry-run",), "several sheets"),
        (("--sheet", "Nope", "--dry-run"), "no sheet `Nope`"),
        ((*sheet, "--map", "titel=Title"), "no field `titel`"),
        ((*sheet, "--map", "title=Titel"), "no column `Titel`"),
        ((*sheet, "--map", "title"), "not understood"),
        ((*sheet, "--default", "owner=zoe"), "is no person"),
        ((*sheet, "--default", "criteria=GOV-01"), "never the same for all"),
        ((*sheet, "--default", "classification=x"), "there is no classification"),
        ((*sheet, "--default", "last_reviewed=soon"), "no clear day"),
        ((*sheet, "--word", "Memo=report"), "not understood"),
        ((*sheet, "--kind", "system"), "there is no kind `system`"),
        ((*sheet, "--kind", "tool", "--map", "kind=Kind"), "for all rows"),
        ((*sheet, "--mapping", tmp_path / "none.yaml"), "cannot read"),
        ((*sheet, "--mapping", path), "utf-8"),
        ((*sheet, "--save-mapping", tmp_path / "no" / "m.yaml"), "no folder"),
        ((*sheet, "--save-mapping", path), "exists already what to do: name another file; `--mapping FILE --save-mapping FILE` renews one"),
        ((*sheet, "--update", "--on-conflict", "keep"), "both given"),
    ):
        done = gni("evidence", "import", path, *more)
        assert (done.code, words.casefold() in " ".join(done.err.casefold().split())) == (2, True), (more, done.both)


def test_one_kind_and_values_for_all(
    *, write_text: WriteText, record: ReadRecord, titles: Titles, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [["Title", "Kind"], ["Phishing", "x"], ["Orders", ""]])
    defaults = ("--default", "summary=A course.", "--default", "place=Learning system", "--default", "classification=internal")
    done = gni("evidence", "import", path, "--kind", "training", *defaults, "--apply")
    assert (done.code, titles(workspace)) == (0, {"Phishing", "Orders"}), done.both
    assert {(each.kind_of.value, each.summary, each.held_at) for each in record(workspace).systems.values()} == {
        ("training", "A course.", "Learning system")
    }


def test_a_mapping_that_is_kept_while_looking_is_told_as_what_was_written(
    write_text: WriteText, titles: Titles, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "map.yaml"
    looked = gni("evidence", "import", path, "--dry-run", "--save-mapping", kept)
    assert (looked.code, kept.exists(), titles(workspace)) == (0, True, set())
    assert f"the record is as it was; only the mapping was written, to `{kept}`" in looked.err
    assert "only the mapping" not in gni("evidence", "import", path, "--dry-run").err


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("evidence_mapping: 1\ncolumns:\n  titel: Title\n", "line 3, column 3", "did you mean `title`? `gni-assess schema mapping`"),
        ("evidence_mapping: 1\ncolumns: [Title]\n", "line 2, column 10", "columns"),
        ("evidence_mapping: 1\nwords:\n  title: {a: b}\n", "line 3, column 3", "title"),
        ("evidence_mapping: 1\nwords:\n  kind:\n    Memo: rapport\n", "line 4, column 11", "report"),
        ("evidence_mapping: 1\ndates: year-first\n", "line 2, column 8", "day-first"),
        ("evidence_mapping: 1\nleft_out: [note]\n", "line 2, column 12", "notes"),
        ("evidence_mapping: 2\n", "line 1, column 19", "newer version"),
        ("evidence_mapping: 1\nheadings: [{}]\ncolums: {}\n", "line 2, column 12", "(and 1 more mistake)"),
        ("evidence_mapping: [\n", "line 2, column 1", "mapping"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused_with_its_place(
    *, write_text: WriteText, gni: Run, tmp_path: Path, text: str, place: str, words: str
) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "m.yaml"
    kept.write_text(text, encoding="utf-8")
    done = gni("evidence", "import", path, "--dry-run", "--mapping", kept)
    told = " ".join(done.err.split())
    assert (done.code, f"m.yaml`, {place}:" in told, words in told) == (2, True, True), done.both


def test_a_mapping_that_contradicts_itself_is_refused_with_its_name(write_text: WriteText, gni: Run, tmp_path: Path) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "m.yaml"
    kept.write_text("evidence_mapping: 1\ncolumns: {title: Title, kind: Kind, summary: Summary}\nleft_out: [title]\n", encoding="utf-8")
    done = gni("evidence", "import", path, "--dry-run", "--mapping", kept)
    told = " ".join(done.err.split())
    assert (done.code, "m.yaml`: the mapping leaves out `title`" in told, "out of `left_out` or of `columns`" in told) == (2, True, True)


def test_a_file_that_is_no_mapping_is_told_as_such(write_text: WriteText, gni: Run, workspace: Path, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]])
    done = gni("evidence", "import", path, "--dry-run", "--mapping", workspace / "gni-assess.yaml")
    assert (done.code, "is no mapping of an evidence list" in " ".join(done.err.split())) == (2, True), done.both


def test_a_mapping_that_is_kept_in_the_workspace_names_its_schema(write_text: WriteText, gni: Run, workspace: Path, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]])
    (workspace / "lists").mkdir()
    for kept, first in (
        (workspace / "m.yaml", "# yaml-language-server: $schema=.gni-assess/schemas/mapping.json"),
        (workspace / "lists" / "m.yaml", "# yaml-language-server: $schema=../.gni-assess/schemas/mapping.json"),
        (tmp_path / "m.yaml", "# How the columns"),
    ):
        assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 0
        assert kept.read_text(encoding="utf-8").startswith(first)
        assert gni("evidence", "import", path, "--dry-run", "--mapping", kept).code == 0
    assert (workspace / ".gni-assess/schemas/mapping.json").exists()


def test_columns_that_are_free_are_named_with_the_options(write_text: WriteText, gni: Run, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [["Title", "Ref", "Type", "Remarks on it"], ["A", "1", "policy", "x"]])
    refused = gni("evidence", "import", path, "--dry-run")
    told = " ".join(refused.err.split())
    assert refused.code == 2
    assert "says `What it says or does` (summary)" in told
    assert "`--map summary=COLUMN` (or `--default summary=TEXT`); columns that are free: B `Ref`, D `Remarks on it`" in told
