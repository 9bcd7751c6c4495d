"""`validate --baseline` and `--write-baseline`."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown")
GAP = ("gap", "add", "GOV-03", "--scale", "high", "--scope", "low", "--irremediability", "low", "--summary")


@pytest.fixture
def file(gni: Run, tmp_path: Path) -> Path:
    """Give a baseline of the small workspace: nothing answered, and a gap without plan."""
    assert gni(*GAP, "one").code == 0
    path = tmp_path / "known.json"
    written = gni("validate", "--stage", "review", "--baseline", path, "--write-baseline")
    assert (written.code, "written: " in written.err) == (0, True)
    return path


def found(outcome: Any) -> list[str]:  # noqa: ANN401 - an outcome of `run`
    return [each["code"] for each in json.loads(outcome.out)["diagnostics"]]


def test_what_is_known_neither_fails_nor_is_printed(gni: Run, file: Path) -> None:
    for output_format in FORMATS:
        assert gni("validate", "--stage", "review", "--format", output_format).code == 1
        shown = gni("validate", "--stage", "review", "--format", output_format, "--baseline", file)
        assert shown.code == 0
        assert "`CTX-01` has no response" not in shown.out
    summary = json.loads(gni("validate", "--format", "json", "--baseline", file).out)["summary"]
    assert (summary["error"], summary["warning"], summary["outdated"]) == (0, 0, 0)
    assert summary["known"] > 80
    assert f"{summary['known']} known from the baseline" in gni("validate", "--baseline", file).out


@pytest.mark.parametrize("output_format", FORMATS)
def test_what_is_new_fails_in_every_format(gni: Run, file: Path, output_format: str) -> None:
    gni("answer", "GOV-01", "--finding", "in-place", "--text", "TODO")
    shown = gni("validate", "--stage", "review", "--format", output_format, "--baseline", file)
    assert shown.code == 1
    assert "GNI208" in shown.out
    assert "CTX-01" not in shown.out.replace('name="CTX-01" time="0" />', "")


def test_edits_elsewhere_do_not_break_it(gni: Run, workspace: Path, file: Path) -> None:
    before = found(gni("validate", "--format", "json", "--baseline", file))
    for name in ("gni-assess.yaml", "evidence/responses/GOV-03.yaml"):
        path = workspace / name
        path.write_text("# a line more\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert found(gni("validate", "--format", "json", "--baseline", file)) == before == []


def test_one_more_of_the_same_is_new(gni: Run, file: Path) -> None:
    gni(*GAP, "another")
    shown = gni("validate", "--stage", "review", "--format", "json", "--baseline", file)
    assert (shown.code, set(found(shown))) == (1, {"GNI206"})


def test_what_is_no_longer_found_is_told_and_taken_out(gni: Run, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    gni("answer", "GOV-03", "--finding", "not-in-place", "--text", "We have none of this yet.")
    shown = gni("validate", "--baseline", file)
    assert "of the baseline no longer found" in shown.out
    assert "  GNI202 GOV-03" in shown.err
    assert "--write-baseline" in shown.err
    assert file.read_text(encoding="utf-8") == before
    gni("validate", "--baseline", file, "--write-baseline")
    after = gni("validate", "--baseline", file)
    assert "no longer found" not in after.both
    assert "GNI202" not in file.read_text(encoding="utf-8")


def test_what_is_not_looked_at_is_not_said_to_be_gone(gni: Run, file: Path) -> None:
    for options in (("--select", "GNI206"), ("--ignore", "GNI201"), ("--area", "FOE"), ("--only", "GOV-03")):
        assert "no longer found" not in gni("validate", "--baseline", file, *options).both


def test_where_the_program_runs_does_not_matter(run: Run, workspace: Path, file: Path, tmp_path: Path) -> None:
    for cwd, where in ((tmp_path, ("-C", "acme")), (tmp_path, ("acme",)), (workspace / "evidence", ())):
        shown = run("validate", *where, "--baseline", file, "--today", "2026-11-21", "--fail-on", "warning", cwd=cwd)
        assert shown.code == 0


def test_each_workspace_has_its_own_part(run: Run, workspace: Path, file: Path, tmp_path: Path) -> None:
    def check(*args: str) -> Any:  # noqa: ANN401 - an outcome of `run`
        return run("validate", *args, "--baseline", file, "--today", "2026-11-21", "--fail-on", "warning", cwd=tmp_path)

    shutil.copytree(workspace, tmp_path / "two")
    assert check("acme", "two").code == 1
    assert check("two", "--write-baseline").code == 0
    assert check("acme", "two").code == 0
    assert [each["workspace"] for each in json.loads(file.read_text(encoding="utf-8"))["workspaces"]] == ["acme", "two"]
    assert "no longer found" not in check("two").both


def test_what_makes_a_record_unsafe_is_never_known(gni: Run, workspace: Path, file: Path) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    shown = gni("validate", "--baseline", file, "--write-baseline", "--format", "json")
    assert (shown.code, found(shown)) == (1, ["GNI003"])
    assert "1 diagnostic not among them" in shown.err
    assert "GNI003" not in file.read_text(encoding="utf-8")


def test_another_gap_in_the_place_of_a_mended_one_is_new(gni: Run, workspace: Path, file: Path) -> None:
    record = workspace / "evidence/responses/GOV-03.yaml"
    text = record.read_text(encoding="utf-8")
    known = next(line.split(": ")[1] for line in text.splitlines() if line.startswith("  - id: "))
    record.write_text(text.replace(known, "GOV-03-G999"), encoding="utf-8")
    shown = gni("validate", "--stage", "review", "--format", "json", "--baseline", file)
    assert (shown.code, found(shown)) == (1, ["GNI206"])
    assert known not in file.read_text(encoding="utf-8")


def test_a_gap_that_lacks_less_is_known_and_one_that_lacks_more_is_not(gni: Run, workspace: Path, file: Path, tmp_path: Path) -> None:
    record = workspace / "evidence/responses/GOV-03.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("    status: open", "    owner: olga\n    status: open"), encoding="utf-8")
    assert "owner: olga" in record.read_text(encoding="utf-8")
    assert found(gni("validate", "--format", "json", "--baseline", file)) == []
    later = tmp_path / "later.json"
    gni("validate", "--stage", "review", "--baseline", later, "--write-baseline")
    record.write_text(text, encoding="utf-8")
    shown = gni("validate", "--format", "json", "--baseline", later)
    assert (found(shown), json.loads(shown.out)["summary"]["outdated"]) == (["GNI206"], 0)


def test_what_was_a_warning_is_new_as_an_error(gni: Run, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    gni("validate", "--stage", "collecting", "--baseline", known, "--write-baseline")
    assert gni("validate", "--stage", "collecting", "--fail-on", "warning", "--baseline", known).code == 0
    shown = gni("validate", "--stage", "review", "--baseline", known)
    assert (shown.code, "no longer found" in shown.both) == (1, False)


def test_personal_data_is_never_known(gni: Run, tmp_path: Path) -> None:
    gni("answer", "GOV-01", "--finding", "in-place", "--text", "Ask jane.doe@acme-relay.net, who decides.")
    known = tmp_path / "known.json"
    shown = gni("validate", "--baseline", known, "--write-baseline", "--format", "json")
    assert found(shown) == ["GNI603"]
    assert "1 diagnostic not among them" in shown.err
    assert "GNI603" not in known.read_text(encoding="utf-8")


def test_a_workspace_that_cannot_be_loaded_changes_no_baseline(gni: Run, workspace: Path, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    (workspace / "gni-assess.yaml").write_text("workspace: 1\ncompany: [\n", encoding="utf-8")
    for options in ((), ("--write-baseline",)):
        shown = gni("validate", "--baseline", file, *options)
        assert shown.code == 2
        assert "no longer found" not in shown.both
    assert file.read_text(encoding="utf-8") == before


def test_a_file_that_is_no_baseline_is_neither_read_nor_replaced(gni: Run, workspace: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear board", encoding="utf-8")
    for name, said in ((letter, "is not a baseline"), (tmp_path, "is not a baseline"), (tmp_path / "none.json", "there is no baseline")):
        for options in ((), ("--write-baseline",)):
            shown = gni("validate", "--baseline", name, *options)
            if name == tmp_path / "none.json" and options:
                assert shown.code == 0
                continue
            assert (shown.code, said in shown.err, shown.out) == (2, True, "")
    assert letter.read_text(encoding="utf-8") == "Dear board"
    refused = gni("validate", "--baseline", workspace / "evidence/known.json", "--write-baseline")
    assert (refused.code, "is part of the record" in refused.err) == (2, True)


def test_a_baseline_is_written_of_the_whole_record_alone(gni: Run, tmp_path: Path) -> None:
    assert gni("validate", "--write-baseline").code == 2
    for options in (("--select", "GNI206"), ("--ignore", "GNI206"), ("--area", "GOV"), ("--only", "GOV-02")):
        refused = gni("validate", "--baseline", tmp_path / "b.json", "--write-baseline", *options)
        assert (refused.code, "whole record" in refused.err) == (2, True)
    assert not (tmp_path / "b.json").exists()


def test_names_of_files_are_not_in_it_and_their_number_counts(gni: Run, workspace: Path, tmp_path: Path) -> None:
    (workspace / "evidence/files/Zork order.pdf").write_text("x", encoding="utf-8")
    file = tmp_path / "b.json"
    gni("validate", "--baseline", file, "--write-baseline")
    assert "Zork" not in file.read_text(encoding="utf-8")
    assert found(gni("validate", "--format", "json", "--baseline", file)) == []
    (workspace / "evidence/files/Other.pdf").write_text("x", encoding="utf-8")
    assert found(gni("validate", "--format", "json", "--baseline", file)) == ["GNI008"]


@pytest.fixture
def hidden(gni: Run, workspace: Path, file: Path) -> Path:
    """Make two records unreadable: one that the baseline knows a gap of, and one that it knows nothing of but that it is missing."""
    (workspace / "evidence/responses/GOV-03.yaml").write_text("criterion: [\n", encoding="utf-8")
    (workspace / "evidence/responses/GOV-04.yaml").write_text("criterion: [\n", encoding="utf-8")
    (workspace / "evidence/cases/CASE-208.yaml").write_text("id: [\n", encoding="utf-8")
    gni("answer", "GOV-05", "--finding", "not-in-place", "--text", "We have none of this yet.")
    return file


def test_of_what_cannot_be_read_nothing_is_said_to_be_gone(gni: Run, hidden: Path) -> None:
    shown = gni("validate", "--baseline", hidden, "--format", "json")
    told = [line.strip() for line in shown.err.splitlines() if line.startswith("  ")]
    assert told == ["GNI201 GOV-05 assessment.pack"]
    assert json.loads(shown.out)["summary"]["outdated"] == 1


def test_of_what_cannot_be_read_nothing_is_taken_out(gni: Run, workspace: Path, hidden: Path) -> None:
    def entries() -> list[str]:
        lines = hidden.read_text(encoding="utf-8").splitlines()
        return [each.strip().rstrip(",") for each in lines if any(name in each for name in ("GOV-03", "GOV-04", "CAS-01"))]

    before = entries()
    assert len(before) >= 4
    written = gni("validate", "--baseline", hidden, "--write-baseline")
    kept = f"{len(before)} entries that may hang on one of those kept as before"
    assert kept in written.err
    assert entries() == before
    assert "GOV-05" not in [each for each in hidden.read_text(encoding="utf-8").splitlines() if "GNI201" in each]
    assert "kept as before" not in gni("validate", "--baseline", hidden, "--write-baseline", "-q").err
    assert "no longer found" not in gni("validate", "--baseline", hidden).both
    for name in ("responses/GOV-03", "responses/GOV-04", "cases/CASE-208"):
        (workspace / f"evidence/{name}.yaml").unlink()
    assert "kept as before" not in gni("validate", "--baseline", hidden, "--write-baseline").err
