from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.gni404_path_outside import leaves_workspace
from gni_assess.model.assessment import FileFact, Record
from gni_assess.model.diagnostics import Problem

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
INSIDE = ["evidence/files/charter.pdf", "./evidence/files/x", "evidence/../notes.txt", "evidence\\files\\x", "..hidden/x", "a/b../c", "..."]


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


def test_no_file_is_no_path(find: Find, a_policy: Callable[..., Record]) -> None:
    assert find("GNI404", a_policy(file="")) == []


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["a", "b", ".", "..", ""]), min_size=1, max_size=8), st.sampled_from(["/", "\\"]))
def test_a_path_leaves_where_any_beginning_of_it_does(parts: list[str], separator: str) -> None:
    path = "x" + separator + separator.join(parts)
    depths = [1]
    for part in parts:
        depths.append(depths[-1] + {"..": -1, ".": 0, "": 0}.get(part, 1))
    assert leaves_workspace(path) is (min(depths) < 0)
