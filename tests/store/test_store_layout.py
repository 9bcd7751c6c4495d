import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from gni_assess.errors import PackError, StoreError, WorkspaceError
from gni_assess.model.assessment import FileFact
from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.store import vault
from gni_assess.store.apply import header_for
from gni_assess.store.countries import load_countries
from gni_assess.store.ids import draw_gap_id, draw_id, draw_record_id, draw_record_ids
from gni_assess.store.layout import find_workspace, fits_kind, folder_to_name, kind_of_id, leads_out, record_file
from gni_assess.store.load import load_workspace
from gni_assess.store.packaged import find_packaged
from gni_assess.store.schemas import SCHEMA_KINDS
from gni_assess.store.vault import Measured, find_file_facts, measure_file

posix = pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")


def test_nearest_workspace_upwards(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    for each in (tmp_path, tmp_path / "a"):
        (each / "gni-assess.yaml").write_text("", encoding="utf-8")
    (tmp_path / "a" / "b" / "gni-assess.yaml").mkdir()
    assert find_workspace(tmp_path / "a" / "b" / "c") == (tmp_path / "a").resolve()
    (tmp_path / "a" / "gni-assess.yaml").unlink()
    (tmp_path / "gni-assess.yaml").unlink()
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(tmp_path / "a")
    assert "gni-assess init" in caught.value.hint


@pytest.mark.parametrize(("kind", "folder"), RECORD_FIELDS.items())
def test_files_of_records_and_their_schema_lines(kind: RecordKind, folder: str) -> None:
    file = record_file(RecordRef(kind=kind, id="X"))
    assert file == f"evidence/{folder}/X.yaml"
    assert header_for(file) == f"# yaml-language-server: $schema=../../.gni-assess/schemas/{kind.value}.json\n"
    assert kind.value in SCHEMA_KINDS


def test_file_of_the_workspace() -> None:
    assert header_for(record_file(WORKSPACE_REF)) == "# yaml-language-server: $schema=.gni-assess/schemas/workspace.json\n"


@pytest.mark.parametrize(
    ("record_id", "kind"),
    [
        ("POL-417", RecordKind.POLICY),
        ("SYS-123456", RecordKind.SYSTEM),
        ("CASE-208", RecordKind.CASE),
        ("REC-417", RecordKind.RECOMMENDATION),
        ("REQ-263", RecordKind.REQUEST),
        ("INT-358", RecordKind.INTERVIEW),
        ("GOV-02", RecordKind.RESPONSE),
        ("pol-417", None),
        ("POL-1234567", None),
        ("CASE-20", None),
        ("POL-417\n", None),
        ("POL-٤١٧", None),
        ("", None),
    ],
)
def test_kind_is_told_from_the_id(record_id: str, kind: RecordKind | None) -> None:
    assert kind_of_id(record_id) is kind
    assert kind is None or fits_kind(record_id, kind)


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "..", "../x", "a/../../x", "a/..", "C:\\x", "c:x", "\\\\host\\share", "a\\..\\..\\x", "\\x", "a\0b", "//x"],
)
def test_paths_that_leave_the_workspace(tmp_path: Path, path: str) -> None:
    assert leads_out(tmp_path, path)


@pytest.mark.parametrize("path", ["a", "a/b", "./a", ".", "..a", "a..b/c", "a b", "ünï", "evidence/files/x.pdf", "[x]", "~", "$HOME"])
def test_paths_that_stay(tmp_path: Path, path: str) -> None:
    assert not leads_out(tmp_path, path)


@posix
def test_links_are_followed_before_it_is_told(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "in").mkdir(parents=True)
    (root / "out").symlink_to(tmp_path)
    (root / "here").symlink_to(root / "in")
    (root / "gone").symlink_to(tmp_path / "gone")
    (tmp_path / "again").symlink_to(root)
    assert [leads_out(root, each) for each in ("out", "out/x", "here", "here/x", "gone")] == [True, True, False, False, True]
    assert not leads_out(tmp_path / "again", "in/x")


def test_ids_are_drawn_at_random_and_never_twice() -> None:
    taken: set[str] = set()
    for _ in range(600):
        drawn = draw_id("POL-", taken)
        assert fits_kind(drawn, RecordKind.POLICY)
        assert drawn not in taken
        taken.add(drawn)
    numbers = [int(each.removeprefix("POL-")) for each in taken]
    assert max(numbers) - min(numbers) > 700
    assert len({draw_id("POL-", ()) for _ in range(20)}) > 10


def test_ids_grow_when_crowded() -> None:
    taken = {f"POL-{number}" for number in range(100, 1000)}
    assert len(draw_id("POL-", taken)) == len("POL-1000")
    assert len(draw_id("POL-", taken | {f"POL-{number}" for number in range(1000, 10000)})) == len("POL-10000")
    assert len(draw_id("SYS-", taken)) == len("SYS-100"), "others crowd nobody out"


def test_gap_ids_stand_under_their_criterion() -> None:
    taken = {f"GOV-02-G{number}" for number in range(100, 800)}
    drawn = draw_gap_id("GOV-02", taken)
    assert drawn.startswith("GOV-02-G")
    assert drawn not in taken


def test_record_ids_keep_clear_of_files_that_cannot_be_read(sample: Path) -> None:
    assessment = load_workspace(sample).require()
    for number in range(100, 1000):
        if number != 555:
            (sample / f"evidence/requests/REQ-{number}.yaml").write_text("a: [", encoding="utf-8")
    assert len(draw_record_id(sample, assessment, RecordKind.REQUEST)) == len("REQ-1000")
    assert len(draw_record_id(sample / "none", assessment, RecordKind.REQUEST)) == len("REQ-100")
    many = set(islice(draw_record_ids(sample, assessment, RecordKind.REQUEST), 2_000))
    assert (len(many), many & set(assessment.requests)) == (2_000, set())


def test_size_and_digest_of_a_document(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    measured = measure_file(tmp_path / "a")
    assert measured.size == 3
    assert measured.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    for name in ("none", "."):
        with pytest.raises(StoreError, match="there is no file") as caught:
            measure_file(tmp_path / name)
        assert caught.value.hint


def test_what_is_known_of_the_documents_of_the_sample(sample: Path) -> None:
    assessment = load_workspace(sample).require()
    quick, measured = (find_file_facts(sample, assessment, measure=each) for each in (False, True))
    for policy in (each for each in (*assessment.policies.values(), *assessment.systems.values()) if each.file):
        assert quick[policy.file] == FileFact(exists=True, size=policy.size)
        assert measured[policy.file] == FileFact(exists=True, size=policy.size, sha256=policy.sha256)


@posix
def test_documents_that_are_not_there_or_lie_outside(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.pdf").write_text("secret", encoding="utf-8")
    (sample / "evidence/files/link.pdf").symlink_to(tmp_path / "outside.pdf")
    os.mkfifo(sample / "evidence/files/pipe")
    paths = ["../outside.pdf", "evidence/files/link.pdf", "evidence/files", "evidence/files/none.pdf", "evidence/files/pipe"]
    assessment = load_workspace(sample).require()
    policies = {path: replace(assessment.policies["POL-417"], file=path) for path in paths}
    facts = find_file_facts(sample, replace(assessment, policies=policies, systems={}), measure=True)
    assert [facts[each] for each in paths] == [FileFact(outside=True)] * 2 + [FileFact()] * 3


def test_a_file_that_may_not_be_read_is_there_all_the_same(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Measured:
        raise StoreError(f"cannot read `{path}`", hint="check that you may read it")

    monkeypatch.setattr(vault, "measure_file", refuse)
    assessment = load_workspace(sample).require()
    facts = find_file_facts(sample, assessment, measure=True)
    for each in (*assessment.policies.values(), *assessment.systems.values()):
        if each.file:
            assert facts[each.file] == FileFact(exists=True, unreadable=True, size=each.size)


def test_countries_by_code() -> None:
    countries = load_countries()
    assert countries["NO"] == "Norway"
    assert "XX" not in countries
    assert len(countries) > 240
    assert all(len(each) == 2 and each.isupper() and countries[each] for each in countries)


def test_packaged_parts_are_found() -> None:
    assert (find_packaged("criteria") / "gni-2024" / "pack.yaml").is_file()
    assert (find_packaged("sample") / "gni-assess.yaml").is_file()


BARE = """
import sys
sys.path.insert(0, sys.argv[1])
from gni_assess.errors import PackError
from gni_assess.store.packaged import find_packaged
for part in ("criteria", "sample"):
    try:
        print(find_packaged(part).as_posix())
    except PackError as error:
        print("lacks", error.hint)
"""


def test_packaged_parts_come_from_inside_the_installation_or_are_missed(tmp_path: Path) -> None:
    source = Path(find_workspace.__code__.co_filename).parent.parent
    for part in ("__init__.py", "errors.py", "store/__init__.py", "store/packaged.py"):
        (tmp_path / "gni_assess" / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "gni_assess" / part).write_bytes((source / part).read_bytes())

    def run() -> list[str]:
        done = subprocess.run([sys.executable, "-I", "-c", BARE, str(tmp_path)], capture_output=True, check=True, text=True)
        return done.stdout.splitlines()

    assert run() == ["lacks install it again"] * 2
    (tmp_path / "gni_assess/_data/criteria").mkdir(parents=True)
    (tmp_path / "gni_assess/_data/sample").mkdir()
    assert run() == [(tmp_path / "gni_assess/_data" / part).resolve().as_posix() for part in ("criteria", "sample")]
    assert issubclass(PackError, Exception)


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("gni-assess.yaml", None),
        ("criteria/own.yaml", None),
        ("gni-2024/gov.yaml", None),
        ("evidence", None),
        ("evidence/cases", None),
        ("evidence/cases/CASE-208.yaml", None),
        ("evidence/policies/GOV-02.yaml", None),
        ("evidence/policies/POL-417.yml", None),
        ("evidence/cases/CASE-208 Zork.yaml", "evidence/cases"),
        ("evidence/cases/CASE-208.Zork.yaml", "evidence/cases"),
        ("evidence/cases/CASE-208.yaml/Zork", "evidence/cases"),
        ("evidence/cases/case-208.yaml", "evidence/cases"),
        ("evidence/files/Zork/CASE-208.yaml", "evidence/files"),
        ("evidence/journal/Zork.txt", "evidence/journal"),
        ("evidence/Zork", "evidence"),
        ("evidence/Zork/CASE-208.yaml", "evidence"),
    ],
)
def test_folder_to_name_where_the_name_of_a_file_must_not_be_published(file: str, folder: str | None) -> None:
    assert folder_to_name(file) == folder
