from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.assessment import FileFact, Record
from gni_assess.model.diagnostics import Problem
from gni_assess.model.paths import PathFault, fault_of
from gni_assess.store.layout import leads_out

Find = Callable[..., list[Problem]]
OUTSIDE = [
    "/etc/passwd",
    "../charter.pdf",
    "evidence/../../charter.pdf",
    "a/b/../../../c",
    "C:\\vault\\charter.pdf",
    "c:charter.pdf",
    "d:/x",
]
OUTSIDE += ["\\\\server\\share\\charter.pdf", "\\charter.pdf", "evidence\\..\\..\\charter.pdf", "..", "./../x", "a/..\\../b"]
INSIDE = ["evidence/files/charter.pdf", "./evidence/files/x", "evidence\\files\\x", "..hidden/x", "a/b../c", "..."]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_paths_that_leave_are_found(kind: str, path: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Callable[..., Record] = request.getfixturevalue(kind)
    (found,) = find("GNI404", make(file=path))
    assert (found.path, found.detail) == (("file",), f"`{path}`")


@pytest.mark.parametrize("path", INSIDE)
def test_paths_that_stay_pass(path: str, find: Find, a_policy: Callable[..., Record]) -> None:
    assert find("GNI404", a_policy(file=path), files={path: FileFact(exists=True)}) == []


def test_a_link_that_leaves_is_found(find: Find, a_policy: Callable[..., Record]) -> None:
    (found,) = find("GNI404", a_policy(file="evidence/files/link"), files={"evidence/files/link": FileFact(outside=True)})
    assert "symbolic link" in found.message


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_link_is_only_spoken_of_where_there_is_one(path: str, find: Find, a_policy: Callable[..., Record]) -> None:
    (found,) = find("GNI404", a_policy(file=path), files={path: FileFact(outside=True)})
    assert found.message == "`file` leaves the workspace"


@pytest.mark.parametrize(
    ("path", "said"), [("evidence/../notes.txt", "`..`"), ("evidence\\..\\x", "`..`"), ("a/..", "`..`"), ("a\0b", "a null character")]
)
@pytest.mark.parametrize("files", [False, True])
def test_what_can_never_be_a_path_says_so(path: str, said: str, *, files: bool, find: Find, a_policy: Callable[..., Record]) -> None:
    (found,) = find("GNI404", a_policy(file=path), files={path: FileFact(outside=True)} if files else {})
    assert found.message == f"`file` has {said} in its path"
    assert found.fix.startswith("write the path without ")
    assert find("GNI401", a_policy(file=path), files={path: FileFact()}) == []


@given(st.text(alphabet="ab./\\:\0C", max_size=8))
def test_store_and_rule_are_of_one_mind(path: str) -> None:
    assert leads_out(Path("/"), path) is (fault_of(path) is not None)


def test_no_file_is_no_path(find: Find, a_policy: Callable[..., Record]) -> None:
    assert find("GNI404", a_policy(file="")) == []


@given(st.lists(st.sampled_from(["a", "b", ".", "..", ""]), min_size=1, max_size=8), st.sampled_from(["/", "\\"]))
def test_a_path_leaves_where_any_beginning_of_it_does(parts: list[str], separator: str) -> None:
    path = "x" + separator + separator.join(parts)
    depths = [1]
    for part in parts:
        depths.append(depths[-1] + {"..": -1, ".": 0, "": 0}.get(part, 1))
    inside = PathFault.UPWARDS if ".." in parts else None
    assert fault_of(path) is (PathFault.LEAVES if min(depths) < 0 else inside)
