import os
import shutil
from pathlib import Path

import pytest

from gni_assess.errors import WorkspaceError
from gni_assess.model.diagnostics import WORKSPACE_REF, FileProblem, Place, RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.load import LoadedWorkspace, load_workspace

GOV_02 = "evidence/responses/GOV-02.yaml"
POL_417 = "evidence/policies/POL-417.yaml"
GOV_02_REF = RecordRef(kind=RecordKind.RESPONSE, id="GOV-02")
RESPONSES = 30


def only(loaded: LoadedWorkspace) -> FileProblem:
    assert len(loaded.problems) == 1, loaded.problems
    return loaded.problems[0]


def codes(loaded: LoadedWorkspace) -> list[tuple[str, str]]:
    return sorted((each.code, each.file) for each in loaded.problems)


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sample_loads_whole_and_without_problems(sample: Path) -> None:
    loaded = load_workspace(sample)
    assert loaded.problems == ()
    assert loaded.broken == frozenset()
    assert len(loaded.require().responses) == RESPONSES
    assert list(loaded.require().responses) == sorted(loaded.require().responses)
    assert loaded.files_read == 1 + 9 + 1 + len(list(loaded.require().records()))


def test_workspace_and_pack_alone(sample: Path) -> None:
    (sample / GOV_02).write_bytes(b"a: [")
    (sample / "evidence/files/stray.pdf").write_bytes(b"")
    whole, loaded = load_workspace(sample).require(), load_workspace(sample, records=False)
    assert (loaded.problems, loaded.broken, loaded.files_read) == ((), frozenset(), 1 + 9 + 1)
    assert (loaded.require().workspace, loaded.require().pack) == (whole.workspace, whole.pack)
    assert list(loaded.require().records()) == []


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"criterion: GOV-02\nfinding: [in-place\n", "GNI001", 2, 10),
        (b"criterion: GOV-02\nanswer: caf\xe9\n", "GNI001", 2, 12),
        (b"\xff\xfec\x00", "GNI001", 1, 1),
        (b"criterion: GOV-02\n---\ncriterion: GOV-02\n", "GNI001", 2, 1),
        (b"criterion: GOV-02\nfinding: planned\nfinding: planned\n", "GNI002", 3, 1),
        (b"criterion: GOV-02\nfinding: in-palce\n", "GNI003", 2, 10),
        (b"criterion: GOV-02\nfindng: planned\n", "GNI003", 2, 1),
        (b"criteron: GOV-02\n", "GNI003", 1, 1),
        (b"criterion: GOV-02\nevidence:\n  - {id: POL-417}\n  - {id: POL-1}\n", "GNI003", 4, 10),
        (b"criterion: GOV-02\ndue: 2026-13-01\n", "GNI003", 2, 6),
        (b"criterion: GOV-02\ndue: 0000-01-01\n", "GNI003", 2, 6),
        (b"criterion: GOV-02\nanswer: .inf\n", "GNI003", 2, 9),
        (b"", "GNI003", 1, 1),
        (b"- criterion: GOV-02\n", "GNI003", 1, 1),
        (b"criterion: GOV-03\nfinding: planned\n", "GNI004", 1, 12),
        (b"criterion: !!str GOV-02\n", "GNI005", 1, 12),
        (b"criterion: GOV-02\nanswer: " + b"[" * 5000, "GNI005", 2, None),
        (b"# " + b"x" * (2 << 20), "GNI005", 1, 1),
    ],
)
def test_bad_record_is_told_with_its_place_and_hides_no_other(sample: Path, data: bytes, code: str, line: int, column: int | None) -> None:
    (sample / GOV_02).write_bytes(data)
    loaded = load_workspace(sample)
    problem = only(loaded)
    assert (problem.code, problem.file, problem.line) == (code, GOV_02, line)
    assert column in (None, problem.column)
    assert problem.record == GOV_02_REF
    assert problem.message
    assert problem.fix
    assert GOV_02_REF in loaded.broken
    assert len(loaded.require().responses) == RESPONSES - 1


def test_broken_files_do_not_hide_each_other(sample: Path) -> None:
    broken = ["responses/GOV-02", "responses/GOV-04", "policies/POL-417", "cases/CASE-246", "interviews/INT-614"]
    for each in broken:
        (sample / "evidence" / f"{each}.yaml").write_text("a: [", encoding="utf-8")
    assert codes(load_workspace(sample)) == sorted(("GNI001", f"evidence/{each}.yaml") for each in broken)


def test_giant_file_costs_nothing(sample: Path) -> None:
    with (sample / GOV_02).open("wb") as stream:
        stream.truncate(1 << 40)
    assert only(load_workspace(sample)).code == "GNI005"


def test_file_named_like_no_record(sample: Path) -> None:
    shutil.copy(sample / GOV_02, sample / "evidence/responses/board.yaml")
    loaded = load_workspace(sample)
    assert (only(loaded).code, only(loaded).line, only(loaded).column) == ("GNI004", 2, 12)
    assert "GOV-02" in loaded.require().responses
    assert GOV_02_REF not in loaded.broken, "the file of that name is whole, so rules still look at it"


def test_record_in_the_wrong_folder_is_one_problem_that_says_where_to(sample: Path) -> None:
    (sample / "evidence/systems/SYS-122.yaml").rename(sample / "evidence/policies/SYS-122.yaml")
    loaded = load_workspace(sample)
    assert (only(loaded).code, only(loaded).file) == ("GNI004", "evidence/policies/SYS-122.yaml")
    assert only(loaded).fix == "move it to `evidence/systems/`"
    assert RecordRef(kind=RecordKind.SYSTEM, id="SYS-122") in loaded.broken


def test_broken_policy_does_not_make_its_document_stray(sample: Path) -> None:
    replace_in(sample / POL_417, "owner: counsel", "ownr: counsel")
    assert codes(load_workspace(sample)) == [("GNI003", POL_417)]


def test_bytes_that_are_no_text_in_a_file_name(sample: Path) -> None:
    try:
        Path(os.fsdecode(bytes(sample / "evidence/responses") + b"/\xff.yaml")).write_bytes((sample / GOV_02).read_bytes())
    except OSError:
        pytest.skip("this file system has no such names")
    assert only(load_workspace(sample)).code == "GNI004"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_record_that_is_a_link_out_of_the_workspace_is_not_read(sample: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    (sample / GOV_02).rename(outside)
    (sample / GOV_02).symlink_to(outside)
    problem = only(load_workspace(sample))
    assert (problem.code, problem.file) == ("GNI404", GOV_02)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_link_within_the_workspace_is_read(sample: Path) -> None:
    (sample / GOV_02).rename(sample / "kept.yaml")
    (sample / GOV_02).symlink_to(sample / "kept.yaml")
    assert load_workspace(sample).problems == ()


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("target", ["GOV-02.yaml", "nowhere.yaml"])
def test_link_to_itself_or_to_nothing(sample: Path, target: str) -> None:
    (sample / GOV_02).unlink()
    (sample / GOV_02).symlink_to(target)
    problem = only(load_workspace(sample))
    assert problem.code in ("GNI001", "GNI404")
    assert problem.file == GOV_02


def test_folder_in_place_of_a_file(sample: Path) -> None:
    (sample / GOV_02).unlink()
    (sample / GOV_02).mkdir()
    loaded = load_workspace(sample)
    assert (only(loaded).code, only(loaded).file) == ("GNI001", GOV_02)
    assert loaded.locate(GOV_02_REF, ("answer",)) == Place(file=GOV_02)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files here")
def test_pipe_in_place_of_a_file_is_not_waited_for(sample: Path) -> None:
    (sample / GOV_02).unlink()
    os.mkfifo(sample / GOV_02)
    os.mkfifo(sample / "evidence" / "pipe")
    assert codes(load_workspace(sample)) == [("GNI001", GOV_02), ("GNI008", "evidence/pipe")]


def test_unreadable_file(sample: Path) -> None:
    (sample / GOV_02).chmod(0)
    if os.access(sample / GOV_02, os.R_OK):
        pytest.skip("this user may read everything")
    assert (only(load_workspace(sample)).code, only(load_workspace(sample)).file) == ("GNI001", GOV_02)


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
def test_unreadable_folder(sample: Path, mode: int) -> None:
    folder = sample / "evidence/interviews"
    folder.chmod(mode)
    try:
        if os.access(folder, os.R_OK | os.X_OK):
            pytest.skip("this user may read everything")
        problems = load_workspace(sample).problems
    finally:
        folder.chmod(0o700)
    assert {each.code for each in problems} == {"GNI001"}
    assert all(each.file.startswith("evidence/interviews") for each in problems)


def test_folders_of_records_may_be_absent_or_files(sample: Path) -> None:
    shutil.rmtree(sample / "evidence/interviews")
    shutil.rmtree(sample / "evidence/requests")
    (sample / "evidence/requests").write_text("", encoding="utf-8")
    assert codes(load_workspace(sample)) == [("GNI008", "evidence/requests")]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("stage: collecting", "stage: colecting", "GNI003", 12, 10),
        ("  stage: collecting\n", "", "GNI003", 12, 3),
        ("stage: collecting", "stgae: collecting", "GNI003", 12, 3),
        ("workspace: 1", "workspace: 2", "GNI007", 3, 12),
        ("workspace: 1", "workspace: one", "GNI003", 3, 12),
        ("pack: gni-2024", "pack: gni-1999", "GNI006", 13, 9),
        ("pack: gni-2024", "pack: ./criteria/none", "GNI006", 13, 9),
        ("pack: gni-2024", "pack: ./../elsewhere", "GNI404", 13, 9),
        ("pack: gni-2024", "pack: ../elsewhere", "GNI006", 13, 9),
        ('edition: "2024.1"', 'edition: "2031.1"', "GNI006", 14, 12),
        ('edition: "2024.1"', "edition: 2024.1", "GNI003", 14, 12),
        ("[criteria/example-relay.yaml]", "[criteria/none.yaml]", "GNI001", 15, 14),
        ("[criteria/example-relay.yaml]", "[../none.yaml]", "GNI404", 15, 14),
        ("[criteria/example-relay.yaml]", "[/etc/passwd]", "GNI404", 15, 14),
        ("[criteria/example-relay.yaml]", f"[{'x' * 300}]", "GNI001", 15, 14),
        ("pack: gni-2024", f"pack: ./{'x' * 300}", "GNI006", 13, 9),
        ("pack: gni-2024", f"pack: {'x/' * 3000}", "GNI006", 13, 9),
        ("company:\n", "company: [\n", "GNI001", 4, 10),
    ],
)
def test_bad_workspace_file(sample: Path, old: str, new: str, code: str, *, line: int, column: int) -> None:
    replace_in(sample / "gni-assess.yaml", old, new)
    loaded = load_workspace(sample)
    problem = only(loaded)
    assert (problem.code, problem.file, problem.line, problem.column) == (code, "gni-assess.yaml", line, column)
    assert problem.record == WORKSPACE_REF
    assert loaded.assessment is None
    with pytest.raises(WorkspaceError, match=r"cannot be loaded: gni-assess\.yaml, line") as caught:
        loaded.require()
    assert "gni-assess validate" in caught.value.hint


def test_broken_workspace_file_hides_no_other_problem(sample: Path) -> None:
    replace_in(sample / "gni-assess.yaml", "stage: collecting", "stage: colecting")
    (sample / GOV_02).write_text("a: [", encoding="utf-8")
    (sample / "evidence/stray.txt").write_text("", encoding="utf-8")
    assert codes(load_workspace(sample)) == [("GNI001", GOV_02), ("GNI003", "gni-assess.yaml"), ("GNI008", "evidence/stray.txt")]


def test_records_of_a_newer_format_are_not_judged_by_this_one(sample: Path) -> None:
    replace_in(sample / "gni-assess.yaml", "workspace: 1", "workspace: 2\nnovelty: true")
    replace_in(sample / POL_417, "owner: counsel", "owner: counsel\nnovelty: true")
    assert only(load_workspace(sample)).code == "GNI007"


def test_places_of_values(sample: Path) -> None:
    loaded = load_workspace(sample)
    assert loaded.locate(GOV_02_REF, ("evidence", 1, "id")) == Place(file=GOV_02, line=11, column=10)
    assert loaded.locate(GOV_02_REF, ("evidence", 7)) == Place(file=GOV_02, line=10, column=3)
    assert loaded.locate(WORKSPACE_REF, ("assessment", "pack")) == Place(file="gni-assess.yaml", line=13, column=9)
    assert loaded.locate(RecordRef(kind=RecordKind.RESPONSE, id="GOV-99"), ()) == Place(file="evidence/responses/GOV-99.yaml")


@pytest.mark.parametrize("name", ["nothing", "a-file", "folder"])
def test_no_workspace(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    (tmp_path / "folder" / "gni-assess.yaml").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="no workspace"):
        load_workspace(tmp_path / name)
