import mmap
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import WorkspaceError
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.load import LoadedWorkspace, load_workspace
from gni_assess.store.reload import SETTLED_AFTER, Reader

GOV_02, GOV_03, POLICY = "evidence/responses/GOV-02.yaml", "evidence/responses/GOV-03.yaml", "evidence/policies/POL-417.yaml"
OVERLAY, PACK, AREA, WORKSPACE = "criteria/more.yaml", "criteria/own/pack.yaml", "criteria/own/gov.yaml", "gni-assess.yaml"
CRITERION = """\
- id: GOV-0%s
  title: Policy
  question: Is there a policy%s
  intent: It matters.
  rights: [expression]
  na_allowed: true
  basis: good-practice
  sources: [{document: own}]
  since: "1"
"""
THE_POLICY = """\
id: POL-417
title: Policy
kind: policy
summary: It says.
owner: officer
effective: {from: 2026-01-01}
file: evidence/files/policy.pdf
"""
TEXTS = {
    WORKSPACE: """\
workspace: 1
company: {name: Acme, types: [platform], membership: member}
services: [{id: cdn, name: CDN, in_scope: true, material_risk: true}]
entities: [{id: group, name: Acme, jurisdiction: US}]
markets: [US]
people: [{id: officer, name: Olga}]
assessment: {stage: collecting, pack: ./criteria/own, edition: "1", first_assessment: true, overlays: [criteria/more.yaml]}
""",
    PACK: """\
format: 1
id: own
title: Ours
edition: "1"
notice: None.
sources: [{id: own, title: Ours, publisher: Us, year: 2026, address: "https://example.com"}]
areas: [{id: GOV, title: Governance}]
company_types: [platform, telecom, vendor, infrastructure]
case_types: [transaction, other]
case_selection:
  {min_cases: 8, min_per_right: 3, min_jurisdictions: 4, min_concern_share: 0.5, min_types: 4, min_decision_cases: 1, min_hard_cases: 1}
freshness: {policy_review_months: 24, evidence_stale_months: 36}
""",
    AREA: CRITERION % (2, "?") + CRITERION % (3, "?"),
    OVERLAY: "format: 1\npack: own\ncriteria:\n  - {id: GOV-02, probes: [Who?]}\n",
    GOV_02: "criterion: GOV-02\nfinding: planned\nanswer: One.\n",
    GOV_03: "criterion: GOV-03\nfinding: planned\nanswer: One.\n",
    POLICY: THE_POLICY,
    "evidence/files/policy.pdf": "",
    "kept/GOV-02.yaml": "criterion: GOV-02\nfinding: in-place\nanswer: Two.\n",
}
OTHER_TEXTS = {
    WORKSPACE: [
        TEXTS[WORKSPACE].replace("Acme", "Acne"),
        TEXTS[WORKSPACE].replace("./criteria/own", "gni-2024").replace('"1"', '"2024.1"').replace("criteria/more.yaml", ""),
        TEXTS[WORKSPACE].replace("more.yaml", "gone.yaml"),
        TEXTS[WORKSPACE].replace("criteria/more.yaml", ""),
        TEXTS[WORKSPACE].replace('edition: "1"', 'edition: "2"'),
        TEXTS[WORKSPACE].replace("workspace: 1", "workspace: 9"),
        "a: [",
    ],
    PACK: [TEXTS[PACK].replace("Ours", "Hers"), TEXTS[PACK].replace("title", "titel"), "a: ["],
    AREA: [CRITERION % (2, "!") + CRITERION % (3, "?"), CRITERION % (2, "?") * 2, CRITERION % (2, "?"), "- ["],
    OVERLAY: [TEXTS[OVERLAY].replace("Who", "Why"), TEXTS[OVERLAY].replace("GOV-02", "GOV-99"), "a: ["],
    GOV_02: [
        "criterion: GOV-02\nfinding: planned\nanswer: Two.\n",
        "criterion: GOV-03\nfinding: planned\nanswer: One.\n",
        "criterion: GOV-02\nfinding: planned\n---\n",
        "\ufeffcriterion: GOV-02\nfinding: planned\nanswer: More.\n",
        "criterion: GOV-02\n# Of this file only a note has changed.\nfinding: planned\nanswer: One.\n",
        "",
    ],
    GOV_03: ["criterion: GOV-03\nfinding: planned\nanswer: Two.\n", "criterion: GOV-03\nfinding: plannde\nanswer: One.\n"],
    POLICY: [THE_POLICY.replace("policy.pdf", "polici.pdf"), THE_POLICY.replace("kind", "knid")],
    "kept/GOV-02.yaml": ["criterion: GOV-02\nfinding: in-place\nanswer: Too.\n"],
}
FOLDERS = ["evidence", "evidence/responses", "criteria", "criteria/own"]
NEW_NAMES = ["evidence/responses/SYS-122.yaml", "evidence/responses/GOV-04.yaml", "evidence/policies/x.yaml", "evidence/stray.txt"]

# After the last tick of any clock: only what the system says of a file counts.
Clock = Callable[[], int]
CLOCKS: dict[str, Clock] = {"right": time.time_ns, "far ahead": lambda: time.time_ns() + 1000 * SETTLED_AFTER, "far behind": lambda: 0}


def make(root: Path) -> Path:
    for file, text in TEXTS.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make(tmp_path / "small")


def outcome(load: Callable[[], LoadedWorkspace]) -> tuple[Any, ...]:
    try:
        loaded = load()
    except WorkspaceError as error:
        return (error.message,)
    found = loaded.assessment
    order = found and [(each.kind, each.id) for each in found.records()]
    criteria = found and [each.id for each in found.pack.criteria]
    documents = {ref: (each.value, each.data) for ref, each in loaded.documents.items()}
    return (found, loaded.problems, loaded.blocking, loaded.broken, loaded.files_read, documents, order, criteria)


def wait_for_tick(root: Path) -> None:
    """Wait until the clock of the file system has moved on."""
    probe = root.parent / "probe"
    probe.write_bytes(b"")
    first = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns == first:
        time.sleep(0.001)
        probe.write_bytes(b"")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def exchange(path: Path, text: str) -> None:
    new = path.with_name(".new")
    write(new, text)
    new.replace(path)


def write_backdated(path: Path, text: str) -> None:
    before = path.stat()
    write(path, text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_link(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def put_link_to_moved(path: Path, target: Path) -> None:
    path.rename(target)
    path.symlink_to(target)


def toggle_bar(path: Path) -> None:
    path.chmod(path.stat().st_mode ^ 0o700)


Edit = tuple[Callable[..., object], tuple[Any, ...]]
TEXT_EDITS = [(file, text) for file, texts in OTHER_TEXTS.items() for text in (*texts, TEXTS[file])]


def _place(root: Path, value: object) -> object:
    return root / value.removeprefix("@") if isinstance(value, str) and value.startswith("@") else value


edits: st.SearchStrategy[Edit] = st.one_of(
    st.tuples(
        st.sampled_from([write, write, exchange, write_backdated]), st.sampled_from(TEXT_EDITS).map(lambda each: (f"@{each[0]}", each[1]))
    ),
    st.tuples(st.sampled_from([Path.unlink, toggle_bar, os.utime]), st.sampled_from(list(TEXTS)).map(lambda each: (f"@{each}",))),
    st.tuples(
        st.sampled_from([Path.rename, shutil.copy, os.link]),
        st.tuples(st.sampled_from([GOV_02, GOV_03, POLICY, AREA]), st.sampled_from([GOV_02, GOV_03, OVERLAY, *NEW_NAMES])).map(
            lambda each: tuple(f"@{file}" for file in each)
        ),
    ),
    st.tuples(
        st.just(put_link),
        st.tuples(st.sampled_from([GOV_02, AREA, OVERLAY]), st.sampled_from(["kept/GOV-02.yaml", "../outside.yaml", GOV_03, "gone"])).map(
            lambda each: tuple(f"@{file}" for file in each)
        ),
    ),
    st.tuples(
        st.just(put_link_to_moved),
        st.tuples(st.sampled_from(FOLDERS), st.sampled_from(["moved", "../outside"])).map(lambda each: tuple(f"@{file}" for file in each)),
    ),
    st.tuples(st.sampled_from([toggle_bar, shutil.rmtree]), st.sampled_from(FOLDERS).map(lambda each: (f"@{each}",))),
    st.tuples(st.just(Path.mkdir), st.sampled_from([GOV_02, *NEW_NAMES]).map(lambda each: (f"@{each}",))),
)


@contextmanager
def new_workspace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder) / "outside.yaml"
        outside.write_text(TEXTS[GOV_02], encoding="utf-8")
        try:
            yield make(Path(folder) / "workspace")
        finally:
            # What is barred could not be cleared away.
            for each in ("../outside", "moved", *FOLDERS, "moved/responses", "moved/own", "../outside/responses", "../outside/own"):
                with suppress(OSError):
                    (Path(folder) / "workspace" / each).chmod(0o700)


def test_the_small_workspace_is_whole(small: Path) -> None:
    loaded = load_workspace(small)
    assert loaded.problems == ()
    assert len(list(loaded.require().records())) == 3


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@given(st.lists(edits, max_size=8))
def test_what_is_loaded_is_always_what_is_there(sequence: list[Edit]) -> None:
    with new_workspace() as root:
        readers = {name: Reader(root, now=clock) for name, clock in CLOCKS.items()}
        for edit, arguments in [(Path.exists, ("@.",)), *sequence, (Path.exists, ("@.",))]:
            wait_for_tick(root)
            with suppress(OSError):  # what an edit before has taken away
                edit(*(_place(root, each) for each in arguments))
            expected = outcome(lambda: load_workspace(root))
            for name, reader in readers.items():
                assert outcome(reader.load) == expected, name


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_only_what_changed_is_made_anew(small: Path, clock: Clock) -> None:
    reader = Reader(small, now=clock)
    first = reader.load()
    wait_for_tick(small)
    write(small / GOV_02, OTHER_TEXTS[GOV_02][0])
    again = reader.load()
    changed = RecordRef(kind=RecordKind.RESPONSE, id="GOV-02")
    assert {ref for ref, each in again.documents.items() if each is not first.documents[ref]} == {changed}
    assert again.require().responses["GOV-02"].answer == "Two."
    assert again.require().pack is first.require().pack
    assert first.require().responses["GOV-02"].answer == "One."


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("file", [GOV_02, AREA, OVERLAY, WORKSPACE])
def test_same_size_with_the_old_time_is_seen(small: Path, file: str, clock: Clock) -> None:
    reader = Reader(small, now=clock)
    before = reader.load()
    assert len(OTHER_TEXTS[file][0]) == len(TEXTS[file])
    wait_for_tick(small)
    write_backdated(small / file, OTHER_TEXTS[file][0])
    assert reader.load().assessment == load_workspace(small).assessment != before.assessment


def test_change_of_which_the_clock_of_the_file_knows_nothing(small: Path) -> None:
    reader = Reader(small)
    with (small / GOV_02).open("r+b") as stream, mmap.mmap(stream.fileno(), 0) as memory:
        where = memory.find(b"One")
        memory[where : where + 3] = b"Two"
        assert reader.load().require().responses["GOV-02"].answer == "Two."
        # A second change of the same page of memory leaves the times of the file alone on many systems.
        memory[where : where + 3] = b"Six"
        assert reader.load().require().responses["GOV-02"].answer == "Six."


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_places_of_what_is_wrong_with_the_pack_move_with_the_workspace_file(small: Path, clock: Clock) -> None:
    write(small / WORKSPACE, TEXTS[WORKSPACE].replace('edition: "1"', 'edition: "2"'))
    reader = Reader(small, now=clock)
    (before,) = reader.load().problems
    wait_for_tick(small)
    write(small / WORKSPACE, "# A line more.\n" + (small / WORKSPACE).read_text(encoding="utf-8"))
    (after,) = reader.load().problems
    assert (after.code, after.line) == (before.code, (before.line or 0) + 1)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_what_lies_behind_a_link_is_looked_at_each_time(small: Path, clock: Clock) -> None:
    put_link(small / GOV_02, small / "kept/GOV-02.yaml")
    reader = Reader(small, now=clock)
    assert reader.load().require().responses["GOV-02"].answer == "Two."
    wait_for_tick(small)
    write(small / "kept/GOV-02.yaml", OTHER_TEXTS["kept/GOV-02.yaml"][0])
    assert reader.load().require().responses["GOV-02"].answer == "Too."
    # The file stays what it is, but is now outside.
    put_link_to_moved(small / "kept", small.parent / "outside")
    assert outcome(reader.load) == outcome(lambda: load_workspace(small))
    assert "GOV-02" not in reader.load().require().responses


def test_what_was_saved_is_there_at_once(sample: Path, save: Callable[[Path, Record | None, Record], Record]) -> None:
    reader = Reader(sample, now=CLOCKS["far ahead"])
    for number in range(5):
        before = reader.load().require().responses["GOV-02"]
        wait_for_tick(sample)
        saved = save(sample, before, replace(before, notes=f"note {number}"))
        assert reader.load().require().responses["GOV-02"] == saved


def test_no_workspace(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    with pytest.raises(WorkspaceError, match="no workspace"):
        reader.load()
    make(tmp_path)
    assert reader.load().assessment is not None
    (tmp_path / WORKSPACE).unlink()
    with pytest.raises(WorkspaceError, match="no workspace"):
        reader.load()


def test_what_is_gone_is_not_kept_in_mind(small: Path) -> None:
    reader = Reader(small, now=CLOCKS["far ahead"])
    first = reader.load()
    (small / GOV_02).rename(small / "aside.yaml")
    assert "GOV-02" not in reader.load().require().responses
    (small / "aside.yaml").rename(small / GOV_02)
    back = reader.load()
    assert back.require().responses == first.require().responses
    ref = RecordRef(kind=RecordKind.RESPONSE, id="GOV-02")
    assert back.documents[ref] is not first.documents[ref]
