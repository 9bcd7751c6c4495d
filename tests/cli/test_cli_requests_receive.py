import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.model.follow_up import Request, RequestKind, RequestStatus
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
POLICY = ("--title", "Privacy policy", "--kind", "policy", "--summary", "What we keep.", "--owner", "olga", "--from", "2025-01-01")
AWKWARD = "=1+1 [bold]x[/bold] 漢字\n\n  and a second paragraph"


def requests(workspace: Path) -> dict[str, Request]:
    return dict(load_workspace(workspace).require().requests)


def by_text(workspace: Path) -> dict[str, Request]:
    return {each.text: each for each in requests(workspace).values()}


def tree(workspace: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


def find_header(sheet: Any, headings: set[str]) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - openpyxl says nothing of its types
    for row in sheet.iter_rows():
        found = {str(cell.value): cell.column for cell in row if isinstance(cell.value, str)}
        if headings <= set(found):
            return row[0].row, found
    raise AssertionError(headings)


Cells = tuple[str, str, Mapping[str, str | date]]


def fill(path: Path, *changes: Cells) -> Path:
    """Fill in cells: of which sheet, in the row with which id (or number), and what, by heading."""
    book = openpyxl.load_workbook(path)
    for name, key, cells in changes:
        sheet, first = book[name], "No." if name == "Requests" else "ID"
        header, columns = find_header(sheet, {*cells, first})
        row = next(number for number in range(header + 1, sheet.max_row + 1) if str(sheet.cell(number, columns[first]).value) == key)
        for heading, value in cells.items():
            cell = sheet.cell(row, columns[heading])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # typed as text, not as a formula
    book.save(path)
    return path


def rearrange(path: Path) -> Path:
    """Sort the criteria in no order that anybody would see, put a column and rows between, move and rename sheets."""
    book = openpyxl.load_workbook(path)
    sheet = book["Criteria"]
    header, columns = find_header(sheet, {"ID", "Request to the company"})
    last = max(row for row in range(header, sheet.max_row + 1) if sheet.cell(row, columns["ID"]).value)
    rows = [[cell.value for cell in sheet[number]] for number in range(header + 1, last + 1)]
    rows.sort(key=lambda values: hashlib.sha256(str(values).encode()).digest())
    for number, values in enumerate(rows, start=header + 1):
        for at, value in enumerate(values, start=1):
            sheet.cell(number, at).value = value
            if isinstance(value, str):
                sheet.cell(number, at).data_type = "s"
    sheet.tables.clear()
    sheet.auto_filter.ref = None
    sheet.insert_cols(columns["Request to the company"])
    sheet.insert_rows(header + 3)
    sheet.insert_rows(1, 2)
    sheet.title = "My criteria"
    book.move_sheet("Requests", -3)
    book.save(path)
    return path


@pytest.fixture
def evidence(gni: Run) -> str:
    added = gni("evidence", "add", "policy", *POLICY)
    assert added.code == 0, added.err
    return str(added.out.strip())


@pytest.fixture
def exported(gni: Run, evidence: str, tmp_path: Path) -> Path:
    path = tmp_path / "from-the-assessor.xlsx"
    assert evidence
    assert gni("export", "-o", path).code == 0
    return path


@pytest.fixture
def filled(exported: Path, evidence: str) -> Path:
    """The workbook with one thing of each kind."""
    private = {"Private notes": "Zprivate1", "Interview": "Zinterview", "Seen": "Zseen", "View": "Zview", "Date seen": "Zdate"}
    due: dict[str, str | date] = {"By when": date(2026, 12, 1), "Private notes": "Zprivate3"}
    return fill(
        exported,
        ("Criteria", "GOV-02", {"Request to the company": AWKWARD, **private}),
        ("Criteria", "GOV-03", {"Note to the company": "Well kept.", "Good practice to share?": "yes"}),
        ("Evidence", evidence, {"Note to the company": "Page 4 is missing.", "Private notes": "Zprivate2", "Seen": "Zseen"}),
        ("Requests", "3", {"Kind": "document", "What you ask for": "The report.", "Criterion": "gov-02, GOV-05", **due}),
    )


def test_what_the_assessor_wrote_becomes_records(gni: Run, workspace: Path, filled: Path, evidence: str) -> None:
    received = gni("requests", "receive", filled, "--apply")
    assert received.code == 0, received.both
    assert "2 requests: 2 new\n" in received.out
    assert "2 notes: 2 new\n" in received.out
    assert "1 good practice: 1 new\n" in received.out
    assert "5 changes applied" in received.err
    found = by_text(workspace)
    assert len(found) == 5
    asked, report, note = found[AWKWARD], found["The report."], found["Page 4 is missing."]
    assert (asked.kind_of, asked.criteria, asked.status) == (RequestKind.CLARIFICATION, ("GOV-02",), RequestStatus.OPEN)
    assert (report.kind_of, report.criteria, report.due) == (RequestKind.DOCUMENT, ("GOV-02", "GOV-05"), date(2026, 12, 1))
    assert ([each.id for each in note.evidence], note.status) == ([evidence], RequestStatus.CLOSED)
    assert (asked.asked_by, asked.asked_on, str(asked.updated)) == ("the assessor", date(2026, 11, 21), str(report.updated))
    journal = (workspace / "evidence/journal" / f"{asked.id}.jsonl").read_text(encoding="utf-8")
    entry = json.loads(journal)
    assert (entry["by"], entry["via"]) == ("olga", f"sha256:{hashlib.sha256(filled.read_bytes()).hexdigest()}")
    assert gni("validate").code == gni("validate", "--select", "GNI001").code == 0


def test_what_is_private_gets_nowhere(gni: Run, workspace: Path, filled: Path) -> None:
    outputs = [
        gni("requests", "receive", filled, "--dry-run"),
        gni("requests", "receive", filled, "--dry-run", "--format", "json"),
        gni("requests", "receive", filled, "--apply"),
        gni("requests", "list", "--format", "json"),
    ]
    written = b"".join(tree(workspace).values()).decode()
    for each in ("Zprivate1", "Zprivate2", "Zprivate3", "Zinterview", "Zseen", "Zview", "Zdate"):
        assert each not in written
        assert not any(each in output.both for output in outputs)


def test_the_same_workbook_again_brings_only_the_same(gni: Run, workspace: Path, filled: Path) -> None:
    gni("requests", "receive", filled, "--apply")
    before = tree(workspace)
    again = gni("requests", "receive", filled, "--apply")
    assert (again.code, tree(workspace)) == (0, before)
    assert "2 requests: 2 same\n" in again.out
    assert "nothing to apply" in again.err
    moved = gni("requests", "receive", rearrange(filled), "--apply")
    assert (moved.code, tree(workspace)) == (0, before), moved.both
    assert "2 requests: 2 same\n" in moved.out


def test_a_workbook_that_was_rearranged_brings_the_same_as_before(gni: Run, workspace: Path, filled: Path) -> None:
    received = gni("requests", "receive", rearrange(filled), "--apply")
    assert received.code == 0, received.both
    assert sorted(by_text(workspace)) == sorted(
        [
            AWKWARD,
            "Well kept.",
            "Page 4 is missing.",
            "The report.",
            *(each for each in by_text(workspace) if each.startswith("The assessor")),
        ]
    )
    assert by_text(workspace)[AWKWARD].criteria == ("GOV-02",)


@pytest.mark.long
def test_the_whole_way_through_libreoffice(gni: Run, workspace: Path, filled: Path, evidence: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice must be there in this run")
        pytest.skip("needs LibreOffice Calc")
    back = tmp_path / "back"
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(back),
        str(rearrange(filled)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = back / filled.name
    received = gni("requests", "receive", saved, "--apply")
    assert received.code == 0, received.both
    assert len(requests(workspace)) == 5
    asked = by_text(workspace)["The report."]
    assert (asked.due, asked.criteria) == (date(2026, 12, 1), ("GOV-02", "GOV-05"))
    assert gni("requests", "answer", asked.id, "--text", "It is in the room.", "--evidence", evidence).code == 0
    newer = tmp_path / "newer.xlsx"
    assert gni("export", "-o", newer).code == 0
    with SentWorkbook(newer) as book:
        rows = [[cell.text for cell in cells.values()] for _, cells in book.cells("Requests")]
    (shown,) = (each for each in rows if asked.id in each)
    assert {"document", "The report.", "It is in the room.", "answered", "2026-12-01", "GOV-02", "GOV-05", evidence} <= set(shown)
    before = tree(workspace)
    again = gni("requests", "receive", saved, "--apply")
    assert (again.code, tree(workspace)) == (0, before)
    assert "new" not in again.out


def test_a_changed_text_opens_an_answered_request_again(gni: Run, workspace: Path, filled: Path) -> None:
    gni("requests", "receive", filled, "--apply")
    request = by_text(workspace)["The report."]
    gni("requests", "answer", request.id, "--text", "Here.")
    fill(filled, ("Requests", "3", {"What you ask for": "The report. That of 2025."}))
    received = gni("requests", "receive", filled, "--apply")
    assert received.code == 0
    assert "2 requests: 1 changed, 1 same" in received.out
    assert "was answered and is open again" in received.out
    changed = requests(workspace)[request.id]
    assert (changed.text, changed.status, changed.answer) == ("The report. That of 2025.", RequestStatus.OPEN, "Here.")


def test_a_conflict_is_left_until_somebody_says_how(gni: Run, workspace: Path, filled: Path) -> None:
    gni("requests", "receive", filled, "--apply")
    request = by_text(workspace)["The report."]
    file = workspace / f"evidence/requests/{request.id}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("The report.", "The report, please."), encoding="utf-8")
    fill(filled, ("Requests", "3", {"What you ask for": "The report of 2025."}))
    left = gni("requests", "receive", filled, "--apply")
    assert left.code == 1
    assert "1 conflict" in left.out
    assert "`What you ask for` was changed in the file, and the record says something else by now" in left.out.replace("\n    ", " ")
    assert gni("requests", "receive", filled, "--apply", "--on-conflict", "keep").code == 0
    assert requests(workspace)[request.id].text == "The report, please."
    assert gni("requests", "receive", filled, "--apply").code == 0


def test_cells_of_the_company_are_told_without_what_they_say_now(gni: Run, workspace: Path, exported: Path) -> None:
    fill(exported, ("Criteria", "GOV-02", {"Title": "[bold]Mine"}))
    received = gni("requests", "receive", exported, "--dry-run", "--format", "json")
    file = json.loads(received.out)["files"][0]
    assert received.code == 0
    assert file["notes"][1].startswith(
        "1 cell that the company had filled was changed; nothing of that is taken: `Title` (sheet `Criteria`, "
    )
    assert [(each["heading"], each["sheet"]) for each in file["altered"]] == [("Title", "Criteria")]
    assert "[bold]Mine" not in received.both + gni("requests", "receive", exported, "--dry-run").both
    assert not requests(workspace)


def test_a_file_from_elsewhere_is_refused(gni: Run, workspace: Path, filled: Path, tmp_path: Path) -> None:
    settings = workspace / "gni-assess.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Acme Relay", "Other Relay"), encoding="utf-8")
    foreign = gni("requests", "receive", filled, "--apply")
    assert (foreign.code, requests(workspace)) == (2, {})
    assert "was exported from another workspace" in foreign.err
    board = tmp_path / "board.xlsx"
    assert gni("export", "--audience", "internal", "-o", board).code == 0
    other = gni("requests", "receive", board, "--apply")
    assert other.code == 2
    assert "what to do: " in other.err
    (tmp_path / "no.xlsx").write_text("no", encoding="utf-8")
    assert gni("requests", "receive", tmp_path / "no.xlsx", "--apply").code == 2


def test_while_a_request_cannot_be_read_nothing_is_received(gni: Run, workspace: Path, filled: Path) -> None:
    gni("requests", "receive", filled, "--apply")
    request = by_text(workspace)["The report."]
    (workspace / f"evidence/requests/{request.id}.yaml").write_text("id: [", encoding="utf-8")
    count = len(list((workspace / "evidence/requests").iterdir()))
    refused = gni("requests", "receive", filled, "--apply")
    assert refused.code == 2
    assert f"{request.id} cannot be read" in refused.err
    assert len(list((workspace / "evidence/requests").iterdir())) == count


def test_without_a_terminal_it_says_what_to_give(gni: Run, filled: Path) -> None:
    refused = gni("requests", "receive", filled)
    assert refused.code == 2
    assert "--dry-run" in refused.err
    assert "--apply" in refused.err


def test_two_copies_in_one_run_are_compared_with_each_other(gni: Run, workspace: Path, filled: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "copy.xlsx"))
    fill(copy, ("Requests", "3", {"What you ask for": "Another report."}), ("Requests", "4", {"What you ask for": "One more."}))
    both = gni("requests", "receive", filled, copy, "--apply")
    assert both.code == 1
    assert {"The report.", "One more."} <= set(by_text(workspace))
    assert "Another report." not in by_text(workspace)


def test_a_second_assessor_is_a_conflict_in_scripts_too(gni: Run, workspace: Path, exported: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(exported, tmp_path / "b.xlsx"))
    for path, name in ((exported, "A"), (copy, "B")):
        cells = {"Request to the company": f"{name} on GOV-02"}
        fill(path, ("Criteria", "GOV-02", cells), ("Requests", "1", {"What you ask for": f"{name} asks"}))
    assert gni("requests", "receive", exported, "--apply").code == 0
    before = tree(workspace)
    second = gni("requests", "receive", copy, "--apply")
    assert (second.code, tree(workspace)) == (1, before)
    assert "2 requests: 2 conflicts" in second.out
    assert gni("requests", "receive", copy, "--apply", "--on-conflict", "both").code == 0
    assert sorted(by_text(workspace)) == ["A asks", "A on GOV-02", "B asks", "B on GOV-02"]
    before = tree(workspace)
    for path in (exported, copy):
        again = gni("requests", "receive", path, "--apply")
        assert (again.code, tree(workspace)) == (0, before), again.both
        assert "not in it any more" not in again.out
    assert gni("validate").code == 0


def test_a_day_of_making_that_cannot_be_does_no_harm(gni: Run, workspace: Path, exported: Path) -> None:
    fill(exported, ("Requests", "1", {"What you ask for": "T", "By when": date(2026, 12, 1)}))
    book = openpyxl.load_workbook(exported)
    for row in book["_gni"].iter_rows():
        if (row[0].value, row[3].value) == ("fact", "created"):
            row[4].value = "0001-01-01"
    book.save(exported)
    received = gni("requests", "receive", exported, "--apply")
    assert received.code == 0, received.both
    assert by_text(workspace)["T"].due == date(2026, 12, 1)


def test_where_it_came_from_is_for_the_team_alone(gni: Run, workspace: Path, filled: Path, tmp_path: Path) -> None:
    gni("requests", "receive", filled, "--apply")
    origins = {each.origin.partition("/")[0] for each in requests(workspace).values()}
    path = tmp_path / "board.json"
    assert gni("export", "--audience", "company-board", "--format", "json", "-o", path).code == 0
    text = path.read_text(encoding="utf-8")
    assert "The report." in text
    assert len(origins) == 1
    assert not any(each in text for each in origins)
