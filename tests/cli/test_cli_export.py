import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TERM = "Zqxakov"
CASE = """\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: TR
classification: restricted
demanded: Switch it off, said Zqxakov
protected_terms: [{term: Zqxakov, kind: person}]
shareable_summary: An authority asked for a shutdown.
"""
SEALED = """\
id: CASE-209
type: network-disruption
title: Sealed title
rights: [expression]
jurisdiction: TR
classification: restricted
limits: [{ground: legal-prohibition, treatment: {assessor: unacknowledged}}]
shareable_summary: Sealed summary
"""
GAP = ("gap", "add", "GOV-03", "--summary", "s", "--scale", "high", "--scope", "low", "--irremediability", "low")


def register(gni: Run, kind: str, text: str) -> None:
    done = gni("evidence", "add", kind, "--from-file", "-", stdin=text)
    assert done.code == 0, done.err


def parts(book: Path) -> dict[str, str]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_writes_to_reports_and_numbers_instead_of_overwriting(gni: Run, workspace: Path) -> None:
    first = gni("export")
    path = workspace / "reports/gap-report-assessor-2026-11-21.xlsx"
    assert (first.code, first.out) == (0, f"{path}\n")
    assert first.err.endswith("for the audience assessor\n")
    path.write_bytes(b"worked in by the assessor")
    assert gni("export").out == f"{path.with_name('gap-report-assessor-2026-11-21-2.xlsx')}\n"
    assert gni("export").out == f"{path.with_name('gap-report-assessor-2026-11-21-3.xlsx')}\n"
    assert path.read_bytes() == b"worked in by the assessor"
    assert gni("export", "--force").out == f"{path}\n"
    assert zipfile.is_zipfile(path)


def test_a_named_file_is_replaced_only_with_force(gni: Run, tmp_path: Path, workspace: Path) -> None:
    target = tmp_path / "new folder" / "report.xlsx"
    nowhere = gni("export", "-o", target)
    assert (nowhere.code, "there is no folder" in nowhere.err) == (2, True)
    target.parent.mkdir()
    assert gni("export", "-o", target).out == f"{target}\n"
    target.write_bytes(b"mine")
    refused = gni("export", "-o", target)
    assert refused.code == 2
    assert "exists already" in refused.err
    assert "--force" in refused.err
    assert target.read_bytes() == b"mine"
    assert gni("export", "-o", target, "--force").code == 0
    assert zipfile.is_zipfile(target)
    folder = gni("export", "-o", workspace)
    assert (folder.code, "is a folder" in folder.err) == (2, True)
    below = gni("export", "-o", target / "below.xlsx")
    assert (below.code, "there is no folder" in below.err) == (2, True)


def test_reports_that_lead_elsewhere_are_not_followed(gni: Run, workspace: Path, tmp_path: Path) -> None:
    (workspace / "reports").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (workspace / "reports").symlink_to(tmp_path / "elsewhere")
    refused = gni("export")
    assert (refused.code, "leads out of the workspace" in refused.err, "`-o`" in refused.err) == (2, True, True)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_leak_is_refused_without_repeating_the_term(gni: Run, workspace: Path, tmp_path: Path) -> None:
    register(gni, "case", CASE)
    gni("answer", "GOV-02", "--finding", "planned", "--text", f"As we told {TERM.upper()} then.")
    for options in ((), ("-o", tmp_path / "report.xlsx"), ("--force",)):
        refused = gni("export", *options)
        assert refused.code == 1
        assert refused.out == ""
        assert "nothing was exported" in refused.err
        assert re.search(r"evidence/responses/GOV-02\.yaml:\d+:\d+ GNI511", refused.err)
        assert TERM.casefold() not in refused.err.casefold()
    assert not (tmp_path / "report.xlsx").exists()
    assert not list((workspace / "reports").iterdir())
    inside = gni("export", "--audience", "internal")
    assert inside.code == 0
    assert "not for use outside the team" in inside.err
    assert "internal" in inside.out


def test_a_limit_without_treatment_is_refused(gni: Run, workspace: Path) -> None:
    register(gni, "case", CASE + "limits: [{ground: security}]\n")
    refused = gni("export")
    assert (refused.code, "GNI601" in refused.err) == (1, True)
    assert not list((workspace / "reports").iterdir())
    assert gni("export", "--audience", "internal").code == 0


def test_leaks_cannot_be_ignored_away(gni: Run, workspace: Path) -> None:
    register(gni, "case", CASE)
    gni("answer", "GOV-02", "--finding", "planned", "--text", TERM)
    file = workspace / "gni-assess.yaml"
    file.write_text(
        file.read_text(encoding="utf-8")
        + "rules:\n  ignore: {GNI511: Because.}\n  severity: {GNI511: {level: information, reason: Because.}}\n  allow_text: [Zqxakov]\n"
    )
    assert gni("export").code == 1


def test_a_broken_record_is_refused_and_a_stray_file_is_not(gni: Run, workspace: Path) -> None:
    (workspace / "evidence/files/notes.txt").write_text("x", encoding="utf-8")
    assert gni("export").code == 0
    (workspace / "evidence/policies/POL-417.yaml").write_text("id: [\n", encoding="utf-8")
    for audience in ("assessor", "internal"):
        refused = gni("export", "--audience", audience)
        assert refused.code == 2
        assert "the report would be incomplete: evidence/policies/POL-417.yaml, line " in refused.err
        assert "`gni-assess validate` shows all" in refused.err
    assert len(list((workspace / "reports").iterdir())) == 1


@pytest.fixture
def full(gni: Run) -> None:
    """Something of everything, with what must not come out."""
    register(gni, "case", CASE)
    register(gni, "case", SEALED)
    gni(
        "answer", "GOV-02", "--finding", "partly-in-place", "--text", "=1+1 [bold]x[/bold]", "--notes", "Zqxnotes", "--evidence", "CASE-209"
    )
    gni("answer", "FOE-04", "--finding", "in-place", "--text", "x", "--evidence", "CASE-208", "--evidence", "CASE-209:Zqxwhere:Zqxshows")
    gni(*GAP, "--notes", "Zqxgap")


@pytest.mark.usefixtures("full")
def test_the_assessor_gets_nothing_that_must_stay(gni: Run, workspace: Path) -> None:
    assert gni("export").code == 0
    texts = parts(next((workspace / "reports").iterdir()))
    for name, text in texts.items():
        for hidden in (TERM, "Zqxnotes", "Zqxgap", "Zqxwhere", "Zqxshows", "CASE-209", "Sealed", "Olga Officer", "olga", "carl"):
            assert hidden.casefold() not in text.casefold(), (name, hidden)
    everything = "".join(texts.values())
    assert "CASE-208" in everything
    assert "=1+1 [bold]x[/bold]" in everything
    assert not [name for name, text in texts.items() if "<f>" in text and "1+1" in text]


@pytest.mark.usefixtures("full")
def test_internal_gets_everything(gni: Run, workspace: Path) -> None:
    assert gni("export", "--audience", "internal").code == 0
    everything = "".join(parts(next((workspace / "reports").iterdir())).values())
    for shown in (TERM, "CASE-209", "Sealed title", "Zqxwhere"):
        assert shown in everything


@pytest.mark.usefixtures("full")
def test_the_same_record_gives_the_same_bytes(gni: Run, run_apart: Run, workspace: Path, tmp_path: Path) -> None:
    for audience in ("assessor", "internal"):
        gni("export", "--audience", audience, "-o", tmp_path / "one.xlsx")
        again = run_apart(
            *("export", "--audience", audience, "-o", tmp_path / "two.xlsx", "--today", "2026-11-21"),
            cwd=workspace,
            env={"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"},
        )
        assert again.code == 0
        assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
        for name in ("one.xlsx", "two.xlsx"):
            (tmp_path / name).unlink()
