import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.model.assessment import Assessment

Run = Callable[..., Any]
WriteBook = Callable[..., Path]
WriteText = Callable[..., Path]
ReadRecord = Callable[[Path], Assessment]
Titles = Callable[[Path], set[str]]
PLAIN = ["Title", "Kind", "Summary", "Owner", "Held at"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_with_plain_headings_becomes_records(
    *,
    write_book: WriteBook,
    write_text: WriteText,
    record: ReadRecord,
    titles: Titles,
    gni: Run,
    workspace: Path,
    tmp_path: Path,
    kind: str,
) -> None:
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


def test_problems_name_place_value_and_what_can_stand_there(
    write_book: WriteBook, titles: Titles, gni: Run, workspace: Path, tmp_path: Path
) -> None:
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


def test_what_differs_is_left_unless_the_list_is_to_count(
    write_text: WriteText, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "Old.", "carl", ""]])
    assert gni("evidence", "import", path, "--apply").code == 0
    write_text(path, [PLAIN, ["A", "policy", "New.", "olga", "Vault"]])
    left = gni("evidence", "import", path, "--apply")
    assert (left.code, "1 conflict" in left.out, "not the same in the record" in " ".join(left.out.split())) == (1, True, True)
    assert next(iter(record(workspace).policies.values())).summary == "Old."
    assert gni("evidence", "import", path, "--apply", "--update").code == 0
    after = next(iter(record(workspace).policies.values()))
    assert (after.summary, after.owner, after.held_at) == ("New.", "olga", "Vault")


def test_conflicts_are_settled_one_by_one_by_the_names_that_the_preview_gives(
    write_text: WriteText, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "Old.", "carl", "Vault"]])
    assert gni("evidence", "import", path, "--apply").code == 0
    write_text(path, [[*PLAIN, "Criteria"], ["New", "policy", "x", "carl", "", "GOV-01"], ["A", "policy", "New.", "olga", "Vault", ""]])
    (policy,) = record(workspace).policies
    left = gni("evidence", "import", path, "--dry-run")
    names = re.findall(r'`--settle "(.+?)=…"`', left.out)
    assert names == [f"list row 3 ({policy}) summary", f"list row 3 ({policy}) owner"]
    done = gni("evidence", "import", path, "--apply", "--settle", f"{names[0]}=both", "--settle", f"{names[1]}=keep")
    after = record(workspace).policies[policy]
    assert (done.code, after.summary, after.owner) == (0, "Old.\n\nNew.", "carl"), done.both
    again = gni("evidence", "import", path, "--apply", "--settle", f"{names[0]}=take")
    assert (again.code, f"there is no conflict `{names[0]}`" in again.err) == (2, True)


def test_what_an_audience_must_not_see_is_said(write_text: WriteText, gni: Run, protected_term: str, tmp_path: Path) -> None:
    path = write_text(tmp_path / "list.csv", [[*PLAIN, "Classification"], ["A", "policy", f"After {protected_term}.", "", "", "public"]])
    done = gni("evidence", "import", path, "--apply")
    assert (done.code, "GNI511" in done.err, protected_term in done.err) == (0, True, False), done.both


def test_records_that_cannot_be_read_are_named_before_they_are_made_again(
    write_text: WriteText, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "list.csv", [PLAIN, ["A", "policy", "x", "", ""]])
    assert gni("evidence", "import", path, "--apply").code == 0
    file = next((workspace / "evidence/policies").glob("*.yaml"))
    file.write_text("id: [", encoding="utf-8")
    assert f"what {file.stem} holds cannot be read" in gni("evidence", "import", path, "--dry-run").err


def test_two_thousand_rows_take_seconds(write_text: WriteText, titles: Titles, gni: Run, workspace: Path, tmp_path: Path) -> None:
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


def test_after_many_problems_the_others_are_counted_and_programs_get_all(write_text: WriteText, gni: Run, tmp_path: Path) -> None:
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


def test_criteria_and_links_behind_cells_come_into_the_record(
    *, write_book: WriteBook, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "Yes.").code == 0
    rows = [
        [*PLAIN, "Criteria"],
        ["A", "policy", "x", "", "Report", "gov 1; GOV-02"],
        ["B", "tool", "y", "", "", "GOV-1"],
        ["Total", "", "2"],
    ]
    path = write_book(tmp_path / "list.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["E2"].hyperlink = "https://example.com/report"
    book.save(path)
    done = gni("evidence", "import", path, "--apply")
    out = " ".join(done.out.split())
    assert (done.code, "3 rows in the list: 2 new, 1 not filled in" in out) == (0, True), done.both
    assert "3 links to evidence go into 2 responses: GOV-01, GOV-02" in out
    found = record(workspace)
    (policy,), (system,) = found.policies.values(), found.systems.values()
    assert (policy.url, policy.held_at) == ("https://example.com/report", "Report")
    linked = {key: [link.id for link in each.evidence] for key, each in found.responses.items()}
    assert (linked["GOV-01"], linked["GOV-02"]) == ([policy.id, system.id], [policy.id])
    updated = found.responses["GOV-01"].updated
    assert updated is not None
    assert updated.by == "olga"
    entry = json.loads((workspace / "evidence/journal/GOV-02.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert entry["via"].startswith("sha256:")
    again = gni("evidence", "import", path, "--apply")
    assert (again.code, "2 same, 1 not filled in" in " ".join(again.out.split())) == (0, True), again.both


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_list_saved_by_libreoffice_is_the_same(
    write_book: WriteBook, record: ReadRecord, gni: Run, workspace: Path, tmp_path: Path
) -> None:
    import subprocess  # noqa: PLC0415 - only here

    path = write_book(tmp_path / "list.xlsx", [PLAIN, ["A", "policy", "x\ny", "carl", "Vault"]])
    for kind in ("xlsx", "csv"):
        out = tmp_path / kind
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        subprocess.run(["soffice", home, "--headless", "--convert-to", kind, "--outdir", out, path], check=True, capture_output=True)
        done = gni("evidence", "import", out / f"list.{kind}", "--apply")
        assert done.code == 0, done.both
    assert [each.summary for each in record(workspace).policies.values()] == ["x\ny"]
