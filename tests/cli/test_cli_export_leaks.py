import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.checks.digests import content_digest
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
CASE = """\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: KG
classification: internal
criteria: [FOE-04]
decided_by: {role: Board, level: executive}
shareable_summary: An authority asked for a shutdown.
protected_terms:
"""
SYSTEM = """\
id: SYS-122
kind: register
title: Register
summary: Every demand gets a number.
owner: carl
holder: Carl Counsel, for the register
approved_by: "Approved by Olga Officer"
effective: {from: 2023-01-01}
classification: internal
"""
POLICY = """\
id: POL-417
kind: policy
title: Zqxtitle
summary: Zqxsummary
owner: olga
effective: {from: 2023-01-01}
classification: internal
limits: [{ground: legal-prohibition, treatment: {assessor: unacknowledged}}]
"""
FULL_SYSTEM = SYSTEM + "figures: [{name: calls, value: 9051234567}]\n"
OVERLAY = "format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, title: Zqxakov and the board}\n"


def register(gni: Run, kind: str, text: str) -> None:
    done = gni("evidence", "add", kind, "--from-file", "-", stdin=text)
    assert done.code == 0, done.err


def protect(gni: Run, *terms: str, text: str = CASE) -> None:
    register(gni, "case", text + "".join(f"  - {{term: {each}}}\n" for each in terms))


def read(workspace: Path) -> dict[str, list[dict[str, Any]]]:
    (path,) = (workspace / "reports").iterdir()
    sheets = {}
    for sheet in openpyxl.load_workbook(path):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        head = next((at for at, row in enumerate(rows) if row[0] == "ID"), None)
        sheets[sheet.title] = [] if head is None else [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]
    return sheets


def outstanding(workspace: Path) -> dict[str, int]:
    (path,) = (workspace / "reports").iterdir()
    rows = openpyxl.load_workbook(path)["About"].iter_rows(values_only=True)
    return {str(row[0]): int(str(row[2])) for row in rows if str(row[0]).startswith("GNI")}


def assert_refused(gni: Run, workspace: Path, place: str, *secrets: str) -> None:
    refused = gni("export")
    assert (refused.code, refused.out) == (1, "")
    assert "nothing was exported: it would show what must not be shown" in refused.err
    assert place in refused.err
    assert not [each for each in secrets if each.casefold() in refused.err.casefold()]
    assert not list((workspace / "reports").iterdir())
    assert gni("export", "--audience", "internal").code == 0


def test_a_figure_that_is_a_protected_number_is_refused(gni: Run, workspace: Path) -> None:
    protect(gni, '"905 123 4567"')
    register(gni, "system", FULL_SYSTEM)

    assert_refused(gni, workspace, "sheet `Evidence`, row 1 (SYS-122), column `Figures`", "9051234567", "905 123")


@pytest.mark.parametrize(("term", "column"), [("Kyrgyzstan", "Jurisdiction"), ("Board executive", "Decided by")])
def test_words_that_the_report_adds_are_refused(gni: Run, workspace: Path, term: str, column: str) -> None:
    protect(gni, term)

    assert_refused(gni, workspace, f"sheet `Cases`, row 1 (CASE-208), column `{column}`", term)


def test_words_of_the_built_in_criteria_block_nothing(gni: Run) -> None:
    protect(gni, "privacy", "network disruption", "Freedom of expression", "reviewed", "confidential")

    done = gni("export")

    assert done.code == 0, done.err


def test_an_overlay_that_names_what_is_protected_is_refused(gni: Run, workspace: Path) -> None:
    protect(gni, "Zqxakov")
    (workspace / "criteria").mkdir(exist_ok=True)
    (workspace / "criteria/own.yaml").write_text(OVERLAY, encoding="utf-8")
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8").replace("  pack: gni-2024\n", "  pack: gni-2024\n  overlays: [criteria/own.yaml]\n")
    file.write_text(text, encoding="utf-8")

    assert_refused(gni, workspace, "GNI511", "zqxakov")


def test_states_and_counts_agree_and_tell_of_no_hidden_link(gni: Run, workspace: Path) -> None:
    register(gni, "policy", POLICY)
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "x", "--evidence", "POL-417").code == 0
    file = workspace / "evidence/responses/GOV-01.yaml"
    answered = file.read_text(encoding="utf-8")
    of = content_digest(load_workspace(workspace).require().responses["GOV-01"])
    file.write_text(f"{answered}reviewed: {{on: 2026-11-01, by: carl, of: {of}}}\n", encoding="utf-8")
    assert gni("export").code == 0
    (row,) = [each for each in read(workspace)["Criteria"] if each["ID"] == "GOV-01"]
    assert row["State"] == "reviewed"
    assert "GNI210" not in outstanding(workspace)
    next((workspace / "reports").iterdir()).unlink()
    file.write_text(answered, encoding="utf-8")
    assert gni("export").code == 0
    (row,) = [each for each in read(workspace)["Criteria"] if each["ID"] == "GOV-01"]
    counts = outstanding(workspace)
    text = next((workspace / "reports").iterdir())
    assert row["State"] == "answered"
    assert counts["GNI210"] == sum(each["State"] == "answered" for each in read(workspace)["Criteria"])
    assert "Zqx" not in "".join(zipfile.ZipFile(text).read(name).decode() for name in zipfile.ZipFile(text).namelist())

    # Without the link and the policy the same workbook comes out.
    first = text.read_bytes()
    text.unlink()
    (workspace / "evidence/policies/POL-417.yaml").unlink()
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(each for each in lines if "evidence:" not in each and "POL-417" not in each), encoding="utf-8")
    assert gni("export").code == 0
    assert next((workspace / "reports").iterdir()).read_bytes() == first


def test_evidence_in_an_unacknowledged_field_is_outstanding(gni: Run, workspace: Path) -> None:
    register(gni, "system", SYSTEM)
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "x", "--alternative", "An interview").code == 0
    file = workspace / "evidence/responses/GOV-01.yaml"
    before = file.read_text(encoding="utf-8")
    assert gni("export").code == 0
    assert "GNI203" not in outstanding(workspace)
    next((workspace / "reports").iterdir()).unlink()
    limit = "limits: [{ground: legal-prohibition, fields: [alternative], treatment: {assessor: unacknowledged}}]\n"
    file.write_text(before + limit, encoding="utf-8")
    assert gni("export").code == 0
    assert outstanding(workspace)["GNI203"] > 0
    (row,) = [each for each in read(workspace)["Criteria"] if each["ID"] == "GOV-01"]
    assert row["Instead of evidence"] is None


def test_an_ignore_that_matches_says_nothing_to_the_assessor(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/files/stray.txt").write_text("x", encoding="utf-8")
    (workspace / "evidence/stray.txt").write_text("x", encoding="utf-8")
    file = workspace / "gni-assess.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "rules:\n  ignore: {GNI008: It is known.}\n", encoding="utf-8")

    assert gni("export").code == 0

    assert not [code for code in outstanding(workspace) if code.startswith("GNI0")]


def test_names_typed_into_roles_become_roles(gni: Run, workspace: Path) -> None:
    register(gni, "system", SYSTEM)
    text = CASE.replace("role: Board,", 'role: "Olga Officer, lead",').replace("protected_terms:\n", "") + (
        'steps: [{on: 2025-03-01, step: verified, by: "Carl Counsel (on call)"}]\n'
    )
    register(gni, "case", text)

    assert gni("export").code == 0

    sheets = read(workspace)
    assert sheets["Evidence"][0]["Holder"] == "General counsel, for the register"
    assert sheets["Cases"][0]["Decided by"] == "Human rights lead, lead\nexecutive"
    assert sheets["Cases"][0]["Steps"] == "2025-03-01 verified, General counsel (on call)"
    (path,) = (workspace / "reports").iterdir()
    everything = "".join(zipfile.ZipFile(path).read(name).decode() for name in zipfile.ZipFile(path).namelist())
    assert "Olga" not in everything
    assert "Carl" not in everything


def test_the_state_of_a_withheld_response_is_not_shown(gni: Run, workspace: Path) -> None:
    assert gni("answer", "GOV-01", "--finding", "in-place", "--text", "x").code == 0
    file = workspace / "evidence/responses/GOV-01.yaml"
    limit = "limits: [{ground: litigation, treatment: {assessor: withheld}}]\n"
    file.write_text(file.read_text(encoding="utf-8") + limit, encoding="utf-8")

    assert gni("export").code == 0

    (row,) = [each for each in read(workspace)["Criteria"] if each["ID"] == "GOV-01"]
    assert (row["State"], row["Reviewed by"]) == ("not shown", "not shown")
    assert "GNI210" not in outstanding(workspace)


def test_a_refusal_in_a_log_names_no_file_that_a_person_named(gni: Run, workspace: Path) -> None:
    (workspace / "evidence" / "cases" / "Order against Amira.yaml").write_text("a: [", encoding="utf-8")
    refused = gni("export")
    assert refused.code == 2
    assert "evidence/cases/…" in refused.err
    assert "Amira" not in refused.both
