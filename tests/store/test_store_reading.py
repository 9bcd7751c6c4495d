from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.packaged import find_packaged
from gni_assess.store.reading import parse_bytes, read_bounded, read_file
from gni_assess.store.structure import RECORD_TYPES, build
from gni_assess.store.yaml_reader import MAX_BYTES

RECORDS = [
    ("response", RecordKind.RESPONSE, "responses/GOV-02"),
    ("policy", RecordKind.POLICY, "policies/POL-417"),
    ("system", RecordKind.SYSTEM, "systems/SYS-122"),
    ("case", RecordKind.CASE, "cases/CASE-246"),
    ("request", RecordKind.REQUEST, "requests/REQ-175"),
]
BYTES = {kind: (find_packaged("sample") / "evidence" / f"{name}.yaml").read_bytes() for kind, _, name in RECORDS}
BITS = [
    b"",
    b"\n",
    b": ",
    b"\xff",
    b"0000-01-01",
    b"- ",
    b"{",
    b"]",
    b"!!x ",
    b"*a",
    b"&a ",
    b"\t",
    b'"',
    b"null",
    b".inf",
    b"9" * 400,
    b'"\\ud800"',
]


@given(
    st.sampled_from(RECORDS), st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 12), st.sampled_from(BITS)), min_size=1, max_size=3)
)
def test_whatever_a_file_holds_it_becomes_a_value_or_problems(row: tuple[str, RecordKind, str], cuts: list[tuple[int, int, bytes]]) -> None:
    kind, record_kind, _ = row
    data = BYTES[kind]
    for start, length, bit in cuts:
        data = data[:start] + bit + data[start + length :]
    found = parse_bytes(data, "f.yaml", kind)
    assert (found.value is None) is bool(found.problems)
    if found.value is not None:
        build(RECORD_TYPES[record_kind], found.value)
    lines = data.decode(errors="replace").splitlines() or [""]
    for each in found.problems:
        assert each.file == "f.yaml"
        assert each.line is not None
        assert each.column is not None
        assert 1 <= each.line <= len(lines) + 1
        assert each.column >= 1
        assert each.message
        assert each.fix


@given(st.binary(max_size=60))
def test_any_bytes_at_all(data: bytes) -> None:
    assert parse_bytes(data, "f.yaml", "response").problems


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("2", "GNI007"),
        ("999999999999", "GNI007"),
        ("0", "GNI003"),
        ("-1", "GNI003"),
        ("true", "GNI003"),
        ('"2"', "GNI003"),
        ("null", "GNI003"),
    ],
)
def test_version_of_the_format(version: str, code: str) -> None:
    found = parse_bytes(f"format: {version}\npack: gni-2024\ncriteria: []\n".encode(), "f.yaml", "overlay", version_key="format")
    assert [(each.code, each.line, each.column) for each in found.problems if each.path == ("format",)] == [(code, 1, 9)]
    assert found.value is None


def test_newer_format_says_so_and_nothing_else() -> None:
    found = parse_bytes(b"format: 2\nnovelty: {}\n", "f.yaml", "overlay", version_key="format")
    assert [each.code for each in found.problems] == ["GNI007"]
    assert "newest version" in found.problems[0].fix


def test_problems_name_the_record_that_the_file_should_hold(tmp_path: Path) -> None:
    ref = RecordRef(kind=RecordKind.RESPONSE, id="GOV-02")
    (tmp_path / "a.yaml").write_bytes(b"a: [")
    (tmp_path / "b.yaml").write_bytes(b"a: 1")
    for name in ("a.yaml", "b.yaml", "none.yaml", "../up.yaml", "/etc/passwd"):
        found = read_file(tmp_path, name, "response", record=ref)
        assert found.problems
        assert {each.record for each in found.problems} == {ref}


def test_no_more_is_read_than_just_over_the_bound(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as stream:
        stream.truncate(1 << 33)
    assert len(read_bounded(tmp_path / "a.yaml")) == MAX_BYTES + 1
