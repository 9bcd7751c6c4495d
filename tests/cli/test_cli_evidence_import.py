import csv
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.store.load import load_workspace

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
AT_TERMINAL = pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals")
PROGRAM = "import sys; from gni_assess.cli.entry import main; sys.exit(main())"
Run = Callable[..., Any]
PLAIN = ["Title", "Kind", "Summary", "Owner", "Held at"]
UNEVEN = [
    ["Evidence register, legal department"],
    [],
    ["Ref", "Document", "Category", "What is in it", "Responsible", "Where", "Valid from", "Marking"],
    ["D-1", "Policy on demands", "Policy", "What we do.", "Olga Officer", "https://example.com/1", "03/04/2025", "Internal"],
    ["D-2", "Demand handling", "SOP", "Steps.", "Legal", "Vault, folder 12", "25/05/2025", "C3"],
    ["D-3", "Memo of May", "Memo", "They wrote.", "carl", "Vault, folder 13", "", ""],
]

TERM = "Zqxakov"
CASE = f"""\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: TR
classification: restricted
protected_terms: [{{term: {TERM}, kind: person}}]
"""


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def titles(workspace: Path) -> set[str]:
    found = record(workspace)
    return {each.title for each in (*found.policies.values(), *found.systems.values())}


def write_book(path: Path, *sheets: Sequence[Sequence[str]]) -> Path:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"Sheet {number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_text(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_with_plain_headings_becomes_records(gni: Run, workspace: Path, tmp_path: Path, kind: str) -> None:
    rows = [PLAIN, ["Charter", "policy", "=1+1 [bold]", "carl", "Vault"], ["Case system", "tool", "It holds cases.", "", ""]]
    path = tmp_path / f"list.{kind}"
    if kind == "xlsx":
        write_book(path, rows)
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["C2"].data_type = "s"
        book.save(path)
    else:
        write_text(path, rows, ";")
    looked = gni("evidence", "import", path, "--dry-run")
    assert (looked.code, titles(workspace)) == (0, set())
    assert "2 rows in the list: 2 new" in looked.out
    done = gni("evidence", "import", path, "--apply")
    assert (done.code, "2 changes applied" in done.err) == (0, True), done.both
    charter = next(iter(record(workspace).policies.values()))
    assert (charter.title, charter.summary, charter.owner, charter.held_at) == ("Charter", "=1+1 [bold]", "carl", "Vault")
    assert next(iter(record(workspace).systems.values())).owner == "olga"
    entry = json.loads((workspace / f"evidence/journal/{charter.id}.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert entry["by"] == "olga"
    assert re.fullmatch("sha256:[0-9a-f]{64}", entry["via"])
    again = gni("evidence", "import", path, "--apply")
    assert (again.code, again.err) == (0, "nothing to apply\n")
    assert "2 rows in the list: 2 same" in again.out
    assert gni("validate").code in (0, 1)


def test_what_is_not_certain_must_be_said(gni: Run, tmp_path: Path) -> None:
    path = write_book(tmp_path / "list.xlsx", UNEVEN)
    refused = gni("evidence", "import", path, "--dry-run")
    assert refused.code == 2
    assert "`Title`, `Kind`, `What it says or does`" in refused.err
    assert "`--map title=Document`" in refused.err
    assert "--kind policy" in refused.err


def test_a_mapping_is_made_kept_and_taken_again(gni: Run, workspace: Path, tmp_path: Path) -> None:
    path, kept = write_book(tmp_path / "list.xlsx", UNEVEN), tmp_path / "map.yaml"
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


def test_a_list_that_changed_since_says_which_columns(gni: Run, tmp_path: Path) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "map.yaml"
    assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 0
    assert gni("evidence", "import", path, "--dry-run", "--save-mapping", kept).code == 2
    write_text(path, [[*PLAIN[:2], "Description", *PLAIN[3:]], ["A", "policy", "B", "", ""]])
    refused = gni("evidence", "import", path, "--dry-run", "--mapping", kept)
    assert (refused.code, "`Summary` (for summary)" in refused.err, "new in the list: Description" in refused.err) == (2, True, True)
    mended = gni("evidence", "import", path, "--dry-run", "--mapping", kept, "--map", "summary=description")
    assert mended.code == 0
    assert "gone since the mapping was kept: `Summary`" in " ".join(mended.out.split())


def test_problems_name_place_value_and_what_can_stand_there(gni: Run, workspace: Path, tmp_path: Path) -> None:
    rows = [PLAIN, ["A", "polcy", "x", "", ""], ["B", "policy", "x", "Carl Counsle", ""], ["C", "policy", "", "", ""], ["D", "policy", "x"]]
    path = write_book(tmp_path / "list.xlsx", rows)
    done = gni("evidence", "import", path, "--apply")
    out = " ".join(done.out.split())
    assert (done.code, titles(workspace)) == (1, {"D"})
    assert "4 rows in the list: 1 new, 3 rejected" in out
    assert "row 2, column B: `polcy` is none of the words" in out
    assert "nearest: policy" in out
    assert "row 3, column D: `Carl Counsle` is no person" in out
    assert "row 4, column C: nothing stands under `Summary`" in out
    counts = json.loads(gni("evidence", "import", path, "--dry-run", "--format", "json").out)["files"][0]["counts"]
    assert counts == {"list row": {"same": 1, "rejected": 3}}


def test_what_differs_is_left_unless_the_list_is_to_count(gni: Run, workspace: Path, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "Old.", "carl", ""]])
    assert gni("evidence", "import", path, "--apply").code == 0
    write_text(path, [PLAIN, ["A", "policy", "New.", "olga", "Vault"]])
    left = gni("evidence", "import", path, "--apply")
    assert (left.code, "1 conflict" in left.out, "not the same in the record" in " ".join(left.out.split())) == (1, True, True)
    assert next(iter(record(workspace).policies.values())).summary == "Old."
    assert gni("evidence", "import", path, "--apply", "--update").code == 0
    after = next(iter(record(workspace).policies.values()))
    assert (after.summary, after.owner, after.held_at) == ("New.", "olga", "Vault")


def test_options_that_cannot_be_meant_are_refused(gni: Run, tmp_path: Path) -> None:
    path = write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x", "", ""]], [["x"]])
    sheet = ("--sheet", "sheet", "--dry-run")
    for more, words in (
        (("--dry-run",), "several sheets"),
        (("--sheet", "Nope", "--dry-run"), "no sheet `Nope`"),
        ((*sheet, "--map", "titel=Title"), "no field `titel`"),
        ((*sheet, "--map", "title=Titel"), "no column `Titel`"),
        ((*sheet, "--map", "title"), "not understood"),
        ((*sheet, "--default", "owner=zoe"), "is no person"),
        ((*sheet, "--default", "classification=x"), "there is no classification"),
        ((*sheet, "--default", "last_reviewed=soon"), "no clear day"),
        ((*sheet, "--word", "Memo=report"), "not understood"),
        ((*sheet, "--kind", "system"), "there is no kind `system`"),
        ((*sheet, "--kind", "tool", "--map", "kind=Kind"), "for all rows"),
        ((*sheet, "--mapping", tmp_path / "none.yaml"), "cannot read"),
        ((*sheet, "--mapping", path), "utf-8"),
        ((*sheet, "--save-mapping", tmp_path / "no" / "m.yaml"), "no folder"),
        ((*sheet, "--save-mapping", path), "exists already"),
        ((*sheet, "--update", "--on-conflict", "keep"), "both given"),
    ):
        done = gni("evidence", "import", path, *more)
        assert (done.code, words.casefold() in " ".join(done.err.casefold().split())) == (2, True), (more, done.both)


def test_what_an_audience_must_not_see_is_said(gni: Run, workspace: Path, tmp_path: Path) -> None:
    (workspace / "evidence/cases").mkdir(exist_ok=True)
    (workspace / "evidence/cases/CASE-208.yaml").write_text(CASE, encoding="utf-8")
    path = write_text(tmp_path / "list.csv", [[*PLAIN, "Classification"], ["A", "policy", f"After {TERM}.", "", "", "public"]])
    done = gni("evidence", "import", path, "--apply")
    assert (done.code, "GNI511" in done.err, TERM in done.err) == (0, True, False), done.both


def test_records_that_cannot_be_read_are_named_before_they_are_made_again(gni: Run, workspace: Path, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "x", "", ""]])
    assert gni("evidence", "import", path, "--apply").code == 0
    file = next((workspace / "evidence/policies").glob("*.yaml"))
    file.write_text("id: [", encoding="utf-8")
    assert f"what {file.stem} holds cannot be read" in gni("evidence", "import", path, "--dry-run").err


def test_one_kind_and_values_for_all(gni: Run, workspace: Path, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [["Title", "Kind"], ["Phishing", "x"], ["Orders", ""]])
    defaults = ("--default", "summary=A course.", "--default", "place=Learning system", "--default", "classification=internal")
    done = gni("evidence", "import", path, "--kind", "training", *defaults, "--apply")
    assert (done.code, titles(workspace)) == (0, {"Phishing", "Orders"}), done.both
    assert {(each.kind_of.value, each.summary, each.held_at) for each in record(workspace).systems.values()} == {
        ("training", "A course.", "Learning system")
    }


def test_two_thousand_rows_take_seconds(gni: Run, workspace: Path, tmp_path: Path) -> None:
    rows = [[f"Document {number}", "policy", "x" * 50, "carl", f"Vault {number}"] for number in range(2000)]
    path = write_text(tmp_path / "list.csv", [PLAIN, *rows])
    assert "2000 rows in the list: 2000 new" in gni("evidence", "import", path, "--dry-run").out
    assert titles(workspace) == set()


def test_a_file_of_another_kind_is_refused(gni: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for data, words in ((b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "damaged"), (b"\0\1\2", "neither text nor"), (b"one line\n", "not certain")):
        path.write_bytes(data)
        done = gni("evidence", "import", path, "--dry-run")
        assert (done.code != 0, words in done.err) == (True, True), done.both
    assert gni("evidence", "import", tmp_path, "--dry-run").code != 0


def test_a_mapping_that_is_kept_while_looking_is_told_as_what_was_written(gni: Run, workspace: Path, tmp_path: Path) -> None:
    path, kept = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "B", "", ""]]), tmp_path / "map.yaml"
    looked = gni("evidence", "import", path, "--dry-run", "--save-mapping", kept)
    assert (looked.code, kept.exists(), titles(workspace)) == (0, True, set())
    assert f"the record is as it was; only the mapping was written, to `{kept}`" in looked.err
    assert "only the mapping" not in gni("evidence", "import", path, "--dry-run").err


def test_after_many_problems_the_others_are_counted_and_programs_get_all(gni: Run, tmp_path: Path) -> None:
    rows = [[f"Document {number}", f"polcy{number}", "x", "", ""] for number in range(120)]
    path = write_text(tmp_path / "list.csv", [[*PLAIN, "Else"], ["Long", "y" * 90_000, "x", "", "", "z"], *rows])
    out = gni("evidence", "import", path, "--dry-run").out
    assert (out.count("is none of the words"), "and 71 more; `--format json` (with `--dry-run`) shows all" in " ".join(out.split())) == (
        49,
        True,
    )
    file = json.loads(gni("evidence", "import", path, "--dry-run", "--format", "json").out)["files"][0]
    assert len(file["items"]) == 121
    assert all(each["problems"] for each in file["items"])
    assert file["items"][0]["problems"][0]["value"] == "y" * 200 + "…"
    assert file["unread"] == [{"sheet": "list.csv", "row": 2, "column": "F", "count": 1}]


@pytest.fixture
def at_terminal(workspace: Path) -> Iterator[Callable[..., Any]]:
    running = []

    def start(*args: str | Path, columns: int = 100) -> Any:  # noqa: ANN401 - pexpect has no types
        shared = ["--as", "olga", "--today", "2026-11-21"]
        environment = {**os.environ, "TERM": "xterm"}
        child = pexpect.spawn(
            sys.executable,
            ["-c", PROGRAM, *map(str, args), *shared],
            cwd=str(workspace),
            env=environment,
            encoding="utf-8",
            timeout=30,
            dimensions=(40, columns),
        )
        child.delaybeforesend = None
        running.append(child)
        return child

    yield start
    for each in running:
        each.close(force=True)


@AT_TERMINAL
def test_a_person_maps_columns_words_and_days(at_terminal: Any, workspace: Path, tmp_path: Path) -> None:  # noqa: ANN401 - starts a person
    path, kept = write_book(tmp_path / "list.xlsx", UNEVEN), tmp_path / "map.yaml"
    child = at_terminal("evidence", "import", path)
    child.expect_exact("title           B `Document`: Policy on demands | Demand handling | Memo of May")
    child.expect_exact("stands for nothing: A `Ref`: D-1 | D-2 | D-3")
    child.expect_exact("> ")
    child.sendline("titel=B")
    child.expect_exact("there is no field `titel`; perhaps `title`")
    child.sendline("summary=")
    child.expect_exact("no column yet, and each record needs it")
    child.expect_exact("> ")
    child.sendline("")
    child.expect_exact("Which column says it?")
    child.expect_exact("> ")
    child.sendline("what is in it")
    child.expect_exact("`Memo` under `Category` (1 row): which kind is it?")
    child.expect_exact("> ")
    child.sendline("report")
    child.expect_exact("`C3` under `Marking` (1 row): which classification is it?")
    child.expect_exact("> ")
    child.sendline("restricted")
    child.expect_exact("day-first: 2025-04-03")
    child.expect_exact("(1 other day of the list can only be day-first)")
    child.expect_exact("> ")
    child.sendline("day-first")
    child.expect_exact("Nobody in the workspace is called `Legal`")
    child.expect_exact("> ")
    child.sendline("carl")
    child.expect_exact("[notes] > ")
    child.sendline("")
    child.expect_exact("A file to keep these choices in")
    child.expect_exact("> ")
    child.sendline(str(kept))
    child.expect_exact("3 rows in the list: 3 new")
    child.expect_exact("apply these 3 changes?")
    child.expect_exact("[n] > ")
    child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert titles(workspace) == {"Policy on demands", "Demand handling", "Memo of May"}
    text = kept.read_text(encoding="utf-8")
    assert "Memo: report" in text
    assert "owner: carl" in text
    again = at_terminal("evidence", "import", path, "--mapping", kept)
    again.expect_exact("3 rows in the list: 3 same")
    assert "Is this right?" not in again.before


@AT_TERMINAL
def test_whoever_stops_at_the_preview_is_told_how_to_go_on(at_terminal: Any, workspace: Path, tmp_path: Path) -> None:  # noqa: ANN401
    child = at_terminal("evidence", "import", write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x", "", ""]]), columns=200)
    child.expect_exact("> ")
    child.sendline("")
    child.expect_exact("keep these choices in")
    child.expect_exact("> ")
    child.sendline("")
    child.expect_exact("[n] > ")
    child.sendintr()
    child.expect_exact("to go on from here: gni-assess evidence import")
    child.expect_exact("--map title=Title --map kind=Kind")
    child.expect(pexpect.EOF)
    assert titles(workspace) == set()


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_list_saved_by_libreoffice_is_the_same(gni: Run, workspace: Path, tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - only here

    path = write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x\ny", "carl", "Vault"]])
    for kind in ("xlsx", "csv"):
        out = tmp_path / kind
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        subprocess.run(["soffice", home, "--headless", "--convert-to", kind, "--outdir", out, path], check=True, capture_output=True)
        done = gni("evidence", "import", out / f"list.{kind}", "--apply")
        assert done.code == 0, done.both
    assert [each.summary for each in record(workspace).policies.values()] == ["x\ny"]
